/* SPDX-License-Identifier: Apache-2.0 */
/* One question over HTTP, for a bounded time.  */
#ifndef EMI_EVIDENCE_FETCH_H
#define EMI_EVIDENCE_FETCH_H

#include <stdbool.h>
#include <stddef.h>

#include <emi/types.h>

#define FETCH_BYTES 65536

struct fetched
{
  unsigned char *data; /* free */
  size_t len;
  bool cancelled;
};

/* Posts BODY of TYPE to ADDRESS (http or https; redirects are not followed)
   and takes at most FETCH_BYTES within WAIT_MS.  Ends at once when CANCEL_FD
   becomes readable.  False with *HOW, a constant sentence, when no answer
   came.  */
bool fetch_post (const char *address, const char *type, struct emi_span body,
                 int wait_ms, int cancel_fd, struct fetched *out,
                 const char **how);

#endif
