/* SPDX-License-Identifier: Apache-2.0 */
/* Two factors of different classes, both for this request (R3); where one
   cannot be used, the ladder (R9).  What was proven on a lower rung stays
   proven: it was for this request too.  */
#include "access/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/drill.h"
#include "access/factor-reason.h"
#include "base/cleanup.h"

/* One rung: the providers to prove, and which of them stopped it.  */
struct rung
{
  char name[2][33];
  size_t n;
  const char *stopped;
};

static bool
proven (const struct request *r, const char *instance)
{
  for (size_t i = 0; i < r->factors.n; i++)
    if (strcmp (r->factors.use[i].instance, instance) == 0)
      return true;
  return false;
}

/* Adds NAME to where this stage worked.  */
static void
trace_add (struct request *r, const char *name)
{
  struct stage_trace *t = &r->trace[r->n_trace - 1];
  size_t used = strlen (t->by);

  snprintf (t->by + used, sizeof t->by - used, "%s%s", used ? " " : "", name);
}

static bool
rung_prove (struct request *r, struct rung *rung)
{
  const struct factor_purpose purpose
    = { .request = r->id,
        .reception = r->reception_known ? r->reception.id : "",
        .rung = (int) r->ladder.n };

  for (size_t i = 0; i < rung->n; i++)
    {
      const char *name = rung->name[i];

      if (proven (r, name))
        continue;
      rung->stopped = name;
      trace_add (r, name);
      if (drill_without (r->order.without, name))
        return fault_set (&r->fault, CODE_UNREACHED, "%s: --without", name);
      if (!factor_verify (r->s, r->account.id, &r->account, name, &purpose,
                          false, &r->factors, &r->fault))
        return false;
    }
  rung->stopped = NULL;
  return factor_set_admissible (r->s, &r->factors, &r->fault);
}

/* --- stepping --- */

/* Nobody answered the provider's own prompt: the card is not there, or the
   glove stays on.  Only the person can say so.  */
static bool
unanswered (const struct rung *rung, const struct fault *why)
{
  size_t len = rung->stopped ? strlen (rung->stopped) : 0;

  return len && why->code == CODE_PROMPT_UNANSWERED
         && strncmp (why->detail, rung->stopped, len) == 0
         && why->detail[len] == '.';
}

static bool
hand_over (struct request *r)
{
  if (!ladder_ask_handover (r->s, r->order.account, r->handed_to, &r->fault))
    return false;
  return fault_set (&r->fault, CODE_HANDED_OVER, "%s", r->handed_to);
}

/* Takes the answer; WAS is what the rung ended with.  */
static bool
step_to (struct request *r, const struct ladder_step *step,
         const struct fault *was, struct rung *rung)
{
  enum ladder_choice choice = LADDER_STOP;
  struct fault why = { .code = CODE_OK };
  size_t at = 0;

  if (!ladder_ask (r->s, step, &choice, &at, &why))
    {
      /* Nobody chose: what happened before is what is reported.  */
      r->fault = why.code == CODE_PROMPT_UNANSWERED ? *was : why;
      return false;
    }
  switch (choice)
    {
    case LADDER_HANDOVER:
      return hand_over (r);
    case LADDER_STOP:
      return fault_set (&r->fault, CODE_CANCELLED, "%s", "");
    case LADDER_PAIR:
      break;
    }
  r->fault = (struct fault) { .code = CODE_OK };
  rung->n = step->pairs[at].b ? 2 : 1;
  snprintf (rung->name[0], 33, "%s", step->pairs[at].a);
  snprintf (rung->name[1], 33, "%s",
            step->pairs[at].b ? step->pairs[at].b : "");
  return true;
}

/* What may follow: nothing where the proven factors leave no room.  */
static bool
find_pairs (struct request *r, const struct ladder *l, struct pair **out,
            size_t *n_out)
{
  if (r->factors.n + 2 > FACTOR_MAX || l->n == LADDER_MAX)
    return true;
  return ladder_pairs (r->s, &r->account, &r->factors, l, out, n_out,
                       &r->fault);
}

/* What a request ends with when nothing is left: why this one was no use is
   what helps.  */
static void
unusable_set (const struct session *s, const struct fault *seen,
              struct fault *out)
{
  const struct code_info *info = code_info (seen->code);

  fault_set (out, CODE_FACTOR_UNUSABLE, "%s", seen->detail);
  if (factor_reason_of (seen->code))
    fault_next (out, "%s: %s", info->message[s->lang],
                info->next[s->lang]);
}

/* From the rung that R's fault ended to the next.  False with the fault that
   the request ends with.  */
static bool
climb (struct request *r, struct rung *rung)
{
  const struct fault seen = r->fault;
  struct fault was = seen;
  bool device = rung->stopped && ladder_unusable (seen.code);
  CLEANUP_FREE struct pair *pairs = NULL;
  struct ladder before = r->ladder;
  struct ladder_step step = { .account = r->order.account,
                              .instance = rung->stopped,
                              .why = &seen,
                              .device = device,
                              .by_itself = device && !r->order.factors };
  bool good;

  if (!device && !unanswered (rung, &seen))
    return false;
  ladder_leave (&r->ladder, rung->stopped, seen.code);
  if (!find_pairs (r, &r->ladder, &pairs, &step.n_pairs))
    return false;
  step.pairs = pairs;
  if (device)
    unusable_set (r->s, &seen, &was);
  good = step_to (r, &step, &was, rung);
  /* A prompt that nobody answered twice is one that nobody answered.  */
  if (!device && r->fault.code == CODE_PROMPT_UNANSWERED && !good)
    r->ladder = before;
  return good;
}

/* No pair at all at this terminal: only another doctor can help.  */
static bool
choose (struct request *r, struct rung *rung)
{
  struct ladder_step none = { .account = r->order.account };
  struct fault was;

  if (factor_choose (r->s, &r->account, r->order.factors, 2, rung->name,
                     &rung->n, &r->fault))
    return true;
  if (r->fault.code != CODE_FACTOR_NONE)
    return false;
  was = r->fault;
  none.why = &was;
  return step_to (r, &none, &was, rung);
}

/* Who registers a factor could use it in another's name: such a use waits for
   the privacy officer.  A drill is no use.  */
static void
mark_fresh (struct request *r)
{
  for (size_t i = 0; i < r->factors.n && !r->s->drill; i++)
    if (factor_use_fresh (&r->factors.use[i]))
      r->review |= REVIEW_FACTOR;
}

bool
stage_authenticate (struct request *r)
{
  struct rung rung = { .n = 0 };

  if (!choose (r, &rung))
    return false;
  while (!rung_prove (r, &rung))
    if (!climb (r, &rung))
      return false;
  mark_fresh (r);
  return factor_declaration (&r->factors, r->declared[0], r->declared[1])
         || fault_set (&r->fault, CODE_FACTOR_CLASS, "%s",
                       r->trace[r->n_trace - 1].by);
}
