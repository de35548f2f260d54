/* SPDX-License-Identifier: Apache-2.0 */
/* When a folder is looked at.  The clock is the double's; the kernel's word
   is the real one.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/plugin-double.h"
#include "lib/scratch.h"
#include "lib/snapshot.h"
#include "lib/watch.h"

struct fixture
{
  char *dir;
  int fd;
  struct watch watch;
};

static struct fixture
start (int64_t poll_ms)
{
  struct fixture f = { .dir = scratch_new (), .watch = WATCH_INIT };

  f.fd = snapshot_open (f.dir);
  watch_start (&f.watch, f.fd, "mine", poll_ms);
  return f;
}

static void
finish (struct fixture *f)
{
  watch_end (&f->watch);
  close (f->fd);
  scratch_done (f->dir);
}

static void
make_mine (void *dir)
{
  scratch_write (dir, "mine.xml", "x", 0600);
}

static void
make_other (void *dir)
{
  scratch_write (dir, "other.xml", "x", 0600);
}

static void
make_link (void *dir)
{
  char *path = scratch_path (dir, "mine.lnk");

  cr_assert_eq (symlink ("nowhere", path), 0);
  free (path);
}

static void
move_away (void *dir)
{
  char to[256];

  snprintf (to, sizeof to, "%s.moved", (const char *) dir);
  cr_assert_eq (rename (dir, to), 0);
  cr_assert_eq (rename (to, dir), 0);
}

Test (watch, hears_of_a_file_at_once)
{
  struct fixture f = start (500);
  const struct double_event events[]
    = { { 120, make_mine, f.dir }, { 0, NULL, NULL } };
  struct emi_call call = { .events = events };

  cr_assert_geq (f.watch.fd, 0, "a local folder");
  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 120);
  finish (&f);
}

Test (watch, does_not_wake_for_others_files)
{
  struct fixture f = start (500);
  const struct double_event events[] = { { 120, make_other, f.dir },
                                         { 240, make_other, f.dir },
                                         { 700, make_link, f.dir },
                                         { 0, NULL, NULL } };
  struct emi_call call = { .events = events };

  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 700);
  finish (&f);
}

Test (watch, looks_in_turn_beside_the_kernel)
{
  struct fixture f = start (500);
  struct emi_call call = { .now_ms = 0 };

  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 2000);
  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, 300), EMI_OK);
  cr_assert_eq (call.now_ms, 2300);
  finish (&f);
}

/* What a share is like: nothing is heard.  */
Test (watch, looks_in_turn_without_the_kernel)
{
  struct fixture f = start (500);
  struct emi_call call = { .now_ms = 0 };

  watch_end (&f.watch);
  f.watch.poll_ms = 500;
  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 500);
  finish (&f);
}

Test (watch, falls_back_when_the_folder_goes_away)
{
  struct fixture f = start (500);
  const struct double_event events[]
    = { { 100, move_away, f.dir }, { 0, NULL, NULL } };
  struct emi_call call = { .events = events };

  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 100);
  cr_assert_eq (f.watch.fd, -1);
  cr_assert_eq (watch_wait (&f.watch, double_host (), &call, -1), EMI_OK);
  cr_assert_eq (call.now_ms, 600);
  finish (&f);
}

Test (watch, hands_on_deadline_and_cancel)
{
  struct fixture f = start (500);
  struct emi_call late = { .deadline_ms = 50 };
  struct emi_call gone = { .cancel_ms = 60 };

  cr_assert_eq (watch_wait (&f.watch, double_host (), &late, -1),
                EMI_DEADLINE);
  cr_assert_eq (watch_wait (&f.watch, double_host (), &gone, -1),
                EMI_CANCELLED);
  finish (&f);
}

Test (watch, knows_shares_by_their_number)
{
  cr_assert (watch_remote_magic (0xff534d42), "CIFS");
  cr_assert (watch_remote_magic (0xfe534d42), "SMB2");
  cr_assert (watch_remote_magic (0x6969), "NFS");
  cr_assert (watch_remote_magic ((uint64_t) (int32_t) 0xff534d42),
             "sign-extended, as statfs may give it");
  cr_assert_not (watch_remote_magic (0xef53), "ext4");
  cr_assert_not (watch_remote_magic (0x58465342), "XFS");
  cr_assert_not (watch_remote_magic (0x01021994), "tmpfs");
}
