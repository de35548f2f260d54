/* SPDX-License-Identifier: Apache-2.0 */
/* Opening and closing the file.

   A writer opens it as SQLite is usually opened.  A reader must neither
   create nor change anything, not even the files that SQLite keeps beside the
   store, and must see what a killed process left in the write-ahead log:

     FILE-wal and FILE-shm there    DB_READ, shared memory read-only
     both, the log holds no frame   DB_STILL, immutable: a writer that died
                                    between the log's header and its first
                                    frame; SQLite's readers of shared memory
                                    wait for ever for one to come back
     only a FILE-wal with content   DB_STILL, no locks, index in our memory
     neither                        DB_STILL, immutable

   DB_STILL knows no locks, so the reader looks after each operation whether
   somebody came (db_disturbed) and then says RETRY.  Writers leave both files
   behind (SQLITE_FCNTL_PERSIST_WAL), so this is the case of a file that was
   copied or that another tool had open.  That they stay is also what lets a
   reader open the store on a full disk.  */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

/* The log shrinks to this when all is in the file; what is below is reused
   without changing its size, which makes a commit cheaper.  */
#define LOG_BYTES "16777216"
/* The log's header; frames follow.  */
#define LOG_HEADER 32

static emi_rc
say_errno (struct db *db, emi_rc rc, const char *doing)
{
  return db->host->fail (db->call, rc, "%s: %s", doing, strerror (errno));
}

/* Locks and shared memory work for certain on local file systems only.  */
static bool
on_network (const char *path)
{
  static const uint32_t magic[] = {
    NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC,  SMB2_SUPER_MAGIC,
    CODA_SUPER_MAGIC, AFS_SUPER_MAGIC,  AFS_FS_MAGIC,      V9FS_MAGIC,
    CEPH_SUPER_MAGIC, FUSE_SUPER_MAGIC, OCFS2_SUPER_MAGIC, 0x564c, /* NCP */
    0x01161970,                                                    /* GFS2 */
    0x0bd00bd0,                                                    /* Lustre */
    0x47504653,                                                    /* GPFS */
    0x786f4256,                                                    /* vboxsf */
  };
  struct statfs fs;

  if (statfs (path, &fs) != 0)
    return false;
  for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
    if ((uint32_t) fs.f_type == magic[i])
      return true;
  return false;
}

/* Has the log no frame, but a header that a reader would wait about?  An
   empty log is understood, and so is one with frames under a header.  */
static bool
log_is_bare (const struct db *db, const struct stat *log)
{
  char path[4096 + 8];
  unsigned char head[LOG_HEADER] = { 0 };
  ssize_t n;
  int fd;

  if (log->st_size < LOG_HEADER
      || snprintf (path, sizeof path, "%s-wal", db->real) >= (int) sizeof path)
    return false;
  if (log->st_size == LOG_HEADER)
    return true;
  fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  n = fd < 0 ? -1 : pread (fd, head, sizeof head, 0);
  if (fd >= 0)
    close (fd);
  /* Of no log that SQLite would read: what comes after counts for nothing. */
  return n == LOG_HEADER
         && (head[0] != 0x37 || head[1] != 0x7f || head[2] != 0x06
             || (head[3] & 0xfe) != 0x82);
}

/* The folder's real path, so that SQLITE_OPEN_NOFOLLOW speaks of the file
   alone: a data folder behind a link is normal, a store behind one is not. */
static emi_rc
find_folder (struct db *db)
{
  char *copy = strdup (db->path), *copy2 = strdup (db->path);
  char *folder = copy ? realpath (dirname (copy), NULL) : NULL;
  emi_rc rc = EMI_OK;

  free (db->real);
  db->real = NULL;
  if (!copy || !copy2)
    rc = EMI_INTERNAL;
  else if (!folder)
    rc = say_errno (db, EMI_UNREACHED, "the store's folder");
  else if (on_network (folder))
    rc = db->host->fail (db->call, EMI_CONFIG,
                         "the store must not lie on a network file system");
  else if (asprintf (&db->real, "%s/%s", folder, basename (copy2)) < 0)
    {
      db->real = NULL;
      rc = EMI_INTERNAL;
    }
  free (folder);
  free (copy);
  free (copy2);
  return rc;
}

static bool
beside (const struct db *db, const char *suffix, struct stat *st)
{
  char path[4096 + 8];

  if (snprintf (path, sizeof path, "%s%s", db->real, suffix)
      >= (int) sizeof path)
    return false;
  return stat (path, st) == 0;
}

