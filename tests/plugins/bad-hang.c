/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for something that never comes, and goes on waiting.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  const struct auth_test *t = self;
  emi_rc rc;

  (void) in;
  do
    rc = t->host->wait (call, -1, 0, -1);
  while (rc == EMI_OK || rc == EMI_RETRY);
  return rc;
}

AUTH_TEST_PLUGIN (bad_hang, "bad-hang", "2-01", verify, NULL);
