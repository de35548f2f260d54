/* SPDX-License-Identifier: Apache-2.0 */
/* Lock files of open requests and of deliveries under way (run/TOKEN.lock,
   run/TOKEN.deliver).  */
#include "access/open-lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/file.h"

#define TAKE_TRIES 200

static char *
lock_path (struct session *s, const char *suffix, const char *id)
{
  char token[33];
  struct buffer name = BUFFER_INIT;
  char *path;

  ledger_token_hex (s->ledger, "request", id, token);
  buffer_printf (&name, "%s.%s", token, suffix);
  path = file_join (s->config->run, buffer_string (&name));
  buffer_done (&name);
  return path;
}

static bool
same_file (int fd, const char *path)
{
  struct stat held, there;

  return fstat (fd, &held) == 0 && lstat (path, &there) == 0
         && held.st_ino == there.st_ino && held.st_dev == there.st_dev;
}

/* 0 with the lock, EAGAIN when somebody held or removed the file.  */
static int
take (const char *path, int *fd_out)
{
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  int error = 0;

  if (fd < 0)
    return errno;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    error = errno;
  else if (!same_file (fd, path))
    error = EAGAIN;
  if (error)
    close (fd);
  else
    *fd_out = fd;
  return error;
}

bool
open_lock_take (struct session *s, const char *suffix, const char *id,
                int *fd_out, struct fault *why)
{
  const struct timespec pause = { .tv_nsec = 1000000 };
  CLEANUP_FREE char *path = lock_path (s, suffix, id);
  int error = EAGAIN;

  if (!path)
    return fault_set (why, CODE_MEMORY, "%s", "");
  /* A sweep may come between making the file and locking it. */
  for (int i = 0; i < TAKE_TRIES && error == EAGAIN; i++)
    {
      if (i)
        nanosleep (&pause, NULL);
      error = take (path, fd_out);
    }
  return !error
         || fault_set (why, CODE_FILE_IO, "%s: %s", s->config->run,
                       strerror (error));
}

enum open_lock_state
open_lock_try (struct session *s, const char *suffix, const char *id,
               int *fd_out)
{
  CLEANUP_FREE char *path = lock_path (s, suffix, id);
  int fd;

  if (!path)
    return OPEN_LOCK_ERROR;
  fd = open (path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT ? OPEN_LOCK_ABSENT : OPEN_LOCK_ERROR;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      return errno == EWOULDBLOCK ? OPEN_LOCK_ALIVE : OPEN_LOCK_ERROR;
    }
  /* Removed between open and flock: whoever held it ended in good order. */
  if (!same_file (fd, path))
    {
      close (fd);
      return OPEN_LOCK_ABSENT;
    }
  *fd_out = fd;
  return OPEN_LOCK_DEAD;
}

void
open_lock_drop (struct session *s, const char *suffix, const char *id,
                int *fd)
{
  CLEANUP_FREE char *path = NULL;

  if (*fd < 0)
    return;
  path = lock_path (s, suffix, id);
  if (path)
    unlink (path);
  close (*fd);
  *fd = -1;
}

void
open_lock_leave (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static bool
is_request_lock (const char *name)
{
  return strspn (name, "0123456789abcdef") == 32
         && strcmp (name + 32, ".lock") == 0;
}

void
open_lock_sweep (struct session *s)
{
  DIR *d = opendir (s->config->run);
  struct dirent *e;

  while (d && (e = readdir (d)) != NULL)
    {
      int fd = is_request_lock (e->d_name)
                 ? openat (dirfd (d), e->d_name,
                           O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                 : -1;

      if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat (dirfd (d), e->d_name, 0);
      if (fd >= 0)
        close (fd);
    }
  if (d)
    closedir (d);
}
