/* SPDX-License-Identifier: Apache-2.0 */
/* The summary as one page that needs nothing beside itself: for a ward's
   screen and for A4.  No script; every value is escaped, and what slipped
   through would still be stopped by the content policy.  */
#include "report/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "report/html.h"
#include "report/summary-words.h"

/* All that is the same on every page.  Black on white, one accent; colour
   never says a thing alone.  */
static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n"
      "<meta charset=\"UTF-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\""
      "default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n"
      "<title>救急時医療情報</title>\n<style>\n"
      "*{box-sizing:border-box}\n"
      "html{background:#eef1f4}\n"
      "body{margin:0 auto;max-width:210mm;padding:22px 26px;background:#fff;"
      "color:#16202b;font:15px/1.6 'Noto Sans CJK JP','Noto Sans JP',"
      "'Hiragino Sans','Yu Gothic','Meiryo',sans-serif;"
      "font-variant-numeric:tabular-nums}\n"
      ".top{display:flex;justify-content:space-between;align-items:baseline;"
      "gap:16px;color:#4a5968;font-size:13px}\n"
      ".top h1{margin:0;font-size:15px;letter-spacing:.06em;color:#1f4e79}\n"
      ".who{margin:10px 0 12px;display:flex;flex-wrap:wrap;"
      "align-items:baseline;gap:2px 20px}\n"
      ".who .kana{font-size:25px;font-weight:700;letter-spacing:.03em}\n"
      ".who .name{font-size:17px}\n"
      ".banner{padding:9px 14px;border:1px solid #b8c4cf;"
      "border-left:7px solid #1f4e79;background:#f2f6fa;text-wrap:pretty}\n"
      ".banner b{margin-right:12px;font-size:16px}\n"
      ".banner.difficult{border-color:#d9b25f;border-left-color:#b06f00;"
      "background:#fff8e8}\n"
      ".facts{margin:10px 0 0;display:flex;flex-wrap:wrap;gap:0 22px;"
      "font-size:13px;color:#4a5968}\n"
      ".facts div{display:flex;gap:7px}\n"
      ".facts dt{color:#6b7986}\n"
      ".facts dd{margin:0;color:#16202b}\n"
      ".notices{margin:10px 0 0;padding:7px 14px 7px 32px;"
      "border:1px solid #d9b25f;background:#fffdf6}\n"
      "section{margin-top:20px;break-inside:auto}\n"
      "h2{margin:0;padding-bottom:3px;border-bottom:2px solid #1f4e79;"
      "font-size:16px;break-after:avoid}\n"
      "h2 small{margin-left:12px;font-size:12.5px;font-weight:400;"
      "color:#5b6a78}\n"
      "table{width:100%;border-collapse:collapse}\n"
      "th{padding:3px 8px;text-align:left;font-size:12px;font-weight:400;"
      "color:#6b7986;border-bottom:1px solid #cfd8e0}\n"
      "td{padding:5px 8px;vertical-align:top;border-bottom:1px solid "
      "#e3e8ed}\n"
      "tr{break-inside:avoid}\n"
      "td.date{width:8em;white-space:nowrap}\n"
      "td.from{width:14em;color:#3c4a57;font-size:13px}\n"
      "td.source{width:6em;color:#3c4a57;font-size:13px}\n"
      "tr.mark td{background:#fff1ee}\n"
      "tr.mark td.what{font-weight:700}\n"
      "tr.mark td:first-child{box-shadow:inset 4px 0 0 #b3261e}\n"
      ".label{display:inline-block;margin-right:9px;padding:0 7px;"
      "border:1px solid #b3261e;border-radius:3px;color:#8c1d18;"
      "background:#fff;font-size:12.5px;white-space:nowrap}\n"
      ".item{margin-right:9px}\n"
      ".quantity{display:inline-block;margin-right:9px;font-weight:400;"
      "color:#3c4a57}\n"
      ".code{display:inline-block;font-weight:400;font-size:12px;"
      "color:#6b7986}\n"
      ".empty{margin:0;padding:7px 8px;color:#3c4a57}\n"
      ".dates{margin:0;padding:7px 8px}\n"
      ".usage{display:inline-block;margin-right:9px;font-weight:400;"
      "color:#3c4a57;font-size:13px}\n"
      ".by{display:block;color:#5b6a78;font-size:12px}\n"
      ".glance{margin:14px 0 0;padding:8px 14px;border:1px solid #b8c4cf;"
      "break-inside:avoid}\n"
      ".glance p{margin:0}\n"
      ".glance ul{margin:4px 0 0;padding:0;list-style:none;display:flex;"
      "flex-wrap:wrap;gap:2px 22px}\n"
      ".glance li b{font-size:16px}\n"
      ".glance li.none{color:#5b6a78}\n"
      ".glance .mark{color:#8c1d18}\n"
      ".unasked{margin:20px 0 0;color:#4a5968;font-size:13px}\n"
      "footer{margin-top:24px;padding-top:10px;border-top:1px solid #b8c4cf;"
      "font-size:13px}\n"
      "footer p{margin:0 0 5px}\n"
      "footer .access{margin-top:9px;color:#4a5968}\n"
      /* A ward's screen: the hospital's first section on the left, all
         others beside it.  */
      "@media screen and (min-width:1400px){"
      "body{max-width:1880px;padding:18px 34px;font-size:16px}"
      "main{display:grid;grid-template-columns:1fr 1fr;gap:0 40px;"
      "align-items:start;grid-auto-flow:dense}"
      "main>section{grid-column:2}"
      "main>section:first-of-type{grid-column:1;grid-row:1/span 99}"
      ".unasked,main>p{grid-column:2}"
      "td.from{width:13em}}\n"
      ".every{display:none}\n"
      "@page{size:A4;margin:14mm}\n"
      /* Each sheet says whose it is: sheets are parted from each other.  The
         footer group keeps room for it on every page.  */
      "@media print{.sheet{display:table;width:100%}"
      ".sheet>main{display:table-row-group}"
      ".sheet>.room{display:table-footer-group;break-inside:avoid}"
      ".room>div{height:9mm}"
      ".every{display:flex;justify-content:space-between;position:fixed;"
      "bottom:0;left:0;right:0;padding-top:1mm;border-top:1px solid #b8c4cf;"
      "font-size:9pt}}\n"
      "@media print{html,body{background:#fff}body{max-width:none;padding:0;"
      "font-size:10.5pt}*{print-color-adjust:exact;"
      "-webkit-print-color-adjust:exact}}\n"
      "</style>\n</head>\n<body>\n";

