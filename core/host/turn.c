/* SPDX-License-Identifier: Apache-2.0 */
/* Turns at memory-hard work, shared by all emi processes of this machine: a
   turn is a lock on one of a few slot files, so a process that dies gives its
   turn back by dying.  */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "host/internal.h"

#define HASH_BYTES (19ull * 1024 * 1024) /* one Argon2id, SPEC section 10 */
/* About the time of one hash.  */
#define LOOK_AGAIN_MS 10

size_t
turn_count (long cores, uint64_t memory)
{
  uint64_t most = cores > 1 ? (uint64_t) cores : 1;
  uint64_t n = memory / 8 / HASH_BYTES;

  if (n > most)
    n = most;
  return n ? (size_t) n : 1;
}

static size_t
slots_here (void)
{
  long pages = sysconf (_SC_PHYS_PAGES);
  long page = sysconf (_SC_PAGESIZE);
  uint64_t memory
    = pages > 0 && page > 0 ? (uint64_t) pages * (uint64_t) page : 0;

  return turn_count (sysconf (_SC_NPROCESSORS_ONLN), memory);
}

static int
open_slot (const char *path)
{
  return open (path,
               O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

/* The locked slot's descriptor; -1 with errno, EWOULDBLOCK when taken.  */
static int
try_slot (const char *run, size_t n)
{
  char name[32];
  struct stat st;
  int fd;

  snprintf (name, sizeof name, "turn-%zu", n);
  CLEANUP_FREE char *path = file_join (run, name);
  if (!path)
    {
      errno = ENOMEM;
      return -1;
    }
  fd = open_slot (path);
  /* Lock files may be tidied away with their folder.  */
  if (fd < 0 && errno == ENOENT && mkdir (run, 0700) == 0)
    fd = open_slot (path);
  if (fd < 0)
    return -1;
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode)
      && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  int saved = errno;
  close (fd);
  errno = saved;
  return -1;
}

emi_rc
turn_take (struct emi_call *call)
{
  const char *run = call->instance->host->config->run;
  size_t n = slots_here ();

  if (call->turn_fd >= 0)
    return EMI_OK;
  if (!run)
    return call_force (call, EMI_INTERNAL, CODE_INTERNAL,
                       "no folder for turns");
  for (;;)
    {
      /* Not always the first slot, so that those who wait spread out.  */
      uint32_t first = randombytes_uniform ((uint32_t) n);
      for (size_t k = 0; k < n; k++)
        {
          call->turn_fd = try_slot (run, (first + k) % n);
          if (call->turn_fd >= 0)
            return EMI_OK;
          if (errno != EWOULDBLOCK && errno != EINTR)
            return call_force (call, EMI_INTERNAL, CODE_FILE_IO, "%s: %s",
                               run, strerror (errno));
        }
      emi_rc rc = call_wait (call, -1, 0, LOOK_AGAIN_MS);
      if (rc != EMI_RETRY)
        return rc;
    }
}

void
turn_give (struct emi_call *call)
{
  if (call->turn_fd >= 0)
    close (call->turn_fd);
  call->turn_fd = -1;
}
