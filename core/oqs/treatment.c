/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting treatments (treatment.h).  */
#include "oqs/treatment.h"

#include <stdlib.h>
#include <string.h>

static size_t
pick (const struct profile *p, const char *list,
      const struct profile_word **out)
{
  size_t n = 0;

  for (size_t i = 0; i < p->n_words; i++)
    if (strcmp (p->words[i].list, list) == 0)
      out[n++] = &p->words[i];
  return n;
}

bool
treatment_words (const struct profile *p, struct treatment_words *out)
{
  struct treatment_words w = { .v = NULL };

  w.v = calloc (p->n_words ? p->n_words : 1, sizeof *w.v);
  if (!w.v)
    return false;
  w.n_codes = pick (p, "treatment-code", w.v);
  w.n_names = pick (p, "treatment-name", w.v + w.n_codes);
  w.n_classes = pick (p, "treatment-class", w.v + w.n_codes + w.n_names);
  *out = w;
  return true;
}

void
treatment_words_done (struct treatment_words *w)
{
  free (w->v);
  *w = (struct treatment_words){ 0 };
}

const char *
treatment_kind (const struct treatment_words *w, const char *code,
                const char *name, const char *class)
{
  const struct profile_word *const *codes = w->v;
  const struct profile_word *const *names = codes + w->n_codes;
  const struct profile_word *const *classes = names + w->n_names;

  for (size_t i = 0; code && i < w->n_codes; i++)
    if (strncmp (code, codes[i]->word, strlen (codes[i]->word)) == 0)
      return codes[i]->means;
  for (size_t i = 0; name && i < w->n_names; i++)
    if (strstr (name, names[i]->word))
      return names[i]->means;
  for (size_t i = 0; class && i < w->n_classes; i++)
    if (strcmp (class, classes[i]->word) == 0)
      return classes[i]->means;
  return "treatment";
}
