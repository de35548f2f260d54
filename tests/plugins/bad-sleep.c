/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks where no host can reach it.  */
#include "auth-test.h"

#include <unistd.h>

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  (void) in;
  while (pause () < 0)
    continue;
  return auth_test_text (self, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_sleep, "bad-sleep", "2-01", verify, NULL);
