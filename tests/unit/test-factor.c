/* SPDX-License-Identifier: Apache-2.0 */
/* Proving factors: classes from attestations, delays, one-use codes, and what
   is looked at again when it is recorded.  */
#include "access/factor.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fake-clock.h"
#include "lib/registry-double.h"

static struct registry r;
static char secret[64];

static void
begin (void)
{
  registry_init (&r);
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
}

static void
begin_totp (void)
{
  begin ();
  registry_totp (&r, "tanaka", secret);
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (factor, .init = begin, .fini = end);
TestSuite (codes, .init = begin_totp, .fini = end);

#define EXPECT_REFUSED(call, code_)                                           \
  do                                                                          \
    {                                                                         \
      cr_expect (!call);                                                      \
      cr_expect (r.why.code == CODE_##code_, "%s",                            \
                 code_info (r.why.code)->word);                               \
    }                                                                         \
  while (0)

static void
password (const char *value)
{
  registry_answer (&r, "tanaka:password.password", value);
}

static void
right_password (void)
{
  password ("tanaka's password");
}

/* --- classes --- */

Test (codes, password_and_code_are_declared_by_class)
{
  struct factor_set set = { .n = 0 };
  char a[5], b[5];

  registry_code (&r, secret);
  /* Asked in the other order than declared.  */
  cr_assert (registry_verify (&r, "tanaka", "totp", &set));
  cr_expect (!factor_declaration (&set, a, b));
  EXPECT_REFUSED (factor_set_admissible (&r.s, &set, &r.why), FACTOR_CLASS);
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_expect (factor_set_admissible (&r.s, &set, &r.why));
  cr_assert (factor_declaration (&set, a, b));
  cr_expect_str_eq (a, "1-01");
  cr_expect_str_eq (b, "3-02");
}

Test (factor, the_declaration_comes_from_the_attestation)
{
  struct factor_set set = { .n = 0 };
  char a[5], b[5];

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_assert (factor_declaration (&set, a, b));
  cr_expect_str_eq (a, "1-01");
  cr_expect_str_eq (b, "2-04");
}

Test (factor, two_of_one_class_are_refused_before_and_after)
{
  struct factor_set set = { .n = 0 };
  struct account a;
  char names[2][33], x[5], y[5];
  size_t n;

  registry_enrol (&r, "tanaka", "memory2");
  cr_assert (registry_get (&r, "tanaka", &a));
  EXPECT_REFUSED (
      factor_choose (&r.s, &a, "password,memory2", 2, names, &n, &r.why),
      FACTOR_CLASS);
  account_done (&a);
  registry_answer (&r, "memory2.pin", "2468");
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (registry_verify (&r, "tanaka", "memory2", &set));
  EXPECT_REFUSED (factor_set_admissible (&r.s, &set, &r.why), FACTOR_CLASS);
  cr_expect (!factor_declaration (&set, x, y));
}

Test (factor, one_factor_twice_is_one_class)
{
  struct factor_set set = { .n = 0 };

  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  EXPECT_REFUSED (factor_set_admissible (&r.s, &set, &r.why), FACTOR_CLASS);
}

Test (factor, a_configured_minimum_counts_only_what_reaches_it)
{
  struct factor_set set = { .n = 0 };
  struct account a;
  char names[2][33];
  size_t n;

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  r.trial.config.minimum = CONFIG_MINIMUM_SEPARATE;
  EXPECT_REFUSED (factor_set_admissible (&r.s, &set, &r.why), FACTOR_NONE);
  cr_assert (registry_get (&r, "tanaka", &a));
  EXPECT_REFUSED (factor_choose (&r.s, &a, NULL, 2, names, &n, &r.why),
                  FACTOR_NONE);
  account_done (&a);
}

Test (factor, providers_that_lie_are_not_believed)
{
  static const char *const bad[]
      = { "bad-two", "bad-undeclared", "bad-verdict" };
  struct factor_set set = { .n = 0 };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      registry_enrol (&r, "tanaka", bad[i]);
      EXPECT_REFUSED (registry_verify (&r, "tanaka", bad[i], &set),
                      FACTOR_ATTEST);
    }
  cr_expect (set.n == 0);
}

