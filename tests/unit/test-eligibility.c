/* SPDX-License-Identifier: Apache-2.0 */
/* Results of 資格確認: every sample file, cut and bent ones, encodings.  */
#include <criterion/criterion.h>
#include <string.h>

#include "oqs/eligibility.h"
#include "sample.h"

struct expected
{
  const char *file;
  enum oqs_read rc;
  int reference, segment, status, validity;
  size_t n_results;
  const char *insurer, *number, *branch, *name, *kana, *birth, *sex, *chart;
  enum oqs_consent consent;
  const char *code;
};

#define FACE "OQSsiquc01res_face_1319999999"
#define TARO "試験　太郎", "ｼｹﾝ ﾀﾛｳ", "19530503", "1"
#define NOBODY 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL

static const struct expected samples[] = {
  { "OQSsiquc01res_202611210001.xml", OQS_READ_OK, 2, 1, 1, 1, 1, "01990019",
    "1234567", "01", TARO, NULL, OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210002.xml", OQS_READ_OK, 2, 1, 1, 2, 1, "01990019",
    "2345678", "01", TARO, NULL, OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210003.xml", OQS_READ_OK, 2, 1, 1, 4, NOBODY, NULL,
    OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210004.xml", OQS_READ_OK, 2, 9, -1, -1, NOBODY, NULL,
    OQS_CONSENT_ABSENT, "ZZZT9001E" },
  { "OQSsiquc01res_202611210005.xml", OQS_READ_OK, 2, 1, 2, -1, NOBODY, NULL,
    OQS_CONSENT_ABSENT, "ZZZT9002E" },
  { "OQSsiquc01res_202611210006.xml", OQS_READ_OK, 2, 1, 1, 5, NOBODY, NULL,
    OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210007.xml", OQS_READ_OK, 2, 2, -1, -1, NOBODY, NULL,
    OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210008.xml", OQS_READ_OK, 2, 1, 1, 3, 2, "39990015",
    "87654321", NULL, "高崎　花子", "ﾀｶｻｷ ﾊﾅｺ", "19390210", "2", NULL,
    OQS_CONSENT_ABSENT, NULL },
  { "OQSsiquc01res_202611210018.xml", OQS_READ_OK, 2, 1, 1, 3, 2, "39990015",
    "87654321", NULL, "髙﨑　花子", "ﾀｶｻｷ ﾊﾅｺ", "19390210", "2", NULL,
    OQS_CONSENT_ABSENT, NULL },
  { FACE "0a1b2c3d4e5f60718293_20261121093015.xml", OQS_READ_OK, 1, 1, 1, 1, 1,
    "01990019", "1234567", "01", TARO, "0000012345", OQS_CONSENT_GIVEN, NULL },
  { FACE "f0e1d2c3b4a596877869_20261121021540.xml", OQS_READ_OK, 1, 1, 1, 1, 1,
    "01990019", "6789012", "01", "試験　次郎", "ｼｹﾝ ｼﾞﾛｳ", "19680722", "1",
    NULL, OQS_CONSENT_NONE, "ZZZT0001I" },
  { FACE "00112233445566778899_20261121030005.xml", OQS_READ_OK, 1, 1, 1, 3, 1,
    "01990019", "7890123", "01", "試験　三郎", "ｼｹﾝ ｻﾌﾞﾛｳ", "19810115", "1",
    NULL, OQS_CONSENT_NONE, NULL },
  { .file = "BROKEN_half-written_OQSsiquc01res.xml.txt",
    .rc = OQS_READ_UNFINISHED },
  { .file = "OQSsiquc01req_202611210001.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "OQSsiquc01req_202611210013.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "OQSsiquc01req_202611210013.err", .rc = OQS_READ_UNFINISHED },
  { .file = "OQSsiimm01req_202611210009.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "YZKsiquc01req_202611210010.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "YZKsiquc01res_202611210010.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "YZKsiquc01res_202611210011.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "TKKsiquc01res_202611210012.xml", .rc = OQS_READ_UNFINISHED },
  { .file = "OWNDESIGN_EMTESTa01req_202611210101.xml",
    .rc = OQS_READ_UNFINISHED },
  { .file = "OWNDESIGN_EMTESTa01res_202611210101.xml",
    .rc = OQS_READ_UNFINISHED },
};

