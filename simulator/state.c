/* SPDX-License-Identifier: Apache-2.0 */
/* The history of card readings: one JSON object a line, only added to until
   it is long.  */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "base/cleanup.h"
#include "base/file.h"

#define HISTORY "presses.jsonl"
#define LONG (256 * 1024)
#define READ_AT_MOST (4u * 1024 * 1024)
#define REMEMBERED_S (7 * 24 * 3600)

static char *
press_line (const struct person *who, int64_t now, unsigned consent)
{
  json_t *o = json_pack ("{s:s, s:s, s:s, s:I, s:i}", "insurer", who->insurer,
                         "number", who->number, "birth", who->birth, "time",
                         (json_int_t) now, "consent", (int) consent);
  char *text = o ? json_dumps (o, JSON_COMPACT) : NULL;
  char *line = NULL;

  json_decref (o);
  if (text && asprintf (&line, "%s\n", text) < 0)
    line = NULL;
  free (text);
  return line;
}

/* The time of the LEN bytes of a line; 0 when they are no such line.  */
static int64_t
line_time (const char *line, size_t len)
{
  json_t *o = json_loadb (line, len, 0, NULL);
  int64_t time = json_integer_value (json_object_get (o, "time"));

  json_decref (o);
  return time;
}

/* Rewrites the history without what is old.  Its failure only leaves it
   long.  */
static void
shorten (int dir, int64_t now)
{
  CLEANUP (buffer_done) struct buffer all = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer rest = BUFFER_INIT;

  if (file_read (dir, HISTORY, READ_AT_MOST, &all, NULL) != FILE_OK)
    return;
  for (const char *at = buffer_string (&all); *at;)
    {
      size_t len = strcspn (at, "\n");
      size_t whole = len + (at[len] == '\n');

      if (line_time (at, len) > now - REMEMBERED_S)
        buffer_add (&rest, at, whole);
      at += whole;
    }
  if (!rest.failed && rest.len < all.len)
    file_write (dir, HISTORY, buffer_string (&rest), rest.len, 0644, true);
}

static int
add_line (int dir, const char *line, int64_t now)
{
  struct stat st;
  CLEANUP_CLOSE int fd
      = openat (dir, HISTORY,
                O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);

  if (fd < 0)
    return errno;
  if (write (fd, line, strlen (line)) != (ssize_t) strlen (line))
    return EIO;
  if (fstat (fd, &st) == 0 && st.st_size > LONG)
    shorten (dir, now);
  return 0;
}

int
state_pressed (const char *dir, const struct person *who, int64_t now,
               unsigned consent)
{
  CLEANUP_FREE char *line = press_line (who, now, consent);

  if (!line)
    return ENOMEM;
  if (mkdir (dir, 0755) != 0 && errno != EEXIST)
    return errno;
  CLEANUP_CLOSE int fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* One after the other: none is added to a history being shortened.  */
  if (fd < 0 || flock (fd, LOCK_EX) != 0)
    return errno;
  return add_line (fd, line, now);
}

static bool
same (const char *a, const char *b)
{
  return a && b && strcmp (a, b) == 0;
}

static bool
is_of (json_t *o, const struct person *who)
{
  return same (json_string_value (json_object_get (o, "insurer")),
               who->insurer)
         && same (json_string_value (json_object_get (o, "number")),
                  who->number)
         && same (json_string_value (json_object_get (o, "birth")),
                  who->birth);
}

/* Takes the LEN bytes of a line into OUT when it is WHO's and newer.  */
static bool
take_line (const char *line, size_t len, const struct person *who, int64_t now,
           int64_t window_s, struct state_reading *out)
{
  json_t *o = json_loadb (line, len, 0, NULL);
  int64_t then = json_integer_value (json_object_get (o, "time"));
  bool match = o && is_of (o, who) && then <= now && now - then <= window_s
               && then >= out->time;

  if (match)
    *out = (struct state_reading){
      .time = then,
      .consent
      = (unsigned) json_integer_value (json_object_get (o, "consent")),
    };
  json_decref (o);
  return match;
}

bool
state_find (const char *dir, const struct person *who, int64_t now,
            int64_t window_s, struct state_reading *out)
{
  CLEANUP_FREE char *path = file_join (dir, HISTORY);
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  struct state_reading newest = { .time = 0 };
  bool found = false;

  if (!path
      || file_read (AT_FDCWD, path, READ_AT_MOST, &text, NULL) != FILE_OK)
    return false;
  for (const char *at = buffer_string (&text); *at;)
    {
      size_t len = strcspn (at, "\n");

      found |= take_line (at, len, who, now, window_s, &newest);
      at += len + (at[len] == '\n');
    }
  if (found)
    *out = newest;
  return found;
}
