/* SPDX-License-Identifier: Apache-2.0 */
/* The summary on a terminal: who and in what consent state first, then the
   sections.  A ward's screen shows about forty lines at once, so long
   sections are cut there, and each cut says so; the page has everything.
   Lines are broken here, because what a terminal breaks is not counted.  */
#include "report/summary.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"
#include "report/summary-lines.h"
#include "report/summary-words.h"

/* Forty lines with the three that say how the request ended.  */
#define LINES 37
#define LEAST 3 /* lines that a section shows when others are long */
#define MAX_SECTIONS 32
#define MAX_NOTICES 6

static void
add_person (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer line = { .wipe = true };
  const struct person *p = v->person;
  char birth[16];
  int age = summary_age (v);

  summary_birth (p, birth);
  summary_add_kana (&line, p ? p->kana : NULL);
  if (p && p->name)
    {
      buffer_text (&line, p->kana ? "（" : "");
      summary_add_safe (&line, p->name);
      buffer_text (&line, p->kana ? "）" : "");
    }
  buffer_printf (&line, "  %s",
                 summary_sex_words (p ? p->sex : NULL, v->lang));
  if (*birth)
    buffer_printf (&line, said (v->lang, "  %s 生"), birth);
  if (age >= 0)
    buffer_printf (&line, said (v->lang, "  %d 歳"), age);
  lines_add (v, buffer_string (&line), 2, b);
  b->failed |= line.failed;
}

static void
add_asked (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;

  if (v->time)
    buffer_printf (&line, said (v->lang, "照会 %s"), v->time);
  if (v->reception)
    buffer_printf (&line, said (v->lang, "  受付 %s"), v->reception);
  if (v->request)
    buffer_printf (&line, "  %s", v->request);
  if (v->facility)
    buffer_printf (&line, said (v->lang, "  施設 %s"), v->facility);
  lines_add (v, buffer_string (&line), 2, b);
  b->failed |= line.failed;
}

/* Whose record it belongs to and who sees it: a line of its own.  */
static void
add_viewed (const struct summary_view *v, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer line = { .wipe = true };

  if (!v->chart && !v->viewers)
    return;
  if (v->chart)
    {
      buffer_text (&line, said (v->lang, "診療録 "));
      summary_add_safe (&line, v->chart);
      buffer_text (&line, v->viewers ? "  " : "");
    }
  if (v->viewers)
    buffer_printf (&line, said (v->lang, "閲覧者 %s"), v->viewers);
  lines_add (v, buffer_string (&line), 2, b);
  b->failed |= line.failed;
}

static void
add_head (const struct summary_view *v, struct buffer *b)
{
  bool en = v->lang == LANG_EN;

  lines_rule (v, b);
  add_person (v, b);
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;
  buffer_printf (&line, en ? "[%s] %s" : "【%s】%s",
                 summary_consent_name (v->consent, v->lang),
                 summary_consent_words (v->consent, v->lang));
  lines_add (v, buffer_string (&line), 2, b);
  add_asked (v, b);
  add_viewed (v, b);
  for (size_t i = 0; i < v->n_notices && i < MAX_NOTICES; i++)
    {
      buffer_reset (&line);
      buffer_text (&line, en ? "! " : "※ ");
      summary_add_safe (&line, v->notices[i]);
      lines_add (v, buffer_string (&line), 3, b);
    }
  lines_rule (v, b);
  b->failed |= line.failed;
}

static void
add_foot (const struct summary_view *v, size_t more, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;

  lines_rule (v, b);
  if (more)
    {
      buffer_printf (
          &line,
          said (v->lang,
                "ここに表示していないものが %zu 件あります。すべては "
                "summary.html に、また照会に --full を付ければ画面に出ます。"),
          more);
      lines_add (v, buffer_string (&line), 0, b);
      buffer_reset (&line);
    }
  if (!v->pdf)
    summary_unasked_words (v, v->lang, &line);
  if (line.len)
    lines_add (v, buffer_string (&line), 0, b);
  buffer_reset (&line);
  summary_claims_words (v, v->lang, &line);
  lines_add (v, buffer_string (&line), 0, b);
  lines_add (v, summary_scope_words (v->lang), 0, b);
  b->failed |= line.failed;
}

static size_t
count_lines (const struct buffer *b)
{
  size_t n = 0;

  for (size_t i = 0; i < b->len; i++)
    n += b->data[i] == '\n';
  return n;
}

/* Lines that are there however many items are shown: counted by writing them,
   with headings as long as they can get.  */
static size_t
fixed_lines (const struct summary_view *v, const struct lines_section *list,
             size_t n)
{
  CLEANUP (buffer_done) struct buffer b = { .wipe = true };

  add_head (v, &b);
  for (size_t i = 0; i < n; i++)
    lines_heading (v, &list[i], list[i].section->n_items / 2, &b);
  add_foot (v, 1, &b);
  return count_lines (&b);
}

/* Hands out LEFT lines: one to each section, then to what stands out, a few
   more to each, then in the hospital's order.  A section stops at its first
   item that does not fit: what follows is older.  */
static void
share_lines (const struct summary_view *v, struct lines_section *list,
             size_t n, size_t left)
{
  CLEANUP (buffer_done) struct buffer scratch = { .wipe = true };
  static const size_t rounds[] = { 1, 0, LEAST, SIZE_MAX };

  for (size_t round = 0; round < N_ELEMENTS (rounds); round++)
    for (size_t i = 0; i < n; i++)
      {
        struct lines_section *l = &list[i];
        size_t want = rounds[round] ? rounds[round] : l->n_marked;
        want = want < l->n_groups ? want : l->n_groups;
        for (; l->shown < want && left > 0; l->shown++)
          {
            buffer_reset (&scratch);
            size_t lines = lines_group (v, l, l->shown, &scratch);
            if (lines > left)
              break;
            left -= lines;
          }
      }
}

static void
add_sections (const struct summary_view *v, struct lines_section *list,
              size_t n, struct buffer *b, size_t *more_out)
{
  size_t fixed = v->full ? 0 : fixed_lines (v, list, n);

  if (v->full)
    for (size_t i = 0; i < n; i++)
      list[i].shown = list[i].n_groups;
  else
    share_lines (v, list, n, fixed < LINES ? LINES - fixed : 0);
  for (size_t i = 0; i < n; i++)
    {
      struct lines_section *l = &list[i];
      size_t items = lines_items (l);
      lines_heading (v, l, items, b);
      for (size_t j = 0; j < l->shown; j++)
        lines_group (v, l, j, b);
      *more_out += l->section->n_items - items;
    }
}

/* The sections that were asked for.  */
static void
add_all (const struct summary_view *v, struct buffer *b, size_t *more_out)
{
  struct lines_section list[MAX_SECTIONS];
  size_t n = 0;

  for (size_t i = 0; i < v->arranged->n_sections && n < MAX_SECTIONS; i++)
    if (!v->arranged->sections[i].unasked)
      if (!lines_section (v, &v->arranged->sections[i], &list[n++]))
        b->failed = true;
  add_sections (v, list, n, b, more_out);
  for (size_t i = 0; i < n; i++)
    lines_section_done (&list[i]);
}

void
summary_text (const struct summary_view *v, struct buffer *out)
{
  size_t more = 0;

  add_head (v, out);
  if (v->pdf)
    lines_add (v, summary_pdf_words (v->lang), 0, out);
  else
    add_all (v, out, &more);
  add_foot (v, more, out);
}