static void
same (const char *file, const char *what, const char *got, const char *want)
{
  if (want)
    cr_expect (got && strcmp (got, want) == 0, "%s: %s is %s", file, what,
               got ? got : "missing");
  else
    cr_expect_null (got, "%s: %s is %s", file, what, got);
}

static void
check (const struct expected *x, const struct eligibility *e)
{
  cr_expect_eq (e->reference, x->reference, "%s", x->file);
  cr_expect_eq (e->segment, x->segment, "%s", x->file);
  cr_expect_eq (e->status, x->status, "%s", x->file);
  cr_expect_eq (e->validity, x->validity, "%s", x->file);
  cr_expect_eq (e->n_results, x->n_results, "%s", x->file);
  cr_expect_eq (e->consent, x->consent, "%s", x->file);
  cr_expect_eq (e->n_unknown, 0, "%s: %zu unknown", x->file, e->n_unknown);
  same (x->file, "institution", e->institution, "1319999999");
  same (x->file, "insurer", e->person.insurer, x->insurer);
  same (x->file, "number", e->person.number, x->number);
  same (x->file, "branch", e->person.branch, x->branch);
  same (x->file, "name", e->person.name, x->name);
  same (x->file, "kana", e->person.kana, x->kana);
  same (x->file, "birth", e->person.birth, x->birth);
  same (x->file, "sex", e->person.sex, x->sex);
  same (x->file, "chart", e->chart, x->chart);
  same (x->file, "code", e->error_code, x->code);
}

Test (eligibility, every_sample)
{
  for (size_t i = 0; i < N_ELEMENTS (samples); i++)
    {
      const struct expected *x = &samples[i];
      struct eligibility e;
      size_t len;
      unsigned char *data = sample_bytes (x->file, &len);
      enum oqs_read rc = eligibility_read (data, len, &e);
      cr_expect_eq (rc, x->rc, "%s gave %d", x->file, (int) rc);
      if (rc == OQS_READ_OK)
        check (x, &e);
      else
        cr_expect (!e.institution && !e.person.kana && !e.error_code, "%s",
                   x->file);
      eligibility_done (&e);
      free (data);
    }
}

/* A message cut anywhere is unfinished, unless only the line end is gone.  */
Test (eligibility, every_prefix)
{
  for (size_t i = 0; i < N_ELEMENTS (samples); i++)
    {
      size_t len;
      unsigned char *data = sample_bytes (samples[i].file, &len);
      size_t whole = sample_whole_from (data, len);
      for (size_t n = 0; n < len; n++)
        {
          struct eligibility e;
          unsigned char *part = malloc (n ? n : 1);
          memcpy (part, data, n);
          enum oqs_read rc = eligibility_read (part, n, &e);
          cr_assert (n < whole ? rc == OQS_READ_UNFINISHED
                               : rc == samples[i].rc,
                     "%s cut at %zu gave %d", samples[i].file, n, (int) rc);
          eligibility_done (&e);
          free (part);
        }
      free (data);
    }
}

/* A bent message may still be one; it must neither crash nor give a success
   without its levels.  */
Test (eligibility, bent_bits)
{
  size_t len;
  unsigned char *data = sample_bytes ("OQSsiquc01res_202611210018.xml", &len);

  for (size_t at = 0; at < len; at++)
    for (int bit = 0; bit < 8; bit += 3)
      {
        struct eligibility e;
        data[at] ^= (unsigned char) (1 << bit);
        if (eligibility_read (data, len, &e) == OQS_READ_OK)
          cr_assert (e.segment >= 0 && (e.segment != 1 || e.status >= 0)
                     && (e.segment != 1 || e.status != 1 || e.validity >= 0));
        eligibility_done (&e);
        data[at] ^= (unsigned char) (1 << bit);
      }
  free (data);
}

/* --- messages made here --- */

