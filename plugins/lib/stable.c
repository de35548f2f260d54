/* SPDX-License-Identifier: Apache-2.0 */
/* Two equal reads: see stable.h.  */
#include "lib/stable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum stable_result
open_fault (int error)
{
  switch (error)
    {
    case ELOOP:
      return STABLE_LINK;
    case ENXIO: /* a socket */
    case ENODEV:
    case EISDIR:
      return STABLE_IRREGULAR;
    case ENOENT:
    case ESTALE:
      return STABLE_GONE;
    default: /* denied, or locked by its writer on a share */
      return STABLE_DENIED;
    }
}

/* Opens NAME so that no link is followed and no pipe blocks.  */
static enum stable_result
file_open_regular (int dirfd, const char *name, int *fd_out, struct stat *st)
{
  enum stable_result r = STABLE_READY;
  int fd = openat (dirfd, name,
                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

  if (fd < 0)
    return open_fault (errno);
  if (fstat (fd, st) != 0)
    r = STABLE_DENIED;
  else if (!S_ISREG (st->st_mode))
    r = STABLE_IRREGULAR;
  else if (st->st_size > (off_t) STABLE_MAX_BYTES)
    r = STABLE_TOO_BIG;
  if (r == STABLE_READY)
    *fd_out = fd;
  else
    close (fd);
  return r;
}

/* Fills BUF with at most CAP bytes; -1 with errno.  */
static ssize_t
read_full (int fd, unsigned char *buf, size_t cap)
{
  size_t got = 0;
  ssize_t n;

  while (got < cap)
    {
      n = read (fd, buf + got, cap - got);
      if (n == 0)
        break;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      got += (size_t) n;
    }
  return (ssize_t) got;
}

/* Reads all of FD, whose size is said to be SIZE.  A file that grows under
   the hands is read as far as SIZE: its second read will differ.  */
static bool
read_whole (int fd, size_t size, unsigned char **data_out, size_t *len_out)
{
  unsigned char *data = malloc (size + 1);
  ssize_t n;

  if (data == NULL)
    return false;
  n = read_full (fd, data, size);
  if (n < 0)
    {
      free (data);
      return false;
    }
  data[n] = '\0';
  *data_out = data;
  *len_out = (size_t) n;
  return true;
}

/* True when FD holds exactly what S holds; read in pieces, so that a large
   answer is in memory once.  */
static bool
read_equals (int fd, const struct stable *s)
{
  unsigned char piece[16384];
  size_t at = 0;
  ssize_t n;

  for (;;)
    {
      n = read_full (fd, piece, sizeof piece);
      if (n < 0)
        return false;
      if (n == 0)
        return at == s->len;
      if ((size_t) n > s->len - at || memcmp (piece, s->data + at, (size_t) n) != 0)
        return false;
      at += (size_t) n;
    }
}

static bool
same_time (struct timespec a, struct timespec b)
{
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Makes what FD holds the first read of NAME.  */
static enum stable_result
first_read (struct stable *s, int fd, const char *name, const struct stat *st,
            int64_t now_ms)
{
  struct stable next = { .st = *st, .first_ms = now_ms };

  if (lseek (fd, 0, SEEK_SET) != 0
      || !read_whole (fd, (size_t) st->st_size, &next.data, &next.len))
    return STABLE_DENIED;
  next.name = strdup (name);
  if (next.name == NULL)
    {
      free (next.data);
      return STABLE_DENIED;
    }
  stable_done (s);
  *s = next;
  return STABLE_FIRST;
}

enum stable_result
stable_look (struct stable *s, int dirfd, const char *name, int64_t now_ms)
{
  bool again = s->name != NULL && strcmp (s->name, name) == 0;
  enum stable_result r;
  struct stat st;
  int fd;

  r = file_open_regular (dirfd, name, &fd, &st);
  if (r != STABLE_READY)
    {
      stable_done (s);
      return r;
    }
  if (again && st.st_size == s->st.st_size
      && same_time (st.st_mtim, s->st.st_mtim) && read_equals (fd, s))
    s->st = st;
  else
    {
      r = first_read (s, fd, name, &st, now_ms);
      if (r == STABLE_FIRST && again)
        r = STABLE_CHANGED;
      else if (r == STABLE_DENIED)
        stable_done (s);
    }
  close (fd);
  return r;
}

int64_t
stable_due (const struct stable *s, int64_t now_ms)
{
  int64_t left = s->first_ms + STABLE_GAP_MS - now_ms;

  return left > 0 ? left : 0;
}

void
stable_done (struct stable *s)
{
  free (s->name);
  /* It holds a patient's data.  */
  if (s->data != NULL)
    explicit_bzero (s->data, s->len);
  free (s->data);
  *s = (struct stable) STABLE_INIT;
}

const char *
stable_unfit (enum stable_result r)
{
  switch (r)
    {
    case STABLE_LINK:
      return "link";
    case STABLE_IRREGULAR:
      return "irregular";
    case STABLE_TOO_BIG:
      return "too-big";
    case STABLE_FIRST:
    case STABLE_CHANGED:
    case STABLE_READY:
    case STABLE_GONE:
    case STABLE_DENIED:
      break;
    }
  return NULL;
}

const char *
stable_sentence (enum stable_result r)
{
  switch (r)
    {
    case STABLE_LINK:
      return "リンクのため読みません / it is a symbolic link";
    case STABLE_IRREGULAR:
      return "通常のファイルではないため読みません / it is no regular file";
    case STABLE_TOO_BIG:
      return "8 MiB を超えるため読みません / it is larger than 8 MiB";
    case STABLE_FIRST:
    case STABLE_CHANGED:
    case STABLE_READY:
    case STABLE_GONE:
    case STABLE_DENIED:
      break;
    }
  return "読めません / it cannot be read";
}
