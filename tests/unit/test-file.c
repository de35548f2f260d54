/* SPDX-License-Identifier: Apache-2.0 */
/* Files: only regular ones are read, nothing is half written, and what others
   could change is not trusted.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "lib/scratch.h"

static char *dir;
static int dirfd_;

static void
begin (void)
{
  umask (022);
  dir = scratch_new ();
  dirfd_ = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void
end (void)
{
  close (dirfd_);
  scratch_done (dir);
}

TestSuite (file, .init = begin, .fini = end);
TestSuite (distrust, .init = begin, .fini = end);

static enum file_status
open_only (const char *name)
{
  int fd = -7;
  enum file_status status = file_open (dirfd_, name, &fd, NULL);

  if (status == FILE_OK)
    close (fd);
  else
    cr_assert_eq (fd, -7, "the output was touched");
  return status;
}

Test (file, what_opens_and_what_does_not)
{
  scratch_write (dir, "plain", "x", 0600);
  scratch_mkdir (dir, "folder", 0700);
  cr_assert_eq (symlinkat ("plain", dirfd_, "link"), 0);
  cr_assert_eq (symlinkat ("nowhere", dirfd_, "dangling"), 0);
  cr_assert_eq (mkfifoat (dirfd_, "fifo", 0600), 0);

  cr_assert_eq (open_only ("plain"), FILE_OK);
  cr_assert_eq (open_only ("missing"), FILE_ABSENT);
  cr_assert_eq (errno, ENOENT);
  cr_assert_eq (open_only ("plain/below"), FILE_ABSENT);
  cr_assert_eq (open_only ("link"), FILE_LINK);
  cr_assert_eq (open_only ("dangling"), FILE_LINK);
  cr_assert_eq (errno, ELOOP);
  cr_assert_eq (open_only ("fifo"), FILE_IRREGULAR, "and did not hang");
  cr_assert_eq (open_only ("folder"), FILE_IRREGULAR);
  cr_assert_eq (file_open (AT_FDCWD, "/dev/null", &(int){ -1 }, NULL),
                FILE_IRREGULAR);
}

Test (file, a_socket_is_no_file)
{
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  CLEANUP_CLOSE int s = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  char *path = scratch_path (dir, "socket");

  cr_assert_lt (strlen (path), sizeof a.sun_path);
  strncpy (a.sun_path, path, sizeof a.sun_path - 1);
  cr_assert_eq (bind (s, (struct sockaddr *) &a, sizeof a), 0);
  cr_assert_eq (open_only ("socket"), FILE_IRREGULAR);
  free (path);
}

Test (file, denied_is_told_apart)
{
  scratch_write (dir, "closed", "x", 0000);
  /* Root may read everything: as nobody, through the open folder.  */
  if (geteuid () == 0)
    {
      cr_assert_eq (fchmod (dirfd_, 0755), 0);
      cr_assert_eq (seteuid (65534), 0);
    }
  cr_assert_eq (open_only ("closed"), FILE_DENIED);
}

Test (file, reads_up_to_the_limit_and_not_beyond)
{
  struct buffer b = BUFFER_INIT;
  struct stat st = { .st_size = 99 };

  scratch_write (dir, "five", "12345", 0600);
  buffer_text (&b, "kept:");
  cr_assert_eq (file_read (dirfd_, "five", 4, &b, &st), FILE_TOO_BIG);
  cr_assert_eq (st.st_size, 99);
  cr_assert_str_eq (buffer_string (&b), "kept:");
  cr_assert_eq (file_read (dirfd_, "five", 5, &b, &st), FILE_OK);
  cr_assert_eq (st.st_size, 5);
  cr_assert_str_eq (buffer_string (&b), "kept:12345");
  cr_assert_eq (file_read (dirfd_, "gone", 5, &b, &st), FILE_ABSENT);
  scratch_write (dir, "none", "", 0600);
  cr_assert_eq (file_read (dirfd_, "none", 0, &b, NULL), FILE_OK);
  cr_assert_eq (b.len, 10);
  buffer_done (&b);
}

