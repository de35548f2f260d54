/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a path can be trusted.  It is walked one part after the other, the
   way the kernel would, so that a symbolic link's own place is looked at as
   well as where it leads: whoever can change either can change the file.  */
#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As many links as the kernel follows.  */
#define LINKS_MAX 40

struct walk
{
  char done[PATH_MAX]; /* what was walked, without links; "" is the root */
  char todo[PATH_MAX]; /* what is left; no part of it was looked at */
  int links;
  char *reason; /* room for the answer, taken beforehand */
};

#define REASON_LEN (PATH_MAX + 128)

static bool
distrust (const struct walk *w, const char *what)
{
  snprintf (w->reason, REASON_LEN, "%s: %s", w->done[0] ? w->done : "/", what);
  return false;
}

static bool
ours (const struct stat *st)
{
  return st->st_uid == 0 || st->st_uid == geteuid ();
}

/* Folders on the way, the root too.  In a sticky one others may add entries
   but not change ours, and ours is what the next part must be.  */
static bool
check_folder (const struct walk *w, const struct stat *st)
{
  if (!ours (st))
    return distrust (w, "belongs to another user");
  if ((st->st_mode & (S_IWGRP | S_IWOTH)) && !(st->st_mode & S_ISVTX))
    return distrust (w, "others may write to this folder");
  return true;
}

static bool
check_last (const struct walk *w, const struct stat *st, bool own_only)
{
  if (!ours (st))
    return distrust (w, "belongs to another user");
  if (st->st_mode & (S_IWGRP | S_IWOTH))
    return distrust (w, "others may write to it");
  if (own_only && (st->st_mode & (S_IRWXG | S_IRWXO)))
    return distrust (w, "others may read it");
  return true;
}

/* Puts TARGET before what is left to do.  */
static bool
push (struct walk *w, const char *target)
{
  size_t len = strlen (target), rest = strlen (w->todo);

  if (len + 1 + rest >= sizeof w->todo)
    return distrust (w, strerror (ENAMETOOLONG));
  memmove (w->todo + len + 1, w->todo, rest + 1);
  memcpy (w->todo, target, len);
  w->todo[len] = '/';
  return true;
}

static void
pop (struct walk *w)
{
  char *slash = strrchr (w->done, '/');

  *(slash ? slash : w->done) = '\0';
}

/* The last part walked is a symbolic link: it makes place for its target.  */
static bool
follow (struct walk *w, const struct stat *st)
{
  char target[PATH_MAX];

  if (!ours (st))
    return distrust (w, "the link belongs to another user");
  if (++w->links > LINKS_MAX)
    return distrust (w, strerror (ELOOP));
  ssize_t n = readlink (w->done, target, sizeof target - 1);
  if (n < 0)
    return distrust (w, strerror (errno));
  target[n] = '\0';
  if (!push (w, target))
    return false;
  if (target[0] == '/')
    w->done[0] = '\0';
  else
    pop (w);
  return true;
}

/* Moves one part from TODO to the end of DONE; false when it does not fit. */
static bool
step (struct walk *w)
{
  const char *part = w->todo;
  size_t len = strcspn (part, "/"), done_len = strlen (w->done);
  bool nothing = len == 0 || (len == 1 && part[0] == '.');

  if (len == 2 && part[0] == '.' && part[1] == '.')
    pop (w);
  else if (!nothing && done_len + 1 + len >= sizeof w->done)
    return distrust (w, strerror (ENAMETOOLONG));
  else if (!nothing)
    {
      w->done[done_len] = '/';
      memcpy (w->done + done_len + 1, part, len);
      w->done[done_len + 1 + len] = '\0';
    }
  part += len + strspn (part + len, "/");
  memmove (w->todo, part, strlen (part) + 1);
  return true;
}

static bool
walk (struct walk *w, bool own_only)
{
  for (;;)
    {
      struct stat st;
      if (lstat (w->done[0] ? w->done : "/", &st) != 0)
        return distrust (w, strerror (errno));
      if (S_ISLNK (st.st_mode))
        {
          if (!follow (w, &st))
            return false;
          continue;
        }
      if (w->todo[0] == '\0')
        return check_last (w, &st, own_only);
      if (!S_ISDIR (st.st_mode))
        return distrust (w, strerror (ENOTDIR));
      if (!check_folder (w, &st) || !step (w))
        return false;
    }
}

/* Fills W with the whole PATH, a relative one below the working folder.  */
static bool
start (struct walk *w, const char *path)
{
  size_t len = strlen (path);

  if (len == 0)
    return distrust (w, strerror (ENOENT));
  if (len >= sizeof w->todo)
    return distrust (w, strerror (ENAMETOOLONG));
  memcpy (w->todo, path, len + 1);
  if (path[0] == '/')
    return true;

  char cwd[PATH_MAX];
  if (!getcwd (cwd, sizeof cwd))
    return distrust (w, strerror (errno));
  return push (w, cwd);
}

char *
file_distrust (const char *path, bool own_only)
{
  /* NULL would say that all is well, so without room for a reason there is
     no answer that could be given.  */
  struct walk w = { .reason = malloc (REASON_LEN) };
  if (!w.reason)
    abort ();

  if (!start (&w, path) || !walk (&w, own_only))
    return w.reason;
  free (w.reason);
  return NULL;
}
