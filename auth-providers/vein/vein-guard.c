/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-guard.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static struct timespec
until (int64_t ms)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  t.tv_sec += ms / 1000;
  t.tv_nsec += ms % 1000 * 1000000;
  if (t.tv_nsec >= 1000000000)
    {
      t.tv_sec++;
      t.tv_nsec -= 1000000000;
    }
  return t;
}

static void *
watch (void *ctx)
{
  struct vein_guard *g = ctx;
  const struct timespec end = until (g->ms);
  int rc = 0;

  pthread_mutex_lock (&g->lock);
  while (!g->over && rc != ETIMEDOUT)
    rc = pthread_cond_timedwait (&g->told, &g->lock, &end);
  if (!g->over)
    _exit (VEIN_GUARD_STATUS);
  pthread_mutex_unlock (&g->lock);
  return NULL;
}

/* Signals are for the threads that expect them.  */
static bool
start_quietly (struct vein_guard *g)
{
  sigset_t all, was;
  bool good;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &was);
  good = pthread_create (&g->thread, NULL, watch, g) == 0;
  pthread_sigmask (SIG_SETMASK, &was, NULL);
  return good;
}

void
vein_guard_start (struct vein_guard *g, int64_t ms)
{
  pthread_condattr_t attr;

  *g = (struct vein_guard){ .ms = ms };
  pthread_mutex_init (&g->lock, NULL);
  pthread_condattr_init (&attr);
  pthread_condattr_setclock (&attr, CLOCK_MONOTONIC);
  pthread_cond_init (&g->told, &attr);
  pthread_condattr_destroy (&attr);
  g->runs = start_quietly (g);
}

void
vein_guard_stop (struct vein_guard *g)
{
  if (g->runs)
    {
      pthread_mutex_lock (&g->lock);
      g->over = true;
      pthread_cond_signal (&g->told);
      pthread_mutex_unlock (&g->lock);
      pthread_join (g->thread, NULL);
    }
  pthread_cond_destroy (&g->told);
  pthread_mutex_destroy (&g->lock);
}
