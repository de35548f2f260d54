/* SPDX-License-Identifier: Apache-2.0 */
/* Emergency requests and answers by profile: written, read back, every
   sample, cut and bent ones.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "oqs/emergency.h"
#include "sample.h"

#define ANSWER "OWNDESIGN_EMTESTa01res_202611210101.xml"
#define REFUSAL "OWNDESIGN_EMTESTa01res_202611210102.xml"
#define ASKED "OWNDESIGN_EMTESTa01req_202611210101.xml"

static struct emergency_answer
read_sample (const struct profile *p, const char *file)
{
  struct emergency_answer a;
  size_t len;
  unsigned char *data = sample_bytes (file, &len);

  cr_assert_eq (emergency_read (p, data, len, &a), OQS_READ_OK, "%s", file);
  free (data);
  return a;
}

static void
expect_item (const struct summary_item *i, const char *kind, const char *date,
             const char *name, const char *code, const char *institution)
{
  cr_expect_str_eq (i->kind, kind);
  cr_expect_str_eq (i->date, date);
  cr_expect_str_eq (i->name ? i->name : "", name);
  cr_expect_str_eq (i->code ? i->code : "", code);
  cr_expect_str_eq (i->institution ? i->institution : "", institution);
}

Test (emergency, the_answer)
{
  struct profile *p = sample_profile ();
  struct emergency_answer a = read_sample (p, ANSWER);

  cr_expect_eq (a.segment, 1);
  cr_expect_eq (a.status, 1);
  cr_expect_eq (a.consent, 3);
  cr_expect_eq (a.pattern, 1);
  cr_expect_eq (a.n_unknown, 0);
  cr_expect_eq (a.process_time, 1795195022);
  cr_expect_str_eq (a.institution, "1319999999");
  cr_expect_str_eq (a.file_id, "E-20261121-0101");
  cr_expect_str_eq (a.person.insurer, "01990019");
  cr_expect_str_eq (a.person.number, "6789012");
  cr_expect_null (a.person.branch);
  cr_expect_str_eq (a.person.kana, "ｼｹﾝ ｼﾞﾛｳ");
  cr_expect_str_eq (a.person.birth, "19680722");
  cr_expect_str_eq (a.person.sex, "1");

  cr_assert_eq (a.summary.n_items, 4);
  expect_item (&a.summary.items[0], "visit", "2026-09-10", "", "",
               "架空内科クリニック");
  expect_item (&a.summary.items[1], "drug", "2026-09-10",
               "試験用抗凝固カプセル１１０ｍｇ", "699999902", "");
  cr_expect_str_eq (a.summary.items[1].source, "receipt");
  expect_item (&a.summary.items[2], "operation", "2023-03-15",
               "（試験用）冠動脈形成術", "199999902", "");
  expect_item (&a.summary.items[3], "checkup", "2026-06-10", "", "", "");
  cr_expect_str_eq (a.summary.claims_month, "2026-09");
  cr_expect_null (a.summary.pdf);
  /* Everything but treatment, for which there is no element.  */
  cr_expect_eq (a.summary.kinds,
                0x7fu & ~(1u << summary_kind_index ("treatment")));
  emergency_answer_done (&a);
  profile_free (p);
}

Test (emergency, the_refusal)
{
  struct profile *p = sample_profile ();
  struct emergency_answer a = read_sample (p, REFUSAL);

  cr_expect_eq (a.segment, 9);
  cr_expect_eq (a.status, -1);
  cr_expect_str_eq (a.code, "ZZZT9003E");
  cr_expect_str_eq (a.text, "（試験用）本人確認の履歴がありません。");
  cr_expect_str_eq (a.file_id, "E-20261121-0102");
  cr_expect_eq (a.summary.n_items, 0);
  emergency_answer_done (&a);
  profile_free (p);
}

Test (emergency, the_request)
{
  struct profile *p = sample_profile ();
  struct emergency_asked a;
  size_t len;
  unsigned char *data = sample_bytes (ASKED, &len);

  cr_assert_eq (emergency_request_read (p, data, len, &a), OQS_READ_OK);
  cr_expect_str_eq (a.day, "20261121");
  cr_expect_str_eq (a.file_id, "E-20261121-0101");
  cr_expect_str_eq (a.person.symbol, "試験");
  cr_expect_str_eq (a.person.branch, "01");
  cr_expect_eq (a.treatment, 4);
  cr_expect_eq (a.consent, 3);
  cr_expect_eq (a.pattern, 1);
  cr_expect_eq (a.authority, 1);
  cr_expect_str_eq (a.factor[0], "1-01");
  cr_expect_str_eq (a.factor[1], "3-01");
  emergency_asked_done (&a);
  free (data);
  profile_free (p);
}

