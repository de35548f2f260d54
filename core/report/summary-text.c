/* SPDX-License-Identifier: Apache-2.0 */
/* The summary on a terminal: who and in what consent state first, then the
   sections.  A ward's screen shows about forty lines at once, so long
   sections are cut there, and each cut says so; the page has everything.  */
#include "report/summary.h"

#include <stdint.h>
#include <string.h>
#include <uniwidth.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"
#include "report/summary-words.h"

#define LINES 40
#define LEAST 3 /* items that a section shows when others are long */
#define MAX_SECTIONS 32
#define MAX_NOTICES 6

static void
rule (struct buffer *b)
{
  /* ASCII: box lines are one column wide here and two there.  */
  static const char line[] = "--------------------------------------"
                             "--------------------------------------\n";

  buffer_add (b, line, sizeof line - 1);
}

/* Columns on the screen; East Asian letters take two.  */
static int
columns (const char *text)
{
  return u8_strwidth ((const uint8_t *) text, "UTF-8");
}

static void
spaces (struct buffer *b, int n)
{
  for (; n > 0; n--)
    buffer_text (b, " ");
}

static void
add_person (const struct summary_view *v, struct buffer *b)
{
  const struct person *p = v->person;
  bool en = v->lang == LANG_EN;
  char birth[16];
  int age = summary_age (v);

  summary_birth (p, birth);
  summary_add_kana (b, p ? p->kana : NULL);
  if (p && p->name)
    {
      buffer_text (b, p->kana ? "（" : "");
      summary_add_safe (b, p->name);
      buffer_text (b, p->kana ? "）" : "");
    }
  buffer_printf (b, "  %s", summary_sex_words (p ? p->sex : NULL, v->lang));
  if (*birth)
    buffer_printf (b, en ? "  born %s" : "  %s 生", birth);
  if (age >= 0)
    buffer_printf (b, en ? "  %d years" : "  %d 歳", age);
  buffer_text (b, "\n");
}

/* Whose record it belongs to and who sees it: a line of its own.  */
static void
add_viewed (const struct summary_view *v, struct buffer *b)
{
  if (!v->chart && !v->viewers)
    return;
  if (v->chart)
    {
      buffer_text (b, said (v->lang, "診療録 ", "Chart "));
      summary_add_safe (b, v->chart);
      buffer_text (b, v->viewers ? "  " : "");
    }
  if (v->viewers)
    buffer_printf (b, said (v->lang, "閲覧者 %s", "Viewed by %s"),
                   v->viewers);
  buffer_text (b, "\n");
}

static void
add_head (const struct summary_view *v, struct buffer *b)
{
  bool en = v->lang == LANG_EN;

  rule (b);
  add_person (v, b);
  buffer_printf (b, en ? "[%s] %s\n" : "【%s】%s\n",
                 summary_consent_name (v->consent, v->lang),
                 summary_consent_words (v->consent, v->lang));
  if (v->time)
    buffer_printf (b, en ? "Asked %s" : "照会 %s", v->time);
  if (v->reception)
    buffer_printf (b, en ? "  reception %s" : "  受付 %s", v->reception);
  if (v->request)
    buffer_printf (b, "  %s", v->request);
  if (v->facility)
    buffer_printf (b, en ? "  facility %s" : "  施設 %s", v->facility);
  buffer_text (b, "\n");
  add_viewed (v, b);
  for (size_t i = 0; i < v->n_notices && i < MAX_NOTICES; i++)
    {
      buffer_text (b, en ? "! " : "※ ");
      summary_add_safe (b, v->notices[i]);
      buffer_text (b, "\n");
    }
  rule (b);
}

