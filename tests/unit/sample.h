/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the files of tests/samples, and the emergency profile beside them.
   Static: each test program has its own.  */
#ifndef EMI_TESTS_SAMPLE_H
#define EMI_TESTS_SAMPLE_H

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "config/profile.h"

static inline char *
sample_path (const char *name)
{
  const char *top = getenv ("top_srcdir");
  char *path;

  cr_assert (asprintf (&path, "%s/%s", top ? top : ".", name) > 0);
  return path;
}

/* The bytes of tests/samples/NAME, in memory of exactly their size so that a
   sanitizer sees a step behind the end.  */
static inline unsigned char *
sample_bytes (const char *name, size_t *len_out)
{
  struct buffer b = BUFFER_INIT;
  CLEANUP_FREE char *below = NULL;

  cr_assert (asprintf (&below, "tests/samples/%s", name) > 0);
  CLEANUP_FREE char *path = sample_path (below);
  cr_assert_eq (file_read (AT_FDCWD, path, 1 << 20, &b, NULL), FILE_OK, "%s",
                path);
  unsigned char *exact = malloc (b.len ? b.len : 1);
  cr_assert_not_null (exact);
  memcpy (exact, b.data, b.len);
  *len_out = b.len;
  buffer_done (&b);
  return exact;
}

static inline struct profile *
sample_profile (void)
{
  CLEANUP_FREE char *path = sample_path ("conf/profiles/placeholder.xml");
  struct fault why = { 0 };
  struct profile *p;

  cr_assert (profile_load (path, &p, NULL, &why), "%s: %s", path, why.detail);
  return p;
}

/* How a closing message may be cut and still be whole: only white space
   stands behind its last ">".  */
static inline size_t
sample_whole_from (const unsigned char *data, size_t len)
{
  while (len > 0 && data[len - 1] != '>')
    len--;
  return len;
}

#endif
