/* SPDX-License-Identifier: Apache-2.0 */
/* What comes back from a connector, and how the query ends for it: the rows of
   the table in SPEC section 5 from "answer with our name" on.  */
#include "access/stages.h"

#include <criterion/criterion.h>
#include <string.h>

#include "sample.h"

#define OURS "E-20261121-0101"
#define ANSWER "OWNDESIGN_EMTESTa01res_202611210101.xml"

static struct config config = { .facility = "1319999999" };
static struct session s;
static struct exchange x;
static unsigned char *answer;
static size_t answer_len;

static void
begin (void)
{
  s = (struct session){ .config = &config, .profile = sample_profile () };
  exchange_init (&x, &s, OURS, 1, false);
  answer = sample_bytes (ANSWER, &answer_len);
}

static void
end (void)
{
  exchange_done (&x);
  profile_free ((struct profile *) s.profile);
  free (answer);
}

TestSuite (exchange, .init = begin, .fini = end);

static emi_rc
put (const char *name, const char *text)
{
  return exchange_put (&x, name, text, strlen (text));
}

/* The sample with FROM exchanged for TO.  */
static emi_rc
put_edited (const char *from, const char *to)
{
  struct buffer b = BUFFER_INIT;
  const unsigned char *at = memmem (answer, answer_len, from, strlen (from));

  cr_assert_not_null (at, "%s", from);
  buffer_add (&b, answer, (size_t) (at - answer));
  buffer_text (&b, to);
  at += strlen (from);
  buffer_add (&b, at, (size_t) (answer + answer_len - at));
  emi_rc rc = exchange_put (&x, "message", b.data, b.len);
  buffer_done (&b);
  return rc;
}

Test (exchange, ours_is_taken_with_its_digest)
{
  unsigned char want[DIGEST_LEN];

  put ("sent", "1");
  cr_expect_eq (exchange_put (&x, "message", answer, answer_len), EMI_OK);
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_OK);
  cr_assert (x.taken);
  digest (answer, answer_len, want);
  cr_expect_arr_eq (x.digest, want, DIGEST_LEN);
  cr_expect_eq (x.bytes.len, answer_len);
}

/* A second answer does not replace the first.  */
Test (exchange, the_first_one_taken_stays)
{
  exchange_put (&x, "message", answer, answer_len);
  cr_expect_eq (put_edited ("19680722", "19680723"), EMI_OK);
  cr_expect_str_eq (x.answer.person.birth, "19680722");
}

Test (exchange, another_identifier_or_institution_is_waited_past)
{
  put ("sent", "1");
  cr_expect_eq (put_edited (OURS, "E-20261121-0102"), EMI_RETRY);
  cr_expect_eq (put_edited ("1319999999", "1319999998"), EMI_RETRY);
  cr_expect (!x.taken);
  cr_expect_eq (exchange_verdict (&x, EMI_DEADLINE), CODE_ANSWER_FOREIGN);
  cr_expect_eq (exchange_put (&x, "message", answer, answer_len), EMI_OK);
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_OK);
}

Test (exchange, in_progress_is_waited_past)
{
  put ("sent", "1");
  cr_expect_eq (put_edited ("<SegmentOfResult>1", "<SegmentOfResult>2"),
                EMI_RETRY);
  cr_expect_eq (exchange_verdict (&x, EMI_DEADLINE), CODE_ANSWER_IN_PROGRESS);
  cr_expect_eq (exchange_put (&x, "message", answer, answer_len), EMI_OK);
  cr_expect (x.taken);
}

Test (exchange, refused_nationally_keeps_their_words)
{
  put ("sent", "1");
  cr_expect_eq (put_edited ("<SegmentOfResult>1", "<SegmentOfResult>9"),
                EMI_OK);
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_NATIONAL_REFUSED);
  cr_expect (x.taken, "its digest is evidence");
}

Test (exchange, the_person_s_status_refuses_too)
{
  put ("sent", "1");
  cr_expect_eq (
      put_edited ("<ProcessingResultStatus>1", "<ProcessingResultStatus>2"),
      EMI_OK);
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_NATIONAL_REFUSED);
}

Test (exchange, half_an_answer_is_unfinished)
{
  put ("sent", "1");
  cr_expect_eq (exchange_put (&x, "message", answer, answer_len / 2),
                EMI_RETRY);
  cr_expect_eq (exchange_verdict (&x, EMI_DEADLINE), CODE_ANSWER_UNREADABLE);
}

Test (exchange, a_doctype_ends_it_at_once)
{
  put ("sent", "1");
  cr_expect_eq (put ("message", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
                EMI_PROTOCOL);
  cr_expect_eq (exchange_verdict (&x, EMI_PROTOCOL), CODE_ANSWER_UNFIT);
  cr_expect (!x.taken);
}

/* "資格なし" in CP932 and a terminal's escape: shown as text, never as
   anything else.  */
Test (exchange, an_err_ends_it_with_its_text)
{
  put ("sent", "1");
  cr_expect_eq (put ("error", "\x8e\x91\x8a\x69\x82\xc8\x82\xb5\x1b[31m"),
                EMI_OK);
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_ANSWER_ERR);
  cr_expect_eq (strncmp (x.end_text, "資格なし", strlen ("資格なし")), 0, "%s",
                x.end_text);
  cr_expect_null (strchr (x.end_text, '\x1b'));
}