Test (file, reads_long_files_whole_and_again)
{
  CLEANUP (buffer_done) struct buffer want = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer got = BUFFER_INIT;
  CLEANUP_CLOSE int fd = -1;

  for (uint32_t i = 0; i < 20000; i++)
    buffer_u32 (&want, i * 2654435761u);
  scratch_bytes (dir, "long", want.data, want.len, 0600);
  cr_assert_eq (file_open (dirfd_, "long", &fd, NULL), FILE_OK);
  for (int i = 0; i < 2; i++)
    {
      buffer_reset (&got);
      cr_assert_eq (file_read_fd (fd, want.len, &got), FILE_OK);
      cr_assert_eq (got.len, want.len);
      cr_assert_eq (memcmp (got.data, want.data, want.len), 0);
    }
  cr_assert_eq (file_read_fd (fd, want.len - 1, &got), FILE_TOO_BIG);
  cr_assert_eq (got.len, want.len);
}

static int
entries (void)
{
  return (int) scratch_count (dir);
}

Test (file, writes_whole_and_leaves_nothing_behind)
{
  struct stat st;

  cr_assert_eq (file_write (dirfd_, "a", "one", 3, 0600, false), 0);
  cr_assert_eq (file_write (dirfd_, "a", "two", 3, 0600, false), EEXIST);
  char *text = scratch_read (dir, "a");
  cr_assert_str_eq (text, "one");
  free (text);
  cr_assert_eq (file_write (dirfd_, "a", "three", 5, 0640, true), 0);
  text = scratch_read (dir, "a");
  cr_assert_str_eq (text, "three");
  free (text);
  cr_assert_eq (fstatat (dirfd_, "a", &st, 0), 0);
  cr_assert_eq (st.st_mode & 07777, 0640);
  cr_assert_eq (entries (), 1, "a temporary was left");
}

Test (file, write_that_cannot_succeed_leaves_nothing)
{
  scratch_mkdir (dir, "folder", 0700);
  cr_assert_eq (file_write (dirfd_, "folder", "x", 1, 0600, true), EISDIR);
  cr_assert_eq (file_write (dirfd_, "folder", "x", 1, 0600, false), EEXIST);
  cr_assert_eq (file_write (dirfd_, "no/such", "x", 1, 0600, false), ENOENT);
  cr_assert_eq (entries (), 1);
  cr_assert_eq (file_write (dirfd_, "folder/b", "x", 1, 0600, false), 0);
  char *text = scratch_read (dir, "folder/b");
  cr_assert_str_eq (text, "x");
  free (text);
}

/* What stands at the name is replaced, not what a link there points to.  */
Test (file, write_does_not_follow_a_link)
{
  scratch_write (dir, "victim", "untouched", 0600);
  cr_assert_eq (symlinkat ("victim", dirfd_, "out"), 0);
  cr_assert_eq (file_write (dirfd_, "out", "new", 3, 0600, false), EEXIST);
  cr_assert_eq (file_write (dirfd_, "out", "new", 3, 0600, true), 0);
  char *text = scratch_read (dir, "victim");
  cr_assert_str_eq (text, "untouched");
  free (text);
  cr_assert_eq (open_only ("out"), FILE_OK);
}

Test (file, write_fd_reports_the_error)
{
  CLEANUP_CLOSE int full = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  cr_assert_eq (file_write_fd (full, "x", 1), ENOSPC);
  cr_assert_eq (file_write_fd (-1, "x", 1), EBADF);
  cr_assert_eq (file_write_fd (-1, "x", 0), 0);
}

Test (file, join)
{
  static const char *const rows[][3]
      = { { "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "/", "b", "/b" },
          { "a", "/b", "/b" }, { "", "b", "b" },     { NULL, "b", "b" } };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      char *path = file_join (rows[i][0], rows[i][1]);
      cr_assert_str_eq (path, rows[i][2]);
      free (path);
    }
}

Test (file, remove_tree_does_not_follow_links)
{
  scratch_mkdir (dir, "tree", 0700);
  scratch_mkdir (dir, "tree/sub", 0700);
  scratch_mkdir (dir, "kept", 0700);
  scratch_write (dir, "kept/file", "x", 0600);
  scratch_write (dir, "tree/sub/.hidden", "x", 0600);
  cr_assert_eq (symlinkat ("../../kept", dirfd_, "tree/sub/link"), 0);
  cr_assert_eq (symlinkat ("kept", dirfd_, "entry"), 0);

  cr_assert_neq (file_remove_tree (dirfd_, "entry"), 0, "a link is no folder");
  cr_assert_eq (file_remove_tree (dirfd_, "tree"), 0);
  cr_assert_eq (open_only ("kept/file"), FILE_OK);
  cr_assert_eq (entries (), 2);
  cr_assert_eq (file_remove_tree (dirfd_, "tree"), ENOENT);
}

