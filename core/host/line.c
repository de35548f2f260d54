/* SPDX-License-Identifier: Apache-2.0 */
/* Talking to a helper without trusting it to answer (line.h).  */
#include "host/line.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>

/* A library may lose an interrupt that comes just before it blocks.  */
#define AGAIN_MS 200

bool
line_start (struct line *l, const char *program, const char *name,
            char *const env[], int output, struct fault *why)
{
  int socket;

  if (!process_start (program, name, env, output, &l->process, &socket,
                      why))
    return false;
  channel_init (&l->channel, socket);
  return true;
}

void
line_end (struct line *l, int ms, struct buffer *how)
{
  process_end (&l->process, ms, how);
  channel_done (&l->channel);
}

static int64_t
mono (const struct patience *w)
{
  return w->clock->mono_ms (w->clock);
}

static int64_t
allowed (const struct patience *w)
{
  int64_t now = mono (w);

  if (!w->over)
    return now < w->deadline_ms ? w->deadline_ms - now : 0;
  return w->interrupts && w->grace_ms > AGAIN_MS ? AGAIN_MS : w->grace_ms;
}

/* Waits until the socket is ready for EVENTS; false: no patience is left.  The
   grace is what was waited, not a time of day: while emi itself is busy with
   what the plugin asked for, nothing of it goes.  */
static bool
ready (struct line *l, struct patience *w, short events)
{
  for (;;)
    {
      struct pollfd fds[2]
        = { { .fd = l->channel.fd, .events = events },
            { .fd = w->gone ? -1 : w->cancel_fd, .events = POLLIN } };
      int64_t start = mono (w), most = allowed (w);
      int n = poll (fds, 2, most > INT_MAX ? INT_MAX : (int) most);
      int64_t took = mono (w) - start;

      if (n > 0 && fds[0].revents)
        return true;
      if (n < 0 && errno != EINTR)
        return false;
      if (w->over)
        w->grace_ms -= n == 0 && took < most ? most : took;
      if (w->over && w->grace_ms <= 0)
        return false;
      w->gone |= n > 0 && fds[1].revents;
      w->over |= n == 0 || w->gone;
      if (w->over && w->interrupts)
        process_interrupt (&l->process, w->call);
    }
}

enum heard
line_say (struct line *l, int pass, struct patience *w)
{
  for (;;)
    {
      enum heard h = channel_send (&l->channel, pass);

      if (h != HEARD_PART || !ready (l, w, POLLOUT))
        return h;
    }
}

enum heard
line_hear (struct line *l, struct patience *w)
{
  do
    {
      enum heard h;

      if (!ready (l, w, POLLIN))
        return HEARD_PART;
      if ((h = channel_read (&l->channel)) != HEARD_PART)
        return h;
    }
  while (true);
}
