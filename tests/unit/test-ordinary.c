/* SPDX-License-Identifier: Apache-2.0 */
/* The ordinary messages, YZK and TKK: samples, requests, order, encodings,
   limits, what is cut and what is hostile.  */
#include <criterion/criterion.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "oqs/items.h"
#include "oqs/ordinary.h"
#include "sample.h"

#define YZK "YZKsiquc01res_202611210010.xml"
#define YZK_ERROR "YZKsiquc01res_202611210011.xml"
#define TKK "TKKsiquc01res_202611210012.xml"
#define ASKED "YZKsiquc01req_202611210010.xml"

#define HEAD                                                                  \
  "<XmlMsg><MessageHeader><ResultCode>1</ResultCode>"                         \
  "<ArbitraryFileIdentifier>E-1</ArbitraryFileIdentifier>"                    \
  "<QuaInf><KanaName>ｼｹﾝ ﾀﾛｳ</KanaName><Birth>19530503</Birth>"   \
  "<AdmGendCode>1</AdmGendCode></QuaInf></MessageHeader><MessageBody>"
#define TAIL "</MessageBody></XmlMsg>"

static struct profile *profile;

static void
begin (void)
{
  profile = sample_profile ();
}

static void
end (void)
{
  profile_free (profile);
}

TestSuite (ordinary, .init = begin, .fini = end);

static enum oqs_read
read_text (const char *text, struct emergency_answer *a)
{
  return yzk_read (profile, text, strlen (text), a);
}

static struct emergency_answer
read_body (const char *body)
{
  struct emergency_answer a;
  CLEANUP_FREE char *text = NULL;

  cr_assert (asprintf (&text, HEAD "%s" TAIL, body) > 0);
  cr_assert_eq (read_text (text, &a), OQS_READ_OK, "%s", body);
  return a;
}

static void
expect (const struct summary_item *i, const char *kind, const char *source,
        const char *date, const char *name)
{
  cr_expect_str_eq (i->kind, kind);
  cr_expect_str_eq (i->source, source);
  cr_expect_str_eq (i->date ? i->date : "", date);
  cr_expect_str_eq (i->name ? i->name : "", name);
}

/* --- the samples --- */

Test (ordinary, the_yzk_answer)
{
  struct emergency_answer a;
  size_t len;
  unsigned char *data = sample_bytes (YZK, &len);

  cr_assert_eq (yzk_read (profile, data, len, &a), OQS_READ_OK);
  cr_expect_eq (a.message, PROFILE_YZK);
  cr_expect_eq (a.segment, 1);
  cr_expect_eq (a.status, 1);
  cr_expect_eq (a.n_unknown, 0);
  cr_expect_null (a.institution);
  cr_expect_str_eq (a.file_id, "K-20261121-0010");
  cr_expect_str_eq (a.person.kana, "ｼｹﾝ ﾀﾛｳ");
  cr_expect_str_eq (a.person.birth, "19530503");
  cr_expect_str_eq (a.person.sex, "1");
  cr_expect_null (a.person.number);
  cr_expect_str_eq (a.summary.claims_month, "2026-09");
  cr_expect_eq (a.summary.n_replaced, 0);

  cr_assert_eq (a.summary.n_items, 5);
  const struct summary_item *i = a.summary.items;
  expect (&i[0], "drug", "receipt", "2026-09-10", "試験用降圧錠５ｍｇ");
  cr_expect_str_eq (i[0].code, "699999901");
  cr_expect_str_eq (i[0].quantity, "1 錠 × 28");
  cr_expect_str_eq (i[0].usage, "１日１回　朝食後");
  cr_expect_str_eq (i[0].institution, "架空内科クリニック");
  cr_expect_null (i[0].prescriber);
  expect (&i[1], "drug", "receipt", "2026-09-10",
          "試験用抗凝固カプセル１１０ｍｇ");
  cr_expect_str_eq (i[1].usage, "１日２回　朝夕食後　一包化");
  expect (&i[2], "dialysis", "receipt", "2026-09-10", "（試験用）人工腎臓");
  cr_expect_str_eq (i[2].quantity, "1 回");
  expect (&i[3], "prescription", "dispensed", "2026-11-15",
          "試験用降圧錠５ｍｇ");
  cr_expect_str_eq (i[3].institution, "架空調剤薬局");
  cr_expect_str_eq (i[3].prescriber, "架空内科クリニック");
  expect (&i[4], "prescription", "prescribed", "2026-11-20",
          "試験用解熱錠２００ｍｇ");
  cr_expect_str_eq (i[4].institution, "架空内科クリニック");
  cr_expect_null (i[4].prescriber);
  emergency_answer_done (&a);
  free (data);
}

