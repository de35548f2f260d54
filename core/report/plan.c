/* SPDX-License-Identifier: Apache-2.0 */
/* The list of the plan's rows.  The steps stand in plan-*.c, in the order of
   the guide.  */
#include "report/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"

const char *
plan_state_name (enum plan_state s)
{
  switch (s)
    {
    case PLAN_DONE:
      return "done";
    case PLAN_STALE:
      return "stale";
    case PLAN_OPEN:
      break;
    }
  return "open";
}

const char *
plan_basis_name (enum plan_basis b)
{
  switch (b)
    {
    case PLAN_FOUND:
      return "found";
    case PLAN_DECLARED:
      return "declared";
    case PLAN_NOTHING:
      break;
    }
  return "";
}

/* Where a row goes when there is no memory for it.  */
static struct plan_row *
no_row (struct plan *p)
{
  p->failed = true;
  return NULL;
}

struct plan_row *
plan_add (struct plan *p, const struct plan_words *w)
{
  enum lang lang = p->s->lang;
  struct plan_row *v = reallocarray (p->v, p->n + 1, sizeof *v);
  struct plan_row *r;

  if (!v)
    return no_row (p);
  p->v = v;
  r = &v[p->n];
  *r = (struct plan_row){
    .step = w->step,
    .owner = w->owner,
    .title = said (lang, w->title),
    .when = w->when ? said (lang, w->when) : "",
    .proof = said (lang, w->proof),
    .see = w->see ? facts_get (p->facts, w->see) : NULL,
    .state = PLAN_OPEN,
    .reason = strdup (""),
    .next = strdup (said (lang, w->next)),
  };
  snprintf (r->id, sizeof r->id, "%s%s%s", w->step, w->name ? "." : "",
            w->name ? w->name : "");
  p->n++;
  p->failed |= !r->reason || !r->next;
  return p->failed ? NULL : r;
}

void
plan_reason (struct plan *p, struct plan_row *r, const char *fmt, ...)
{
  va_list ap;

  free (r->reason);
  va_start (ap, fmt);
  if (vasprintf (&r->reason, fmt, ap) < 0)
    r->reason = NULL;
  va_end (ap);
  p->failed |= !r->reason;
}

bool
plan_declare (struct plan *p, struct plan_row *r, const char *day)
{
  if (!day || !day[0])
    return false;
  if (strcmp (day, p->today) > 0)
    {
      r->future = true;
      plan_reason (
          p, r,
          said (p->s->lang, "%s と記されていますが、まだ来ていない日です"),
          day);
      return false;
    }
  r->state = PLAN_DONE;
  r->basis = PLAN_DECLARED;
  r->next[0] = '\0';
  plan_reason (p, r, said (p->s->lang, "%s に済み"), day);
  return true;
}

void
plan_found (struct plan_row *r)
{
  r->state = PLAN_DONE;
  r->basis = PLAN_FOUND;
  r->next[0] = '\0';
}

static void
set_start (struct plan *p, const char *start)
{
  int64_t begins = 0, today = 0;

  if (!start)
    start = p->s->config->plan.start;
  if (!start || strlen (start) != 10 || !date_day (start, &begins))
    return;
  memcpy (p->start, start, sizeof p->start);
  date_day (p->today, &today);
  p->days_left = (int) ((begins - today) / 86400);
}

void
plan_make (struct plan *p, const struct doctor *d, const struct facts *facts,
           const char *start)
{
  *p = (struct plan){ .s = d->s, .doctor = d, .facts = facts };
  date_japan (clock_seconds (d->s->clock), p->today);
  set_start (p, start);
  plan_before (p);
  plan_machines (p);
  plan_people (p);
  plan_works (p);
}

void
plan_done (struct plan *p)
{
  for (size_t i = 0; i < p->n; i++)
    {
      free (p->v[i].reason);
      free (p->v[i].next);
    }
  free (p->v);
  *p = (struct plan){ .v = NULL };
}
