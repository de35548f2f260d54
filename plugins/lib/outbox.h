/* SPDX-License-Identifier: Apache-2.0 */
/* Putting files where others read: whole or not at all, and never over what
   is there.  Everything is written under a dot name in the same folder first,
   made durable and renamed.  */
#ifndef EMI_PLUGINS_LIB_OUTBOX_H
#define EMI_PLUGINS_LIB_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/types.h>

/* A temporary name: head, random characters, tail.  */
#define OUTBOX_HEAD ".emi-"
#define OUTBOX_TAIL ".tmp"
#define OUTBOX_RANDOM 24
#define OUTBOX_NAME                                                           \
  (sizeof OUTBOX_HEAD + sizeof OUTBOX_TAIL - 1 + OUTBOX_RANDOM)

/* How old a temporary must be before it counts as left by a dead run.  */
#define OUTBOX_STALE_S 3600

typedef void outbox_random (void *data, size_t len);

/* A new temporary name.  */
void outbox_name (outbox_random *random, char out[OUTBOX_NAME]);

/* Places LEN bytes as NAME in DIRFD.  0, EEXIST when something is there, or
   another errno value; nothing is left behind then.  From the moment of the
   rename others may have read it, so what comes after cannot fail.  */
int outbox_place (int dirfd, const char *name, const void *data, size_t len,
                  mode_t mode, outbox_random *random);

/* Writes a new file of exactly MODE and makes its bytes durable; not atomic
   by itself.  0 or errno.  */
int outbox_write (int dirfd, const char *name, const void *data, size_t len,
                  mode_t mode);

/* Renames FROM to TO, which must not be there.  Works for files and folders.
   0 or errno.  */
int outbox_rename (int dirfd, const char *from, const char *to);

/* Makes the names in DIRFD durable.  0 or errno.  */
int outbox_sync (int dirfd);

/* Removes NAME; a folder with the plain files in it.  */
void outbox_remove (int dirfd, const char *name);

/* Removes temporaries of ours that are older than OUTBOX_STALE_S at NOW (UTC
   seconds).  */
void outbox_tidy (int dirfd, int64_t now);

#endif
