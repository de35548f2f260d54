/* SPDX-License-Identifier: Apache-2.0 */
/* Asks what it does not declare and makes light of the refusal.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "password" };
  const struct auth_test *t = self;

  t->host->ask (call, ids, 1);
  return auth_test_grant (t, call, in, "2-01");
}

AUTH_TEST_PROMPTS ("finger", EMI_PROMPT_GESTURE, NULL);
AUTH_TEST_PLUGIN (bad_asker, "bad-asker", "2-01", verify, prompts);
