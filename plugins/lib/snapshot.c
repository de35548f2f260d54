/* SPDX-License-Identifier: Apache-2.0 */
/* Listing folders: see snapshot.h.  */
#include "lib/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
snapshot_open (const char *path)
{
  return open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int64_t
nanoseconds (struct timespec t)
{
  return (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
}

static void
entry_marks (struct snapshot_entry *e, const struct stat *st)
{
  e->size = st->st_size;
  e->mtime_ns = nanoseconds (st->st_mtim);
  e->ctime_ns = nanoseconds (st->st_ctim);
  e->inode = st->st_ino;
}

static int
entry_order (const void *a, const void *b)
{
  const struct snapshot_entry *x = a;
  const struct snapshot_entry *y = b;

  return strcmp (x->name, y->name);
}

/* Room for one more; NULL with errno.  Grows by doubling at powers of two. */
static struct snapshot_entry *
entry_room (struct snapshot *s)
{
  struct snapshot_entry *more;

  if (s->n >= SNAPSHOT_MAX)
    {
      errno = EOVERFLOW;
      return NULL;
    }
  if ((s->n & (s->n - 1)) == 0)
    {
      more = realloc (s->v, (s->n == 0 ? 1 : s->n * 2) * sizeof *more);
      if (more == NULL)
        return NULL;
      s->v = more;
    }
  s->v[s->n] = (struct snapshot_entry) { .name = NULL, .size = -1 };
  return &s->v[s->n];
}

/* Adds NAME of the folder FD; a file that went away meanwhile is no error.  */
static bool
entry_add (struct snapshot *s, int fd, const char *name)
{
  struct snapshot_entry *e;
  struct stat st;

  if (fstatat (fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    {
      if (errno == ENOENT)
        return true;
      st = (struct stat) { .st_size = -1 };
    }
  e = entry_room (s);
  if (e == NULL)
    return false;
  e->name = strdup (name);
  if (e->name == NULL)
    return false;
  entry_marks (e, &st);
  s->n++;
  return true;
}

static bool
folder_read (DIR *dir, snapshot_wanted *wanted, const void *ctx,
             const struct snapshot *known, struct snapshot *out)
{
  struct dirent *d;

  for (;;)
    {
      errno = 0;
      d = readdir (dir);
      if (d == NULL)
        return errno == 0;
      if (strcmp (d->d_name, ".") == 0 || strcmp (d->d_name, "..") == 0)
        continue;
      if (wanted != NULL && !wanted (d->d_name, ctx))
        continue;
      if (known != NULL && snapshot_find (known, d->d_name) != NULL)
        continue;
      if (!entry_add (out, dirfd (dir), d->d_name))
        return false;
    }
}

bool
snapshot_take (int folder, snapshot_wanted *wanted, const void *ctx,
               const struct snapshot *known, struct snapshot *out)
{
  struct snapshot s = SNAPSHOT_INIT;
  int saved;
  bool ok;
  DIR *dir;
  /* Its own descriptor: the position in a folder is shared by duplicates.  */
  int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return false;
  dir = fdopendir (fd);
  if (dir == NULL)
    {
      saved = errno;
      close (fd);
      errno = saved;
      return false;
    }
  ok = folder_read (dir, wanted, ctx, known, &s);
  saved = errno;
  closedir (dir);
  if (!ok)
    {
      snapshot_done (&s);
      errno = saved;
      return false;
    }
  if (s.n > 1)
    qsort (s.v, s.n, sizeof *s.v, entry_order);
  *out = s;
  return true;
}

void
snapshot_done (struct snapshot *s)
{
  for (size_t i = 0; i < s->n; i++)
    free (s->v[i].name);
  free (s->v);
  *s = (struct snapshot) SNAPSHOT_INIT;
}

const struct snapshot_entry *
snapshot_find (const struct snapshot *s, const char *name)
{
  const struct snapshot_entry key = { .name = (char *) name };

  if (s->n == 0)
    return NULL;
  return bsearch (&key, s->v, s->n, sizeof *s->v, entry_order);
}

bool
snapshot_note (struct snapshot *s, const char *name, const struct stat *st)
{
  struct snapshot_entry *e
    = (struct snapshot_entry *) snapshot_find (s, name);

  if (e != NULL)
    {
      entry_marks (e, st);
      return true;
    }
  e = entry_room (s);
  if (e == NULL)
    return false;
  e->name = strdup (name);
  if (e->name == NULL)
    return false;
  entry_marks (e, st);
  s->n++;
  qsort (s->v, s->n, sizeof *s->v, entry_order);
  return true;
}

bool
snapshot_same (const struct snapshot_entry *a, const struct snapshot_entry *b)
{
  return a->size == b->size && a->mtime_ns == b->mtime_ns
         && a->ctime_ns == b->ctime_ns;
}
