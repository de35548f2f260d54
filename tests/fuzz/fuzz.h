/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzz targets share.  Under libFuzzer (`make fuzz`, which defines
   FUZZ_ENGINE) the target is all there is; built plainly each is a program
   that runs the files and folders named to it, which is how `make check`
   tries the seeds.  */
#ifndef EMI_TESTS_FUZZ_H
#define EMI_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t len);

/* What must never happen, whatever the bytes are.  */
#define NEVER(condition)                                                      \
  do                                                                          \
    if (condition)                                                            \
      abort ();                                                               \
  while (0)

#ifndef FUZZ_ENGINE

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

static inline int
fuzz_file (const char *path)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  if (file_read (AT_FDCWD, path, (size_t) 16 << 20, &b, NULL) != FILE_OK)
    {
      fprintf (stderr, "%s: cannot be read\n", path);
      return 1;
    }
  /* Exactly as long as it is, so that a step behind the end is seen.  */
  CLEANUP_FREE uint8_t *exact = malloc (b.len ? b.len : 1);
  if (!exact)
    return 1;
  if (b.len)
    memcpy (exact, b.data, b.len);
  LLVMFuzzerTestOneInput (exact, b.len);
  return 0;
}

static inline int
fuzz_folder (DIR *dir, const char *path)
{
  int bad = 0;

  for (struct dirent *e; (e = readdir (dir));)
    {
      CLEANUP_FREE char *name = file_join (path, e->d_name);
      if (e->d_name[0] != '.')
        bad |= fuzz_file (name);
    }
  closedir (dir);
  return bad;
}

int
main (int argc, char **argv)
{
  int bad = argc < 2;

  for (int i = 1; i < argc; i++)
    {
      if (argv[i][0] == '-')
        continue; /* an option of libFuzzer's */
      DIR *dir = opendir (argv[i]);
      bad |= dir ? fuzz_folder (dir, argv[i]) : fuzz_file (argv[i]);
    }
  return bad;
}

#endif
#endif
