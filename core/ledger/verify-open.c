/* SPDX-License-Identifier: Apache-2.0 */
/* Open requests: their owner holds a kernel lock for as long as it lives.  */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "ledger/verify-parts.h"

/* Does nobody hold the lock of ROW ("open/HEX")?  */
static bool
owner_gone (int folder, const char *row)
{
  char name[ROW_NAME + 8];

  snprintf (name, sizeof name, "%s.lock", row + 5);
  CLEANUP_CLOSE int fd
      = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    return false;
  flock (fd, LOCK_UN);
  return true;
}

/* A request that ended while everything was read is no longer open.  */
static bool
still_open (struct verify *v, const char *row, bool *open_out,
            struct fault *why)
{
  CLEANUP (buffer_done) struct buffer value = BUFFER_INIT;

  if (!store_begin_read (&v->store, why))
    return false;
  bool good = store_get (&v->store, row, &value, open_out, why);
  store_end (&v->store);
  return good;
}

bool
verify_open (struct verify *v, const char *locks, struct fault *why)
{
  size_t gone = 0;
  bool there;

  if (!locks || !v->n_open_rows)
    return true;
  CLEANUP_CLOSE int folder = open (locks, O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (size_t i = 0; i < v->n_open_rows; i++)
    if (folder < 0 || owner_gone (folder, v->open_rows[i]))
      {
        if (!still_open (v, v->open_rows[i], &there, why))
          return verify_store_failed (v, -1, why);
        gone += there;
      }
  if (gone)
    verify_warning (v,
                    N_ ("終わらないまま残った照会が %zu "
                        "件あります（次のコマンドが閉じます）"),
                    gone);
  return true;
}
