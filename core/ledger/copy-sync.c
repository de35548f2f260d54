/* SPDX-License-Identifier: Apache-2.0 */
/* The thread and its three flags, all under one lock.  */
#include "ledger/copy-sync.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "ledger/second-copy.h"

/* ledger.md's second, less what a busy machine may need to wake us.  */
#define WAIT_MS 800

struct copy_sync
{
  const char *path;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  pthread_t thread;
  bool started;
  bool dirty;
  bool ending;
  bool failed;
};

struct copy_sync *
copy_sync_new (const char *path)
{
  struct copy_sync *s = calloc (1, sizeof *s);
  pthread_condattr_t attr;

  if (!s)
    return NULL;
  s->path = path;
  pthread_mutex_init (&s->lock, NULL);
  pthread_condattr_init (&attr);
  pthread_condattr_setclock (&attr, CLOCK_MONOTONIC);
  pthread_cond_init (&s->changed, &attr);
  pthread_condattr_destroy (&attr);
  return s;
}

/* Lets what is written in the meantime share the sync.  */
static void
wait_a_second (struct copy_sync *s)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += WAIT_MS * 1000000L;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  while (!s->ending
         && pthread_cond_timedwait (&s->changed, &s->lock, &until) == 0)
    continue;
}

static void *
run (void *arg)
{
  struct copy_sync *s = arg;

  pthread_mutex_lock (&s->lock);
  while (!s->ending)
    {
      if (!s->dirty)
        {
          pthread_cond_wait (&s->changed, &s->lock);
          continue;
        }
      wait_a_second (s);
      if (s->ending)
        break; /* whoever ends us syncs */
      s->dirty = false;
      pthread_mutex_unlock (&s->lock);
      int err = second_copy_sync (s->path);
      pthread_mutex_lock (&s->lock);
      s->failed = s->failed || err;
    }
  pthread_mutex_unlock (&s->lock);
  return NULL;
}

/* Signals are the main thread's.  */
static bool
start (struct copy_sync *s)
{
  sigset_t all, before;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  bool good = pthread_create (&s->thread, NULL, run, s) == 0;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return good;
}

void
copy_sync_wrote (struct copy_sync *s)
{
  bool alone = false;

  pthread_mutex_lock (&s->lock);
  if (!s->started)
    s->started = start (s);
  if (!s->dirty)
    pthread_cond_signal (&s->changed);
  s->dirty = true;
  alone = !s->started;
  pthread_mutex_unlock (&s->lock);

  /* No thread to be had: at once, then.  */
  if (alone && second_copy_sync (s->path) != 0)
    s->failed = true;
}

bool
copy_sync_failed (struct copy_sync *s)
{
  pthread_mutex_lock (&s->lock);
  bool failed = s->failed;
  pthread_mutex_unlock (&s->lock);
  return failed;
}

bool
copy_sync_free (struct copy_sync *s)
{
  if (!s)
    return true;
  pthread_mutex_lock (&s->lock);
  s->ending = true;
  pthread_cond_signal (&s->changed);
  pthread_mutex_unlock (&s->lock);
  if (s->started)
    pthread_join (s->thread, NULL);

  bool failed = s->failed;
  if (s->dirty && second_copy_sync (s->path) != 0)
    failed = true;
  pthread_cond_destroy (&s->changed);
  pthread_mutex_destroy (&s->lock);
  free (s);
  return !failed;
}
