/* SPDX-License-Identifier: Apache-2.0 */
/* Taking requests out of the folders as the terminal does, until told to
   stop.  */
#include "sim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asked.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "reply.h"

#define LOOK_MS 100
/* A request that still does not parse at this age is refused.  */
#define UNFINISHED_S 2
#define MOST 1000 /* requests taken before files are left again */

static bool
kept_has (const struct kept *k, const char *name)
{
  for (size_t i = 0; i < k->n; i++)
    if (strcmp (k->v[i], name) == 0)
      return true;
  return false;
}

static bool
kept_add (struct kept *k, const char *name)
{
  char **more = realloc (k->v, (k->n + 1) * sizeof *more);

  if (!more)
    return false;
  k->v = more;
  k->v[k->n] = strdup (name);
  return k->v[k->n] && ++k->n;
}

/* Forgets those that somebody took away.  */
static void
kept_prune (struct kept *k, int dir)
{
  struct stat st;
  size_t left = 0;

  for (size_t i = 0; i < k->n; i++)
    if (fstatat (dir, k->v[i], &st, AT_SYMLINK_NOFOLLOW) == 0)
      k->v[left++] = k->v[i];
    else
      free (k->v[i]);
  k->n = left;
}

static bool
is_left (const struct script_turn *turn)
{
  for (size_t i = 0; i < turn->n_steps; i++)
    if (turn->steps[i].kind == STEP_LEAVE)
      return true;
  return false;
}

/* A link, a pipe, a folder, a flood: refused, and left where it is.  */
static bool
take_unfit (struct sim *s, struct exchange *x, const struct request_seen *seen)
{
  return kept_add (&x->kept, seen->name) && reply_fault (s, x, seen, NULL);
}

/* Its bytes are there; ASKED is NULL when they are no request.  */
static bool
take_whole (struct sim *s, struct exchange *x, int dir,
            const struct request_seen *seen, const struct asked *asked)
{
  const char *fault = asked ? asked_fault (asked) : NULL;
  const struct script_turn *turn;

  if (!asked || fault)
    {
      unlinkat (dir, seen->name, 0);
      return reply_fault (s, x, seen, fault);
    }
  turn = script_next (&s->script, asked->on);
  if (!is_left (turn))
    unlinkat (dir, seen->name, 0);
  else if (!kept_add (&x->kept, seen->name))
    return false;
  return reply (s, x, seen, asked, turn);
}

/* One request.  False when it was left for later, or is gone already.  */
static bool
take (struct sim *s, struct exchange *x, int dir, const char *name,
      unsigned on, const char *suffix)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  const struct request_seen seen = { name, suffix, &bytes };
  struct asked asked;
  struct stat st;
  enum oqs_read r;
  bool good;

  switch (file_read (dir, name, OQS_MAX_BYTES, &bytes, &st))
    {
    case FILE_OK:
      break;
    case FILE_LINK:
    case FILE_IRREGULAR:
    case FILE_TOO_BIG:
      good = take_unfit (s, x, &seen);
      goto end;
    case FILE_ABSENT:
    case FILE_DENIED:
    case FILE_IO:
      return false;
    }
  r = asked_read (x->profile, on, bytes.data, bytes.len, &asked);
  if (r == OQS_READ_UNFINISHED
      && clock_seconds (s->clock) < st.st_mtim.tv_sec + UNFINISHED_S)
    return false;
  good = take_whole (s, x, dir, &seen, r == OQS_READ_OK ? &asked : NULL);
  if (r == OQS_READ_OK)
    asked_done (&asked);
end:
  if (!good)
    sim_say (s, N_ ("%s: 応答を作れません"), name);
  return true;
}

/* Takes what lies in X, at most MOST_NOW; how many, or -1 with errno.  */
static int
look (struct sim *s, struct exchange *x, int most_now)
{
  DIR *d = opendir (x->req);
  struct dirent *e;
  int taken = 0;

  if (!d)
    return -1;
  kept_prune (&x->kept, dirfd (d));
  while (taken < most_now && (e = readdir (d)) != NULL)
    {
      const char *suffix;
      unsigned on = asked_kind (x->profile, e->d_name, &suffix);

      if (on && !kept_has (&x->kept, e->d_name)
          && take (s, x, dirfd (d), e->d_name, on, suffix))
        taken++;
    }
  closedir (d);
  return taken;
}

/* Told once, when it begins.  */
static void
tell_error (struct sim *s, int *was, int error, const char *folder)
{
  if (error && error != *was)
    sim_say (s, N_ ("%s を使えません: %s"), folder, strerror (error));
  *was = error;
}

/* One look at all folders.  How many were taken; *ERROR_OUT: errno.  */
static int
look_all (struct sim *s, int most_now, int *error_out)
{
  int taken = 0;

  for (size_t i = 0; i < s->n_exchanges && taken < most_now; i++)
    {
      struct exchange *x = &s->exchanges[i];
      int n = look (s, x, most_now - taken);
      int error = n < 0 ? errno : 0;

      tell_error (s, &x->error, error, x->req);
      taken += n > 0 ? n : 0;
      *error_out = error ? error : *error_out;
    }
  return taken;
}

/* Goes on until it is over: stop, or ONCE and nothing left to do.  */
static int
loop (struct sim *s, int stop_fd, bool once)
{
  struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
  int taken = 0;
  int was = 0;

  for (;;)
    {
      int error = 0;
      int64_t next;

      if (!once || !taken)
        taken += look_all (s, once ? 1 : MOST, &error);
      if (!error)
        {
          error = post_run (&s->post, s->clock->mono_ms (s->clock));
          tell_error (s, &was, error, s->exchanges[0].res);
        }
      if (once && (error || (taken && !s->post.first)))
        return error != 0;
      if (!once)
        taken = 0;
      next = post_next (&s->post, s->clock->mono_ms (s->clock));
      if (next < 0 || next > LOOK_MS)
        next = LOOK_MS;
      if (poll (&stop, 1, (int) next) > 0)
        return 0;
    }
}

int
sim_serve (struct sim *s, bool once)
{
  sigset_t set;
  int status;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigprocmask (SIG_BLOCK, &set, NULL);
  CLEANUP_CLOSE int fd = signalfd (-1, &set, SFD_CLOEXEC);
  if (fd < 0)
    {
      sim_say (s, N_ ("始められません: %s"), strerror (errno));
      return 1;
    }
  for (size_t i = 0; i < s->n_exchanges; i++)
    sim_say (s, N_ ("%s を見ています（%s）"), s->exchanges[i].req,
             s->script.name);
  status = loop (s, fd, once);
  sim_say (s, N_ ("終わります"));
  return status;
}
