/* SPDX-License-Identifier: Apache-2.0 */
/* Registering factors: nothing that another person set is a factor before its
   owner made it theirs.  */
#include "access/enrol.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor-past.h"
#include "lib/registry-double.h"

static struct registry r;

static void
begin (void)
{
  struct login admin;

  registry_init (&r);
  registry_admin (&r, &admin);
  cr_assert (account_add (&r.s, &admin, "tanaka", "田中", NULL, ROLE_PHYSICIAN,
                          &r.why));
  login_done (&admin);
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (enrol, .init = begin, .fini = end);

static char state[12];
static char shown[512];

static bool
set (const char *id, const char *provider, const char *confirm, int64_t until)
{
  struct login admin;
  struct enrol_result done = { .show = NULL };
  bool good;

  registry_admin (&r, &admin);
  good = enrol_set (&r.s, &admin, id, provider, confirm, until, &done, &r.why);
  login_done (&admin);
  if (good)
    {
      snprintf (state, sizeof state, "%s", done.state);
      snprintf (shown, sizeof shown, "%s", done.show ? done.show : "");
    }
  enrol_result_done (&done);
  return good;
}

static bool
own (const char *id, const char *provider, const char *old, const char *new_)
{
  struct enrol_result done = { .show = NULL };
  bool good;

  registry_answer (&r, "tanaka:password.password", old);
  registry_answer (&r, "password.new", new_);
  good = enrol_own (&r.s, id, provider, &done, &r.why);
  snprintf (state, sizeof state, "%s", good ? done.state : "");
  enrol_result_done (&done);
  return good;
}

#define EXPECT_REFUSED(call, code_)                                           \
  do                                                                          \
    {                                                                         \
      cr_expect (!call);                                                      \
      cr_expect (r.why.code == CODE_##code_, "%s",                            \
                 code_info (r.why.code)->word);                               \
    }                                                                         \
  while (0)

static void
expect_record (const char *id, const char *name, const char *value)
{
  struct record rec;
  const char *text;

  registry_record (&r, id, 0, &rec);
  text = record_text (&rec, name);
  cr_expect (text && strcmp (text, value) == 0, "%s: %s", name,
             text ? text : "-");
  record_done (&rec);
}

static void
expect_state (const char *provider, enum enrolment_state expected,
              uint32_t version)
{
  struct account a;
  const struct enrolment *e;

  cr_assert (registry_get (&r, "tanaka", &a));
  e = account_enrolment (&a, provider);
  cr_assert (e);
  cr_expect (e->state == expected);
  cr_expect (e->version == version);
  account_done (&a);
}

Test (enrol, a_password_from_another_person_is_one_time)
{
  registry_answer (&r, "password.new", "first password");
  cr_assert (set ("tanaka", "password", NULL, 0));
  cr_expect_str_eq (state, "one-time");
  expect_state ("password", ENROLMENT_ONE_TIME, 1);
  expect_record ("tanaka", "kind", "enrol");
  expect_record ("tanaka", "provider", "password");
  expect_record ("tanaka", "state", "one-time");
  expect_record ("tanaka", "operator", "admin");
  registry_answer (&r, "tanaka:password.password", "first password");
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "password"), FACTOR_ONE_TIME);
}

Test (enrol, its_owner_makes_it_theirs)
{
  registry_answer (&r, "password.new", "first password");
  cr_assert (set ("tanaka", "password", NULL, 0));
  cr_assert (own ("tanaka", "password", "first password", "my own password"));
  cr_expect_str_eq (state, "active");
  expect_state ("password", ENROLMENT_ACTIVE, 2);
  expect_record ("tanaka", "operator", "tanaka");
  expect_record ("tanaka", "mode", "own");
  registry_answer (&r, "tanaka:password.password", "my own password");
  cr_expect (registry_prove (&r, "tanaka", "password"));
  registry_answer (&r, "tanaka:password.password", "first password");
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "password"), FACTOR_REFUSED);
}

Test (enrol, nobody_changes_a_password_without_the_old_one)
{
  registry_answer (&r, "password.new", "first password");
  cr_assert (set ("tanaka", "password", NULL, 0));
  EXPECT_REFUSED (own ("tanaka", "password", "a guess", "my own password"),
                  FACTOR_REFUSED);
  expect_record ("tanaka", "code", "factor-refused");
  expect_state ("password", ENROLMENT_ONE_TIME, 1);
  EXPECT_REFUSED (own ("tanaka", "password", "first password", "my own one"),
                  FACTOR_DELAY);
  registry_advance (&r, 1);
  cr_expect (own ("tanaka", "password", "first password", "my own password"));
}

