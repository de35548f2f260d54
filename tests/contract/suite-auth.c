/* SPDX-License-Identifier: Apache-2.0 */
/* Auth providers: nobody is admitted by silence, an attestation is for this
   challenge only, and a refusal is no failure.  */
#include "contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

static const char challenge_a[] = "0123456789abcdef0123456789abcdef";
static const char challenge_b[] = "fedcba9876543210fedcba9876543210";

/* An enrolment and the answer that fits it.  */
struct holder
{
  char enrolment[2048]; /* a certificate at most */
  size_t len;
  char right[RIGHT_BYTES];
  const char *answers[3];
};

static void
make_holder (struct ctx *c, struct instance *i, struct holder *h)
{
  const struct auth_skill *skill = c->subject->auth;
  const struct caught_result *made;

  *h = (struct holder) { .len = 0 };
  c->caught.answers = skill->enrol_answers;
  CHECK (CALL (c, i, auth_enrol, .account = "dr-a", .mode = "set",
               .issuer = "1319999999", .challenge = { challenge_a, 32 })
           == EMI_OK,
         "enrol: %s", c->why.detail);
  made = caught_get (&c->caught, "enrolment", 0);
  CHECK (made && made->span.len <= sizeof h->enrolment, "no enrolment");
  CHECK (caught_count (&c->caught, "enrolment") == 1, "several");
  CHECK (words_have ("active pending", caught_text (&c->caught, "state")),
         "state \"%s\"", caught_text (&c->caught, "state"));
  memcpy (h->enrolment, made->span.data, made->span.len);
  h->len = made->span.len;
  if (skill->right)
    skill->right (c, &made->span, h->right);
  h->answers[0] = skill->prompt;
  h->answers[1] = h->right;
}

static emi_rc
verify (struct ctx *c, struct instance *i, const struct holder *h,
        const char *challenge, int64_t counter)
{
  return CALL (c, i, auth_verify, .account = "dr-a",
               .enrolment = { h->enrolment, h->len },
               .challenge = { challenge, 32 }, .counter = counter,
               .terminal = "er-1");
}

static bool
admitted (struct ctx *c)
{
  return strcmp (caught_text (&c->caught, "verdict"), "granted") == 0;
}

/* Each word of METHODS is declared by P, and only a joint provider has two.  */
static bool
methods_hold (const struct emi_plugin *p, const char *methods)
{
  const char *second = strchr (methods, ' ');
  char first[8];

  if (!second)
    return words_have (p->methods, methods);
  snprintf (first, sizeof first, "%.*s", (int) (second - methods), methods);
  return (p->auth_flags & EMI_AUTH_JOINT) && words_have (p->methods, first)
         && words_have (p->methods, second + 1);
}

/* What the core needs to check a signature itself.  */
static void
check_signed (const struct caught_result *a)
{
  static const char *const names[]
      = { "certificate", "algorithm", "signature" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    {
      const struct caught_value *v = caught_field (a, names[i]);
      CHECK (v && v->len > 0, "no %s", names[i]);
    }
}

/* What the core takes as proof, and nothing beside it.  */
static void
check_granted (struct ctx *c, struct instance *i, const char *challenge)
{
  const struct emi_plugin *p = instance_plugin (i);
  const struct caught_result *a = caught_get (&c->caught, "attestation", 0);
  const struct caught_value *v;

  CHECK (admitted (c), "verdict \"%s\"", caught_text (&c->caught, "verdict"));
  CHECK (caught_count (&c->caught, "verdict") == 1, "several verdicts");
  CHECK (caught_count (&c->caught, "attestation") == 1, "%zu attestations",
         caught_count (&c->caught, "attestation"));
  v = caught_field (a, "challenge");
  CHECK (v && v->len == 32 && memcmp (v->data, challenge, 32) == 0,
         "not this challenge");
  v = caught_field (a, "methods");
  CHECK (v && methods_hold (p, v->data), "methods \"%s\" of \"%s\"",
         v ? v->data : "", p->methods);
  if (p->auth_flags & EMI_AUTH_SIGNED)
    check_signed (a);
  CHECK (caught_field (a, "evidence"), "no evidence field");
  CHECK ((caught_count (&c->caught, "counter") == 1)
           == !!(p->auth_flags & EMI_AUTH_COUNTER),
         "counter");
}

static void
check_refused (struct ctx *c)
{
  CHECK (strcmp (caught_text (&c->caught, "verdict"), "refused") == 0,
         "verdict \"%s\"", caught_text (&c->caught, "verdict"));
  CHECK (caught_count (&c->caught, "attestation") == 0, "attests a refusal");
}

static void
right (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;

  make_holder (c, i, &h);
  c->caught.answers = h.answers;
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_OK, "%s", c->why.detail);
  check_granted (c, i, challenge_a);
  /* And again, with what it may have kept from the first time.  */
  CHECK (verify (c, i, &h, challenge_b, 0) == EMI_OK, "%s", c->why.detail);
  check_granted (c, i, challenge_b);
}

static void
wrong (struct ctx *c)
{
  const struct auth_skill *skill = c->subject->auth;
  struct instance *i = open_one (c, "one");
  struct holder h;

  if (!skill->wrong && !skill->present)
    not_applicable ();
  make_holder (c, i, &h);
  if (skill->present)
    skill->present (c, false);
  c->caught.answers = (const char *[]) { skill->prompt, skill->wrong, NULL };
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_OK, "%s", c->why.detail);
  check_refused (c);
  /* A refusal leaves nothing behind that hinders or helps.  */
  if (skill->present)
    skill->present (c, true);
  c->caught.answers = h.answers;
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_OK, "%s", c->why.detail);
  check_granted (c, i, challenge_a);
}

