/* SPDX-License-Identifier: Apache-2.0 */
/* Writing for other readers: see outbox.h.  */
#include "lib/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/pattern.h"
#include "lib/snapshot.h"

void
outbox_name (outbox_random *random, char out[OUTBOX_NAME])
{
  static const char letters[] = "0123456789abcdefghijklmnopqrstuv";
  unsigned char bytes[OUTBOX_RANDOM];
  char *at = out + sizeof OUTBOX_HEAD - 1;

  random (bytes, sizeof bytes);
  memcpy (out, OUTBOX_HEAD, sizeof OUTBOX_HEAD - 1);
  for (size_t i = 0; i < sizeof bytes; i++)
    at[i] = letters[bytes[i] % 32];
  memcpy (at + sizeof bytes, OUTBOX_TAIL, sizeof OUTBOX_TAIL);
}

static int
write_all (int fd, const void *data, size_t len)
{
  const char *at = data;
  ssize_t n;

  while (len > 0)
    {
      n = write (fd, at, len);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      at += n;
      len -= (size_t) n;
    }
  return 0;
}

int
outbox_write (int dirfd, const char *name, const void *data, size_t len,
              mode_t mode)
{
  int error;
  int fd = openat (dirfd, name,
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

  if (fd < 0)
    return errno;
  error = write_all (fd, data, len);
  /* The umask is the caller's business nowhere: who may read a result is
     decided here.  A share that knows no modes refuses; it has its own.  */
  if (error == 0 && fchmod (fd, mode) != 0 && errno != EPERM
      && errno != ENOTSUP)
    error = errno;
  if (error == 0 && fsync (fd) != 0)
    error = errno;
  if (close (fd) != 0 && error == 0)
    error = errno;
  if (error != 0)
    unlinkat (dirfd, name, 0);
  return error;
}

int
outbox_sync (int dirfd)
{
  /* Some shares cannot sync a folder; their server does as it likes.  */
  if (fsync (dirfd) == 0 || errno == EINVAL || errno == ENOTSUP
      || errno == EBADF)
    return 0;
  return errno;
}

/* For file systems whose rename cannot refuse to replace (NFS, FUSE).  */
static int
rename_by_link (int dirfd, const char *from, const char *to)
{
  struct stat st;

  if (linkat (dirfd, from, dirfd, to, 0) == 0)
    return unlinkat (dirfd, from, 0) == 0 ? 0 : errno;
  if (errno == EEXIST)
    return EEXIST;
  /* No links either, or a folder: what is left is to look and rename.  The
     names are unique for ever, so nobody makes one in between; a folder is
     never renamed over one that holds something.  */
  if (fstatat (dirfd, to, &st, AT_SYMLINK_NOFOLLOW) == 0)
    return EEXIST;
  return renameat (dirfd, from, dirfd, to) == 0 ? 0 : errno;
}

int
outbox_rename (int dirfd, const char *from, const char *to)
{
  int error = 0;

  if (renameat2 (dirfd, from, dirfd, to, RENAME_NOREPLACE) != 0)
    error = errno;
  if (error == EINVAL || error == ENOSYS || error == ENOTSUP)
    error = rename_by_link (dirfd, from, to);
  return error;
}

int
outbox_place (int dirfd, const char *name, const void *data, size_t len,
              mode_t mode, outbox_random *random)
{
  char temporary[OUTBOX_NAME];
  int error;

  outbox_name (random, temporary);
  error = outbox_write (dirfd, temporary, data, len, mode);
  if (error != 0)
    return error;
  error = outbox_rename (dirfd, temporary, name);
  if (error != 0)
    unlinkat (dirfd, temporary, 0);
  else
    (void) outbox_sync (dirfd);
  return error;
}

void
outbox_remove (int dirfd, const char *name)
{
  struct snapshot inside = SNAPSHOT_INIT;
  int fd;

  if (unlinkat (dirfd, name, 0) == 0 || (errno != EISDIR && errno != EPERM))
    return;
  fd = openat (dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return;
  if (snapshot_take (fd, NULL, NULL, NULL, &inside))
    for (size_t i = 0; i < inside.n; i++)
      unlinkat (fd, inside.v[i].name, 0);
  snapshot_done (&inside);
  close (fd);
  unlinkat (dirfd, name, AT_REMOVEDIR);
}

static bool
is_ours (const char *name, const void *ctx)
{
  (void) ctx;
  return pattern_is_ours (name);
}

void
outbox_tidy (int dirfd, int64_t now)
{
  struct snapshot left;

  if (!snapshot_take (dirfd, is_ours, NULL, NULL, &left))
    return;
  for (size_t i = 0; i < left.n; i++)
    if (left.v[i].size >= 0
        && left.v[i].mtime_ns / 1000000000 < now - OUTBOX_STALE_S)
      outbox_remove (dirfd, left.v[i].name);
  snapshot_done (&left);
}
