/* SPDX-License-Identifier: Apache-2.0 */
/* The records do not make the signed root: which is the first that is another
   one?  The stored frontier is genuine when it and some leaf make the signed
   root; its first peak that the records do not make holds the fault.  Inside a
   wide peak the stored tiles are genuine when their roots make it, and they
   hold the leaf that each record should have.  */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/verify-parts.h"

/* The first peak that differs; false when all agree.  */
static bool
find_peak (const struct frontier *stored, const struct frontier *made,
           size_t *peak_out, uint64_t *at_out, uint64_t *width_out)
{
  uint64_t at = 0;

  for (size_t i = 0; i < stored->n; i++)
    {
      unsigned height = 63 - (unsigned) __builtin_clzll (stored->size - at);
      uint64_t width = (uint64_t) 1 << height;

      if (memcmp (stored->peak[i], made->peak[i], DIGEST_LEN) != 0)
        {
          *peak_out = i;
          *at_out = at;
          *width_out = width;
          return true;
        }
      at += width;
    }
  return false;
}

static bool
read_tile (struct verify *v, uint64_t index, struct buffer *out)
{
  struct fault why;
  char name[TILE_NAME];
  bool found;

  out->len = 0;
  tile_name (0, index, name);
  return store_get (&v->store, name, out, &found, &why) && found
         && out->len == TILE_LEN;
}

/* Do the stored tiles of the peak make it?  FIRST_OUT becomes the first that
   the records do not make.  */
static bool
genuine_tiles (struct verify *v, uint64_t at, uint64_t width,
               const unsigned char want[DIGEST_LEN], uint64_t *first_out)
{
  CLEANUP (buffer_done) struct buffer tile = BUFFER_INIT;
  uint64_t n = width / TILE_WIDTH, from = at / TILE_WIDTH;
  unsigned char (*roots)[DIGEST_LEN] = calloc (n, DIGEST_LEN);
  unsigned char is[DIGEST_LEN];
  bool good = roots != NULL, found = false;

  for (uint64_t i = 0; good && i < n; i++)
    {
      good = read_tile (v, from + i, &tile);
      if (!good)
        break;
      digest (tile.data, tile.len, is);
      if (!found && from + i < v->tiles[0].n
          && memcmp (is, v->tiles[0].digest[from + i], DIGEST_LEN) != 0)
        {
          *first_out = from + i;
          found = true;
        }
      tree_perfect ((unsigned char (*)[DIGEST_LEN]) (void *) tile.data,
                    TILE_WIDTH, roots[i]);
    }
  if (good)
    {
      tree_perfect (roots, n, is);
      good = found && memcmp (is, want, DIGEST_LEN) == 0;
    }
  free (roots);
  return good;
}

static uint64_t
find_leaf (struct verify *v, uint64_t tile)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  unsigned char leaf[TILE_WIDTH][DIGEST_LEN];
  uint64_t first = tile * TILE_WIDTH;
  struct fault why;

  if (!read_tile (v, tile, &bytes)
      || !history_leaves (&v->store, first, TILE_WIDTH, leaf, &why))
    return first;
  for (uint64_t i = 0; i < TILE_WIDTH; i++)
    if (memcmp (leaf[i], bytes.data + i * DIGEST_LEN, DIGEST_LEN) != 0)
      return first + i;
  return first;
}

/* The stored frontier, when it and the stored last record make the signed
   root.  */
static bool
genuine_frontier (struct verify *v, struct head *out)
{
  uint64_t size = v->head.checkpoint.size;
  unsigned char root[DIGEST_LEN], leaf[1][DIGEST_LEN];
  struct fault why;

  if (!v->head.valid || v->next < size || v->before_last.size + 1 != size
      || !frontier_decode (&out->front, size - 1, v->frontier.data,
                           v->frontier.len)
      || !history_leaves (&v->store, size - 1, 1, leaf, &why))
    return false;
  out->checkpoint = v->head.checkpoint;
  frontier_fold (&out->front, leaf[0], root);
  return memcmp (root, v->head.checkpoint.root, DIGEST_LEN) == 0;
}

uint64_t
verify_locate (struct verify *v)
{
  uint64_t at, width, tile = 0;
  struct head h;
  size_t peak;

  if (!genuine_frontier (v, &h)
      || !find_peak (&h.front, &v->before_last, &peak, &at, &width))
    return 0;
  if (width < TILE_WIDTH
      || !genuine_tiles (v, at, width, h.front.peak[peak], &tile))
    return at;
  return find_leaf (v, tile);
}

bool
verify_same_history (struct verify *v, const struct checkpoint *c)
{
  unsigned char root[DIGEST_LEN];
  struct fault why;
  struct head h;

  return c->size <= v->head.checkpoint.size && genuine_frontier (v, &h)
         && history_root (&v->store, &h, c->size, root, &why)
         && memcmp (root, c->root, DIGEST_LEN) == 0;
}
