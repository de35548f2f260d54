/* SPDX-License-Identifier: Apache-2.0 */
/* Is the file sound in itself?  What its rows say is the core's to judge.  */
#include "rows.h"

#include <stdio.h>
#include <string.h>

/* Enough to see what kind of damage it is.  */
#define MOST "20"

static void
say (struct db *db, const char *line)
{
  db->host->put (db->call, "finding", line, strlen (line));
}

/* SQLite names pages, tables and row numbers, never contents.  */
static int
integrity (struct db *db)
{
  sqlite3_stmt *s = NULL;
  char line[200];
  int rc = sqlite3_prepare_v2 (db->sql, "PRAGMA integrity_check(" MOST ")", -1,
                               &s, NULL);

  while (rc == SQLITE_OK && sqlite3_step (s) == SQLITE_ROW)
    {
      const char *is = (const char *) sqlite3_column_text (s, 0);
      if (is && strcmp (is, "ok") == 0)
        continue;
      snprintf (line, sizeof line, "the file is damaged: %.150s",
                is ? is : "?");
      for (char *p = line; *p; p++)
        if (*p < ' ' || *p > '~')
          *p = ' ';
      say (db, line);
    }
  return s ? sqlite3_finalize (s) : rc;
}

/* SQLite lets any type into most columns, so "the same bytes as text" would
   pass every comparison; and numbers below 0 lie outside every range that is
   read.  Records and index are read whole by whoever verifies, and rows.c
   refuses a wrong type there.  */
static const struct
{
  const char *sql;
  const char *line;
} odd[] = {
  { "SELECT 1 FROM record WHERE seq<0 LIMIT 1",
    "there is a record numbered below 0" },
  { "SELECT 1 FROM state WHERE typeof(name)<>'text' "
    "OR typeof(bytes)<>'blob' LIMIT 1",
    "a value in the table of states has the wrong type" },
};

static int
types (struct db *db)
{
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
    {
      sqlite3_stmt *s = NULL;
      int rc = sqlite3_prepare_v2 (db->sql, odd[i].sql, -1, &s, NULL);

      if (rc != SQLITE_OK)
        return rc;
      if (sqlite3_step (s) == SQLITE_ROW)
        say (db, odd[i].line);
      if ((rc = sqlite3_finalize (s)) != SQLITE_OK)
        return rc;
    }
  return SQLITE_OK;
}

emi_rc
rows_check (struct db *db)
{
  int rc = integrity (db);

  if (rc != SQLITE_OK)
    return db_fail (db, rc, "checking the file");
  emi_rc end = schema_findings (db, say);
  if (end != EMI_OK)
    return end;
  rc = types (db);
  return rc == SQLITE_OK ? EMI_OK : db_fail (db, rc, "checking the values");
}
