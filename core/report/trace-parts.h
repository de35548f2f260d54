/* SPDX-License-Identifier: Apache-2.0 */
/* The two halves of making a trace: which requests, and what each of them
   was.  Inside core/report only.  */
#ifndef EMI_REPORT_TRACE_PARTS_H
#define EMI_REPORT_TRACE_PARTS_H

#include "report/trace.h"

struct trace_request
{
  char *id;
  enum trace_ground ground;
};

struct trace_requests
{
  struct trace_request *v;
  size_t n;
};

/* What was found: requests, those of the same person by another chart, those
   under the number with other leading zeros (looked for only where there is
   nothing else), and how many persons one name stands for.  */
struct trace_found
{
  struct trace_requests requests;
  struct trace_requests elsewhere;
  struct trace_requests zeros;
  size_t persons;
};

bool trace_find (struct txn *t, const struct trace_query *q,
                 struct trace_found *out, struct fault *why);
void trace_found_done (struct trace_found *f);

/* Everything that the records of REQUEST say.  */
bool trace_read (struct txn *t, const char *request, struct trace_access *out,
                 struct fault *why);
void trace_access_done (struct trace_access *a);

/* TEXT as N:S:I or N:S:I:B in new memory, whatever width and blanks it came
   with; NULL with CODE_VALUE where it is no such thing.  KIND_OUT: the token
   kind.  */
char *trace_insured (const char *text, const char **kind_out,
                     struct fault *why);

#endif
