/* SPDX-License-Identifier: Apache-2.0 */
/* Taking requests out of the folder as the terminal does, until told to
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

#include "base/file.h"
#include "reply.h"
#include "scenario.h"

#define LOOK_MS 100
/* A request that still does not parse at this age is refused.  */
#define UNFINISHED_S 2

/* Names that were seen and stay where they are.  */
struct kept
{
  char **v;
  size_t n;
};

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

static void
kept_done (struct kept *k)
{
  for (size_t i = 0; i < k->n; i++)
    free (k->v[i]);
  free (k->v);
}

/* Where SUFFIX.xml begins in NAME, or NULL when it is no request for us.  */
static const char *
request_suffix (const struct sim *s, const char *name)
{
  size_t prefix = strlen (s->profile->prefix);
  const char *suffix = name + prefix + 4;
  size_t len;

  if (strncmp (name, s->profile->prefix, prefix) != 0
      || strncmp (name + prefix, "req_", 4) != 0)
    return NULL;
  len = strspn (suffix, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  return len > 0 && len <= 128 && strcmp (suffix + len, ".xml") == 0 ? suffix
                                                                     : NULL;
}

/* One request.  False when it was left for later.  */
static bool
take (struct sim *s, int dir, struct kept *kept, const char *name,
      const char *suffix)
{
  struct buffer bytes = BUFFER_INIT;
  struct request_seen seen = { name, suffix, &bytes };
  struct emergency_asked asked;
  struct stat st;
  enum oqs_read r;
  bool readable;

  if (file_read (dir, name, OQS_MAX_BYTES, &bytes, &st) != FILE_OK)
    {
      buffer_done (&bytes);
      return false;
    }
  r = emergency_request_read (s->profile, bytes.data, bytes.len, &asked);
  readable = r == OQS_READ_OK;
  if (r == OQS_READ_UNFINISHED
      && clock_seconds (s->clock) < st.st_mtim.tv_sec + UNFINISHED_S)
    {
      buffer_done (&bytes);
      return false;
    }
  if (!(readable && s->scenario->does & SC_KEEP))
    unlinkat (dir, name, 0);
  else if (!kept_add (kept, name))
    sim_say (s, "メモリーがありません", "no memory");
  if (!reply (s, &seen, readable ? &asked : NULL))
    sim_say (s, "%s: 応答を作れません", "%s: cannot reply", name);
  if (readable)
    emergency_asked_done (&asked);
  buffer_done (&bytes);
  return true;
}

/* Takes what lies there, at most MOST; how many, or -1 with errno.  */
static int
look (struct sim *s, struct kept *kept, int most)
{
  DIR *d = opendir (s->req);
  struct dirent *e;
  int taken = 0;

  if (!d)
    return -1;
  while (taken < most && (e = readdir (d)) != NULL)
    {
      const char *suffix = request_suffix (s, e->d_name);

      if (suffix && !kept_has (kept, e->d_name)
          && take (s, dirfd (d), kept, e->d_name, suffix))
        taken++;
    }
  closedir (d);
  return taken;
}

/* Goes on until it is over: stop, or ONCE and nothing left to do.  */
static int
loop (struct sim *s, int stop_fd, bool once)
{
  struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
  struct kept kept = { .v = NULL };
  int taken = 0;
  int status = 0;

  for (;;)
    {
      int64_t now = s->clock->mono_ms (s->clock);
      int64_t next;
      int n = once && taken ? 0 : look (s, &kept, once ? 1 : 1000);
      int error = n < 0 ? errno : post_run (&s->post, now);

      if (error)
        sim_say (s, "フォルダを使えません: %s",
                 "the folders cannot be used: %s", strerror (error));
      taken += n > 0 ? n : 0;
      if (once && (error || (taken && !s->post.first)))
        {
          status = error != 0;
          break;
        }
      next = post_next (&s->post, s->clock->mono_ms (s->clock));
      if (next < 0 || next > LOOK_MS)
        next = LOOK_MS;
      if (poll (&stop, 1, (int) next) > 0)
        break;
    }
  kept_done (&kept);
  return status;
}

int
sim_serve (struct sim *s, bool once)
{
  sigset_t set;
  int status;
  int fd;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigprocmask (SIG_BLOCK, &set, NULL);
  fd = signalfd (-1, &set, SFD_CLOEXEC);
  if (fd < 0)
    {
      sim_say (s, "始められません: %s", "cannot start: %s", strerror (errno));
      return 1;
    }
  sim_say (s, "%s を見ています（%s）", "watching %s (%s)", s->req,
           s->scenario->name);
  status = loop (s, fd, once);
  sim_say (s, "終わります", "ending");
  close (fd);
  return status;
}