Test (factor, an_old_challenge_is_refused)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "bad-oldchallenge");
  cr_expect (registry_verify (&r, "tanaka", "bad-oldchallenge", &set));
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "bad-oldchallenge", &set),
                  FACTOR_ATTEST);
  cr_expect (set.n == 1);
}

Test (factor, what_was_used_is_described)
{
  struct factor_set set = { .n = 0 };
  struct record rec;

  r.from = ANSWER_FILE;
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_expect_str_eq (set.use[0].assurance, "inside");
  cr_expect_str_eq (set.use[0].answered, "file");
  cr_expect (strlen (set.use[0].module) == 64);
  cr_assert (registry_apply (&r, "tanaka", &set));
  registry_record (&r, "tanaka", 0, &rec);
  cr_expect_str_eq (record_text (&rec, "factors"), "1-01");
  cr_expect_str_eq (record_text (&rec, "factor.1.instance"), "password");
  cr_expect_str_eq (record_text (&rec, "factor.1.answered"), "file");
  cr_expect (record_text (&rec, "totp") == NULL);
  record_done (&rec);
}

Test (factor, a_production_connector_takes_no_answers_from_files)
{
  struct factor_set set = { .n = 0 };

  r.from = ANSWER_FILE;
  r.connector->production = true;
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  ANSWERS_PRODUCTION);
  r.connector->file_answers = true;
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
}

/* --- who is told what --- */

Test (factor, an_unknown_account_is_asked_and_refused_like_a_wrong_password)
{
  struct factor_set set = { .n = 0 };
  struct fault wrong;
  size_t asked = r.asked;

  password ("not the password");
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_REFUSED);
  wrong = r.why;
  cr_expect (r.asked == asked + 1);
  registry_answer (&r, "password.password", "whatever it is");
  EXPECT_REFUSED (registry_verify (&r, "nobody", "password", &set),
                  FACTOR_REFUSED);
  cr_expect_str_eq (r.why.detail, wrong.detail);
  cr_expect (r.asked == asked + 2);
  /* And it is slowed down like one.  */
  EXPECT_REFUSED (registry_verify (&r, "nobody", "password", &set),
                  FACTOR_DELAY);
  /* Known, but not enrolled: the same.  */
  registry_answer (&r, "admin:vein.palm", "yes");
  EXPECT_REFUSED (registry_verify (&r, "admin", "vein", &set), FACTOR_REFUSED);
}

Test (factor, granting_an_empty_enrolment_admits_nobody)
{
  struct factor_set set = { .n = 0 };

  EXPECT_REFUSED (registry_verify (&r, "tanaka", "bad-eager", &set),
                  FACTOR_REFUSED);
  EXPECT_REFUSED (registry_verify (&r, "nobody", "bad-eager", &set),
                  FACTOR_REFUSED);
  cr_expect (set.n == 0);
}

/* --- delays --- */

Test (factor, failures_are_answered_ever_more_slowly)
{
  static const int64_t delays[] = { 1, 2, 4, 8, 16, 30, 30 };
  struct factor_set set = { .n = 0 };
  size_t asked;

  for (size_t i = 0; i < sizeof delays / sizeof *delays; i++)
    {
      char left[16];

      password ("wrong");
      EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                      FACTOR_REFUSED);
      asked = r.asked;
      right_password ();
      EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                      FACTOR_DELAY);
      snprintf (left, sizeof left, "%lld s", (long long) delays[i]);
      cr_expect_str_eq (r.why.detail, left);
      registry_advance (&r, delays[i] - 1);
      EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                      FACTOR_DELAY);
      cr_expect_str_eq (r.why.detail, "1 s");
      cr_expect (r.asked == asked, "refused before anything is asked");
      registry_advance (&r, 1);
    }
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
}

Test (factor, the_delay_is_the_account_s_at_this_terminal)
{
  struct factor_set set = { .n = 0 };

  registry_person (&r, "sato", ROLE_PHYSICIAN);
  password ("wrong");
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_REFUSED);
  right_password ();
  cr_expect (registry_verify (&r, "sato", "password", &set));
  r.s.terminal = &r.terminals[1];
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
  r.s.terminal = &r.terminals[0];
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_DELAY);
}

