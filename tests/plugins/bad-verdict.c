/* SPDX-License-Identifier: Apache-2.0 */
/* Attests and forgets the verdict: nobody may be admitted by that.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_attest (self, call, in->challenge, "2-01");
}

AUTH_TEST_PLUGIN (bad_verdict, "bad-verdict", "2-01", verify, NULL);
