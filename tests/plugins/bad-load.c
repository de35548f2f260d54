/* SPDX-License-Identifier: Apache-2.0 */
/* Ends the process that loads it, before anybody called anything.  */
#include "auth-test.h"

__attribute__ ((constructor)) static void
at_once (void)
{
  abort ();
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  (void) self;
  (void) call;
  (void) in;
  return EMI_OK;
}

AUTH_TEST_PLUGIN (bad_load, "bad-load", "2-01", verify, NULL,
                  .flags = EMI_PLUGIN_SEPARATE);
