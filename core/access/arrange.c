/* SPDX-License-Identifier: Apache-2.0 */
/* Arranging a summary (arrange.h).  */
#include "access/arrange.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

/* The highlight words in their comparison form; the configuration has them
   folded already.  */
struct folded
{
  const struct config_highlight *highlights;
  size_t n_highlights;
  struct
  {
    char *text;
    const char *label;
  } * words;
  size_t n;
};

static void
folded_done (struct folded *f)
{
  for (size_t i = 0; i < f->n; i++)
    free (f->words[i].text);
  free (f->words);
}

static bool
fold_words (const struct config_highlight *h, size_t n, struct folded *out)
{
  struct folded f = { .highlights = h, .n_highlights = n };
  size_t total = 0;

  for (size_t i = 0; i < n; i++)
    total += h[i].n_words;
  f.words = calloc (total ? total : 1, sizeof *f.words);
  for (size_t i = 0; f.words && i < n; i++)
    for (size_t j = 0; j < h[i].n_words; j++)
      {
        char *text = h[i].folded ? strdup (h[i].folded[j])
                                 : text_fold (h[i].words[j]);
        if (!text)
          {
            folded_done (&f);
            return false;
          }
        f.words[f.n].label = h[i].label;
        f.words[f.n++].text = text;
      }
  *out = f;
  return f.words != NULL;
}

static const char *
find_code (const struct folded *f, const char *code)
{
  for (size_t i = 0; code && i < f->n_highlights; i++)
    for (size_t k = 0; k < f->highlights[i].n_codes; k++)
      {
        const char *begin = f->highlights[i].codes[k];
        if (strncmp (code, begin, strlen (begin)) == 0)
          return f->highlights[i].label;
      }
  return NULL;
}

/* The label of the first highlight that CODE begins or NAME contains.  A name
   that cannot be folded (no memory) is reported through BAD_OUT.  */
static const char *
find_highlight (const struct folded *f, const char *code, const char *name,
                bool *bad_out)
{
  const char *by_code = find_code (f, code);

  if (by_code || !name || f->n == 0)
    return by_code;
  char *folded = text_fold (name);
  const char *label = NULL;

  if (!folded)
    *bad_out = true;
  for (size_t i = 0; folded && !label && i < f->n; i++)
    if (*f->words[i].text && strstr (folded, f->words[i].text))
      label = f->words[i].label;
  free (folded);
  return label;
}

/* What is dated by the month only is inside when any day of it could be.  */
static bool
too_old (const char *date, const char *from)
{
  return date && *from && strncmp (date, from, strlen (date)) < 0;
}

static bool
takes_highlights (const char *kind)
{
  return strcmp (kind, "drug") == 0 || strcmp (kind, "prescription") == 0;
}

static struct arranged_item
show (const struct summary *s, const struct summary_item *item)
{
  if (strcmp (item->kind, "checkup") == 0 && !s->checkup_values)
    return (struct arranged_item){ .date = item->date };
  return (struct arranged_item){
    .date = item->date,
    .name = item->name,
    .code = item->code,
    .source = item->source,
    .institution = item->institution,
    .prescriber = item->prescriber,
    .quantity = item->quantity,
    .usage = item->usage,
  };
}

/* Highlighted first, then by date downwards; what has no date is last.  The
   place decides the rest, as qsort does not keep an order.  */
static int
by_rank (const void *a, const void *b)
{
  const struct arranged_item *x = a, *y = b;

  if (!x->highlight != !y->highlight)
    return x->highlight ? -1 : 1;
  int newer = strcmp (y->date ? y->date : "", x->date ? x->date : "");
  return newer ? newer : (x->place > y->place) - (x->place < y->place);
}

