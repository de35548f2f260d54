/* SPDX-License-Identifier: Apache-2.0 */
/* A second provider of class 1, for pairs that must be refused by class.  The
   PIN is 2468 for everybody who is enrolled.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "pin" };
  const struct auth_test *t = self;
  emi_rc rc = t->host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  if (in->enrolment.len && strcmp (t->host->answer (call, "pin"), "2468") == 0)
    return auth_test_grant (t, call, in, "1-02");
  return auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PROMPTS ("pin", EMI_PROMPT_SECRET, NULL);
AUTH_TEST_PLUGIN (test_memory2, "test-memory2", "1-02", verify, prompts);
