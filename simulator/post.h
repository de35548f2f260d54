/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are still to be left in a folder, each at its time and in its
   way; and those that are to be taken away again.  */
#ifndef EMI_SIMULATOR_POST_H
#define EMI_SIMULATOR_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum post_how
{
  POST_WHOLE,    /* appears whole: dot name, rename */
  POST_IN_PLACE, /* written under its own name */
  POST_APPEND,   /* more of it */
  POST_BIG,      /* in place, far over any limit */
  POST_LINK,     /* a symbolic link to it */
  POST_FIFO,     /* a named pipe of that name, no data */
  POST_REMOVE    /* it is taken away */
};

struct post_job;

struct post
{
  struct post_job *first; /* in the order of time */
  struct post_job *stale; /* removals of what was left, the oldest first */
  struct post_job *stale_last;
};

/* Copies everything but FOLDER.  False without memory.  */
bool post_add (struct post *p, int64_t due_ms, enum post_how how,
               const char *folder, const char *name, const void *data,
               size_t len);

/* NAME in FOLDER is to be taken away at AT_MS because it became too old, but
   not before what was named so earlier.  Nobody waits for these.  */
bool post_stale (struct post *p, int64_t at_ms, const char *folder,
                 const char *name);

/* Leaves what is due at NOW.  0, or the errno of the first failure; what
   failed is not tried again.  */
int post_run (struct post *p, int64_t now_ms);

/* Milliseconds until the next is due; -1 when none is left.  */
int64_t post_next (const struct post *p, int64_t now_ms);

void post_done (struct post *p);

#endif
