/* SPDX-License-Identifier: Apache-2.0 */
/* Two slots under flock.  The file is opened anew each time: one that was put
   in its place is then the one that is looked at.  */
#include "ledger/second-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"

/* The lock is held for microseconds.  Whoever may read the file can hold it
   longer, but must not be able to hold us.  */
#define LOCK_TRIES 5000

static int
lock (int fd, int how)
{
  const struct timespec pause = { .tv_nsec = 1000000 };

  for (int i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, how | LOCK_NB) == 0)
        return 0;
      if (errno != EWOULDBLOCK && errno != EINTR)
        return errno;
      if (errno == EWOULDBLOCK)
        nanosleep (&pause, NULL);
    }
  return EWOULDBLOCK;
}

static int
open_copy (const char *path, int how, int *fd_out)
{
  int fd = open (path, how | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat st;

  if (fd < 0)
    return errno;
  int err = fstat (fd, &st) != 0 ? errno : S_ISREG (st.st_mode) ? 0 : EINVAL;
  if (err)
    close (fd);
  else
    *fd_out = fd;
  return err;
}

static int
sync_folder (const char *path)
{
  CLEANUP_FREE char *copy = strdup (path);

  if (!copy)
    return ENOMEM;
  CLEANUP_CLOSE int dir
      = open (dirname (copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return dir < 0 || fsync (dir) != 0 ? errno : 0;
}

int
second_copy_create (const char *path)
{
  static const char empty[COPY_SLOTS * COPY_SLOT];
  CLEANUP_CLOSE int fd = open (
      path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return errno;
  int err = file_write_fd (fd, empty, sizeof empty);
  if (!err && (fchmod (fd, 0600) != 0 || fsync (fd) != 0))
    err = errno;
  return err ? err : sync_folder (path);
}

/* A short file has empty slots.  */
static int
load (int fd, struct copy_slots *out)
{
  char bytes[COPY_SLOTS * COPY_SLOT];
  ssize_t n = pread (fd, bytes, sizeof bytes, 0);

  if (n < 0)
    return errno;
  *out = (struct copy_slots){ .len = { 0 } };
  for (size_t i = 0; i < COPY_SLOTS && (size_t) n > i * COPY_SLOT; i++)
    {
      const char *slot = bytes + i * COPY_SLOT;
      size_t left = (size_t) n - i * COPY_SLOT;
      const char *nul = memchr (slot, 0, left < COPY_SLOT ? left : COPY_SLOT);
      size_t len = nul ? (size_t) (nul - slot) : 0;
      if (len && len < NOTE_MAX)
        {
          memcpy (out->note[i], slot, len);
          out->len[i] = len;
        }
    }
  return 0;
}

int
second_copy_load (const char *path, struct copy_slots *out)
{
  struct copy_slots slots;
  int fd = -1, err = open_copy (path, O_RDONLY, &fd);

  if (err)
    return err;
  err = lock (fd, LOCK_SH);
  if (!err)
    err = load (fd, &slots);
  close (fd);
  if (!err)
    *out = slots;
  return err;
}

/* The slot with the newest valid note, or -1.  */
static int
newest (const struct copy_slots *slots, struct notes *notes,
        uint64_t *size_out)
{
  const struct note_seen *seen;
  int best = -1;

  for (int i = 0; i < COPY_SLOTS; i++)
    if (slots->len[i]
        && (seen = notes_check (notes, slots->note[i], slots->len[i]))
        && (best < 0 || seen->checkpoint.size > *size_out))
      {
        best = i;
        *size_out = seen->checkpoint.size;
      }
  return best;
}

static int
overwrite (int fd, int slot, const char *note, size_t len)
{
  char bytes[COPY_SLOT] = { 0 };
  size_t done = 0;

  memcpy (bytes, note, len);
  while (done < sizeof bytes)
    {
      ssize_t n = pwrite (fd, bytes + done, sizeof bytes - done,
                          (off_t) ((size_t) slot * COPY_SLOT + done));
      if (n < 0 && errno != EINTR)
        return errno;
      if (n == 0)
        return ENOSPC;
      done += n > 0 ? (size_t) n : 0;
    }
  return 0;
}

int
second_copy_store (const char *path, const char *note, size_t len,
                   uint64_t size, struct notes *notes)
{
  struct copy_slots slots;
  uint64_t there = 0;
  int fd = -1, err = open_copy (path, O_RDWR, &fd);

  if (err)
    return err;
  err = lock (fd, LOCK_EX);
  if (!err)
    err = load (fd, &slots);
  if (!err)
    {
      int best = newest (&slots, notes, &there);
      if (best < 0 || there < size)
        err = overwrite (fd, best == 0 ? 1 : 0, note, len);
    }
  close (fd);
  return err;
}

int
second_copy_sync (const char *path)
{
  int fd = -1, err = open_copy (path, O_RDWR, &fd);

  if (err)
    return err;
  if (fdatasync (fd) != 0)
    err = errno;
  close (fd);
  return err;
}
