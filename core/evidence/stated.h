/* SPDX-License-Identifier: Apache-2.0 */
/* The check of another product's statement, behind the table of evidence.h.
 */
#ifndef EMI_EVIDENCE_STATED_H
#define EMI_EVIDENCE_STATED_H

#include "evidence/evidence.h"

void stated_check (const struct evidence_stated *in,
                   struct evidence_statement *out);
bool stated_keys_fit (struct emi_span keys, char how[EVIDENCE_DETAIL]);

#endif
