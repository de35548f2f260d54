/* SPDX-License-Identifier: Apache-2.0 */
/* A module whose entry has another module's name.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (someone_else, "bad-symbol", "2-01", verify, NULL);
