/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated national side says, read by the code that reads the real
   one, and when it refuses.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/profile.h"
#include "lib/scratch.h"
#include "simulator/answer.h"
#include "simulator/checks.h"
#include "simulator/scenario.h"
#include "simulator/sim.h"
#include "simulator/state.h"

/* 2026-11-21 02:15 in Japan.  */
#define NOW 1795281300

struct national
{
  struct sim sim;
  struct config config;
  char *dir;
};

static void
begin (struct national *n)
{
  const char *src = getenv ("top_srcdir");
  char *path = scratch_path (src ? src : ".", "conf/profiles/placeholder.xml");
  struct fault why;

  *n = (struct national) { .dir = scratch_new () };
  strcpy (n->config.facility, "1319999999");
  n->sim.config = &n->config;
  n->sim.state = n->dir;
  cr_assert (profile_load (path, &n->sim.profile, NULL, &why), "%s",
             why.detail);
  cr_assert (patients_read (&n->sim.patients));
  free (path);
}

static void
finish (struct national *n)
{
  patients_done (&n->sim.patients);
  profile_free (n->sim.profile);
  scratch_done (n->dir);
}

/* A request that passes for PATIENT, borrowing everything.  */
static struct emergency_asked
asked_for (const struct patient *patient)
{
  return (struct emergency_asked) {
    .day = (char *) "20261121",
    .institution = (char *) "1319999999",
    .file_id = (char *) "E-1",
    .person = patient->card,
    .treatment = 4,
    .consent = 3,
    .pattern = 1,
    .authority = 1,
    .factor = { (char *) "1-01", (char *) "3-02" },
  };
}

static void
written (struct national *n, const struct emergency_asked *asked,
         const struct patient *who, bool cp932, struct emergency_answer *out)
{
  struct buffer bytes = BUFFER_INIT;
  const struct answer a = { .asked = asked,
                            .now = NOW,
                            .file_id = asked->file_id,
                            .institution = asked->institution,
                            .segment = 1,
                            .status = 1,
                            .person = &who->answer,
                            .patient = who,
                            .cp932 = cp932,
                            .one_line = cp932 };

  cr_assert (answer_write (n->sim.profile, &a, &bytes));
  cr_assert_eq (text_is_utf8 (bytes.data, bytes.len), !cp932);
  cr_assert_eq (emergency_read (n->sim.profile, bytes.data, bytes.len, out),
                OQS_READ_OK);
  buffer_done (&bytes);
}

static int
count (const struct summary *s, const char *kind)
{
  int n = 0;

  for (size_t i = 0; i < s->n_items; i++)
    n += strcmp (s->items[i].kind, kind) == 0;
  return n;
}

Test (simulator, answers_are_read_as_they_were_meant)
{
  struct national n;

  begin (&n);
  for (int id = 1; id <= 4; id++)
    {
      const struct patient *who = patients_by_id (&n.sim.patients, id);
      struct emergency_asked asked = asked_for (who);
      struct emergency_answer a;

      written (&n, &asked, who, false, &a);
      cr_assert_eq (a.segment, 1);
      cr_assert_eq (a.status, 1);
      cr_assert_str_eq (a.file_id, "E-1");
      cr_assert_eq (a.n_unknown, 0);
      cr_assert_eq (person_compare (&a.person, &who->card),
                    id == 4 ? PERSON_KANA : 0, "patient %d", id);
      cr_assert_eq (person_missing (&a.person), 0);
      emergency_answer_done (&a);
    }
  finish (&n);
}

