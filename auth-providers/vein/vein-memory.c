/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-memory.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Far more than a capture with its picture takes.  */
#define TOTAL_MAX ((size_t) 64 << 20)

/* Outside of the blocks: a library that writes past one end or frees what it
   never had cannot lead us astray.  */
struct block
{
  struct block *next;
  void *data;
  size_t len;
};

struct vein_memory
{
  pthread_mutex_t lock; /* of all below */
  struct block *blocks;
  size_t total;
};

struct vein_memory *
vein_memory_new (void)
{
  struct vein_memory *m = calloc (1, sizeof *m);

  if (m && pthread_mutex_init (&m->lock, NULL) != 0)
    {
      free (m);
      return NULL;
    }
  return m;
}

static void *
block_add (struct vein_memory *m, size_t len)
{
  struct block *b;

  if (len > TOTAL_MAX - m->total || !(b = malloc (sizeof *b)))
    return NULL;
  b->data = calloc (1, len ? len : 1);
  if (!b->data)
    {
      free (b);
      return NULL;
    }
  b->len = len;
  b->next = m->blocks;
  m->blocks = b;
  m->total += len;
  return b->data;
}

/* The link to the block that begins at DATA; to NULL when there is none.  */
static struct block **
block_find (struct vein_memory *m, const void *data)
{
  struct block **at = &m->blocks;

  while (*at && (*at)->data != data)
    at = &(*at)->next;
  return at;
}

static void
block_drop (struct vein_memory *m, struct block **at)
{
  struct block *b = *at;

  if (!b)
    return;
  *at = b->next;
  m->total -= b->len;
  explicit_bzero (b->data, b->len);
  free (b->data);
  free (b);
}

static void *
take (uint32_t size, void *ref)
{
  struct vein_memory *m = ref;
  void *data;

  if (!m)
    return NULL;
  pthread_mutex_lock (&m->lock);
  data = block_add (m, size);
  pthread_mutex_unlock (&m->lock);
  return data;
}

static void
give (void *data, void *ref)
{
  struct vein_memory *m = ref;

  if (!m)
    return;
  pthread_mutex_lock (&m->lock);
  block_drop (m, block_find (m, data));
  pthread_mutex_unlock (&m->lock);
}

static void *
take_cleared (uint32_t n, uint32_t size, void *ref)
{
  uint64_t len = (uint64_t) n * size;

  return len > UINT32_MAX ? NULL : take ((uint32_t) len, ref);
}

static void *
take_again (void *old, uint32_t size, void *ref)
{
  struct vein_memory *m = ref;
  void *data;

  if (!m)
    return NULL;
  pthread_mutex_lock (&m->lock);
  struct block *b = old ? *block_find (m, old) : NULL;
  data = old && !b ? NULL : block_add (m, size);
  if (data && b)
    {
      memcpy (data, b->data, b->len < size ? b->len : size);
      block_drop (m, block_find (m, old));
    }
  pthread_mutex_unlock (&m->lock);
  return data;
}

void
vein_memory_funcs (struct vein_memory *m, BioAPI_MEMORY_FUNCS *out)
{
  *out = (BioAPI_MEMORY_FUNCS){ .Malloc_func = take,
                                .Free_func = give,
                                .Realloc_func = take_again,
                                .Calloc_func = take_cleared,
                                .AllocRef = m };
}

bool
vein_memory_holds (struct vein_memory *m, const void *at, size_t len)
{
  uintptr_t from = (uintptr_t) at;
  bool found = false;

  pthread_mutex_lock (&m->lock);
  for (struct block *b = m->blocks; b && !found; b = b->next)
    {
      uintptr_t begin = (uintptr_t) b->data;
      found = from >= begin && from - begin <= b->len
              && len <= b->len - (from - begin);
    }
  pthread_mutex_unlock (&m->lock);
  return found;
}

void
vein_memory_clear (struct vein_memory *m)
{
  pthread_mutex_lock (&m->lock);
  while (m->blocks)
    block_drop (m, &m->blocks);
  pthread_mutex_unlock (&m->lock);
}

void
vein_memory_free (struct vein_memory *m)
{
  if (!m)
    return;
  vein_memory_clear (m);
  pthread_mutex_destroy (&m->lock);
  free (m);
}