#define HEAD                                                                  \
  "<XmlMsg><MessageHeader><SegmentOfResult>1</SegmentOfResult>"               \
  "</MessageHeader><MessageBody>"
#define GOOD                                                                  \
  "<ProcessingResultStatus>1</ProcessingResultStatus>"                        \
  "<QualificationValidity>1</QualificationValidity>"
#define ONE(inner)                                                            \
  "<ResultList><ResultOfQualificationConfirmation>" inner                     \
  "</ResultOfQualificationConfirmation></ResultList>"
#define TAIL "</MessageBody></XmlMsg>"

static enum oqs_read
read_text (const char *text, struct eligibility *e)
{
  return eligibility_read (text, strlen (text), e);
}

static void
expect_rc (const char *text, enum oqs_read want)
{
  struct eligibility e;
  enum oqs_read rc = read_text (text, &e);

  cr_expect_eq (rc, want, "%.80s gave %d", text, (int) rc);
  eligibility_done (&e);
}

Test (eligibility, order_and_unknown_elements)
{
  struct eligibility e;
  static const char text[]
      = "<XmlMsg><MessageBody><New><Name>x</Name></New>"
        "<ResultList><ResultOfQualificationConfirmation><Sex1> 2 </Sex1>"
        "<NewField>1</NewField><NameKana>ｱ</NameKana>"
        "</ResultOfQualificationConfirmation></ResultList>"
        "<QualificationValidity>1</QualificationValidity>"
        "<ProcessingResultStatus>1</ProcessingResultStatus></MessageBody>"
        "<MessageHeader><ProcessExecutionTime>20261121021540"
        "</ProcessExecutionTime><SegmentOfResult>1</SegmentOfResult>"
        "</MessageHeader></XmlMsg>";

  cr_assert_eq (read_text (text, &e), OQS_READ_OK);
  cr_expect_eq (e.n_unknown, 2);
  cr_expect_str_eq (e.person.sex, "2");
  cr_expect_str_eq (e.person.kana, "ｱ");
  cr_expect_null (e.person.name, "found inside an unknown element");
  cr_expect_eq (e.process_time, 1795194940);
  eligibility_done (&e);
}

/* The question is echoed in the body; it is not about the person found.  */
Test (eligibility, the_echo_is_not_the_answer)
{
  struct eligibility e;

  cr_assert_eq (read_text (HEAD GOOD "<QualificationConfirmSearchInfo>"
                                     "<Birthdate>19000101</Birthdate>"
                                     "</QualificationConfirmSearchInfo>" TAIL,
                           &e),
                OQS_READ_OK);
  cr_expect_null (e.person.birth);
  eligibility_done (&e);
}

Test (eligibility, consent_flags)
{
  struct eligibility e;

#define FLAG(name, v) "<" name "ConsFlg>" v "</" name "ConsFlg>"
  cr_assert_eq (read_text (HEAD GOOD ONE (FLAG ("PharmacistsInfo", "0") FLAG (
                               "OperationInfo", "1")) TAIL,
                           &e),
                OQS_READ_OK);
  cr_expect_eq (e.consent, OQS_CONSENT_GIVEN);
  eligibility_done (&e);
  /* Certificates are no viewing consents; 2 and 3 are not "given".  */
  cr_assert_eq (
      read_text (
          HEAD GOOD ONE (FLAG ("LimitApplicationCertificateRelated", "1")
                             FLAG ("SpecificDiseasesCertificateRelated", "1")
                                 FLAG ("DiagnosisName", "1")) TAIL,
          &e),
      OQS_READ_OK);
  cr_expect_eq (e.consent, OQS_CONSENT_ABSENT);
  eligibility_done (&e);
  cr_assert_eq (read_text (HEAD GOOD ONE (FLAG ("DiagnosisInfo", "2") FLAG (
                               "PharmacistsInfo", "3")) TAIL,
                           &e),
                OQS_READ_OK);
  cr_expect_eq (e.consent, OQS_CONSENT_NONE);
  eligibility_done (&e);
  cr_assert_eq (
      read_text (HEAD GOOD ONE (FLAG ("DiagnosisInfo", "")) TAIL, &e),
      OQS_READ_OK);
  cr_expect_eq (e.consent, OQS_CONSENT_ABSENT);
  eligibility_done (&e);
}

