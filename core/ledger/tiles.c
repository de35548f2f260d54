/* SPDX-License-Identifier: Apache-2.0 */
/* Full tiles, written in the commit that brings their root into the frontier:
   256 leaf hashes, or 256 roots of the tiles below.  What is read back for
   them from the store counts only when it makes that root.  */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"

#define TILE_BITS 8

/* Leaves of this commit are not in the store yet.  */
static bool
fill_leaves (struct tile *t, struct store *s, const struct new_leaves *new,
             struct fault *why)
{
  uint64_t first = t->index * TILE_WIDTH, end = first + TILE_WIDTH;
  uint64_t stored = end < new->first ? end : new->first;

  if (first < stored
      && !history_leaves (s, first, (size_t) (stored - first), t->hashes, why))
    return false;
  for (uint64_t i = new->first > first ? new->first : first; i < end; i++)
    memcpy (t->hashes[i - first], new->leaf[i - new->first], DIGEST_LEN);
  return true;
}

static const struct tile *
find (const struct tiles *t, unsigned level, uint64_t index)
{
  for (size_t i = 0; i < t->n; i++)
    if (t->v[i].level == level && t->v[i].index == index)
      return &t->v[i];
  return NULL;
}

static bool
fill_roots (struct tile *t, const struct tiles *made, struct store *s,
            struct fault *why)
{
  CLEANUP (buffer_done) struct buffer below = BUFFER_INIT;
  const struct tile *fresh;
  char name[TILE_NAME];
  bool found;

  for (uint64_t i = 0; i < TILE_WIDTH; i++)
    {
      uint64_t index = t->index * TILE_WIDTH + i;

      below.len = 0;
      if ((fresh = find (made, t->level - 1, index)))
        buffer_add (&below, fresh->hashes, TILE_LEN);
      else
        {
          tile_name (t->level - 1, index, name);
          if (!store_get (s, name, &below, &found, why))
            return false;
          if (!found || below.len != TILE_LEN)
            return fault_set (why, CODE_EVIDENCE, "a tile is missing");
        }
      if (below.failed)
        return fault_set (why, CODE_MEMORY, "%s", "");
      tree_perfect ((unsigned char (*)[DIGEST_LEN]) (void *) below.data,
                    TILE_WIDTH, t->hashes[i]);
    }
  return true;
}

static bool
makes (const struct tile *t, const unsigned char want[DIGEST_LEN])
{
  unsigned char hashes[TILE_WIDTH][DIGEST_LEN], root[DIGEST_LEN];

  memcpy (hashes, t->hashes, TILE_LEN);
  tree_perfect (hashes, TILE_WIDTH, root);
  return memcmp (root, want, DIGEST_LEN) == 0;
}

static bool
add_one (struct tiles *t, struct store *s, const struct new_leaves *new,
         unsigned level, uint64_t index, const unsigned char *root,
         struct fault *why)
{
  struct tile tile = { .level = level, .index = index };
  struct tile *more = reallocarray (t->v, t->n + 1, sizeof *more);

  if (more)
    t->v = more;
  tile.hashes = calloc (TILE_WIDTH, DIGEST_LEN);
  if (!more || !tile.hashes)
    {
      free (tile.hashes);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  tile_name (level, index, tile.name);
  bool good = level ? fill_roots (&tile, t, s, why)
                    : fill_leaves (&tile, s, new, why);
  if (good && !makes (&tile, root))
    good = fault_set (why, CODE_EVIDENCE,
                      "records or tiles are not those sealed");
  if (!good)
    {
      free (tile.hashes);
      return false;
    }
  t->v[t->n++] = tile;
  return true;
}

bool
tiles_add (struct tiles *t, struct store *s, const struct new_leaves *new,
           uint64_t size, unsigned char (*made)[DIGEST_LEN], unsigned levels,
           struct fault *why)
{
  for (unsigned level = 0; TILE_BITS * (level + 1) < levels; level++)
    {
      unsigned bits = TILE_BITS * (level + 1);
      if (!add_one (t, s, new, level, (size >> bits) - 1, made[bits], why))
        return false;
    }
  return true;
}

void
tiles_done (struct tiles *t)
{
  for (size_t i = 0; i < t->n; i++)
    free (t->v[i].hashes);
  free (t->v);
  *t = (struct tiles){ .n = 0 };
}
