/* SPDX-License-Identifier: Apache-2.0 */
/* Each secret ends where a page that nobody may touch begins, in pages that
   the kernel keeps out of the swap.  libsodium's guarded memory does more and
   takes three times the system calls; a request makes several secrets.  */
#include "base/secret.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Whole pages for LEN bytes and the NUL; PAGE_OUT is the guard's size.  */
static size_t
pages_for (size_t len, size_t *page_out)
{
  size_t page = (size_t) sysconf (_SC_PAGESIZE);

  *page_out = page;
  return (len + 1 + page - 1) / page * page;
}

/* Zeroed.  A secret that may reach the swap is not taken.  */
static unsigned char *
locked_memory (size_t len)
{
  size_t page, size;
  unsigned char *base;

  if (len >= SIZE_MAX / 2)
    return NULL;
  size = pages_for (len, &page);
  base = mmap (NULL, size + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
               0);
  if (base == MAP_FAILED)
    return NULL;
  if (mprotect (base, size, PROT_READ | PROT_WRITE) != 0
      || mlock (base, size) != 0)
    {
      munmap (base, size + page);
      return NULL;
    }
  return base + size - (len + 1);
}

static void
give_back (unsigned char *data, size_t len)
{
  size_t page, size = pages_for (len, &page);

  sodium_memzero (data, len + 1);
  munmap (data + len + 1 - size, size + page);
}

static bool
take_over (struct secret *s, unsigned char *data, size_t len)
{
  secret_done (s);
  s->data = data;
  s->len = data ? len : 0;
  return data != NULL;
}

/* The copy is made before the old content goes: DATA may be a part of it.  */
bool
secret_set (struct secret *s, const void *data, size_t len)
{
  unsigned char *fresh = locked_memory (len);

  if (fresh && len)
    memcpy (fresh, data, len);
  return take_over (s, fresh, len);
}

bool
secret_alloc (struct secret *s, size_t len)
{
  return take_over (s, locked_memory (len), len);
}

void
secret_done (struct secret *s)
{
  if (s->data)
    give_back (s->data, s->len);
  s->data = NULL;
  s->len = 0;
}
