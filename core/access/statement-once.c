/* SPDX-License-Identifier: Apache-2.0 */
/* Once: see statement-once.h.  The count row is a hint for the provider and
   nothing more; what refuses is the token.  */
#include "access/statement-once.h"

#include <stdio.h>
#include <stdlib.h>

#define TOKEN "statement"

bool
statement_unused (struct txn *t, const char *name, struct fault *why)
{
  uint64_t *seqs = NULL;
  size_t n = 0;

  if (!txn_find (t, TOKEN, name, &seqs, &n, why))
    return false;
  free (seqs);
  return n == 0 || fault_set (why, CODE_STATEMENT_USED, "%s", "");
}

void
statement_field (struct draft *draft, const char *name)
{
  draft_token (draft, TOKEN, name);
}

bool
statement_last (struct txn *t, const char *account, const char *instance,
                int64_t *out, struct fault *why)
{
  return factor_counter_get (t, account, instance, out, why);
}

bool
statement_take (struct session *s, struct txn *t, const char *account,
                const struct factor_use *u, struct fault *why)
{
  int64_t last;

  if (!factor_clock_check (s, t, why)
      || !statement_unused (t, u->statement, why)
      || !statement_last (t, account, u->instance, &last, why))
    return false;
  return u->stated_at <= last
         || factor_counter_put (t, account, u->instance, u->stated_at, why);
}
