/* SPDX-License-Identifier: Apache-2.0 */
/* What the process holds, for whoever looks for leaks.  Told by itself,
   because nobody else can see into it; between calls, when all that a call
   needed is given back.  */
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#include "host/helper.h"

/* Entries of a folder of /proc/self; -1 when it cannot be read.  */
static int64_t
entries (const char *path)
{
  DIR *dir = opendir (path);
  int64_t n = 0;

  if (!dir)
    return -1;
  for (struct dirent *e; (e = readdir (dir));)
    n += e->d_name[0] != '.';
  closedir (dir);
  return n;
}

/* Pages of data and stack; 0 when unknown.  */
static uint64_t
data_bytes (void)
{
  FILE *f = fopen ("/proc/self/statm", "re");
  unsigned long data = 0;

  if (!f)
    return 0;
  if (fscanf (f, "%*u %*u %*u %*u %*u %lu", &data) != 1)
    data = 0;
  fclose (f);
  return (uint64_t) data * (uint64_t) sysconf (_SC_PAGESIZE);
}

/* What was allocated and not freed, and what was mapped beside that.  A
   sanitizer's allocator keeps what was freed, so nothing is known then.  */
static int64_t
bytes (void)
{
#ifdef __SANITIZE_ADDRESS__
  return -1;
#else
  struct mallinfo2 m = mallinfo2 ();
  uint64_t data = data_bytes ();
  uint64_t known = m.arena + m.hblkhd;

  return (int64_t) (m.uordblks + m.hblkhd
                    + (data > known ? data - known : 0));
#endif
}

void
helper_measure (struct helper *h)
{
  const struct message_measured m = {
    .bytes = bytes (),
    .files = entries ("/proc/self/fd"),
    .threads = entries ("/proc/self/task"),
  };

  channel_begin (&h->channel, MESSAGE_MEASURED, &m);
  helper_send (h, -1);
}
