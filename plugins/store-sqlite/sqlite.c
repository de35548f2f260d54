/* SPDX-License-Identifier: Apache-2.0 */
/* The store kept in one SQLite file: the contract's side.  Transactions begin
   and end here, rows are rows.c's, the file is open.c's.  */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rows.h"

/* How many of SQLite's steps go by between two looks at the person and the
   deadline: some milliseconds.  */
#define STEPS 200000

static const struct emi_option options[]
    = { { "file", EMI_OPT_PATH, EMI_OPT_REQUIRED | EMI_OPT_WRITE, NULL, NULL,
          "the SQLite file, on a local file system" },
        EMI_OPTION_END };

static emi_rc
store_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
            void **self_out)
{
  struct db *db = calloc (1, sizeof *db);

  if (!db)
    return EMI_INTERNAL;
  *db = (struct db){ .host = host,
                     .call = call,
                     .path = host->option (host_ctx, "file") };
  *self_out = db;
  return EMI_OK;
}

static void
store_close (void *self)
{
  struct db *db = self;

  db_close (db);
  free (db->real);
  free (db);
}

/* Long readings end with the person giving up, and with the deadline.  */
static int
still_wanted (void *ctx)
{
  struct db *db = ctx;

  db->gave_up = db->host->wait (db->call, -1, 0, 0);
  return db->gave_up != EMI_RETRY;
}

static emi_rc
enter (struct db *db, struct emi_call *call)
{
  db->call = call;
  db->gave_up = EMI_OK;
  if (!db->in_transaction)
    return db->host->fail (call, EMI_INTERNAL, "no transaction is open");
  return EMI_OK;
}

/* Every reading passes here: one that somebody disturbed counts for
   nothing.  */
static emi_rc
leave (struct db *db, emi_rc rc)
{
  if (db_disturbed (db))
    return db->host->fail (db->call, EMI_RETRY,
                           "another process began to use the store");
  return rc;
}

static void
count_it (struct db *db, const char *text)
{
  (void) text;
  db->oddities++;
}

/* Inside the write transaction of a new connection: ours, or (CREATE) empty
   and then made ours.  */
static emi_rc
settle_schema (struct db *db, bool create)
{
  sqlite3_stmt *s = db_statement (db, DB_ANCHOR);
  int rc = s ? sqlite3_step (s) : sqlite3_extended_errcode (db->sql);

  if (s)
    sqlite3_reset (s);
  if (rc == SQLITE_DONE && create)
    rc = schema_make (db);
  if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
    return db_fail (db, rc, "opening the store");

  db->oddities = 0;
  emi_rc end = schema_findings (db, count_it);
  if (end == EMI_OK && db->oddities)
    end = db->host->fail (db->call, EMI_PROTOCOL,
                          "the store holds something that is not ours");
  return end;
}

static emi_rc
begin_write (struct db *db, bool create)
{
  bool fresh = db->access != DB_WRITE;
  sqlite3 *before = db->sql;
  emi_rc rc = db_open_write (db, create);

  if (rc != EMI_OK)
    return rc;
  int bad = db_run (db, DB_BEGIN_WRITE);
  if (bad != SQLITE_OK)
    return db_fail (db, bad, "taking the write lock");
  if (fresh || before != db->sql)
    rc = settle_schema (db, create);
  if (rc != EMI_OK)
    db_close (db);
  return rc;
}

/* A reader may come first, too; it is then the one who makes the store.  */
static emi_rc
make_empty (struct db *db)
{
  emi_rc rc = begin_write (db, true);

  if (rc == EMI_OK && db_run (db, DB_COMMIT) != SQLITE_OK)
    {
      rc = db->host->fail (db->call, EMI_UNREACHED, "making the store");
      db_close (db);
    }
  return rc;
}

static emi_rc
begin_read (struct db *db, bool create)
{
  emi_rc rc = create && access (db->path, F_OK) != 0 && errno == ENOENT
                  ? make_empty (db)
                  : EMI_OK;

  if (rc == EMI_OK)
    rc = db_open_read (db);

  if (rc != EMI_OK)
    return rc;
  int bad = db_run (db, DB_BEGIN);
  if (bad == SQLITE_OK)
    bad = db_run (db, DB_ANCHOR);
  if (bad == SQLITE_OK)
    return leave (db, EMI_OK);
  rc = db_fail (db, bad, "reading the store");
  if (db_disturbed (db))
    rc = EMI_RETRY;
  db_close (db);
  return rc;
}

