/* SPDX-License-Identifier: Apache-2.0 */
/* The Merkle tree over the records, shaped as in RFC 6962: pure functions on
   digests.  A tree of N leaves is kept as its peaks, the roots of the perfect
   subtrees that the bits of N stand for, largest first.  */
#ifndef EMI_LEDGER_TREE_H
#define EMI_LEDGER_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

#define TREE_PEAKS 64
/* Leaves, or nodes of the next 8 levels, in a tile.  */
#define TILE_WIDTH 256
#define TILE_LEN (TILE_WIDTH * DIGEST_LEN)

struct frontier
{
  uint64_t size;
  size_t n; /* peaks: the ones in SIZE's bits */
  unsigned char peak[TREE_PEAKS][DIGEST_LEN];
};

void tree_leaf (const void *record, size_t len, unsigned char out[DIGEST_LEN]);
void tree_node (const unsigned char left[DIGEST_LEN],
                const unsigned char right[DIGEST_LEN],
                unsigned char out[DIGEST_LEN]);
/* The root over N nodes, N a power of 2; HASHES is used up.  */
void tree_perfect (unsigned char (*hashes)[DIGEST_LEN], size_t n,
                   unsigned char out[DIGEST_LEN]);

/* Adds a leaf.  MADE, when given, holds 65 digests; MADE[L] becomes the root
   of the perfect subtree of 2^L leaves that this leaf completed.  Returns how
   many of them were made (at least 1: the leaf itself).  */
unsigned frontier_push (struct frontier *f,
                        const unsigned char leaf[DIGEST_LEN],
                        unsigned char (*made)[DIGEST_LEN]);
/* The root of the tree; SIZE must not be 0.  */
void frontier_root (const struct frontier *f, unsigned char out[DIGEST_LEN]);
/* The root of the tree with one more leaf.  */
void frontier_fold (const struct frontier *f,
                    const unsigned char leaf[DIGEST_LEN],
                    unsigned char out[DIGEST_LEN]);
/* From the peaks' bytes; false when they are not SIZE's number of peaks.  */
bool frontier_decode (struct frontier *f, uint64_t size, const void *bytes,
                      size_t len);
/* The bytes are those of `peak`.  */
size_t frontier_bytes (const struct frontier *f);

/* Level and number of a tile's name ("tile/0/12"), strictly as we write it. */
bool tile_parse (const char *name, size_t len, unsigned *level_out,
                 uint64_t *index_out);
#define TILE_NAME 32
void tile_name (unsigned level, uint64_t index, char out[TILE_NAME]);
/* How many full tiles of LEVEL a tree of SIZE leaves has.  */
uint64_t tile_count (unsigned level, uint64_t size);

#endif
