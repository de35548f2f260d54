/* SPDX-License-Identifier: Apache-2.0 */
/* What every command that writes does first: closes open requests whose owner
   is gone, takes late answers, records and repeats cut-off deliveries.  */
#ifndef EMI_ACCESS_RECOVER_H
#define EMI_ACCESS_RECOVER_H

#include "access/request-row.h"

struct recover_report
{
  size_t closed;      /* indeterminate now */
  size_t late;        /* late answers noted */
  size_t redelivered; /* handed to the EHR now */
  size_t undelivered; /* still not */
  size_t alive;       /* open requests of living processes */
};

/* One commit when there is something to write, none otherwise.  */
bool recover (struct session *s, struct recover_report *out,
              struct fault *why);

#endif
