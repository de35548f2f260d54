/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated national side says, read by the code that reads the real
   one, and when it refuses.  */
#include "simulated.h"

#include "base/text.h"
#include "simulator/checks.h"
#include "simulator/dress.h"
#include "simulator/scenario.h"
#include "simulator/state.h"

/* A's message in the dress of HOW.  */
static void
message (const struct national *n, const struct answer *a, unsigned how,
         struct buffer *out)
{
  struct buffer plain = BUFFER_INIT;

  cr_assert (answer_write (n->profile, a, &plain));
  cr_assert (dress (&plain, how, out));
  buffer_done (&plain);
}

static void
written (const struct national *n, const struct answer *a, unsigned how,
         struct emergency_answer *out)
{
  struct buffer bytes = BUFFER_INIT;

  message (n, a, how, &bytes);
  cr_assert_eq (text_is_utf8 (bytes.data, bytes.len), !(how & HOW_CP932));
  cr_assert_eq (answer_read (n->profile, a->asked->e.pattern, bytes.data,
                             bytes.len, out),
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
  static const unsigned dresses[]
      = { 0,
          HOW_CP932,
          HOW_BOM,
          HOW_ONE_LINE,
          HOW_ANY_ORDER,
          HOW_CP932 | HOW_ONE_LINE | HOW_ANY_ORDER };
  struct national n;

  begin (&n);
  for (int id = 1; id <= 8; id++)
    for (size_t d = 0; d < sizeof dresses / sizeof *dresses; d++)
      {
        const struct patient *who = patients_by_id (&n.patients, id);
        struct asked asked = asked_for (who, FOR_EMERGENCY);
        struct answer answer = answer_for (&asked, who);
        struct emergency_answer a;

        written (&n, &answer, dresses[d], &a);
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

Test (simulator, strangers_are_passed_by_and_counted)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct emergency_answer a;

  begin (&n);
  who = patients_by_id (&n.patients, 1);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  written (&n, &answer, HOW_UNKNOWN, &a);
  cr_assert_gt (a.n_unknown, 5);
  cr_assert_eq (count (&a.summary, "drug"), 4);
  cr_assert_eq (person_compare (&a.person, &who->card), 0);
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, a_document_type_is_seen)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct emergency_answer a;
  struct buffer bytes = BUFFER_INIT;

  begin (&n);
  who = patients_by_id (&n.patients, 1);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  message (&n, &answer, HOW_DOCTYPE | HOW_CP932, &bytes);
  cr_assert_eq (emergency_read (n.profile, bytes.data, bytes.len, &a),
                OQS_READ_DOCTYPE);
  buffer_done (&bytes);
  finish (&n);
}

Test (simulator, the_first_patient_has_something_of_most_kinds)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct emergency_answer a;

  begin (&n);
  who = patients_by_id (&n.patients, 1);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  written (&n, &answer, 0, &a);
  cr_assert_eq (count (&a.summary, "drug"), 4);
  cr_assert_eq (count (&a.summary, "prescription"), 3);
  cr_assert_eq (count (&a.summary, "operation"), 1);
  cr_assert_eq (count (&a.summary, "visit"), 3);
  cr_assert_eq (count (&a.summary, "dialysis"), 0);
  cr_assert_eq (count (&a.summary, "checkup"), 1);
  cr_assert_str_eq (a.summary.claims_month, "2026-10");
  emergency_answer_done (&a);
  /* The full set reaches further back.  */
  asked.e.pattern = 2;
  written (&n, &answer, 0, &a);
  cr_assert_eq (count (&a.summary, "drug"), 5);
  cr_assert_eq (count (&a.summary, "prescription"), 4);
  emergency_answer_done (&a);
  who = patients_by_id (&n.patients, 2);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  written (&n, &answer, 0, &a);
  cr_assert_eq (a.summary.n_items, 0);
  cr_assert_neq (a.summary.kinds, 0, "the lists are there, empty");
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, every_pattern_has_content_of_its_own_kinds)
{
  static const struct
  {
    int pattern;
    const char *there[4];
    const char *not_there[4];
  } expected[] = {
    { 1, { "visit", "drug", "dialysis", "checkup" }, { NULL } },
    { 2, { "visit", "drug", "operation", "checkup" }, { NULL } },
    { 3, { "prescription", "drug", "operation", "visit" }, { NULL } },
    { 4, { "drug", "prescription" }, { "visit", "operation", "checkup" } },
    { 5, { "drug", "dialysis", "operation" }, { "visit", "checkup" } },
    { 6, { "checkup" }, { "drug", "visit", "operation", "dialysis" } },
  };
  struct national n;

  begin (&n);
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    {
      const struct patient *who = patients_by_id (&n.patients, 5);
      struct asked asked = asked_for (who, FOR_EMERGENCY);
      struct answer answer = answer_for (&asked, who);
      struct emergency_answer a;

      asked.e.pattern = expected[i].pattern;
      written (&n, &answer, 0, &a);
      for (int k = 0; k < 4 && expected[i].there[k]; k++)
        cr_assert_gt (count (&a.summary, expected[i].there[k]), 0,
                      "pattern %d, %s", asked.e.pattern, expected[i].there[k]);
      for (int k = 0; k < 4 && expected[i].not_there[k]; k++)
        cr_assert_eq (count (&a.summary, expected[i].not_there[k]), 0,
                      "pattern %d, %s", asked.e.pattern,
                      expected[i].not_there[k]);
      emergency_answer_done (&a);
    }
  finish (&n);
}

