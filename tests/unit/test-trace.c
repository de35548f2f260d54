/* SPDX-License-Identifier: Apache-2.0 */
/* Finding accesses: by number and name in any spelling, through the reception
   and under the other surname, and on the right Japanese day.  */
#include "report/trace.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "access/reception.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "lib/fake-clock.h"
#include "lib/registry-double.h"
#include "report/trace-parts.h"

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

TestSuite (trace, .init = begin, .fini = end);

static const struct person taro
    = { (char *) "01990019", (char *) "試験",       (char *) "1234567",
        (char *) "01",       (char *) "渡邉　太郎", (char *) "ﾜﾀﾅﾍﾞ ｼﾖｳﾀ",
        (char *) "19530503", (char *) "1" };

static void
commit (struct draft *d)
{
  struct txn *t;

  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &r.why), "%s", r.why.detail);
}

static void
receive (const char *id, const struct person *p, const char *chart)
{
  struct draft *d = session_draft (&r.s, "reception");

  draft_text (d, "reception", id);
  draft_text (d, "chart", chart);
  draft_token (d, "reception", id);
  draft_person (d, p);
  draft_person_tokens (d, p, chart);
  draft_name_tokens (d, p);
  commit (d);
}

static void
intend (const char *request, const char *reception, const struct person *p,
        const char *chart)
{
  struct draft *d = session_draft (&r.s, "intent");

  draft_text (d, "request", request);
  draft_text (d, "account", "admin");
  draft_text (d, "reception", reception);
  draft_text (d, "chart", chart);
  draft_token (d, "request", request);
  draft_token (d, "account", "admin");
  draft_token (d, "reception", reception);
  draft_person (d, p);
  draft_person_tokens (d, p, chart);
  commit (d);
}

/* NEW_NAME: whom the answer was about, when they had another surname.  */
static void
finish (const char *request, const struct person *new_name)
{
  struct draft *d = session_draft (&r.s, "end");

  draft_text (d, "request", request);
  draft_text (d, "state", "completed");
  draft_token (d, "request", request);
  if (new_name)
    draft_name_tokens (d, new_name);
  commit (d);
}

static void
view (const char *request, const char *reception, const struct person *p,
      const char *chart)
{
  receive (reception, p, chart);
  intend (request, reception, p, chart);
  finish (request, NULL);
}

static struct trace found;

static size_t
trace (struct trace_query q)
{
  struct login admin;

  trace_done (&found);
  registry_admin (&r, &admin);
  r.why.code = CODE_OK;
  cr_assert (trace_query_fits (&q, &r.why)
                 && trace_make (&r.s, &admin, &q, &found, &r.why),
             "%d %s", r.why.code, r.why.detail);
  login_done (&admin);
  cr_assert (found.holds);
  return found.n;
}

static size_t
by_name (const char *name, const char *birth)
{
  return trace ((struct trace_query){ .kana = name, .birth = birth });
}

Test (trace, a_name_is_found_in_any_spelling)
{
  static const char *const names[]
      = { "ﾜﾀﾅﾍﾞ ｼﾖｳﾀ",       "ﾜﾀﾅﾍﾞ ｼｮｳﾀ",        "ワタナベ　ショウタ",
          "ワタナベショウタ", "わたなべ しょうた", "ワタナヘ゛ シヨウタ",
          "渡邉　太郎",       "渡辺太郎",          "渡邊 太郎" };

  view ("r-1", "c-1", &taro, "00123");
  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    cr_expect (by_name (names[i], "1953-05-03") == 1, "%s", names[i]);
  cr_expect (by_name ("渡部太郎", "1953-05-03") == 0);
  cr_expect (by_name ("ワタナベショウタ", "1953-05-04") == 0);
}

Test (trace, a_name_that_is_none_is_not_answered_with_nothing)
{
  static const char *const names[] = { "", " ", "　", "\xff" };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    {
      struct trace_query q = { .kana = names[i], .birth = "1953-05-03" };

      cr_expect (!trace_query_fits (&q, &r.why));
      cr_expect (r.why.code == CODE_VALUE);
    }
}

