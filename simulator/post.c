/* SPDX-License-Identifier: Apache-2.0 */
/* Leaving files: see post.h.  */
#include "post.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define BIG (12 * 1024 * 1024)
/* What POST_LINK leads to; a dot name is nobody's answer.  */
#define LINK_TARGET ".emi-sim-target"

struct post_job
{
  struct post_job *next;
  int64_t due_ms;
  enum post_how how;
  const char *folder;
  char *name;
  void *data;
  size_t len;
};

static void
job_free (struct post_job *j)
{
  if (!j)
    return;
  free (j->name);
  free (j->data);
  free (j);
}

bool
post_add (struct post *p, int64_t due_ms, enum post_how how,
          const char *folder, const char *name, const void *data, size_t len)
{
  struct post_job *j = malloc (sizeof *j);
  struct post_job **at = &p->first;

  if (!j)
    return false;
  *j = (struct post_job) { .due_ms = due_ms,
                           .how = how,
                           .folder = folder,
                           .name = strdup (name),
                           .data = malloc (len + 1),
                           .len = len };
  if (!j->name || !j->data)
    {
      job_free (j);
      return false;
    }
  if (len)
    memcpy (j->data, data, len);
  /* In the order of time, first come first within one.  */
  while (*at && (*at)->due_ms <= due_ms)
    at = &(*at)->next;
  j->next = *at;
  *at = j;
  return true;
}

/* Everybody may read it, as on the terminal's share.  */
static int
put_in_place (int dir, const struct post_job *j)
{
  int fd = openat (dir, j->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                   0644);
  int error = fd < 0 ? errno : file_write_fd (fd, j->data, j->len);

  if (fd >= 0)
    close (fd);
  return error;
}

static int
put_big (int dir, const struct post_job *j)
{
  int fd = openat (dir, j->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                   0644);
  int error = fd < 0 ? errno : file_write_fd (fd, j->data, j->len);

  if (!error && ftruncate (fd, BIG) != 0)
    error = errno;
  if (fd >= 0)
    close (fd);
  return error;
}

static int
put (int dir, const struct post_job *j)
{
  int error;

  switch (j->how)
    {
    case POST_WHOLE:
      return file_write (dir, j->name, j->data, j->len, 0644, true);
    case POST_IN_PLACE:
      return put_in_place (dir, j);
    case POST_LINK:
      error = file_write (dir, LINK_TARGET, j->data, j->len, 0644, true);
      if (!error && symlinkat (LINK_TARGET, dir, j->name) != 0)
        error = errno;
      return error;
    case POST_FIFO:
      return mkfifoat (dir, j->name, 0644) == 0 ? 0 : errno;
    case POST_BIG:
      return put_big (dir, j);
    }
  return EINVAL;
}

int
post_run (struct post *p, int64_t now_ms)
{
  int first = 0;

  while (p->first && p->first->due_ms <= now_ms)
    {
      struct post_job *j = p->first;
      int dir = open (j->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      int error = dir < 0 ? errno : put (dir, j);

      if (dir >= 0)
        close (dir);
      if (error && !first)
        first = error;
      p->first = j->next;
      job_free (j);
    }
  return first;
}

int64_t
post_next (const struct post *p, int64_t now_ms)
{
  if (!p->first)
    return -1;
  return p->first->due_ms > now_ms ? p->first->due_ms - now_ms : 0;
}

void
post_done (struct post *p)
{
  while (p->first)
    {
      struct post_job *j = p->first;

      p->first = j->next;
      job_free (j);
    }
}
