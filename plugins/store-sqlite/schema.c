/* SPDX-License-Identifier: Apache-2.0 */
/* The three tables: made, and found to be these and no others.  */
#include "db.h"

#include <stdio.h>
#include <string.h>

/* Every row that sqlite_schema may hold.  The text is compared byte for byte
   with what SQLite kept of our CREATE.  */
static const struct
{
  const char *type;
  const char *name;
  const char *table;
  const char *sql;
} schema[] = {
  { "table", "record", "record",
    "CREATE TABLE record(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL, "
    "body BLOB NOT NULL)" },
  { "table", "idx", "idx",
    "CREATE TABLE idx(token BLOB, time INTEGER, seq INTEGER, "
    "PRIMARY KEY(token,time,seq)) WITHOUT ROWID" },
  { "table", "state", "state",
    "CREATE TABLE state(name TEXT PRIMARY KEY NOT NULL, "
    "bytes BLOB NOT NULL)" },
  { "index", "sqlite_autoindex_state_1", "state", NULL },
};
#define N_SCHEMA (sizeof schema / sizeof *schema)

int
schema_make (struct db *db)
{
  char pragma[96];
  int rc = SQLITE_OK;

  for (size_t i = 0; rc == SQLITE_OK && i < N_SCHEMA; i++)
    if (schema[i].sql)
      rc = sqlite3_exec (db->sql, schema[i].sql, NULL, NULL, NULL);
  snprintf (pragma, sizeof pragma,
            "PRAGMA application_id=%d; PRAGMA user_version=%d",
            DB_APPLICATION_ID, DB_VERSION);
  if (rc == SQLITE_OK)
    rc = sqlite3_exec (db->sql, pragma, NULL, NULL, NULL);
  return rc;
}

static bool
same (sqlite3_stmt *s, int column, const char *want)
{
  const void *is = sqlite3_column_text (s, column);

  if (!is || !want)
    return !is && !want && sqlite3_column_type (s, column) == SQLITE_NULL;
  return (size_t) sqlite3_column_bytes (s, column) == strlen (want)
         && memcmp (is, want, strlen (want)) == 0;
}

/* Bit of the schema row that S stands on, 0 when it is none of ours.  */
static unsigned
recognise (sqlite3_stmt *s)
{
  for (size_t i = 0; i < N_SCHEMA; i++)
    if (same (s, 0, schema[i].type) && same (s, 1, schema[i].name)
        && same (s, 2, schema[i].table) && same (s, 3, schema[i].sql))
      return 1u << i;
  return 0;
}

static int
number (struct db *db, const char *sql, int *out)
{
  sqlite3_stmt *s = NULL;
  int rc = sqlite3_prepare_v2 (db->sql, sql, -1, &s, NULL);

  if (rc == SQLITE_OK && (rc = sqlite3_step (s)) == SQLITE_ROW)
    {
      *out = sqlite3_column_int (s, 0);
      rc = SQLITE_OK;
    }
  sqlite3_finalize (s);
  return rc;
}

static void
foreign (struct db *db, sqlite3_stmt *s,
         void (*found) (struct db *db, const char *text))
{
  char line[160];
  int len = sqlite3_column_bytes (s, 0);
  const char *type = (const char *) sqlite3_column_text (s, 0);

  /* The name is whoever made it's choice and is not repeated.  */
  if (!type || len > 16 || strspn (type, "abcdefghijklmnopqrstuvwxyz") < 4)
    type = "thing";
  snprintf (line, sizeof line, "a %s that is not ours is in the store", type);
  found (db, line);
}

emi_rc
schema_findings (struct db *db,
                 void (*found) (struct db *db, const char *text))
{
  sqlite3_stmt *s = NULL;
  unsigned seen = 0, bit;
  int id = 0, version = 0;
  int rc = sqlite3_prepare_v2 (
      db->sql, "SELECT type,name,tbl_name,sql FROM sqlite_schema", -1, &s,
      NULL);

  while (rc == SQLITE_OK && sqlite3_step (s) == SQLITE_ROW)
    {
      bit = recognise (s);
      if (!bit || (seen & bit))
        foreign (db, s, found);
      seen |= bit;
    }
  /* Finalizing repeats how the last step ended.  */
  rc = s ? sqlite3_finalize (s) : rc;
  if (rc == SQLITE_OK)
    rc = number (db, "PRAGMA application_id", &id);
  if (rc == SQLITE_OK)
    rc = number (db, "PRAGMA user_version", &version);
  if (rc != SQLITE_OK)
    return db_fail (db, rc, "reading the schema");

  if (seen != (1u << N_SCHEMA) - 1)
    found (db, "a table of the store is missing or different");
  if (id != DB_APPLICATION_ID || version != DB_VERSION)
    found (db, "the file is marked as something else");
  return EMI_OK;
}