Test (factor, success_clears_its_own_failures_and_no_others)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "no");
  for (int64_t i = 1; i <= 4; i *= 2)
    {
      EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
      registry_advance (&r, i);
    }
  /* The password's success leaves the palm's three failures.  */
  cr_expect (registry_prove (&r, "tanaka", "password"));
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_DELAY);
  cr_expect_str_eq (r.why.detail, "8 s");
  /* Its own clears them.  */
  registry_advance (&r, 8);
  registry_answer (&r, "vein.palm", "yes");
  cr_expect (registry_prove (&r, "tanaka", "vein"));
  registry_answer (&r, "vein.palm", "no");
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_DELAY);
  cr_expect_str_eq (r.why.detail, "1 s");
}

Test (factor, the_longest_delay_of_all_providers_counts)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "no");
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
  registry_advance (&r, 1);
  password ("wrong");
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "password"), FACTOR_REFUSED);
  registry_advance (&r, 1);
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
  right_password ();
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_DELAY);
  cr_expect_str_eq (r.why.detail, "2 s");
}

Test (factor, a_success_without_failures_before_writes_no_counter)
{
  struct factor_set set = { .n = 0 };
  uint64_t size = registry_size (&r);

  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_expect (registry_size (&r) == size);
  cr_assert (registry_apply (&r, "tanaka", &set));
  cr_expect (registry_size (&r) == size + 1);
}

Test (factor, a_clock_set_back_does_not_lock_out)
{
  struct factor_set set = { .n = 0 };

  registry_advance (&r, 7200);
  password ("wrong");
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_REFUSED);
  fake_clock_set (r.trial.fake, REGISTRY_NOW);
  right_password ();
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
}

/* While this process waits for its password, another one fails.  */
static bool
ask_while_another_fails (struct prompter *p, const struct question *q,
                         struct secret *answer_out, enum answer_from *from_out,
                         struct fault *why)
{
  static bool within;
  struct factor_set set = { .n = 0 };
  const char *mine = "tanaka's password";

  (void) p;
  (void) q;
  if (!within)
    {
      within = true;
      cr_expect (!registry_verify (&r, "tanaka", "vein", &set));
      within = false;
    }
  else
    mine = "no";
  *from_out = ANSWER_TERMINAL;
  (void) why;
  return secret_set (answer_out, mine, strlen (mine));
}

Test (factor, guessing_side_by_side_does_not_get_around_the_delay)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  r.prompter.ask = ask_while_another_fails;
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "password", &set),
                  FACTOR_DELAY);
  cr_expect (set.n == 0);
}

/* --- one-time codes --- */

Test (codes, a_code_is_taken_once)
{
  struct factor_set set = { .n = 0 };

  registry_code (&r, secret);
  cr_assert (registry_prove (&r, "tanaka", "totp"));
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set), FACTOR_USED);
  /* A right code is no guess: nothing is slowed down.  */
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set), FACTOR_USED);
  registry_advance (&r, 30);
  registry_code (&r, secret);
  cr_expect (registry_prove (&r, "tanaka", "totp"));
}

Test (codes, of_two_that_verified_the_same_code_one_is_recorded)
{
  struct factor_set a = { .n = 0 }, b = { .n = 0 };
  uint64_t size;

  registry_code (&r, secret);
  cr_assert (registry_verify (&r, "tanaka", "totp", &a));
  cr_assert (registry_verify (&r, "tanaka", "totp", &b));
  cr_expect (registry_apply (&r, "tanaka", &a));
  size = registry_size (&r);
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &b), FACTOR_USED);
  cr_expect (registry_size (&r) == size);
}

Test (codes, the_step_is_in_the_record)
{
  struct record rec;
  char step[64];

  registry_code (&r, secret);
  cr_assert (registry_prove (&r, "tanaka", "totp"));
  registry_record (&r, "tanaka", 0, &rec);
  snprintf (step, sizeof step, "tanaka totp %lld",
            (long long) (clock_seconds (r.s.clock) / 30));
  cr_expect_str_eq (record_text (&rec, "totp"), step);
  record_done (&rec);
}

