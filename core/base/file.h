/* SPDX-License-Identifier: Apache-2.0 */
/* Files, opened so that nothing but the expected regular file is read and
   nothing half-written is left behind.  */
#ifndef EMI_BASE_FILE_H
#define EMI_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/buffer.h"

enum file_status
{
  FILE_OK,
  FILE_ABSENT,
  FILE_LINK,      /* a symbolic link */
  FILE_IRREGULAR, /* pipe, socket, device, folder */
  FILE_TOO_BIG,
  FILE_DENIED,
  FILE_IO
};

/* Opens NAME below DIRFD (or AT_FDCWD) for reading with O_NOFOLLOW |
   O_NONBLOCK | O_CLOEXEC and makes sure that it is a regular file.  The
   descriptor is the caller's.  ST_OUT may be NULL.  errno is kept.  */
enum file_status file_open (int dirfd, const char *name, int *fd_out,
                            struct stat *st_out);

/* Appends the whole file to OUT; at most CAP bytes, more is FILE_TOO_BIG.  */
enum file_status file_read (int dirfd, const char *name, size_t cap,
                            struct buffer *out, struct stat *st_out);
enum file_status file_read_fd (int fd, size_t cap, struct buffer *out);

/* Writes NAME whole or not at all: dot-named temporary in the same folder,
   fsync, rename (replacing only when REPLACE), fsync of the folder.  Returns
   0, or an errno value (EEXIST when it is there and REPLACE is false).  */
int file_write (int dirfd, const char *name, const void *data, size_t len,
                mode_t mode, bool replace);

/* All LEN bytes, going on after short writes and EINTR; 0 or errno.  */
int file_write_fd (int fd, const void *data, size_t len);

/* Why PATH cannot be trusted: NULL when it (followed to its end) and every
   folder above belong to root or the effective user and can be written by
   nobody else (a sticky folder above is allowed), else a short reason naming
   the part at fault, in new memory that the caller frees.  OWN_ONLY: the last
   part must not even be readable by others.  */
char *file_distrust (const char *path, bool own_only);

/* DIR/NAME in new memory; NAME alone when it is absolute.  */
char *file_join (const char *dir, const char *name);

/* Removes a folder and all below it without following links.  0 or errno. */
int file_remove_tree (int dirfd, const char *name);

/* Free bytes for us on the file system of PATH; 0 when unknown.  */
uint64_t file_free_space (const char *path);
/* True on NFS, SMB, FUSE.sshfs and the like (statfs magic).  */
bool file_on_network (const char *path);

#endif
