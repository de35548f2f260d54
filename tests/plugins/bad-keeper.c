/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps a borrowed pointer and looks at it in the next call; otherwise as it
   should be, so that only poisoned arguments find it.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;

  if (t->kept && *t->kept == '\0')
    return t->host->fail (call, EMI_INTERNAL, "the account had no name");
  t->kept = in->account;
  return in->enrolment.len ? auth_test_grant (t, call, in, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_keeper, "bad-keeper", "2-01", verify, NULL);