Test (codes, an_earlier_step_is_no_longer_good_after_a_later_one)
{
  struct factor_set set = { .n = 0 };
  char before[7] = "";

  registry_code (&r, secret);
  for (size_t i = 0; i < REGISTRY_ANSWERS; i++)
    if (r.answers[i].name && strcmp (r.answers[i].name, "totp.code") == 0)
      memcpy (before, r.answers[i].value, 7);
  registry_advance (&r, 30);
  registry_code (&r, secret);
  cr_assert (registry_prove (&r, "tanaka", "totp"));
  registry_answer (&r, "totp.code", before);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set), FACTOR_USED);
}

static void
wrong_code (void)
{
  /* No digits: wrong whatever the seed.  */
  registry_answer (&r, "totp.code", "abcdef");
}

Test (codes, five_wrong_ones_in_five_minutes_stop_the_right_one)
{
  struct factor_set set = { .n = 0 };

  wrong_code ();
  for (int64_t i = 1; i <= 16; i *= 2)
    {
      EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set),
                      FACTOR_REFUSED);
      registry_advance (&r, i);
    }
  registry_code (&r, secret);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set),
                  FACTOR_TOO_MANY);
  /* The password goes on, and so does the other terminal.  */
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
  r.s.terminal = &r.terminals[1];
  cr_expect (registry_verify (&r, "tanaka", "totp", &set));
  r.s.terminal = &r.terminals[0];
  /* The first of the five leaves the five minutes.  */
  registry_advance (&r, 300 - 31);
  registry_code (&r, secret);
  cr_expect (registry_verify (&r, "tanaka", "totp", &set));
}

Test (codes, right_ones_do_not_count)
{
  for (int i = 0; i < 8; i++)
    {
      registry_code (&r, secret);
      cr_expect (registry_prove (&r, "tanaka", "totp"), "%d", i);
      registry_advance (&r, 30);
    }
}

Test (codes, a_clock_far_behind_the_records_takes_none)
{
  struct factor_set set = { .n = 0 };
  int64_t now = clock_seconds (r.s.clock);

  cr_assert (registry_prove (&r, "tanaka", "password"));
  fake_clock_set (r.trial.fake, now - 301);
  registry_code (&r, secret);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &set), CLOCK_BEHIND);
  cr_expect (registry_verify (&r, "tanaka", "password", &set));
  fake_clock_set (r.trial.fake, now);
  registry_code (&r, secret);
  cr_assert (registry_verify (&r, "tanaka", "totp", &set));
  fake_clock_set (r.trial.fake, now - 301);
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &set), CLOCK_BEHIND);
}

/* --- between asking and recording --- */

/* As active as before, but another one.  */
Test (factor, an_enrolment_changed_meanwhile_is_no_proof)
{
  struct factor_set set = { .n = 0 };
  struct enrol_result done = { .show = NULL };

  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  registry_answer (&r, "password.new", "another password");
  cr_assert (enrol_own (&r.s, "tanaka", "password", &done, &r.why));
  enrol_result_done (&done);
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &set), FACTOR_REFUSED);
}

Test (factor, a_temporary_enrolment_ends)
{
  struct factor_set set = { .n = 0 };
  struct login admin;
  struct enrol_result done = { .show = NULL };

  registry_answer (&r, "vein.palm", "yes");
  registry_admin (&r, &admin);
  cr_assert (enrol_set (&r.s, &admin, "tanaka", "vein", NULL,
                        clock_seconds (r.s.clock) + 10, &done, &r.why));
  enrol_result_done (&done);
  login_done (&admin);
  registry_advance (&r, 9);
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  registry_advance (&r, 1);
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &set), FACTOR_REFUSED);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "vein", &set),
                  FACTOR_REFUSED);
}

/* --- choosing --- */

