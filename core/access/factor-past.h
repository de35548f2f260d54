/* SPDX-License-Identifier: Apache-2.0 */
/* When an account last used its factors.  */
#ifndef EMI_ACCESS_FACTOR_PAST_H
#define EMI_ACCESS_FACTOR_PAST_H

#include "ledger/ledger.h"

struct factor_past
{
  const char *instance;
  int64_t at; /* UTC seconds; 0: not found */
};

/* Fills in V[0..N) from the newest records that are about account ID: what it
   asked, looked up or was refused.  What an administrator did to somebody
   else is found under that account and not here.  */
void factor_past (struct txn *t, const char *id, struct factor_past *v,
                  size_t n);

#endif