/* A page has hundreds of these: without the machinery of printf.  */
static void
open_tag (struct buffer *b, const char *element, const char *class)
{
  buffer_text (b, "<");
  buffer_text (b, element);
  buffer_text (b, " class=\"");
  buffer_text (b, class);
  buffer_text (b, "\">");
}

static void
close_tag (struct buffer *b, const char *element)
{
  buffer_text (b, "</");
  buffer_text (b, element);
  buffer_text (b, ">");
}

/* <ELEMENT class="CLASS">TEXT</ELEMENT>; nothing without a text.  */
static void
add_element (struct buffer *b, const char *element, const char *class,
             const char *text)
{
  if (!text || !*text)
    return;
  open_tag (b, element, class);
  html_text (b, text);
  close_tag (b, element);
}

static void
add_fact (struct buffer *b, const char *term, const char *text)
{
  if (!text || !*text)
    return;
  buffer_text (b, "<div><dt>");
  buffer_text (b, term);
  buffer_text (b, "</dt><dd>");
  html_text (b, text);
  buffer_text (b, "</dd></div>\n");
}

static void
add_person (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer kana = BUFFER_INIT;
  const struct person *p = v->person;
  char birth[16];
  int age = summary_age (v);

  summary_birth (p, birth);
  summary_add_kana (&kana, p ? p->kana : NULL);
  buffer_text (b, "<div class=\"who\">");
  add_element (b, "span", "kana", buffer_string (&kana));
  add_element (b, "span", "name", p ? p->name : NULL);
  add_element (b, "span", "sex",
               summary_sex_words (p ? p->sex : NULL, LANG_JA));
  if (*birth)
    {
      buffer_text (b, "<span>");
      html_text (b, birth);
      buffer_text (b, " 生");
      if (age >= 0)
        buffer_printf (b, "（%d 歳）", age);
      buffer_text (b, "</span>");
    }
  buffer_text (b, "</div>\n");
}

