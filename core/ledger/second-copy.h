/* SPDX-License-Identifier: Apache-2.0 */
/* The second copy of the newest checkpoint: a file of two slots that lies
   apart from the store.  One slot is always whole, whatever happens while the
   other is written.  */
#ifndef EMI_LEDGER_SECOND_COPY_H
#define EMI_LEDGER_SECOND_COPY_H

#include "ledger/notes.h"

#define COPY_SLOT 4096
#define COPY_SLOTS 2

/* What stands in the slots; len 0: nothing that could be a note.  */
struct copy_slots
{
  char note[COPY_SLOTS][NOTE_MAX];
  size_t len[COPY_SLOTS];
};

/* Makes an empty one (mode 0600) and syncs it and its folder; 0 or errno.  */
int second_copy_create (const char *path);

/* Reads both slots under the shared lock; 0 or errno.  */
int second_copy_load (const char *path, struct copy_slots *out);

/* Writes NOTE over the slot that is not the newest valid one, unless a larger
   or equal size stands there already.  NOTES says which slots are valid.  Not
   synced.  0 or errno.  */
int second_copy_store (const char *path, const char *note, size_t len,
                       uint64_t size, struct notes *notes);

/* Makes what was written durable; 0 or errno.  */
int second_copy_sync (const char *path);

#endif
