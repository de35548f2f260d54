/* SPDX-License-Identifier: Apache-2.0 */
/* The claims of a statement, once its signature held.  */
#ifndef EMI_EVIDENCE_STATEMENT_CLAIMS_H
#define EMI_EVIDENCE_STATEMENT_CLAIMS_H

#include "evidence/statement.h"

/* Judges CLAIMS.  Fills OUT but for `evidence` when they are good; else
   *HOW.  */
enum statement_verdict statement_claims (const json_t *claims,
                                         const struct statement_wanted *want,
                                         struct statement *out,
                                         const char **how);
/* What distinguishes it: `jti`, else `nonce`; only after it was judged.  */
const char *statement_name (const json_t *claims);

#endif
