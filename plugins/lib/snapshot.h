/* SPDX-License-Identifier: Apache-2.0 */
/* What lies in a folder at one moment.  Other programs write there, so a
   listing is only ever a snapshot: sorted names with the marks by which a
   later change shows.  */
#ifndef EMI_PLUGINS_LIB_SNAPSHOT_H
#define EMI_PLUGINS_LIB_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/stat.h>

/* Nobody has this many files of one family in one folder; past it the folder
   is taken for broken.  */
#define SNAPSHOT_MAX 100000

struct snapshot_entry
{
  char *name;
  int64_t size; /* -1: it is there but cannot be looked at */
  int64_t mtime_ns;
  int64_t ctime_ns;
  uint64_t inode; /* some shares invent a new one each time: never compared */
};

struct snapshot
{
  struct snapshot_entry *v; /* in the order of strcmp */
  size_t n;
};

#define SNAPSHOT_INIT { .v = NULL }

/* Opens PATH as a folder; -1 with errno.  */
int snapshot_open (const char *path);

/* Says whether a listing wants NAME.  */
typedef bool snapshot_wanted (const char *name, const void *ctx);

/* Lists the names in DIRFD that WANTED (NULL: all) wants and that are not in
   KNOWN (which may be NULL).  False with errno, OUT untouched; else the
   caller's (snapshot_done).  */
bool snapshot_take (int dirfd, snapshot_wanted *wanted, const void *ctx,
                    const struct snapshot *known, struct snapshot *out);
void snapshot_done (struct snapshot *s);

const struct snapshot_entry *snapshot_find (const struct snapshot *s,
                                            const char *name);

/* Notes NAME with the marks of ST, replacing what was noted before.  False
   without memory.  */
bool snapshot_note (struct snapshot *s, const char *name,
                    const struct stat *st);

/* True when both have the same size and times.  */
bool snapshot_same (const struct snapshot_entry *a,
                    const struct snapshot_entry *b);

#endif
