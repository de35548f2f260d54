/* SPDX-License-Identifier: Apache-2.0 */
/* Attests a method that its descriptor does not declare.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (bad_undeclared, "bad-undeclared", "3-01", verify, NULL);
