/* SPDX-License-Identifier: Apache-2.0 */
/* An account as the JSON text of its registry row.  */
#ifndef EMI_ACCESS_ACCOUNT_JSON_H
#define EMI_ACCESS_ACCOUNT_JSON_H

#include "access/account.h"

/* New memory, the caller's; NULL without memory.  */
char *account_to_json (const struct account *a);
/* False when it is no account as account_to_json writes it; OUT is then
   untouched.  */
bool account_from_json (const void *data, size_t len, struct account *out);

#endif
