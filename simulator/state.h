/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated national side remembers: which cards were read, and
   when.  Kept beside the exchange folders, because the card is read by one
   process and asked about by another.  */
#ifndef EMI_SIMULATOR_STATE_H
#define EMI_SIMULATOR_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "oqs/person.h"

/* Adds to the history in folder DIR (made when missing) that the card of WHO
   was read at NOW.  0 or errno.  */
int state_pressed (const char *dir, const struct person *who, int64_t now);

/* True when the card of WHO was read at most WINDOW_S before NOW.  A history
   that cannot be read is none.  */
bool state_was_pressed (const char *dir, const struct person *who,
                        int64_t now, int64_t window_s);

#endif
