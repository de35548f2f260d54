/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the second copy durable within a second of being written, also while
   the command waits for something else (an answer may take minutes): one
   sleeping thread, started by the first write.  */
#ifndef EMI_LEDGER_COPY_SYNC_H
#define EMI_LEDGER_COPY_SYNC_H

#include <stdbool.h>

struct copy_sync;

/* PATH is borrowed; NULL without memory.  */
struct copy_sync *copy_sync_new (const char *path);
/* Something was written.  */
void copy_sync_wrote (struct copy_sync *s);
/* A sync failed since the beginning.  */
bool copy_sync_failed (struct copy_sync *s);
/* Syncs what is left and ends the thread; false when a sync failed.  */
bool copy_sync_free (struct copy_sync *s);

#endif
