/* SPDX-License-Identifier: Apache-2.0 */
/* The clock that stands still.  */
#include "lib/fake-clock.h"

#include <stdlib.h>

struct fake
{
  struct clock clock;
  struct clock_state state;
  int64_t mono_ms;
  int64_t tick_ms;
};

static void
go_by (struct fake *f, int64_t ms)
{
  f->state.utc_us += (uint64_t) ms * 1000;
  f->mono_ms += ms;
}

static struct clock_state
fake_read (const struct clock *c)
{
  struct fake *f = c->ctx;
  struct clock_state state = f->state;

  go_by (f, f->tick_ms);
  return state;
}

static int64_t
fake_mono_ms (const struct clock *c)
{
  struct fake *f = c->ctx;
  int64_t ms = f->mono_ms;

  go_by (f, f->tick_ms);
  return ms;
}

struct clock *
fake_clock_new (int64_t utc_seconds)
{
  struct fake *f = calloc (1, sizeof *f);

  if (!f)
    abort ();
  f->clock = (struct clock){ fake_read, fake_mono_ms, f };
  f->state = (struct clock_state){ .error_ms = 1, .synchronised = true };
  f->mono_ms = 1000;
  fake_clock_set (&f->clock, utc_seconds);
  return &f->clock;
}

void
fake_clock_free (struct clock *c)
{
  if (c)
    free (c->ctx);
}

void
fake_clock_set (struct clock *c, int64_t utc_seconds)
{
  struct fake *f = c->ctx;

  f->state.utc_us = (uint64_t) utc_seconds * 1000000;
}

void
fake_clock_advance_ms (struct clock *c, int64_t ms)
{
  go_by (c->ctx, ms);
}

void
fake_clock_quality (struct clock *c, bool synchronised, uint32_t error_ms)
{
  struct fake *f = c->ctx;

  f->state.synchronised = synchronised;
  f->state.error_ms = error_ms;
}

void
fake_clock_ticking (struct clock *c, int64_t ms)
{
  struct fake *f = c->ctx;

  f->tick_ms = ms;
}
