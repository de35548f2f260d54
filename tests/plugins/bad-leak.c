/* SPDX-License-Identifier: Apache-2.0 */
/* Forgets a hundred bytes in each call; otherwise as it should be.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;
  char *forgotten = malloc (100);

  if (!forgotten)
    return t->host->fail (call, EMI_INTERNAL, "no memory");
  memset (forgotten, ++t->calls, 100);
  t->kept = forgotten;
  return in->enrolment.len ? auth_test_grant (t, call, in, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_leak, "bad-leak", "2-01", verify, NULL);
