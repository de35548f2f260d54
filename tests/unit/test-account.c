/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts, who may hold the permission, and when it holds.  */
#include "access/account.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "access/account-json.h"
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

TestSuite (account, .init = begin, .fini = end);

static bool
may_view (const char *id, int64_t now)
{
  struct account a = { .id = NULL };
  bool found = registry_get (&r, id, &a);
  bool good = account_may_view (&r.s, found ? &a : NULL, now, &r.why);

  account_done (&a);
  return good;
}

static void
expect_record (const char *id, size_t n, const char *name, const char *value)
{
  struct record rec;
  const char *text;

  registry_record (&r, id, n, &rec);
  text = record_text (&rec, name);
  cr_assert (text, "%s", name);
  cr_expect_str_eq (text, value);
  record_done (&rec);
}

Test (account, the_first_admin_can_log_in_and_holds_nothing)
{
  struct login l;

  cr_assert (operator_login (&r.s, "admin", ROLE_ADMIN, "test", &l, &r.why));
  cr_expect (l.account.role == ROLE_ADMIN);
  cr_expect (!l.account.grant.given);
  login_done (&l);
}

Test (account, what_was_added_is_read_back)
{
  struct login admin;
  struct account a;

  registry_admin (&r, &admin);
  cr_assert (account_add (&r.s, &admin, "tanaka", "ﾀﾅｶ 花子", NULL,
                          ROLE_PHYSICIAN, &r.why));
  login_done (&admin);
  cr_assert (registry_get (&r, "tanaka", &a));
  cr_expect_str_eq (a.name, "タナカ 花子");
  cr_expect (a.kana == NULL);
  cr_expect (a.role == ROLE_PHYSICIAN);
  cr_expect (a.created == REGISTRY_NOW);
  account_done (&a);
  expect_record ("tanaka", 0, "kind", "account");
  expect_record ("tanaka", 0, "operator", "admin");
  expect_record ("tanaka", 0, "role", "admin");
  expect_record ("tanaka", 0, "account.role", "physician");
  expect_record ("tanaka", 0, "factors", "1-01");
}

Test (account, an_id_is_taken_once_and_keeps_its_first_owner)
{
  struct login admin;
  struct account a;

  registry_admin (&r, &admin);
  cr_assert (
      account_add (&r.s, &admin, "tanaka", "甲", NULL, ROLE_NURSE, &r.why));
  cr_expect (
      !account_add (&r.s, &admin, "tanaka", "乙", NULL, ROLE_ADMIN, &r.why));
  cr_expect (r.why.code == CODE_ACCOUNT_EXISTS);
  login_done (&admin);
  cr_assert (registry_get (&r, "tanaka", &a));
  cr_expect_str_eq (a.name, "甲");
  cr_expect (a.role == ROLE_NURSE);
  account_done (&a);
  expect_record ("admin", 0, "kind", "refusal");
  expect_record ("admin", 0, "code", "account-exists");
}

Test (account, names_and_ids_that_cannot_be_shown_are_refused)
{
  static const char *const ids[] = { "", "Tanaka", "-x", "a b", "a/b", "ａ" };
  static const char *const names[] = { "", "a\nb", "\x1b[2J", "\xff" };
  struct login admin;

  registry_admin (&r, &admin);
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    {
      cr_expect (
          !account_add (&r.s, &admin, ids[i], "甲", NULL, ROLE_NURSE, &r.why));
      cr_expect (r.why.code == CODE_VALUE, "%s", ids[i]);
    }
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    {
      cr_expect (!account_add (&r.s, &admin, "x", names[i], NULL, ROLE_NURSE,
                               &r.why));
      cr_expect (r.why.code == CODE_VALUE, "name %zu", i);
    }
  login_done (&admin);
}