Test (ordinary, a_refusal)
{
  struct emergency_answer a;
  size_t len;
  unsigned char *data = sample_bytes (YZK_ERROR, &len);

  cr_assert_eq (yzk_read (profile, data, len, &a), OQS_READ_OK);
  cr_expect_eq (a.segment, 9);
  cr_expect_str_eq (a.code, "9");
  cr_expect_str_eq (a.text, "（試験用）閲覧同意の有効期限が切れています。");
  cr_expect_eq (a.summary.n_items, 0);
  emergency_answer_done (&a);
  free (data);
}

Test (ordinary, the_tkk_answer)
{
  struct emergency_answer a;
  size_t len;
  unsigned char *data = sample_bytes (TKK, &len);

  cr_assert_eq (tkk_read (data, len, &a), OQS_READ_OK);
  cr_expect_eq (a.message, PROFILE_TKK);
  cr_expect_eq (a.segment, 1);
  cr_expect_eq (a.n_unknown, 0);
  cr_expect_str_eq (a.person.kana, "ｼｹﾝ ﾀﾛｳ");
  cr_expect_str_eq (a.person.sex, "1");
  cr_expect (a.summary.checkup_values);
  cr_assert_eq (a.summary.n_items, 2);
  cr_expect_str_eq (a.summary.items[0].kind, "checkup");
  cr_expect_str_eq (a.summary.items[0].date, "2026-06-10");
  cr_expect_str_eq (a.summary.items[0].name, "身長");
  cr_expect_str_eq (a.summary.items[0].quantity, "165.0 cm");
  cr_expect_str_eq (a.summary.items[1].quantity, "はい");
  emergency_answer_done (&a);
  free (data);
}

/* Neither is taken for the other, nor for an emergency answer.  */
Test (ordinary, kinds_are_told_apart)
{
  static const char *const files[]
      = { YZK, TKK, "OWNDESIGN_EMTESTa01res_202611210101.xml",
          "OQSsiquc01res_202611210001.xml" };
  struct emergency_answer a;

  for (size_t i = 0; i < N_ELEMENTS (files); i++)
    {
      size_t len;
      unsigned char *data = sample_bytes (files[i], &len);
      enum oqs_read yzk = yzk_read (profile, data, len, &a);
      emergency_answer_done (&a);
      enum oqs_read tkk = tkk_read (data, len, &a);
      emergency_answer_done (&a);
      enum oqs_read own = emergency_read (profile, data, len, &a);
      emergency_answer_done (&a);
      cr_expect_eq (yzk, i == 0 ? OQS_READ_OK : OQS_READ_UNFINISHED, "%s",
                    files[i]);
      cr_expect_eq (tkk, i == 1 ? OQS_READ_OK : OQS_READ_UNFINISHED, "%s",
                    files[i]);
      cr_expect_eq (own, i == 2 ? OQS_READ_OK : OQS_READ_UNFINISHED, "%s",
                    files[i]);
      free (data);
    }
}

/* The answer to a pattern comes in its message; a refusal may come as the
   emergency one, and a PDF in any.  */
