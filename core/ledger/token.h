/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens: what the store may know of a value that is looked for.  The same
   value gives the same token whatever width or spaces it came with.  */
#ifndef EMI_LEDGER_TOKEN_H
#define EMI_LEDGER_TOKEN_H

#include "ledger/record.h"

/* VALUE in the normal form of KIND, in new memory; NULL without memory or
   where it is no UTF-8.  */
char *token_normal (const char *kind, const char *value);

/* The token of a value in its normal form under the epoch's token KEY.  */
void token_make (const unsigned char key[32], const char *kind,
                 const char *normal, unsigned char out[TOKEN_LEN]);

#endif
