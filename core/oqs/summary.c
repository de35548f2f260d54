/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of medical information and the list that holds them.  */
#include "oqs/emergency.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "oqs/arena.h"

static const struct
{
  const char *name;
  const char *label; /* Japanese */
} kinds[] = {
  { "visit", N_ ("受診歴") },
  { "drug", N_ ("薬剤") },
  { "prescription", N_ ("電子処方箋") },
  { "treatment", N_ ("診療") },
  { "dialysis", N_ ("透析") },
  { "operation", N_ ("手術") },
  { "checkup", N_ ("特定健診") },
};

int
summary_kind_index (const char *kind)
{
  for (size_t i = 0; kind && i < N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, kind) == 0)
      return (int) i;
  return -1;
}

const char *
summary_kind_name (int index)
{
  return index >= 0 && (size_t) index < N_ELEMENTS (kinds) ? kinds[index].name
                                                           : NULL;
}

/* A kind that is not ours is shown as it is.  */
const char *
summary_kind_label (const char *kind, enum lang lang)
{
  int i = summary_kind_index (kind);

  return i < 0 ? kind : said (lang, kinds[i].label);
}

void
summary_done (struct summary *s)
{
  free (s->items);
  arena_free (s->strings);
  free (s->claims_month);
  free (s->pdf);
  *s = (struct summary){ 0 };
}
