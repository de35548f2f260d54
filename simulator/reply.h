/* SPDX-License-Identifier: Apache-2.0 */
/* What comes back for one request.  */
#ifndef EMI_SIMULATOR_REPLY_H
#define EMI_SIMULATOR_REPLY_H

#include "asked.h"
#include "sim.h"

/* A request as it lay in the folder.  */
struct request_seen
{
  const char *name;   /* PREFIXreq_SUFFIX.xml */
  const char *suffix; /* SUFFIX.xml: the end of NAME */
  const struct buffer *bytes;
};

/* Posts what TURN makes of ASKED.  False without memory.  */
bool reply (struct sim *s, const struct exchange *x,
            const struct request_seen *seen, const struct asked *asked,
            const struct script_turn *turn);

/* A request that cannot be read, or whose ELEMENT (NULL: none in particular)
   is at fault: it comes back with an .err.  */
bool reply_fault (struct sim *s, const struct exchange *x,
                  const struct request_seen *seen, const char *element);

#endif
