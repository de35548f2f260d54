/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks that are filled from the front; the newest is first.  */
#include "oqs/arena.h"

#include <stdlib.h>
#include <string.h>

/* Small for the usual answer of 2 kB, then larger ones.  */
#define FIRST_BLOCK 2048
#define LARGEST_BLOCK 65536

struct arena
{
  struct arena *older;
  size_t used;
  size_t cap;
  char data[];
};

static struct arena *
grow (struct arena *a, size_t need)
{
  size_t cap = a ? a->cap * 2 : FIRST_BLOCK;

  cap = cap < LARGEST_BLOCK ? cap : LARGEST_BLOCK;
  cap = cap > need ? cap : need;
  struct arena *block = malloc (sizeof *block + cap);
  if (block)
    {
      block->older = a;
      block->used = 0;
      block->cap = cap;
    }
  return block;
}

static char *
take (struct arena **a, size_t size)
{
  if (!*a || (*a)->cap - (*a)->used < size)
    {
      struct arena *block = grow (*a, size);
      if (!block)
        return NULL;
      *a = block;
    }
  char *room = (*a)->data + (*a)->used;
  (*a)->used += size;
  return room;
}

char *
arena_copy (struct arena **a, const char *text)
{
  size_t size = strlen (text) + 1;
  char *copy = take (a, size);

  return copy ? memcpy (copy, text, size) : NULL;
}

char *
arena_join (struct arena **a, const char *const *parts, size_t n)
{
  size_t size = 1;

  for (size_t i = 0; i < n; i++)
    size += parts[i] ? strlen (parts[i]) : 0;
  char *text = take (a, size), *at = text;
  for (size_t i = 0; at && i < n; i++)
    if (parts[i])
      at = stpcpy (at, parts[i]);
  if (at)
    *at = '\0';
  return text;
}

void
arena_free (struct arena *a)
{
  while (a)
    {
      struct arena *older = a->older;
      explicit_bzero (a->data, a->used);
      free (a);
      a = older;
    }
}
