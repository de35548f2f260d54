/* SPDX-License-Identifier: Apache-2.0 */
/* Two slots: the newest valid one is never touched, only a larger size is
   written, a torn slot is passed over.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ledger/copy-sync.h"
#include "ledger/second-copy.h"
#include "lib/scratch.h"

static char *dir, *path;
static unsigned char secret[64];
static struct note_key key;
static struct notes notes;

static void
setup (void)
{
  unsigned char seed[32] = { 3 }, pub[32];

  dir = scratch_new ();
  path = scratch_path (dir, "checkpoint");
  crypto_sign_seed_keypair (pub, secret, seed);
  cr_assert (note_key_init (&key, "emi.1.n1/1", pub));
  notes = (struct notes){ .key = &key };
}

static void
teardown (void)
{
  free (path);
  scratch_done (dir);
}

TestSuite (second_copy, .init = setup, .fini = teardown);

static int
store (uint64_t size)
{
  struct checkpoint c = { .size = size };
  char note[NOTE_MAX];
  size_t len = note_make (&key, secret, &c, note);

  return second_copy_store (path, note, len, size, &notes);
}

/* The size in SLOT, 0 when it holds no valid note.  */
static uint64_t
in (int slot)
{
  struct copy_slots s;
  struct checkpoint c;

  cr_assert_eq (second_copy_load (path, &s), 0);
  return s.len[slot] && note_check (&key, s.note[slot], s.len[slot], &c)
             ? c.size
             : 0;
}

static void
damage (int slot, off_t at)
{
  int fd = open (path, O_RDWR);
  char byte;

  at += slot * COPY_SLOT;
  cr_assert_eq (pread (fd, &byte, 1, at), 1);
  byte ^= 4;
  cr_assert_eq (pwrite (fd, &byte, 1, at), 1);
  close (fd);
}

Test (second_copy, made_empty_and_once)
{
  struct copy_slots s;
  struct stat st;

  cr_assert_eq (second_copy_load (path, &s), ENOENT);
  cr_assert_eq (store (1), ENOENT, "writing does not make it");
  cr_assert_eq (second_copy_create (path), 0);
  cr_assert_eq (stat (path, &st), 0);
  cr_assert_eq (st.st_size, 2 * COPY_SLOT);
  cr_assert_eq (st.st_mode & 07777, 0600);
  cr_assert_eq (in (0), 0);
  cr_assert_eq (in (1), 0);
  cr_assert_eq (second_copy_create (path), EEXIST);
}

Test (second_copy, slots_take_turns)
{
  cr_assert_eq (second_copy_create (path), 0);
  for (uint64_t size = 1; size < 8; size++)
    {
      cr_assert_eq (store (size), 0);
      cr_assert_eq (in ((int) (size + 1) % 2), size);
      cr_assert_eq (in ((int) size % 2), size - 1);
    }
}

Test (second_copy, never_goes_back)
{
  cr_assert_eq (second_copy_create (path), 0);
  cr_assert_eq (store (10), 0);
  cr_assert_eq (store (9), 0);
  cr_assert_eq (store (10), 0);
  cr_assert_eq (in (0), 10);
  cr_assert_eq (in (1), 0);
}

Test (second_copy, a_torn_slot_is_written_over)
{
  cr_assert_eq (second_copy_create (path), 0);
  cr_assert_eq (store (1), 0);
  cr_assert_eq (store (2), 0);
  damage (1, 30); /* the newest */
  cr_assert_eq (in (1), 0);
  cr_assert_eq (store (3), 0);
  cr_assert_eq (in (0), 1, "the valid one stays");
  cr_assert_eq (in (1), 3);
  damage (0, 30);
  damage (1, 30);
  cr_assert_eq (store (4), 0);
  cr_assert_eq (in (0), 4);
}

/* What stood there was longer: nothing of it may be read.  */
Test (second_copy, a_note_ends_at_its_nul)
{
  char junk[2 * COPY_SLOT];
  struct copy_slots s;

  memset (junk, 'x', sizeof junk);
  scratch_bytes (dir, "checkpoint", junk, sizeof junk, 0600);
  cr_assert_eq (second_copy_load (path, &s), 0);
  cr_assert_eq (s.len[0], 0);
  cr_assert_eq (store (5), 0);
  cr_assert_eq (in (0), 5);
  CLEANUP_FREE char *text = scratch_read (dir, "checkpoint");
  cr_assert_null (strchr (text, 'x'));
}

Test (second_copy, short_and_strange_files)
{
  struct copy_slots s;

  scratch_write (dir, "checkpoint", "", 0600);
  cr_assert_eq (in (0), 0);
  cr_assert_eq (store (1), 0);
  cr_assert_eq (in (0), 1);
  cr_assert_eq (unlink (path), 0);
  cr_assert_eq (mkfifo (path, 0600), 0);
  cr_assert_eq (second_copy_load (path, &s), EINVAL);
  cr_assert_eq (unlink (path), 0);
  cr_assert_eq (symlink ("elsewhere", path), 0);
  cr_assert_eq (second_copy_load (path, &s), ELOOP);
}

Test (second_copy, readers_share)
{
  struct copy_slots s;

  cr_assert_eq (second_copy_create (path), 0);
  int fd = open (path, O_RDONLY);
  cr_assert_eq (flock (fd, LOCK_SH), 0);
  cr_assert_eq (second_copy_load (path, &s), 0);
  close (fd);
}

Test (second_copy, sync_at_the_end)
{
  cr_assert_eq (second_copy_create (path), 0);
  struct copy_sync *s = copy_sync_new (path);
  copy_sync_wrote (s);
  copy_sync_wrote (s);
  cr_assert (!copy_sync_failed (s));
  cr_assert (copy_sync_free (s));
  s = copy_sync_new (path);
  copy_sync_wrote (s);
  cr_assert_eq (unlink (path), 0);
  cr_assert (!copy_sync_free (s), "what cannot be synced is said");
  cr_assert (copy_sync_free (copy_sync_new (path)), "nothing was written");
  cr_assert (copy_sync_free (NULL));
}