/* Messages of other kinds are not ours, however well they read.  */
Test (emergency, other_kinds)
{
  static const char *const files[] = {
    ASKED,
    "OQSsiquc01res_202611210001.xml",
    "OQSsiquc01res_202611210008.xml",
    "OQSsiquc01req_202611210001.xml",
    "OQSsiquc01req_202611210013.err",
    "OQSsiimm01req_202611210009.xml",
    "YZKsiquc01res_202611210010.xml",
    "YZKsiquc01res_202611210011.xml",
    "TKKsiquc01res_202611210012.xml",
    "BROKEN_half-written_OQSsiquc01res.xml.txt",
  };
  struct profile *p = sample_profile ();

  for (size_t i = 0; i < N_ELEMENTS (files); i++)
    {
      struct emergency_answer a;
      struct emergency_asked asked;
      size_t len;
      unsigned char *data = sample_bytes (files[i], &len);
      cr_expect_eq (emergency_read (p, data, len, &a), OQS_READ_UNFINISHED,
                    "%s", files[i]);
      cr_expect_null (a.file_id);
      if (i > 0)
        cr_expect_eq (emergency_request_read (p, data, len, &asked),
                      OQS_READ_UNFINISHED, "%s", files[i]);
      free (data);
    }
  profile_free (p);
}

Test (emergency, every_prefix)
{
  static const char *const files[] = { ANSWER, REFUSAL, ASKED };
  struct profile *p = sample_profile ();

  for (size_t i = 0; i < N_ELEMENTS (files); i++)
    {
      size_t len;
      unsigned char *data = sample_bytes (files[i], &len);
      size_t whole = sample_whole_from (data, len);
      for (size_t n = 0; n < whole; n++)
        {
          struct emergency_answer a;
          struct emergency_asked asked;
          unsigned char *part = malloc (n ? n : 1);
          memcpy (part, data, n);
          cr_assert_eq (emergency_read (p, part, n, &a), OQS_READ_UNFINISHED,
                        "%s cut at %zu", files[i], n);
          cr_assert_eq (emergency_request_read (p, part, n, &asked),
                        OQS_READ_UNFINISHED, "%s cut at %zu", files[i], n);
          free (part);
        }
      free (data);
    }
  profile_free (p);
}

Test (emergency, bent_bits)
{
  struct profile *p = sample_profile ();
  size_t len;
  unsigned char *data = sample_bytes (ANSWER, &len);

  for (size_t at = 0; at < len; at++)
    for (int bit = 0; bit < 8; bit += 3)
      {
        struct emergency_answer a;
        data[at] ^= (unsigned char) (1 << bit);
        if (emergency_read (p, data, len, &a) == OQS_READ_OK && a.segment == 1
            && a.status == 1)
          cr_assert (a.person.kana || a.person.number);
        emergency_answer_done (&a);
        data[at] ^= (unsigned char) (1 << bit);
      }
  free (data);
  profile_free (p);
}

/* --- messages made here --- */

#define HEAD(segment)                                                         \
  "<XmlMsg><MessageHeader><SegmentOfResult>" segment "</SegmentOfResult>"     \
  "</MessageHeader><MessageBody>"
#define STATUS "<ProcessingResultStatus>1</ProcessingResultStatus>"
#define WHO                                                                   \
  "<EmPerson><NameKana>ｱ</NameKana><Birthdate>19500101</Birthdate>"         \
  "</EmPerson>"
#define TAIL "</MessageBody></XmlMsg>"

static enum oqs_read
read_text (const char *text, struct emergency_answer *a)
{
  struct profile *p = sample_profile ();
  enum oqs_read rc = emergency_read (p, text, strlen (text), a);

  profile_free (p);
  return rc;
}

static void
expect_rc (const char *text, enum oqs_read want)
{
  struct emergency_answer a;
  enum oqs_read rc = read_text (text, &a);

  cr_expect_eq (rc, want, "%.100s gave %d", text, (int) rc);
  emergency_answer_done (&a);
}

Test (emergency, levels_of_success)
{
  expect_rc (HEAD ("1") STATUS WHO "<EmSummary/>" TAIL, OQS_READ_OK);
  expect_rc (HEAD ("2") TAIL, OQS_READ_OK);
  expect_rc (HEAD ("9") TAIL, OQS_READ_OK);
  expect_rc (HEAD ("") STATUS WHO "<EmSummary/>" TAIL, OQS_READ_UNFINISHED);
  expect_rc (HEAD ("1") WHO "<EmSummary/>" TAIL, OQS_READ_UNFINISHED);
  expect_rc (
      HEAD ("1") "<ProcessingResultStatus>2</ProcessingResultStatus>" TAIL,
      OQS_READ_OK);
}

