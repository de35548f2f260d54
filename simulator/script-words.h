/* SPDX-License-Identifier: Apache-2.0 */
/* The words of scripts.  */
#ifndef EMI_SIMULATOR_SCRIPT_WORDS_H
#define EMI_SIMULATOR_SCRIPT_WORDS_H

#include "script.h"

/* What follows a word.  */
enum script_argument
{
  ARGUMENT_NONE,
  ARGUMENT_TIME,
  ARGUMENT_TIME_OR_NOT,
  ARGUMENT_SIZE,
  ARGUMENT_VALIDITY,
  ARGUMENT_CONSENT,
  ARGUMENT_CODE_TEXT /* two texts, or nothing */
};

/* A word that says how an answer or a reading is.  */
struct script_word
{
  const char *word;
  unsigned how;
  enum script_argument argument;
  unsigned on;      /* FOR_ where it means something */
  unsigned without; /* HOW_ that it cannot stand beside */
};

const struct script_word *script_word (const char *word);

/* "emergency" and the like: FOR_; 0 when it is none.  */
unsigned script_kind (const char *word);

/* "250ms", "2s", "3m", "1h", at most a day.  */
bool script_time (const char *text, int64_t *ms_out);
/* "300kB", "2MB", at most 32 MB.  */
bool script_size (const char *text, size_t *out);

#endif
