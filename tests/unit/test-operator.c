/* SPDX-License-Identifier: Apache-2.0 */
/* Operators: who they are comes first, what they may comes after, and what
   was refused is on record.  */
#include "access/operator.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lib/registry-double.h"

static struct registry r;

static void
begin (void)
{
  registry_init (&r);
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (operator, .init = begin, .fini = end);

static void
expect_record (const char *id, const char *name, const char *value)
{
  struct record rec;
  const char *text;

  registry_record (&r, id, 0, &rec);
  text = record_text (&rec, name);
  if (value)
    cr_expect (text && strcmp (text, value) == 0, "%s: %s", name,
               text ? text : "-");
  else
    cr_expect (text == NULL, "%s: %s", name, text);
  record_done (&rec);
}

static bool
login (const char *id, unsigned roles)
{
  struct login l;

  if (!operator_login (&r.s, id, roles, "test do", &l, &r.why))
    return false;
  login_done (&l);
  return true;
}

Test (operator, the_role_is_looked_at_after_the_password)
{
  registry_person (&r, "uketsuke", ROLE_RECEPTION);
  cr_expect (login ("uketsuke", ROLE_RECEPTION | ROLE_NURSE));
  cr_expect (!login ("uketsuke", ROLE_ADMIN));
  cr_expect (r.why.code == CODE_ROLE);
  expect_record ("uketsuke", "kind", "refusal");
  expect_record ("uketsuke", "action", "test do");
  expect_record ("uketsuke", "code", "role-refused");
  expect_record ("uketsuke", "factors", "1-01");
  registry_answer (&r, "uketsuke:password.password", "wrong");
  cr_expect (!login ("uketsuke", ROLE_ADMIN));
  cr_expect (r.why.code == CODE_FACTOR_REFUSED);
  expect_record ("uketsuke", "code", "factor-refused");
  expect_record ("uketsuke", "factors", NULL);
}

Test (operator, an_unknown_account_hears_what_a_wrong_password_hears)
{
  struct fault wrong;
  size_t asked;

  registry_person (&r, "uketsuke", ROLE_RECEPTION);
  registry_answer (&r, "uketsuke:password.password", "wrong");
  asked = r.asked;
  cr_expect (!login ("uketsuke", ROLE_ANY));
  cr_expect (r.asked == asked + 1);
  wrong = r.why;
  registry_answer (&r, "password.password", "wrong");
  cr_expect (!login ("nobody", ROLE_ANY));
  cr_expect (r.asked == asked + 2);
  cr_expect_str_eq (r.last_prompt, "password.password");
  cr_expect (r.why.code == wrong.code);
  cr_expect_str_eq (r.why.detail, wrong.detail);
  expect_record ("nobody", "code", "factor-refused");
}

Test (operator, an_account_without_any_factor_hears_the_same)
{
  struct login admin;
  size_t asked;

  registry_admin (&r, &admin);
  cr_assert (
      account_add (&r.s, &admin, "shinjin", "新", NULL, ROLE_NURSE, &r.why));
  login_done (&admin);
  asked = r.asked;
  registry_answer (&r, "password.password", "anything");
  cr_expect (!login ("shinjin", ROLE_ANY));
  cr_expect (r.why.code == CODE_FACTOR_REFUSED);
  cr_expect (r.asked == asked + 1);
}

Test (operator, what_is_no_name_is_not_kept)
{
  uint64_t size = registry_size (&r);
  struct txn *t;
  struct record rec;

  registry_answer (&r, "password.password", "x");
  cr_expect (!login ("My Secret 1!", ROLE_ANY));
  cr_expect (r.why.code == CODE_FACTOR_REFUSED);
  cr_assert (registry_size (&r) == size + 1);
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (txn_read (t, size, &rec, &r.why));
  for (size_t i = 0; i < rec.n_fields; i++)
    cr_expect (!memmem (rec.fields[i].value, rec.fields[i].len, "Secret", 6));
  record_done (&rec);
  txn_end (t);
}

Test (operator, a_first_password_says_who_but_lets_nobody_in)
{
  struct login admin;
  struct enrol_result done = { .show = NULL };

  registry_admin (&r, &admin);
  cr_assert (
      account_add (&r.s, &admin, "shinjin", "新", NULL, ROLE_NURSE, &r.why));
  registry_answer (&r, "password.new", "first password");
  cr_assert (
      enrol_set (&r.s, &admin, "shinjin", "password", NULL, 0, &done, &r.why));
  login_done (&admin);
  registry_answer (&r, "shinjin:password.password", "wrong");
  cr_expect (!login ("shinjin", ROLE_NURSE));
  cr_expect (r.why.code == CODE_FACTOR_REFUSED);
  registry_advance (&r, 1);
  registry_answer (&r, "shinjin:password.password", "first password");
  cr_expect (!login ("shinjin", ROLE_NURSE));
  cr_expect (r.why.code == CODE_FACTOR_ONE_TIME);
  expect_record ("shinjin", "code", "password-one-time");
}

Test (operator, a_code_is_used_up_by_a_refusal_too)
{
  char secret[64];
  struct factor_set set = { .n = 0 };
  struct record rec;

  registry_person (&r, "uketsuke", ROLE_RECEPTION);
  registry_totp (&r, "uketsuke", secret);
  r.trial.config.operator_factors = 2;
  registry_code (&r, secret);
  cr_expect (!login ("uketsuke", ROLE_PRIVACY));
  cr_expect (r.why.code == CODE_ROLE, "%s", code_info (r.why.code)->word);
  registry_record (&r, "uketsuke", 0, &rec);
  cr_expect (record_text (&rec, "totp") != NULL);
  record_done (&rec);
  cr_expect (!registry_verify (&r, "uketsuke", "totp", &set));
  cr_expect (r.why.code == CODE_FACTOR_USED);
}

Test (operator, two_factors_when_configured)
{
  char secret[64];

  registry_person (&r, "uketsuke", ROLE_RECEPTION);
  registry_totp (&r, "uketsuke", secret);
  r.trial.config.operator_factors = 2;
  registry_answer (&r, "totp.code", "abcdef");
  cr_expect (!login ("uketsuke", ROLE_RECEPTION));
  cr_expect (r.why.code == CODE_FACTOR_REFUSED);
  registry_advance (&r, 1);
  registry_code (&r, secret);
  cr_expect (login ("uketsuke", ROLE_RECEPTION));
}

Test (operator, an_unanswered_prompt_is_no_refusal)
{
  uint64_t size;

  registry_person (&r, "uketsuke", ROLE_RECEPTION);
  size = registry_size (&r);
  registry_answer (&r, "uketsuke:password.password", NULL);
  cr_expect (!login ("uketsuke", ROLE_ANY));
  cr_expect (r.why.code == CODE_PROMPT_UNANSWERED);
  cr_expect_str_eq (r.why.detail, "password.password");
  cr_expect (registry_size (&r) == size);
}

Test (operator, answers_are_asked_for_in_the_operator_s_name)
{
  cr_expect (login ("admin", ROLE_ADMIN));
  cr_expect_str_eq (r.last_account, "admin");
  cr_expect_str_eq (r.last_prompt, "password.password");
}

Test (operator, what_was_read_is_recorded_with_a_signature)
{
  struct login admin;

  registry_admin (&r, &admin);
  cr_assert (operator_record (&r.s, &admin, "account-list", &r.why));
  login_done (&admin);
  expect_record ("admin", "kind", "account-list");
  expect_record ("admin", "operator", "admin");
  expect_record ("admin", "role", "admin");
  expect_record ("admin", "terminal", "er-1");
}