Test (eligibility, levels_of_success)
{
  expect_rc (HEAD GOOD TAIL, OQS_READ_OK);
  expect_rc (HEAD TAIL, OQS_READ_UNFINISHED);
  expect_rc (HEAD "<ProcessingResultStatus>1</ProcessingResultStatus>" TAIL,
             OQS_READ_UNFINISHED);
  expect_rc (HEAD "<ProcessingResultStatus>2</ProcessingResultStatus>" TAIL,
             OQS_READ_OK);
  expect_rc (HEAD "<ProcessingResultStatus>yes</ProcessingResultStatus>" TAIL,
             OQS_READ_UNFINISHED);
  expect_rc (HEAD GOOD
             "<ProcessingResultStatus>2</ProcessingResultStatus>" TAIL,
             OQS_READ_UNFINISHED);
}

Test (eligibility, results_of_two_people)
{
#define RESULT(kana, birth)                                                   \
  "<ResultOfQualificationConfirmation><NameKana>" kana                        \
  "</NameKana><Birthdate>" birth                                              \
  "</Birthdate></ResultOfQualificationConfirmation>"
  expect_rc (HEAD GOOD "<ResultList>" RESULT ("ｱ", "19500101")
                 RESULT ("ｲ", "19510101") "</ResultList>" TAIL,
             OQS_READ_UNFINISHED);
  expect_rc (HEAD GOOD "<ResultList>" RESULT ("ｱ", "19500101")
                 RESULT ("ｲ", "19500101") "</ResultList>" TAIL,
             OQS_READ_OK);

  struct eligibility e;
  cr_assert_eq (
      read_text (HEAD
                 "<ProcessingResultStatus>1</ProcessingResultStatus>"
                 "<ResultList>" RESULT ("ｱ", "19500101") RESULT (
                     "ｲ", "19510101") "</ResultList><QualificationValidity>5"
                                      "</QualificationValidity>" TAIL,
                 &e),
      OQS_READ_OK);
  cr_expect_eq (e.n_results, 2);
  cr_expect_null (e.person.kana, "who the others are is never told");
  eligibility_done (&e);
}

Test (eligibility, refused_bytes)
{
  expect_rc ("", OQS_READ_UNFINISHED);
  expect_rc ("PK\3\4xxxx", OQS_READ_ENCRYPTED);
  expect_rc ("<!DOCTYPE XmlMsg><XmlMsg/>", OQS_READ_DOCTYPE);
  expect_rc ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM "
             "\"file:///etc/passwd\">]><XmlMsg>&a;</XmlMsg>",
             OQS_READ_DOCTYPE);
  expect_rc (HEAD GOOD ONE ("<Name>&a;</Name>") TAIL, OQS_READ_UNFINISHED);
  expect_rc (HEAD GOOD ONE ("<Name>\x1b[2J</Name>") TAIL, OQS_READ_UNFINISHED);
  expect_rc (HEAD GOOD TAIL "<XmlMsg/>", OQS_READ_UNFINISHED);
  expect_rc ("<Other/>", OQS_READ_UNFINISHED);
  expect_rc ("\xff\xfe<\0X\0", OQS_READ_UNFINISHED);
  expect_rc ("<?xml version=\"1.0\" encoding=\"EUC-JP\"?><XmlMsg>\xbb\xee"
             "</XmlMsg>",
             OQS_READ_UNFINISHED);
}

