/* SPDX-License-Identifier: Apache-2.0 */
/* Made for a contract that this host does not speak.  */
#include "auth-test.h"

#pragma GCC diagnostic ignored "-Woverride-init"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (bad_major, "bad-major", "2-01", verify, NULL,
                  .major = EMI_PLUGIN_MAJOR + 1);