Test (trace, a_changed_surname_is_followed_through_the_number)
{
  struct person after = taro, other = taro;

  after.name = (char *) "架空　太郎";
  after.kana = (char *) "ｶｸｳ ｼﾖｳﾀ";
  /* One of the family: the same number, another birth date.  */
  other.kana = (char *) "ﾜﾀﾅﾍﾞ ﾊﾅｺ";
  other.birth = (char *) "19550101";
  other.sex = (char *) "2";
  other.branch = (char *) "02";
  view ("r-old", "c-1", &taro, "1");
  view ("r-new", "c-2", &after, "2");
  view ("r-family", "c-3", &other, "3");
  cr_expect (by_name ("カクウ　ショウタ", "1953-05-03") == 2);
  cr_expect_str_eq (found.v[0].request, "r-old");
  cr_expect (found.v[0].ground == TRACE_SAME_PERSON);
  cr_expect (found.v[1].ground != TRACE_SAME_PERSON);
  cr_expect (by_name ("ワタナベ　ショウタ", "1953-05-03") == 2);
  cr_expect (found.v[0].ground == TRACE_RECEPTION);
  cr_expect (found.v[1].ground == TRACE_SAME_PERSON);
}

Test (trace, a_surname_that_only_the_answer_had_is_found)
{
  struct person after = taro;

  after.kana = (char *) "ｶｸｳ ｼﾖｳﾀ";
  receive ("c-1", &taro, "1");
  intend ("r-1", "c-1", &taro, "1");
  finish ("r-1", &after);
  cr_expect (by_name ("かくう しょうた", "1953-05-03") == 1);
}

Test (trace, two_people_of_one_name_are_counted)
{
  struct person other = taro;

  other.number = (char *) "7654321";
  view ("r-1", "c-1", &taro, "1");
  view ("r-2", "c-2", &other, "2");
  cr_expect (by_name ("ワタナベショウタ", "1953-05-03") == 2);
  cr_expect (found.persons == 2);
}

Test (trace, a_number_in_any_width)
{
  static const char *const numbers[]
      = { "01990019:試験:1234567",
          "1990019:試験:1234567",
          "０１９９００１９：試験：１２３４５６７",
          " 1990019 : 試 験 : 1234567 ",
          "01990019:試験:1234567:1",
          "01990019:試験:1234567:01",
          "０1990019：試験：1234567：０１" };
  static const char *const wrong[]
      = { "",          "1234567", "01990019:試験",    "x:試験:1",
          "1:2:3:4:5", "1:試験:", "123456789:試験:1", "1:2:3:100",
          "1:2\x1b:3", "1:2:3:x" };

  view ("r-1", "c-1", &taro, "1");
  for (size_t i = 0; i < N_ELEMENTS (numbers); i++)
    cr_expect (trace ((struct trace_query){ .insured = numbers[i] }) == 1,
               "%s", numbers[i]);
  cr_expect (
      trace ((struct trace_query){ .insured = "1990019:試験:1234567:02" })
      == 0);
  for (size_t i = 0; i < N_ELEMENTS (wrong); i++)
    {
      struct trace_query q = { .insured = wrong[i] };

      cr_expect (!trace_query_fits (&q, &r.why), "%s", wrong[i]);
      cr_expect (r.why.code == CODE_VALUE);
    }
}

Test (trace, another_chart_of_the_same_person_is_counted_not_shown)
{
  view ("r-1", "c-1", &taro, "00123");
  view ("r-2", "c-2", &taro, "tmp-9");
  cr_expect (trace ((struct trace_query){ .patient = "00123" }) == 1);
  cr_expect (found.elsewhere == 1);
  cr_expect_str_eq (found.v[0].chart, "00123");
  cr_expect (trace ((struct trace_query){ .patient = "０0123" }) == 1);
}