/* Without a person nothing could be compared, without a summary everything
   would read as "nothing found".  */
Test (emergency, a_success_says_whom_and_what)
{
  expect_rc (HEAD ("1") STATUS "<EmSummary/>" TAIL, OQS_READ_UNFINISHED);
  expect_rc (HEAD ("1") STATUS "<EmPerson><Sex1>1</Sex1></EmPerson>"
                               "<EmSummary/>" TAIL,
             OQS_READ_UNFINISHED);
  expect_rc (HEAD ("1") STATUS WHO TAIL, OQS_READ_UNFINISHED);
}

Test (emergency, two_people_in_one_answer)
{
  expect_rc (HEAD ("1") STATUS WHO
             "<EmPerson><NameKana>ｲ</NameKana></EmPerson><EmSummary/>" TAIL,
             OQS_READ_UNFINISHED);
}

Test (emergency, refused_bytes)
{
  expect_rc ("<!DOCTYPE x><XmlMsg/>", OQS_READ_DOCTYPE);
  expect_rc ("PK\3\4....", OQS_READ_ENCRYPTED);
  expect_rc ("", OQS_READ_UNFINISHED);
}

Test (emergency, sources_and_dates)
{
  static const char text[] = HEAD ("1") STATUS WHO
      "<EmSummary><EmDrugs>"
      "<EmDrug><EmSource>dispensed</EmSource><EmDate>202611</EmDate>"
      "<EmDrugName>A</EmDrugName></EmDrug>"
      "<EmDrug><EmSource>prescribed</EmSource><EmDate>20261131</EmDate>"
      "<EmDrugName>B</EmDrugName></EmDrug>"
      "<EmDrug><EmSource>receipt</EmSource><EmDate>202608</EmDate>"
      "<EmDrugName>C</EmDrugName></EmDrug>"
      "<EmDrug><EmSource>other</EmSource><EmDate>20261001</EmDate>"
      "<EmDrugName>D</EmDrugName><EmNew>x</EmNew></EmDrug>"
      "<EmDrug/></EmDrugs></EmSummary>" TAIL;
  struct emergency_answer a;

  cr_assert_eq (read_text (text, &a), OQS_READ_OK);
  cr_assert_eq (a.summary.n_items, 4, "the one that says nothing is left out");
  cr_expect_str_eq (a.summary.items[0].kind, "prescription");
  cr_expect_str_eq (a.summary.items[0].date, "2026-11");
  cr_expect_str_eq (a.summary.items[1].kind, "prescription");
  cr_expect_null (a.summary.items[1].date, "no 31 November");
  cr_expect_str_eq (a.summary.items[2].kind, "drug");
  cr_expect_str_eq (a.summary.items[3].kind, "drug");
  cr_expect_str_eq (a.summary.items[3].source, "other");
  cr_expect_eq (a.n_unknown, 1);
  emergency_answer_done (&a);
}

Test (emergency, claims_month_only_from_claims)
{
  struct emergency_answer a;

  cr_assert_eq (read_text (HEAD ("1") STATUS WHO
                           "<EmSummary><EmDrugs><EmDrug>"
                           "<EmSource>prescribed</EmSource>"
                           "<EmDate>20261101</EmDate></EmDrug></EmDrugs>"
                           "</EmSummary>" TAIL,
                           &a),
                OQS_READ_OK);
  cr_expect_null (a.summary.claims_month);
  emergency_answer_done (&a);
}

Test (emergency, too_many_items)
{
  struct buffer b = BUFFER_INIT;
  struct emergency_answer a;

  buffer_text (&b, HEAD ("1") STATUS WHO "<EmSummary><EmVisits>");
  for (int i = 0; i <= 100000; i++)
    buffer_text (&b, "<EmVisit><EmVisitDate>202601</EmVisitDate></EmVisit>");
  buffer_text (&b, "</EmVisits></EmSummary>" TAIL);
  cr_expect_eq (read_text (buffer_string (&b), &a), OQS_READ_TOO_BIG);
  cr_expect_null (a.summary.items);
  buffer_done (&b);
}

Test (emergency, pdf_is_passed_through)
{
  static const char pdf[] = "%PDF-1.4\n\x01\xff binary\n%%EOF\n";
  struct profile *p = sample_profile ();
  struct emergency_answer a;

  cr_assert_eq (emergency_read (p, pdf, sizeof pdf - 1, &a), OQS_READ_OK);
  cr_expect_eq (a.segment, -1);
  cr_expect_eq (a.status, -1);
  cr_assert_eq (a.summary.pdf_len, sizeof pdf - 1);
  cr_expect_eq (memcmp (a.summary.pdf, pdf, sizeof pdf - 1), 0);
  emergency_answer_done (&a);
  for (size_t n = 0; n < sizeof pdf - 2; n++)
    cr_expect_eq (emergency_read (p, pdf, n, &a), OQS_READ_UNFINISHED,
                  "cut at %zu", n);
  profile_free (p);
}