Test (simulator, cp932_keeps_its_extension_characters)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct emergency_answer a;

  begin (&n);
  who = patients_by_id (&n.patients, 3);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  answer.extension = true;
  written (&n, &answer, HOW_CP932, &a);
  cr_assert (strstr (a.summary.items[0].institution, "髙﨑①") != NULL, "%s",
             a.summary.items[0].institution);
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, people_who_share_a_number_are_told_apart)
{
  struct national n;
  const struct patient *mother, *child;
  struct person who;

  begin (&n);
  mother = patients_by_id (&n.patients, 4);
  child = patients_by_id (&n.patients, 7);
  cr_assert_str_eq (mother->card.number, child->card.number);
  cr_assert_eq (patients_find (&n.patients, &mother->card), mother);
  cr_assert_eq (patients_find (&n.patients, &child->card), child);
  who = child->card;
  who.branch = (char *) "09";
  cr_assert_null (patients_find (&n.patients, &who));
  /* Namesakes: the same kana, another day of birth.  */
  cr_assert_eq (person_compare (&patients_by_id (&n.patients, 1)->card,
                                &patients_by_id (&n.patients, 6)->card),
                PERSON_BIRTH | PERSON_NUMBER);
  finish (&n);
}

/* Patient 5, who has something of every kind, asked for as an ordinary
   request with FileCategory 4 or 2 does.  */
static struct asked
ordinary_for (const struct national *n, unsigned on)
{
  struct asked asked = asked_for (patients_by_id (&n->patients, 5), on);

  asked.from = (char *) "202111";
  asked.to = (char *) "202611";
  asked.category = on == FOR_DRUGS ? 4 : 2;
  asked.treatment = on == FOR_DRUGS;
  asked.prescriptions = 1;
  return asked;
}

static void
ordinary (const struct national *n, const struct asked *asked,
          unsigned consent, unsigned how, struct emergency_answer *out)
{
  const struct patient *who = patients_by_id (&n->patients, 5);
  struct answer answer = answer_for (asked, who);
  struct buffer bytes = BUFFER_INIT;

  answer.consent = consent;
  answer.extension = how & HOW_CP932;
  message (n, &answer, how, &bytes);
  if (asked->on == FOR_DRUGS)
    cr_assert_eq (yzk_read (n->profile, bytes.data, bytes.len, out),
                  OQS_READ_OK);
  else
    cr_assert_eq (tkk_read (bytes.data, bytes.len, out), OQS_READ_OK);
  buffer_done (&bytes);
  cr_assert_eq (out->segment, 1);
  cr_assert_eq (out->status, 1);
  cr_assert_eq (out->n_unknown, 0);
  cr_assert_str_eq (out->file_id, "E-1");
  cr_assert_eq (person_compare (&out->person, &who->card), 0);
}