static void
add_head (const struct summary_view *v, struct buffer *b)
{
  buffer_printf (b,
                 "<header>\n<div class=\"top\"><h1>救急時医療情報</h1>"
                 "<span>%s</span></div>\n",
                 summary_access_words (LANG_JA));
  add_person (v, b);
  buffer_printf (b,
                 "<div class=\"banner%s\" role=\"note\"><b>%s</b>%s</div>\n",
                 v->consent == 1 ? "" : " difficult",
                 summary_consent_name (v->consent, LANG_JA),
                 summary_consent_words (v->consent, LANG_JA));
  buffer_text (b, "<dl class=\"facts\">\n");
  add_fact (b, "照会", v->time);
  add_fact (b, "受付", v->reception);
  add_fact (b, "診療録", v->chart);
  add_fact (b, "閲覧者", v->viewers);
  add_fact (b, "施設", v->facility);
  add_fact (b, "番号", v->request);
  buffer_text (b, "</dl>\n");
  if (v->n_notices)
    buffer_text (b, "<ul class=\"notices\">\n");
  for (size_t i = 0; i < v->n_notices; i++)
    {
      buffer_text (b, "<li>");
      html_text (b, v->notices[i]);
      buffer_text (b, "</li>\n");
    }
  if (v->n_notices)
    buffer_text (b, "</ul>\n");
  buffer_text (b, "</header>\n");
}

/* Which of the last columns have something in them.  Of a visit there is only
   the institution, so there it is the content.  */
struct shape
{
  bool institutions;
  bool sources;
};

static struct shape
shape_of (const struct arranged_section *s)
{
  struct shape t = { false, false };

  for (size_t i = 0; i < s->n_items; i++)
    {
      t.institutions |= s->items[i].name && s->items[i].institution;
      t.sources |= s->items[i].source != NULL;
    }
  t.sources &= !summary_one_source (s); /* then the heading says it */
  return t;
}

static void
add_cell (struct buffer *b, const char *class, const char *text)
{
  open_tag (b, "td", class);
  html_text (b, text ? text : "");
  close_tag (b, "td");
}

static void
add_institution (const struct arranged_item *item, struct buffer *b)
{
  open_tag (b, "td", "from");
  if (item->name && item->institution)
    html_text (b, item->institution);
  if (item->name && item->prescriber)
    {
      buffer_text (b, "<span class=\"by\">処方 ");
      html_text (b, item->prescriber);
      buffer_text (b, "</span>");
    }
  close_tag (b, "td");
}

static void
add_row (const struct summary_view *v, const struct arranged_item *item,
         struct shape t, struct buffer *b)
{
  buffer_text (b, item->highlight ? "<tr class=\"mark\">" : "<tr>");
  add_cell (b, "date", item->date ? item->date : "日付不明");
  buffer_text (b, "<td class=\"what\">");
  if (item->highlight)
    {
      buffer_text (b, "<span class=\"label\">★");
      html_text (b, item->highlight);
      buffer_text (b, "</span>");
    }
  add_element (b, "span", "item", item->name ? item->name : item->institution);
  add_element (b, "span", "quantity", item->quantity);
  add_element (b, "span", "usage", item->usage);
  add_element (b, "span", "code", item->code);
  buffer_text (b, "</td>");
  if (t.institutions)
    add_institution (item, b);
  if (t.sources)
    add_cell (b, "source", summary_source_label (v, item->source));
  buffer_text (b, "</tr>\n");
}

static void
add_table (const struct summary_view *v, const struct arranged_section *s,
           struct buffer *b)
{
  struct shape t = shape_of (s);

  buffer_text (b, "<table><thead><tr><th>日付</th><th>");
  buffer_text (b, strcmp (s->kind, "visit") == 0 ? "医療機関" : "内容");
  buffer_text (b, t.institutions ? "</th><th>医療機関" : "");
  buffer_text (b, t.sources ? "</th><th>由来" : "");
  buffer_text (b, "</th></tr></thead><tbody>\n");
  for (size_t i = 0; i < s->n_items; i++)
    add_row (v, &s->items[i], t, b);
  buffer_text (b, "</tbody></table>\n");
}

static void
add_dates (const struct arranged_section *s, struct buffer *b)
{
  buffer_text (b, "<p class=\"dates\">実施日 ");
  for (size_t i = 0; i < s->n_items; i++)
    {
      buffer_text (b, i ? "、" : "");
      html_text (b, s->items[i].date ? s->items[i].date : "日付不明");
    }
  buffer_text (b, "</p>\n");
}

/* Of check-ups usually nothing else is told.  */
static bool
only_dates (const struct arranged_section *s)
{
  for (size_t i = 0; i < s->n_items; i++)
    if (s->items[i].name || s->items[i].institution)
      return false;
  return true;
}

