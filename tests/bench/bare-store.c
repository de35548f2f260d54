/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite as anybody would use it: prepared statements, one transaction at a
   time.  */
#include "bench/bare-store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

enum
{
  BEGIN,
  COMMIT,
  NEXT,
  RECORD,
  INDEX,
  SET,
  DROP,
  STATEMENTS
};

static const char *const text[STATEMENTS] = {
  [BEGIN] = "BEGIN IMMEDIATE",
  [COMMIT] = "COMMIT",
  [NEXT] = "SELECT max(seq)+1 FROM record",
  [RECORD] = "INSERT INTO record(seq,bytes,body) VALUES(?1,?2,?3)",
  [INDEX] = "INSERT INTO idx(token,time,seq) VALUES(?1,?2,?3)",
  [SET] = "INSERT INTO state(name,bytes) VALUES(?1,?2) "
          "ON CONFLICT(name) DO UPDATE SET bytes=excluded.bytes",
  [DROP] = "DELETE FROM state WHERE name=?1",
};

struct bare_store
{
  sqlite3 *sql;
  sqlite3_stmt *s[STATEMENTS];
  char open[64]; /* the row that the last commit made */
  unsigned char noise[8192];
};

static void
good (struct bare_store *b, int rc)
{
  bench_must (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE,
              sqlite3_errmsg (b->sql));
}

struct bare_store *
bare_store_open (const char *path)
{
  struct bare_store *b = calloc (1, sizeof *b);

  bench_must (b != NULL, "memory");
  good (b, sqlite3_open_v2 (path, &b->sql,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                            NULL));
  sqlite3_busy_timeout (b->sql, 60000);
  good (b, sqlite3_exec (b->sql,
                         "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                         "PRAGMA secure_delete=ON",
                         NULL, NULL, NULL));
  for (int i = 0; i < STATEMENTS; i++)
    good (b, sqlite3_prepare_v2 (b->sql, text[i], -1, &b->s[i], NULL));
  randombytes_buf (b->noise, sizeof b->noise);
  return b;
}

void
bare_store_close (struct bare_store *b)
{
  for (int i = 0; i < STATEMENTS; i++)
    sqlite3_finalize (b->s[i]);
  sqlite3_close (b->sql);
  free (b);
}

static void
run (struct bare_store *b, int which)
{
  good (b, sqlite3_step (b->s[which]));
  sqlite3_reset (b->s[which]);
}

static void
blob (struct bare_store *b, int which, int at, const void *data, size_t len)
{
  sqlite3_bind_blob (b->s[which], at, data, (int) len, SQLITE_STATIC);
}

static void
set (struct bare_store *b, const char *name, size_t len)
{
  sqlite3_bind_text (b->s[SET], 1, name, -1, SQLITE_STATIC);
  blob (b, SET, 2, b->noise, len);
  run (b, SET);
}

static void
change_open (struct bare_store *b)
{
  unsigned char token[16];

  if (*b->open)
    {
      sqlite3_bind_text (b->s[DROP], 1, b->open, -1, SQLITE_STATIC);
      run (b, DROP);
    }
  randombytes_buf (token, sizeof token);
  memcpy (b->open, "open/", 5);
  sodium_bin2hex (b->open + 5, sizeof b->open - 5, token, sizeof token);
  set (b, b->open, 400);
}

void
bare_store_commit (struct bare_store *b, size_t body, size_t tokens)
{
  int64_t seq;

  run (b, BEGIN);
  good (b, sqlite3_step (b->s[NEXT]));
  seq = sqlite3_column_int64 (b->s[NEXT], 0);
  sqlite3_reset (b->s[NEXT]);

  sqlite3_bind_int64 (b->s[RECORD], 1, seq);
  blob (b, RECORD, 2, b->noise, 152);
  blob (b, RECORD, 3, b->noise, body);
  run (b, RECORD);
  for (size_t i = 0; i < tokens; i++)
    {
      unsigned char token[16];

      randombytes_buf (token, sizeof token);
      blob (b, INDEX, 1, token, sizeof token);
      sqlite3_bind_int64 (b->s[INDEX], 2, 1768179600000000 + seq);
      sqlite3_bind_int64 (b->s[INDEX], 3, seq);
      run (b, INDEX);
    }
  set (b, "head", 220);
  set (b, "frontier", 5 * 32);
  change_open (b);
  run (b, COMMIT);
}

/* --- scanning --- */

static uint64_t
scan (struct bare_store *b, const char *sql)
{
  unsigned char digest[crypto_hash_sha256_BYTES];
  sqlite3_stmt *s = NULL;
  uint64_t rows = 0;
  int rc;

  good (b, sqlite3_prepare_v2 (b->sql, sql, -1, &s, NULL));
  while ((rc = sqlite3_step (s)) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (s); i++)
        {
          const void *data = sqlite3_column_blob (s, i);

          crypto_hash_sha256 (digest, data,
                              (size_t) sqlite3_column_bytes (s, i));
        }
      rows++;
    }
  good (b, rc);
  sqlite3_finalize (s);
  return rows;
}

uint64_t
bare_store_scan (struct bare_store *b)
{
  uint64_t n = scan (b, "SELECT bytes,body FROM record ORDER BY seq");

  scan (b, "SELECT token||time||seq FROM idx");
  scan (b, "SELECT name,bytes FROM state");
  return n;
}
