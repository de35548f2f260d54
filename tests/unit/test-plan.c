/* SPDX-License-Identifier: Apache-2.0 */
/* The preparation plan: every step of the guide is there, what the ledger
   shows and what is declared are told apart, days to come count for nothing,
   and no date is made of a rule of thumb.  Today is 2026-01-01.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "lib/registry-double.h"
#include "report/plan.h"

static struct registry r;
static struct facts *facts;
static struct config_faults faults;
static struct doctor d;
static struct plan p;
static struct plan_doctor doctors[1];

static void
begin (void)
{
  registry_init (&r);
  cr_assert (facts_find (NULL, NULL, &facts, &faults, NULL));
  d = (struct doctor){ .s = &r.s };
}

static void
end (void)
{
  plan_done (&p);
  doctor_done (&d);
  facts_free (facts);
  config_faults_done (&faults);
  registry_done (&r);
}

TestSuite (plan, .init = begin, .fini = end);

static struct plan_declared *
declared (void)
{
  return &r.trial.config.plan;
}

static void
make (const char *start)
{
  plan_done (&p);
  plan_make (&p, &d, facts, start);
  cr_assert_not (p.failed);
}

static const struct plan_row *
row (const char *id)
{
  for (size_t i = 0; i < p.n; i++)
    if (strcmp (p.v[i].id, id) == 0)
      return &p.v[i];
  cr_assert (false, "no row %s", id);
  return NULL;
}

static void
is (const char *id, enum plan_state state, enum plan_basis basis)
{
  const struct plan_row *at = row (id);

  cr_assert_eq (at->state, state, "%s: %s", id, plan_state_name (at->state));
  cr_assert_eq (at->basis, basis, "%s: %s", id, plan_basis_name (at->basis));
  cr_assert_eq (at->next[0] == '\0', state == PLAN_DONE, "%s", id);
}

Test (plan, every_step_of_the_guide)
{
  static const char *const ids[] = { "0",
                                     "0.ehr",
                                     "1-1",
                                     "1-2",
                                     "2-1-1",
                                     "2-1-2.devices",
                                     "2-1-2.delivery",
                                     "2-1-2.face-library",
                                     "2-1-2.link",
                                     "2-1-2.face-reader",
                                     "2-1-3",
                                     "2-2-1.flow",
                                     "2-2-1.rules",
                                     "2-2-1.doctors",
                                     "2-2-1.reception",
                                     "2-2-1.inquiry" };

  make ("2026-12-01");
  cr_assert_eq (p.n, N_ELEMENTS (ids));
  for (size_t i = 0; i < p.n; i++)
    {
      cr_assert_str_eq (p.v[i].id, ids[i]);
      cr_assert_gt (strlen (p.v[i].title), 5);
      cr_assert_gt (strlen (p.v[i].proof), 3);
      cr_assert (strcmp (p.v[i].owner, "hospital") == 0
                 || strcmp (p.v[i].owner, "ehr-vendor") == 0);
    }
  cr_assert_str_eq (row ("2-1-1")->owner, "ehr-vendor");
}

Test (plan, nothing_declared_and_nobody_there)
{
  make ("2026-12-01");
  for (size_t i = 0; i < p.n; i++)
    if (strcmp (p.v[i].id, "2-1-2.devices") != 0)
      is (p.v[i].id, PLAN_OPEN, PLAN_NOTHING);
  is ("2-1-2.devices", PLAN_DONE, PLAN_FOUND);
}

Test (plan, a_rule_of_thumb_stays_one)
{
  make ("2026-12-01");
  cr_assert_not_null (strstr (row ("1-1")->when, "目安"));
  cr_assert_null (strstr (row ("1-1")->when, "2026"));
  cr_assert_str_eq (row ("1-1")->reason, "");
}

Test (plan, less_than_three_months_is_said)
{
  make ("2026-04-01");
  cr_assert_str_eq (row ("1-1")->reason, "");
  make ("2026-03-31");
  cr_assert_not_null (strstr (row ("1-1")->reason, "89 日"), "%s",
                      row ("1-1")->reason);
  declared ()->quoted = (char *) "2026-01-01";
  make ("2026-03-31");
  is ("1-1", PLAN_DONE, PLAN_DECLARED);
  make (NULL);
  cr_assert_str_eq (p.start, "");
}

Test (plan, the_start_of_emi_xml)
{
  declared ()->start = (char *) "2026-01-11";
  make (NULL);
  cr_assert_str_eq (p.start, "2026-01-11");
  cr_assert_eq (p.days_left, 10);
  make ("2026-01-01");
  cr_assert_eq (p.days_left, 0);
}

Test (plan, declared_days)
{
  struct plan_declared *c = declared ();

  c->introduced = (char *) "2023-03-01";
  c->ordered = (char *) "2026-01-01"; /* today */
  c->software = (char *) "5.2";
  c->software_date = (char *) "2026-01-02"; /* tomorrow */
  c->works[PLAN_FLOW]
      = (struct plan_work){ (char *) "2025-12-01", (char *) "救急医 受付" };
  make (NULL);
  is ("0", PLAN_DONE, PLAN_DECLARED);
  is ("1-2", PLAN_DONE, PLAN_DECLARED);
  is ("2-1-1", PLAN_OPEN, PLAN_NOTHING);
  cr_assert (row ("2-1-1")->future);
  cr_assert_not_null (strstr (row ("2-1-1")->reason, "2026-01-02"));
  is ("2-2-1.flow", PLAN_DONE, PLAN_DECLARED);
  cr_assert_not_null (strstr (row ("2-2-1.flow")->reason, "救急医 受付"));
}

