/* SPDX-License-Identifier: Apache-2.0 */
/* The root of an earlier size.  Hashes come from the store's tiles and records
   and are believed only because they fold to a peak of the checked frontier:
   going down from there, each pair must make the node above.  */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"

/* A tile's level holds 8 levels of the tree.  */
#define TILE_BITS 8

struct history
{
  struct store *store;
  uint64_t size; /* leaves that may be asked for */
  struct fault *why;
};

static bool
different (struct history *h)
{
  return fault_set (h->why, CODE_EVIDENCE,
                    "records or tiles are not those sealed");
}

struct leaves
{
  uint64_t next;
  size_t n, want;
  unsigned char (*out)[DIGEST_LEN];
};

static bool
take_leaf (void *ctx, int64_t seq, struct emi_span record,
           struct emi_span body)
{
  struct leaves *k = ctx;

  (void) body;
  if (k->n == k->want || seq != (int64_t) k->next)
    return false;
  tree_leaf (record.data, record.len, k->out[k->n++]);
  k->next++;
  return true;
}

bool
history_leaves (struct store *s, uint64_t first, size_t n,
                unsigned char (*out)[DIGEST_LEN], struct fault *why)
{
  struct leaves k = { .next = first, .want = n, .out = out };

  if (!store_read (s, first, n, take_leaf, &k, why))
    return false;
  return k.n == n || fault_set (why, CODE_EVIDENCE, "records are missing");
}

static bool
read_tile (struct history *h, unsigned level, uint64_t index,
           struct buffer *out)
{
  char name[TILE_NAME];
  bool found;

  tile_name (level, index, name);
  return store_get (h->store, name, out, &found, h->why)
         && ((found && out->len == TILE_LEN) || different (h));
}

/* N hashes of tile level LEVEL from number FIRST on, all in one tile.  */
static bool
read_hashes (struct history *h, unsigned level, uint64_t first, size_t n,
             unsigned char (*out)[DIGEST_LEN])
{
  CLEANUP (buffer_done) struct buffer tile = BUFFER_INIT;
  uint64_t index = first / TILE_WIDTH;

  if (index < tile_count (level, h->size))
    {
      if (!read_tile (h, level, index, &tile))
        return false;
      memcpy (out, tile.data + first % TILE_WIDTH * DIGEST_LEN,
              n * DIGEST_LEN);
      return true;
    }
  if (level == 0)
    return history_leaves (h->store, first, n, out, h->why);
  /* Not full yet: each hash is the root of a full tile below.  */
  for (size_t i = 0; i < n; i++)
    {
      tile.len = 0;
      if (!read_tile (h, level - 1, first + i, &tile))
        return false;
      tree_perfect ((unsigned char (*)[DIGEST_LEN]) (void *) tile.data,
                    TILE_WIDTH, out[i]);
    }
  return true;
}

/* The root of the perfect subtree number INDEX of height HEIGHT.  */
static bool
node (struct history *h, unsigned height, uint64_t index,
      unsigned char out[DIGEST_LEN])
{
  unsigned char hashes[TILE_WIDTH / 2][DIGEST_LEN];
  unsigned inside = height % TILE_BITS;

  if (!read_hashes (h, height / TILE_BITS, index << inside,
                    (size_t) 1 << inside, hashes))
    return false;
  tree_perfect (hashes, (size_t) 1 << inside, out);
  return true;
}

/* Adds to PEAKS those of the first COUNT leaves of the subtree WANT.  */
static bool
split (struct history *h, unsigned height, uint64_t index,
       const unsigned char want[DIGEST_LEN], uint64_t count,
       struct frontier *peaks)
{
  unsigned char above[DIGEST_LEN], left[DIGEST_LEN], right[DIGEST_LEN];

  memcpy (above, want, DIGEST_LEN);
  while (count)
    {
      unsigned char made[DIGEST_LEN];
      uint64_t half = (uint64_t) 1 << --height;

      index *= 2;
      if (!node (h, height, index, left)
          || !node (h, height, index + 1, right))
        return false;
      tree_node (left, right, made);
      if (memcmp (made, above, DIGEST_LEN) != 0)
        return different (h);
      if (count < half)
        {
          memcpy (above, left, DIGEST_LEN);
          continue;
        }
      memcpy (peaks->peak[peaks->n++], left, DIGEST_LEN);
      memcpy (above, right, DIGEST_LEN);
      count -= half;
      index++;
    }
  return true;
}

bool
history_root (struct store *s, const struct head *head, uint64_t size,
              unsigned char out[DIGEST_LEN], struct fault *why)
{
  struct history h = { .store = s, .size = head->front.size, .why = why };
  struct frontier peaks = { .size = size };
  uint64_t at = 0;

  if (size == head->checkpoint.size)
    {
      memcpy (out, head->checkpoint.root, DIGEST_LEN);
      return true;
    }
  for (size_t i = 0; i < head->front.n && at < size; i++)
    {
      /* The peaks are the bits of the size that are left, from the top.  */
      unsigned height = 63 - (unsigned) __builtin_clzll (h.size - at);
      uint64_t width = (uint64_t) 1 << height;

      if (at + width <= size)
        memcpy (peaks.peak[peaks.n++], head->front.peak[i], DIGEST_LEN);
      else if (!split (&h, height, at >> height, head->front.peak[i],
                       size - at, &peaks))
        return false;
      at += width;
    }
  frontier_root (&peaks, out);
  return true;
}