Test (enrol, a_new_password_that_cannot_be_taken_changes_nothing)
{
  registry_answer (&r, "password.new", "first password");
  cr_assert (set ("tanaka", "password", NULL, 0));
  EXPECT_REFUSED (own ("tanaka", "password", "first password", "short"),
                  VALUE);
  cr_expect (!strstr (r.why.detail, "first password"));
  expect_state ("password", ENROLMENT_ONE_TIME, 1);
}

Test (enrol, only_a_password_is_one_s_own_to_set)
{
  EXPECT_REFUSED (own ("tanaka", "totp", "x", "y"), SELF);
  EXPECT_REFUSED (own ("tanaka", "nothing", "x", "y"), FACTOR_UNKNOWN);
}

Test (enrol, an_unknown_owner_is_refused_like_a_wrong_password)
{
  registry_answer (&r, "password.password", "x");
  EXPECT_REFUSED (own ("nobody", "password", "x", "a new password"),
                  FACTOR_REFUSED);
  cr_expect_str_eq (r.last_prompt, "password.password");
}

Test (enrol, never_for_oneself_and_only_for_known_accounts)
{
  registry_answer (&r, "password.new", "whatever it is");
  EXPECT_REFUSED (set ("admin", "password", NULL, 0), SELF);
  expect_record ("admin", "code", "not-for-oneself");
  EXPECT_REFUSED (set ("nobody", "password", NULL, 0), ACCOUNT_UNKNOWN);
  EXPECT_REFUSED (set ("tanaka", "nothing", NULL, 0), FACTOR_UNKNOWN);
  EXPECT_REFUSED (set ("tanaka", "vein", NULL, REGISTRY_NOW), VALUE);
}

static const char *
code_of (const char *secret)
{
  registry_code (&r, secret);
  for (size_t i = 0; i < REGISTRY_ANSWERS; i++)
    if (r.answers[i].name && strcmp (r.answers[i].name, "totp.code") == 0)
      return r.answers[i].value;
  return "";
}

Test (enrol, a_code_generator_waits_for_its_first_code)
{
  struct factor_set none = { .n = 0 };
  char secret[64];

  cr_assert (set ("tanaka", "totp", NULL, 0));
  cr_expect_str_eq (state, "pending");
  cr_assert (strncmp (shown, "otpauth://totp/", 15) == 0);
  registry_secret (shown, secret);
  expect_state ("totp", ENROLMENT_PENDING, 1);
  registry_code (&r, secret);
  EXPECT_REFUSED (registry_verify (&r, "tanaka", "totp", &none),
                  FACTOR_REFUSED);
  registry_advance (&r, 30);

  EXPECT_REFUSED (set ("tanaka", "totp", "000", 0), FACTOR_REFUSED);
  expect_state ("totp", ENROLMENT_PENDING, 1);
  cr_assert (set ("tanaka", "totp", code_of (secret), 0));
  cr_expect_str_eq (state, "active");
  cr_expect_str_eq (shown, "");
  expect_state ("totp", ENROLMENT_ACTIVE, 2);
  /* The code that confirmed is used up, and the record says so.  */
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "totp"), FACTOR_USED);
  registry_advance (&r, 30);
  registry_code (&r, secret);
  cr_expect (registry_prove (&r, "tanaka", "totp"));
}

Test (enrol, the_confirming_step_is_on_record)
{
  char secret[64], step[64];
  struct record rec;
  bool found = false;

  cr_assert (set ("tanaka", "totp", NULL, 0));
  registry_secret (shown, secret);
  cr_assert (set ("tanaka", "totp", code_of (secret), 0));
  snprintf (step, sizeof step, "tanaka totp %lld",
            (long long) (clock_seconds (r.s.clock) / 30));
  for (size_t i = 0; i < 2; i++)
    {
      registry_record (&r, "tanaka", i, &rec);
      const char *text = record_text (&rec, "totp");
      found = found || (text && strcmp (text, step) == 0);
      record_done (&rec);
    }
  cr_expect (found);
}

Test (enrol, there_must_be_something_to_confirm)
{
  EXPECT_REFUSED (set ("tanaka", "totp", "123456", 0), ENROL_STATE);
}

Test (enrol, the_secret_is_in_no_record)
{
  char secret[64];
  struct txn *t;
  uint64_t size;

  cr_assert (set ("tanaka", "totp", NULL, 0));
  registry_secret (shown, secret);
  size = registry_size (&r);
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  for (uint64_t i = 0; i < size; i++)
    {
      struct record rec;

      cr_assert (txn_read (t, i, &rec, &r.why));
      for (size_t k = 0; k < rec.n_fields; k++)
        cr_expect (!memmem (rec.fields[k].value, rec.fields[k].len, secret,
                            strlen (secret)));
      record_done (&rec);
    }
  txn_end (t);
}

