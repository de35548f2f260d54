/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger's files: older, torn, cut, damaged or gone is found, and looking
   leaves no trace in them.  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "lib/scratch.h"
#include "altered.h"

TestSuite (verify_file, .init = setup, .fini = teardown);

/* A state of three commits ago in every respect, the copy new: cut.  */
Test (verify_file, an_older_state_with_the_newer_copy)
{
  CLEANUP_FREE char *command = NULL;
  struct ledger *l;
  struct fault why;

  sql ("PRAGMA wal_checkpoint(TRUNCATE)");
  cr_assert (asprintf (&command, "cp '%s' '%s.old'", box.db, box.db) > 0);
  cr_assert_eq (system (command), 0);
  l = box_open (&box);
  box_append (l, 3);
  ledger_close (l);
  sqlite3_close (db);
  box_reload (&box);
  CLEANUP_FREE char *back = NULL;
  cr_assert (asprintf (&back, "rm -f '%s'-*; mv '%s.old' '%s'", box.db, box.db,
                       box.db)
             > 0);
  cr_assert_eq (system (back), 0);
  open_db ();
  expect (false, false, RECORDS, "put back");
  cr_assert (!ledger_open (&box.setup, &l, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
}

Test (verify_file, second_copy)
{
  int fd = open (box.seal, O_RDWR);
  char was[8192], now[8192];

  cr_assert_eq (pread (fd, was, sizeof was, 0), 8192);
  /* One slot may be torn, not both.  */
  for (int slot = 0; slot < 2; slot++)
    {
      memcpy (now, was, sizeof now);
      now[slot * 4096 + 60] ^= 1;
      cr_assert_eq (pwrite (fd, now, sizeof now, 0), 8192);
      expect (true, false, -2, "one slot torn");
    }
  now[60] ^= 1;
  cr_assert_eq (pwrite (fd, now, sizeof now, 0), 8192);
  expect (false, false, -2, "both torn");
  cr_assert_eq (ftruncate (fd, 0), 0);
  expect (false, false, -2, "empty");
  cr_assert_eq (unlink (box.seal), 0);
  expect (false, false, -2, "gone");
  close (fd);
}

static char *
listing (void)
{
  char *command, *text;

  cr_assert (asprintf (&command,
                       "cd '%s' && find . -type f ! -name listing | sort | "
                       "xargs sha256sum > listing",
                       box.dir)
             > 0);
  cr_assert_eq (system (command), 0);
  free (command);
  text = scratch_read (box.dir, "listing");
  cr_assert_not_null (text);
  return text;
}

/* As our own processes leave it, as another tool leaves it, with a log and no
   index beside it: reading leaves no trace.  */
Test (verify_file, changes_and_creates_nothing)
{
  sqlite3_close (db);
  db = NULL;
  for (int round = 0; round < 4; round++)
    {
      CLEANUP_FREE char *shm = scratch_path (box.dir, "data/ledger.db-shm");
      struct ledger *l;

      switch (round)
        {
        case 0: /* our own */
          break;
        case 1: /* a killed process's log */
          if (fork () == 0)
            {
              l = box_open (&box);
              box_append (l, 2);
              _exit (0);
            }
          cr_assert (wait (NULL) > 0);
          break;
        case 2: /* the log alone */
          cr_assert_eq (unlink (shm), 0);
          break;
        case 3: /* another tool has closed it */
          open_db ();
          sql ("PRAGMA wal_checkpoint(TRUNCATE)");
          sqlite3_close (db);
          db = NULL;
          box_reload (&box);
          cr_assert (access (shm, F_OK) != 0);
          break;
        }
      CLEANUP_FREE char *before = listing ();
      struct verify_result r = box_verify (&box, true);
      cr_assert (r.holds, "%d: %s", round, r.n_findings ? r.findings[0] : "");
      cr_assert_eq (r.records, RECORDS + (round ? 2u : 0u));
      verify_result_done (&r);
      box_reload (&box);
      CLEANUP_FREE char *after = listing ();
      cr_assert_str_eq (before, after, "round %d", round);
    }
}

Test (verify_file, damaged_files)
{
  static const off_t cut[] = { 0, 1, 100, 4096, 8192, 50000 };
  CLEANUP_FREE char *keep = NULL;
  struct verify_result r;
  struct fault why;

  sql ("PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3_close (db);
  db = NULL;
  cr_assert (asprintf (&keep, "rm -f '%s'-*; cp '%s' '%s.keep'", box.db,
                       box.db, box.db)
             > 0);
  box_reload (&box);
  cr_assert_eq (system (keep), 0);
  CLEANUP_FREE char *back = NULL;
  cr_assert (asprintf (&back, "cp '%s.keep' '%s'", box.db, box.db) > 0);

  for (size_t i = 0; i < N_ELEMENTS (cut); i++)
    {
      cr_assert_eq (truncate (box.db, cut[i]), 0);
      expect (false, true, -1, "cut");
      cr_assert_eq (system (back), 0);
    }
  /* One byte on every page.  */
  int fd = open (box.db, O_RDWR);
  off_t size = lseek (fd, 0, SEEK_END);
  unsigned changed = 0;
  for (off_t at = 0; at < size; at += 4096 * 7)
    {
      unsigned char byte;
      cr_assert_eq (pread (fd, &byte, 1, at), 1);
      byte ^= 0x40;
      cr_assert_eq (pwrite (fd, &byte, 1, at), 1);
      cr_assert (ledger_verify (&box.setup, true, NULL, NULL, NULL, &r, &why),
                 "at %d: %s", (int) at, why.detail);
      changed += !r.holds;
      verify_result_done (&r);
      byte ^= 0x40;
      cr_assert_eq (pwrite (fd, &byte, 1, at), 1);
    }
  cr_assert (changed > 3, "%u", changed);
  close (fd);
  expect (true, true, -2, "put back");

  cr_assert_eq (unlink (box.db), 0);
  cr_assert (!ledger_verify (&box.setup, true, NULL, NULL, NULL, &r, &why));
  cr_assert_eq (why.code, CODE_STORE_UNREACHED);
}
