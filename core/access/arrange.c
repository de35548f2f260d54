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
  struct folded f = { .words = NULL };
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

/* The label of the first highlight that NAME contains.  A name that cannot be
   folded (no memory) is reported through BAD_OUT.  */
static const char *
find_highlight (const struct folded *f, const char *name, bool *bad_out)
{
  if (!name || f->n == 0)
    return NULL;
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
show (const struct summary_item *item)
{
  if (strcmp (item->kind, "checkup") == 0)
    return (struct arranged_item){ .date = item->date };
  return (struct arranged_item){
    .date = item->date,
    .name = item->name,
    .code = item->code,
    .source = item->source,
    .institution = item->institution,
    .quantity = item->quantity,
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
      *item = show (from);
      item->place = i;
      if (marks)
        item->highlight = find_highlight (f, item->name, &bad);
      sec->n_highlighted += item->highlight != NULL;
    }
  qsort (sec->items, sec->n_items, sizeof *sec->items, by_rank);
  sec->empty = sec->n_items == 0;
  return !bad;
}

/* The first day shown: "" for all.  A period that reaches before the first
   year that can be written shows all, too.  */
static void
set_period (struct arranged_section *sec, const struct config_section *wish,
            const char *day)
{
  char from[11];

  memcpy (sec->to, day, sizeof sec->to);
  if (!wish->days && !wish->months)
    return;
  if (date_shift_months (day, -wish->months, from)
      && date_shift_days (from, -wish->days, from))
    memcpy (sec->from, from, sizeof sec->from);
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
      set_period (sec, &sections[i], day);
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

void
arranged_done (struct arranged *a)
{
  for (size_t i = 0; i < a->n_sections; i++)
    free (a->sections[i].items);
  free (a->sections);
  *a = (struct arranged){ 0 };
}
