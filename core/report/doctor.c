/* SPDX-License-Identifier: Apache-2.0 */
/* The list of items and its words.  What is looked at is in doctor-*.c.  */
#include "report/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

const char *
doctor_state_name (enum doctor_state s)
{
  switch (s)
    {
    case DOCTOR_OK:
      return "ok";
    case DOCTOR_WARN:
      return "warn";
    case DOCTOR_FAIL:
      break;
    }
  return "fail";
}

const char *
doctor_group_name (enum doctor_group g)
{
  switch (g)
    {
    case DOCTOR_TONIGHT:
      return "tonight";
    case DOCTOR_GO_LIVE:
      return "go-live";
    case DOCTOR_TIDY:
      break;
    }
  return "tidy";
}

const char *
doctor_group_label (enum doctor_group g, enum lang lang)
{
  switch (g)
    {
    case DOCTOR_TONIGHT:
      return said (lang, "今夜の支障になるもの");
    case DOCTOR_GO_LIVE:
      return said (lang, "運用開始までに");
    case DOCTOR_TIDY:
      break;
    }
  return said (lang, "整えておくもの");
}

void
doctor_add (struct doctor *d, const char *id, enum doctor_state state,
            enum doctor_group group, const char *owner,
            const struct doctor_text *text, ...)
{
  const char *next = text->next ? said (d->s->lang, text->next) : NULL;
  struct doctor_item item = { .state = state, .group = group, .owner = owner };
  struct doctor_item *grown;
  va_list ap;

  snprintf (item.id, sizeof item.id, "%s", id);
  va_start (ap, text);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (vasprintf (&item.message, said (d->s->lang, text->ja), ap) < 0)
    item.message = NULL;
#pragma GCC diagnostic pop
  va_end (ap);
  item.next = strdup (state == DOCTOR_OK || !next ? "" : next);
  grown = realloc (d->v, (d->n + 1) * sizeof *grown);
  if (!grown || !item.message || !item.next)
    {
      free (item.message);
      free (item.next);
      if (grown)
        d->v = grown;
      return;
    }
  d->v = grown;
  d->v[d->n++] = item;
}

void
doctor_run (struct doctor *d, struct session *s,
            const struct fault *ledger_fault)
{
  *d = (struct doctor){ .s = s };
  doctor_machine (d);
  doctor_plugins (d);
  doctor_ledger (d, ledger_fault);
  if (s->ledger)
    {
      doctor_modes (d);
      doctor_people (d);
      doctor_drill (d);
      doctor_review (d);
    }
}

bool
doctor_ready (const struct doctor *d)
{
  for (size_t i = 0; i < d->n; i++)
    if (d->v[i].state == DOCTOR_FAIL)
      return false;
  return true;
}

void
doctor_done (struct doctor *d)
{
  for (size_t i = 0; i < d->n; i++)
    {
      free (d->v[i].message);
      free (d->v[i].next);
    }
  free (d->v);
  *d = (struct doctor){ .v = NULL };
}