Test (simulator, drugs_and_treatments_are_read_as_they_were_meant)
{
  struct national n;
  struct asked asked;
  struct emergency_answer a;

  begin (&n);
  asked = ordinary_for (&n, FOR_DRUGS);
  ordinary (&n, &asked, CONSENT_GIVEN, HOW_ANY_ORDER, &a);
  cr_assert_eq (count (&a.summary, "drug"), 3);
  cr_assert_eq (count (&a.summary, "prescription"), 3);
  cr_assert_eq (count (&a.summary, "treatment"), 2);
  cr_assert_eq (count (&a.summary, "dialysis"), 4);
  cr_assert_eq (count (&a.summary, "operation"), 1);
  cr_assert_eq (count (&a.summary, "visit"), 0);
  emergency_answer_done (&a);
  /* Operations have a consent of their own.  */
  ordinary (&n, &asked, CONSENT_DRUG | CONSENT_TREATMENT, 0, &a);
  cr_assert_eq (count (&a.summary, "operation"), 0);
  cr_assert_eq (count (&a.summary, "dialysis"), 4);
  emergency_answer_done (&a);
  /* Drugs alone, and the months that were asked for.  */
  asked.treatment = false;
  asked.from = (char *) "202610";
  ordinary (&n, &asked, CONSENT_GIVEN, HOW_CP932 | HOW_ONE_LINE, &a);
  cr_assert_eq (count (&a.summary, "drug"), 3, "one more in CP932");
  cr_assert_eq (count (&a.summary, "dialysis"), 0);
  emergency_answer_done (&a);
  asked.prescriptions = 0;
  ordinary (&n, &asked, CONSENT_GIVEN, 0, &a);
  cr_assert_eq (count (&a.summary, "drug"), 2);
  cr_assert_eq (count (&a.summary, "prescription"), 0);
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, check_ups_are_read_as_they_were_meant)
{
  struct national n;
  struct asked asked;
  struct emergency_answer a;

  begin (&n);
  asked = ordinary_for (&n, FOR_CHECKUPS);
  ordinary (&n, &asked, CONSENT_GIVEN, HOW_CP932, &a);
  cr_assert_gt (count (&a.summary, "checkup"), 0);
  emergency_answer_done (&a);
  finish (&n);
}

Test (simulator, a_pdf_is_whole_and_about_what_was_asked)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct emergency_answer a;
  struct buffer bytes = BUFFER_INIT;

  begin (&n);
  who = patients_by_id (&n.patients, 5);
  asked = asked_for (who, FOR_EMERGENCY);
  answer = answer_for (&asked, who);
  answer.repeat = 40;
  cr_assert (answer_pdf (&answer, &bytes));
  cr_assert_eq (emergency_read (n.profile, bytes.data, bytes.len, &a),
                OQS_READ_OK);
  cr_assert_eq (a.summary.pdf_len, bytes.len);
  emergency_answer_done (&a);
  buffer_done (&bytes);
  finish (&n);
}

Test (simulator, a_refusal_is_told_in_each_message)
{
  static const unsigned kinds[] = { FOR_EMERGENCY, FOR_DRUGS, FOR_CHECKUPS };
  struct national n;

  begin (&n);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    {
      struct asked asked = ordinary_for (&n, kinds[i]);
      struct answer answer
          = answer_for (&asked, patients_by_id (&n.patients, 5));
      struct buffer bytes = BUFFER_INIT;
      struct emergency_answer a;
      enum oqs_read rc;

      asked.e.pattern = 4;
      answer.segment = 9;
      answer.status = 0;
      answer.code = "ZZZT9009E";
      answer.text = "（試験用）閲覧の同意がありません。";
      answer.person = NULL;
      answer.patient = NULL;
      message (&n, &answer, 0, &bytes);
      rc = kinds[i] == FOR_DRUGS
               ? yzk_read (n.profile, bytes.data, bytes.len, &a)
           : kinds[i] == FOR_CHECKUPS
               ? tkk_read (bytes.data, bytes.len, &a)
               : answer_read (n.profile, 4, bytes.data, bytes.len, &a);
      cr_assert_eq (rc, OQS_READ_OK);
      cr_assert_eq (a.segment, 9);
      cr_assert_str_eq (a.text, answer.text);
      emergency_answer_done (&a);
      buffer_done (&bytes);
    }
  finish (&n);
}

