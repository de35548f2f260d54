/* SPDX-License-Identifier: Apache-2.0 */
/* The module's one symbol.  */
#include "evidence/evidence.h"
#include "evidence/signed.h"
#include "evidence/stated.h"

__attribute__ ((visibility ("default"))) const struct evidence_ops emi_evidence
    = {
        .size = sizeof emi_evidence,
        .signed_check = signed_check,
        .certificate_same = certificate_same,
        .stated_check = stated_check,
        .stated_keys_fit = stated_keys_fit,
      };