static void
add_section (const struct summary_view *v, const struct arranged_section *s,
             struct buffer *b)
{
  buffer_text (b, "<section><h2>");
  html_text (b, summary_kind_label (s->kind, LANG_JA));
  buffer_printf (b, "<small>%zu 件", s->n_items);
  if (summary_one_source (s))
    {
      buffer_text (b, "　");
      html_text (b, summary_source_label (v, summary_one_source (s)));
    }
  if (s->from[0])
    buffer_printf (b, "　%s から %s", s->from, s->to);
  if (s->n_older)
    buffer_printf (b, "　これより前の %zu 件は表示していません", s->n_older);
  if (!s->told && s->empty)
    buffer_text (b, "　この結果にこの項目の欄はありません");
  buffer_text (b, "</small></h2>\n");
  if (s->empty)
    {
      open_tag (b, "p", "empty");
      buffer_text (b, summary_empty_words (LANG_JA));
      buffer_text (b, "</p>\n");
    }
  else if (only_dates (s))
    add_dates (s, b);
  else
    add_table (v, s, b);
  buffer_text (b, "</section>\n");
}

/* The marked drugs, each once, with how often and when last.  */
static void
add_marked (const struct arranged_section *s, struct buffer *b)
{
  size_t n;
  struct summary_group *groups
      = s->n_highlighted ? summary_groups (s, &n) : NULL;

  b->failed |= s->n_highlighted && !groups;
  for (size_t i = 0; groups && i < n; i++)
    {
      const struct arranged_item *item = &s->items[groups[i].first];
      if (!item->highlight)
        break;
      buffer_text (b, "<li class=\"mark\">★");
      html_text (b, item->name ? item->name : item->code);
      if (item->date)
        {
          buffer_text (b, " ");
          html_text (b, item->date);
        }
      if (groups[i].n > 1)
        buffer_printf (b, "（ほか %zu 件）", groups[i].n - 1);
      buffer_text (b, "</li>\n");
    }
  free (groups);
}

/* What there is, before the first table fills the screen.  */
static void
add_glance (const struct summary_view *v, struct buffer *b)
{
  const struct arranged *a = v->arranged;

  buffer_text (b, "<div class=\"glance\">\n<ul>\n");
  for (size_t i = 0; i < a->n_sections; i++)
    {
      const struct arranged_section *s = &a->sections[i];
      if (s->unasked)
        continue;
      buffer_text (b, s->empty ? "<li class=\"none\">" : "<li>");
      html_text (b, summary_kind_label (s->kind, LANG_JA));
      if (s->empty)
        buffer_text (b, " 該当なし</li>\n");
      else
        buffer_printf (b, " <b>%zu</b> 件</li>\n", s->n_items);
    }
  buffer_text (b, "</ul>\n<ul>\n");
  for (size_t i = 0; i < a->n_sections; i++)
    add_marked (&a->sections[i], b);
  buffer_text (b, "</ul>\n</div>\n");
}

static void
add_every (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer kana = { .wipe = true };
  char birth[16];

  summary_birth (v->person, birth);
  summary_add_kana (&kana, v->person ? v->person->kana : NULL);
  b->failed |= kana.failed;
  buffer_text (b, "<div class=\"every\"><span>");
  html_text (b, buffer_string (&kana));
  buffer_text (b, "　");
  html_text (b, birth);
  buffer_text (b, " 生</span><span>救急時医療情報　");
  html_text (b, v->request ? v->request : "");
  buffer_text (b, "</span></div>\n");
}

static void
add_unasked (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer words = BUFFER_INIT;

  summary_unasked_words (v, LANG_JA, &words);
  b->failed |= words.failed;
  add_element (b, "p", "unasked", buffer_string (&words));
}

void
summary_html (const struct summary_view *v, struct buffer *out)
{
  buffer_text (out, head);
  add_head (v, out);
  if (!v->pdf)
    add_glance (v, out);
  buffer_text (out, "<div class=\"sheet\">\n<main>\n");
  if (v->pdf)
    buffer_printf (out, "<p>%s</p>\n", summary_pdf_words (LANG_JA));
  for (size_t i = 0; !v->pdf && i < v->arranged->n_sections; i++)
    if (!v->arranged->sections[i].unasked)
      add_section (v, &v->arranged->sections[i], out);
  if (!v->pdf)
    add_unasked (v, out);
  buffer_text (out,
               "</main>\n<div class=\"room\"><div></div></div>\n</div>\n");
  add_every (v, out);
  buffer_text (out, "<footer>\n<p>");
  summary_claims_words (v, LANG_JA, out);
  buffer_printf (out,
                 "</p>\n<p>%s</p>\n<p class=\"access\">%s。"
                 "診療の目的のほかには使えません。</p>\n</footer>\n"
                 "</body>\n</html>\n",
                 summary_scope_words (LANG_JA),
                 summary_access_words (LANG_JA));
}
