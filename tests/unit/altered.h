/* SPDX-License-Identifier: Apache-2.0 */
/* A whole ledger and a way around emi into its store, to alter what stands
   there and see whether a verification finds it.  Static: each test program
   has its own.  */
#ifndef EMI_TESTS_UNIT_ALTERED_H
#define EMI_TESTS_UNIT_ALTERED_H

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digest.h"
#include "lib/ledger-box.h"

/* Two full tiles and something behind them.  */
#define COMMITS 42
#define EACH 15
#define RECORDS (2 + COMMITS * EACH)

static struct ledger_box box;
static sqlite3 *db;

static inline void
row (struct ledger *l, enum row_family family, const char *kind,
     const char *value)
{
  struct fault why;
  struct txn *t;

  cr_assert (ledger_begin (l, TXN_WRITE, &t, &why));
  cr_assert (txn_row_put (t, family, kind, value, "{}", 2, &why));
  cr_assert (txn_commit (t, &why));
}

static inline void
open_db (void)
{
  cr_assert_eq (sqlite3_open (box.db, &db), SQLITE_OK);
}

/* The whole ledger, with rows of every family.  */
static inline void
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

static inline void
teardown (void)
{
  sqlite3_close (db);
  box_done (&box);
}

static inline void
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
static inline void
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
static inline void
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
static inline char *
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

static inline void
flip_found (bool deep, int64_t most, const char *table, const char *column,
            int at, const char *where)
{
  CLEANUP_FREE char *text = flip (table, column, at, 1, where);

  found (deep, most, text);
}

#endif