Test (account, a_grant_holds_until_its_end_and_not_a_second_longer)
{
  struct login admin;
  int64_t until = REGISTRY_NOW + 100;

  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  cr_expect (!may_view ("tanaka", REGISTRY_NOW));
  registry_admin (&r, &admin);
  cr_assert (account_grant (&r.s, &admin, "tanaka", until, "当直", &r.why));
  login_done (&admin);
  expect_record ("tanaka", 0, "kind", "grant");
  expect_record ("tanaka", 0, "until", "2026-01-01T00:01:40Z");
  expect_record ("tanaka", 0, "reason", "当直");
  cr_expect (may_view ("tanaka", until - 1));
  cr_expect (!may_view ("tanaka", until));
  cr_expect (r.why.code == CODE_NOT_PERMITTED);
}

Test (account, a_revocation_works_at_once)
{
  struct login admin;

  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_grant (&r, "tanaka");
  cr_expect (may_view ("tanaka", REGISTRY_NOW));
  registry_admin (&r, &admin);
  cr_assert (account_revoke (&r.s, &admin, "tanaka", NULL, &r.why));
  cr_expect (!may_view ("tanaka", REGISTRY_NOW));
  expect_record ("tanaka", 0, "kind", "revoke");
  expect_record ("tanaka", 0, "held", "yes");
  /* Once more is no fault.  */
  cr_expect (account_revoke (&r.s, &admin, "tanaka", NULL, &r.why));
  expect_record ("tanaka", 0, "held", "no");
  login_done (&admin);
}

Test (account, unknown_and_not_permitted_are_one_answer)
{
  struct fault first;

  registry_person (&r, "sato", ROLE_PHYSICIAN);
  cr_expect (!may_view ("sato", REGISTRY_NOW));
  first = r.why;
  cr_expect (!may_view ("nobody", REGISTRY_NOW));
  cr_expect (r.why.code == first.code);
  cr_expect_str_eq (r.why.detail, first.detail);
}

static void
refused_grant (const char *id, int64_t until, enum code code)
{
  struct login admin;

  registry_admin (&r, &admin);
  cr_expect (!account_grant (&r.s, &admin, id, until, NULL, &r.why));
  login_done (&admin);
  cr_expect (r.why.code == code, "%s: %s", id, code_info (r.why.code)->word);
  expect_record ("admin", 0, "kind", "refusal");
  expect_record ("admin", 0, "code", code_info (code)->word);
  cr_expect (!may_view (id, REGISTRY_NOW));
}

Test (account, grants_against_the_rules_are_refused_and_recorded)
{
  registry_person (&r, "kanri", ROLE_ADMIN);
  registry_person (&r, "nurse", ROLE_NURSE);
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  refused_grant ("admin", 0, CODE_SELF);
  refused_grant ("kanri", 0, CODE_ROLE_HOLD);
  refused_grant ("nurse", 0, CODE_ROLE_HOLD);
  refused_grant ("nobody", 0, CODE_ACCOUNT_UNKNOWN);
  refused_grant ("tanaka", REGISTRY_NOW, CODE_VALUE);
}

Test (account, an_admin_never_holds_it_whatever_the_configuration_says)
{
  static char *roles[] = { (char *) "physician", (char *) "admin" };

  r.trial.config.permission_roles = roles;
  r.trial.config.n_permission_roles = 2;
  cr_expect (!role_may_hold (r.s.config, ROLE_ADMIN));
  cr_expect (role_may_hold (r.s.config, ROLE_PHYSICIAN));
}

Test (account, a_role_taken_out_of_the_configuration_ends_the_permission)
{
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_grant (&r, "tanaka");
  cr_expect (may_view ("tanaka", REGISTRY_NOW));
  r.trial.config.n_permission_roles = 0;
  cr_expect (!may_view ("tanaka", REGISTRY_NOW));
}

Test (account, all_are_listed_by_id)
{
  struct txn *t;
  struct account *list;
  size_t n;

  registry_person (&r, "zaitsu", ROLE_NURSE);
  registry_person (&r, "abe", ROLE_NURSE);
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (account_list (t, &list, &n, &r.why));
  txn_end (t);
  cr_assert (n == 3);
  cr_expect_str_eq (list[0].id, "abe");
  cr_expect_str_eq (list[1].id, "admin");
  cr_expect_str_eq (list[2].id, "zaitsu");
  accounts_free (list, n);
}

