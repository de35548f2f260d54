/* SPDX-License-Identifier: Apache-2.0 */
/* Every access to a patient's national data, read back from the ledger:
   who, when, why, by which factors, what came and where it went.  */
#ifndef EMI_REPORT_TRACE_H
#define EMI_REPORT_TRACE_H

#include "access/operator.h"

struct trace_query
{
  const char *patient; /* chart; exactly one of these is set */
  const char *insured; /* N:S:I[:B] */
  const char *kana;    /* with birth, YYYY-MM-DD */
  const char *birth;
  const char *request;
  const char *account;
  int64_t from; /* UTC seconds, 0: no limit */
  int64_t to;   /* first second after */
};

struct trace_access
{
  char *request;
  int64_t time; /* of the intent, or of the end where there is none */
  char *account;
  char *role;
  char *state; /* "open" while it lives */
  char *code;
  char *consent;
  char *hardship;
  char *effort;
  char *necessity;
  char *necessity_text;
  char *factors; /* "1-01 3-02" */
  char *reception;
  char *kinds;     /* "drug=4 visit=0", or NULL */
  char *adapter;   /* of the delivery, or NULL */
  char *ref;
  char *delivery;  /* failed, repeated, or NULL */
  char *stages;    /* a line per stage (request-draft.c), or NULL */
  char *national;  /* text of a refusal, as received */
  bool late;
  bool collected;
  bool review;
  uint64_t *seqs; /* all its records */
  size_t n_seqs;
};

struct trace
{
  struct trace_access *v; /* oldest first */
  size_t n;
  bool holds;
  uint64_t records;
};

/* Finds, verifies the whole chain, and records that the trace was made (kind
   `trace`).  */
bool trace_make (struct session *s, const struct login *by,
                 const struct trace_query *q, struct trace *out,
                 struct fault *why);
void trace_done (struct trace *t);

#endif
