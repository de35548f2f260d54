/* SPDX-License-Identifier: Apache-2.0 */
/* The second commit (R6): how it ended, which adapter will get it and under
   which reference, before anything reaches a person or an adapter.  */
#include "access/stages.h"

#include "access/drill.h"
#include "access/open-lock.h"
#include "access/request-row.h"

static bool
commit (struct request *r, struct fault *why)
{
  struct draft *d = request_draft_end (r);
  struct txn *t = NULL;

  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, why))
    {
      draft_free (d);
      return false;
    }
  txn_add (t, d);
  txn_row_drop (t, ROW_OPEN, "request", r->id);
  if (r->s->drill && !drill_note (t, r, why))
    {
      txn_end (t);
      return false;
    }
  /* A drill is not delivered later.  */
  if (r->adapter && !r->s->drill && !request_row_put_deliver (t, r, why))
    {
      txn_end (t);
      return false;
    }
  return txn_commit (t, why);
}

bool
stage_outcome (struct request *r)
{
  struct fault why = { .code = CODE_OK };

  if (r->adapter)
    {
      r->ref = deliver_reference (r->adapter, r->id, NULL);
      /* Held until the EHR has it; what is left tells the next command. */
      if (!r->s->drill
          && !open_lock_take (r->s, "deliver", r->id, &r->deliver_fd, &why))
        return fault_set (&r->fault, CODE_LEDGER_AFTER, "%s", why.detail);
    }
  if (!commit (r, &why))
    {
      /* Perhaps it was written after all; then the next command delivers. */
      if (why.code == CODE_LEDGER_AFTER)
        open_lock_leave (&r->deliver_fd);
      else
        open_lock_drop (r->s, "deliver", r->id, &r->deliver_fd);
      return fault_set (&r->fault, CODE_LEDGER_AFTER, "%s",
                        code_info (why.code)->word);
    }
  r->outcome_done = true;
  open_lock_drop (r->s, "lock", r->id, &r->lock_fd);
  return true;
}
