/* SPDX-License-Identifier: Apache-2.0 */
/* The machine's clock, as far as it can be told, and the tests' own.  */
#include <criterion/criterion.h>
#include <sys/timex.h>
#include <time.h>

#include "base/clock.h"
#include "lib/fake-clock.h"

Test (clock, system_time_is_between_two_looks)
{
  const struct clock *c = clock_system ();
  struct timespec before, after;

  clock_gettime (CLOCK_REALTIME, &before);
  struct clock_state s = c->read (c);
  clock_gettime (CLOCK_REALTIME, &after);
  cr_assert_geq (s.utc_us, (uint64_t) before.tv_sec * 1000000
                               + (uint64_t) before.tv_nsec / 1000);
  cr_assert_leq (s.utc_us, (uint64_t) after.tv_sec * 1000000
                               + (uint64_t) after.tv_nsec / 1000);
}

Test (clock, an_unsynchronised_clock_claims_no_error)
{
  const struct clock *c = clock_system ();
  struct clock_state s = c->read (c);
  struct timex tx = { .modes = 0 };
  int state = adjtimex (&tx);
  bool sync = state >= 0 && state != TIME_ERROR && !(tx.status & STA_UNSYNC);

  cr_assert_eq (s.synchronised, sync);
  cr_assert_eq (s.error_ms == CLOCK_ERROR_UNKNOWN, !sync);
}

Test (clock, mono_does_not_go_back)
{
  const struct clock *c = clock_system ();
  int64_t last = c->mono_ms (c);

  for (int i = 0; i < 1000; i++)
    {
      int64_t now = c->mono_ms (c);
      cr_assert_geq (now, last);
      last = now;
    }
}

Test (clock, the_fake_one_moves_when_told)
{
  struct clock *c = fake_clock_new (1700000000);
  int64_t mono = c->mono_ms (c);

  cr_assert_eq (clock_seconds (c), 1700000000);
  cr_assert_eq (clock_seconds (c), 1700000000);
  fake_clock_advance_ms (c, 2500);
  cr_assert_eq (c->read (c).utc_us, 1700000002500000);
  cr_assert_eq (c->mono_ms (c), mono + 2500);
  fake_clock_set (c, 1600000000);
  cr_assert_eq (clock_seconds (c), 1600000000);
  cr_assert_eq (c->mono_ms (c), mono + 2500, "setting UTC moved mono");
  fake_clock_quality (c, false, CLOCK_ERROR_UNKNOWN);
  cr_assert_not (c->read (c).synchronised);
  cr_assert_eq (c->read (c).error_ms, CLOCK_ERROR_UNKNOWN);
  fake_clock_ticking (c, 10);
  c->mono_ms (c);
  cr_assert_eq (c->mono_ms (c), mono + 2510);
  fake_clock_free (c);
}
