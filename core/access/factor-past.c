/* SPDX-License-Identifier: Apache-2.0 */
/* Walks an account's records backwards until each factor was seen.  */
#include "access/factor-past.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* Records looked through; an account has few that nobody used a factor for. */
#define LOOK_BACK 500

/* Did account ID prove itself for R?  An operator's factors stand where an
   operator stands, else they are those of who asked.  */
static bool
is_by (const struct record *r, const char *id)
{
  const char *who = record_text (r, "operator");

  if (!who)
    who = record_text (r, "account");
  return who && strcmp (who, id) == 0;
}

/* Notes what R says; the number of factors still to find.  */
static size_t
note (const struct record *r, struct factor_past *v, size_t n, size_t left)
{
  static const char *const names[]
      = { "factor.1.instance", "factor.2.instance", "factor.3.instance",
          "factor.4.instance" };

  for (size_t k = 0; k < N_ELEMENTS (names); k++)
    {
      const char *used = record_text (r, names[k]);

      for (size_t i = 0; used && i < n; i++)
        if (!v[i].at && strcmp (v[i].instance, used) == 0)
          {
            v[i].at = (int64_t) (r->time_us / 1000000);
            left--;
          }
    }
  return left;
}

void
factor_past (struct txn *t, const char *id, struct factor_past *v, size_t n)
{
  struct fault ignored;
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n_seqs = 0, left = n;

  if (!txn_find (t, "account", id, &seqs, &n_seqs, &ignored))
    return;
  for (size_t i = 0; i < n_seqs && i < LOOK_BACK && left > 0; i++)
    {
      struct record r;

      if (!txn_read (t, seqs[n_seqs - 1 - i], &r, &ignored))
        continue;
      if (is_by (&r, id))
        left = note (&r, v, n, left);
      record_done (&r);
    }
}
