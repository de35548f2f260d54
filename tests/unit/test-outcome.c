/* SPDX-License-Identifier: Apache-2.0 */
/* After an append of which nobody knows how it ended: what the store holds
   decides, also when others went on in the meantime.  */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/internal.h"
#include "lib/ledger-box.h"

static struct ledger_box box, nowhere;
static struct ledger *l;
static struct fault why;

static void
begin (void)
{
  box_init (&box, NULL);
  box_create (&box);
  l = box_open (&box);
  box_append (l, 300);
  box_append (l, 10);
  /* A store that has no file: it does not answer.  */
  box_init (&nowhere, NULL);
}

static void
end (void)
{
  ledger_close (l);
  box_done (&nowhere);
  box_done (&box);
}

TestSuite (outcome, .init = begin, .fini = end);

static void
meanwhile (const char *sql)
{
  sqlite3 *db;

  cr_assert_eq (sqlite3_open (box.db, &db), SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  cr_assert_eq (sqlite3_exec (db, sql, NULL, NULL, NULL), SQLITE_OK, "%s",
                sqlite3_errmsg (db));
  sqlite3_close (db);
}

/* What the ledger was or is at SIZE.  */
static struct checkpoint
at (uint64_t size)
{
  struct checkpoint c = { .size = size };
  struct txn *t;

  cr_assert (ledger_begin (l, TXN_READ, &t, &why));
  cr_assert (history_root (&l->store, &t->head, size, c.root, &why));
  txn_end (t);
  return c;
}

/* A state that never was.  */
static struct checkpoint
never (uint64_t size)
{
  struct checkpoint c = { .size = size };

  memset (c.root, 7, DIGEST_LEN);
  return c;
}

/* How outcome_records ends, after a store that had said SAID.  */
static enum code
records (struct checkpoint old, struct checkpoint new, const char *said)
{
  struct expected e = { .old = old, .new = new };

  fault_set (&why, CODE_UNREACHED, "%s", said);
  return outcome_records (l, &e, &why) ? CODE_OK : why.code;
}

Test (outcome, it_was_written)
{
  cr_expect_eq (records (at (301), at (311), "fsync"), CODE_OK);
}

Test (outcome, it_was_written_and_others_went_on)
{
  struct checkpoint old = at (301), new = at (311);

  box_append (l, 5);
  cr_expect_eq (records (old, new, "fsync"), CODE_OK);
}

Test (outcome, it_was_not_written)
{
  cr_expect_eq (records (at (311), never (312), "no space left"),
                CODE_STORE_WRITE);
  /* What the store had said about it is what people hear.  */
  cr_expect_str_eq (why.detail, "no space left");
}

Test (outcome, it_was_not_written_and_others_went_on)
{
  struct checkpoint old = at (311);

  box_append (l, 5);
  cr_expect_eq (records (old, never (312), "no space left"), CODE_STORE_WRITE);
}

Test (outcome, neither_before_nor_after)
{
  cr_expect_eq (records (never (301), never (312), "fsync"), CODE_EVIDENCE);
  cr_expect_str_eq (why.detail, "the store went back while writing");
  cr_expect_eq (records (never (400), never (401), "fsync"), CODE_EVIDENCE);
}

Test (outcome, what_was_before_cannot_be_proved)
{
  struct checkpoint old = at (100), new = at (200);

  meanwhile ("update state set bytes = zeroblob(8192)"
             " where name = 'tile/0/0'");
  cr_expect_eq (records (old, new, "fsync"), CODE_EVIDENCE);
}

Test (outcome, a_head_that_is_none)
{
  struct checkpoint old = at (301), new = at (311);

  meanwhile ("update state set bytes = zeroblob(10) where name = 'head'");
  cr_expect_eq (records (old, new, "fsync"), CODE_EVIDENCE);
}

Test (outcome, a_store_that_does_not_answer)
{
  struct checkpoint old = at (301), new = at (311);
  struct instance *kept = l->store.instance;

  l->store.instance = nowhere.setup.store;
  cr_expect_eq (records (old, new, "fsync"), CODE_LEDGER_AFTER);
  l->store.instance = kept;
}

/* --- a store that is being made --- */

static enum code
made (const char *note, size_t len)
{
  struct expected e = { .note_len = len };

  memcpy (e.note, note, len);
  fault_set (&why, CODE_UNREACHED, "fsync");
  return outcome_records (l, &e, &why) ? CODE_OK : why.code;
}

Test (outcome, the_first_record_is_there_with_its_head)
{
  cr_expect_eq (made (l->head_note, l->head_len), CODE_OK);
  cr_expect_eq (made (l->head_note, l->head_len - 1), CODE_STORE_WRITE);
  cr_expect_eq (made ("another", 7), CODE_STORE_WRITE);
  meanwhile ("delete from state where name = 'head'");
  cr_expect_eq (made (l->head_note, l->head_len), CODE_STORE_WRITE);
}

/* --- rows without records --- */

static void
row_put (const char *value, const char *text)
{
  struct txn *t;

  cr_assert (ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert (
      txn_row_put (t, ROW_COUNT, "account", value, text, strlen (text), &why));
  cr_assert (txn_commit (t, &why));
}

/* The change that would have put the row as it stands.  */
static struct change
as_it_stands (const char *value)
{
  struct change c = { .drop = false };
  bool found = false;

  row_name (l, ROW_COUNT, "account", value, c.name);
  cr_assert (store_begin_read (&l->store, &why));
  cr_assert (store_get (&l->store, c.name, &c.sealed, &found, &why));
  store_end (&l->store);
  return c;
}

static enum code
changes (const struct change *v, size_t n)
{
  fault_set (&why, CODE_UNREACHED, "fsync");
  return outcome_changes (l, v, n, &why) ? CODE_OK : why.code;
}

Test (outcome, a_row_with_our_bytes_is_ours)
{
  struct change ours, before;

  row_put ("alice", "1");
  before = as_it_stands ("alice");
  cr_expect_eq (changes (&before, 1), CODE_OK);
  row_put ("alice", "1");
  ours = as_it_stands ("alice");
  cr_expect_eq (changes (&ours, 1), CODE_OK);
  /* The same text, sealed another time: somebody else's.  */
  cr_expect_eq (changes (&before, 1), CODE_STORE_WRITE);
  buffer_done (&ours.sealed);
  buffer_done (&before.sealed);
}

Test (outcome, a_row_that_is_not_there)
{
  struct change c = as_it_stands ("nobody");

  cr_expect_eq (changes (&c, 1), CODE_STORE_WRITE);
  c.drop = true;
  cr_expect_eq (changes (&c, 1), CODE_OK);
  buffer_done (&c.sealed);
}

Test (outcome, a_row_that_should_be_gone)
{
  struct change c;

  row_put ("alice", "1");
  c = as_it_stands ("alice");
  c.drop = true;
  cr_expect_eq (changes (&c, 1), CODE_STORE_WRITE);
  buffer_done (&c.sealed);
}

/* Of several the one that puts something tells more than one that drops.  */
Test (outcome, what_is_put_decides)
{
  struct change v[2];

  row_put ("alice", "1");
  v[0] = as_it_stands ("nobody");
  v[0].drop = true;
  v[1] = as_it_stands ("alice");
  cr_expect_eq (changes (v, 2), CODE_OK);
  v[1].sealed.data[0] ^= 1;
  cr_expect_eq (changes (v, 2), CODE_STORE_WRITE);
  buffer_done (&v[0].sealed);
  buffer_done (&v[1].sealed);
}

Test (outcome, rows_of_a_store_that_does_not_answer)
{
  struct change c = as_it_stands ("alice");
  struct instance *kept = l->store.instance;

  l->store.instance = nowhere.setup.store;
  cr_expect_eq (changes (&c, 1), CODE_LEDGER_AFTER);
  l->store.instance = kept;
  buffer_done (&c.sealed);
}
