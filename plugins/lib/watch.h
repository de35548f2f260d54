/* SPDX-License-Identifier: Apache-2.0 */
/* Waiting until something may have changed in a folder.  Where the folder is
   local the kernel says so; on a share it never tells what others wrote, so
   there, and as a safety net everywhere, the folder is looked at in turn.  */
#ifndef EMI_PLUGINS_LIB_WATCH_H
#define EMI_PLUGINS_LIB_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <emi/host.h>

struct watch
{
  int fd; /* inotify, or -1: looking in turn only */
  int64_t poll_ms;
  const char *prefix;
};

#define WATCH_INIT { .fd = -1 }

/* Watches DIRFD for names that begin with PREFIX (borrowed), looking every
   POLL_MS on a share and four times as seldom where the kernel tells.  Cannot
   fail: what is not told is found by looking.  */
void watch_start (struct watch *w, int dirfd, const char *prefix,
                  int64_t poll_ms);
void watch_end (struct watch *w);

/* Waits at most MS milliseconds (-1: as long as it takes) for a reason to
   look.  EMI_OK: look now.  Else the host's EMI_DEADLINE or EMI_CANCELLED. */
emi_rc watch_wait (struct watch *w, const struct emi_host *host,
                   struct emi_call *call, int64_t ms);

/* Milliseconds that only go forward while CALL runs; plugins have no other
   clock as fine as this.  */
int64_t watch_clock (const struct emi_host *host, struct emi_call *call);

/* True for the file systems (statfs's magic number) whose other writers the
   kernel does not see.  */
bool watch_remote_magic (uint64_t magic);

#endif