Test (trace, other_zeros_before_a_number_are_counted_not_shown)
{
  view ("r-1", "c-1", &taro, "00123");
  cr_expect (trace ((struct trace_query) { .patient = "123" }) == 0);
  cr_expect (found.zeros == 1);
  cr_expect (trace ((struct trace_query) { .patient = "０00123" }) == 0);
  cr_expect (found.zeros == 1);
  cr_expect (trace ((struct trace_query) { .patient = "A123" }) == 0);
  cr_expect (found.zeros == 0);
  cr_expect (
      trace ((struct trace_query) { .insured = "1990019:試験:001234567" })
      == 0);
  cr_expect (found.zeros == 1);
  cr_expect (trace ((struct trace_query) { .patient = "00123" }) == 1);
  cr_expect (found.zeros == 0);
}

Test (trace, a_chart_bound_to_a_reception_later_finds_its_requests)
{
  struct draft *d;

  view ("r-1", "c-1", &taro, "tmp-9");
  d = session_draft (&r.s, "reception");
  draft_text (d, "reception", "c-1");
  draft_text (d, "chart", "00123");
  draft_token (d, "reception", "c-1");
  draft_token (d, "chart", "00123");
  commit (d);
  cr_expect (trace ((struct trace_query){ .patient = "00123" }) == 1);
  cr_expect (found.v[0].ground == TRACE_RECEPTION);
}

/* --- days --- */

static size_t
on_days (const char *from, const char *to, int64_t from_s, int64_t to_s)
{
  return trace ((struct trace_query){ .account = "admin",
                                      .from = from_s,
                                      .to = to_s,
                                      .from_day = from,
                                      .to_day = to });
}

static size_t
on_day (const char *day)
{
  char next[11];
  int64_t from, to;

  cr_assert (date_day (day, &from) && date_shift_days (day, 1, next)
             && date_day (next, &to));
  return on_days (day, day, from, to);
}

static void
clock_to (const char *utc)
{
  int64_t seconds;

  cr_assert (date_from_utc (utc, &seconds));
  fake_clock_set (r.trial.fake, seconds);
}

Test (trace, a_request_over_midnight_is_of_both_days)
{
  clock_to ("2026-02-03T14:59:58Z"); /* 23:59:58 in Japan */
  receive ("c-1", &taro, "1");
  intend ("r-1", "c-1", &taro, "1");
  clock_to ("2026-02-03T15:00:03Z");
  finish ("r-1", NULL);
  clock_to ("2026-02-05T00:00:00Z");
  cr_expect (on_day ("2026-02-03") == 1);
  cr_expect (on_day ("2026-02-04") == 1);
  cr_expect (on_day ("2026-02-02") == 0);
  cr_expect (on_day ("2026-02-05") == 0);
}

Test (trace, days_are_japanese_and_their_edges_are_told)
{
  clock_to ("2026-02-03T14:59:59Z"); /* the last second of the 3rd */
  view ("r-1", "c-1", &taro, "1");
  clock_to ("2026-02-03T15:00:00Z"); /* the first of the 4th */
  view ("r-2", "c-2", &taro, "1");
  clock_to ("2026-02-05T00:00:00Z");
  cr_expect (on_day ("2026-02-03") == 1);
  cr_expect_str_eq (found.v[0].request, "r-1");
  cr_expect (found.near == 1);
  cr_expect (on_day ("2026-02-04") == 1);
  cr_expect_str_eq (found.v[0].request, "r-2");
  cr_expect (found.near == 1);
  cr_expect (on_day ("2026-02-05") == 0);
  cr_expect (found.near == 0);
}

/* --- the record of it --- */

Test (trace, what_was_looked_for_is_on_record_and_is_no_access)
{
  struct record rec;
  struct txn *t;

  view ("r-1", "c-1", &taro, "00123");
  trace ((struct trace_query){ .patient = "00123", .format = "html" });
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (txn_read (t, txn_size (t) - 1, &rec, &r.why));
  txn_end (t);
  cr_expect_str_eq (record_text (&rec, "kind"), "trace");
  cr_expect_str_eq (record_text (&rec, "format"), "html");
  cr_expect_str_eq (record_text (&rec, "chart"), "00123");
  record_done (&rec);
  cr_expect (trace ((struct trace_query){ .patient = "00123" }) == 1);
}
