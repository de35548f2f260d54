/* SPDX-License-Identifier: Apache-2.0 */
/* Attests twice in one call.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  emi_rc rc = auth_test_attest (self, call, in->challenge, "2-01");

  return rc == EMI_OK ? auth_test_grant (self, call, in, "3-01") : rc;
}

AUTH_TEST_PLUGIN (bad_two, "bad-two", "2-01 3-01", verify, NULL);
