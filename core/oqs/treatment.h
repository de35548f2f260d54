/* SPDX-License-Identifier: Apache-2.0 */
/* What a row of treatment is: dialysis, operation, or any other, by the words
   of a profile.  Inside core/oqs only.  */
#ifndef EMI_OQS_TREATMENT_H
#define EMI_OQS_TREATMENT_H

#include "config/profile.h"

/* The profile's words for treatments, picked out once a message.  */
struct treatment_words
{
  const struct profile_word **v;
  size_t n_codes; /* then the names, then the classes */
  size_t n_names;
  size_t n_classes;
};

/* False without memory.  */
bool treatment_words (const struct profile *p, struct treatment_words *out);
void treatment_words_done (struct treatment_words *w);

/* The kind ("dialysis", "operation", "treatment"): by the beginning of CODE,
   by a word in NAME, by 診療識別 CLASS, in this order; any may be NULL.  */
const char *treatment_kind (const struct treatment_words *w, const char *code,
                            const char *name, const char *class);

#endif