/* Fills SEC's items from S; false without memory.  */
static bool
fill (struct arranged_section *sec, const struct summary *s,
      const struct folded *f)
{
  bool marks = takes_highlights (sec->kind), bad = false;
  size_t n = 0;

  for (size_t i = 0; i < s->n_items; i++)
    n += strcmp (s->items[i].kind, sec->kind) == 0;
  sec->items = calloc (n ? n : 1, sizeof *sec->items);
  if (!sec->items)
    return false;

  for (size_t i = 0; i < s->n_items; i++)
    {
      const struct summary_item *from = &s->items[i];
      if (strcmp (from->kind, sec->kind) != 0)
        continue;
      if (too_old (from->date, sec->from))
        {
          sec->n_older++;
          continue;
        }
      struct arranged_item *item = &sec->items[sec->n_items++];
      *item = show (s, from);
      item->place = i;
      if (marks)
        item->highlight = find_highlight (f, item->code, item->name, &bad);
      sec->n_highlighted += item->highlight != NULL;
    }
  qsort (sec->items, sec->n_items, sizeof *sec->items, by_rank);
  sec->empty = sec->n_items == 0;
  return !bad;
}

void
arrange_since (int days, int months, const char *day, char out[11])
{
  char month[11], from[11];

  out[0] = '\0';
  if ((days || months) && date_shift_months (day, -months, month)
      && date_shift_days (month, -days, from))
    memcpy (out, from, sizeof from);
}

bool
arrange_summary (const struct summary *s,
                 const struct config_section *sections, size_t n_sections,
                 const struct config_highlight *highlights,
                 size_t n_highlights, const char *day, struct arranged *out,
                 struct fault *why)
{
  struct arranged a = { .sections = NULL };
  struct folded f;
  char same[11];

  if (!date_shift_days (day, 0, same))
    return fault_set (why, CODE_INTERNAL, "no such day");
  if (!fold_words (highlights, n_highlights, &f))
    return fault_set (why, CODE_MEMORY, "%s", "");

  bool good = true;
  a.sections = calloc (n_sections ? n_sections : 1, sizeof *a.sections);
  for (size_t i = 0; a.sections && good && i < n_sections; i++)
    {
      struct arranged_section *sec = &a.sections[a.n_sections++];
      int kind = summary_kind_index (sections[i].kind);
      sec->kind = sections[i].kind;
      sec->told = kind >= 0 && (s->kinds & (1u << kind));
      memcpy (sec->to, day, sizeof sec->to);
      arrange_since (sections[i].days, sections[i].months, day, sec->from);
      good = fill (sec, s, &f);
    }
  folded_done (&f);
  if (!a.sections || !good)
    {
      arranged_done (&a);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  *out = a;
  return true;
}

/* The oldest day shown; a month counts from its first.  "" without any.  */
static void
oldest (const struct arranged_section *sec, char out[11])
{
  out[0] = '\0';
  for (size_t i = 0; i < sec->n_items; i++)
    {
      const char *date = sec->items[i].date;
      char day[11] = "0000-01-01";

      if (!date)
        continue;
      memcpy (day, date, strlen (date) < 10 ? strlen (date) : 10);
      if (!out[0] || strcmp (day, out) < 0)
        memcpy (out, day, sizeof day);
    }
}

void
arranged_reach (struct arranged *a, const struct profile_pattern *pattern,
                const char *day)
{
  for (size_t i = 0; i < a->n_sections; i++)
    {
      struct arranged_section *sec = &a->sections[i];
      const struct profile_reach *reach = profile_reach (pattern, sec->kind);
      char from[11], first[11];

      sec->unasked = sec->empty && !profile_tells (pattern, sec->kind);
      if (!reach)
        continue;
      arrange_since (reach->days, reach->months, day, from);
      oldest (sec, first);
      if (first[0] && strcmp (first, from) < 0)
        memcpy (from, first, sizeof from);
      if (strcmp (from, sec->from) > 0)
        memcpy (sec->from, from, sizeof from);
    }
}

void
arranged_done (struct arranged *a)
{
  for (size_t i = 0; i < a->n_sections; i++)
    free (a->sections[i].items);
  free (a->sections);
  *a = (struct arranged){ 0 };
}
