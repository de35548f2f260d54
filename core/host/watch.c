/* SPDX-License-Identifier: Apache-2.0 */
/* The watch beside a call whose plugin may block in a library of its own: a
   thread that calls `interrupt` when the time is over or the person gives up.
   Plugins without interrupt, and so nearly all calls, have no thread.  */
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/eventfd.h>

#include "host/internal.h"

/* A library may lose an interrupt that comes just before it blocks.  */
#define AGAIN_MS 200

struct watch
{
  struct emi_call *call;
  pthread_t thread;
  int done_fd;
};

static void *
watch_run (void *arg)
{
  struct watch *w = arg;
  const struct instance *i = w->call->instance;
  struct pollfd fds[2] = { { .fd = w->done_fd, .events = POLLIN },
                           { .fd = call_cancel_fd (w->call),
                             .events = POLLIN } };

  for (;;)
    {
      int64_t left = call_left (w->call);
      int n = poll (fds, 2, left > INT_MAX ? INT_MAX : (int) left);
      if (n > 0 && fds[0].revents)
        return NULL;
      if (n > 0 || call_left (w->call) == 0)
        break;
    }
  do
    i->module->plugin.interrupt (i->self);
  while (poll (fds, 1, AGAIN_MS) <= 0);
  return NULL;
}

struct watch *
watch_start (struct emi_call *call)
{
  struct watch *w;

  if (!call->instance->module->plugin.interrupt)
    return NULL;
  if (!(w = calloc (1, sizeof *w)))
    return NULL;
  w->call = call;
  w->done_fd = eventfd (0, EFD_CLOEXEC);
  if (w->done_fd < 0
      || pthread_create (&w->thread, NULL, watch_run, w) != 0)
    {
      if (w->done_fd >= 0)
        close (w->done_fd);
      free (w);
      return NULL;
    }
  return w;
}

void
watch_stop (struct watch *w)
{
  if (!w)
    return;
  eventfd_write (w->done_fd, 1);
  pthread_join (w->thread, NULL);
  close (w->done_fd);
  free (w);
}