static void
application (const char *day)
{
  declared ()->applications[PLAN_LINK]
      = (struct plan_application){ (char *) "1.0", (char *) day, NULL };
  make (NULL);
}

Test (plan, an_application_is_fresh_for_30_days)
{
  application ("2026-01-01");
  is ("2-1-2.link", PLAN_DONE, PLAN_DECLARED);
  application ("2025-12-02");
  is ("2-1-2.link", PLAN_DONE, PLAN_DECLARED);
  application ("2025-12-01");
  is ("2-1-2.link", PLAN_STALE, PLAN_DECLARED);
  application ("2026-01-02");
  is ("2-1-2.link", PLAN_OPEN, PLAN_NOTHING);
  cr_assert_not_null (strstr (row ("2-1-2.link")->see->text[0], "補38"));
  cr_assert_not_null (
      strstr (row ("2-1-2.face-library")->see->text[0], "補37"));
}

Test (plan, a_terminal_without_a_pair)
{
  r.terminals[1].n_providers = 1;
  declared ()->devices = (char *) "2025-12-01";
  make (NULL);
  is ("2-1-2.devices", PLAN_OPEN, PLAN_NOTHING);
  cr_assert_not_null (strstr (row ("2-1-2.devices")->reason, "er-2"));
}

Test (plan, a_provider_that_the_doctor_could_not_use)
{
  doctor_add (&d, "auth.totp", DOCTOR_FAIL, DOCTOR_TONIGHT, "2fa-vendor",
              &(struct doctor_text){ "だめ", "-" });
  make (NULL);
  is ("2-1-2.devices", PLAN_OPEN, PLAN_NOTHING);
}

Test (plan, a_doctor_as_the_ledger_has_them)
{
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  make (NULL);
  is ("2-1-3", PLAN_OPEN, PLAN_NOTHING);
  registry_grant (&r, "tanaka");
  make (NULL);
  is ("2-1-3.tanaka.permission", PLAN_DONE, PLAN_FOUND);
  is ("2-1-3.tanaka.factors", PLAN_OPEN, PLAN_NOTHING);
  is ("2-1-3.tanaka.notice", PLAN_OPEN, PLAN_NOTHING);
  is ("2-1-3.tanaka.tried", PLAN_OPEN, PLAN_NOTHING);
  is ("2-1-3.tanaka.procedure", PLAN_OPEN, PLAN_NOTHING);
  registry_enrol (&r, "tanaka", "vein");
  make (NULL);
  is ("2-1-3.tanaka.factors", PLAN_DONE, PLAN_FOUND);
}

Test (plan, a_doctor_as_declared)
{
  doctors[0] = (struct plan_doctor){ .account = (char *) "tanaka",
                                     .notice = (char *) "2025-12-01",
                                     .tried = (char *) "2026-01-02",
                                     .procedure = (char *) "2025-12-02" };
  declared ()->doctors = doctors;
  declared ()->n_doctors = 1;
  make (NULL);
  is ("2-1-3.tanaka.permission", PLAN_OPEN, PLAN_NOTHING);
  cr_assert_not_null (
      strstr (row ("2-1-3.tanaka.permission")->reason, "登録されていません"));
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_grant (&r, "tanaka");
  make (NULL);
  is ("2-1-3.tanaka.permission", PLAN_DONE, PLAN_FOUND);
  is ("2-1-3.tanaka.notice", PLAN_DONE, PLAN_DECLARED);
  is ("2-1-3.tanaka.tried", PLAN_OPEN, PLAN_NOTHING);
  is ("2-1-3.tanaka.procedure", PLAN_DONE, PLAN_DECLARED);
  cr_assert (row ("2-1-3.tanaka.tried")->future);
  for (size_t i = 0; i < p.n; i++)
    for (size_t k = 0; k < i; k++)
      cr_assert_str_neq (p.v[i].id, p.v[k].id);
}

Test (plan, without_the_ledger)
{
  struct ledger *kept = r.s.ledger;

  r.s.ledger = NULL;
  make (NULL);
  r.s.ledger = kept;
  is ("2-1-3", PLAN_OPEN, PLAN_NOTHING);
  cr_assert_not_null (strstr (row ("2-1-3")->reason, "記録を開けない"));
}

static const struct doctor_item *
item (const char *id)
{
  for (size_t i = 0; i < d.n; i++)
    if (strcmp (d.v[i].id, id) == 0)
      return &d.v[i];
  return NULL;
}

Test (plan, what_the_doctor_says_of_it)
{
  application ("2025-11-01");
  declared ()->ordered = (char *) "2026-02-01";
  make (NULL);
  doctor_plan (&d, &p);
  cr_assert_eq (item ("application.link")->state, DOCTOR_WARN);
  cr_assert_not_null (strstr (item ("applications")->message, "3 つ"));
  cr_assert_eq (item ("plan-future")->state, DOCTOR_WARN);
  cr_assert_eq (item ("plan")->state, DOCTOR_WARN);
  cr_assert_eq (item ("plan")->group, DOCTOR_GO_LIVE);
  cr_assert (doctor_ready (&d), "a plan blocks no night");
}

Test (plan, english)
{
  r.s.lang = LANG_EN;
  make ("2026-02-01");
  for (size_t i = 0; i < p.n; i++)
    {
      cr_assert_gt (strlen (p.v[i].title), 5);
      cr_assert_null (strstr (p.v[i].next, "ください"), "%s", p.v[i].id);
      cr_assert_null (strstr (p.v[i].when, "運用開始"), "%s", p.v[i].id);
    }
}
