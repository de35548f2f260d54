/* SPDX-License-Identifier: Apache-2.0 */
/* The sentences that every form of the summary must carry (SPEC section 5),
   in one place so that they cannot drift apart.  Inside core/report only.  */
#ifndef EMI_REPORT_SUMMARY_WORDS_H
#define EMI_REPORT_SUMMARY_WORDS_H

#include "report/summary.h"

/* 該当データなし（服薬なしの証明ではない）, for every empty section.  */
const char *summary_empty_words (enum lang lang);
/* How far claims reach, or that it is not known; appended to OUT.  */
void summary_claims_words (const struct summary_view *v, enum lang lang,
                           struct buffer *out);
/* Whose care is never found here.  */
const char *summary_scope_words (enum lang lang);
const char *summary_access_words (enum lang lang);
const char *summary_pdf_words (enum lang lang);
/* The consent state, short and with what follows from it.  */
const char *summary_consent_name (int consent, enum lang lang);
const char *summary_consent_words (int consent, enum lang lang);
const char *summary_sex_words (const char *sex, enum lang lang);

/* The label of an item's source, or NULL.  */
const char *summary_source_label (const struct summary_view *v,
                                  const char *source);
/* The source that all items of S share, or NULL: then each says its own.  */
const char *summary_one_source (const struct arranged_section *s);
/* "求めていない項目（パターン 4）：透析、手術"; nothing when all were asked
   for.  */
void summary_unasked_words (const struct summary_view *v, enum lang lang,
                            struct buffer *out);

/* Items of a section that say the same thing: name and quantity.  `first` is
   the newest of them, which stands for all.  */
struct summary_group
{
  size_t first;
  size_t n;
};
/* The groups in the order of their first items, in new memory; NULL without
   memory or items.  */
struct summary_group *summary_groups (const struct arranged_section *s,
                                      size_t *n_out);

/* Whole years on V's day; -1 when birth or day is not known.  */
int summary_age (const struct summary_view *v);
/* "1968-07-22", or as received where that is no day; "" without.  */
void summary_birth (const struct person *p, char out[16]);

/* TEXT safe to show, full width; appended.  NULL adds nothing.  */
void summary_add_safe (struct buffer *out, const char *text);
void summary_add_kana (struct buffer *out, const char *kana);

#endif
