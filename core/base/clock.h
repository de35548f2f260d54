/* SPDX-License-Identifier: Apache-2.0 */
/* Time is handed in, never taken: everything that asks for it gets a clock.
   The system's clock is one; tests have another (tests/lib).  */
#ifndef EMI_BASE_CLOCK_H
#define EMI_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_ERROR_UNKNOWN UINT32_MAX

struct clock_state
{
  uint64_t utc_us;   /* microseconds since 1970, UTC */
  uint32_t error_ms; /* greatest error the kernel knows; or _UNKNOWN */
  bool synchronised;
};

struct clock
{
  /* UTC now with what is known of its error (adjtimex).  */
  struct clock_state (*read) (const struct clock *);
  /* Milliseconds that only go forward; for deadlines.  */
  int64_t (*mono_ms) (const struct clock *);
  void *ctx;
};

/* The machine's own clock.  */
const struct clock *clock_system (void);

/* Shorthand: UTC seconds of C now.  */
int64_t clock_seconds (const struct clock *c);

#endif
