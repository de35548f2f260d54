/* SPDX-License-Identifier: Apache-2.0 */
/* Taking one reception's results out of the folder in which the terminal
   leaves them: what a reader plugin observes of a card that was read.  */
#ifndef EMI_PLUGINS_LIB_COLLECT_H
#define EMI_PLUGINS_LIB_COLLECT_H

#include <stdbool.h>

#include <emi/host.h>

#include "lib/snapshot.h"

/* Where results appear; one for each instance of a reader.  */
struct collect_place
{
  const struct emi_host *host;
  const char *folder;
  const char *label;  /* the folder's name in messages: "face", "res" */
  const char *prefix; /* what all names begin with */
  bool (*wanted) (const char *name);
  int64_t settle_ms; /* how long another file may follow one that was taken */
  /* Called when the first file was taken; NULL: nothing.  */
  emi_rc (*first) (void *ctx, struct emi_call *call);
  /* Called at least every ROUND_MS while watching; NULL: nothing.  */
  emi_rc (*round) (void *ctx, struct emi_call *call);
  int64_t round_ms;
  void *ctx;
  bool prepared;          /* `before` was noted for the next watch */
  struct snapshot before; /* what lay there, never this reception's */
};

/* Frees what P remembers; P itself is the caller's.  */
void collect_place_done (struct collect_place *p);

/* Notes in P what lies in the folder now.  EMI_OK or after host->fail.  */
emi_rc collect_prepare (struct collect_place *p, struct emi_call *call);

/* Offers what lies there and is no older than SINCE (UTC seconds) as "name",
   "source" and "message", for the core to say whose it is.  EMI_OK or after
   host->fail.  */
emi_rc collect_recent (struct collect_place *p, struct emi_call *call,
                       int64_t since);

/* One watch over the folder.  */
struct collect;

/* Begins the watch; what P noted is used up.  NULL after host->fail with *RC
   set.  */
struct collect *collect_new (struct collect_place *p, struct emi_call *call,
                             emi_rc *rc);

/* Hands over what appears until one file was taken.  EMI_OK: one was.
   EMI_DEADLINE without host->fail: none came within WAIT_MS.  */
emi_rc collect_run (struct collect *c, int64_t wait_ms);

/* Hands over what follows while it may.  EMI_OK or after host->fail.  */
emi_rc collect_settle (struct collect *c);

/* True when something came that could not be read (yet).  */
bool collect_unreadable (const struct collect *c);

/* Ends a watch in which nothing was taken: puts "seen" where something came,
   and host->fail.  */
emi_rc collect_nothing (struct collect *c);

void collect_free (struct collect *c);

#endif
