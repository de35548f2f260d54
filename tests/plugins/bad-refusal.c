/* SPDX-License-Identifier: Apache-2.0 */
/* Attests, and refuses all the same.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  emi_rc rc = auth_test_attest (self, call, in->challenge, "2-01");

  return rc == EMI_OK ? auth_test_text (self, call, "verdict", "refused") : rc;
}

AUTH_TEST_PLUGIN (bad_refusal, "bad-refusal", "2-01", verify, NULL);
