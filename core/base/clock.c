/* SPDX-License-Identifier: Apache-2.0 */
/* The machine's clock and what the kernel knows of its error.  */
#include "base/clock.h"

#include <sys/timex.h>
#include <time.h>

/* Whatever disciplines the clock (chrony, ntpd, timesyncd) tells the kernel;
   without it, or where asking is forbidden, the error is unknown.  */
static struct clock_state
system_read (const struct clock *c)
{
  struct timespec now = { 0 };
  struct timex tx = { .modes = 0 };
  int state = adjtimex (&tx);

  (void) c;
  clock_gettime (CLOCK_REALTIME, &now);

  struct clock_state s = {
    .utc_us = (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000,
    .error_ms = CLOCK_ERROR_UNKNOWN,
    .synchronised
    = state >= 0 && state != TIME_ERROR && !(tx.status & STA_UNSYNC),
  };
  /* maxerror is in microseconds; a bound is rounded up.  */
  if (s.synchronised && tx.maxerror >= 0)
    s.error_ms = (uint32_t) ((tx.maxerror + 999) / 1000);
  return s;
}

static int64_t
system_mono_ms (const struct clock *c)
{
  struct timespec now = { 0 };

  (void) c;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const struct clock *
clock_system (void)
{
  static const struct clock machine
      = { .read = system_read, .mono_ms = system_mono_ms };

  return &machine;
}

int64_t
clock_seconds (const struct clock *c)
{
  return (int64_t) (c->read (c).utc_us / 1000000);
}
