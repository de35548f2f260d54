/* SPDX-License-Identifier: Apache-2.0 */
/* The pipeline: one table of stages, walked once and forwards only.  Whatever
   stops it goes straight to closing, which writes the truth.  */
#include "access/stages.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/open-lock.h"
#include "access/request-row.h"

static const struct
{
  const char *name;
  bool (*run) (struct request *r);
} stages[] = {
  { "authorise", stage_authorise },
  { "identify", stage_identify },
  { "authenticate", stage_authenticate },
  { "justify", stage_justify },
  { "intent", stage_intent },
  { "query", stage_query },
  { "person", stage_person },
  { "outcome", stage_outcome },
  { "arrange", stage_arrange },
  { "deliver", stage_deliver },
};
_Static_assert (sizeof stages / sizeof stages[0] <= STAGE_MAX,
                "every stage leaves a trace");

const char *
request_state_name (enum request_state s)
{
  switch (s)
    {
    case REQUEST_COMPLETED:
      return "completed";
    case REQUEST_REFUSED:
      return "refused";
    case REQUEST_FAILED:
      return "failed";
    case REQUEST_CANCELLED:
      return "cancelled";
    case REQUEST_INDETERMINATE:
      break;
    }
  return "indeterminate";
}

enum request_state
request_state_of (enum code code)
{
  const struct code_info *info = code_info (code);

  for (int s = REQUEST_COMPLETED; s <= REQUEST_INDETERMINATE; s++)
    if (strcmp (info->state, request_state_name (s)) == 0)
      return s;
  if (info->exit == 0)
    return REQUEST_COMPLETED;
  return info->exit == 3 ? REQUEST_REFUSED : REQUEST_FAILED;
}

enum request_state
request_state (const struct request *r)
{
  return r->outcome_done && r->fault.code == CODE_DELIVERY
           ? REQUEST_COMPLETED
           : request_state_of (r->fault.code);
}

void
request_trace_by (struct request *r, const char *by)
{
  struct stage_trace *t = &r->trace[r->n_trace - 1];

  snprintf (t->by, sizeof t->by, "%s", by);
}

static bool
run_stage (struct request *r, size_t i)
{
  const struct clock *clock = r->s->clock;
  struct stage_trace *t = &r->trace[r->n_trace++];
  int64_t start = clock->mono_ms (clock);
  bool ok;

  t->name = stages[i].name;
  t->at = clock_seconds (clock);
  t->ms = -1;
  ok = stages[i].run (r);
  t->ms = clock->mono_ms (clock) - start;
  assert (ok || r->fault.code != CODE_OK);
  return ok;
}

/* Before the intent a request that the ledger cannot take leaves no record
   (SPEC section 5); everything else that stopped it does.  */
static bool
leaves_nothing (enum code code)
{
  switch (code)
    {
    case CODE_STORE_WRITE:
    case CODE_STORE_BUSY:
    case CODE_STORE_UNREACHED:
    case CODE_EVIDENCE:
    case CODE_KEY_MISSING:
      return true;
    default:
      return false;
    }
}

static void
close_before_intent (struct request *r)
{
  struct txn *t = NULL;
  struct draft *d;
  struct fault why = { .code = CODE_OK };

  if (leaves_nothing (r->fault.code))
    return;
  d = request_draft_end (r);
  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, &why))
    {
      draft_free (d);
      r->fault = why;
      return;
    }
  /* A code that was verified is used, whatever became of the request. */
  if (r->factors.n > 0 && r->account_known)
    factor_apply (r->s, t, d, r->account.id, &r->factors, NULL);
  txn_add (t, d);
  if (!txn_commit (t, &why))
    r->fault = why;
  /* Whether it was written or not: nobody was asked. */
  if (r->fault.code == CODE_LEDGER_AFTER)
    r->fault.code = CODE_STORE_WRITE;
}

static void
close_after_intent (struct request *r)
{
  struct txn *t = NULL;
  struct draft *d = request_draft_end (r);
  struct fault why = { .code = CODE_OK };
  enum code was = r->fault.code;
  bool ok;

  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, &why))
    {
      draft_free (d);
      ok = false;
    }
  else
    {
      txn_add (t, d);
      txn_row_drop (t, ROW_OPEN, "request", r->id);
      ok = request_state_of (was) != REQUEST_INDETERMINATE
           || r->s->drill /* its answer is of no use later */
           || request_row_put_late (t, r, &why);
      if (ok)
        ok = txn_commit (t, &why);
      else
        txn_end (t);
    }
  if (ok)
    open_lock_drop (r->s, "lock", r->id, &r->lock_fd);
  else
    {
      /* The next command closes it; the lock file stays for that. */
      fault_set (&r->fault, CODE_LEDGER_AFTER, "%s",
                 code_info (why.code)->word);
      open_lock_leave (&r->lock_fd);
    }
}

static void
close_request (struct request *r)
{
  if (r->outcome_done)
    return;
  if (!r->intent_done)
    close_before_intent (r);
  else if (r->fault.code == CODE_LEDGER_AFTER)
    open_lock_leave (&r->lock_fd);
  else
    close_after_intent (r);
}

static void
request_init (struct session *s, const struct request_order *order,
              struct request *r)
{
  *r = (struct request) {
    .s = s,
    .order = *order,
    .lock_fd = -1,
    .deliver_fd = -1,
    .started = clock_seconds (s->clock),
  };
  id_new ('r', r->id);
  snprintf (r->suffix, sizeof r->suffix, "%s", r->id + 2);
  snprintf (r->file_id, sizeof r->file_id, "E-%s", r->suffix);
  exchange_init (&r->x, s, r->file_id, order->pattern, order->pdf);
}

bool
request_run (struct session *s, const struct request_order *order,
             struct request *r, struct fault *why)
{
  request_init (s, order, r);
  for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
    {
      if (!r->intent_done && session_cancelled (s))
        {
          fault_set (&r->fault, CODE_CANCELLED, "%s", "");
          break;
        }
      if (!run_stage (r, i))
        break;
    }
  close_request (r);
  *why = r->fault;
  return r->outcome_done;
}

void
request_done (struct request *r)
{
  account_done (&r->account);
  viewers_done (&r->viewers);
  reception_done (&r->reception);
  exchange_done (&r->x);
  guard_done (&r->guard);
  free (r->pressed_answer);
  free (r->ref);
  buffer_done (&r->notices);
  if (r->arranged_done)
    arranged_done (&r->arranged);
  open_lock_leave (&r->lock_fd);
  open_lock_leave (&r->deliver_fd);
}
