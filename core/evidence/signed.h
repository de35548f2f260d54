/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of a card's signature, behind the table of evidence.h.  */
#ifndef EMI_EVIDENCE_SIGNED_H
#define EMI_EVIDENCE_SIGNED_H

#include "evidence/evidence.h"

void signed_check (const struct evidence_signed *in,
                   struct evidence_answer *out);
bool certificate_same (struct emi_span a, struct emi_span b, bool by_name);

#endif
