/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a script, for the files that do it together: words of a line, steps,
   and turns.  */
#ifndef EMI_SIMULATOR_SCRIPT_PARTS_H
#define EMI_SIMULATOR_SCRIPT_PARTS_H

#include "config/reading.h"
#include "script.h"

#define SCRIPT_MAX_WORDS 48 /* in one line */

struct script_token
{
  char *text;
  bool quoted;
};

struct script_parser
{
  struct document doc;
  struct reading r;
  int line;
  size_t faults; /* before this line */
  struct script_token words[SCRIPT_MAX_WORDS];
  size_t n;
  size_t at; /* the next word */
  struct script script;
  bool lost; /* the head was wrong: its steps are not looked at */
};

#define SCRIPT_FAULT(p, ...) reading_fault (&(p)->r, (p)->line, __VA_ARGS__)

/* Takes the line from AT to END apart.  False without memory.  */
bool script_split (struct script_parser *p, const char *at, const char *end);
void script_line_done (struct script_parser *p);

/* The next bare word, or NULL.  */
const char *script_peek (const struct script_parser *p);
bool script_peek_is (const struct script_parser *p, const char *word);
/* Moves the next text in quotes to *SLOT; false when there is none.  */
bool script_take_text (struct script_parser *p, char **slot);
/* A fault of this line, with the word it is about.  */
void script_fault_word (struct script_parser *p, const char *ja);

/* A new step of the last turn; NULL without memory, which is noted.  */
struct script_step *script_step_new (struct script_parser *p,
                                     enum step_kind kind);
/* Reads the step that WORD, the one before the next, begins.  */
void script_take_step (struct script_parser *p, const char *word);

#endif