static emi_rc
store_begin (void *self, struct emi_call *call,
             const struct emi_store_begin *in)
{
  struct db *db = self;
  emi_rc rc;

  db->call = call;
  db->gave_up = EMI_OK;
  if (db->in_transaction)
    return db->host->fail (call, EMI_INTERNAL, "a transaction is open");
  int bad = db_make_clear (db);
  if (bad != SQLITE_OK)
    return db_fail (db, bad, "syncing the store");
  bool write = strcmp (in->mode, "write") == 0;
  if (!write && strcmp (in->mode, "read") != 0)
    return db->host->fail (call, EMI_INTERNAL, "no such mode");
  rc = write ? begin_write (db, in->create != 0)
             : begin_read (db, in->create != 0);
  if (rc != EMI_OK)
    return rc;
  db->in_transaction = true;
  db->writing = write;
  sqlite3_progress_handler (db->sql, write ? 0 : STEPS, still_wanted, db);
  return EMI_OK;
}

/* A transaction of a connection that is gone has ended.  */
static emi_rc
store_end (void *self, struct emi_call *call, const struct emi_store_end *in)
{
  struct db *db = self;

  (void) in;
  db->call = call;
  db->gave_up = EMI_OK;
  if (!db->in_transaction)
    return EMI_OK;
  db->in_transaction = db->writing = false;
  if (db_run (db, DB_ROLLBACK) != SQLITE_OK)
    db_close (db);
  return EMI_OK;
}

static emi_rc
store_append (void *self, struct emi_call *call,
              const struct emi_store_append *in)
{
  struct db *db = self;
  emi_rc rc = enter (db, call);

  if (rc != EMI_OK)
    return rc;
  if (!db->writing)
    return db->host->fail (call, EMI_INTERNAL, "not opened for writing");
  return rows_append (db, in);
}

static emi_rc
store_read (void *self, struct emi_call *call, const struct emi_store_read *in)
{
  emi_rc rc = enter (self, call);

  return rc != EMI_OK ? rc
                      : leave (self, rows_read (self, in->first, in->count));
}

static emi_rc
store_find (void *self, struct emi_call *call, const struct emi_store_find *in)
{
  emi_rc rc = enter (self, call);

  return rc != EMI_OK ? rc : leave (self, rows_find (self, in->token));
}

static emi_rc
store_tail (void *self, struct emi_call *call, const struct emi_store_tail *in)
{
  emi_rc rc = enter (self, call);

  (void) in;
  return rc != EMI_OK ? rc : leave (self, rows_tail (self));
}

static emi_rc
store_get (void *self, struct emi_call *call, const struct emi_store_get *in)
{
  emi_rc rc = enter (self, call);

  return rc != EMI_OK ? rc : leave (self, rows_get (self, in->name));
}

static emi_rc
store_list (void *self, struct emi_call *call, const struct emi_store_list *in)
{
  emi_rc rc = enter (self, call);

  return rc != EMI_OK ? rc : leave (self, rows_list (self, in->prefix));
}

static emi_rc
store_index (void *self, struct emi_call *call,
             const struct emi_store_index *in)
{
  emi_rc rc = enter (self, call);

  (void) in;
  return rc != EMI_OK ? rc : leave (self, rows_index (self));
}

static emi_rc
store_check (void *self, struct emi_call *call,
             const struct emi_store_check *in)
{
  emi_rc rc = enter (self, call);

  (void) in;
  return rc != EMI_OK ? rc : leave (self, rows_check (self));
}

static const struct emi_store_ops ops = {
  .size = sizeof ops,
  .begin = store_begin,
  .end = store_end,
  .append = store_append,
  .read = store_read,
  .find = store_find,
  .tail = store_tail,
  .get = store_get,
  .list = store_list,
  .index = store_index,
  .check = store_check,
};

EMI_STORE_PLUGIN (sqlite, &ops, options, .name = "sqlite", .version = "1",
                  .summary = "the ledger in one SQLite file",
                  .threads = EMI_THREAD_INSTANCE, .open = store_open,
                  .close = store_close);