/* "■ 薬剤  2 件（2026-08-21 から）".  */
static void
add_heading (const struct summary_view *v, const struct arranged_section *s,
             size_t shown, struct buffer *b)
{
  bool en = v->lang == LANG_EN;

  buffer_text (b, "■ ");
  buffer_text (b, summary_kind_label (s->kind, v->lang));
  if (s->from[0])
    buffer_printf (b, en ? " (since %s)" : "（%s から）", s->from);
  if (s->empty)
    {
      buffer_text (b, "  ");
      buffer_text (b, summary_empty_words (v->lang));
    }
  else
    buffer_printf (b, en ? "  %zu" : "  %zu 件", s->n_items);
  if (s->empty && !s->told)
    buffer_text (b, en ? "  [not part of this answer]"
                       : "  ※この結果に項目の欄なし");
  if (s->n_older)
    buffer_printf (
        b, en ? "  [%zu older not shown]" : "  ※これより前の %zu 件は省略",
        s->n_older);
  if (shown < s->n_items)
    buffer_printf (
        b,
        en ? ", %zu shown here; all are in summary.html"
           : "のうち %zu 件を表示。すべては summary.html にあります",
        shown);
  buffer_text (b, "\n");
}

static void
add_part (struct buffer *b, const char *text)
{
  if (!text || !*text)
    return;
  buffer_text (b, "  ");
  summary_add_safe (b, text);
}

/* Marks stand in a column of their own, as wide as the widest.  */
static int
mark_column (const struct arranged_section *s)
{
  int widest = 0;

  for (size_t i = 0; i < s->n_highlighted; i++)
    {
      int n = columns (s->items[i].highlight);
      widest = n > widest ? n : widest;
    }
  return widest ? widest + 2 : 0;
}

static void
add_item (const struct summary_view *v, const struct arranged_item *item,
          int marks, struct buffer *b)
{
  int used = 0;

  buffer_text (b, "  ");
  if (item->highlight)
    {
      buffer_text (b, "★");
      summary_add_safe (b, item->highlight);
      used = columns (item->highlight) + columns ("★");
    }
  spaces (b, marks - used);
  buffer_text (b, marks ? " " : "");
  const char *date = item->date ? item->date : "----------";
  buffer_text (b, date);
  spaces (b, 10 - (int) strlen (date));
  add_part (b, item->name);
  add_part (b, item->quantity);
  add_part (b, item->institution);
  add_part (b, summary_source_label (v, item->source));
  buffer_text (b, "\n");
}

/* Hands out LEFT lines: first a few to each section, then what stands out,
   then in the hospital's order.  */
static void
share_lines (const struct arranged *a, size_t n, size_t left, size_t *shown)
{
  for (int round = 0; round < 3; round++)
    for (size_t i = 0; i < n; i++)
      {
        const struct arranged_section *s = &a->sections[i];
        size_t want = round == 0   ? LEAST
                      : round == 1 ? s->n_highlighted
                                   : s->n_items;
        want = want < s->n_items ? want : s->n_items;
        size_t more = want > shown[i] ? want - shown[i] : 0;
        more = more < left ? more : left;
        shown[i] += more;
        left -= more;
      }
}

static void
add_sections (const struct summary_view *v, struct buffer *b)
{
  const struct arranged *a = v->arranged;
  size_t shown[MAX_SECTIONS] = { 0 };
  size_t n = a->n_sections < MAX_SECTIONS ? a->n_sections : MAX_SECTIONS;
  size_t notices = v->n_notices < MAX_NOTICES ? v->n_notices : MAX_NOTICES;
  /* Head, foot, headings.  */
  size_t fixed = 9 + (v->chart || v->viewers) + notices + n;

  share_lines (a, n, fixed < LINES ? LINES - fixed : 0, shown);
  for (size_t i = 0; i < n; i++)
    {
      const struct arranged_section *s = &a->sections[i];
      int marks = mark_column (s);
      add_heading (v, s, shown[i], b);
      for (size_t j = 0; j < shown[i]; j++)
        add_item (v, &s->items[j], marks, b);
    }
}

void
summary_text (const struct summary_view *v, struct buffer *out)
{
  add_head (v, out);
  if (v->pdf)
    buffer_printf (out, "%s\n", summary_pdf_words (v->lang));
  else
    add_sections (v, out);
  rule (out);
  summary_claims_words (v, v->lang, out);
  buffer_printf (out, "\n%s\n", summary_scope_words (v->lang));
}
