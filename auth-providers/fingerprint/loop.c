/* SPDX-License-Identifier: Apache-2.0 */
#include "loop.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/epoll.h>

/* How long a driver may take to notice that nobody waits any more.  */
#define GRACE_MS 2000

/* --- one turn --- */

struct turn
{
  GMainContext *context;
  GPollFD *fds;
  int n, room;
  int timeout; /* GLib's own, -1 for none */
  int priority;
};

/* libfprint's drivers set timers in the default context whatever context the
   caller has, so it is that one.  */
static bool
turn_begin (struct turn *t)
{
  *t = (struct turn){ .context = g_main_context_default () };
  if (!g_main_context_acquire (t->context))
    return false;
  bool ready = g_main_context_prepare (t->context, &t->priority);
  while ((t->n = g_main_context_query (t->context, t->priority, &t->timeout,
                                       t->fds, t->room))
         > t->room)
    {
      t->room = t->n;
      t->fds = g_renew (GPollFD, t->fds, (gsize) t->room);
    }
  if (ready)
    t->timeout = 0;
  return true;
}

static void
turn_end (struct turn *t)
{
  g_poll (t->fds, (guint) t->n, 0);
  if (g_main_context_check (t->context, t->priority, t->fds, t->n))
    g_main_context_dispatch (t->context);
  g_main_context_release (t->context);
  g_free (t->fds);
}

static int64_t
shorter (int64_t a, int64_t b)
{
  if (a < 0 || b < 0)
    return a < 0 ? b : a;
  return a < b ? a : b;
}

/* One descriptor that is ready when one of T's is.  GLib's conditions are
   poll's, and so are epoll's.  */
static int
watch_all (const struct turn *t)
{
  int all = epoll_create1 (EPOLL_CLOEXEC);

  for (int i = 0; all >= 0 && i < t->n; i++)
    {
      struct epoll_event e = { .events = t->fds[i].events };

      /* Two sources may watch one descriptor; then any event will do.  */
      if (epoll_ctl (all, EPOLL_CTL_ADD, t->fds[i].fd, &e) != 0)
        {
          e.events = EPOLLIN | EPOLLOUT;
          epoll_ctl (all, EPOLL_CTL_MOD, t->fds[i].fd, &e);
        }
    }
  return all;
}

emi_rc
loop_turn (const struct emi_host *host, struct emi_call *call, int64_t ms)
{
  struct turn t;

  if (!turn_begin (&t))
    return EMI_INTERNAL;
  int all = watch_all (&t);
  emi_rc rc
      = host->wait (call, all, all >= 0 ? POLLIN : 0, shorter (t.timeout, ms));
  if (all >= 0)
    close (all);
  turn_end (&t);
  return rc == EMI_RETRY ? EMI_OK : rc;
}

void
loop_turn_alone (int64_t ms)
{
  struct turn t;

  if (!turn_begin (&t))
    return;
  int64_t wait = shorter (t.timeout, ms);
  g_poll (t.fds, (guint) t.n, wait > INT_MAX ? INT_MAX : (int) wait);
  turn_end (&t);
}

/* --- operations --- */

struct op *
op_new (void)
{
  struct op *op = g_new0 (struct op, 1);

  op->cancel = g_cancellable_new ();
  op->retry = -1;
  return op;
}

static void
op_destroy (struct op *op)
{
  g_clear_object (&op->result);
  g_clear_object (&op->cancel);
  g_free (op);
}

void
op_ready (GObject *source, GAsyncResult *result, void *op)
{
  struct op *o = op;

  (void) source;
  if (o->forgotten)
    op_destroy (o);
  else
    o->result = g_object_ref (result);
}

bool
op_end (struct op *op)
{
  int64_t end = g_get_monotonic_time () / 1000 + GRACE_MS;

  g_cancellable_cancel (op->cancel);
  while (!op->result)
    {
      int64_t left = end - g_get_monotonic_time () / 1000;

      if (left <= 0)
        return false;
      loop_turn_alone (left);
    }
  return true;
}

void
op_free (struct op *op)
{
  if (op->result)
    op_destroy (op);
  else
    op->forgotten = true;
}