Test (simulator, the_first_patient_has_something_of_most_kinds)
{
  struct national n;
  const struct patient *who;
  struct emergency_asked asked;
  struct emergency_answer a;

  begin (&n);
  who = patients_by_id (&n.sim.patients, 1);
  asked = asked_for (who);
  written (&n, &asked, who, false, &a);
  cr_assert_eq (count (&a.summary, "drug"), 4);
  cr_assert_eq (count (&a.summary, "prescription"), 3);
  cr_assert_eq (count (&a.summary, "operation"), 1);
  cr_assert_eq (count (&a.summary, "visit"), 3);
  cr_assert_eq (count (&a.summary, "dialysis"), 0);
  cr_assert_eq (count (&a.summary, "checkup"), 1);
  cr_assert_str_eq (a.summary.claims_month, "2026-10");
  emergency_answer_done (&a);
  /* The full set reaches further back.  */
  asked.pattern = 2;
  written (&n, &asked, who, false, &a);
  cr_assert_eq (count (&a.summary, "drug"), 5);
  cr_assert_eq (count (&a.summary, "prescription"), 4);
  emergency_answer_done (&a);
  who = patients_by_id (&n.sim.patients, 2);
  asked = asked_for (who);
  written (&n, &asked, who, false, &a);
  cr_assert_eq (a.summary.n_items, 0);
  cr_assert_neq (a.summary.kinds, 0, "the lists are there, empty");
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, cp932_keeps_its_extension_characters)
{
  struct national n;
  const struct patient *who;
  struct emergency_asked asked;
  struct emergency_answer a;

  begin (&n);
  who = patients_by_id (&n.sim.patients, 3);
  asked = asked_for (who);
  written (&n, &asked, who, true, &a);
  cr_assert (strstr (a.summary.items[0].institution, "髙﨑①") != NULL, "%s",
             a.summary.items[0].institution);
  emergency_answer_done (&a);
  finish (&n);
}

static const char *
refusal (const struct national *n, const struct emergency_asked *a,
         int64_t now)
{
  const struct refusal *r = checks_fail (&n->sim, a, now);

  return r ? r->code : "-";
}

Test (simulator, a_card_must_have_been_read_within_the_window)
{
  struct national n;
  const struct patient *who;
  struct emergency_asked asked;
  int64_t window;

  begin (&n);
  window = n.sim.profile->card_window_s;
  who = patients_by_id (&n.sim.patients, 1);
  asked = asked_for (who);
  cr_assert_str_eq (refusal (&n, &asked, NOW), "ZZZT9003E");
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW), 0);
  cr_assert_str_eq (refusal (&n, &asked, NOW), "-");
  cr_assert_str_eq (refusal (&n, &asked, NOW + window), "-");
  cr_assert_str_eq (refusal (&n, &asked, NOW + window + 1), "ZZZT9003E");
  cr_assert_str_eq (refusal (&n, &asked, NOW - 1), "ZZZT9003E");
  asked = asked_for (patients_other (&n.sim.patients, who));
  cr_assert_str_eq (refusal (&n, &asked, NOW), "ZZZT9003E");
  finish (&n);
}

Test (simulator, the_mode_and_the_factors_are_checked)
{
  struct national n;
  const struct patient *who;
  struct emergency_asked good;
  struct emergency_asked bad;

  begin (&n);
  who = patients_by_id (&n.sim.patients, 1);
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW), 0);
  good = asked_for (who);
  bad = good;
  bad.treatment = 1;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.authority = 0;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.consent = 2;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.factor[1] = (char *) "1-02";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad.factor[1] = (char *) "3-09";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad.factor[1] = NULL;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad = good;
  bad.pattern = 7;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9006E");
  bad = good;
  bad.institution = (char *) "1318888888";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9007E");
  finish (&n);
}

Test (simulator, scenarios_have_names_of_their_own)
{
  for (int press = 0; press < 2; press++)
    {
      size_t n;
      const struct scenario *t = scenario_table (press, &n);

      for (size_t i = 0; i < n; i++)
        cr_assert_eq (scenario_find (press, t[i].name), &t[i], "%s",
                      t[i].name);
      cr_assert_eq (scenario_find (press, NULL), t);
      cr_assert_null (scenario_find (press, "nothing of the kind"));
    }
}
