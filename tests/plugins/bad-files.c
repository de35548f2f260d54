/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves something open after each call; otherwise as it should be.  */
#include "auth-test.h"

#include <fcntl.h>

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;

  t->calls = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  return in->enrolment.len ? auth_test_grant (t, call, in, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_files, "bad-files", "2-01", verify, NULL);
