/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of its own for a test, gone afterwards.  All abort when they
   cannot do their work: a test without its files says nothing.  */
#ifndef EMI_TESTS_SCRATCH_H
#define EMI_TESTS_SCRATCH_H

#include <stddef.h>
#include <sys/types.h>

/* A new folder, mode 0700, below $TMPDIR or /tmp; its path without links.  */
char *scratch_new (void);
/* Removes it with all below it and frees the path.  */
void scratch_done (char *dir);

/* DIR/NAME in new memory.  */
char *scratch_path (const char *dir, const char *name);
/* Writes DIR/NAME with exactly MODE, whatever the umask.  */
void scratch_write (const char *dir, const char *name, const char *text,
                    mode_t mode);
void scratch_bytes (const char *dir, const char *name, const void *data,
                    size_t len, mode_t mode);
/* Makes the folder DIR/NAME with exactly MODE.  */
void scratch_mkdir (const char *dir, const char *name, mode_t mode);
/* How many entries DIR has, hidden ones too.  */
size_t scratch_count (const char *dir);
/* DIR/NAME as a string, or NULL when it is not there.  */
char *scratch_read (const char *dir, const char *name);

#endif
