/* SPDX-License-Identifier: Apache-2.0 */
/* What a slot takes, without any module: each way a provider could say more
   than it may.  */
#include "access/attest.h"

#include <criterion/criterion.h>
#include <emi/auth.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fake-clock.h"

static const struct factor_purpose purpose
    = { .request = "r-1", .reception = "c-1", .rung = 0 };

static struct session s;
static struct slot slot;
static struct clock *fake;
static struct profile_word methods[] = {
  { (char *) "method", (char *) "1-01", (char *) "password", NULL },
  { (char *) "method", (char *) "1-02", (char *) "pin", NULL },
  { (char *) "method", (char *) "3-01", (char *) "card", NULL },
};
static struct profile profile
    = { .words = methods, .n_words = sizeof methods / sizeof *methods };

static void
open_for (const char *allowed, uint32_t flags)
{
  struct emi_plugin plugin = { .methods = allowed, .auth_flags = flags };

  slot_open (&slot, &s, "tanaka", "provider", &plugin, &purpose);
  cr_assert (slot.open);
}

static void
begin (void)
{
  fake = fake_clock_new (1767225600);
  s = (struct session){ .clock = fake, .profile = &profile };
  open_for ("1-01 1-02 3-01 9-09", 0);
}

static void
end (void)
{
  fake_clock_free (fake);
}

TestSuite (attest, .init = begin, .fini = end);

static emi_rc
attest (const void *challenge, size_t len, const char *method)
{
  struct emi_field v[] = { { "challenge", { challenge, len } },
                           { "methods", { method, strlen (method) } } };
  struct emi_fields f = { v, 2 };

  return slot_put_fields (&slot, "attestation", &f);
}

static emi_rc
put (const char *name, const char *text)
{
  return slot_put (&slot, name, text, strlen (text));
}

static emi_rc
good (const char *method)
{
  return attest (slot.challenge, CHALLENGE_LEN, method);
}

Test (attest, one_attestation_and_granted)
{
  cr_expect (good ("1-01") == EMI_OK);
  cr_expect (put ("verdict", "granted") == EMI_OK);
  cr_expect (slot_close (&slot) == SLOT_GRANTED);
  cr_expect_str_eq (slot.methods, "1-01");
}

Test (attest, nothing_said_admits_nobody)
{
  cr_expect (slot_close (&slot) == SLOT_NONE);
}

Test (attest, granted_alone_admits_nobody)
{
  put ("verdict", "granted");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, an_attestation_alone_admits_nobody)
{
  good ("1-01");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, an_attestation_with_refused_is_out_of_order)
{
  good ("1-01");
  put ("verdict", "refused");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, refused_then_granted_is_out_of_order)
{
  good ("1-01");
  put ("verdict", "refused");
  put ("verdict", "granted");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, a_verdict_is_one_of_two_words)
{
  static const char *const words[] = { "", "GRANTED", "granted ", "yes" };

  for (size_t i = 0; i < 4; i++)
    {
      open_for ("1-01", 0);
      good ("1-01");
      cr_expect (put ("verdict", words[i]) == EMI_PROTOCOL);
      cr_expect (slot_close (&slot) == SLOT_BAD);
    }
}

Test (attest, two_attestations_spoil_it)
{
  cr_expect (good ("1-01") == EMI_OK);
  cr_expect (good ("3-01") == EMI_PROTOCOL);
  put ("verdict", "granted");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, the_challenge_is_this_slot_s)
{
  unsigned char other[CHALLENGE_LEN];

  memcpy (other, slot.challenge, sizeof other);
  open_for ("1-01", 0);
  cr_expect (memcmp (other, slot.challenge, sizeof other) != 0,
             "the same purpose twice gives two challenges");
  cr_expect (attest (other, sizeof other, "1-01") == EMI_PROTOCOL);
  open_for ("1-01", 0);
  cr_expect (attest (slot.challenge, CHALLENGE_LEN - 1, "1-01")
             == EMI_PROTOCOL);
  open_for ("1-01", 0);
  cr_expect (attest (NULL, 0, "1-01") == EMI_PROTOCOL);
}

Test (attest, only_declared_methods_that_the_profile_knows)
{
  static const char *const words[] = { "2-04",      "9-09",     "",
                                       "1-0",       "1-01x",    " 1-01",
                                       "1-01 1-02", "1-01 3-01" };

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      open_for ("1-01 1-02 3-01 9-09", 0);
      cr_expect (good (words[i]) == EMI_PROTOCOL, "'%s'", words[i]);
    }
}