Test (ordinary, answers_by_pattern)
{
  static const struct
  {
    int pattern;
    const char *file;
    enum profile_message message;
    int segment;
  } cases[] = {
    { 1, "OWNDESIGN_EMTESTa01res_202611210101.xml", PROFILE_EMERGENCY, 1 },
    { 4, YZK, PROFILE_YZK, 1 },
    { 5, YZK, PROFILE_YZK, 1 },
    { 6, TKK, PROFILE_TKK, 1 },
    { 5, "OWNDESIGN_EMTESTa01res_202611210102.xml", PROFILE_EMERGENCY, 9 },
  };
  static const char pdf[] = "%PDF-1.4\nx\n%%EOF\n";
  struct emergency_answer a;
  size_t len;

  for (size_t i = 0; i < N_ELEMENTS (cases); i++)
    {
      unsigned char *data = sample_bytes (cases[i].file, &len);
      cr_assert_eq (answer_read (profile, cases[i].pattern, data, len, &a),
                    OQS_READ_OK);
      cr_expect_eq (a.message, cases[i].message);
      cr_expect_eq (a.segment, cases[i].segment);
      emergency_answer_done (&a);
      free (data);
    }
  unsigned char *data = sample_bytes (YZK, &len);
  cr_expect_eq (answer_read (profile, 6, data, len, &a), OQS_READ_UNFINISHED,
                "drugs are no check-up");
  cr_expect_eq (answer_read (profile, 1, data, len, &a), OQS_READ_UNFINISHED);
  free (data);
  cr_assert_eq (answer_read (profile, 5, pdf, sizeof pdf - 1, &a),
                OQS_READ_OK);
  cr_expect_eq (a.summary.pdf_len, sizeof pdf - 1);
  emergency_answer_done (&a);
}

/* Which kinds were asked for is told, also where nothing was found.  */
Test (ordinary, empty_is_told)
{
  struct emergency_answer a;
  const char *text = HEAD TAIL;
  unsigned drug = 1u << summary_kind_index ("drug");
  unsigned dialysis = 1u << summary_kind_index ("dialysis");

  cr_assert_eq (answer_read (profile, 4, text, strlen (text), &a),
                OQS_READ_OK);
  cr_expect (a.summary.kinds & drug);
  cr_expect_not (a.summary.kinds & dialysis);
  cr_expect_null (a.summary.claims_month);
  emergency_answer_done (&a);
  cr_assert_eq (answer_read (profile, 5, text, strlen (text), &a),
                OQS_READ_OK);
  cr_expect (a.summary.kinds & dialysis);
  emergency_answer_done (&a);
}

/* --- order and shape --- */

/* What belongs to the whole stands behind its parts, as it may.  */
Test (ordinary, elements_in_any_order)
{
  struct emergency_answer a = read_body (
      "<MeTrMonthInf><DiDateInfs><DiDateInf><DrugInfs><DrugInf>"
      "<Times>7</Times><DrugN>A</DrugN></DrugInf></DrugInfs>"
      "<DiDate>20260910</DiDate></DiDateInf>"
      "<DiDateInf><DiDate>20260912</DiDate><DrugInfs><DrugInf>"
      "<DrugN>B</DrugN></DrugInf></DrugInfs></DiDateInf>"
      "<DiDateInf><DrugInfs><DrugInf><DrugN>C</DrugN></DrugInf></DrugInfs>"
      "</DiDateInf></DiDateInfs><MeTrMonth>202609</MeTrMonth>"
      "<MeTrDiHNm>X</MeTrDiHNm></MeTrMonthInf>"
      "<MeTrMonthInf><MeTrDiHNm>Y</MeTrDiHNm></MeTrMonthInf>");

  cr_assert_eq (a.summary.n_items, 3);
  expect (&a.summary.items[0], "drug", "receipt", "2026-09-10", "A");
  cr_expect_str_eq (a.summary.items[0].institution, "X");
  cr_expect_str_eq (a.summary.items[0].quantity, "7");
  expect (&a.summary.items[1], "drug", "receipt", "2026-09-12", "B");
  cr_expect_null (a.summary.items[1].quantity);
  expect (&a.summary.items[2], "drug", "receipt", "2026-09", "C");
  emergency_answer_done (&a);
}

Test (ordinary, unknown_elements_are_counted)
{
  struct emergency_answer a = read_body (
      "<New><Deep/></New><MeTrMonthInf><Other>1</Other></MeTrMonthInf>");

  cr_expect_eq (a.n_unknown, 2);
  cr_expect_eq (a.summary.n_items, 0);
  emergency_answer_done (&a);
}

