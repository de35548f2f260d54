/* SPDX-License-Identifier: Apache-2.0 */
/* A trace as people read it: on the screen, as a sheet, on paper.  */
#ifndef EMI_REPORT_TRACE_PAPER_H
#define EMI_REPORT_TRACE_PAPER_H

#include "base/buffer.h"
#include "report/trace.h"

/* What is put on paper.  All borrowed.  */
struct trace_paper
{
  const struct trace *trace;
  const struct trace_query *query;
  const struct profile *profile; /* for the words of factors; or NULL */
  const char *facility;
  const char *made_by; /* account */
  int64_t made_at;     /* UTC seconds */
  enum lang lang;
};

/* All append to OUT; a failure for want of memory is OUT's.  */
void trace_text (const struct trace_paper *p, struct buffer *out);
/* One row an access, columns always the same (base/lang for their names). */
void trace_csv (const struct trace_paper *p, struct buffer *out);
/* The internal sheet for the inquirer's desk, A4.  */
void trace_html (const struct trace_paper *p, struct buffer *out);

/* --- words that the forms share --- */

/* The next "WORD=NUMBER" of AT, which moves on; false at the end.  */
bool trace_next_kind (const char **at, char word[24], long *number);
/* One line of what request-draft.c writes; AT moves on; false at the end.  */
struct trace_stage
{
  char name[24];
  long long at;
  long long ms; /* -1: it had not ended */
  char by[80];
};
bool trace_next_stage (const char **at, struct trace_stage *out);
/* One line of what ladder.c writes.  */
struct trace_rung
{
  int rung;
  char provider[33];
  char code[40];
};
bool trace_next_rung (const char **at, struct trace_rung *out);

void trace_kinds_words (const char *kinds, enum lang lang, struct buffer *out);
/* The reasons of a review in people's words.  */
void trace_review_words (const char *reasons, enum lang lang,
                         struct buffer *out);
/* "finger（unreached）, ..." of what could not be used.  */
void trace_ladder_words (const char *ladder, enum lang lang,
                         struct buffer *out);
void trace_factor_words (const struct trace_paper *p, const char *factors,
                         struct buffer *out);
const char *trace_ground_words (const struct trace_query *q,
                                enum trace_ground g, enum lang lang);
const char *trace_holds_words (const struct trace *t, enum lang lang);
/* What was looked for: its name, and the value into OUT.  */
const char *trace_subject (const struct trace_query *q, enum lang lang,
                           struct buffer *out);
/* The I-th thing to know about the whole trace, from 0; false behind the last.
   WORD_OUT is the word for programs.  */
bool trace_notice (const struct trace *t, size_t i, enum lang lang,
                   const char **word_out, struct buffer *out);

#endif
