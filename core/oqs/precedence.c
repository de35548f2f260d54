/* SPDX-License-Identifier: Apache-2.0 */
/* Precedence of sources (precedence.h).  The later origin's items, which are
   few, are sorted by key; those of the earlier ones are looked up in them, so
   that an answer of nothing but drugs costs no more than sorting it.  */
#include "oqs/precedence.h"

#include <stdlib.h>
#include <string.h>

/* What two items are compared by; NULL in any: not comparable.  */
struct key
{
  const char *where;
  const char *when;
  const char *what;
  size_t item;
};

enum by
{
  BY_CODE,
  BY_INGREDIENT,
  BY_NAME,
  BY_WHAT
};

struct looking
{
  struct summary *s;
  const struct provenance *provenance;
  const struct event *events;
  bool *replaced;
  struct key *keys;
  size_t n_keys;
};

static struct key
key_of (const struct looking *l, size_t i, bool dispensed, enum by by)
{
  const struct provenance *p = &l->provenance[i];
  const struct event *e = &l->events[p->event];
  const struct summary_item *item = &l->s->items[i];

  return (struct key){
    .where = dispensed ? e->dispenser : e->prescriber,
    .when = dispensed ? e->dispensed : e->prescribed,
    .what = by == BY_CODE         ? item->code
            : by == BY_INGREDIENT ? p->ingredient
                                  : item->name,
    .item = i,
  };
}

static bool
comparable (const struct key *k)
{
  return k->where && k->when && k->what;
}

static int
compare (const void *a, const void *b)
{
  const struct key *x = a, *y = b;
  int c = strcmp (x->when, y->when);

  if (!c)
    c = strcmp (x->what, y->what);
  return c ? c : strcmp (x->where, y->where);
}

/* The first of the keys that is not below K.  */
static size_t
lower_bound (const struct looking *l, const struct key *k)
{
  size_t low = 0, high = l->n_keys;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (compare (&l->keys[middle], k) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Marks what equals K.  Equal keys are marked together, so that one that is
   marked ends the walk.  */
static void
mark (struct looking *l, const struct key *k, bool *seen)
{
  /* Claims go back for years, what they replace a hundred days: most of them
     end here.  */
  if (strcmp (k->when, l->keys[0].when) < 0
      || strcmp (k->when, l->keys[l->n_keys - 1].when) > 0)
    return;
  for (size_t i = lower_bound (l, k);
       i < l->n_keys && !seen[i] && compare (&l->keys[i], k) == 0; i++)
    {
      seen[i] = true;
      l->replaced[l->keys[i].item] = true;
    }
}

/* One way of comparing: the items of LATER against all of earlier origins. */
static bool
look (struct looking *l, enum origin later, bool dispensed, enum by by)
{
  l->n_keys = 0;
  for (size_t i = 0; i < l->s->n_items; i++)
    if (l->provenance[i].drug && l->provenance[i].origin == later)
      {
        struct key k = key_of (l, i, dispensed, by);
        if (comparable (&k))
          l->keys[l->n_keys++] = k;
      }
  if (l->n_keys == 0)
    return true;
  bool *seen = calloc (l->n_keys, sizeof *seen);
  if (!seen)
    return false;
  qsort (l->keys, l->n_keys, sizeof *l->keys, compare);
  for (size_t i = 0; i < l->s->n_items; i++)
    if (l->provenance[i].drug && l->provenance[i].origin < later)
      {
        struct key k = key_of (l, i, dispensed, by);
        if (comparable (&k))
          mark (l, &k, seen);
      }
  free (seen);
  return true;
}

static void
take_out (struct looking *l, struct provenance *provenance)
{
  struct summary *s = l->s;
  size_t n = 0;

  for (size_t i = 0; i < s->n_items; i++)
    if (!l->replaced[i])
      {
        s->items[n] = s->items[i];
        provenance[n++] = provenance[i];
      }
  s->n_replaced = s->n_items - n;
  s->n_items = n;
}

static size_t
count (const struct summary *s, const struct provenance *p, enum origin o)
{
  size_t n = 0;

  for (size_t i = 0; i < s->n_items; i++)
    n += p[i].drug && p[i].origin == o;
  return n;
}

bool
precedence_apply (struct summary *s, struct provenance *provenance,
                  const struct event *events)
{
  size_t dispensed = count (s, provenance, ORIGIN_DISPENSED);
  size_t prescribed = count (s, provenance, ORIGIN_PRESCRIBED);
  struct looking l = { .s = s, .provenance = provenance, .events = events };
  bool good = true;

  if (dispensed + prescribed == 0)
    return true;
  l.replaced = calloc (s->n_items, sizeof *l.replaced);
  l.keys = reallocarray (NULL, dispensed > prescribed ? dispensed : prescribed,
                         sizeof *l.keys);
  good = l.replaced && l.keys;
  for (int o = ORIGIN_DISPENSED; o < ORIGINS; o++)
    for (int by = 0; by < BY_WHAT; by++)
      for (int place = 0; place < 2; place++)
        good = good && look (&l, (enum origin) o, place == 1, (enum by) by);
  if (good)
    take_out (&l, provenance);
  free (l.replaced);
  free (l.keys);
  return good;
}