Test (ordinary, dates_that_are_none)
{
  struct emergency_answer a = read_body (
      "<MeTrMonthInf><MeTrMonth>209913</MeTrMonth><DiDateInfs><DiDateInf>"
      "<DiDate>20260230</DiDate><DrugInfs><DrugInf><DrugN>A</DrugN></DrugInf>"
      "</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>");

  cr_assert_eq (a.summary.n_items, 1);
  cr_expect_null (a.summary.items[0].date);
  cr_expect_null (a.summary.claims_month);
  emergency_answer_done (&a);
}

/* --- treatments --- */

#define TREATMENT(class, code, name)                                          \
  "<MeTrInf><MeTrIdCl>" class "</MeTrIdCl><SinInfCd>" code                    \
                              "</SinInfCd><SinInfN>" name                     \
                              "</SinInfN></MeTrInf>"

Test (ordinary, treatments_by_code_name_and_class)
{
  static const char *const kinds[] = { "dialysis",  "dialysis",  "dialysis",
                                       "operation", "treatment", "treatment" };
  struct emergency_answer a = read_body (
      "<MeTrMonthInf><DiDateInfs><DiDateInf><DiDate>20260910</DiDate>"
      "<MeTrInfs>" TREATMENT ("40", "199999901", "X") TREATMENT (
          "40", "1", "導入期加算２（人工腎臓）")
          TREATMENT ("14", "2", "在宅自己腹膜灌流指導管理料") TREATMENT (
              "50", "3", "（試験用）冠動脈形成術")
              TREATMENT ("40", "4", "創傷処置") TREATMENT (
                  "", "5",
                  "Y") "</MeTrInfs></DiDateInf></DiDateInfs></MeTrMonthInf>");

  cr_assert_eq (a.summary.n_items, N_ELEMENTS (kinds));
  for (size_t i = 0; i < N_ELEMENTS (kinds); i++)
    cr_expect_str_eq (a.summary.items[i].kind, kinds[i], "%zu", i);
  emergency_answer_done (&a);
}

/* --- precedence --- */

#define DRUG(p, code, ingredient, name)                                       \
  "<" p "DrugInf><" p "DrugC>" code "</" p "DrugC><" p "IngreN>" ingredient   \
  "</" p "IngreN><" p "DrugN>" name "</" p "DrugN></" p "DrugInf>"
#define CLAIM(place, who, day, prescribed, drugs)                             \
  "<MeTrMonthInf><MeTrDiHCd>" place "</MeTrDiHCd><PrlsHCd>" who               \
  "</PrlsHCd><DiDateInfs><DiDateInf><DiDate>" day                             \
  "</DiDate><PrDate>" prescribed "</PrDate><DrugInfs>" drugs                  \
  "</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>"
#define DISPENSED(place, who, day, prescribed, drugs)                         \
  "<CzDiInf><CzDiMonthInf><CzMeTrDiHCd>" place                                \
  "</CzMeTrDiHCd><CzPrlsHCd>" who                                             \
  "</CzPrlsHCd><CzDiDateInfs><CzDiDateInf><CzDiDate>" day                     \
  "</CzDiDate><CzPrDate>" prescribed "</CzPrDate><CzDrugInfs>" drugs          \
  "</CzDrugInfs></CzDiDateInf></CzDiDateInfs></CzDiMonthInf></CzDiInf>"
#define PRESCRIBED(who, day, drugs)                                           \
  "<ShPrInf><ShPrMonthInf><ShPrHCd>" who                                      \
  "</ShPrHCd><ShPrDateInfs><ShPrDateInf><ShPrDate>" day                       \
  "</ShPrDate><ShDrugInfs>" drugs                                             \
  "</ShDrugInfs></ShPrDateInf></ShPrDateInfs></ShPrMonthInf></ShPrInf>"

static void
expect_sources (const char *body, const char *wanted, size_t replaced)
{
  struct emergency_answer a = read_body (body);
  char got[256] = "";

  for (size_t i = 0; i < a.summary.n_items; i++)
    {
      strcat (got, i ? " " : "");
      strcat (got, a.summary.items[i].source);
      strcat (got, ":");
      strcat (got, a.summary.items[i].name);
    }
  cr_expect_str_eq (got, wanted);
  cr_expect_eq (a.summary.n_replaced, replaced);
  emergency_answer_done (&a);
}

