/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a terminal (summary-lines.h).  */
#include "report/summary-lines.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <uniwidth.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"

#define COLUMNS 80 /* where the terminal does not say */
#define LEAST_COLUMNS 40

/* Letters of uncertain width count as wide, as they are on a Japanese
   terminal.  */
#define WIDTHS "EUC-JP"

static int
width_of (const struct summary_view *v)
{
  int n = v->columns ? v->columns : COLUMNS;

  return n < LEAST_COLUMNS ? LEAST_COLUMNS : n;
}

static int
columns (const char *text)
{
  return u8_strwidth ((const uint8_t *) text, WIDTHS);
}

static void
spaces (struct buffer *b, int n)
{
  for (; n > 0; n--)
    buffer_text (b, " ");
}

void
lines_rule (const struct summary_view *v, struct buffer *b)
{
  /* ASCII: box lines are one column wide here and two there.  */
  for (int n = width_of (v) < 76 ? width_of (v) : 76; n > 0; n--)
    buffer_text (b, "-");
  buffer_text (b, "\n");
}

size_t
lines_add (const struct summary_view *v, const char *text, int indent,
           struct buffer *b)
{
  size_t len = strlen (text), from = 0, n = 1;
  CLEANUP_FREE char *at = malloc (len ? len : 1);

  if (!at)
    {
      b->failed = true;
      return 1;
    }
  u8_width_linebreaks ((const uint8_t *) text, len, width_of (v) - indent,
                       -indent, 0, NULL, WIDTHS, at);
  for (size_t i = 0; i < len; i++)
    if (at[i] == UC_BREAK_POSSIBLE || at[i] == UC_BREAK_MANDATORY)
      {
        size_t end = i;
        while (end > from && text[end - 1] == ' ')
          end--;
        buffer_add (b, text + from, end - from);
        buffer_text (b, "\n");
        spaces (b, indent);
        from = i + (text[i] == '\n'); /* a line's end stands for itself */
        n++;
      }
  buffer_add (b, text + from, len - from);
  buffer_text (b, "\n");
  return n;
}

/* "（2026-08-21 から、レセプト）".  */
static void
add_scope (const struct summary_view *v, const struct lines_section *l,
           struct buffer *b)
{
  const char *from = l->section->from;
  bool en = v->lang == LANG_EN;
  const char *source = summary_source_label (v, l->source);

  if (!from[0] && !source)
    return;
  buffer_text (b, en ? " (" : "（");
  if (from[0])
    buffer_printf (b, said (v->lang, "%s から"), from);
  if (from[0] && source)
    buffer_text (b, en ? ", " : "、");
  summary_add_safe (b, source);
  buffer_text (b, en ? ")" : "）");
}

static void
add_counts (const struct summary_view *v, const struct arranged_section *s,
            size_t shown, struct buffer *b)
{
  buffer_printf (b, said (v->lang, "  %zu 件"), s->n_items);
  if (shown < s->n_items)
    buffer_printf (b, said (v->lang, "のうち %zu 件を表示（あと %zu 件）"),
                   shown, s->n_items - shown);
}

size_t
lines_heading (const struct summary_view *v, const struct lines_section *l,
               size_t shown, struct buffer *b)
{
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;
  const struct arranged_section *s = l->section;
  bool absent = s->empty && !s->told;

  buffer_text (&line, "■ ");
  buffer_text (&line, summary_kind_label (s->kind, v->lang));
  if (!absent)
    add_scope (v, l, &line);
  if (s->empty)
    {
      buffer_text (&line, "  ");
      buffer_text (&line, summary_empty_words (v->lang));
    }
  else
    add_counts (v, s, shown, &line);
  if (absent)
    buffer_text (&line, said (v->lang, "  ※この結果に欄なし"));
  if (s->n_older)
    buffer_printf (&line, said (v->lang, "  ※これより前の %zu 件は省略"),
                   s->n_older);
  b->failed |= line.failed;
  return lines_add (v, buffer_string (&line), 3, b);
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
  return widest ? widest + columns ("★") + 1 : 0;
}

