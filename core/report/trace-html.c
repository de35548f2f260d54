/* SPDX-License-Identifier: Apache-2.0 */
/* A trace on paper: the internal sheet for whoever answers the patient.  It
   names staff and reasons, so it says on every page that it stays inside.  */
#include "report/trace-paper.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/html.h"
#include "report/trace-style.h"
#include "report/words.h"

/* --- pieces --- */

static void
add_fact (struct buffer *b, const char *term, const char *text)
{
  if (!text || !*text)
    return;
  buffer_printf (b, "<div><dt>%s</dt><dd>", term);
  html_text (b, text);
  buffer_text (b, "</dd></div>\n");
}

/* FIRST, and SECOND after it where there is one, in one fact.  */
static void
add_pair (struct buffer *b, const char *term, const char *first,
          const char *second)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

  buffer_text (&text, first ? first : "");
  if (second && *second)
    buffer_printf (&text, "%s%s", text.len ? "　" : "", second);
  b->failed |= text.failed;
  add_fact (b, term, buffer_string (&text));
}

static const char *
label (const struct trace_paper *p, const char *list, const char *word)
{
  return word && *word ? word_label (list, word, p->lang) : NULL;
}

/* --- the head --- */

static void
add_period (const struct trace_paper *p, struct buffer *b)
{
  const struct trace_query *q = p->query;
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

  if (!q->from_day && !q->to_day)
    buffer_text (&text, said (p->lang, "全期間"));
  else
    buffer_printf (&text, said (p->lang, "%s から %s（日本時間）"),
                   q->from_day ? q->from_day : "…",
                   q->to_day ? q->to_day : "…");
  add_fact (b, said (p->lang, "期間"), buffer_string (&text));
}

static void
add_head (const struct trace_paper *p, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer value = BUFFER_INIT;
  const char *subject = trace_subject (p->query, p->lang, &value);
  char when[17];

  date_japan_minute (p->made_at, when);
  buffer_printf (b,
                 "<header>\n<div class=\"top\"><h1>%s</h1>"
                 "<span class=\"inside\">%s</span></div>\n"
                 "<dl class=\"facts\">\n",
                 said (p->lang, "救急時医療情報閲覧　閲覧の履歴"),
                 said (p->lang, "院内資料　患者には渡さない"));
  add_fact (b, subject, buffer_string (&value));
  add_period (p, b);
  add_pair (b, said (p->lang, "作成"), when, p->made_by);
  add_fact (b, said (p->lang, "医療機関コード"), p->facility);
  buffer_text (b, "</dl>\n");
}

static void
add_verdict (const struct trace_paper *p, struct buffer *b)
{
  const struct trace *t = p->trace;

  buffer_printf (b, "<div class=\"verdict%s\" role=\"note\"><b>%s</b><span>",
                 t->holds ? "" : " broken", trace_holds_words (t, p->lang));
  if (t->holds)
    buffer_printf (
        b,
        said (p->lang,
              "閲覧 %zu 件。この病院の記録 %llu 件を全て検証しました。"),
        t->n, (unsigned long long) t->records);
  else
    buffer_text (b, said (p->lang,
                          "この病院の記録に、合わないところが見つかりました。"
                          "この紙を根拠にせず、情報システム担当に emi verify "
                          "を頼んでください。"));
  buffer_text (b, "</span></div>\n");
}

static void
add_notices (const struct trace_paper *p, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  const char *word;
  size_t i = 0;

  for (; trace_notice (p->trace, i, p->lang, &word, &text); i++)
    {
      buffer_text (b, i ? "<li>" : "<ul class=\"notices\">\n<li>");
      html_text (b, buffer_string (&text));
      buffer_text (b, "</li>\n");
      buffer_reset (&text);
    }
  if (i)
    buffer_text (b, "</ul>\n");
}

/* --- the overview: a line each, worth it from two on --- */

static void
add_cell (struct buffer *b, const char *text)
{
  buffer_text (b, "<td>");
  html_text (b, text);
  buffer_text (b, "</td>");
}

static const char *
who (const struct trace_access *a)
{
  return a->account_name && *a->account_name ? a->account_name : a->account;
}

static void
add_overview (const struct trace_paper *p, struct buffer *b)
{
  if (p->trace->n < 2)
    return;
  buffer_printf (b,
                 "<table class=\"overview\"><thead><tr><th></th><th>%s</th>"
                 "<th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr></thead>"
                 "<tbody>\n",
                 said (p->lang, "日時（日本時間）"), said (p->lang, "職員"),
                 said (p->lang, "同意"), said (p->lang, "必要性"),
                 said (p->lang, "結果"));
  for (size_t i = 0; i < p->trace->n; i++)
    {
      const struct trace_access *a = &p->trace->v[i];
      char when[17];

      date_japan_minute (a->time, when);
      buffer_printf (b, "<tr><td class=\"n\">%zu</td><td>%s</td>", i + 1,
                     when);
      add_cell (b, who (a));
      add_cell (b, word_label ("consent", a->consent, p->lang));
      add_cell (b, word_label ("necessity", a->necessity, p->lang));
      add_cell (b, word_label ("state", a->state, p->lang));
      buffer_text (b, "</tr>\n");
    }
  buffer_text (b, "</tbody></table>\n");
}

/* --- one access --- */

static void
add_who (const struct trace_paper *p, const struct trace_access *a,
         struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer id = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer factors = BUFFER_INIT;

  buffer_printf (&id, "%s（%s）", a->account ? a->account : "-",
                 word_label ("role", a->role, p->lang));
  add_pair (b, said (p->lang, "行った職員"), a->account_name,
            buffer_string (&id));
  trace_factor_words (p, a->factors, &factors);
  add_fact (b, said (p->lang, "二要素"), buffer_string (&factors));
}

