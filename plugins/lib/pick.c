/* SPDX-License-Identifier: Apache-2.0 */
/* Taking files one at a time: see pick.h.  */
#include "lib/pick.h"

#include <stdlib.h>
#include <string.h>

static bool
is_open (const struct pick *p, const struct snapshot_entry *e)
{
  const struct snapshot_entry *h = snapshot_find (&p->handled, e->name);

  return h == NULL || !snapshot_same (h, e);
}

/* The first open candidate behind `last`, going round once.  */
static const struct snapshot_entry *
candidate (const struct pick *p, const struct snapshot *list)
{
  const struct snapshot_entry *before = NULL;

  for (size_t i = 0; i < list->n; i++)
    {
      const struct snapshot_entry *e = &list->v[i];

      if (!is_open (p, e))
        continue;
      if (p->last == NULL || strcmp (e->name, p->last) > 0)
        return e;
      if (before == NULL)
        before = e;
    }
  return before;
}

/* The round goes on behind NAME.  Without memory it starts anew, which is no
   more than unfair.  */
static void
round_past (struct pick *p, const char *name)
{
  char *copy = strdup (name);

  free (p->last);
  p->last = copy;
}

static enum pick_result
outcome (struct pick *p, enum stable_result r)
{
  switch (r)
    {
    case STABLE_READY:
      return PICK_READY;
    case STABLE_FIRST:
      return PICK_WAITING;
    case STABLE_CHANGED:
      /* Let another one be looked at; this one comes round again.  */
      stable_done (&p->file);
      return PICK_NOTHING;
    case STABLE_LINK:
    case STABLE_IRREGULAR:
    case STABLE_TOO_BIG:
      p->unfit = r;
      return PICK_UNFIT;
    case STABLE_GONE:
    case STABLE_DENIED:
      break;
    }
  return PICK_NOTHING;
}

enum pick_result
pick_next (struct pick *p, int dirfd, const struct snapshot *list,
           int64_t now_ms)
{
  enum pick_result r = PICK_NOTHING;

  if (p->file.name != NULL)
    {
      if (stable_due (&p->file, now_ms) > 0)
        return PICK_WAITING;
      round_past (p, p->file.name);
      r = outcome (p, stable_look (&p->file, dirfd, p->file.name, now_ms));
    }
  for (size_t i = 0; r == PICK_NOTHING && i < list->n; i++)
    {
      const struct snapshot_entry *e = candidate (p, list);

      if (e == NULL)
        break;
      round_past (p, e->name);
      r = outcome (p, stable_look (&p->file, dirfd, e->name, now_ms));
    }
  return r;
}

bool
pick_handled (struct pick *p)
{
  bool ok = snapshot_note (&p->handled, p->file.name, &p->file.st);

  stable_done (&p->file);
  return ok;
}

int64_t
pick_delay (const struct pick *p, int64_t now_ms)
{
  return p->file.name == NULL ? -1 : stable_due (&p->file, now_ms);
}

bool
pick_left (const struct pick *p, const struct snapshot *list)
{
  for (size_t i = 0; i < list->n; i++)
    if (snapshot_find (&p->handled, list->v[i].name) == NULL)
      return true;
  return false;
}

void
pick_done (struct pick *p)
{
  stable_done (&p->file);
  snapshot_done (&p->handled);
  free (p->last);
  *p = (struct pick) PICK_INIT;
}