Test (attest, joint_needs_evidence_that_the_core_checked)
{
  open_for ("3-01 1-02", EMI_AUTH_JOINT);
  cr_expect (good ("3-01 1-02") == EMI_PROTOCOL);
  put ("verdict", "granted");
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, a_field_given_twice_counts_as_none)
{
  unsigned char zero[CHALLENGE_LEN] = { 0 };
  struct emi_field v[]
      = { { "challenge", { zero, sizeof zero } },
          { "methods", { "1-01", 4 } },
          { "challenge", { slot.challenge, CHALLENGE_LEN } } };
  struct emi_fields f = { v, 3 };

  cr_expect (slot_put_fields (&slot, "attestation", &f) == EMI_PROTOCOL);
}

Test (attest, too_late_is_too_late)
{
  fake_clock_advance_ms (fake, ASKING_TIMEOUT_MS);
  cr_expect (good ("1-01") == EMI_OK);
  fake_clock_advance_ms (fake, 1);
  cr_expect (put ("verdict", "granted") == EMI_PROTOCOL);
  cr_expect (slot_close (&slot) == SLOT_BAD);
}

Test (attest, a_closed_slot_takes_nothing)
{
  slot_close (&slot);
  cr_expect (good ("1-01") == EMI_PROTOCOL);
  cr_expect (put ("verdict", "granted") == EMI_PROTOCOL);
}

Test (attest, counters_only_from_those_that_declare_them)
{
  cr_expect (put ("counter", "5") == EMI_PROTOCOL);
  open_for ("1-01", EMI_AUTH_COUNTER);
  good ("1-01");
  put ("verdict", "granted");
  cr_expect (slot_close (&slot) == SLOT_BAD, "granted without one");
  open_for ("1-01", EMI_AUTH_COUNTER);
  cr_expect (put ("counter", "-5") == EMI_PROTOCOL);
  open_for ("1-01", EMI_AUTH_COUNTER);
  cr_expect (put ("counter", "99999999999999999999") == EMI_PROTOCOL);
  open_for ("1-01", EMI_AUTH_COUNTER);
  cr_expect (put ("counter", "5") == EMI_OK);
  cr_expect (put ("counter", "6") == EMI_PROTOCOL);
}

/* --- reasons and evidence --- */

static enum code
reason_code (void)
{
  return slot.reason ? slot.reason->code : CODE_OK;
}

Test (attest, a_reason_is_one_of_the_words)
{
  cr_expect (put ("reason", "tired") == EMI_PROTOCOL);
  cr_expect (put ("reason", "") == EMI_PROTOCOL);
  cr_expect (put ("reason", "pin-wron") == EMI_PROTOCOL);
  cr_expect_eq (reason_code (), CODE_OK);
  cr_expect (put ("reason", "pin-wrong") == EMI_OK);
  cr_expect_eq (reason_code (), CODE_REASON_PIN_WRONG);
  /* What it could not say takes nothing away from what it can.  */
  put ("verdict", "refused");
  cr_expect (slot_close (&slot) == SLOT_REFUSED);
}

Test (attest, a_refusal_stays_one_whatever_breaks_afterwards)
{
  put ("reason", "device-quality");
  put ("reason", "pin-wrong");
  put ("reason", "pin-locked");
  put ("reason", "card-pulled");
  cr_expect_eq (reason_code (), CODE_REASON_PIN_LOCKED);
}

static emi_rc
attest_evidence (const char *evidence, size_t len)
{
  struct emi_field v[] = { { "challenge", { slot.challenge, CHALLENGE_LEN } },
                           { "methods", { "1-01", 4 } },
                           { "evidence", { evidence, len } } };
  struct emi_fields f = { v, 3 };

  return slot_put_fields (&slot, "attestation", &f);
}

Test (attest, evidence_is_short_and_printable)
{
  char text[EVIDENCE_MAX + 2];

  memset (text, 'x', sizeof text);
  cr_expect (attest_evidence (text, EVIDENCE_MAX) == EMI_OK);
  cr_expect_eq (strlen (slot.evidence), EVIDENCE_MAX);
  open_for ("1-01", 0);
  cr_expect (attest_evidence (text, EVIDENCE_MAX + 1) == EMI_PROTOCOL);
  open_for ("1-01", 0);
  cr_expect (attest_evidence ("a\nb", 3) == EMI_PROTOCOL);
  open_for ("1-01", 0);
  cr_expect (attest_evidence ("\xe6\x8c\x87", 3) == EMI_PROTOCOL);
  open_for ("1-01", 0);
  cr_expect (attest_evidence ("", 0) == EMI_OK);
  cr_expect_str_empty (slot.evidence);
}
