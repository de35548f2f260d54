/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor says of people and their factors: who could ask tonight, who
   could not, what ends soon and what nobody has.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lib/registry-double.h"
#include "report/doctor.h"

#define DAY INT64_C (86400)

static struct registry r;
static struct doctor d;
static char *few[] = { (char *) "password", (char *) "vein" };

static void
begin (void)
{
  registry_init (&r);
  r.s.lang = LANG_JA;
  r.terminals[0].providers = few;
  r.terminals[0].n_providers = 2;
  r.terminals[0].name = (char *) "er-1";
  d = (struct doctor){ .s = &r.s };
}

static void
end (void)
{
  doctor_done (&d);
  registry_done (&r);
}

TestSuite (doctor_people, .init = begin, .fini = end);
TestSuite (doctor_factors, .init = begin, .fini = end);

static const struct doctor_item *
item (const char *id)
{
  for (size_t i = 0; i < d.n; i++)
    if (strcmp (d.v[i].id, id) == 0)
      return &d.v[i];
  return NULL;
}

static void
look (void)
{
  doctor_done (&d);
  d.s = &r.s;
  doctor_people (&d);
  doctor_factors (&d);
}

static void
expect_item (const char *id, enum doctor_state state, const char *part)
{
  const struct doctor_item *i = item (id);

  cr_assert (i, "%s", id);
  cr_expect_eq (i->state, state, "%s", id);
  cr_expect (strstr (i->message, part), "%s: %s", id, i->message);
  cr_expect (state == DOCTOR_OK ? !i->next[0] : i->next[0], "%s: %s", id,
             i->next);
}

static void
lend (const char *id, const char *provider, int64_t seconds)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;

  registry_admin (&r, &admin);
  cr_assert (enrol_set (&r.s, &admin, id, provider, NULL,
                        clock_seconds (r.s.clock) + seconds, &done, &r.why),
             "%s", code_info (r.why.code)->word);
  enrol_result_done (&done);
  login_done (&admin);
}

/* A physician with the permission and both factors.  */
static void
doctor_ready_to_ask (const char *id)
{
  registry_person (&r, id, ROLE_PHYSICIAN);
  registry_grant (&r, id);
  registry_enrol (&r, id, "vein");
}

/* --- people --- */

Test (doctor_people, without_anybody_nothing_can_be_asked)
{
  look ();
  expect_item ("permissions", DOCTOR_FAIL, "照会できる職員がいません");
}

Test (doctor_people, whoever_holds_it_with_two_factors_can_ask)
{
  doctor_ready_to_ask ("tanaka");
  registry_person (&r, "desk", ROLE_RECEPTION);
  look ();
  expect_item ("permissions", DOCTOR_OK, "照会できる職員が 1 人います");
  cr_expect (!item ("account.tanaka"));
  cr_expect (!item ("account.desk"));
}

Test (doctor_people, with_one_factor_the_permission_is_of_no_use)
{
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_grant (&r, "tanaka");
  look ();
  expect_item ("account.tanaka", DOCTOR_WARN, "二要素がそろっていません");
  cr_expect_eq (item ("account.tanaka")->group, DOCTOR_TONIGHT);
  expect_item ("permissions", DOCTOR_FAIL, "照会できる職員がいません");
}

Test (doctor_people, a_permission_that_ends_within_two_weeks)
{
  struct login admin;
  int64_t until = REGISTRY_NOW + 20 * DAY;

  doctor_ready_to_ask ("tanaka");
  registry_admin (&r, &admin);
  cr_assert (account_grant (&r.s, &admin, "tanaka", until, NULL, &r.why));
  login_done (&admin);
  look ();
  cr_expect (!item ("account.tanaka"));
  registry_advance (&r, 6 * DAY + 1);
  look ();
  /* The last day it can be used, and not the first on which it cannot.  */
  expect_item ("account.tanaka", DOCTOR_WARN,
               "tanaka の権限は 2026-01-21 までです");
  cr_expect_eq (item ("account.tanaka")->group, DOCTOR_TIDY);
  registry_advance (&r, 14 * DAY);
  look ();
  cr_expect (!item ("account.tanaka"), "it is over");
  expect_item ("permissions", DOCTOR_FAIL, "照会できる職員がいません");
}