Test (account, a_sealed_blob_opens_only_where_it_belongs)
{
  struct account a;
  struct enrolment *e;
  struct secret s = SECRET_INIT;

  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  cr_assert (registry_get (&r, "tanaka", &a));
  e = account_enrolment (&a, "password");
  cr_assert (e);
  cr_expect (e->version == 2);
  cr_expect (enrolment_unseal (r.s.ledger, "tanaka", e, &s, &r.why));
  cr_expect (s.len > 20 && memcmp (s.data, "$argon2id$", 10) == 0);
  secret_done (&s);
  cr_expect (!enrolment_unseal (r.s.ledger, "sato", e, &s, &r.why));
  e->version = 1;
  cr_expect (!enrolment_unseal (r.s.ledger, "tanaka", e, &s, &r.why));
  e->version = 2;
  memcpy (e->instance, "passw0rd", 8);
  cr_expect (!enrolment_unseal (r.s.ledger, "tanaka", e, &s, &r.why));
  account_done (&a);
}

Test (account_json, what_is_no_account_is_refused)
{
  static const char *const bad[] = {
    "",
    "{}",
    "[]",
    "{\"type\":\"account-1\",\"id\":\"a\",\"name\":\"b\",\"role\":\"king\","
    "\"enrolments\":[]}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"role\":\"nurse\","
    "\"enrolments\":[]}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"name\":\"b\",\"role\":\"nurse\"}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"id\":\"b\",\"name\":\"b\","
    "\"role\":\"nurse\",\"enrolments\":[]}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"name\":\"b\",\"role\":\"nurse\","
    "\"enrolments\":[{\"instance\":\"p\",\"version\":0,\"state\":\"active\","
    "\"blob\":\"\",\"by\":\"x\"}]}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"name\":\"b\",\"role\":\"nurse\","
    "\"enrolments\":[{\"instance\":\"p\",\"version\":1,\"state\":\"on\","
    "\"blob\":\"\",\"by\":\"x\"}]}",
    "{\"type\":\"account-1\",\"id\":\"a\",\"name\":\"b\",\"role\":\"nurse\","
    "\"enrolments\":[{\"instance\":\"p\",\"version\":1,\"state\":\"active\","
    "\"blob\":\"?\",\"by\":\"x\"}]}",
  };
  struct account a;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_expect (!account_from_json (bad[i], strlen (bad[i]), &a), "%zu", i);
}

Test (account_json, all_of_it_comes_back)
{
  unsigned char blob[] = { 0, 1, 255 };
  struct enrolment e = { .instance = (char *) "totp",
                         .version = 7,
                         .state = ENROLMENT_PENDING,
                         .blob = blob,
                         .blob_len = sizeof blob,
                         .by = (char *) "admin",
                         .at = 5,
                         .until = 6 };
  struct account a = { .id = (char *) "x",
                       .name = (char *) "名",
                       .kana = (char *) "カナ",
                       .role = ROLE_VENDOR,
                       .grant = { .given = true,
                                  .until = 3,
                                  .at = 2,
                                  .by = (char *) "b",
                                  .reason = (char *) "\"q\"" },
                       .enrolments = &e,
                       .n_enrolments = 1,
                       .created = 1 };
  struct account b;
  char *text = account_to_json (&a);

  cr_assert (text);
  cr_assert (account_from_json (text, strlen (text), &b));
  cr_expect_str_eq (b.kana, "カナ");
  cr_expect (b.role == ROLE_VENDOR);
  cr_expect (b.grant.given && b.grant.until == 3 && b.grant.at == 2);
  cr_expect_str_eq (b.grant.reason, "\"q\"");
  cr_assert (b.n_enrolments == 1);
  cr_expect (b.enrolments[0].version == 7);
  cr_expect (b.enrolments[0].state == ENROLMENT_PENDING);
  cr_expect (b.enrolments[0].until == 6 && b.enrolments[0].at == 5);
  cr_expect (b.enrolments[0].blob_len == 3
             && memcmp (b.enrolments[0].blob, blob, 3) == 0);
  account_done (&b);
  free (text);
}
