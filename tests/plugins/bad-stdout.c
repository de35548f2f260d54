/* SPDX-License-Identifier: Apache-2.0 */
/* Tells whoever looks what it is doing; otherwise as it should be.  */
#include "auth-test.h"

#include <stdio.h>

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;

  printf ("call %d\n", ++t->calls);
  return in->enrolment.len ? auth_test_grant (t, call, in, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_stdout, "bad-stdout", "2-01", verify, NULL);
