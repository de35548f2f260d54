/* SPDX-License-Identifier: Apache-2.0 */
/* May this account ask at all, now (R1), and those who look
   on?  */
#include "access/stages.h"

#include "access/drill.h"

bool
stage_authorise (struct request *r)
{
  struct txn *t = NULL;
  bool ok;

  if (!ledger_begin (r->s->ledger, TXN_READ, &t, &r->fault))
    return false;
  r->seen_size = txn_size (t);
  ok = account_get (t, r->order.account, &r->account, &r->account_known,
                    &r->fault)
       && drill_may_ask (r->s, r->account_known ? &r->account : NULL,
                         &r->fault)
       && viewers_read (r->s, t, r->order.with, r->order.account,
                        &r->viewers, &r->fault);
  txn_end (t);
  return ok;
}