static void
unknown_account (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;

  make_holder (c, i, &h);
  c->caught.answers = h.answers;
  h.len = 0;
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_OK, "%s", c->why.detail);
  check_refused (c);
  if (c->subject->auth->prompt)
    CHECK (c->caught.asked == (c->subject->auth->looks_first ? 0 : 1),
           "an unknown account shows by its prompts");
}

/* Bytes that no enrolment ever was.  */
static void
broken_enrolment (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;

  make_holder (c, i, &h);
  if (h.len < 2)
    not_applicable ();
  c->caught.answers = h.answers;
  memset (h.enrolment, 0xEE, sizeof h.enrolment);
  verify (c, i, &h, challenge_a, 0);
  CHECK (!admitted (c), "admitted by rubbish");
  h.len = sizeof h.enrolment;
  verify (c, i, &h, challenge_a, 0);
  CHECK (!admitted (c), "admitted by much rubbish");
  h.len = 1;
  verify (c, i, &h, challenge_a, 0);
  CHECK (!admitted (c), "admitted by one byte");
}

static void
unanswered (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;

  if (!c->subject->auth->prompt)
    not_applicable ();
  make_holder (c, i, &h);
  c->caught.answers = NULL;
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_CANCELLED, "goes on");
  CHECK (c->why.code == CODE_PROMPT_UNANSWERED, "%s",
         code_info (c->why.code)->word);
  CHECK (!admitted (c), "admitted by silence");
}

/* The time is over, or the person gives up: it ends, in whatever way.  */
static void
late_and_cancelled (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;
  emi_rc rc;

  make_holder (c, i, &h);
  c->caught.answers = h.answers;
  c->caught.env.timeout_ms = -1;
  rc = verify (c, i, &h, challenge_a, 0);
  CHECK (rc == EMI_OK || rc == EMI_DEADLINE, "ended with %d", (int) rc);
  c->caught.env.timeout_ms = 0;
  trial_cancel (&c->trial);
  rc = verify (c, i, &h, challenge_a, 0);
  CHECK (rc == EMI_OK || rc == EMI_CANCELLED, "ended with %d", (int) rc);
}

static void
counter_goes_up (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct holder h;
  char used[32];

  if (!(instance_plugin (i)->auth_flags & EMI_AUTH_COUNTER))
    not_applicable ();
  make_holder (c, i, &h);
  c->caught.answers = h.answers;
  CHECK (verify (c, i, &h, challenge_a, 0) == EMI_OK, "%s", c->why.detail);
  check_granted (c, i, challenge_a);
  snprintf (used, sizeof used, "%s", caught_text (&c->caught, "counter"));
  CHECK (strspn (used, "0123456789") == strlen (used) && *used, "%s", used);
  /* The same once more is a replay, and no wrong code.  */
  CHECK (verify (c, i, &h, challenge_b, atoll (used)) == EMI_OK, "%s",
         c->why.detail);
  check_refused (c);
  CHECK (caught_count (&c->caught, "wrong") == 0, "a used code counts");
  CHECK (verify (c, i, &h, challenge_b, atoll (used) - 1) == EMI_OK, "%s",
         c->why.detail);
  check_granted (c, i, challenge_b);
}

/* Two instances share nothing.  */
static void
side_by_side (struct ctx *c)
{
  struct instance *one = open_one (c, "one");
  struct instance *two = open_one (c, "two");
  struct holder h, g;

  make_holder (c, one, &h);
  make_holder (c, two, &g);
  for (int k = 0; k < 2; k++)
    {
      c->caught.answers = h.answers;
      CHECK (verify (c, one, &h, challenge_a, 0) == EMI_OK, "%s",
             c->why.detail);
      check_granted (c, one, challenge_a);
      c->caught.answers = g.answers;
      CHECK (verify (c, two, &g, challenge_b, 0) == EMI_OK, "%s",
             c->why.detail);
      check_granted (c, two, challenge_b);
    }
}

static void
enrol_misused (struct ctx *c)
{
  struct instance *i = open_one (c, "one");

  c->caught.answers = c->subject->auth->enrol_answers;
  CHECK (CALL (c, i, auth_enrol, .account = "a", .mode = "what",
               .issuer = "i")
           != EMI_OK,
         "an unknown mode");
  CHECK (caught_count (&c->caught, "enrolment") == 0, "enrolled");
  if (CALL (c, i, auth_enrol, .account = "a", .mode = "confirm",
            .confirm = "000000", .issuer = "i")
      == EMI_OK)
    CHECK (strcmp (caught_text (&c->caught, "verdict"), "refused") == 0,
           "confirmed nothing");
  CHECK (strcmp (caught_text (&c->caught, "state"), "active") != 0, "active");
}

const struct test tests_auth[] = {
  { "right", EMI_KIND_AUTH, false, right },
  { "wrong", EMI_KIND_AUTH, false, wrong },
  { "unknown account", EMI_KIND_AUTH, false, unknown_account },
  { "broken enrolment", EMI_KIND_AUTH, false, broken_enrolment },
  { "unanswered", EMI_KIND_AUTH, false, unanswered },
  { "late and cancelled", EMI_KIND_AUTH, true, late_and_cancelled },
  { "counter goes up", EMI_KIND_AUTH, false, counter_goes_up },
  { "side by side", EMI_KIND_AUTH, false, side_by_side },
  { "enrol misused", EMI_KIND_AUTH, false, enrol_misused },
  NO_TEST,
};
