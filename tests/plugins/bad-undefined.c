/* SPDX-License-Identifier: Apache-2.0 */
/* Calls a function that nobody has.  Linked so that only binding everything
   at load finds it; found at the first call it would end the process.  */
#include "auth-test.h"

int vendor_library_open (void);

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  (void) vendor_library_open ();
  return auth_test_grant (self, call, in, "2-01");
}

AUTH_TEST_PLUGIN (bad_undefined, "bad-undefined", "2-01", verify, NULL);
