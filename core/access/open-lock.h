/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel lock that says that a request's process lives.  A file in the
   run folder named by the request's token; the lock goes with the process,
   however it ends.  */
#ifndef EMI_ACCESS_OPEN_LOCK_H
#define EMI_ACCESS_OPEN_LOCK_H

#include "access/session.h"

/* Makes and takes the lock of NAME ("request", id); *FD_OUT holds it.  */
bool open_lock_take (struct session *s, const char *suffix, const char *id,
                     int *fd_out, struct fault *why);

enum open_lock_state
{
  OPEN_LOCK_ALIVE,  /* its process holds it */
  OPEN_LOCK_DEAD,   /* obtained: *FD_OUT holds it now */
  OPEN_LOCK_ABSENT, /* no such file: given back in good order */
  OPEN_LOCK_ERROR
};
enum open_lock_state open_lock_try (struct session *s, const char *suffix,
                                    const char *id, int *fd_out);

/* Removes the file and gives the lock back; FD -1 is nothing.  */
void open_lock_drop (struct session *s, const char *suffix, const char *id,
                     int *fd);
/* Gives the lock back and leaves the file: something is still to be done. */
void open_lock_leave (int *fd);

/* Removes what is left of requests that died before they were recorded.  An
   open request whose file is gone counts as dead too, so nothing is lost by
   removing one that died since.  */
void open_lock_sweep (struct session *s);

#endif
