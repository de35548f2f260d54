/* SPDX-License-Identifier: Apache-2.0 */
/* One batch, atomic and durable when it returns.  */
#include "rows.h"

#include <string.h>
#include <sys/statvfs.h>

#define INDEX_BLOCK 4096
#define INDEX_ROOM (256 * 1024)

/* The record that the batch is in the middle of.  */
struct building
{
  int64_t seq;
  const struct emi_field *bytes;
  bool has_body;
  bool has_time;
  int64_t time;
};

static bool
is (const struct emi_field *f, const char *name)
{
  return strcmp (f->name, name) == 0;
}

static bool
decimal (struct emi_span s, int64_t *out)
{
  const char *p = s.data;
  int64_t v = 0;

  if (!s.len || s.len > 18)
    return false;
  for (size_t i = 0; i < s.len; i++)
    {
      if (p[i] < '0' || p[i] > '9')
        return false;
      v = v * 10 + (p[i] - '0');
    }
  *out = v;
  return true;
}

/* A blob of length 0 is a blob, not NULL.  */
static int
bind (sqlite3_stmt *s, int n, struct emi_span v)
{
  return sqlite3_bind_blob64 (s, n, v.len ? v.data : "", v.len, SQLITE_STATIC);
}

static int
finish (sqlite3_stmt *s)
{
  int rc = sqlite3_step (s);

  /* What was bound is the caller's and goes when the call returns.  */
  sqlite3_reset (s);
  sqlite3_clear_bindings (s);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
insert_record (struct db *db, const struct building *b, struct emi_span body)
{
  sqlite3_stmt *s = db_statement (db, DB_INSERT_RECORD);

  if (!s)
    return sqlite3_extended_errcode (db->sql);
  sqlite3_bind_int64 (s, 1, b->seq);
  bind (s, 2, b->bytes->value);
  bind (s, 3, body);
  return finish (s);
}

static int
insert_index (struct db *db, const struct building *b, struct emi_span token)
{
  sqlite3_stmt *s = db_statement (db, DB_INSERT_INDEX);

  if (!s)
    return sqlite3_extended_errcode (db->sql);
  bind (s, 1, token);
  sqlite3_bind_int64 (s, 2, b->time);
  sqlite3_bind_int64 (s, 3, b->seq);
  return finish (s);
}

static int
change_state (struct db *db, const char *name, const struct emi_span *value)
{
  sqlite3_stmt *s = db_statement (db, value ? DB_SET : DB_DROP);

  if (!s)
    return sqlite3_extended_errcode (db->sql);
  sqlite3_bind_text (s, 1, name, -1, SQLITE_STATIC);
  if (value)
    bind (s, 2, *value);
  return finish (s);
}

/* SQLITE_MISUSE: the batch is not in the order that the contract gives.  */
static int
take (struct db *db, struct building *b, const struct emi_field *f)
{
  if (strncmp (f->name, "set/", 4) == 0)
    return change_state (db, f->name + 4, &f->value);
  if (strncmp (f->name, "drop/", 5) == 0)
    return change_state (db, f->name + 5, NULL);
  if (is (f, "record"))
    {
      b->seq++;
      b->bytes = f;
      b->has_body = b->has_time = false;
      return SQLITE_OK;
    }
  if (is (f, "body") && b->bytes && !b->has_body)
    {
      b->has_body = true;
      return insert_record (db, b, f->value);
    }
  if (is (f, "time") && b->has_body && decimal (f->value, &b->time))
    {
      b->has_time = true;
      return SQLITE_OK;
    }
  if (is (f, "token") && b->has_time)
    return insert_index (db, b, f->value);
  return SQLITE_MISUSE;
}

/* One more than the greatest number; the middle is the verifier's matter. */
static int
count_now (struct db *db, int64_t *out)
{
  sqlite3_stmt *s = db_statement (db, DB_MAX);
  int rc = s ? sqlite3_step (s) : sqlite3_extended_errcode (db->sql);

  if (rc != SQLITE_ROW)
    return rc;
  *out = sqlite3_column_type (s, 0) == SQLITE_NULL
             ? 0
             : sqlite3_column_int64 (s, 0) + 1;
  sqlite3_reset (s);
  return SQLITE_OK;
}

/* SQLite makes sure of room for the pages of its shared index by writing one
   byte in every 4096.  Where blocks are smaller that leaves holes, and on a
   full disk touching one ends the process; so there some room must be.  */
static bool
too_full (const struct db *db)
{
  struct statvfs fs;

  return statvfs (db->real, &fs) == 0 && fs.f_frsize < INDEX_BLOCK
         && (uint64_t) fs.f_bavail * fs.f_frsize < INDEX_ROOM;
}

/* After a failure the connection is closed: what SQLite's memory says of the
   file is then no longer believed (a failed sync may have dropped it).  */
static emi_rc
give_up (struct db *db, int rc)
{
  emi_rc end = db_fail (db, rc, "writing");

  db_run (db, DB_ROLLBACK);
  db_close (db);
  return end;
}

emi_rc
rows_append (struct db *db, const struct emi_store_append *in)
{
  struct building b = { .seq = in->expected - 1 };
  int64_t count = 0;
  int rc = count_now (db, &count);

  if (rc == SQLITE_OK && count != in->expected)
    {
      db_run (db, DB_ROLLBACK);
      db->in_transaction = db->writing = false;
      return db->host->fail (db->call, EMI_PROTOCOL,
                             "the store does not end where it should");
    }
  if (rc == SQLITE_OK && too_full (db))
    rc = SQLITE_FULL;
  for (size_t i = 0; rc == SQLITE_OK && i < in->batch.n; i++)
    rc = take (db, &b, &in->batch.v[i]);
  if (rc == SQLITE_OK && b.bytes && !b.has_time)
    rc = SQLITE_MISUSE;
  /* A full disk leaves the commit's last page unwritten: that is clear.  */
  if (rc == SQLITE_OK && (rc = db_run (db, DB_COMMIT)) != SQLITE_OK)
    db->unclear = (rc & 0xff) != SQLITE_FULL;
  if (rc != SQLITE_OK)
    return give_up (db, rc);
  db->in_transaction = db->writing = false;
  return EMI_OK;
}
