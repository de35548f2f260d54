/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a trace: everything in it is there, nothing in it can act. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "lib/catalogue.h"
#include "report/trace-paper.h"

#define HOSTILE "=<script>\x1b\u202e\"../../x"

static uint64_t seqs[] = { 7, 8 };

static struct trace_access
an_access (void)
{
  return (struct trace_access){
    .request = (char *) "r-0123",
    .time = 1795273200, /* 2026-11-22 00:00 in Japan */
    .account = (char *) "dr-a",
    .account_name = (char *) "架空　医師",
    .role = (char *) "physician",
    .state = (char *) "completed",
    .code = (char *) "ok",
    .consent = (char *) "difficult",
    .hardship = (char *) "unconscious",
    .effort = (char *) "呼びかけ",
    .necessity = (char *) "stroke",
    .necessity_text = (char *) "右片麻痺",
    .factors = (char *) "1-01 3-02",
    .reception = (char *) "c-0456",
    .reception_number = (char *) "22-01",
    .chart = (char *) "00123",
    .kinds = (char *) "drug=4 visit=0",
    .adapter = (char *) "outbox",
    .ref = (char *) "r-0123",
    .stages = (char *) "authorise 1795273200 3 \nquery 1795273201 900 oqs",
    .seqs = seqs,
    .n_seqs = 2,
  };
}

static struct trace_access
hostile (void)
{
  struct trace_access a = an_access ();

  a.account_name = a.effort = a.necessity_text = a.hardship_text = a.national
      = a.chart = a.ref = a.code = a.state = a.role = a.consent = a.kinds
      = a.factors = a.reception = a.adapter = a.delivery = a.stages
      = a.hardship = a.necessity = a.given_by = a.request = (char *) HOSTILE;
  return a;
}

struct made
{
  struct trace trace;
  struct trace_query query;
  struct trace_paper paper;
};

static void
make (struct made *m, struct trace_access *v, size_t n, enum lang lang)
{
  *m = (struct made){
    .trace = { .v = v, .n = n, .holds = true, .records = 42 },
    .query = { .patient = "00123" },
  };
  m->paper = (struct trace_paper){
    .trace = &m->trace,
    .query = &m->query,
    .facility = "1319999999",
    .made_by = "soudan",
    .made_at = 1795273200,
    .lang = lang,
  };
}

static size_t
count (const char *text, const char *part)
{
  size_t n = 0;

  for (; (text = strstr (text, part)); text += strlen (part))
    n++;
  return n;
}

/* Cells of the first row, by their quotes.  */
static size_t
columns (const char *csv)
{
  const char *end = strstr (csv, "\r\n");
  size_t n = 1;

  for (const char *p = csv; p + 2 < end; p++)
    n += memcmp (p, "\",\"", 3) == 0;
  return n;
}

TestSuite (trace_paper, .init = catalogue_begin);

Test (trace_paper, csv_has_one_row_an_access_and_japanese_titles)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access v[2] = { an_access (), an_access () };
  struct made m;
  const char *s;

  make (&m, v, 2, LANG_JA);
  trace_csv (&m.paper, &b);
  s = buffer_string (&b);
  cr_expect (strncmp (s, "\xef\xbb\xbf\"日時（日本時間）\",\"照会番号\"",
                      strlen ("\xef\xbb\xbf\"日時（日本時間）\",\"照会番号\""))
             == 0);
  cr_expect (count (s, "\r\n") == 3);
  cr_expect (count (s, "\n") == 3);
  cr_expect (count (s, "\"2026-11-22 00:00\",\"r-0123\",\"完了\"") == 2);
  cr_expect (count (s, "\"00123\"") == 2);
  cr_expect (count (s, "\"薬剤 4 件、受診歴 0 件\"") == 2);
  cr_expect (count (s, "\"改変なし\"") == 2);
  cr_expect (columns (s) == 33, "%zu", columns (s));
}

Test (trace_paper, csv_keeps_its_columns_in_english_and_without_rows)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct made m;

  make (&m, NULL, 0, LANG_EN);
  trace_csv (&m.paper, &b);
  cr_expect (count (buffer_string (&b), "\r\n") == 1);
  cr_expect (columns (buffer_string (&b)) == 33);
  cr_expect (strstr (buffer_string (&b), "\"time (Japan)\",\"request\""));
}

Test (trace_paper, what_could_not_be_used_and_who_went_on)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer csv = BUFFER_INIT;
  struct trace_access a = an_access ();
  struct made m;

  a.ladder = (char *) "0 finger unreached\n1 totp deadline";
  a.handed_to = (char *) "dr-b";
  make (&m, &a, 1, LANG_EN);
  trace_text (&m.paper, &text);
  trace_csv (&m.paper, &csv);
  cr_expect (strstr (buffer_string (&text),
                     "not usable  finger (unreached), totp (deadline)\n"));
  cr_expect (strstr (buffer_string (&text), "handed to   dr-b\n"));
  cr_expect (strstr (buffer_string (&csv),
                     "\"finger (unreached), totp (deadline)\",\"dr-b\""));
}

