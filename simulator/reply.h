/* SPDX-License-Identifier: Apache-2.0 */
/* What comes back for one request, by scenario.  */
#ifndef EMI_SIMULATOR_REPLY_H
#define EMI_SIMULATOR_REPLY_H

#include "sim.h"

/* A request as it lay in the folder.  */
struct request_seen
{
  const char *name;   /* PREFIXreq_SUFFIX.xml */
  const char *suffix; /* SUFFIX.xml: the end of NAME */
  const struct buffer *bytes;
};

/* Posts what the scenario makes of ASKED; NULL: the request could not be read,
   which comes back with an .err.  False without memory.  */
bool reply (struct sim *s, const struct request_seen *seen,
            const struct emergency_asked *asked);

/* DATA as the scenario's flags DOES spoil it, into FOLDER as NAME at DUE_MS.
   For answers and card readings alike.  */
bool reply_post (struct sim *s, unsigned does, int64_t due_ms,
                 const char *folder, const char *name,
                 const struct buffer *data);

#endif
