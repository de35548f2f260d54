/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons and tokens of the review mark.  */
#include "access/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

static const struct
{
  enum review_reason reason;
  const char *word;
} reasons_table[] = {
  { REVIEW_DIFFICULT, "consent-difficult" },
  { REVIEW_PRESSED, "pressed-by-other" },
  { REVIEW_LIFTED, "refusal-lifted" },
  { REVIEW_CHART, "chart-differs" },
  { REVIEW_ANSWER, "answer-differs" },
  { REVIEW_FACTOR, "factor-new" },
};

void
review_words (unsigned reasons, char out[REVIEW_WORDS])
{
  size_t used = 0;

  out[0] = '\0';
  for (size_t i = 0; i < N_ELEMENTS (reasons_table); i++)
    if (reasons & reasons_table[i].reason)
      used += (size_t) snprintf (out + used, REVIEW_WORDS - used, "%s%s",
                                 used ? " " : "", reasons_table[i].word);
}

static const char *
value_of (enum review_of of)
{
  return of == REVIEW_OF_USE ? "use" : "reception";
}

void
review_draft (struct draft *d, unsigned reasons, enum review_of of)
{
  char words[REVIEW_WORDS];

  if (!reasons)
    return;
  review_words (reasons, words);
  draft_text (d, "review", words);
  draft_token (d, "review", value_of (of));
}

bool
review_count (struct txn *t, enum review_of of, size_t *n_out,
              struct fault *why)
{
  uint64_t *seqs = NULL;

  if (!txn_find (t, "review", value_of (of), &seqs, n_out, why))
    return false;
  free (seqs);
  return true;
}
