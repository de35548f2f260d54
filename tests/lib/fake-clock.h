/* SPDX-License-Identifier: Apache-2.0 */
/* A clock that stands still until a test moves it.  */
#ifndef EMI_TESTS_FAKE_CLOCK_H
#define EMI_TESTS_FAKE_CLOCK_H

#include "base/clock.h"

/* A synchronised clock (error 1 ms) at UTC_SECONDS, mono 1000 ms.  Aborts
   without memory, as a test may.  */
struct clock *fake_clock_new (int64_t utc_seconds);
void fake_clock_free (struct clock *c);

/* Sets UTC alone, as somebody setting the machine's clock does.  */
void fake_clock_set (struct clock *c, int64_t utc_seconds);
/* Lets time go by: UTC and mono.  */
void fake_clock_advance_ms (struct clock *c, int64_t ms);
/* What the clock says of its own error; CLOCK_ERROR_UNKNOWN is possible.  */
void fake_clock_quality (struct clock *c, bool synchronised,
                         uint32_t error_ms);
/* From now on each reading lets MS go by, for loops that wait by reading. */
void fake_clock_ticking (struct clock *c, int64_t ms);

#endif
