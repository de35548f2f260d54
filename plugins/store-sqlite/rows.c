/* SPDX-License-Identifier: Apache-2.0 */
/* Reading rows.  Nothing is believed of their types: a value that is not what
   the schema says is a fault of the file.  */
#include "rows.h"

#include <stdio.h>
#include <string.h>

static struct emi_span
blob (sqlite3_stmt *s, int column)
{
  const void *data = sqlite3_column_blob (s, column);

  return (struct emi_span){ data, (size_t) sqlite3_column_bytes (s, column) };
}

/* By hand: a verification writes two of these for every row of the index. */
static struct emi_span
decimal (sqlite3_stmt *s, int column, char text[24])
{
  int64_t v = sqlite3_column_int64 (s, column);
  uint64_t left = v < 0 ? -(uint64_t) v : (uint64_t) v;
  char *at = text + 24;

  do
    *--at = (char) ('0' + left % 10);
  while (left /= 10);
  if (v < 0)
    *--at = '-';
  return (struct emi_span){ at, (size_t) (text + 24 - at) };
}

static bool
typed (sqlite3_stmt *s, int column, int type)
{
  return sqlite3_column_type (s, column) == type;
}

static emi_rc
wrong_type (struct db *db)
{
  return db->host->fail (db->call, EMI_PROTOCOL, "a value has the wrong type");
}

static emi_rc
put_record (struct db *db, sqlite3_stmt *s)
{
  char seq[24];

  if (!typed (s, 1, SQLITE_BLOB) || !typed (s, 2, SQLITE_BLOB))
    return wrong_type (db);
  const struct emi_field fields[] = {
    { "seq", decimal (s, 0, seq) },
    { "record", blob (s, 1) },
    { "body", blob (s, 2) },
  };
  return db->host->put_fields (db->call, "record",
                               &(struct emi_fields){ fields, 3 });
}

static emi_rc
put_hit (struct db *db, sqlite3_stmt *s)
{
  char seq[24], time[24];

  if (!typed (s, 0, SQLITE_INTEGER) || !typed (s, 1, SQLITE_INTEGER))
    return wrong_type (db);
  const struct emi_field fields[]
      = { { "seq", decimal (s, 0, seq) }, { "time", decimal (s, 1, time) } };
  return db->host->put_fields (db->call, "hit",
                               &(struct emi_fields){ fields, 2 });
}

static emi_rc
put_entry (struct db *db, sqlite3_stmt *s)
{
  char seq[24], time[24];

  if (!typed (s, 0, SQLITE_INTEGER) || !typed (s, 1, SQLITE_INTEGER)
      || !typed (s, 2, SQLITE_BLOB))
    return wrong_type (db);
  const struct emi_field fields[] = {
    { "seq", decimal (s, 0, seq) },
    { "time", decimal (s, 1, time) },
    { "token", blob (s, 2) },
  };
  return db->host->put_fields (db->call, "entry",
                               &(struct emi_fields){ fields, 3 });
}

static emi_rc
put_row (struct db *db, sqlite3_stmt *s)
{
  if (!typed (s, 0, SQLITE_TEXT) || !typed (s, 1, SQLITE_BLOB))
    return wrong_type (db);
  const struct emi_field fields[]
      = { { "name", blob (s, 0) }, { "value", blob (s, 1) } };
  return db->host->put_fields (db->call, "row",
                               &(struct emi_fields){ fields, 2 });
}

static emi_rc
put_value (struct db *db, sqlite3_stmt *s)
{
  if (!typed (s, 0, SQLITE_BLOB))
    return wrong_type (db);
  struct emi_span v = blob (s, 0);
  return db->host->put (db->call, "value", v.data, v.len);
}

/* Steps through S, handing each row to PUT.  RETRY from there ends the
   reading well.  ROWS_OUT, when given, says how many there were.  */
