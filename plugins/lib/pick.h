/* SPDX-License-Identifier: Apache-2.0 */
/* Taking files out of a folder one at a time.  Of the candidates that a
   snapshot lists, one at a time is read until it is stable and handed out; a
   file that was handed out comes again only after it changed, and one that
   keeps changing does not hold up the others.  */
#ifndef EMI_PLUGINS_LIB_PICK_H
#define EMI_PLUGINS_LIB_PICK_H

#include "lib/snapshot.h"
#include "lib/stable.h"

enum pick_result
{
  PICK_NOTHING, /* nothing here that was not handed out already */
  PICK_WAITING, /* something is being read: call again after pick_delay */
  PICK_READY,   /* `file` holds it; then pick_handled */
  PICK_UNFIT    /* `unfit` says why `unfit_name` must not be read */
};

struct pick
{
  struct stable file;
  struct snapshot handled; /* with the marks at which they were handed out */
  char *last;              /* where the round goes on */
  enum stable_result unfit;
};

#define PICK_INIT { .file = STABLE_INIT }

/* One step; LIST is the newest snapshot of the candidates.  */
enum pick_result pick_next (struct pick *p, int dirfd,
                            const struct snapshot *list, int64_t now_ms);

/* What was READY is dealt with.  False without memory.  */
bool pick_handled (struct pick *p);

/* Milliseconds until the read under way can go on; -1 when none is.  */
int64_t pick_delay (const struct pick *p, int64_t now_ms);

/* True when LIST holds something that was never handed out.  */
bool pick_left (const struct pick *p, const struct snapshot *list);

void pick_done (struct pick *p);

#endif
