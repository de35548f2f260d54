/* SPDX-License-Identifier: Apache-2.0 */
/* Leaving files: see post.h.  */
#include "post.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
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

static struct post_job *
job_new (int64_t due_ms, enum post_how how, const char *folder,
         const char *name, const void *data, size_t len)
{
  struct post_job *j = malloc (sizeof *j);

  if (!j)
    return NULL;
  *j = (struct post_job){ .due_ms = due_ms,
                          .how = how,
                          .folder = folder,
                          .name = strdup (name),
                          .data = malloc (len + 1),
                          .len = len };
  if (!j->name || !j->data)
    {
      job_free (j);
      return NULL;
    }
  if (len)
    memcpy (j->data, data, len);
  return j;
}

bool
post_add (struct post *p, int64_t due_ms, enum post_how how,
          const char *folder, const char *name, const void *data, size_t len)
{
  struct post_job *j = job_new (due_ms, how, folder, name, data, len);
  struct post_job **at = &p->first;

  if (!j)
    return false;
  /* In the order of time, first come first within one.  */
  while (*at && (*at)->due_ms <= due_ms)
    at = &(*at)->next;
  j->next = *at;
  *at = j;
  return true;
}

bool
post_stale (struct post *p, int64_t at_ms, const char *folder,
            const char *name)
{
  struct post_job *j = job_new (at_ms, POST_REMOVE, folder, name, NULL, 0);

  if (!j)
    return false;
  if (p->stale_last && p->stale_last->due_ms > at_ms)
    j->due_ms = p->stale_last->due_ms;
  if (p->stale_last)
    p->stale_last->next = j;
  else
    p->stale = j;
  p->stale_last = j;
  return true;
}

/* Everybody may read it, as on the terminal's share.  */
static int
put_in_place (int dir, const struct post_job *j, int flags, off_t size)
{
  CLEANUP_CLOSE int fd = openat (
      dir, j->name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, 0644);
  int error = fd < 0 ? errno : file_write_fd (fd, j->data, j->len);

  if (!error && size && ftruncate (fd, size) != 0)
    error = errno;
  return error;
}

/* What is gone already was taken away by another.  */
static int
take_away (int dir, const char *name)
{
  return unlinkat (dir, name, 0) == 0 || errno == ENOENT ? 0 : errno;
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
      return put_in_place (dir, j, O_TRUNC, 0);
    case POST_APPEND:
      return put_in_place (dir, j, O_APPEND, 0);
    case POST_BIG:
      return put_in_place (dir, j, O_TRUNC, BIG);
    case POST_LINK:
      error = file_write (dir, LINK_TARGET, j->data, j->len, 0644, true);
      if (!error && symlinkat (LINK_TARGET, dir, j->name) != 0)
        error = errno;
      return error;
    case POST_FIFO:
      return mkfifoat (dir, j->name, 0644) == 0 ? 0 : errno;
    case POST_REMOVE:
      return take_away (dir, j->name);
    }
  return EINVAL;
}

/* Does the first of *AT and takes it out of the list.  */
static int
run_first (struct post_job **at)
{
  struct post_job *j = *at;
  CLEANUP_CLOSE int dir = open (j->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int error = dir < 0 ? errno : put (dir, j);

  *at = j->next;
  job_free (j);
  return error;
}

int
post_run (struct post *p, int64_t now_ms)
{
  int first = 0;

  while (p->first && p->first->due_ms <= now_ms)
    {
      int error = run_first (&p->first);

      first = first ? first : error;
    }
  while (p->stale && p->stale->due_ms <= now_ms)
    {
      run_first (&p->stale);
      if (!p->stale)
        p->stale_last = NULL;
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

static void
free_all (struct post_job *j)
{
  while (j)
    {
      struct post_job *next = j->next;

      job_free (j);
      j = next;
    }
}

void
post_done (struct post *p)
{
  free_all (p->first);
  free_all (p->stale);
  *p = (struct post){ .first = NULL };
}