Test (ordinary, claims_before_dispensed_before_prescribed)
{
  /* One event in all three: only the claim.  */
  expect_sources (
      PRESCRIBED ("1", "20260909", DRUG ("Sh", "11", "I", "A")) DISPENSED (
          "2", "1", "20260910", "20260909", DRUG ("Cz", "11", "I", "A"))
          CLAIM ("2", "1", "20260910", "20260909", DRUG ("", "11", "I", "A")),
      "receipt:A", 2);
  /* No claim yet.  */
  expect_sources (PRESCRIBED ("1", "20260909", DRUG ("Sh", "11", "I", "A"))
                      DISPENSED ("2", "1", "20260910", "20260909",
                                 DRUG ("Cz", "11", "I", "A")),
                  "dispensed:A", 1);
  /* Another brand of the same ingredient was dispensed.  */
  expect_sources (PRESCRIBED ("1", "20260909", DRUG ("Sh", "11", "I", "A"))
                      DISPENSED ("2", "1", "20260910", "20260909",
                                 DRUG ("Cz", "12", "I", "B")),
                  "dispensed:B", 1);
  /* Dispensed on another day than prescribed: the pharmacy's day counts.  */
  expect_sources (
      DISPENSED ("2", "", "20260910", "", DRUG ("Cz", "11", "", "A"))
          CLAIM ("2", "", "20260910", "", DRUG ("", "11", "", "A")),
      "receipt:A", 1);
}

Test (ordinary, nothing_else_is_replaced)
{
  /* Another day, another institution, another drug.  */
  expect_sources (
      PRESCRIBED ("1", "20260909", DRUG ("Sh", "11", "I", "A"))
          CLAIM ("2", "1", "20260810", "20260809", DRUG ("", "11", "I", "A")),
      "prescribed:A receipt:A", 0);
  expect_sources (
      PRESCRIBED ("3", "20260909", DRUG ("Sh", "11", "I", "A"))
          CLAIM ("2", "1", "20260909", "20260909", DRUG ("", "11", "I", "A")),
      "prescribed:A receipt:A", 0);
  /* An injection in the clinic's claim leaves its prescription of tablets. */
  expect_sources (
      PRESCRIBED ("1", "20260909", DRUG ("Sh", "11", "I", "A"))
          CLAIM ("1", "1", "20260909", "20260909", DRUG ("", "31", "J", "Z")),
      "prescribed:A receipt:Z", 0);
  /* Without a day or an institution nothing can be compared.  */
  expect_sources (
      PRESCRIBED ("", "20260909", DRUG ("Sh", "11", "I", "A"))
          CLAIM ("", "", "20260909", "", DRUG ("", "11", "I", "A")),
      "prescribed:A receipt:A", 0);
  /* Twice in one source is twice.  */
  expect_sources (CLAIM ("2", "1", "20260910", "20260909",
                         DRUG ("", "11", "I", "A") DRUG ("", "11", "I", "A")),
                  "receipt:A receipt:A", 0);
}

/* --- bytes --- */

Test (ordinary, windows_code_page)
{
  static const char utf8[]
      = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>" HEAD
        "<MeTrMonthInf><MeTrDiHNm>髙﨑①クリニック～－</MeTrDiHNm><DiDateInfs>"
        "<DiDateInf><DrugInfs><DrugInf><DrugN>試験用錠</DrugN></DrugInf>"
        "</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>" TAIL;
  char bytes[4096], *in = (char *) utf8, *out = bytes;
  size_t left = sizeof utf8 - 1, room = sizeof bytes;
  struct emergency_answer a;
  iconv_t cd = iconv_open ("CP932", "UTF-8");

  cr_assert_neq (iconv (cd, &in, &left, &out, &room), (size_t) -1);
  iconv_close (cd);
  cr_assert_eq (yzk_read (profile, bytes, sizeof bytes - room, &a),
                OQS_READ_OK);
  cr_assert_eq (a.summary.n_items, 1);
  cr_expect_str_eq (a.summary.items[0].institution, "髙﨑①クリニック～－");
  cr_expect_str_eq (a.person.kana, "ｼｹﾝ ﾀﾛｳ");
  emergency_answer_done (&a);
}

