/* SPDX-License-Identifier: Apache-2.0 */
/* What a drill needs, who may, and when practice is stale.  */
#include "access/drill.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lib/registry-double.h"

static struct registry r;
static struct config_instance *way;
static struct config_drill test_patient;

static void
begin (void)
{
  registry_init (&r);
  way = trial_add (&r.trial, EMI_KIND_CONNECTOR, "drill", "oqs-folder", NULL);
  test_patient = (struct config_drill) { .connector = (char *) "drill",
                                         .insurer = (char *) "01990019",
                                         .symbol = (char *) "",
                                         .number = (char *) "1234567",
                                         .branch = (char *) "01",
                                         .name = (char *) "試験　太郎",
                                         .kana = (char *) "ｼｹﾝ ﾀﾛｳ",
                                         .birth = (char *) "19530503",
                                         .sex = (char *) "1" };
  r.trial.config.drill = &test_patient;
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_person (&r, "maker", ROLE_VENDOR);
  registry_enrol (&r, "tanaka", "vein");
  registry_answer (&r, "vein.palm", "yes");
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (drill, .init = begin, .fini = end);

Test (drill, never_through_a_connector_for_patients)
{
  cr_expect (drill_ready (&r.s, &r.why));
  way->production = true;
  cr_expect (!drill_ready (&r.s, &r.why));
  cr_expect_eq (r.why.code, CODE_DRILL_PRODUCTION);
  way->production = false;
  test_patient.connector = (char *) "oqs";
  cr_expect (!drill_ready (&r.s, &r.why), "that of the emergency requests");
  cr_expect_eq (r.why.code, CODE_DRILL_PRODUCTION);
  test_patient.connector = (char *) "nowhere";
  cr_expect (!drill_ready (&r.s, &r.why));
  r.trial.config.drill = NULL;
  cr_expect (!drill_ready (&r.s, &r.why));
  cr_expect_eq (r.why.code, CODE_DRILL_NONE);
}

Test (drill, its_connector_is_the_session_s)
{
  cr_expect_str_eq (session_connector (&r.s), "oqs");
  r.s.drill = true;
  cr_expect_str_eq (session_connector (&r.s), "drill");
}

static bool
may (const char *id)
{
  struct account a = { .id = NULL };
  bool found = registry_get (&r, id, &a);
  bool good = drill_may_ask (&r.s, found ? &a : NULL, &r.why);

  account_done (&a);
  return good;
}

Test (drill, holders_of_the_permission_and_vendors_may)
{
  cr_expect (!may ("tanaka"));
  registry_grant (&r, "tanaka");
  cr_expect (may ("tanaka"));
  cr_expect (!may ("maker"), "no drill yet");
  r.s.drill = true;
  cr_expect (may ("maker"));
  cr_expect (!may ("admin"));
  cr_expect (!may ("nobody"));
}

Test (drill, the_test_patient_is_received_now)
{
  struct reception c;

  cr_assert (drill_reception (&r.s, "tanaka", &c, &r.why));
  cr_expect_str_eq (c.person.number, "1234567");
  cr_expect_str_eq (c.chart, "drill");
  cr_expect (id_valid (c.id, 'c'));
  cr_expect (reception_usable (&r.s, &c, &r.why));
  reception_done (&c);
}

Test (drill, without)
{
  static const char *const bad[] = { "", "iris", "totp,", ",totp", "oqs",
                                     "totp,,vein", "totp vein" };

  cr_expect (drill_without_check (&r.s, "totp", &r.why));
  cr_expect (drill_without_check (&r.s, "totp,vein", &r.why));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      cr_expect (!drill_without_check (&r.s, bad[i], &r.why), "%s", bad[i]);
      cr_expect_eq (r.why.code, CODE_VALUE);
    }
  cr_expect (drill_without ("totp,vein", "vein"));
  cr_expect (!drill_without ("totp,vein", "vei"));
  cr_expect (!drill_without (NULL, "vein"));
}

Test (drill, every_record_says_so)
{
  struct factor_set set = { .n = 0 };
  struct record rec;

  r.s.drill = true;
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (registry_apply (&r, "tanaka", &set));
  registry_record (&r, "tanaka", 0, &rec);
  cr_expect_str_eq (record_text (&rec, "drill"), "yes");
  record_done (&rec);
}

/* --- who has practised --- */

static enum drill_past
past (void)
{
  enum drill_past out = DRILL_NEVER;
  struct account a;
  struct txn *t;

  cr_assert (registry_get (&r, "tanaka", &a));
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (drill_look (&r.s, t, &a, &out, &r.why));
  txn_end (t);
  account_done (&a);
  return out;
}

/* A drill that was completed with PROVIDER and the palm.  */
static void
practise (const char *provider)
{
  struct request q = { .s = &r.s, .started = clock_seconds (r.s.clock) };
  struct draft *d = session_draft (&r.s, "end");
  struct txn *t;

  cr_assert (registry_get (&r, "tanaka", &q.account));
  cr_assert (registry_verify (&r, "tanaka", provider, &q.factors));
  cr_assert (registry_verify (&r, "tanaka", "vein", &q.factors));
  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  txn_add (t, d);
  cr_assert (drill_note (t, &q, &r.why));
  cr_assert (txn_commit (t, &r.why));
  account_done (&q.account);
}

Test (drill, practice_counts_for_the_pair_that_would_be_used)
{
  cr_expect_eq (past (), DRILL_NEVER);
  practise ("password");
  cr_expect_eq (past (), DRILL_FRESH);
  /* Another pair practised as well takes nothing away.  */
  registry_enrol (&r, "tanaka", "memory2");
  registry_answer (&r, "memory2.pin", "2468");
  practise ("memory2");
  cr_expect_eq (past (), DRILL_FRESH);
}

Test (drill, another_pair_is_practised_anew)
{
  registry_enrol (&r, "tanaka", "memory2");
  registry_answer (&r, "memory2.pin", "2468");
  practise ("memory2");
  cr_expect_eq (past (), DRILL_PAIR);
  practise ("password");
  cr_expect_eq (past (), DRILL_FRESH);
}

Test (drill, a_new_enrolment_makes_it_stale)
{
  practise ("password");
  registry_enrol (&r, "tanaka", "vein");
  cr_expect_eq (past (), DRILL_PROVIDER);
  practise ("password");
  cr_expect_eq (past (), DRILL_FRESH);
}