Test (exchange, returned_and_unfit_end_it)
{
  put ("sent", "1");
  put ("returned", "1");
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_ANSWER_RETURNED);
  put ("unfit", "link");
  cr_expect_eq (exchange_verdict (&x, EMI_OK), CODE_ANSWER_UNFIT);
  cr_expect_str_eq (x.end_detail, "link");
}

Test (exchange, where_the_answer_lay_is_kept)
{
  const struct emi_field v[] = { { "file.name", { "a.xml", 5 } },
                                 { "file.time", { "1767225600", 10 } },
                                 { "file.owner", { "1000", 4 } } };

  cr_expect_eq (
      exchange_put_fields (&x, "source", &(struct emi_fields){ v, 3 }),
      EMI_OK);
  cr_expect_str_eq (x.source_name, "a.xml");
  cr_expect_eq (x.source_time, 1767225600);
  cr_expect_eq (x.source_owner, 1000);
}

/* Before it was sent nothing is unknown; afterwards nothing is certain.  */
Test (exchange, what_is_unknown_depends_on_having_sent)
{
  static const struct
  {
    bool sent;
    emi_rc rc;
    enum code want;
  } rows[] = {
    { false, EMI_CONFIG, CODE_SHARE_FOREIGN },
    { false, EMI_CANCELLED, CODE_CANCELLED },
    { false, EMI_UNREACHED, CODE_REQUEST_FILE },
    { false, EMI_INTERNAL, CODE_REQUEST_FILE },
    { true, EMI_CANCELLED, CODE_INTERRUPTED },
    { true, EMI_DEADLINE, CODE_NO_ANSWER },
    { true, EMI_UNREACHED, CODE_NO_ANSWER },
    { true, EMI_ABSENT, CODE_NO_ANSWER },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      struct exchange y;

      exchange_init (&y, &s, OURS, 1, false);
      if (rows[i].sent)
        exchange_put (&y, "sent", "1", 1);
      cr_expect (exchange_verdict (&y, rows[i].rc) == rows[i].want,
                 "row %zu: %s", i,
                 code_info (exchange_verdict (&y, rows[i].rc))->word);
      exchange_done (&y);
    }
}

Test (exchange, what_it_does_not_know_is_let_be)
{
  cr_expect_eq (put ("something-later", "x"), EMI_OK);
  cr_expect_eq (exchange_put_fields (&x, "something-later",
                                     &(struct emi_fields){ NULL, 0 }),
                EMI_OK);
  cr_expect_eq (x.end, CODE_OK);
}

/* --- ordinary answers, and PDF --- */

#define PDF "%PDF-1.4\nx\n%%EOF\n"

/* The exchange begun anew for PATTERN.  */
static void
ask_for (int pattern, bool pdf)
{
  exchange_done (&x);
  exchange_init (&x, &s, OURS, pattern, pdf);
}

/* A PDF names nobody: ours only when one was asked for.  */
Test (exchange, a_pdf_that_was_asked_for)
{
  ask_for (4, true);
  cr_assert_eq (put ("message", PDF), EMI_OK);
  cr_assert (x.taken);
  cr_assert_eq (x.answer.summary.pdf_len, strlen (PDF));
  cr_assert_eq (memcmp (x.answer.summary.pdf, PDF, strlen (PDF)), 0);
  cr_assert_eq (exchange_verdict (&x, EMI_OK), CODE_OK);
}

Test (exchange, a_pdf_that_was_not)
{
  ask_for (4, false);
  cr_assert_eq (put ("message", PDF), EMI_RETRY);
  cr_assert_not (x.taken);
  x.sent = true;
  cr_assert_eq (exchange_verdict (&x, EMI_DEADLINE), CODE_ANSWER_UNREADABLE);
}

/* The ordinary layouts say by their identifier alone whose they are.  */
Test (exchange, an_ordinary_answer)
{
  size_t len;
  CLEANUP_FREE unsigned char *data
      = sample_bytes ("YZKsiquc01res_202611210010.xml", &len);

  ask_for (5, false);
  cr_assert_eq (exchange_put (&x, "message", data, len), EMI_RETRY);
  cr_assert (x.saw_foreign, "another identifier");
  exchange_done (&x);
  exchange_init (&x, &s, "K-20261121-0010", 5, false);
  cr_assert_eq (exchange_put (&x, "message", data, len), EMI_OK);
  cr_assert (x.taken);
  cr_assert_eq (x.answer.message, PROFILE_YZK);
  exchange_done (&x);
  exchange_init (&x, &s, "K-20261121-0010", 1, false);
  cr_assert_eq (exchange_put (&x, "message", data, len), EMI_RETRY,
                "not for a pattern that it does not answer");
}
