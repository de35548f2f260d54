/* SPDX-License-Identifier: Apache-2.0 */
/* Scratch folders and files; plain library calls, so that what is tested does
   not test itself.  */
#include "lib/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
must (int good, const char *what)
{
  if (good)
    return;
  perror (what);
  abort ();
}

char *
scratch_path (const char *dir, const char *name)
{
  char *path = NULL;

  must (asprintf (&path, "%s/%s", dir, name) >= 0, name);
  return path;
}

char *
scratch_new (void)
{
  const char *tmp = getenv ("TMPDIR");
  char *pattern = scratch_path (tmp && *tmp ? tmp : "/tmp", "emi-test-XXXXXX");

  must (mkdtemp (pattern) != NULL, pattern);
  char *dir = realpath (pattern, NULL);
  must (dir != NULL, pattern);
  free (pattern);
  return dir;
}

/* A test may have made a folder that not even its owner may enter.  */
static int
open_up (const char *path, const struct stat *st, int type, struct FTW *ftw)
{
  (void) st;
  (void) ftw;
  return type == FTW_D || type == FTW_DNR ? chmod (path, 0700) : 0;
}

static int
remove_one (const char *path, const struct stat *st, int type, struct FTW *ftw)
{
  (void) st;
  (void) type;
  (void) ftw;
  return remove (path);
}

void
scratch_done (char *dir)
{
  if (!dir)
    return;
  nftw (dir, open_up, 16, FTW_PHYS);
  nftw (dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  free (dir);
}

void
scratch_bytes (const char *dir, const char *name, const void *data, size_t len,
               mode_t mode)
{
  char *path = scratch_path (dir, name);
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  must (fd >= 0, path);
  must (write (fd, data, len) == (ssize_t) len, path);
  must (fchmod (fd, mode) == 0, path);
  must (close (fd) == 0, path);
  free (path);
}

void
scratch_write (const char *dir, const char *name, const char *text,
               mode_t mode)
{
  scratch_bytes (dir, name, text, strlen (text), mode);
}

void
scratch_mkdir (const char *dir, const char *name, mode_t mode)
{
  char *path = scratch_path (dir, name);

  must (mkdir (path, 0700) == 0, path);
  must (chmod (path, mode) == 0, path);
  free (path);
}

size_t
scratch_count (const char *dir)
{
  DIR *d = opendir (dir);
  size_t n = 0;

  must (d != NULL, dir);
  while (readdir (d))
    n++;
  closedir (d);
  return n - 2; /* . and .. */
}

char *
scratch_read (const char *dir, const char *name)
{
  char *path = scratch_path (dir, name);
  FILE *f = fopen (path, "re");
  char *text = NULL;
  size_t cap = 0;

  free (path);
  if (!f)
    return NULL;
  ssize_t n = getdelim (&text, &cap, '\0', f);
  fclose (f);
  if (n < 0 && text)
    text[0] = '\0';
  return text ? text : strdup ("");
}
