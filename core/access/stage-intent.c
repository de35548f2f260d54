/* SPDX-License-Identifier: Apache-2.0 */
/* The first of a request's two commits (R6).  Under the write lock the rules
   that can change from outside are looked at once more; when the commit is
   durable, the query may leave.  */
#include "access/stages.h"

#include "access/drill.h"
#include "access/open-lock.h"
#include "access/request-row.h"

static bool
still_allowed (struct request *r, struct txn *t)
{
  struct account now;
  bool found = false, ok;

  if (!account_get (t, r->account.id, &now, &found, &r->fault))
    return false;
  ok = drill_may_ask (r->s, found ? &now : NULL, &r->fault);
  if (found)
    account_done (&now);
  return ok;
}

static bool
still_received (struct request *r, struct txn *t)
{
  struct reception now;
  bool found = false, lifted = false, ok;

  if (r->s->drill)
    return true;
  if (!reception_get (r->s, t, r->reception.id, &now, &found, &r->fault))
    return false;
  if (!found)
    return fault_set (&r->fault, CODE_RECEPTION_UNKNOWN, "%s", "");
  ok = reception_allowed (r->s, t, &now, &lifted, &r->fault);
  r->review |= (lifted ? REVIEW_LIFTED : 0) | (now.guarded ? REVIEW_CHART : 0);
  reception_done (&now);
  return ok;
}

/* Everything that could change from outside - accounts, enrolments, receptions
   and refusals - is a record, so where no record was added nothing changed but
   the time.  */
static bool
still_holds (struct request *r, struct txn *t, struct draft *d)
{
  if (txn_size (t) == r->seen_size)
    return drill_may_ask (r->s, &r->account, &r->fault)
           && reception_usable (r->s, &r->reception, &r->fault)
           && viewers_may (r->s, &r->viewers, &r->fault)
           && factor_apply_to (r->s, t, d, &r->account, &r->factors,
                               &r->fault);
  return still_allowed (r, t) && still_received (r, t)
         && viewers_read (r->s, t, r->order.with, r->order.account,
                          &r->viewers, &r->fault)
         && factor_apply (r->s, t, d, r->account.id, &r->factors, &r->fault);
}

static bool
commit (struct request *r)
{
  struct draft *d = session_draft (r->s, "intent");
  struct txn *t = NULL;

  request_draft_common (r, d);
  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, &r->fault))
    {
      draft_free (d);
      return false;
    }
  if (!still_holds (r, t, d))
    {
      draft_free (d);
      txn_end (t);
      return false;
    }
  review_draft (d, r->review, REVIEW_OF_USE);
  r->reviewed = r->review;
  r->intent_seq = txn_add (t, d);
  if (!request_row_put_open (t, r, &r->fault))
    {
      txn_end (t);
      return false;
    }
  return txn_commit (t, &r->fault);
}

bool
stage_intent (struct request *r)
{
  if (!ledger_has_reserve (r->s->ledger))
    return fault_set (&r->fault, CODE_STORE_RESERVE, "%s", "");
  if (!open_lock_take (r->s, "lock", r->id, &r->lock_fd, &r->fault))
    return false;
  if (!commit (r))
    {
      /* Not known whether it was written: the lock file stays, so that the
         next command finds and closes it if it was. */
      if (r->fault.code == CODE_LEDGER_AFTER)
        {
          r->fault.code = CODE_STORE_WRITE;
          open_lock_leave (&r->lock_fd);
        }
      else
        open_lock_drop (r->s, "lock", r->id, &r->lock_fd);
      return false;
    }
  r->intent_done = true;
  r->factors_spent = true;
  return true;
}