Test (file, what_lies_under_a_path)
{
  cr_assert_gt (file_free_space (dir), 0);
  cr_assert_eq (file_free_space ("/no/such/path"), 0);
  cr_assert_not (file_on_network ("/proc"));
  cr_assert_not (file_on_network ("/no/such/path"));
}

/* --- trust --- */

/* file_distrust of DIR/NAME must say WANT, or nothing when that is NULL.  */
static void
expect (const char *name, bool own_only, const char *want)
{
  char *path = scratch_path (dir, name);
  char *got = file_distrust (path, own_only);

  if (!want)
    cr_assert_null (got, "%s: %s", name, got);
  else
    {
      cr_assert_not_null (got, "%s is trusted", name);
      cr_assert_not_null (strstr (got, want), "%s", got);
    }
  free (got);
  free (path);
}

Test (distrust, good_files_below_a_sticky_folder)
{
  scratch_write (dir, "f", "x", 0644);
  scratch_write (dir, "own", "x", 0600);
  expect ("f", false, NULL);
  expect ("f", true, "read");
  expect ("own", true, NULL);
  expect ("missing", false, "missing: ");
  expect ("f/below", false, "f: ");
}

Test (distrust, writable_by_the_group_or_by_all)
{
  scratch_write (dir, "group", "x", 0660);
  scratch_write (dir, "all", "x", 0602);
  expect ("group", false, "write");
  expect ("all", false, "write");
}

Test (distrust, a_folder_above_others_may_write)
{
  scratch_mkdir (dir, "open", 0770);
  scratch_write (dir, "open/f", "x", 0600);
  expect ("open/f", false, "open: ");
  scratch_mkdir (dir, "sticky", 01777);
  scratch_write (dir, "sticky/f", "x", 0600);
  expect ("sticky/f", false, NULL);
  expect ("sticky", false, "write"); /* but not as the thing itself */
}

Test (distrust, a_link_is_followed_and_its_place_looked_at)
{
  scratch_mkdir (dir, "open", 0777);
  scratch_mkdir (dir, "good", 0755);
  scratch_write (dir, "good/f", "x", 0600);
  scratch_write (dir, "open/f", "x", 0600);
  cr_assert_eq (symlinkat ("good/f", dirfd_, "to-good"), 0);
  cr_assert_eq (symlinkat ("open/f", dirfd_, "to-open"), 0);
  cr_assert_eq (symlinkat ("../good/f", dirfd_, "open/to-good"), 0);
  cr_assert_eq (symlinkat ("good", dirfd_, "folder"), 0);
  cr_assert_eq (symlinkat ("loop", dirfd_, "loop"), 0);

  expect ("to-good", true, NULL);
  expect ("to-open", false, "open: ");
  expect ("open/to-good", false, "open: ");
  expect ("folder/f", false, NULL);
  expect ("good/../good/./f", false, NULL);
  expect ("open/../good/f", false, "open: ");
  expect ("loop", false, strerror (ELOOP));
}

Test (distrust, belongs_to_somebody_else)
{
  if (geteuid () != 0)
    cr_skip_test ("only root can give a file away");
  scratch_mkdir (dir, "theirs", 0755);
  scratch_write (dir, "theirs/f", "x", 0600);
  scratch_write (dir, "f", "x", 0600);
  scratch_mkdir (dir, "sticky", 01777);
  cr_assert_eq (symlinkat ("../f", dirfd_, "sticky/link"), 0);
  cr_assert_eq (fchownat (dirfd_, "theirs", 12345, 12345, 0), 0);
  expect ("theirs/f", false, "theirs: belongs");
  expect ("sticky/link", false, NULL);
  cr_assert_eq (
      fchownat (dirfd_, "sticky/link", 12345, 12345, AT_SYMLINK_NOFOLLOW), 0);
  expect ("sticky/link", false, "link belongs");
  cr_assert_eq (fchownat (dirfd_, "f", 12345, 12345, 0), 0);
  expect ("f", false, "f: belongs");
}

Test (distrust, relative_and_odd_paths)
{
  char *long_path = malloc (10001);

  scratch_write (dir, "f", "x", 0600);
  cr_assert_eq (chdir (dir), 0);
  cr_assert_null (file_distrust ("f", true));
  cr_assert_null (file_distrust ("./f", true));
  cr_assert_null (file_distrust ("/", false));
  char *why = file_distrust ("", false);
  cr_assert_not_null (why);
  free (why);
  memset (long_path, 'x', 10000);
  long_path[10000] = '\0';
  why = file_distrust (long_path, false);
  cr_assert_not_null (why);
  free (why);
  free (long_path);
}
