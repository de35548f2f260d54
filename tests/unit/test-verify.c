/* SPDX-License-Identifier: Apache-2.0 */
/* Every stored value altered in turn, rows moved, dropped and added, old
   states put back: each is found; an untouched ledger holds.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ledger/checkpoint.h"
#include "lib/fake-clock.h"
#include "lib/ledger-box.h"
#include "lib/scratch.h"

/* Two full tiles and something behind them.  */
#define COMMITS 42
#define EACH 15
#define RECORDS (2 + COMMITS * EACH)

static struct ledger_box box;
static sqlite3 *db;

static void
row (struct ledger *l, enum row_family family, const char *kind,
     const char *value)
{
  struct fault why;
  struct txn *t;

  cr_assert (ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert (txn_row_put (t, family, kind, value, "{}", 2, &why));
  cr_assert (txn_commit (t, &why));
}

static void
open_db (void)
{
  cr_assert_eq (sqlite3_open (box.db, &db), SQLITE_OK);
}

/* The whole ledger, with rows of every family.  */
static void
setup (void)
{
  box_init (&box, NULL);
  box_create (&box);
  struct ledger *l = box_open (&box);
  for (int i = 0; i < COMMITS; i++)
    box_append (l, EACH);
  row (l, ROW_COUNT, "account", "alice");
  row (l, ROW_OPEN, "request", "r-1");
  box_grant (l, "bob", "nurse");
  ledger_close (l);
  box_reload (&box);
  open_db ();
}

static void
teardown (void)
{
  sqlite3_close (db);
  box_done (&box);
}

TestSuite (verify, .init = setup, .fini = teardown);

static void
sql (const char *fmt, ...)
{
  va_list ap;
  char *error = NULL;

  va_start (ap, fmt);
  char *text = sqlite3_vmprintf (fmt, ap);
  va_end (ap);
  sqlite3_exec (db, text, NULL, NULL, &error);
  cr_assert_null (error, "%s: %s", text, error);
  sqlite3_free (text);
}

/* Holds must be WANT; a break, if any, at or before MOST (-2: none may be
   named, -1: whatever).  */
static void
expect (bool want, bool deep, int64_t most, const char *what)
{
  struct verify_result r = box_verify (&box, deep);

  cr_assert_eq (r.holds, want, "%s: %s", what,
                r.n_findings ? r.findings[0] : "no finding");
  cr_assert_eq (r.n_findings > 0, !want, "%s", what);
  if (most >= 0)
    cr_assert (r.first_break >= 0 && r.first_break <= most,
               "%s: break at %lld, not up to %lld", what,
               (long long) r.first_break, (long long) most);
  if (most == -2)
    cr_assert_eq (r.first_break, -1, "%s: break at %lld", what,
                  (long long) r.first_break);
  verify_result_done (&r);
}

/* SQL is found, and nothing is once it is undone.  */
static void
found (bool deep, int64_t most, const char *text)
{
  sql ("BEGIN");
  sql ("CREATE TEMP TABLE IF NOT EXISTS r AS SELECT * FROM main.record");
  sql ("CREATE TEMP TABLE IF NOT EXISTS i AS SELECT * FROM main.idx");
  sql ("CREATE TEMP TABLE IF NOT EXISTS s AS SELECT * FROM main.state");
  sql ("%s", text);
  sql ("COMMIT");
  cr_assert (sqlite3_total_changes (db) > 0);
  expect (false, deep, most, text);
  sql ("BEGIN; DELETE FROM record; INSERT INTO record SELECT * FROM temp.r;"
       "DELETE FROM idx; INSERT INTO idx SELECT * FROM temp.i;"
       "DELETE FROM state; INSERT INTO state SELECT * FROM temp.s; COMMIT");
}

/* Byte AT (1 is the first; below 0 counts from the end) of COLUMN flipped. */
static char *
flip (const char *table, const char *column, int at, int bit,
      const char *where)
{
  char *text;
  sqlite3_stmt *s;
  char *ask
      = sqlite3_mprintf ("SELECT %s FROM %s WHERE %s", column, table, where);

  cr_assert_eq (sqlite3_prepare_v2 (db, ask, -1, &s, NULL), SQLITE_OK, "%s",
                ask);
  cr_assert_eq (sqlite3_step (s), SQLITE_ROW, "%s", ask);
  const unsigned char *is = sqlite3_column_blob (s, 0);
  int len = sqlite3_column_bytes (s, 0);
  if (at < 0)
    at = len + at + 1;
  cr_assert (at >= 1 && at <= len, "%s: %d of %d", ask, at, len);
  CLEANUP_FREE char *hex = malloc ((size_t) len * 2 + 1);
  hex_encode (is, (size_t) len, hex);
  snprintf (hex + (at - 1) * 2, 3, "%02x", is[at - 1] ^ bit);
  if (at < len)
    hex_encode (is + at, (size_t) (len - at), hex + (size_t) at * 2);
  sqlite3_finalize (s);
  sqlite3_free (ask);
  cr_assert (asprintf (&text, "UPDATE %s SET %s=x'%s' WHERE %s", table, column,
                       hex, where)
             > 0);
  return text;
}

static void
flip_found (bool deep, int64_t most, const char *table, const char *column,
            int at, const char *where)
{
  CLEANUP_FREE char *text = flip (table, column, at, 1, where);

  found (deep, most, text);
}

Test (verify, untouched_holds)
{
  struct verify_result r = box_verify (&box, true);

  cr_assert (r.holds, "%s", r.n_findings ? r.findings[0] : "");
  cr_assert_eq (r.records, RECORDS);
  cr_assert_eq (r.first_break, -1);
  verify_result_done (&r);
  r = box_verify (&box, false);
  cr_assert (r.holds);
  /* The open row has no lock file, and all lies on one device.  */
  cr_assert_eq (r.n_warnings, 2);
  cr_assert (strstr (r.warnings[0], "owner is gone"));
  cr_assert (strstr (r.warnings[1], "device"));
  verify_result_done (&r);
}

Test (verify, needs_the_public_key_alone)
{
  static const char *const name[] = { "root.key", "epoch-1.key", "seal.key" };
  struct verify_result r;
  struct fault why;

  for (size_t i = 0; i < 3; i++)
    {
      CLEANUP_FREE char *path = scratch_path (box.keys, name[i]);
      cr_assert_eq (unlink (path), 0);
    }
  expect (true, false, -2, "no keys");
  r = box_verify (&box, true);
  cr_assert (r.holds);
  bool said = false;
  for (size_t i = 0; i < r.n_warnings; i++)
    said = said || strstr (r.warnings[i], "nothing was decrypted");
  cr_assert (said);
  verify_result_done (&r);

  CLEANUP_FREE char *pub = scratch_path (box.keys, "seal.pub");
  cr_assert_eq (unlink (pub), 0);
  cr_assert (!ledger_verify (&box.setup, false, NULL, NULL, NULL, &r, &why));
  cr_assert_eq (why.code, CODE_KEY_MISSING);
}

Test (verify, every_byte_class_of_a_record)
{
  /* magic, flags (an unknown one, a known one), seq, time, clock error, epoch,
     log, registry version, registry, fields, body: first and last bytes.  */
  static const int at[] = { 1,  4,  5,  8,  9,  16, 17, 24, 25,  28,  29,
                            32, 33, 48, 49, 56, 57, 88, 89, 120, 121, 152 };
  static const int seq[]
      = { 0, 1, 100, 255, 256, 511, 512, 600, RECORDS - 2, RECORDS - 1 };
  char where[32];

  for (size_t s = 0; s < N_ELEMENTS (seq); s++)
    for (size_t i = s % 2; i < N_ELEMENTS (at); i += 2)
      {
        snprintf (where, sizeof where, "seq=%d", seq[s]);
        flip_found (false, seq[s], "record", "bytes", at[i], where);
      }
}

/* The tiles say which leaf it was.  */
Test (verify, first_break_is_the_altered_record)
{
  static const int seq[] = { 0, 77, 255, 256, 400, 511 };
  struct verify_result r;

  for (size_t s = 0; s < N_ELEMENTS (seq); s++)
    {
      char where[32];
      snprintf (where, sizeof where, "seq=%d", seq[s]);
      CLEANUP_FREE char *there = flip ("record", "bytes", 20, 1, where);
      sql ("%s", there);
      r = box_verify (&box, false);
      cr_assert (!r.holds);
      cr_assert_eq (r.first_break, seq[s], "%d, not %d", (int) r.first_break,
                    seq[s]);
      verify_result_done (&r);
      CLEANUP_FREE char *back = flip ("record", "bytes", 20, 1, where);
      sql ("%s", back);
    }
  expect (true, true, -2, "all put back");
}

Test (verify, every_byte_class_of_a_body)
{
  /* magic, number of tokens, tokens, nonce, ciphertext, tag.  */
  static const int at[] = { 1, 4, 5, 6, 21, 22, 37, 38, 61, 62, 100, -17, -1 };
  static const int seq[] = { 0, 256, RECORDS - 1 };
  char where[32], text[128];

  for (size_t s = 0; s < N_ELEMENTS (seq); s++)
    {
      snprintf (where, sizeof where, "seq=%d", seq[s]);
      for (size_t i = 0; i < N_ELEMENTS (at); i++)
        flip_found (false, seq[s], "record", "body", at[i], where);
      snprintf (text, sizeof text,
                "UPDATE record SET body=substr(body,1,length(body)-1) "
                "WHERE seq=%d",
                seq[s]);
      found (false, seq[s], text);
      snprintf (text, sizeof text,
                "UPDATE record SET body=CAST(body||x'00' AS BLOB) "
                "WHERE seq=%d",
                seq[s]);
      found (false, seq[s], text);
    }
}

Test (verify, records_and_bodies_of_other_shapes)
{
  found (false, 300, "UPDATE record SET bytes=x'' WHERE seq=300");
  found (false, 300, "UPDATE record SET body=x'' WHERE seq=300");
  found (false, 300,
         "UPDATE record SET bytes=substr(bytes,1,151) WHERE seq=300");
  found (false, 300,
         "UPDATE record SET bytes=CAST(bytes||x'00' AS BLOB) WHERE seq=300");
  found (false, -1,
         "UPDATE record SET bytes=CAST(bytes AS TEXT) WHERE seq=300");
  found (false, -1, "UPDATE record SET body=5 WHERE seq=300");
}

Test (verify, records_moved_dropped_added)
{
  found (false, 3,
         "UPDATE record SET bytes=(SELECT bytes FROM temp.r x WHERE x.seq=7-"
         "record.seq), body=(SELECT body FROM temp.r x WHERE x.seq=7-"
         "record.seq) WHERE seq IN (3,4)");
  found (false, 3,
         "UPDATE record SET bytes=(SELECT bytes FROM temp.r x WHERE x.seq=7-"
         "record.seq) WHERE seq IN (3,4)");
  found (false, 3,
         "UPDATE record SET body=(SELECT body FROM temp.r x WHERE x.seq=7-"
         "record.seq) WHERE seq IN (3,4)");
  found (false, 0, "DELETE FROM record WHERE seq=0");
  found (false, 300, "DELETE FROM record WHERE seq=300");
  found (false, 300,
         "DELETE FROM record WHERE seq=300; DELETE FROM idx WHERE seq=300");
  found (false, RECORDS - 1,
         "DELETE FROM record WHERE seq="
         "631");
  found (false, 0, "DELETE FROM record");
  found (false, RECORDS,
         "INSERT INTO record SELECT seq+1, bytes, body FROM record "
         "ORDER BY seq DESC LIMIT 1");
  found (false, -1,
         "INSERT INTO record SELECT -5, bytes, body FROM record LIMIT 1");
  found (false, RECORDS,
         "INSERT INTO record SELECT 900000, bytes, body FROM record LIMIT 1");
  found (false, 10, "UPDATE record SET seq=700 WHERE seq=10");
}

Test (verify, index_rows)
{
  static const char *const text[] = {
    "DELETE FROM idx WHERE seq=300",
    "DELETE FROM idx WHERE rowid_less=1",
    "UPDATE idx SET time=time+1 WHERE seq=5",
    "UPDATE idx SET time=-time WHERE seq=5",
    "UPDATE idx SET seq=seq+10000 WHERE seq=5",
    "UPDATE idx SET seq=-1 WHERE seq=5",
    "UPDATE idx SET token=x'00112233445566778899aabbccddeeff' WHERE seq=5 "
    "AND token=(SELECT min(token) FROM idx WHERE seq=5)",
    "UPDATE idx SET token=x'00' WHERE seq=5 AND token=(SELECT min(token) "
    "FROM idx WHERE seq=5)",
    "UPDATE idx SET token=CAST(token AS TEXT) WHERE seq=5",
    "UPDATE idx SET time=CAST(time||'x' AS TEXT) WHERE seq=5",
    "INSERT INTO idx VALUES (x'00112233445566778899aabbccddeeff', 1, 5)",
    "INSERT INTO idx SELECT token, time, 6 FROM idx WHERE seq=5 "
    "AND token NOT IN (SELECT token FROM idx WHERE seq=6)",
    "DELETE FROM idx",
  };

  for (size_t i = 0; i < N_ELEMENTS (text); i++)
    if (!strstr (text[i], "rowid_less"))
      found (false, -2, text[i]);
}

/* Each row of `state`: first and last byte, shorter, longer, gone, renamed. */
Test (verify, state_rows)
{
  sqlite3_stmt *s;
  char names[64][48];
  size_t n = 0;

  cr_assert_eq (
      sqlite3_prepare_v2 (db, "SELECT name FROM state", -1, &s, NULL),
      SQLITE_OK);
  while (sqlite3_step (s) == SQLITE_ROW && n < 64)
    snprintf (names[n++], sizeof names[0], "%.47s",
              (const char *) sqlite3_column_text (s, 0));
  sqlite3_finalize (s);
  /* head, frontier, manifest, two tiles, two docs, open, count */
  cr_assert_eq (n, 9);

  for (size_t i = 0; i < n; i++)
    {
      /* What the store keeper may set back is known only to the keys.  */
      bool loose = strncmp (names[i], "open/", 5) == 0
                   || strncmp (names[i], "count/", 6) == 0;
      char where[64], text[200];

      snprintf (where, sizeof where, "name='%.47s'", names[i]);
      for (int deep = loose; deep < 2; deep++)
        {
          flip_found (deep, -2, "state", "bytes", 1, where);
          flip_found (deep, -2, "state", "bytes", -1, where);
          snprintf (text, sizeof text,
                    "UPDATE state SET bytes=substr(bytes,2) WHERE %s", where);
          found (deep, -2, text);
          snprintf (text, sizeof text,
                    "UPDATE state SET bytes=CAST(bytes||x'00' AS BLOB) "
                    "WHERE %s",
                    where);
          found (deep, -2, text);
        }
      snprintf (text, sizeof text, "UPDATE state SET bytes=x'' WHERE %s",
                where);
      found (false, -2, text);
      snprintf (text, sizeof text,
                "UPDATE state SET bytes=CAST(bytes AS TEXT) WHERE %s", where);
      found (false, -1, text);
      snprintf (text, sizeof text, "UPDATE state SET name=name||'x' WHERE %s",
                where);
      found (false, -2, text);
      if (loose)
        continue;
      snprintf (text, sizeof text, "DELETE FROM state WHERE %s", where);
      found (false, -2, text);
    }
}

Test (verify, state_rows_that_should_not_be)
{
  static const char *const text[] = {
    "INSERT INTO state VALUES ('other', x'00')",
    "INSERT INTO state VALUES ('', x'00')",
    "INSERT INTO state VALUES ('heads', x'00')",
    "INSERT INTO state VALUES ('tile/0/2', zeroblob(8192))",
    "INSERT INTO state VALUES ('tile/00/1', zeroblob(8192))",
    "INSERT INTO state VALUES ('tile/1/0', zeroblob(8192))",
    "INSERT INTO state VALUES ('tile/9/0', zeroblob(8192))",
    "INSERT INTO state VALUES ('open/00', zeroblob(60))",
    "INSERT INTO state VALUES ('open/0123456789abcdef0123456789abcdef', x'')",
    "INSERT INTO state VALUES ('count/0123456789ABCDEF0123456789ABCDEF', "
    "zeroblob(60))",
    "INSERT INTO state VALUES ('doc/0123456789abcdef0123456789abcdef', "
    "zeroblob(60))",
    /* a name with a NUL inside, and one that is no text */
    "INSERT INTO state VALUES ('head'||char(0)||'x', x'00')",
    "INSERT INTO state VALUES (CAST('headx' AS BLOB), x'00')",
  };

  for (size_t i = 0; i < N_ELEMENTS (text); i++)
    found (false, -2, text[i]);
  found (true, -2,
         "INSERT INTO state VALUES ('count/0123456789abcdef0123456789abcdef',"
         " zeroblob(60))");
  /* Sealed rows are bound to their names.  */
  found (true, -2,
         "UPDATE state SET name='count/0123456789abcdef0123456789abcdef' "
         "WHERE name LIKE 'count/%'");
}

Test (verify, schema)
{
  static const char *const add[][2] = {
    { "CREATE TABLE more(x)", "DROP TABLE more" },
    { "CREATE VIEW more AS SELECT 1", "DROP VIEW more" },
    { "CREATE INDEX more ON record(body)", "DROP INDEX more" },
    { "CREATE TRIGGER more AFTER INSERT ON record BEGIN DELETE FROM state; "
      "END",
      "DROP TRIGGER more" },
    { "PRAGMA application_id=5", "PRAGMA application_id=1162692913" },
    { "PRAGMA user_version=2", "PRAGMA user_version=1" },
    { "ALTER TABLE record ADD COLUMN more",
      "ALTER TABLE record DROP COLUMN more" },
    { "ANALYZE", "DROP TABLE sqlite_stat1" },
  };

  for (size_t i = 0; i < N_ELEMENTS (add); i++)
    {
      struct ledger *l;
      struct fault why;

      sql ("%s", add[i][0]);
      expect (false, false, -2, add[i][0]);
      /* Nobody writes into such a store, and no trigger runs.  */
      box_reload (&box);
      if (ledger_open (&box.setup, &l, &why))
        {
          struct txn *t;
          cr_assert (!ledger_begin (l, TXN_WRITE, &t, &why), "%s", add[i][0]);
          cr_assert_eq (why.code, CODE_EVIDENCE);
          ledger_close (l);
        }
      sql ("%s", add[i][1]);
      box_reload (&box);
    }
  expect (true, false, -2, "all taken away");
  sql ("ALTER TABLE record RENAME TO r2");
  sql ("CREATE VIEW record AS SELECT * FROM r2");
  expect (false, false, -1, "a view in place of the records");
}

/* A state of three commits ago in every respect, the copy new: cut.  */
Test (verify, an_older_state_with_the_newer_copy)
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

/* The registry as it was, and the last record's clear fields patched so that
   it names it.  */
Test (verify, an_older_registry_with_the_last_record_patched)
{
  struct ledger *l;
  struct fault why;

  sql ("CREATE TEMP TABLE s AS SELECT * FROM main.state");
  sql ("CREATE TEMP TABLE r AS SELECT * FROM main.record "
       "ORDER BY seq DESC LIMIT 1");
  l = box_open (&box);
  box_grant (l, "bob", "revoked");
  ledger_close (l);
  expect (true, true, -2, "the honest one");
  sql ("UPDATE state SET bytes=(SELECT bytes FROM temp.s WHERE "
       "temp.s.name=state.name) WHERE name='manifest' OR name LIKE 'doc/%%'");
  expect (false, false, -2, "the registry put back");
  cr_assert (!ledger_open (&box.setup, &l, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
  sql ("UPDATE record SET bytes=CAST(substr(bytes,1,48)||(SELECT "
       "substr(bytes,49,40) FROM temp.r)||substr(bytes,89) AS BLOB) "
       "WHERE seq=%d",
       RECORDS);
  expect (false, false, RECORDS, "and the record patched");
  cr_assert (!ledger_open (&box.setup, &l, &why));
  cr_assert_eq (why.code, CODE_EVIDENCE);
}

Test (verify, a_head_signed_by_another_key)
{
  unsigned char pub[32], secret[64];
  struct checkpoint c = { .size = 1 };
  struct note_key key;
  char note[NOTE_MAX];
  sqlite3_stmt *s;

  /* The right size and root, the right origin, another key.  */
  cr_assert_eq (sqlite3_prepare_v2 (db,
                                    "SELECT bytes FROM state WHERE "
                                    "name='head'",
                                    -1, &s, NULL),
                SQLITE_OK);
  cr_assert_eq (sqlite3_step (s), SQLITE_ROW);
  const char *old = (const char *) sqlite3_column_text (s, 0);
  char *end;
  c.size = strtoull (strchr (old, '\n') + 1, &end, 10);
  cr_assert_eq (c.size, RECORDS);
  cr_assert_eq (base64_decode (end + 1, 44, c.root, 32), 32);
  sqlite3_finalize (s);
  for (unsigned i = 0; i < 64; i++)
    secret[i] = (unsigned char) i;
  /* Signing with a seed's key pair needs the real one.  */
  extern int crypto_sign_seed_keypair (unsigned char *, unsigned char *,
                                       const unsigned char *);
  unsigned char seed[32] = { 7 };
  crypto_sign_seed_keypair (pub, secret, seed);
  cr_assert (note_key_init (&key, "emi.1319999999.n1/1", pub));
  size_t len = note_make (&key, secret, &c, note);
  cr_assert (len > 0);
  CLEANUP_FREE char *hex = malloc (2 * len + 1);
  hex_encode (note, len, hex);
  char *text;
  cr_assert (
      asprintf (&text, "UPDATE state SET bytes=x'%s' WHERE name='head'", hex)
      > 0);
  found (false, -2, text);
  free (text);
}

Test (verify, second_copy)
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

/* --- deep --- */

static void
add_record (struct ledger *l, const char *kind, const char *name,
            const char *value)
{
  struct draft *d = draft_new (kind);
  struct fault why;
  struct txn *t;

  draft_text (d, name, value);
  cr_assert (ledger_begin (l, TXN_WRITE, &t, &why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &why));
}

Test (verify, a_request_has_one_end)
{
  struct ledger *l = box_open (&box);

  add_record (l, "end", "request", "r-1");
  add_record (l, "end", "request", "r-2");
  add_record (l, "intent", "request", "r-1");
  expect (true, true, -2, "one end each");
  add_record (l, "end", "request", "r-1");
  expect (true, false, -2, "nobody sees without the keys");
  expect (false, true, RECORDS + 3, "two ends");
  struct verify_result r = box_verify (&box, true);
  cr_assert_eq (r.first_break, RECORDS + 3);
  verify_result_done (&r);
  ledger_close (l);
}

Test (verify, a_code_is_used_once)
{
  struct ledger *l = box_open (&box);

  add_record (l, "intent", "totp", "alice totp 58817000");
  add_record (l, "intent", "totp", "bob totp 58817000");
  add_record (l, "intent", "totp", "alice totp 58817001");
  expect (true, true, -2, "each once");
  add_record (l, "enrol", "totp", "alice totp 58817000");
  expect (false, true, RECORDS + 3, "twice");
  ledger_close (l);
}

Test (verify, a_statement_is_used_once)
{
  struct ledger *l = box_open (&box);

  add_record (l, "intent", "factor.1.statement", "aa11");
  add_record (l, "intent", "factor.2.statement", "bb22");
  /* The same text under another name is another thing.  */
  add_record (l, "intent", "totp", "aa11");
  expect (true, true, -2, "each once");
  add_record (l, "end", "factor.2.statement", "aa11");
  expect (false, true, RECORDS + 3, "twice");
  ledger_close (l);
}

static void
count_record (void *ctx, const struct record *r)
{
  uint64_t *next = ctx;

  cr_assert_eq (r->seq, *next);
  cr_assert_not_null (record_text (r, "kind"));
  ++*next;
}

Test (verify, deep_hands_out_every_record)
{
  struct verify_result r;
  struct fault why;
  uint64_t next = 0;

  cr_assert (
      ledger_verify (&box.setup, true, NULL, count_record, &next, &r, &why));
  cr_assert_eq (next, RECORDS);
  verify_result_done (&r);
}

/* --- open requests --- */

Test (verify, owners_of_open_requests)
{
  struct ledger *l = box_open (&box);
  char hex[33];

  ledger_token_hex (l, "request", "r-1", hex);
  ledger_close (l);
  CLEANUP_FREE char *name = NULL;
  cr_assert (asprintf (&name, "%s/%s.lock", box.locks, hex) > 0);
  int fd = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  cr_assert_eq (flock (fd, LOCK_EX), 0);
  struct verify_result r = box_verify (&box, false);
  cr_assert (r.holds);
  cr_assert_eq (r.n_warnings, 1, "alive: %s", r.warnings[0]);
  verify_result_done (&r);
  close (fd);
  r = box_verify (&box, false);
  cr_assert_eq (r.n_warnings, 2);
  verify_result_done (&r);
  /* Looking must not have taken it.  */
  fd = open (name, O_RDWR | O_CLOEXEC);
  cr_assert_eq (flock (fd, LOCK_EX | LOCK_NB), 0);
  close (fd);
}

Test (verify, unsynchronised_times_are_said)
{
  struct ledger *l = box_open (&box);

  fake_clock_quality (box.clock, false, 5);
  box_append (l, 2);
  ledger_close (l);
  struct verify_result r = box_verify (&box, false);
  cr_assert (r.holds);
  cr_assert (strstr (r.warnings[r.n_warnings - 1], "2 record(s)"));
  verify_result_done (&r);
}

/* --- the file --- */

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
Test (verify, changes_and_creates_nothing)
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

Test (verify, damaged_files)
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
