/* SPDX-License-Identifier: Apache-2.0 */
/* The bare program beside the pipeline: parse, hash, serialise, and nothing
   else.  */
#ifndef EMI_BENCH_BARE_REQUEST_H
#define EMI_BENCH_BARE_REQUEST_H

#include "bench/hospital.h"

struct bare_request;

/* Takes the fields of the records of the request made for RECEPTION as the
   ones to commit to.  */
struct bare_request *bare_request_new (struct hospital *h,
                                       const char *reception);
void bare_request_run (struct bare_request *b);
void bare_request_free (struct bare_request *b);

#endif