/* --- writing --- */

static const struct person who = {
  .insurer = (char *) "00990010",
  .symbol = (char *) "試&験",
  .number = (char *) "6789012",
  .branch = (char *) "01",
  .birth = (char *) "19680722",
};

static const struct emergency_request request = {
  .day = "20261121",
  .institution = "1319999999",
  .file_id = "r-abc",
  .person = &who,
  .consent = 3,
  .pattern = 2,
  .factor_a = "3-02",
  .factor_b = "1-01",
};

Test (emergency, written_and_read_back)
{
  struct profile *p = sample_profile ();
  struct buffer b = BUFFER_INIT;
  struct emergency_asked a;

  cr_assert (emergency_write (p, &request, &b, NULL));
  cr_expect (strstr (buffer_string (&b), "encoding=\"UTF-8\""));
  cr_expect (strstr (buffer_string (&b), ">試&amp;験<"));
  cr_expect (strstr (buffer_string (&b), ">  990010<"), "spaces, not zeros");
  cr_assert_eq (emergency_request_read (p, b.data, b.len, &a), OQS_READ_OK);
  cr_expect_str_eq (a.day, "20261121");
  cr_expect_str_eq (a.institution, "1319999999");
  cr_expect_str_eq (a.file_id, "r-abc");
  cr_expect_eq (person_compare (&a.person, &who), 0);
  cr_expect_str_eq (a.person.insurer, "00990010");
  cr_expect_str_eq (a.person.symbol, "試&験");
  cr_expect_eq (a.treatment, 4);
  cr_expect_eq (a.consent, 3);
  cr_expect_eq (a.pattern, 2);
  cr_expect_eq (a.authority, 1);
  cr_expect_str_eq (a.factor[0], "3-02");
  cr_expect_str_eq (a.factor[1], "1-01");
  emergency_asked_done (&a);
  buffer_done (&b);
  profile_free (p);
}

/* The sample of the layout is what we write, but for its comments.  */
Test (emergency, written_like_the_sample)
{
  struct profile *p = sample_profile ();
  struct buffer b = BUFFER_INIT;
  size_t len;
  unsigned char *data = sample_bytes (ASKED, &len);
  struct person jiro = { .insurer = (char *) "01990019",
                         .symbol = (char *) "試験",
                         .number = (char *) "6789012",
                         .branch = (char *) "01",
                         .birth = (char *) "19680722" };
  struct emergency_request r = { .day = "20261121",
                                 .institution = "1319999999",
                                 .file_id = "E-20261121-0101",
                                 .person = &jiro,
                                 .consent = 3,
                                 .pattern = 1,
                                 .factor_a = "1-01",
                                 .factor_b = "3-01" };

  cr_assert (emergency_write (p, &r, &b, NULL));
  const char *sample = memmem (data, len, "<XmlMsg>", 8);
  const char *ours = strstr (buffer_string (&b), "<XmlMsg>");
  cr_assert (sample && ours);
  size_t rest = len - (size_t) (sample - (const char *) data);
  cr_expect_eq (strlen (ours), rest);
  cr_expect_eq (memcmp (ours, sample, rest), 0, "%s", ours);
  free (data);
  buffer_done (&b);
  profile_free (p);
}

Test (emergency, a_name_that_the_profile_lacks)
{
  struct profile *p = sample_profile ();
  struct buffer b = BUFFER_INIT;
  const char *missing = NULL;

  for (size_t i = 0; i < p->n_names; i++)
    if (strcmp (p->names[i].meaning, "consent") == 0)
      strcpy (p->names[i].meaning, "nothing");
  cr_expect_not (emergency_write (p, &request, &b, &missing));
  cr_expect_str_eq (missing, "consent");
  cr_expect_eq (b.len, 0);
  buffer_done (&b);
  profile_free (p);
}

Test (emergency, kinds)
{
  for (int i = 0; i < 7; i++)
    {
      cr_expect_eq (summary_kind_index (summary_kind_name (i)), i);
      cr_expect (*summary_kind_label (summary_kind_name (i), LANG_JA));
    }
  cr_expect_null (summary_kind_name (7));
  cr_expect_eq (summary_kind_index ("other"), -1);
  cr_expect_str_eq (summary_kind_label ("drug", LANG_JA), "薬剤");
}