static const char *
refusal (const struct national *n, const struct asked *a, int64_t now)
{
  unsigned consent;
  const struct refusal *r
      = checks_fail (&n->x, &n->patients, a, now, &consent);

  return r ? r->code : "-";
}

Test (simulator, a_card_must_have_been_read_within_the_window)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  int64_t window;

  begin (&n);
  window = n.profile->card_window_s;
  who = patients_by_id (&n.patients, 1);
  asked = asked_for (who, FOR_EMERGENCY);
  cr_assert_str_eq (refusal (&n, &asked, NOW), "ZZZT9003E");
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW, 0), 0);
  cr_assert_str_eq (refusal (&n, &asked, NOW), "-");
  cr_assert_str_eq (refusal (&n, &asked, NOW + window), "-");
  cr_assert_str_eq (refusal (&n, &asked, NOW + window + 1), "ZZZT9003E");
  cr_assert_str_eq (refusal (&n, &asked, NOW - 1), "ZZZT9003E");
  asked.e.person.birth = (char *) "19530504";
  cr_assert_str_eq (refusal (&n, &asked, NOW), "ZZZT9003E");
  asked = asked_for (patients_other (&n.patients, who), FOR_EMERGENCY);
  cr_assert_str_eq (refusal (&n, &asked, NOW), "ZZZT9003E");
  finish (&n);
}

Test (simulator, the_mode_and_the_factors_are_checked)
{
  struct national n;
  const struct patient *who;
  struct asked good;
  struct asked bad;

  begin (&n);
  who = patients_by_id (&n.patients, 1);
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW, 0), 0);
  good = asked_for (who, FOR_EMERGENCY);
  bad = good;
  bad.e.treatment = 1;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.e.authority = 0;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.e.consent = 2;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9004E");
  bad = good;
  bad.e.factor[1] = (char *) "1-02";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad.e.factor[1] = (char *) "3-09";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad.e.factor[1] = NULL;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9005E");
  bad = good;
  bad.e.pattern = 7;
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9006E");
  bad = good;
  bad.e.institution = (char *) "1318888888";
  cr_assert_str_eq (refusal (&n, &bad, NOW), "ZZZT9007E");
  finish (&n);
}

Test (simulator, ordinary_information_needs_the_consent_of_a_card_reading)
{
  struct national n;
  const struct patient *who;
  struct asked drugs, checkups;

  begin (&n);
  who = patients_by_id (&n.patients, 5);
  drugs = ordinary_for (&n, FOR_DRUGS);
  checkups = ordinary_for (&n, FOR_CHECKUPS);
  cr_assert_str_eq (refusal (&n, &drugs, NOW), "ZZZT9009E");
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW, CONSENT_NONE), 0);
  cr_assert_str_eq (refusal (&n, &drugs, NOW), "ZZZT9009E");
  /* 診療区分 4: the reading alone.  */
  drugs.e.treatment = 4;
  cr_assert_str_eq (refusal (&n, &drugs, NOW), "-");
  drugs.e.treatment = 1;
  cr_assert_eq (state_pressed (n.dir, &who->card, NOW + 60,
                               CONSENT_DRUG | CONSENT_TREATMENT),
                0);
  cr_assert_str_eq (refusal (&n, &drugs, NOW + 61), "-");
  cr_assert_str_eq (refusal (&n, &checkups, NOW + 61), "ZZZT9009E");
  cr_assert_str_eq (refusal (&n, &drugs, NOW + 61 + 24 * 3600), "ZZZT9010E");
  drugs.e.person.number = (char *) "1";
  cr_assert_str_eq (refusal (&n, &drugs, NOW), "ZZZT9008E");
  finish (&n);
}