/* --- for some hours --- */

static bool
lend (const char *provider, int64_t seconds)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;
  bool good;

  registry_admin (&r, &admin);
  good = enrol_set (&r.s, &admin, "tanaka", provider, NULL,
                    clock_seconds (r.s.clock) + seconds, &done, &r.why);
  enrol_result_done (&done);
  login_done (&admin);
  return good;
}

Test (enrol, a_loan_is_for_hours_and_not_for_longer)
{
  r.trial.config.temporary_hours = 8;
  registry_answer (&r, "tanaka:vein.palm", "yes");
  cr_expect (!lend ("vein", 8 * 3600 + 1));
  cr_expect_eq (r.why.code, CODE_VALUE);
  cr_expect (lend ("vein", 8 * 3600));
}

Test (enrol, when_a_loan_ends_the_owner_s_own_counts_again)
{
  struct factor_set set = { .n = 0 };
  const struct enrolment *e;
  struct account a;

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (lend ("vein", 3600));
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect (set.use[0].until > 0, "a use of it is marked");
  cr_expect_eq (set.use[0].version, 2);
  /* Lent a second time: the own one is still behind it.  */
  cr_assert (lend ("vein", 7200));
  registry_advance (&r, 7200);
  cr_assert (registry_get (&r, "tanaka", &a));
  e = account_enrolment_at (&a, "vein", clock_seconds (r.s.clock));
  cr_assert (enrolment_usable (e, clock_seconds (r.s.clock)));
  cr_expect_eq (e->version, 1);
  account_done (&a);
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_expect_eq (set.use[1].until, 0);
  cr_expect (registry_apply (&r, "tanaka", &(struct factor_set){
                                             .n = 1, .use = { set.use[1] } }));
  /* What was proven with the loan is none any more.  */
  cr_expect (!registry_apply (&r, "tanaka", &(struct factor_set){
                                              .n = 1, .use = { set.use[0] } }));
}

/* --- the person is there --- */

static char seen[1024];

static void
screen_show (struct screen *screen, const char *text)
{
  (void) screen;
  snprintf (seen + strlen (seen), sizeof seen - strlen (seen), "%s", text);
}

Test (enrol, what_cannot_be_handed_over_has_to_work_once)
{
  struct screen screen = { .show = screen_show };
  const char *turn;

  r.s.screen = &screen;
  r.s.lang = LANG_JA;
  registry_answer (&r, "tanaka:vein.palm", "yes");
  cr_assert (set ("tanaka", "vein", NULL, 0));
  cr_expect_str_eq (state, "active");
  expect_state ("vein", ENROLMENT_ACTIVE, 1);
  expect_record ("tanaka", "proof", "verified");
  expect_record ("tanaka", "operator", "admin");
  cr_expect_str_eq (r.last_account, "tanaka");
  turn = strstr (seen, "tanaka さん本人の番です");
  cr_assert (turn, "%s", seen);
  cr_expect (strstr (turn, "もう一度"));
}

Test (enrol, what_does_not_work_is_not_registered_and_counts_as_a_failure)
{
  struct account a;

  registry_answer (&r, "tanaka:vein.palm", "no");
  EXPECT_REFUSED (set ("tanaka", "vein", NULL, 0), FACTOR_REFUSED);
  cr_assert (registry_get (&r, "tanaka", &a));
  cr_expect (!account_enrolment (&a, "vein"));
  account_done (&a);
  expect_record ("admin", "code", "factor-refused");
  registry_answer (&r, "tanaka:vein.palm", "yes");
  EXPECT_REFUSED (set ("tanaka", "vein", NULL, 0), FACTOR_DELAY);
  registry_advance (&r, 1);
  cr_expect (set ("tanaka", "vein", NULL, 0));
}

Test (enrol, a_failed_second_time_leaves_the_first_as_it_was)
{
  registry_answer (&r, "tanaka:vein.palm", "yes");
  cr_assert (set ("tanaka", "vein", NULL, 0));
  registry_answer (&r, "tanaka:vein.palm", "no");
  EXPECT_REFUSED (set ("tanaka", "vein", NULL, 0), FACTOR_REFUSED);
  expect_state ("vein", ENROLMENT_ACTIVE, 1);
}

/* --- replacing --- */

