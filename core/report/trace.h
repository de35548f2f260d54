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
  const char *kana;    /* with birth, YYYY-MM-DD; also the written name */
  const char *birth;
  const char *request;
  const char *account;
  int64_t from;         /* UTC seconds, 0: no limit */
  int64_t to;           /* first second after */
  const char *from_day; /* the same as they were asked for, or NULL */
  const char *to_day;
  const char *format; /* for the record: text, json, csv, html */
};

/* Why an access is in the trace.  */
enum trace_ground
{
  TRACE_ASKED,      /* its own records carry what was asked for */
  TRACE_RECEPTION,  /* its reception does: bound later, or read by name */
  TRACE_SAME_PERSON /* another name with the same number, birth and sex */
};

/* One factor of a request, as its record keeps it; texts may be NULL.  */
struct trace_proof
{
  char *provider;
  char *methods;
  char *assurance;
  char *evidence;
};
#define TRACE_PROOFS 4

struct trace_access
{
  char *request;
  int64_t time; /* of the intent, or of the end where there is none */
  enum trace_ground ground;
  char *account;
  char *account_name; /* as registered now, or NULL */
  char *role;
  char *state; /* "open" while it lives */
  char *code;
  char *consent;
  char *given_by;
  char *hardship;
  char *hardship_text;
  char *effort;
  char *necessity;
  char *necessity_text;
  char *factors; /* "1-01 3-02" */
  struct trace_proof proofs[TRACE_PROOFS];
  size_t n_proofs;
  char *reception;
  char *reception_number;
  char *with;    /* co-viewers, "dr-b dr-c", or NULL */
  char *pressed; /* who pressed consent, as answered, or NULL */
  char *chart;
  char *pattern;
  char *kinds;   /* "drug=4 visit=0", or NULL */
  char *adapter; /* of the delivery, or NULL */
  char *ref;
  char *delivery; /* failed, repeated, or NULL */
  char *stages;   /* a line per stage (request-draft.c), or NULL */
  char *ladder;   /* "RUNG PROVIDER CODE", a line each, or NULL */
  char *handed_to;   /* who took over, or NULL */
  char *handed_from; /* the request that was handed over, or NULL */
  char *national; /* text of a refusal, as received */
  bool late;
  bool drill;
  bool temporary; /* a factor was a temporary one */
  bool collected;
  bool review;
  char *reasons;      /* of the review, words, or NULL */
  char *guard_fields; /* what differed, as answered, or NULL */
  char *guard_reason;
  uint64_t *seqs; /* all its records */
  int64_t *times; /* and when each was made, UTC seconds */
  size_t n_seqs;
};

struct trace
{
  struct trace_access *v; /* oldest first */
  size_t n;
  size_t elsewhere; /* requests about the same person, by another chart */
  size_t zeros;     /* requests under the number with other leading zeros */
  size_t near;      /* requests within TRACE_NEAR_S outside of the period */
  size_t persons;   /* different persons found under one name; else 0 */
  bool holds;
  uint64_t records;
};

/* The national side logs by its own clock and at its own moment of a request:
   what lies so near to the edge of a period may be what is asked about.  As
   far as a clock may be off before codes are refused (R10).  */
#define TRACE_NEAR_S 300

/* Could Q find anything?  A slip of the hand must not be answered with `no
   access is on record`: CODE_VALUE where what is asked for can be no number
   and no name.  */
bool trace_query_fits (const struct trace_query *q, struct fault *why);

/* Finds, verifies the whole chain, and records that the trace was made (kind
   `trace`).  */
bool trace_make (struct session *s, const struct login *by,
                 const struct trace_query *q, struct trace *out,
                 struct fault *why);
void trace_done (struct trace *t);

/* How the query names what it looks for: chart, insured, person, request,
   account.  */
const char *trace_basis (const struct trace_query *q);

#endif
