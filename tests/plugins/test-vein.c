/* SPDX-License-Identifier: Apache-2.0 */
/* A palm-vein provider without a palm: the prompt says whether it fits.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "palm" };
  const struct auth_test *t = self;
  emi_rc rc = t->host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  if (in->enrolment.len && strcmp (t->host->answer (call, "palm"), "yes") == 0)
    return auth_test_grant (t, call, in, "2-04");
  return auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PROMPTS ("palm", EMI_PROMPT_CHOICE, "yes no");
AUTH_TEST_PLUGIN (test_vein, "test-vein", "2-04", verify, prompts);
