/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of words separated by blanks, as descriptors, profiles and claims have
   them.  A header alone: the evidence module links nothing of base.  */
#ifndef EMI_BASE_WORDS_H
#define EMI_BASE_WORDS_H

#include <stdbool.h>
#include <string.h>

/* Is WORD[0..LEN) one of WORDS?  NULL has none, and nothing empty or with a
   blank in it is a word.  */
static inline bool
words_have_span (const char *words, const char *word, size_t len)
{
  while (words && *words)
    {
      size_t n = strcspn (words, " ");

      if (n > 0 && n == len && memcmp (words, word, n) == 0)
        return true;
      words += n;
      words += strspn (words, " ");
    }
  return false;
}

static inline bool
words_have (const char *words, const char *word)
{
  return words_have_span (words, word, strlen (word));
}

#endif
