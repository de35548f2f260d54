/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the PIN on record.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "pin" };
  const struct auth_test *t = self;
  emi_rc rc = t->host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  if (!in->enrolment.len)
    return auth_test_text (t, call, "verdict", "refused");
  const char *pin = t->host->answer (call, "pin");
  const struct emi_field v[] = {
    { "challenge", in->challenge },
    { "methods", { "1-02", 4 } },
    { "evidence", { pin, strlen (pin) } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };
  rc = t->host->put_fields (call, "attestation", &fields);
  return rc == EMI_OK ? auth_test_text (t, call, "verdict", "granted") : rc;
}

AUTH_TEST_PROMPTS ("pin", EMI_PROMPT_SECRET, NULL);
AUTH_TEST_PLUGIN (bad_evidence, "bad-evidence", "1-02", verify, prompts);
