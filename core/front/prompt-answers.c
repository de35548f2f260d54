/* SPDX-License-Identifier: Apache-2.0 */
/* Answers from a file: lines INSTANCE.PROMPT=VALUE or
   ACCOUNT:INSTANCE.PROMPT=VALUE.  The file's bytes stay in locked memory.  */
#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"

#define ANSWERS_MAX (64 * 1024)

struct answer_line
{
  const char *key;
  const char *value;
  bool used;
};

struct answers
{
  struct secret text;
  struct answer_line *v;
  size_t n;
};

static bool
unsafe (struct fault *why, const char *file, const char *reason)
{
  return fault_set (why, CODE_ANSWERS_UNSAFE, "%s: %s", file, reason);
}

/* A regular file with one link, ours, readable by nobody else; looked at on
   the descriptor that is read.  */
static bool
open_answers (const char *file, int *fd_out, struct fault *why)
{
  struct stat st;
  int fd = open (file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return unsafe (why, file, strerror (errno));
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    unsafe (why, file, "not a regular file");
  else if (st.st_nlink != 1)
    unsafe (why, file, "more than one link");
  else if (st.st_uid != geteuid ())
    unsafe (why, file, "another owner");
  else if (st.st_mode & 0177)
    unsafe (why, file, "mode is not 0600");
  else
    {
      *fd_out = fd;
      return true;
    }
  close (fd);
  return false;
}

static bool
split (struct answers *a)
{
  char *save = NULL, *text = (char *) a->text.data;

  for (char *line = strtok_r (text, "\n", &save); line;
       line = strtok_r (NULL, "\n", &save))
    {
      char *eq = strchr (line, '=');
      size_t len = strlen (line);
      struct answer_line *grown;

      if (!eq || line[0] == '#')
        continue;
      if (line[len - 1] == '\r')
        line[len - 1] = '\0';
      *eq = '\0';
      grown = realloc (a->v, (a->n + 1) * sizeof *grown);
      if (!grown)
        return false;
      a->v = grown;
      a->v[a->n++] = (struct answer_line) { line, eq + 1, false };
    }
  return true;
}

bool
answers_load (const char *file, struct answers **out, struct fault *why)
{
  struct buffer bytes = { .wipe = true };
  struct answers *a;
  bool ok;
  int fd = -1;

  if (strcmp (file, "-") == 0)
    fd = dup (STDIN_FILENO);
  else if (!open_answers (file, &fd, why))
    return false;
  ok = fd >= 0 && file_read_fd (fd, ANSWERS_MAX, &bytes) == FILE_OK;
  if (fd >= 0)
    close (fd);
  a = calloc (1, sizeof *a);
  ok = ok && a && secret_set (&a->text, buffer_string (&bytes), bytes.len)
       && split (a);
  buffer_done (&bytes);
  if (!ok)
    {
      answers_free (a);
      return unsafe (why, file, "cannot be read");
    }
  *out = a;
  return true;
}

void
answers_free (struct answers *a)
{
  if (!a)
    return;
  secret_done (&a->text);
  free (a->v);
  free (a);
}

/* The first unused line with KEY, else the last one with it.  */
static const char *
next_of (struct answers *a, const char *key)
{
  struct answer_line *last = NULL;

  for (size_t i = 0; i < a->n; i++)
    if (strcmp (a->v[i].key, key) == 0)
      {
        last = &a->v[i];
        if (!last->used)
          break;
      }
  if (!last)
    return NULL;
  last->used = true;
  return last->value;
}

const char *
answers_next (struct answers *a, const char *account, const char *instance,
              const char *prompt)
{
  struct buffer key = BUFFER_INIT;
  const char *value = NULL;

  if (account)
    {
      buffer_printf (&key, "%s:%s.%s", account, instance, prompt);
      value = next_of (a, buffer_string (&key));
      buffer_reset (&key);
    }
  if (!value)
    {
      buffer_printf (&key, "%s.%s", instance, prompt);
      value = next_of (a, buffer_string (&key));
    }
  buffer_done (&key);
  return value;
}
