/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves, nodes, peaks and tiles.  */
#include "ledger/tree.h"

#include <stdio.h>
#include <string.h>

void
tree_leaf (const void *record, size_t len, unsigned char out[DIGEST_LEN])
{
  const struct digest_part parts[] = { { "\x00", 1 }, { record, len } };

  digest_parts (parts, 2, out);
}

void
tree_node (const unsigned char left[DIGEST_LEN],
           const unsigned char right[DIGEST_LEN],
           unsigned char out[DIGEST_LEN])
{
  unsigned char bytes[1 + 2 * DIGEST_LEN];

  bytes[0] = 1;
  memcpy (bytes + 1, left, DIGEST_LEN);
  memcpy (bytes + 1 + DIGEST_LEN, right, DIGEST_LEN);
  digest (bytes, sizeof bytes, out);
}

void
tree_perfect (unsigned char (*hashes)[DIGEST_LEN], size_t n,
              unsigned char out[DIGEST_LEN])
{
  for (; n > 1; n /= 2)
    for (size_t i = 0; i < n / 2; i++)
      tree_node (hashes[2 * i], hashes[2 * i + 1], hashes[i]);
  memcpy (out, hashes[0], DIGEST_LEN);
}

/* Adding a leaf is adding 1 to SIZE in binary: each carry joins two peaks.  */
unsigned
frontier_push (struct frontier *f, const unsigned char leaf[DIGEST_LEN],
               unsigned char (*made)[DIGEST_LEN])
{
  unsigned char node[DIGEST_LEN];
  unsigned level = 0;

  memcpy (node, leaf, sizeof node);
  for (;; level++)
    {
      if (made)
        memcpy (made[level], node, DIGEST_LEN);
      if (!(f->size >> level & 1))
        break;
      tree_node (f->peak[--f->n], node, node);
    }
  memcpy (f->peak[f->n++], node, DIGEST_LEN);
  f->size++;
  return level + 1;
}

/* NODE is what stands to the right of all peaks.  */
static void
fold (const struct frontier *f, size_t peaks, unsigned char node[DIGEST_LEN])
{
  while (peaks-- > 0)
    tree_node (f->peak[peaks], node, node);
}

void
frontier_root (const struct frontier *f, unsigned char out[DIGEST_LEN])
{
  memcpy (out, f->peak[f->n - 1], DIGEST_LEN);
  fold (f, f->n - 1, out);
}

void
frontier_fold (const struct frontier *f, const unsigned char leaf[DIGEST_LEN],
               unsigned char out[DIGEST_LEN])
{
  memmove (out, leaf, DIGEST_LEN);
  fold (f, f->n, out);
}

bool
frontier_decode (struct frontier *f, uint64_t size, const void *bytes,
                 size_t len)
{
  size_t n = (size_t) __builtin_popcountll (size);

  if (len != n * DIGEST_LEN)
    return false;
  f->size = size;
  f->n = n;
  if (len)
    memcpy (f->peak, bytes, len);
  return true;
}

size_t
frontier_bytes (const struct frontier *f)
{
  return f->n * DIGEST_LEN;
}

/* Decimal without leading zeros up to END; false when it is anything else. */
static bool
decimal (const char **at, const char *end, uint64_t *out)
{
  const char *p = *at;
  uint64_t v = 0;

  for (; p < end && *p >= '0' && *p <= '9'; p++)
    if (__builtin_mul_overflow (v, 10u, &v)
        || __builtin_add_overflow (v, (unsigned) (*p - '0'), &v))
      return false;
  if (p == *at || (**at == '0' && p - *at > 1))
    return false;
  *at = p;
  *out = v;
  return true;
}

bool
tile_parse (const char *name, size_t len, unsigned *level_out,
            uint64_t *index_out)
{
  const char *end = name + len, *p = name + 5;
  uint64_t level, index;

  if (len < 5 || memcmp (name, "tile/", 5) != 0 || !decimal (&p, end, &level)
      || level > 7 || p == end || *p++ != '/' || !decimal (&p, end, &index)
      || p != end)
    return false;
  *level_out = (unsigned) level;
  *index_out = index;
  return true;
}

void
tile_name (unsigned level, uint64_t index, char out[TILE_NAME])
{
  snprintf (out, TILE_NAME, "tile/%u/%llu", level, (unsigned long long) index);
}

uint64_t
tile_count (unsigned level, uint64_t size)
{
  unsigned bits = 8 * (level + 1);

  return bits < 64 ? size >> bits : 0;
}
