/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a file that another program may still be writing.  A file counts
   only after two equal reads (size, time of change, content) some time apart,
   and only a regular file of bounded size is ever read: what lies in a shared
   folder may be a link, a pipe or a device.  */
#ifndef EMI_PLUGINS_LIB_STABLE_H
#define EMI_PLUGINS_LIB_STABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/stat.h>

/* Between the two reads; the value a careful public program uses.  */
#define STABLE_GAP_MS 300
/* SPEC section 5: over 8 MiB is refused before it is read.  */
#define STABLE_MAX_BYTES (8u * 1024 * 1024)

enum stable_result
{
  STABLE_FIRST,     /* read once; look again after the gap */
  STABLE_CHANGED,   /* it differed: this counts as the first read */
  STABLE_READY,     /* data, len and st hold what was read twice */
  STABLE_GONE,      /* not there any more */
  STABLE_DENIED,    /* there, but it cannot be opened or read (yet) */
  STABLE_LINK,      /* a symbolic link */
  STABLE_IRREGULAR, /* pipe, socket, device, folder */
  STABLE_TOO_BIG
};

/* One file being read.  `name` NULL: none.  */
struct stable
{
  char *name;
  unsigned char *data;
  size_t len;
  struct stat st;
  int64_t first_ms; /* when it was read first, the caller's milliseconds */
};

#define STABLE_INIT { .name = NULL }

/* Reads NAME in DIRFD once.  S remembers the last read of the same name; for
   another name it starts anew.  The caller keeps the gap (stable_due).  After
   GONE and what follows it S is empty.  */
enum stable_result stable_look (struct stable *s, int dirfd, const char *name,
                                int64_t now_ms);

/* Milliseconds until the second read may come; 0 when it is due.  */
int64_t stable_due (const struct stable *s, int64_t now_ms);

void stable_done (struct stable *s);

/* "link", "irregular", "too-big"; NULL for all others.  */
const char *stable_unfit (enum stable_result r);

/* The same for people: Japanese, then English.  */
const char *stable_sentence (enum stable_result r);

#endif