/* However short: unfinished, and nothing of it is kept.  */
Test (ordinary, cut_anywhere)
{
  static const char *const files[] = { YZK, TKK };

  for (size_t f = 0; f < N_ELEMENTS (files); f++)
    {
      size_t len;
      unsigned char *data = sample_bytes (files[f], &len);
      size_t whole = sample_whole_from (data, len);
      for (size_t n = 0; n < whole; n++)
        {
          struct emergency_answer a;
          CLEANUP_FREE unsigned char *cut = malloc (n ? n : 1);
          memcpy (cut, data, n);
          enum oqs_read rc
              = f ? tkk_read (cut, n, &a) : yzk_read (profile, cut, n, &a);
          cr_assert_eq (rc, OQS_READ_UNFINISHED, "%s at %zu", files[f], n);
          cr_assert_null (a.summary.items);
          cr_assert_null (a.file_id);
        }
      free (data);
    }
}

Test (ordinary, hostile_xml)
{
  static const struct
  {
    const char *text;
    enum oqs_read rc;
  } cases[] = {
    { "<!DOCTYPE a [<!ENTITY x \"y\">]>" HEAD TAIL, OQS_READ_DOCTYPE },
    { "PK\3\4zip", OQS_READ_ENCRYPTED },
    { HEAD "&x;" TAIL, OQS_READ_UNFINISHED },
    { HEAD "<MeTrMonthInf>" TAIL, OQS_READ_UNFINISHED },
    { "<XmlMsg><MessageHeader><ResultCode>1</ResultCode></MessageHeader>"
      "<MessageBody/></XmlMsg>",
      OQS_READ_UNFINISHED }, /* success about nobody */
    { "<XmlMsg><MessageHeader><ResultCode>1</ResultCode>"
      "<ResultCode>9</ResultCode></MessageHeader></XmlMsg>",
      OQS_READ_UNFINISHED },
    { "<XmlMsg/>", OQS_READ_UNFINISHED },
    { "", OQS_READ_UNFINISHED },
  };

  for (size_t i = 0; i < N_ELEMENTS (cases); i++)
    {
      struct emergency_answer a;
      cr_expect_eq (read_text (cases[i].text, &a), cases[i].rc, "%zu", i);
      cr_expect_null (a.summary.items);
    }
}

/* Text is kept as it came; making it safe is the renderer's.  */
Test (ordinary, hostile_text)
{
  struct emergency_answer a = read_body (
      "<MeTrMonthInf><MeTrDiHNm>../../x</MeTrDiHNm><DiDateInfs><DiDateInf>"
      "<DrugInfs><DrugInf><DrugN>&lt;script&gt;\xe2\x80\xae</DrugN></DrugInf>"
      "</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>");

  cr_assert_eq (a.summary.n_items, 1);
  cr_expect_str_eq (a.summary.items[0].name, "<script>\xe2\x80\xae");
  cr_expect_str_eq (a.summary.items[0].institution, "../../x");
  emergency_answer_done (&a);
}

/* N times the drug A, all one event, in claims and as prescribed.  */
static void
many (struct buffer *b, int claims, int prescribed)
{
  buffer_text (b, HEAD "<MeTrMonthInf><PrlsHCd>1</PrlsHCd><DiDateInfs>"
                       "<DiDateInf><PrDate>20260909</PrDate><DrugInfs>");
  for (int i = 0; i < claims; i++)
    buffer_text (b, "<DrugInf><DrugN>A</DrugN></DrugInf>");
  buffer_text (b, "</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>"
                  "<ShPrInf><ShPrMonthInf><ShPrHCd>1</ShPrHCd><ShPrDateInfs>"
                  "<ShPrDateInf><ShPrDate>20260909</ShPrDate><ShDrugInfs>");
  for (int i = 0; i < prescribed; i++)
    buffer_text (b, "<ShDrugInf><ShDrugN>A</ShDrugN></ShDrugInf>");
  buffer_text (b, "</ShDrugInfs></ShPrDateInf></ShPrDateInfs></ShPrMonthInf>"
                  "</ShPrInf>" TAIL);
}

