/* SPDX-License-Identifier: Apache-2.0 */
/* Another product's statement is taken once.  Its name (a digest of issuer
   and jti) is a token of the record that it was used in, so it stays used as
   long as there is a ledger, whichever account, terminal or instance shows it
   again, and whoever puts counters back.  */
#ifndef EMI_ACCESS_STATEMENT_ONCE_H
#define EMI_ACCESS_STATEMENT_ONCE_H

#include "access/factor.h"

/* CODE_STATEMENT_USED when a record in T's ledger has used NAME.  */
bool statement_unused (struct txn *t, const char *name, struct fault *why);

/* In the transaction that records: unused, and kept in mind that statements
   of INSTANCE for ACCOUNT made before U's need not be shown again.  */
bool statement_take (struct session *s, struct txn *t, const char *account,
                     const struct factor_use *u, struct fault *why);

/* Makes DRAFT the record that NAME was used in.  */
void statement_field (struct draft *draft, const char *name);

/* When the last one taken of INSTANCE for ACCOUNT was made, UTC seconds; 0
   when there was none.  */
bool statement_last (struct txn *t, const char *account, const char *instance,
                     int64_t *out, struct fault *why);

#endif