static void
add_why (const struct trace_paper *p, const struct trace_access *a,
         struct buffer *b)
{
  add_pair (b, said (p->lang, "必要性"), label (p, "necessity", a->necessity),
            a->necessity_text);
  add_pair (b, said (p->lang, "同意"), label (p, "consent", a->consent),
            label (p, "given-by", a->given_by));
  add_pair (b, said (p->lang, "得られない理由"),
            label (p, "hardship", a->hardship), a->hardship_text);
  add_fact (b, said (p->lang, "試みたこと"), a->effort);
  add_fact (b, said (p->lang, "一緒に見た職員"), a->with);
}

/* Whoever answers the patient must see at once that nothing was seen.  */
static bool
showed_nothing (const struct trace_access *a)
{
  return a->state && !a->collected && strcmp (a->state, "completed") != 0
         && strcmp (a->state, "open") != 0;
}

static void
add_result (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer kinds = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer reasons = BUFFER_INIT;
  enum code code = a->code ? code_by_word (a->code) : CODE_COUNT;

  trace_kinds_words (a->kinds, p->lang, &kinds);
  add_fact (b, said (p->lang, "情報の種類"),
            showed_nothing (a)
                ? said (p->lang, "なし（情報は示されていません）")
                : buffer_string (&kinds));
  if (code != CODE_COUNT && code != CODE_OK)
    add_pair (b, said (p->lang, "結果の理由"), a->code,
              code_info (code)->message[p->lang]);
  add_fact (b, said (p->lang, "国の側の返答"), a->national);
  add_pair (b, said (p->lang, "受渡し"), a->adapter, a->ref);
  add_fact (b, said (p->lang, "受渡しの結果"),
            label (p, "delivery", a->delivery));
  if (a->late)
    add_fact (b, said (p->lang, "遅れて届いた結果"),
              a->collected ? said (p->lang, "届いたあとに受け取った")
                           : said (p->lang, "届いたが受け取っていない"));
  trace_review_words (a->reasons, p->lang, &reasons);
  if (a->review)
    add_pair (b, said (p->lang, "確認"),
              said (p->lang, "個人情報保護担当の確認が必要"),
              buffer_string (&reasons));
  add_pair (b, said (p->lang, "違いがあった項目"), a->guard_fields,
            a->guard_reason);
}

static void
add_stages (const struct trace_paper *p, const struct trace_access *a,
            struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  const char *at = a->stages;
  struct trace_stage s;

  while (trace_next_stage (&at, &s))
    {
      char utc[21];

      date_utc (s.at + 9 * 3600, utc);
      buffer_printf (&text, "%s%.8s %s", text.len ? "　" : "", utc + 11,
                     word_label ("stage", s.name, p->lang));
      if (s.by[0])
        buffer_printf (&text, "（%s）", s.by);
    }
  add_fact (b, said (p->lang, "段階"), buffer_string (&text));
}

/* Where it is in the ledger: one line, since it is long and seldom read.  */
static void
add_evidence (const struct trace_paper *p, const struct trace_access *a,
              struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

  if (a->chart)
    buffer_printf (&text, said (p->lang, "診療録 %s　"), a->chart);
  if (a->reception)
    buffer_printf (&text, said (p->lang, "受付 %s（%s）　"),
                   a->reception_number ? a->reception_number : "-",
                   a->reception);
  buffer_text (&text, said (p->lang, "通し番号"));
  for (size_t i = 0; i < a->n_seqs; i++)
    buffer_printf (&text, " %llu", (unsigned long long) a->seqs[i]);
  b->failed |= text.failed;
  add_fact (b, said (p->lang, "記録"), buffer_string (&text));
  if (a->ground != TRACE_ASKED)
    add_fact (b, said (p->lang, "示した根拠"),
              trace_ground_words (p->query, a->ground, p->lang));
}

static void
add_access (const struct trace_paper *p, size_t i, struct buffer *b)
{
  const struct trace_access *a = &p->trace->v[i];
  char when[17];

  date_japan_minute (a->time, when);
  buffer_printf (b,
                 "<section><h2><span class=\"n\">%zu</span>"
                 "<span class=\"when\">%s</span>",
                 i + 1, when);
  html_element (b, "span", "state", word_label ("state", a->state, p->lang));
  html_element (b, "span", "id", a->request);
  buffer_text (b, "</h2>\n<dl class=\"access\">\n");
  add_who (p, a, b);
  add_why (p, a, b);
  add_result (p, a, b);
  add_evidence (p, a, b);
  add_stages (p, a, b);
  buffer_text (b, "</dl></section>\n");
}

void
trace_html (const struct trace_paper *p, struct buffer *out)
{
  trace_style (out, p->lang);
  add_head (p, out);
  add_verdict (p, out);
  add_notices (p, out);
  buffer_text (out, "</header>\n<main>\n");
  if (p->trace->n == 0)
    buffer_printf (out, "<p class=\"none\">%s</p>\n",
                   said (p->lang, "閲覧の記録はありません"));
  add_overview (p, out);
  for (size_t i = 0; i < p->trace->n; i++)
    add_access (p, i, out);
  buffer_printf (
      out, "</main>\n<footer><p>%s</p></footer>\n</body>\n</html>\n",
      said (p->lang,
            "この紙には職員の氏名と診療の事情が書かれています。"
            "問い合わせた人には見せず、用が済んだら院内の定めに従って"
            "廃棄してください。この紙を作ったことも記録されています。"));
}
