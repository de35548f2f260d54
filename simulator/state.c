/* SPDX-License-Identifier: Apache-2.0 */
/* The history of card readings: one JSON object a line, only added to.  */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "base/file.h"

#define HISTORY "presses.jsonl"
/* Presses of months of testing; what is older is not read.  */
#define HISTORY_MAX_BYTES (4u * 1024 * 1024)

static char *
press_line (const struct person *who, int64_t now)
{
  json_t *o = json_pack ("{s:s, s:s, s:s, s:I}", "insurer", who->insurer,
                         "number", who->number, "birth", who->birth, "time",
                         (json_int_t) now);
  char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;
  char *line = NULL;

  json_decref (o);
  if (text && asprintf (&line, "%s\n", text) < 0)
    line = NULL;
  free (text);
  return line;
}

int
state_pressed (const char *dir, const struct person *who, int64_t now)
{
  char *path = file_join (dir, HISTORY);
  char *line = press_line (who, now);
  int error = path && line ? 0 : ENOMEM;
  int fd = -1;

  if (!error && mkdir (dir, 0755) != 0 && errno != EEXIST)
    error = errno;
  if (!error)
    {
      fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                 0644);
      error = fd < 0 ? errno : 0;
    }
  /* One write of a short line is not mixed with another process's.  */
  if (!error && write (fd, line, strlen (line)) != (ssize_t) strlen (line))
    error = EIO;
  if (fd >= 0)
    close (fd);
  free (path);
  free (line);
  return error;
}

static bool
same (const char *a, const char *b)
{
  return a && b && strcmp (a, b) == 0;
}

static bool
line_matches (const char *line, size_t len, const struct person *who,
              int64_t now, int64_t window_s)
{
  json_t *o = json_loadb (line, len, 0, NULL);
  int64_t then = json_integer_value (json_object_get (o, "time"));
  bool match
    = o
      && same (json_string_value (json_object_get (o, "insurer")),
               who->insurer)
      && same (json_string_value (json_object_get (o, "number")), who->number)
      && same (json_string_value (json_object_get (o, "birth")), who->birth)
      && then <= now && now - then <= window_s;

  json_decref (o);
  return match;
}

bool
state_was_pressed (const char *dir, const struct person *who, int64_t now,
                   int64_t window_s)
{
  char *path = file_join (dir, HISTORY);
  struct buffer text = BUFFER_INIT;
  bool found = false;

  if (path
      && file_read (AT_FDCWD, path, HISTORY_MAX_BYTES, &text, NULL)
           == FILE_OK)
    for (const char *at = buffer_string (&text); *at && !found;)
      {
        size_t len = strcspn (at, "\n");

        found = line_matches (at, len, who, now, window_s);
        at += len + (at[len] == '\n');
      }
  buffer_done (&text);
  free (path);
  return found;
}
