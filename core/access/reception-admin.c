/* SPDX-License-Identifier: Apache-2.0 */
/* What a desk says about a reception afterwards: it is void, or the one who
   compared the photo confirms it.  Each looks again under the write lock, so
   two who do it at once do not both succeed.  */
#include "access/reception-parts.h"

#include <string.h>

bool
reception_living (struct session *s, struct txn *t, const char *name,
                  struct reception *out, struct fault *why)
{
  struct reception r;
  bool found = false;

  if (!reception_get (s, t, name, &r, &found, why))
    return false;
  if (!found)
    return fault_set (why, CODE_RECEPTION_UNKNOWN, "%s", "");
  if (r.voided)
    {
      fault_set (why, CODE_RECEPTION_VOID, "%s", r.number);
      reception_done (&r);
      return false;
    }
  *out = r;
  return true;
}

struct draft *
reception_draft (struct session *s, const char *kind,
                 const struct reception *r)
{
  struct draft *d = session_draft (s, kind);

  draft_text (d, "reception", r->id);
  draft_token (d, "reception", r->id);
  return d;
}

bool
reception_commit (struct session *s, struct txn *t, struct draft *d,
                  const struct login *by, struct fault *why)
{
  if (!operator_sign (s, t, d, by, why))
    {
      draft_free (d);
      txn_end (t);
      return false;
    }
  txn_add (t, d);
  return txn_commit (t, why);
}

bool
reception_void (struct session *s, const struct login *by, const char *id,
                const char *reason, struct fault *why)
{
  struct txn *t = NULL;
  struct draft *d;
  struct reception r;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!reception_living (s, t, id, &r, why))
    {
      txn_end (t);
      return false;
    }
  d = reception_draft (s, "reception-void", &r);
  draft_text (d, "chart", r.chart);
  draft_text (d, "reason", reason);
  draft_person_tokens (d, &r.person, r.chart);
  reception_done (&r);
  return reception_commit (s, t, d, by, why);
}

/* Only the one who was named can say that they looked.  */
static bool
may_confirm (struct session *s, const struct login *by,
             const struct reception *r, struct fault *why)
{
  if (r->refusal)
    return fault_set (why, CODE_RECEPTION_PHOTO, "%s", r->number);
  if (!r->checked_by || strcmp (r->checked_by, by->account.id) != 0)
    return fault_set (why, CODE_NOT_CHECKER, "%s", r->number);
  if (!r->unconfirmed)
    return fault_set (why, CODE_RECEPTION_CONFIRMED, "%s", r->number);
  return reception_fresh (s, r)
         || fault_set (why, CODE_RECEPTION_STALE, "%s", r->number);
}

bool
reception_confirm (struct session *s, const struct login *by, const char *id,
                   struct reception *out, struct fault *why)
{
  struct txn *t = NULL;
  struct draft *d;
  struct reception r;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!reception_living (s, t, id, &r, why))
    {
      txn_end (t);
      return false;
    }
  if (!may_confirm (s, by, &r, why))
    {
      txn_end (t);
      reception_done (&r);
      return false;
    }
  d = reception_draft (s, "reception-confirm", &r);
  draft_text (d, "chart", r.chart);
  draft_person_tokens (d, &r.person, r.chart);
  if (!reception_commit (s, t, d, by, why))
    {
      reception_done (&r);
      return false;
    }
  r.unconfirmed = false;
  *out = r;
  return true;
}