bool
lines_section (const struct summary_view *v, const struct arranged_section *s,
               struct lines_section *out)
{
  struct lines_section l = { .section = s };

  l.source = summary_one_source (s);
  l.marks = mark_column (s);
  l.n_groups = s->n_items;
  l.n_marked = s->n_highlighted;
  if (!v->full && s->n_items)
    {
      l.groups = summary_groups (s, &l.n_groups);
      l.n_marked = 0;
      while (l.groups && l.n_marked < l.n_groups
             && s->items[l.groups[l.n_marked].first].highlight)
        l.n_marked++;
    }
  *out = l;
  return v->full || s->n_items == 0 || l.groups;
}

void
lines_section_done (struct lines_section *l)
{
  free (l->groups);
  l->groups = NULL;
}

size_t
lines_items (const struct lines_section *l)
{
  size_t n = 0;

  for (size_t i = 0; i < l->shown; i++)
    n += l->groups ? l->groups[i].n : 1;
  return n;
}

/* A line that is being put together, broken between its parts where that is
   possible: a name torn apart is hard to read.  */
struct line
{
  struct buffer text;
  int at;     /* column */
  int indent; /* of further lines */
  int width;
};

static void
add_part (struct line *l, const char *text)
{
  CLEANUP (buffer_done) struct buffer safe = { .wipe = true };

  if (!text || !*text)
    return;
  summary_add_safe (&safe, text);
  int n = columns (buffer_string (&safe));
  l->text.failed |= safe.failed;
  if (l->at > l->indent && l->at + 2 + n > l->width)
    {
      buffer_text (&l->text, "\n");
      l->at = l->indent;
    }
  else
    {
      buffer_text (&l->text, "  ");
      l->at += 2;
    }
  buffer_text (&l->text, buffer_string (&safe));
  l->at += n;
}

static void
begin_line (const struct lines_section *s, const struct arranged_item *item,
            struct line *l)
{
  int used = 0;

  buffer_text (&l->text, "  ");
  if (item->highlight)
    {
      buffer_text (&l->text, "★");
      summary_add_safe (&l->text, item->highlight);
      used = columns (item->highlight) + columns ("★");
    }
  spaces (&l->text, s->marks - used);
  const char *date = item->date ? item->date : "----------";
  buffer_text (&l->text, date);
  spaces (&l->text, 10 - (int) strlen (date));
  l->at = 2 + s->marks + 10;
}

static void
add_prescriber (const struct summary_view *v, const struct arranged_item *item,
                struct line *l)
{
  CLEANUP (buffer_done) struct buffer b = { .wipe = true };

  if (!item->prescriber)
    return;
  buffer_text (&b, said (v->lang, "処方 "));
  summary_add_safe (&b, item->prescriber);
  add_part (l, buffer_string (&b));
  l->text.failed |= b.failed;
}

/* How to take it and who prescribed it are on the page and with --full: for
   the first look they cost the lines of other drugs.  */
size_t
lines_group (const struct summary_view *v, const struct lines_section *s,
             size_t group, struct buffer *b)
{
  size_t first = s->groups ? s->groups[group].first : group;
  size_t more = s->groups ? s->groups[group].n - 1 : 0;
  const struct arranged_item *item = &s->section->items[first];
  struct line l = { .text = { .wipe = true },
                    .indent = width_of (v) < 60 ? 4 : s->marks + 14,
                    .width = width_of (v) };
  char others[48];

  begin_line (s, item, &l);
  add_part (&l, item->name);
  add_part (&l, item->quantity);
  if (more)
    {
      snprintf (others, sizeof others, said (v->lang, "（ほか %zu 件）"),
                more);
      add_part (&l, others);
    }
  if (v->full)
    add_part (&l, item->usage);
  add_part (&l, item->institution);
  if (v->full)
    add_prescriber (v, item, &l);
  if (!s->source)
    add_part (&l, summary_source_label (v, item->source));
  size_t n = lines_add (v, buffer_string (&l.text), l.indent, b);
  b->failed |= l.text.failed;
  buffer_done (&l.text);
  return n;
}
