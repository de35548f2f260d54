/* SPDX-License-Identifier: Apache-2.0 */
/* Files to be left in a folder, now or later, well or badly.  */
#ifndef EMI_SIMULATOR_POST_H
#define EMI_SIMULATOR_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum post_how
{
  POST_WHOLE,    /* under another name, then renamed */
  POST_IN_PLACE, /* straight to its name, as many programs do */
  POST_LINK,     /* a symbolic link to a good file */
  POST_FIFO,
  POST_BIG /* 12 MB */
};

struct post_job;

/* The jobs that wait.  */
struct post
{
  struct post_job *first;
};

/* Puts NAME in FOLDER (borrowed) with DATA at DUE_MS of the clock that
   post_run is given.  False without memory.  */
bool post_add (struct post *p, int64_t due_ms, enum post_how how,
               const char *folder, const char *name, const void *data,
               size_t len);

/* Does what is due.  0, or errno of what failed first; the rest is done.  */
int post_run (struct post *p, int64_t now_ms);

/* Milliseconds until something is due; -1 when nothing waits.  */
int64_t post_next (const struct post *p, int64_t now_ms);

void post_done (struct post *p);

#endif
