/* SPDX-License-Identifier: Apache-2.0 */
/* Grants whoever comes, enrolled or not.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (bad_eager, "bad-eager", "2-01", verify, NULL);
