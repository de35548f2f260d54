/* SPDX-License-Identifier: Apache-2.0 */
/* Every stored value altered in turn, rows moved, dropped and added, the
   tables themselves changed: each is found.  */
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "altered.h"

TestSuite (verify_rows, .init = setup, .fini = teardown);

Test (verify_rows, every_byte_class_of_a_record)
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
Test (verify_rows, first_break_is_the_altered_record)
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

Test (verify_rows, every_byte_class_of_a_body)
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

Test (verify_rows, records_and_bodies_of_other_shapes)
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

Test (verify_rows, records_moved_dropped_added)
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

Test (verify_rows, index_rows)
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
Test (verify_rows, state_rows)
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

Test (verify_rows, state_rows_that_should_not_be)
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

Test (verify_rows, schema)
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