Test (enrol, what_is_replaced_is_told_with_its_last_use)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;

  registry_answer (&r, "tanaka:vein.palm", "yes");
  cr_assert (set ("tanaka", "vein", NULL, 0));
  registry_advance (&r, 100);
  cr_assert (registry_prove (&r, "tanaka", "vein"));
  registry_advance (&r, 100);
  registry_admin (&r, &admin);
  cr_assert (enrol_set (&r.s, &admin, "tanaka", "vein", NULL, 0, &done,
                        &r.why));
  login_done (&admin);
  cr_expect_eq (done.version, 2);
  cr_expect (done.before.there);
  cr_expect_eq (done.before.version, 1);
  cr_expect_str_eq (done.before.state, "active");
  cr_expect_str_eq (done.before.by, "admin");
  cr_expect_eq (done.before.at, REGISTRY_NOW);
  /* The test's record has no operator and no account's name: not found.  */
  cr_expect_eq (done.before.used, 0);
  expect_record ("tanaka", "replaced", "1 active");
  enrol_result_done (&done);
}

/* What is sealed for tanaka: one letter of test-vein's.  */
static char
sealed_letter (void)
{
  struct secret blob = SECRET_INIT;
  struct account a;
  char letter;

  cr_assert (registry_get (&r, "tanaka", &a));
  cr_assert (enrolment_unseal (r.s.ledger, "tanaka",
                               account_enrolment (&a, "vein"), &blob, &r.why));
  cr_assert_eq (blob.len, 1);
  letter = (char) blob.data[0];
  secret_done (&blob);
  account_done (&a);
  return letter;
}

Test (enrol, the_provider_sees_what_it_replaces)
{
  registry_answer (&r, "tanaka:vein.palm", "yes");
  cr_assert (set ("tanaka", "vein", NULL, 0));
  cr_expect_eq (sealed_letter (), 'x');
  cr_assert (set ("tanaka", "vein", NULL, 0));
  cr_expect_eq (sealed_letter (), 'r');
  /* A loan leaves the owner's where it is.  */
  cr_assert (set ("tanaka", "vein", NULL, REGISTRY_NOW + 3600));
  cr_expect_eq (sealed_letter (), 'x');
}

/* --- taking back --- */

static bool
take_back (const char *id, const char *provider, bool temporary_only)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;
  bool good;

  registry_admin (&r, &admin);
  good = enrol_revoke (&r.s, &admin, id, provider, temporary_only, "紛失",
                       &done, &r.why);
  login_done (&admin);
  snprintf (state, sizeof state, "%s", good ? done.state : "");
  return good;
}

Test (enrol, what_is_taken_back_is_no_factor_any_more)
{
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (registry_verify (&r, "tanaka", "vein", &set));
  cr_assert (take_back ("tanaka", "vein", false));
  cr_expect_str_eq (state, "revoked");
  expect_state ("vein", ENROLMENT_REVOKED, 2);
  expect_record ("tanaka", "kind", "enrol-revoke");
  expect_record ("tanaka", "provider", "vein");
  expect_record ("tanaka", "mode", "all");
  expect_record ("tanaka", "reason", "紛失");
  expect_record ("tanaka", "replaced", "1 active");
  /* In the transaction of what is under way, and on the next request.  */
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &set), FACTOR_REFUSED);
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
}

Test (enrol, versions_go_on_after_it)
{
  struct factor_set proven = { .n = 0 };

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (registry_verify (&r, "tanaka", "vein", &proven));
  cr_assert (take_back ("tanaka", "vein", false));
  cr_assert (set ("tanaka", "vein", NULL, 0));
  expect_state ("vein", ENROLMENT_ACTIVE, 3);
  EXPECT_REFUSED (registry_apply (&r, "tanaka", &proven), FACTOR_REFUSED);
  cr_expect (registry_prove (&r, "tanaka", "vein"));
}

Test (enrol, never_from_oneself_nor_twice_nor_what_is_not_there)
{
  registry_enrol (&r, "tanaka", "vein");
  EXPECT_REFUSED (take_back ("admin", "password", false), SELF);
  expect_record ("admin", "action", "enrol revoke");
  EXPECT_REFUSED (take_back ("nobody", "vein", false), ACCOUNT_UNKNOWN);
  EXPECT_REFUSED (take_back ("tanaka", "totp", false), ENROL_STATE);
  EXPECT_REFUSED (take_back ("tanaka", "vein", true), ENROL_STATE);
  cr_expect (take_back ("tanaka", "vein", false));
  EXPECT_REFUSED (take_back ("tanaka", "vein", false), ENROL_STATE);
}

