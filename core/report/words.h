/* SPDX-License-Identifier: Apache-2.0 */
/* The codes of the records in people's words.  JSON keeps the codes.  */
#ifndef EMI_REPORT_WORDS_H
#define EMI_REPORT_WORDS_H

#include "base/codes.h"

/* The words for WORD of LIST ("state", "role", "consent", "given-by",
   "hardship", "necessity", "stage", "review", "delivery"); WORD itself where there are
   none, "-" for NULL or "".  */
const char *word_label (const char *list, const char *word, enum lang lang);

#endif