Test (simulator, an_ordinary_confirmation_is_read_as_one)
{
  struct national n;

  begin (&n);
  for (int id = 1; id <= 8; id++)
    {
      const struct patient *who = patients_by_id (&n.patients, id);
      struct asked asked = asked_for (who, FOR_ELIGIBILITY);
      struct answer answer = answer_for (&asked, who);
      struct buffer bytes = BUFFER_INIT;
      struct eligibility e;

      message (&n, &answer, id % 2 ? HOW_CP932 : HOW_ANY_ORDER, &bytes);
      cr_assert_eq (eligibility_read (bytes.data, bytes.len, &e), OQS_READ_OK);
      cr_assert_eq (e.reference, 2);
      cr_assert_eq (e.segment, 1);
      cr_assert_eq (e.status, 1);
      cr_assert_eq (e.validity, id == 8 ? 2 : 1);
      cr_assert_eq (e.consent, OQS_CONSENT_ABSENT);
      cr_assert_eq (e.n_unknown, 0, "patient %d: %zu", id, e.n_unknown);
      cr_assert_str_eq (e.file_id, "E-1");
      cr_assert_eq (person_compare (&e.person, &who->card), 0);
      cr_assert_eq (person_missing (&e.person), 0);
      eligibility_done (&e);
      buffer_done (&bytes);
    }
  finish (&n);
}

Test (simulator, nobody_of_that_number_is_validity_4)
{
  struct national n;
  const struct patient *who;
  struct asked asked;
  struct answer answer;
  struct buffer bytes = BUFFER_INIT;
  struct eligibility e;

  begin (&n);
  who = patients_by_id (&n.patients, 1);
  asked = asked_for (who, FOR_ELIGIBILITY);
  answer = answer_for (&asked, who);
  answer.patient = NULL;
  answer.person = NULL;
  answer.validity = 4;
  message (&n, &answer, 0, &bytes);
  cr_assert_eq (eligibility_read (bytes.data, bytes.len, &e), OQS_READ_OK);
  cr_assert_eq (e.validity, 4);
  cr_assert_eq (e.n_results, 0);
  eligibility_done (&e);
  buffer_done (&bytes);
  finish (&n);
}

Test (simulator, requests_are_read_and_their_faults_named)
{
  struct national n;
  const char *src = getenv ("top_srcdir");
  static const struct
  {
    const char *file;
    unsigned on;
    const char *fault;
  } samples[] = {
    { "OQSsiquc01req_202611210001.xml", FOR_ELIGIBILITY, NULL },
    { "OQSsiquc01req_202611210013.xml", FOR_ELIGIBILITY,
      "QualificationConfirmationDate" },
    { "YZKsiquc01req_202611210010.xml", FOR_DRUGS, NULL },
  };

  begin (&n);
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
    {
      char *dir = scratch_path (src ? src : ".", "tests/samples");
      char *text = scratch_read (dir, samples[i].file);
      const char *suffix;
      const char *fault;
      struct asked a;

      cr_assert_eq (asked_kind (n.profile, samples[i].file, &suffix),
                    samples[i].on);
      cr_assert_eq (strncmp (suffix, "2026112100", 10), 0);
      cr_assert_eq (
          asked_read (n.profile, samples[i].on, text, strlen (text), &a),
          OQS_READ_OK);
      fault = asked_fault (&a);
      if (samples[i].fault)
        cr_assert_str_eq (fault, samples[i].fault);
      else
        cr_assert_null (fault);
      cr_assert_str_eq (a.e.person.number, "1234567");
      asked_done (&a);
      free (text);
      free (dir);
    }
  cr_assert_eq (
      asked_kind (n.profile, "OQSsiimm01req_2.xml", &(const char *){ 0 }), 0);
  cr_assert_eq (
      asked_kind (n.profile, "OQSsiquc01req_../x.xml", &(const char *){ 0 }),
      0);
  cr_assert_eq (
      asked_kind (n.profile, "OQSsiquc01req_.xml", &(const char *){ 0 }), 0);
  finish (&n);
}

Test (simulator, scenarios_have_names_of_their_own_and_can_be_read)
{
  for (int press = 0; press < 2; press++)
    {
      size_t n;
      const struct scenario *t = scenario_table (press, &n);

      for (size_t i = 0; i < n; i++)
        {
          struct config_faults faults = { .v = NULL };
          struct script s;
          bool known;

          cr_assert_eq (scenario_find (press, t[i].name), &t[i], "%s",
                        t[i].name);
          cr_assert (scenario_load (press, t[i].name, &s, &faults, &known),
                     "%s", t[i].name);
          cr_assert_str_eq (s.name, t[i].name);
          script_done (&s);
          config_faults_done (&faults);
        }
      cr_assert_null (scenario_find (press, "nothing of the kind"));
    }
}
