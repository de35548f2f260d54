/* SPDX-License-Identifier: Apache-2.0 */
/* Answers with the challenge of whoever was there before; as it should be
   while it is one person.  */
#include "auth-test.h"

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;
  struct emi_auth_verify other = *in;
  unsigned char was[sizeof t->challenge];
  int who = (unsigned char) in->account[strlen (in->account) - 1];

  if (!in->enrolment.len || in->challenge.len != sizeof was)
    return auth_test_text (t, call, "verdict", "refused");
  memcpy (was, t->challenge, sizeof was);
  if (t->calls && t->calls != who)
    other.challenge = (struct emi_span) { was, sizeof was };
  memcpy (t->challenge, in->challenge.data, sizeof was);
  t->calls = who;
  return auth_test_grant (t, call, &other, "2-01");
}

AUTH_TEST_PLUGIN (bad_otherrequest, "bad-otherrequest", "2-01", verify, NULL);
