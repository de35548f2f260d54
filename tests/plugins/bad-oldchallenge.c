/* SPDX-License-Identifier: Apache-2.0 */
/* Answers every challenge with the first one it saw.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;
  struct emi_auth_verify old = *in;

  if (t->calls++ == 0 && in->challenge.len == sizeof t->challenge)
    memcpy (t->challenge, in->challenge.data, sizeof t->challenge);
  old.challenge = (struct emi_span) { t->challenge, sizeof t->challenge };
  return in->enrolment.len ? auth_test_grant (t, call, &old, "2-01")
                           : auth_test_text (t, call, "verdict", "refused");
}

AUTH_TEST_PLUGIN (bad_oldchallenge, "bad-oldchallenge", "2-01", verify, NULL);
