/* SPDX-License-Identifier: Apache-2.0 */
/* The mark on a record that a privacy officer has to look at (SPEC section 7,
   Review): its reasons, and the token by which such records are found and
   counted.  */
#ifndef EMI_ACCESS_REVIEW_H
#define EMI_ACCESS_REVIEW_H

#include "ledger/ledger.h"

enum review_reason
{
  REVIEW_DIFFICULT = 1, /* consent hard to obtain */
  REVIEW_PRESSED = 2,   /* consent pressed, by another than the patient */
  REVIEW_LIFTED = 4,    /* a real refusal was lifted */
  REVIEW_CHART = 8,     /* one field differed from the chart */
  REVIEW_ANSWER = 16,   /* one field of the answer differed */
  REVIEW_FACTOR = 32    /* a factor was enrolled less than 24 hours before */
};
#define REVIEW_WORDS 96

/* "consent-difficult refusal-lifted".  */
void review_words (unsigned reasons, char out[REVIEW_WORDS]);

enum review_of
{
  REVIEW_OF_USE,      /* a request: counted as a use, once */
  REVIEW_OF_RECEPTION /* what was done at the desk */
};
/* The field `review` and the token; nothing without a reason.  */
void review_draft (struct draft *d, unsigned reasons, enum review_of of);
/* How many records of OF carry the mark.  */
bool review_count (struct txn *t, enum review_of of, size_t *n_out,
                   struct fault *why);

#endif
