/* SPDX-License-Identifier: Apache-2.0 */
/* One SQLite file and the one connection to it: how it is opened for writing,
   how for reading without leaving a trace, its settings, its statements.  What
   the rows mean is not known here.  */
#ifndef STORE_SQLITE_DB_H
#define STORE_SQLITE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <sys/stat.h>

#include <emi/host.h>

/* "EMI1": what file(1) and a person with a hex editor see.  */
#define DB_APPLICATION_ID 0x454d4931
#define DB_VERSION 1

enum db_access
{
  DB_CLOSED,
  DB_WRITE, /* the usual connection; needs write permission */
  DB_READ,  /* beside others: their shared memory is read, not written */
  DB_STILL  /* no other process has it open, so there is none to ask */
};

enum db_statement
{
  DB_BEGIN,
  DB_BEGIN_WRITE,
  DB_COMMIT,
  DB_ROLLBACK,
  DB_ANCHOR, /* makes BEGIN take its snapshot now */
  DB_MAX,
  DB_COUNT,
  DB_INSERT_RECORD,
  DB_INSERT_INDEX,
  DB_SET,
  DB_DROP,
  DB_SELECT_RECORDS,
  DB_FIND,
  DB_GET,
  DB_LIST,
  DB_LIST_BELOW,
  DB_INDEX,
  DB_STATEMENTS
};

struct db
{
  const struct emi_host *host;
  struct emi_call *call; /* the running one */
  const char *path;      /* as configured; the host's */
  char *real;            /* the same, its folder without links */
  sqlite3 *sql;
  enum db_access access;
  bool in_transaction;
  bool writing;
  emi_rc gave_up;        /* how waiting for another process ended */
  int oddities;          /* what schema_findings found */
  struct stat still;     /* the file when it was opened DB_STILL */
  struct stat still_log; /* and its log, when that has no frame (bare_log) */
  bool bare_log;
  bool unclear; /* a commit failed: what it wrote may be seen, but not last */
  sqlite3_stmt *statement[DB_STATEMENTS];
};

/* Opens for writing (kept for later reading too) or for reading.  ABSENT when
   there is no file and CREATE is false.  */
emi_rc db_open_write (struct db *db, bool create);
emi_rc db_open_read (struct db *db);
void db_close (struct db *db);

/* After an unclear commit, before anything is read: an SQLite code.  */
int db_make_clear (struct db *db);

/* True when another process began to use a file opened DB_STILL: what was
   just read may be half of one state and half of another.  */
bool db_disturbed (const struct db *db);

/* The statement, made at first use and reset; NULL when SQLite refuses it
   (db_fail then says why).  */
sqlite3_stmt *db_statement (struct db *db, enum db_statement which);
/* Runs one that gives no rows; an SQLite code.  */
int db_run (struct db *db, enum db_statement which);

/* The end that fits SQLite's RC, with its sentence; DOING says during what. */
emi_rc db_fail (struct db *db, int rc, const char *doing);

/* schema.c: the three tables, made in the running transaction; and whether
   what is there is exactly that (a sentence about the first thing that is
   not, or NULL).  */
int schema_make (struct db *db);
emi_rc schema_findings (struct db *db,
                        void (*found) (struct db *db, const char *text));

#endif