Test (ordinary, fifty_thousand_drugs)
{
  struct emergency_answer a;
  struct buffer b = BUFFER_INIT;

  many (&b, 50000, 50000);
  cr_assert_eq (yzk_read (profile, b.data, b.len, &a), OQS_READ_OK);
  cr_expect_eq (a.summary.n_items, 50000);
  cr_expect_eq (a.summary.n_replaced, 50000);
  emergency_answer_done (&a);
  buffer_reset (&b);
  many (&b, ITEMS_MAX, 1);
  cr_expect_eq (yzk_read (profile, b.data, b.len, &a), OQS_READ_TOO_BIG);
  cr_expect_null (a.summary.items);
  buffer_done (&b);
}

/* --- requests --- */

static const struct person who = {
  .insurer = (char *) "01990019",
  .symbol = (char *) "試験",
  .number = (char *) "1234567",
  .branch = (char *) "01",
};

Test (ordinary, written_like_the_sample)
{
  struct ordinary_request r = { .institution = "1319999999",
                                .file_id = "K-20261121-0010",
                                .person = &who,
                                .from = "202609",
                                .to = "202611",
                                .treatment = true,
                                .treatment_flag = 1 };
  struct buffer b = BUFFER_INIT;
  size_t len;
  unsigned char *data = sample_bytes (ASKED, &len);

  cr_assert (ordinary_write (PROFILE_YZK, &r, &b));
  const char *sample = memmem (data, len, "<XmlMsg>", 8);
  const char *ours = strstr (buffer_string (&b), "<XmlMsg>");
  cr_assert (sample && ours);
  size_t rest = len - (size_t) (sample - (const char *) data);
  cr_expect_eq (strlen (ours), rest);
  cr_expect_eq (memcmp (ours, sample, rest), 0, "%s", ours);
  free (data);
  buffer_done (&b);
}

Test (ordinary, written_and_read_back)
{
  static const struct
  {
    enum profile_message message;
    bool treatment;
    bool pdf;
    int category;
  } cases[] = {
    { PROFILE_YZK, false, true, 1 }, { PROFILE_YZK, false, false, 2 },
    { PROFILE_YZK, true, true, 3 },  { PROFILE_YZK, true, false, 4 },
    { PROFILE_TKK, false, true, 1 }, { PROFILE_TKK, false, false, 2 },
  };

  for (size_t i = 0; i < N_ELEMENTS (cases); i++)
    {
      struct person p = who;
      p.insurer = (char *) "00990010";
      struct ordinary_request r = { .institution = "1319999999",
                                    .file_id = "E-x",
                                    .person = &p,
                                    .from = "202111",
                                    .to = "202611",
                                    .treatment = cases[i].treatment,
                                    .pdf = cases[i].pdf,
                                    .treatment_flag = 4 };
      struct buffer b = BUFFER_INIT;
      struct ordinary_asked a;
      bool yzk = cases[i].message == PROFILE_YZK;

      cr_assert (ordinary_write (cases[i].message, &r, &b));
      cr_expect (strstr (buffer_string (&b), ">  990010<"));
      cr_assert_eq (
          ordinary_request_read (cases[i].message, b.data, b.len, &a),
          OQS_READ_OK);
      cr_expect_eq (a.category, cases[i].category);
      cr_expect_eq (a.treatment, cases[i].treatment);
      cr_expect_eq (a.pdf, cases[i].pdf);
      cr_expect_eq (a.treatment_flag, 4);
      cr_expect_eq (a.prescriptions, 1);
      cr_expect_str_eq (a.file_id, "E-x");
      cr_expect_str_eq (a.person.number, "1234567");
      cr_expect_str_eq (a.person.insurer, "00990010");
      cr_expect_str_eq (a.from ? a.from : "", yzk ? "202111" : "");
      ordinary_asked_done (&a);
      buffer_done (&b);
    }
}

Test (ordinary, an_emergency_request_is_none)
{
  struct ordinary_asked a;
  size_t len;
  unsigned char *data
      = sample_bytes ("OWNDESIGN_EMTESTa01req_202611210101.xml", &len);

  cr_expect_eq (ordinary_request_read (PROFILE_YZK, data, len, &a),
                OQS_READ_UNFINISHED);
  cr_expect_null (a.institution);
  free (data);
}
