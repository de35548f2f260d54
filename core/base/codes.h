/* SPDX-License-Identifier: Apache-2.0 */
/* Every way a command can end badly, in one table.  A code is stable: other
   programs and support staff hold on to the word, so a word is never given a
   second meaning.  The table itself is codes.def; the manual lists it and a
   test compares both.  */
#ifndef EMI_BASE_CODES_H
#define EMI_BASE_CODES_H

enum code
{
#define CODE(id, word, exit, state, ja, ja_next, en, en_next) CODE_##id,
#include "base/codes.def"
#undef CODE
  CODE_COUNT
};

enum lang
{
  LANG_JA,
  LANG_EN
};

/* One row.  `exit` is the exit status of SPEC section 8 (0 to 5); `state` is
   the state a request ends in when this code ends it ("refused", "failed",
   "cancelled", "indeterminate") or "" where no request is meant.  `message`
   says what happened, `next` what works now; both indexed by enum lang.  */
struct code_info
{
  const char *word;
  int exit;
  const char *state;
  const char *message[2];
  const char *next[2];
};

/* The row of CODE; never NULL for a value of the enum.  */
const struct code_info *code_info (enum code code);

/* The enum value of WORD, or CODE_COUNT when there is none.  */
enum code code_by_word (const char *word);

#endif
