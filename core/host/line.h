/* SPDX-License-Identifier: Apache-2.0 */
/* A helper and the way to it.  Whoever waits for a helper gives it until a
   deadline or until the person gives up, then interrupts it, and after a
   grace ends it: a helper never holds emi up for longer.  */
#ifndef EMI_HOST_LINE_H
#define EMI_HOST_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "host/channel.h"
#include "host/process.h"

struct line
{
  struct process process;
  struct channel channel;
};

/* How long to wait for a helper, over all of one call.  */
struct patience
{
  const struct clock *clock;
  int64_t deadline_ms;
  int cancel_fd;      /* -1: cannot be given up */
  int64_t grace_ms;   /* what is left after either */
  bool over;          /* the deadline came or the person gave up */
  bool gone;          /* it was the person */
  bool interrupts;    /* the plugin can be interrupted */
  int call;           /* its number, for that */
};

#define LINE_INIT                                                             \
  { .process = { .fd = -1 }, .channel = { .fd = -1, .passed = -1 } }

/* OUTPUT as in process_start.  */
bool line_start (struct line *l, const char *program, const char *name,
                 char *const env[], int output, struct fault *why);
/* Sends what was begun in the channel.  HEARD_MESSAGE: it left.  HEARD_PART:
   no patience is left.  */
enum heard line_say (struct line *l, int pass, struct patience *w);
/* Waits for a message; the rest as above.  */
enum heard line_hear (struct line *l, struct patience *w);
/* Gives it MS to end, then ends it.  HOW as in process_end.  */
void line_end (struct line *l, int ms, struct buffer *how);

#endif