Test (enrol, a_provider_that_is_gone_can_be_taken_back)
{
  struct config_instance *c;
  char *was;

  registry_enrol (&r, "tanaka", "vein");
  c = (struct config_instance *) config_instance (&r.trial.config,
                                                  EMI_KIND_AUTH, "vein");
  was = c->name;
  c->name = (char *) "palm";
  cr_expect (take_back ("tanaka", "vein", false));
  c->name = was;
}

Test (enrol, a_loan_that_comes_back_early)
{
  const struct enrolment *e;
  struct account a;

  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (lend ("vein", 3600));
  cr_assert (take_back ("tanaka", "vein", true));
  expect_record ("tanaka", "mode", "temporary");
  expect_state ("vein", ENROLMENT_REVOKED, 3);
  cr_assert (registry_get (&r, "tanaka", &a));
  e = account_enrolment_at (&a, "vein", clock_seconds (r.s.clock));
  cr_expect (enrolment_usable (e, clock_seconds (r.s.clock)));
  cr_expect_eq (e->version, 1);
  account_done (&a);
  cr_expect (registry_prove (&r, "tanaka", "vein"));
  /* Then the own one as well; a loan after that has nothing behind it.  */
  cr_assert (take_back ("tanaka", "vein", false));
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
  registry_advance (&r, 60);
  cr_assert (lend ("vein", 60));
  registry_advance (&r, 60);
  EXPECT_REFUSED (registry_prove (&r, "tanaka", "vein"), FACTOR_REFUSED);
}

Test (enrol, the_owner_changes_what_counts_when_a_loan_has_ended)
{
  registry_answer (&r, "password.new", "first password");
  cr_assert (set ("tanaka", "password", NULL, 0));
  cr_assert (own ("tanaka", "password", "first password", "my own password"));
  registry_answer (&r, "password.new", "a lent password");
  cr_assert (lend ("password", 600));
  registry_advance (&r, 600);
  cr_assert (own ("tanaka", "password", "my own password", "another of mine"),
             "%s", code_info (r.why.code)->word);
  expect_state ("password", ENROLMENT_ACTIVE, 4);
}

/* --- listing --- */

static const struct enrol_row *
row_named (const struct enrol_row *v, size_t n, const char *provider,
           const char *word)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (v[i].e->instance, provider) == 0
        && strcmp (v[i].state, word) == 0)
      return &v[i];
  return NULL;
}

Test (enrol, a_list_has_each_with_its_state)
{
  const struct enrol_row *row;
  struct enrol_row *v;
  struct account a;
  struct txn *t;
  size_t n;

  registry_answer (&r, "vein.palm", "yes");
  registry_enrol (&r, "tanaka", "vein");
  registry_enrol (&r, "tanaka", "memory2");
  cr_assert (set ("tanaka", "totp", NULL, 0));
  cr_assert (lend ("vein", 3600));
  cr_assert (take_back ("tanaka", "memory2", false));
  cr_assert (registry_get (&r, "tanaka", &a));
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (enrol_rows (&r.s, t, &a, &v, &n, &r.why));
  cr_expect_eq (n, 4);
  row = row_named (v, n, "vein", "active");
  cr_assert (row && row->usable && row->e->until);
  cr_expect_str_eq (row->methods, "2-04");
  row = row_named (v, n, "vein", "set-aside");
  cr_expect (row && !row->usable);
  row = row_named (v, n, "totp", "pending");
  cr_expect (row && !row->usable);
  row = row_named (v, n, "memory2", "revoked");
  cr_expect (row && !row->usable);
  free (v);

  registry_advance (&r, 3600);
  cr_assert (enrol_rows (&r.s, t, &a, &v, &n, &r.why));
  row = row_named (v, n, "vein", "expired");
  cr_expect (row && !row->usable);
  row = row_named (v, n, "vein", "active");
  cr_expect (row && row->usable, "the owner's own again");
  free (v);
  txn_end (t);
  account_done (&a);
}

Test (enrol, the_last_use_is_the_owner_s)
{
  struct factor_past past[2]
      = { { .instance = "password" }, { .instance = "vein" } };
  struct login admin;
  struct txn *t;

  /* What an admin proves while they do something to tanaka is no use of
     tanaka's; what admin looks up is admin's.  */
  registry_advance (&r, 50);
  registry_admin (&r, &admin);
  cr_assert (operator_record (&r.s, &admin, "account-list", &r.why));
  login_done (&admin);
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  factor_past (t, "tanaka", past, 2);
  cr_expect_eq (past[0].at, 0);
  factor_past (t, "admin", past, 2);
  cr_expect_eq (past[0].at, REGISTRY_NOW + 50);
  cr_expect_eq (past[1].at, 0);
  txn_end (t);
}
