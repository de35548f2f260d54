/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, writing and removing files.  Whether a path can be trusted is
   file-trust.c, what lies under a path file-system.c.  */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/cleanup.h"

#define CHUNK 16384
#define TEMPORARY_TRIES 8

/* What ERRNO after an open means; the caller's errno stays.  */
static enum file_status
open_status (int err)
{
  switch (err)
    {
    case ENOENT:
    case ENOTDIR:
      return FILE_ABSENT;
    case ELOOP:
      return FILE_LINK;
    case ENXIO:
      return FILE_IRREGULAR;
    case EACCES:
    case EPERM:
      return FILE_DENIED;
    default:
      return FILE_IO;
    }
}

static enum file_status
kind_status (const struct stat *st)
{
  if (S_ISREG (st->st_mode))
    return FILE_OK;
  errno = S_ISLNK (st->st_mode) ? ELOOP : EINVAL;
  return S_ISLNK (st->st_mode) ? FILE_LINK : FILE_IRREGULAR;
}

/* The look before opening is for devices, which opening alone can set going;
   the look behind it is the one that counts.  */
enum file_status
file_open (int dirfd, const char *name, int *fd_out, struct stat *st_out)
{
  struct stat st;

  if (fstatat (dirfd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return open_status (errno);
  enum file_status status = kind_status (&st);
  if (status != FILE_OK)
    return status;

  int fd = openat (dirfd, name,
                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return open_status (errno);
  status = fstat (fd, &st) == 0 ? kind_status (&st) : FILE_IO;
  if (status != FILE_OK)
    {
      int err = errno;
      close (fd);
      errno = err;
      return status;
    }
  *fd_out = fd;
  if (st_out)
    *st_out = st;
  return FILE_OK;
}

/* Gives up reading: OUT is as long as it was.  */
static enum file_status
read_undo (struct buffer *out, size_t start, enum file_status status, int err)
{
  if (out->data && out->wipe)
    explicit_bzero (out->data + start, out->len - start);
  out->len = start;
  if (out->data)
    out->data[start] = '\0';
  errno = err;
  return status;
}

enum file_status
file_read_fd (int fd, size_t cap, struct buffer *out)
{
  unsigned char chunk[CHUNK];
  size_t start = out->len, total = 0;
  ssize_t n;

  for (;;)
    {
      n = pread (fd, chunk, sizeof chunk, (off_t) total);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || (size_t) n > cap - total)
        break;
      buffer_add (out, chunk, (size_t) n);
      total += (size_t) n;
    }
  int err = errno;
  if (out->wipe)
    explicit_bzero (chunk, sizeof chunk);
  if (n < 0)
    return read_undo (out, start, FILE_IO, err);
  if (n > 0)
    return read_undo (out, start, FILE_TOO_BIG, EFBIG);
  if (out->failed)
    return read_undo (out, start, FILE_IO, ENOMEM);
  return FILE_OK;
}

enum file_status
file_read (int dirfd, const char *name, size_t cap, struct buffer *out,
           struct stat *st_out)
{
  int fd;
  struct stat st;
  enum file_status status = file_open (dirfd, name, &fd, &st);

  if (status != FILE_OK)
    return status;
  status = file_read_fd (fd, cap, out);
  int err = errno;
  close (fd);
  errno = err;
  if (status == FILE_OK && st_out)
    *st_out = st;
  return status;
}

int
file_write_fd (int fd, const void *data, size_t len)
{
  const unsigned char *p = data;

  while (len > 0)
    {
      ssize_t n = write (fd, p, len);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n < 0 ? errno : EIO;
      p += n;
      len -= (size_t) n;
    }
  return 0;
}

/* Opens a new file FOLDER/.BASE.XXXXXXXX; its name is the caller's to free. */
static int
open_temporary (int dirfd, const char *name, mode_t mode, char **temp_out)
{
  const char *slash = strrchr (name, '/');
  int folder_len = slash ? (int) (slash + 1 - name) : 0;

  errno = EEXIST;
  for (int i = 0; i < TEMPORARY_TRIES && errno == EEXIST; i++)
    {
      unsigned random;
      char *temp;
      if (getrandom (&random, sizeof random, 0) != (ssize_t) sizeof random)
        return -1;
      if (asprintf (&temp, "%.*s.%s.%08x", folder_len, name, name + folder_len,
                    random)
          < 0)
        return -1;
      int fd = openat (dirfd, temp,
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       mode);
      if (fd >= 0)
        {
          *temp_out = temp;
          return fd;
        }
      int err = errno;
      free (temp);
      errno = err;
    }
  return -1;
}

/* Gives TEMP its name.  Not all file systems can refuse to replace; a second
   link, which they all refuse where one is, does the same.  */
static int
give_name (int dirfd, const char *temp, const char *name, bool replace)
{
  if (replace)
    return renameat (dirfd, temp, dirfd, name) == 0 ? 0 : errno;
  if (renameat2 (dirfd, temp, dirfd, name, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (linkat (dirfd, temp, dirfd, name, 0) != 0)
    return errno;
  return unlinkat (dirfd, temp, 0) == 0 ? 0 : errno;
}

/* Makes the folder's new entry last.  Some network file systems cannot be
   asked to; they say so with EINVAL.  */
static int
sync_folder (int dirfd, const char *name)
{
  const char *slash = strrchr (name, '/');
  CLEANUP_FREE char *folder
      = slash ? strndup (name, (size_t) (slash + 1 - name)) : strdup (".");
  if (!folder)
    return ENOMEM;

  CLEANUP_CLOSE int fd
      = openat (dirfd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return errno;
  return fsync (fd) == 0 || errno == EINVAL ? 0 : errno;
}

int
file_write (int dirfd, const char *name, const void *data, size_t len,
            mode_t mode, bool replace)
{
  CLEANUP_FREE char *temp = NULL;
  int fd = open_temporary (dirfd, name, mode, &temp);
  if (fd < 0)
    return errno;

  int err = file_write_fd (fd, data, len);
  if (!err && fsync (fd) != 0)
    err = errno;
  if (close (fd) != 0 && !err)
    err = errno;
  if (!err)
    err = give_name (dirfd, temp, name, replace);
  if (err)
    {
      unlinkat (dirfd, temp, 0);
      return err;
    }
  return sync_folder (dirfd, name);
}

char *
file_join (const char *dir, const char *name)
{
  size_t len = dir ? strlen (dir) : 0;
  char *path;

  if (name[0] == '/' || len == 0)
    return strdup (name);
  const char *between = dir[len - 1] == '/' ? "" : "/";
  return asprintf (&path, "%s%s%s", dir, between, name) < 0 ? NULL : path;
}

static int remove_below (DIR *dir);

/* NAME is a folder; O_NOFOLLOW makes sure that it still is one.  */
static int
remove_folder (int dirfd, const char *name)
{
  int fd
      = openat (dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return errno;
  DIR *dir = fdopendir (fd);
  if (!dir)
    {
      int why = errno;
      close (fd);
      return why;
    }
  int err = remove_below (dir);
  closedir (dir);
  if (err)
    return err;
  return unlinkat (dirfd, name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

static int
remove_entry (int dirfd, const char *name)
{
  struct stat st;

  if (fstatat (dirfd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return errno;
  if (S_ISDIR (st.st_mode))
    return remove_folder (dirfd, name);
  return unlinkat (dirfd, name, 0) == 0 ? 0 : errno;
}

/* Goes on after a failure, to leave as little as possible behind.  */
static int
remove_below (DIR *dir)
{
  int fd = dirfd (dir), first = 0;

  for (struct dirent *e; (errno = 0, e = readdir (dir));)
    {
      int err;
      if (strcmp (e->d_name, ".") == 0 || strcmp (e->d_name, "..") == 0)
        continue;
      err = remove_entry (fd, e->d_name);
      first = first ? first : err;
    }
  return first ? first : errno;
}

int
file_remove_tree (int dirfd, const char *name)
{
  return remove_folder (dirfd, name);
}