Test (doctor_people, an_administrator_who_would_be_shut_out)
{
  look ();
  cr_expect (!item ("operator.admin"));
  r.trial.config.operator_factors = 2;
  look ();
  expect_item ("operator.admin", DOCTOR_WARN, "二要素がそろわず");
  registry_enrol (&r, "admin", "vein");
  look ();
  cr_expect (!item ("operator.admin"));
}

Test (doctor_people, the_shared_admin_should_not_grant)
{
  struct login second;

  doctor_ready_to_ask ("tanaka");
  look ();
  expect_item ("admin-grants", DOCTOR_WARN, "admin が権限を付与しています");
  registry_person (&r, "kanri", ROLE_ADMIN);
  cr_assert (operator_login (&r.s, "kanri", ROLE_ADMIN, "account grant",
                             &second, &r.why));
  cr_assert (account_grant (&r.s, &second, "tanaka", 0, NULL, &r.why));
  login_done (&second);
  look ();
  cr_expect (!item ("admin-grants"));
}

/* --- factors --- */

Test (doctor_factors, who_has_one_pair_only)
{
  static char *more[]
      = { (char *) "password", (char *) "vein", (char *) "totp" };
  char secret[64];

  doctor_ready_to_ask ("tanaka");
  doctor_ready_to_ask ("sato");
  registry_person (&r, "desk", ROLE_RECEPTION);
  look ();
  expect_item ("one-pair", DOCTOR_WARN, "2 人は二要素の組が一つしかなく");
  expect_item ("one-pair", DOCTOR_WARN, "sato, tanaka");
  r.terminals[0].providers = more;
  r.terminals[0].n_providers = 3;
  registry_totp (&r, "tanaka", secret);
  look ();
  expect_item ("one-pair", DOCTOR_WARN, ": sato");
  cr_expect (!strstr (item ("one-pair")->message, "tanaka"));
  registry_totp (&r, "sato", secret);
  look ();
  cr_expect (!item ("one-pair"));
}

Test (doctor_factors, not_everybody_is_named)
{
  char id[8];

  for (int i = 0; i < 11; i++)
    {
      snprintf (id, sizeof id, "dr-%02d", i);
      doctor_ready_to_ask (id);
    }
  look ();
  expect_item ("one-pair", DOCTOR_WARN, "11 人は");
  expect_item ("one-pair", DOCTOR_WARN, "dr-09 …");
  cr_expect (!strstr (item ("one-pair")->message, "dr-10"));
}

Test (doctor_factors, a_loan_that_ends_within_a_day)
{
  r.trial.config.temporary_hours = 48;
  doctor_ready_to_ask ("tanaka");
  registry_answer (&r, "vein.palm", "yes");
  lend ("tanaka", "vein", 30 * 3600);
  look ();
  cr_expect (!item ("loan.tanaka.vein"));
  registry_advance (&r, 6 * 3600);
  look ();
  /* 2026-01-02 06:00 UTC.  */
  expect_item ("loan.tanaka.vein", DOCTOR_WARN,
               "tanaka の一時登録（vein）は 2026-01-02 15:00 に終わります");
  registry_advance (&r, 24 * 3600);
  look ();
  cr_expect (!item ("loan.tanaka.vein"), "it is over");
}

Test (doctor_factors, what_nobody_has)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;

  look ();
  expect_item ("unenrolled.vein", DOCTOR_WARN,
               "認証手段 vein は誰にも登録されていません");
  cr_expect (!item ("unenrolled.password"), "admin has it");
  cr_expect (!item ("unenrolled.oqs"), "no factor");
  registry_person (&r, "desk", ROLE_RECEPTION);
  registry_enrol (&r, "desk", "vein");
  look ();
  cr_expect (!item ("unenrolled.vein"));
  /* Taken back, it is nobody's again.  */
  registry_admin (&r, &admin);
  cr_assert (
      enrol_revoke (&r.s, &admin, "desk", "vein", false, NULL, &done, &r.why));
  login_done (&admin);
  look ();
  expect_item ("unenrolled.vein", DOCTOR_WARN, "vein");
}

Test (doctor_factors, in_english)
{
  doctor_ready_to_ask ("tanaka");
  r.s.lang = LANG_EN;
  look ();
  for (size_t i = 0; i < d.n; i++)
    cr_expect (d.v[i].message[0]);
  expect_item ("permissions", DOCTOR_OK, "1");
}