/* Regular, and not through a link.  */
static emi_rc
look (struct db *db, struct stat *st)
{
  if (lstat (db->real, st) != 0)
    {
      if (errno == ENOENT)
        return db->host->fail (db->call, EMI_ABSENT, "there is no store");
      return say_errno (db, EMI_UNREACHED, "the store's file");
    }
  if (!S_ISREG (st->st_mode))
    return db->host->fail (db->call, EMI_UNREACHED,
                           "the store's file is no regular file");
  return EMI_OK;
}

/* An empty file with our mode whatever the umask; the log and its index
   inherit it.  */
static emi_rc
make_file (struct db *db)
{
  int fd = open (db->real, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                 0600);

  if (fd < 0)
    return errno == EEXIST ? EMI_OK
                           : say_errno (db, EMI_UNREACHED, "making the store");
  bool good = fchmod (fd, 0600) == 0 && fsync (fd) == 0;
  close (fd);

  char *copy = strdup (db->real);
  int dir
      = copy ? open (dirname (copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  good = good && dir >= 0 && fsync (dir) == 0;
  if (dir >= 0)
    close (dir);
  free (copy);
  return good ? EMI_OK : say_errno (db, EMI_UNREACHED, "making the store");
}

/* SQLite asks here each time another process is in the way: short sleeps of
   uneven length, so that many waiters do not march in step, ended by the
   call's deadline or by the person giving up.  */
static int
wait_a_little (void *ctx, int times)
{
  struct db *db = ctx;
  unsigned char dice;
  int64_t most = times < 4 ? 1 + times : 12;

  db->host->random (&dice, sizeof dice);
  db->gave_up = db->host->wait (db->call, -1, 0, 1 + dice % most);
  return db->gave_up == EMI_RETRY;
}

/* What a hostile file could make SQLite do is switched off before the first
   byte of it is read.  */
static void
harden (sqlite3 *sql)
{
  static const int on[] = { SQLITE_DBCONFIG_DEFENSIVE };
  static const int off[] = { SQLITE_DBCONFIG_ENABLE_TRIGGER,
                             SQLITE_DBCONFIG_ENABLE_VIEW,
                             SQLITE_DBCONFIG_TRUSTED_SCHEMA,
                             SQLITE_DBCONFIG_WRITABLE_SCHEMA,
                             SQLITE_DBCONFIG_DQS_DML,
                             SQLITE_DBCONFIG_DQS_DDL,
                             SQLITE_DBCONFIG_ENABLE_FKEY,
                             SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                             SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER };

  for (size_t i = 0; i < sizeof on / sizeof *on; i++)
    sqlite3_db_config (sql, on[i], 1, (int *) NULL);
  for (size_t i = 0; i < sizeof off / sizeof *off; i++)
    sqlite3_db_config (sql, off[i], 0, (int *) NULL);
  sqlite3_limit (sql, SQLITE_LIMIT_ATTACHED, 0);
}

static emi_rc
open_sql (struct db *db, const char *name, int flags, const char *vfs,
          enum db_access access)
{
  int rc
      = sqlite3_open_v2 (name, &db->sql,
                         flags | SQLITE_OPEN_EXRESCODE
                             | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX,
                         vfs);

  if (rc == SQLITE_OK)
    {
      harden (db->sql);
      sqlite3_busy_handler (db->sql, wait_a_little, db);
      rc = sqlite3_exec (db->sql,
                         "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
                         "PRAGMA trusted_schema=OFF",
                         NULL, NULL, NULL);
    }
  if (rc != SQLITE_OK)
    return db_fail (db, rc, "opening the store");
  db->access = access;
  return EMI_OK;
}

/* file:...?mode=ro with every unusual byte of the path encoded.  */
static char *
read_uri (const struct db *db, const char *more)
{
  size_t len = strlen (db->real);
  char *uri = malloc (len * 3 + 64), *to = uri;

  if (!uri)
    return NULL;
  to += sprintf (to, "file:");
  for (const char *p = db->real; *p; p++)
    if (strchr ("/._-", *p) || (*p >= '0' && *p <= '9')
        || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'))
      *to++ = *p;
    else
      to += sprintf (to, "%%%02X", (unsigned char) *p);
  sprintf (to, "?mode=ro%s", more);
  return uri;
}

static emi_rc
open_read_as (struct db *db, const char *more, const char *vfs,
              enum db_access access)
{
  char *uri = read_uri (db, more);

  if (!uri)
    return EMI_INTERNAL;
  emi_rc rc = open_sql (
      db, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW,
      vfs, access);
  free (uri);
  if (rc != EMI_OK)
    return rc;
  /* Closing must not bring the log into the file.  */
  sqlite3_db_config (db->sql, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                     (int *) NULL);
  return EMI_OK;
}

static emi_rc
open_read (struct db *db)
{
  struct stat log = { .st_size = 0 }, index;
  emi_rc rc = look (db, &db->still);

  if (rc != EMI_OK)
    return rc;
  bool has_log = beside (db, "-wal", &log);
  db->bare_log
      = has_log && beside (db, "-shm", &index) && log_is_bare (db, &log);
  db->still_log = log;
  if (has_log && !db->bare_log && beside (db, "-shm", &index))
    return open_read_as (db, "&readonly_shm=1", NULL, DB_READ);
  if (!has_log || db->bare_log || log.st_size == 0)
    return open_read_as (db, "&immutable=1", NULL, DB_STILL);

  rc = open_read_as (db, "", "unix-none", DB_STILL);
  if (rc == EMI_OK)
    {
      int bad = sqlite3_exec (db->sql, "PRAGMA locking_mode=EXCLUSIVE", NULL,
                              NULL, NULL);
      if (bad != SQLITE_OK)
        rc = db_fail (db, bad, "opening the store");
    }
  return rc;
}

/* The file that was opened may have been replaced since (a restored copy): what
   counts is the file that carries the name now.  */
static bool
replaced (const struct db *db)
{
  struct stat now;

  return lstat (db->real, &now) != 0 || now.st_ino != db->still.st_ino
         || now.st_dev != db->still.st_dev;
}

emi_rc
db_open_read (struct db *db)
{
  if (db->access != DB_CLOSED && !db_disturbed (db) && !replaced (db))
    return EMI_OK;
  db_close (db);
  emi_rc rc = find_folder (db);
  if (rc == EMI_OK)
    rc = open_read (db);
  if (rc != EMI_OK)
    db_close (db);
  return rc;
}

static bool
same_time (struct timespec a, struct timespec b)
{
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool
same_file (const struct stat *a, const struct stat *b)
{
  return a->st_ino == b->st_ino && a->st_dev == b->st_dev
         && a->st_size == b->st_size && same_time (a->st_mtim, b->st_mtim)
         && same_time (a->st_ctim, b->st_ctim);
}

/* Whoever writes makes the -shm first, so its absence after a read says that
   nobody wrote before; the file's own times tell of one who came and went.
   Where it was there, whoever writes changes the log first.  */
bool
db_disturbed (const struct db *db)
{
  struct stat now, other;

  if (db->access != DB_STILL)
    return false;
  if (db->bare_log
          ? !beside (db, "-wal", &other) || !same_file (&other, &db->still_log)
          : beside (db, "-shm", &other))
    return true;
  return lstat (db->real, &now) != 0 || !same_file (&now, &db->still);
}

static emi_rc
settings (struct db *db)
{
  int keep = 1;
  int rc = sqlite3_exec (db->sql,
                         "PRAGMA journal_mode=WAL;"
                         "PRAGMA synchronous=FULL;"
                         "PRAGMA secure_delete=ON;"
                         "PRAGMA journal_size_limit=" LOG_BYTES,
                         NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    return db_fail (db, rc, "opening the store");
  sqlite3_file_control (db->sql, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  return EMI_OK;
}

emi_rc
db_open_write (struct db *db, bool create)
{
  if (db->access == DB_WRITE && !replaced (db))
    return EMI_OK;
  db_close (db);
  emi_rc rc = find_folder (db);
  if (rc == EMI_OK && create)
    rc = make_file (db);
  if (rc == EMI_OK)
    rc = look (db, &db->still);
  if (rc == EMI_OK)
    rc = open_sql (db, db->real, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
                   NULL, DB_WRITE);
  if (rc == EMI_OK)
    rc = settings (db);
  if (rc != EMI_OK)
    db_close (db);
  return rc;
}

void
db_close (struct db *db)
{
  for (int i = 0; i < DB_STATEMENTS; i++)
    {
      sqlite3_finalize (db->statement[i]);
      db->statement[i] = NULL;
    }
  sqlite3_close (db->sql);
  db->sql = NULL;
  db->access = DB_CLOSED;
  db->in_transaction = db->writing = false;
}

/* Pages whose sync failed may still be read from the machine's memory and yet
   never reach the disk.  So nothing is believed before all of the log was
   written anew, into the file, and that was synced.  */
int
db_make_clear (struct db *db)
{
  int rc, frames, moved;

  if (!db->unclear)
    return SQLITE_OK;
  if (db_open_write (db, false) != EMI_OK)
    return SQLITE_IOERR;
  rc = sqlite3_wal_checkpoint_v2 (db->sql, NULL, SQLITE_CHECKPOINT_FULL,
                                  &frames, &moved);
  if (rc == SQLITE_OK && frames != moved)
    rc = SQLITE_BUSY;
  db_close (db);
  if (rc == SQLITE_OK)
    db->unclear = false;
  return rc;
}
