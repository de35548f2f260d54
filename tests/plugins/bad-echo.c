/* SPDX-License-Identifier: Apache-2.0 */
/* Tells the secret in its sentence.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "pin" };
  const struct auth_test *t = self;
  emi_rc rc = t->host->ask (call, ids, 1);

  (void) in;
  if (rc != EMI_OK)
    return rc;
  return t->host->fail (call, EMI_PROTOCOL, "the device did not like \"%s\"",
                        t->host->answer (call, "pin"));
}

AUTH_TEST_PROMPTS ("pin", EMI_PROMPT_SECRET, NULL);
AUTH_TEST_PLUGIN (bad_echo, "bad-echo", "1-02", verify, prompts);