Test (eligibility, too_much)
{
  struct eligibility e;
  struct buffer b = BUFFER_INIT;

  for (int i = 0; i < 70; i++)
    buffer_text (&b, "<a>");
  cr_expect_eq (eligibility_read (b.data, b.len, &e), OQS_READ_TOO_BIG);

  buffer_reset (&b);
  buffer_text (&b, HEAD GOOD "<ResultList><ResultOfQualificationConfirmation>"
                             "<Name>");
  for (int i = 0; i < 20000; i++)
    buffer_text (&b, "a");
  buffer_text (
      &b, "</Name></ResultOfQualificationConfirmation></ResultList>" TAIL);
  cr_expect_eq (eligibility_read (b.data, b.len, &e), OQS_READ_TOO_BIG);

  buffer_reset (&b);
  for (size_t i = 0; i <= OQS_MAX_BYTES / 8; i++)
    buffer_text (&b, "        ");
  cr_expect_eq (eligibility_read (b.data, b.len, &e), OQS_READ_TOO_BIG);

  /* Read whole, this tag would keep the parser busy for hours.  */
  buffer_reset (&b);
  buffer_text (&b, "<XmlMsg ");
  for (int i = 0; i < 500000; i++)
    buffer_printf (&b, "a%d='' ", i);
  buffer_text (&b, "/>");
  cr_expect_eq (eligibility_read (b.data, b.len, &e), OQS_READ_TOO_BIG);
  buffer_done (&b);
}

/* --- encodings --- */

#define DECLARED(name) "<?xml version=\"1.0\" encoding=\"" name "\"?>"
#define WITH_NAME(bytes) HEAD GOOD ONE ("<Name>" bytes "</Name>") TAIL

static void
expect_name (const char *text, const char *want)
{
  struct eligibility e;

  cr_expect_eq (read_text (text, &e), OQS_READ_OK, "%.50s", text);
  same (text, "name", e.person.name, want);
  eligibility_done (&e);
}

Test (eligibility, encodings)
{
  /* 髙 in the Windows code page is FB FC, ～ is 81 60.  */
  expect_name (DECLARED ("Shift_JIS") WITH_NAME ("\xfb\xfc\x81\x60"), "髙～");
  expect_name (DECLARED ("Windows-31J") WITH_NAME ("\xfb\xfc"), "髙");
  expect_name (DECLARED ("cp932") WITH_NAME ("\xfb\xfc"), "髙");
  expect_name (WITH_NAME ("\xfb\xfc"), "髙");
  expect_name (DECLARED ("UTF-8") WITH_NAME ("\xfb\xfc"), "髙");
  expect_name (DECLARED ("UTF-8") WITH_NAME ("髙"), "髙");
  expect_name ("\xef\xbb\xbf" DECLARED ("UTF-8") WITH_NAME ("髙"), "髙");
  expect_name (WITH_NAME ("髙"), "髙");
  /* Declared wrongly.  */
  expect_name (DECLARED ("Shift_JIS") WITH_NAME ("髙橋"), "髙橋");
  /* Half-width kana that look like UTF-8 (C3 B1): the declaration counts.  */
  expect_name (DECLARED ("Shift_JIS") WITH_NAME ("\xc3\xb1"), "ﾃｱ");
  expect_name (DECLARED ("UTF-8") WITH_NAME ("\xc3\xb1"), "ñ");
}

/* One bad byte in UTF-8 must not turn a name into another one.  */
Test (eligibility, damaged_utf8_is_not_another_encoding)
{
  expect_rc (DECLARED ("UTF-8") WITH_NAME ("試験　次\xe9郎太"),
             OQS_READ_UNFINISHED);
  expect_rc (DECLARED ("Shift_JIS") WITH_NAME ("\xfb\xfc\xfd"),
             OQS_READ_UNFINISHED);
}

/* More than one piece of the stream, cut inside two-byte characters.  */
Test (eligibility, windows_page_over_several_pieces)
{
  struct buffer b = BUFFER_INIT;
  struct eligibility e;

  buffer_text (&b, DECLARED ("Shift_JIS") HEAD GOOD);
  for (int i = 0; i < 3000; i++)
    buffer_text (&b, "<New>\x8e\x8e\x8c\xb1\xb1</New>");
  buffer_text (&b, ONE ("<Name>\x8e\x8e\x8c\xb1</Name>") TAIL);
  cr_assert_eq (eligibility_read (b.data, b.len, &e), OQS_READ_OK);
  cr_expect_str_eq (e.person.name, "試験");
  cr_expect_eq (e.n_unknown, 3000);
  eligibility_done (&e);
  buffer_done (&b);
}
