/* SPDX-License-Identifier: Apache-2.0 */
/* Roots of earlier sizes, and full tiles: what is read back from the store
   counts only where it makes what is known already.  */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/internal.h"
#include "lib/ledger-box.h"

/* Two full tiles, and something behind them.  */
#define RECORDS 601
#define WHOLE (TILE_WIDTH * TILE_WIDTH)

static struct ledger_box box;
static struct ledger *l;
static struct fault why;
static unsigned char leaves[RECORDS][DIGEST_LEN];

static void
begin (void)
{
  box_init (&box, NULL);
  box_create (&box);
  l = box_open (&box);
  for (int i = 0; i < 6; i++)
    box_append (l, (RECORDS - 1) / 6);
}

static void
end (void)
{
  ledger_close (l);
  box_done (&box);
}

TestSuite (history, .init = begin, .fini = end);
TestSuite (tiles, .init = begin, .fini = end);

static sqlite3 *
open_db (void)
{
  sqlite3 *db;

  cr_assert_eq (sqlite3_open (box.db, &db), SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  return db;
}

/* What somebody with the store in their hands does.  */
static void
meanwhile (const char *sql)
{
  sqlite3 *db = open_db ();

  cr_assert_eq (sqlite3_exec (db, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
                sqlite3_errmsg (db));
  sqlite3_close (db);
}

static struct txn *
reading (void)
{
  struct txn *t;

  cr_assert (ledger_begin (l, TXN_READ, &t, &why));
  return t;
}

static bool
root_of (uint64_t size, unsigned char out[DIGEST_LEN])
{
  struct txn *t = reading ();
  bool good = history_root (&l->store, &t->head, size, out, &why);

  txn_end (t);
  return good;
}

static void
expect_evidence (uint64_t size)
{
  unsigned char root[DIGEST_LEN];

  why.code = CODE_OK;
  cr_expect (!root_of (size, root), "%zu", (size_t) size);
  cr_expect_eq (why.code, CODE_EVIDENCE);
}

static void
expect_good (uint64_t size)
{
  unsigned char root[DIGEST_LEN];

  cr_expect (root_of (size, root), "%zu: %s", (size_t) size, why.detail);
}

Test (history, every_earlier_size_has_the_root_that_its_leaves_make)
{
  struct frontier f = { .size = 0 };
  struct txn *t = reading ();

  cr_assert (history_leaves (&l->store, 0, RECORDS, leaves, &why));
  for (uint64_t size = 1; size <= RECORDS; size++)
    {
      unsigned char made[DIGEST_LEN], found[DIGEST_LEN];

      frontier_push (&f, leaves[size - 1], NULL);
      frontier_root (&f, made);
      cr_assert (history_root (&l->store, &t->head, size, found, &why),
                 "%zu: %s", (size_t) size, why.detail);
      cr_expect (memcmp (made, found, DIGEST_LEN) == 0, "%zu", (size_t) size);
    }
  txn_end (t);
}

/* A tile is needed for what lies inside of its subtree and for nothing else.
 */
Test (history, an_altered_tile_is_not_believed)
{
  meanwhile ("update state set bytes = zeroblob(8192)"
             " where name = 'tile/0/0'");
  expect_evidence (100);
  expect_evidence (256);
  expect_evidence (511);
  expect_good (512);
  expect_good (600);
  expect_good (RECORDS);
}

Test (history, a_tile_that_is_gone_or_short)
{
  meanwhile ("delete from state where name = 'tile/0/1'");
  expect_evidence (300);
  expect_good (512);
  meanwhile ("insert into state values ('tile/0/1', zeroblob(8191))");
  expect_evidence (300);
}

Test (history, two_tiles_that_changed_places)
{
  meanwhile ("update state set name = 'x' where name = 'tile/0/0';"
             "update state set name = 'tile/0/0' where name = 'tile/0/1';"
             "update state set name = 'tile/0/1' where name = 'x'");
  expect_evidence (100);
}

Test (history, records_behind_the_last_tile)
{
  meanwhile ("update record set bytes = zeroblob(152) where seq = 550");
  expect_evidence (551);
  expect_evidence (540);
  expect_good (512);
  meanwhile ("delete from record where seq = 550");
  expect_evidence (551);
  cr_expect_str_eq (why.detail, "records are missing");
}

Test (history, leaves_that_are_not_there)
{
  struct txn *t = reading ();

  cr_expect (!history_leaves (&l->store, RECORDS - 2, 5, leaves, &why));
  cr_expect_eq (why.code, CODE_EVIDENCE);
  txn_end (t);
}

/* --- tiles --- */

/* The tile that 512 leaves complete: those from NEW on are of this commit.  */
static bool
second_tile (uint64_t new_from, bool lie, struct tiles *out)
{
  unsigned char hashes[TILE_WIDTH][DIGEST_LEN], made[10][DIGEST_LEN];
  struct new_leaves new = { .first = new_from, .leaf = NULL };
  struct txn *t = reading ();
  bool good;

  cr_assert (history_leaves (&l->store, 0, RECORDS, leaves, &why));
  memcpy (hashes, leaves[TILE_WIDTH], TILE_LEN);
  tree_perfect (hashes, TILE_WIDTH, made[8]);
  if (lie)
    leaves[511][0] ^= 1;
  new.leaf = (const unsigned char (*)[DIGEST_LEN]) & leaves[new_from];
  good = tiles_add (out, &l->store, &new, 512, made, 10, &why);
  txn_end (t);
  return good;
}

Test (tiles, leaves_of_the_store_and_of_this_commit)
{
  static const uint64_t from[] = { 256, 300, 511, 512 };

  for (size_t i = 0; i < sizeof from / sizeof *from; i++)
    {
      struct tiles made = { .n = 0 };

      cr_assert (second_tile (from[i], false, &made), "%zu: %s",
                 (size_t) from[i], why.detail);
      cr_assert_eq (made.n, 1);
      cr_expect_str_eq (made.v[0].name, "tile/0/1");
      cr_expect (memcmp (made.v[0].hashes, leaves[256], TILE_LEN) == 0);
      tiles_done (&made);
      cr_expect_eq (made.n, 0);
    }
}

Test (tiles, what_does_not_make_the_sealed_root_is_no_tile)
{
  struct tiles made = { .n = 0 };

  cr_expect (!second_tile (300, true, &made));
  cr_expect_eq (why.code, CODE_EVIDENCE);
  cr_expect_eq (made.n, 0);
  tiles_done (&made);
}

Test (tiles, records_altered_before_their_tile_is_written)
{
  struct tiles made = { .n = 0 };
  unsigned char good[TILE_WIDTH][DIGEST_LEN], root[10][DIGEST_LEN];
  struct new_leaves new = { .first = 512, .leaf = NULL };
  struct txn *t = reading ();

  cr_assert (history_leaves (&l->store, 256, TILE_WIDTH, good, &why));
  txn_end (t);
  tree_perfect (good, TILE_WIDTH, root[8]);
  meanwhile ("update record set bytes = zeroblob(152) where seq = 260");
  t = reading ();
  cr_expect (!tiles_add (&made, &l->store, &new, 512, root, 10, &why));
  cr_expect_eq (why.code, CODE_EVIDENCE);
  txn_end (t);
  meanwhile ("delete from record where seq = 260");
  t = reading ();
  cr_expect (!tiles_add (&made, &l->store, &new, 512, root, 10, &why));
  cr_expect_str_eq (why.detail, "records are missing");
  txn_end (t);
  tiles_done (&made);
}

Test (tiles, none_before_the_256th)
{
  unsigned char made[9][DIGEST_LEN] = { { 0 } };
  struct new_leaves new = { .first = 127, .leaf = NULL };
  struct tiles none = { .n = 0 };

  cr_expect (tiles_add (&none, &l->store, &new, 128, made, 8, &why));
  cr_expect_eq (none.n, 0);
}

/* --- the 65 536th record completes a tile of tiles --- */

/* Leaf I of a tree that is too large to be written here.  */
static void
leaf_of (uint64_t i, unsigned char out[DIGEST_LEN])
{
  char text[32];

  snprintf (text, sizeof text, "leaf %llu", (unsigned long long) i);
  digest (text, strlen (text), out);
}

static unsigned char roots[TILE_WIDTH][DIGEST_LEN];
static unsigned char newest[TILE_WIDTH][DIGEST_LEN]; /* of the last tile */

/* Puts the 255 tiles before the last into the store.  */
static void
lower_tiles (void)
{
  unsigned char tile[TILE_WIDTH][DIGEST_LEN];
  sqlite3_stmt *put;
  sqlite3 *db = open_db ();

  sqlite3_exec (db, "begin", NULL, NULL, NULL);
  cr_assert_eq (sqlite3_prepare_v2 (db,
                                    "insert or replace into state"
                                    " values ('tile/0/' || ?1, ?2)",
                                    -1, &put, NULL),
                SQLITE_OK);
  for (int k = 0; k < TILE_WIDTH; k++)
    {
      for (int i = 0; i < TILE_WIDTH; i++)
        leaf_of ((uint64_t) (k * TILE_WIDTH + i), tile[i]);
      if (k == TILE_WIDTH - 1)
        memcpy (newest, tile, TILE_LEN);
      else
        {
          sqlite3_bind_int (put, 1, k);
          sqlite3_bind_blob (put, 2, tile, TILE_LEN, SQLITE_TRANSIENT);
          cr_assert_eq (sqlite3_step (put), SQLITE_DONE);
          sqlite3_reset (put);
        }
      tree_perfect (tile, TILE_WIDTH, roots[k]);
    }
  sqlite3_finalize (put);
  cr_assert_eq (sqlite3_exec (db, "commit", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close (db);
}

static bool
two_levels (struct tiles *out)
{
  unsigned char made[17][DIGEST_LEN] = { { 0 } };
  unsigned char fold[TILE_WIDTH][DIGEST_LEN];
  struct new_leaves new
      = { .first = WHOLE - TILE_WIDTH,
          .leaf = (const unsigned char (*)[DIGEST_LEN]) newest };
  struct txn *t = reading ();
  bool good;

  memcpy (made[8], roots[TILE_WIDTH - 1], DIGEST_LEN);
  memcpy (fold, roots, TILE_LEN);
  tree_perfect (fold, TILE_WIDTH, made[16]);
  good = tiles_add (out, &l->store, &new, WHOLE, made, 17, &why);
  txn_end (t);
  return good;
}

Test (tiles, a_tile_of_tiles)
{
  struct tiles made = { .n = 0 };

  lower_tiles ();
  cr_assert (two_levels (&made), "%s", why.detail);
  cr_assert_eq (made.n, 2);
  cr_expect_str_eq (made.v[0].name, "tile/0/255");
  cr_expect (memcmp (made.v[0].hashes, newest, TILE_LEN) == 0);
  cr_expect_str_eq (made.v[1].name, "tile/1/0");
  cr_expect (memcmp (made.v[1].hashes, roots, TILE_LEN) == 0);
  tiles_done (&made);
}

Test (tiles, a_tile_of_tiles_believes_no_altered_one)
{
  struct tiles made = { .n = 0 };

  lower_tiles ();
  meanwhile ("update state set bytes = zeroblob(8192)"
             " where name = 'tile/0/77'");
  cr_expect (!two_levels (&made));
  cr_expect_eq (why.code, CODE_EVIDENCE);
  tiles_done (&made);
  meanwhile ("delete from state where name = 'tile/0/77'");
  cr_expect (!two_levels (&made));
  cr_expect_str_eq (why.detail, "a tile is missing");
  tiles_done (&made);
}
