/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated national side remembers: which cards were read, when,
   and what was consented to.  Kept beside the exchange folders, because the
   card is read by one process and asked about by another.  */
#ifndef EMI_SIMULATOR_STATE_H
#define EMI_SIMULATOR_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "oqs/person.h"

struct state_reading
{
  int64_t time;
  unsigned consent; /* CONSENT_ of script.h */
};

/* Adds to the history in folder DIR (made when missing) that the card of WHO
   was read at NOW with CONSENT.  0 or errno.  A long history loses what is
   older than a week.  */
int state_pressed (const char *dir, const struct person *who, int64_t now,
                   unsigned consent);

/* The newest reading of WHO's card at most WINDOW_S before NOW; false when
   there was none.  A history that cannot be read is none.  */
bool state_find (const char *dir, const struct person *who, int64_t now,
                 int64_t window_s, struct state_reading *out);

#endif