static bool
choose (const char *wanted, int count, char names[2][33])
{
  struct account a;
  size_t n = 0;
  bool good;

  cr_assert (registry_get (&r, "tanaka", &a));
  good = factor_choose (&r.s, &a, wanted, count, names, &n, &r.why);
  cr_expect (!good || n == (size_t) count);
  account_done (&a);
  return good;
}

Test (factor, without_a_pair_there_is_none)
{
  char names[2][33];

  EXPECT_REFUSED (choose (NULL, 2, names), FACTOR_NONE);
  cr_expect (choose (NULL, 1, names));
  cr_expect_str_eq (names[0], "password");
}

Test (factor, the_first_admissible_pair_in_the_terminal_s_order)
{
  char names[2][33];

  registry_enrol (&r, "tanaka", "memory2");
  EXPECT_REFUSED (choose (NULL, 2, names), FACTOR_NONE);
  registry_enrol (&r, "tanaka", "vein");
  cr_assert (choose (NULL, 2, names));
  cr_expect_str_eq (names[0], "password");
  cr_expect_str_eq (names[1], "vein");
}

Test (factor, named_ones_are_checked_before_anybody_is_asked)
{
  char names[2][33];
  size_t asked;

  registry_enrol (&r, "tanaka", "vein");
  asked = r.asked;
  cr_expect (choose ("vein,password", 2, names));
  cr_expect_str_eq (names[0], "vein");
  EXPECT_REFUSED (choose ("password,password", 2, names), FACTOR_CLASS);
  EXPECT_REFUSED (choose ("password", 2, names), FACTOR_CLASS);
  EXPECT_REFUSED (choose ("password,palm", 2, names), FACTOR_UNKNOWN);
  EXPECT_REFUSED (choose ("password,oqs", 2, names), FACTOR_UNKNOWN);
  EXPECT_REFUSED (choose ("password,totp", 2, names), FACTOR_UNKNOWN);
  EXPECT_REFUSED (choose ("", 2, names), VALUE);
  EXPECT_REFUSED (choose ("password,", 2, names), VALUE);
  EXPECT_REFUSED (choose ("a,b,c", 2, names), VALUE);
  /* At the other terminal there is no palm reader.  */
  r.s.terminal = &r.terminals[1];
  EXPECT_REFUSED (choose ("vein,password", 2, names), FACTOR_UNKNOWN);
  cr_expect (r.asked == asked);
}

/* --- lately enrolled --- */

static void
expect_enrolled (const char *value)
{
  struct record rec;
  const char *text;

  registry_record (&r, "tanaka", 0, &rec);
  text = record_text (&rec, "factor.1.enrolled");
  if (value)
    cr_expect (text && strcmp (text, value) == 0, "%s", text ? text : "-");
  else
    cr_expect (!text, "%s", text);
  record_done (&rec);
}

Test (factor, a_use_in_the_first_24_hours_says_so)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  registry_advance (&r, 86399);
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (factor_use_fresh (&set.use[0]));
  cr_assert (registry_apply (&r, "tanaka", &set));
  expect_enrolled ("2026-01-01T00:00:00Z");
  registry_advance (&r, 1);
  set.n = 0;
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (!factor_use_fresh (&set.use[0]));
  cr_assert (registry_apply (&r, "tanaka", &set));
  expect_enrolled (NULL);
  /* Enrolled again: from the beginning.  */
  registry_enrol (&r, "tanaka", "vein");
  set.n = 0;
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (factor_use_fresh (&set.use[0]));
}

Test (factor, the_owner_s_own_behind_a_loan_is_as_old_as_it_was)
{
  struct factor_set set = { .n = 0 };
  struct login admin;
  struct enrol_result done = { .show = NULL };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  registry_advance (&r, 2 * 86400);
  registry_admin (&r, &admin);
  cr_assert (enrol_set (&r.s, &admin, "tanaka", "vein", NULL,
                        clock_seconds (r.s.clock) + 10, &done, &r.why));
  enrol_result_done (&done);
  login_done (&admin);
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (factor_use_fresh (&set.use[0]), "a loan is always new");
  registry_advance (&r, 10);
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (!factor_use_fresh (&set.use[1]));
}