static emi_rc
each (struct db *db, sqlite3_stmt *s,
      emi_rc (*put) (struct db *, sqlite3_stmt *), int64_t *rows_out)
{
  emi_rc end = EMI_OK;
  int64_t rows = 0;
  int rc = SQLITE_ROW;

  if (!s)
    return db_fail (db, sqlite3_extended_errcode (db->sql), "reading");
  while (end == EMI_OK && (rc = sqlite3_step (s)) == SQLITE_ROW)
    {
      rows++;
      end = put (db, s);
    }
  sqlite3_reset (s);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    return db_fail (db, rc, "reading");
  if (rows_out)
    *rows_out = rows;
  return end == EMI_RETRY ? EMI_OK : end;
}

emi_rc
rows_read (struct db *db, int64_t first, int64_t count)
{
  sqlite3_stmt *s = db_statement (db, DB_SELECT_RECORDS);
  int64_t last;

  if (count <= 0)
    return EMI_OK;
  if (__builtin_add_overflow (first, count - 1, &last))
    last = INT64_MAX;
  if (s)
    {
      sqlite3_bind_int64 (s, 1, first);
      sqlite3_bind_int64 (s, 2, last);
    }
  return each (db, s, put_record, NULL);
}

emi_rc
rows_find (struct db *db, struct emi_span token)
{
  sqlite3_stmt *s = db_statement (db, DB_FIND);

  if (s)
    sqlite3_bind_blob64 (s, 1, token.data, token.len, SQLITE_STATIC);
  return each (db, s, put_hit, NULL);
}

static emi_rc
number (struct db *db, enum db_statement which, int64_t *out)
{
  sqlite3_stmt *s = db_statement (db, which);
  int rc = s ? sqlite3_step (s) : sqlite3_extended_errcode (db->sql);

  if (rc != SQLITE_ROW)
    return db_fail (db, rc, "counting");
  if (sqlite3_column_type (s, 0) != SQLITE_NULL)
    *out = sqlite3_column_int64 (s, 0);
  sqlite3_reset (s);
  return EMI_OK;
}

emi_rc
rows_tail (struct db *db)
{
  char a[24], b[24];
  int64_t count = 0, last = -1;
  emi_rc rc = number (db, DB_COUNT, &count);

  if (rc == EMI_OK)
    rc = number (db, DB_MAX, &last);
  if (rc != EMI_OK)
    return rc;
  int a_len = snprintf (a, sizeof a, "%lld", (long long) count);
  int b_len = snprintf (b, sizeof b, "%lld", (long long) last);
  const struct emi_field fields[] = { { "count", { a, (size_t) a_len } },
                                      { "last", { b, (size_t) b_len } } };
  return db->host->put_fields (db->call, "tail",
                               &(struct emi_fields){ fields, 2 });
}

emi_rc
rows_get (struct db *db, const char *name)
{
  sqlite3_stmt *s = db_statement (db, DB_GET);
  int64_t rows = 0;

  if (s)
    sqlite3_bind_text (s, 1, name, -1, SQLITE_STATIC);
  emi_rc rc = each (db, s, put_value, &rows);
  return rc == EMI_OK && rows == 0 ? EMI_ABSENT : rc;
}

emi_rc
rows_list (struct db *db, const char *prefix)
{
  char above[256];
  size_t len = strlen (prefix);

  if (len >= sizeof above)
    return db->host->fail (db->call, EMI_INTERNAL, "too long a prefix");
  sqlite3_stmt *s = db_statement (db, len ? DB_LIST_BELOW : DB_LIST);
  if (s)
    {
      /* The first name that no longer begins so: '/' becomes '0'.  */
      memcpy (above, prefix, len + 1);
      if (len)
        above[len - 1]++;
      sqlite3_bind_text (s, 1, prefix, -1, SQLITE_STATIC);
      if (len)
        sqlite3_bind_text (s, 2, above, -1, SQLITE_STATIC);
    }
  return each (db, s, put_row, NULL);
}

emi_rc
rows_index (struct db *db)
{
  return each (db, db_statement (db, DB_INDEX), put_entry, NULL);
}
