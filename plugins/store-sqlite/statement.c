/* SPDX-License-Identifier: Apache-2.0 */
/* Every statement that is ever run on the rows, kept prepared; and what
   SQLite's codes mean to the core.  */
#include "db.h"

#include <string.h>

static const char *const text[DB_STATEMENTS] = {
  [DB_BEGIN] = "BEGIN",
  [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
  [DB_COMMIT] = "COMMIT",
  [DB_ROLLBACK] = "ROLLBACK",
  [DB_ANCHOR] = "SELECT 1 FROM sqlite_schema LIMIT 1",
  [DB_MAX] = "SELECT max(seq) FROM record",
  [DB_COUNT] = "SELECT count(*) FROM record",
  [DB_INSERT_RECORD] = "INSERT INTO record(seq,bytes,body) VALUES(?1,?2,?3)",
  [DB_INSERT_INDEX] = "INSERT INTO idx(token,time,seq) VALUES(?1,?2,?3)",
  [DB_SET] = ("INSERT INTO state(name,bytes) VALUES(?1,?2) "
              "ON CONFLICT(name) DO UPDATE SET bytes=excluded.bytes"),
  [DB_DROP] = "DELETE FROM state WHERE name=?1",
  [DB_SELECT_RECORDS] = ("SELECT seq,bytes,body FROM record "
                         "WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq"),
  [DB_FIND] = "SELECT seq,time FROM idx WHERE token=?1 ORDER BY time,seq",
  [DB_GET] = "SELECT bytes FROM state WHERE name=?1",
  [DB_LIST] = "SELECT name,bytes FROM state WHERE name>=?1 ORDER BY name",
  [DB_LIST_BELOW] = ("SELECT name,bytes FROM state "
                     "WHERE name>=?1 AND name<?2 ORDER BY name"),
  [DB_INDEX] = "SELECT seq,time,token FROM idx",
};

sqlite3_stmt *
db_statement (struct db *db, enum db_statement which)
{
  sqlite3_stmt **s = &db->statement[which];

  if (!*s)
    sqlite3_prepare_v3 (db->sql, text[which], -1, SQLITE_PREPARE_PERSISTENT, s,
                        NULL);
  else
    {
      sqlite3_reset (*s);
      sqlite3_clear_bindings (*s);
    }
  return *s;
}

int
db_run (struct db *db, enum db_statement which)
{
  sqlite3_stmt *s = db_statement (db, which);

  if (!s)
    return sqlite3_extended_errcode (db->sql);
  int rc = sqlite3_step (s);
  sqlite3_reset (s);
  return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* A file that contradicts itself or us is PROTOCOL: the core answers that
   the evidence does not hold.  A disk that does not answer is UNREACHED.  */
static emi_rc
end_of (struct db *db, int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return db->gave_up == EMI_CANCELLED ? EMI_CANCELLED : EMI_DEADLINE;
    case SQLITE_INTERRUPT:
      return db->gave_up == EMI_DEADLINE ? EMI_DEADLINE : EMI_CANCELLED;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
    case SQLITE_NOLFS:
      return EMI_UNREACHED;
    case SQLITE_NOMEM:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return EMI_INTERNAL;
    default:
      return EMI_PROTOCOL;
    }
}

emi_rc
db_fail (struct db *db, int rc, const char *doing)
{
  emi_rc end = end_of (db, rc);
  int number = db->sql ? sqlite3_system_errno (db->sql) : 0;

  /* errstr, never errmsg: that one may quote what stands in the file.  */
  if (end == EMI_UNREACHED && number)
    return db->host->fail (db->call, end, "%s: %s (%s)", doing,
                           sqlite3_errstr (rc), strerror (number));
  return db->host->fail (db->call, end, "%s: %s", doing, sqlite3_errstr (rc));
}
