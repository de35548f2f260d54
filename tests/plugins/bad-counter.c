/* SPDX-License-Identifier: Apache-2.0 */
/* Takes the same number for ever.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  emi_rc rc;

  if (!in->enrolment.len)
    return auth_test_text (self, call, "verdict", "refused");
  rc = auth_test_text (self, call, "counter", "7");
  return rc == EMI_OK ? auth_test_grant (self, call, in, "3-02") : rc;
}

AUTH_TEST_PLUGIN (bad_counter, "bad-counter", "3-02", verify, NULL,
                  .auth_flags = EMI_AUTH_COUNTER);