Test (trace_paper, csv_has_no_cell_that_acts)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access a = hostile ();
  struct made m;
  const char *s;

  make (&m, &a, 1, LANG_JA);
  trace_csv (&m.paper, &b);
  s = buffer_string (&b);
  cr_expect (count (s, "\"=") == 0);
  cr_expect (count (s, "\"'=<script>") >= 8);
  cr_expect (!strchr (s, '\x1b') && !strstr (s, "\u202e"));
}

Test (trace_paper, html_tells_everything)
{
  static const char *const wanted[]
      = { "<html lang=\"ja\">",
          "default-src 'none'; style-src 'unsafe-inline'",
          "院内資料",
          "2026-11-22 00:00",
          "架空　医師",
          "dr-a（医師）",
          "同意取得困難",
          "意識なし",
          "呼びかけ",
          "脳卒中の疑い　右片麻痺",
          "薬剤 4 件",
          "outbox　r-0123",
          "改変なし",
          "42 件",
          "1319999999",
          "soudan",
          "受付 22-01（c-0456）",
          "00:00:01 照会（oqs）",
          "通し番号 7 8",
          "size:A4" };
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access a = an_access ();
  struct made m;

  make (&m, &a, 1, LANG_JA);
  trace_html (&m.paper, &b);
  for (size_t i = 0; i < N_ELEMENTS (wanted); i++)
    cr_expect (strstr (buffer_string (&b), wanted[i]), "%s", wanted[i]);
  /* One access needs no overview of itself.  */
  cr_expect (!strstr (buffer_string (&b), "<table"));
}

Test (trace_paper, html_says_when_nothing_was_shown)
{
  static const char *const states[]
      = { "refused", "failed", "cancelled", "indeterminate" };

  for (size_t i = 0; i < N_ELEMENTS (states); i++)
    for (int collected = 0; collected < 2; collected++)
      {
        CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
        struct trace_access a = an_access ();
        struct made m;

        a.state = (char *) states[i];
        a.late = a.collected = collected;
        make (&m, &a, 1, LANG_JA);
        trace_html (&m.paper, &b);
        cr_expect (!strstr (buffer_string (&b), "情報は示されていません")
                   == !!collected);
      }
}

Test (trace_paper, html_lets_no_value_act)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access v[2] = { hostile (), hostile () };
  struct made m;
  const char *s;

  make (&m, v, 2, LANG_JA);
  m.query = (struct trace_query){ .kana = HOSTILE,
                                  .birth = HOSTILE,
                                  .from_day = HOSTILE };
  m.paper.facility = m.paper.made_by = HOSTILE;
  trace_html (&m.paper, &b);
  s = buffer_string (&b);
  cr_expect (!strstr (s, "<script") && !strchr (s, '\x1b')
             && !strstr (s, "\u202e"));
  cr_expect (count (s, "&lt;script&gt;") > 20);
  cr_expect (count (s, "<section>") == 2 && count (s, "</section>") == 2);
}

Test (trace_paper, a_broken_chain_and_what_is_uncertain_stand_on_top)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access a = an_access ();
  struct made m;

  make (&m, &a, 1, LANG_JA);
  m.trace.holds = false;
  m.trace.near = 1;
  m.trace.elsewhere = 2;
  m.trace.persons = 2;
  trace_html (&m.paper, &b);
  cr_expect (strstr (buffer_string (&b), "改変のおそれあり"));
  cr_expect (strstr (buffer_string (&b), "verdict broken"));
  cr_expect (count (buffer_string (&b), "<li>") == 3);
}

Test (trace_paper, nothing_found_is_not_said_to_be_nothing)
{
  CLEANUP (buffer_done) struct buffer html = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  struct made m;

  make (&m, NULL, 0, LANG_JA);
  trace_html (&m.paper, &html);
  trace_text (&m.paper, &text);
  cr_expect (strstr (buffer_string (&html), "閲覧の記録はありません"));
  cr_expect (strstr (buffer_string (&html), "通常の閲覧は"));
  cr_expect (strstr (buffer_string (&text), "閲覧の記録はありません\n"));
  cr_expect (strstr (buffer_string (&text), "通常の閲覧は"));
}

Test (trace_paper, the_screen_gets_no_controls)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  struct trace_access a = hostile ();
  struct made m;

  a.request = (char *) "r-0123";
  a.state = (char *) "refused";
  make (&m, &a, 1, LANG_EN);
  trace_text (&m.paper, &b);
  cr_expect (!strchr (buffer_string (&b), '\x1b'));
  cr_expect (!strstr (buffer_string (&b), "\u202e"));
  cr_expect (strstr (buffer_string (&b), "1 accesses; 42 records, all hold"));
}
