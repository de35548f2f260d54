/* SPDX-License-Identifier: Apache-2.0 */
/* The other readers: which one to go on with where this one cannot be used,
   and which one is in use at the same time.  */
#include "access/receive-parts.h"

#include <string.h>

#include "access/open-lock.h"
#include "base/cleanup.h"
#include "base/lang.h"

#define LOCK_SUFFIX "reader"

/* From the shortest flow to the one that needs least (SPEC section 4).  */
static const char *const ladder[]
    = { "face-device", "face-terminal", "generic" };

static bool
at_terminal (const struct session *s, const char *reader)
{
  for (size_t i = 0; s->terminal && i < s->terminal->n_readers; i++)
    if (strcmp (s->terminal->readers[i], reader) == 0)
      return true;
  return false;
}

/* A reader of PLUGIN, rather one of this terminal.  */
static const char *
reader_of (const struct session *s, const char *plugin)
{
  const char *any = NULL;

  for (size_t i = 0; i < s->config->n_instances; i++)
    {
      const struct config_instance *c = &s->config->instances[i];

      if (c->kind != EMI_KIND_READER || strcmp (c->plugin, plugin) != 0)
        continue;
      if (at_terminal (s, c->name))
        return c->name;
      if (!any)
        any = c->name;
    }
  return any;
}

static bool
reader_failed (enum code code)
{
  return code == CODE_UNREACHED || code == CODE_DEADLINE
         || code == CODE_CARD_ABSENT || code == CODE_CARD_UNREADABLE
         || code == CODE_CARD_UNFIT || code == CODE_PLUGIN_FAILED;
}

void
receive_next (struct session *s, const char *reader, struct fault *why)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_READER, reader);
  const char *next = NULL;
  size_t i = 0;

  if (!c || !reader_failed (why->code))
    return;
  while (i < N_ELEMENTS (ladder) && strcmp (ladder[i], c->plugin) != 0)
    i++;
  for (i++; i < N_ELEMENTS (ladder) && !next; i++)
    next = reader_of (s, ladder[i]);
  if (next)
    fault_next (why, said (s->lang, "%s が使えないときは %s で受付できます"),
                reader, next);
}

static void
note_other (struct receive *r, const char *reader)
{
  struct buffer b = BUFFER_INIT;

  buffer_printf (
      &b,
      said (r->s->lang,
            "別の受付が %s で進んでいます。カードは一人ずつ読み取って"
            "ください"),
      reader);
  receive_steps_note (&r->steps, buffer_string (&b));
  buffer_done (&b);
}

void
receive_others (struct receive *r)
{
  r->lock = -1;
  for (size_t i = 0; i < r->s->config->n_instances; i++)
    {
      const struct config_instance *c = &r->s->config->instances[i];
      int fd = -1;

      if (c->kind != EMI_KIND_READER)
        continue;
      if (open_lock_try (r->s, LOCK_SUFFIX, c->name, &fd) == OPEN_LOCK_ALIVE)
        note_other (r, c->name);
      open_lock_leave (&fd);
    }
  /* Without it the others are not told: no reason to send a patient away.  */
  open_lock_take (r->s, LOCK_SUFFIX, r->order.reader, &r->lock, NULL);
}

void
receive_others_done (struct receive *r)
{
  open_lock_drop (r->s, LOCK_SUFFIX, r->order.reader, &r->lock);
}
