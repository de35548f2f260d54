/* SPDX-License-Identifier: Apache-2.0 */
/* The tree against Certificate Transparency's own reference values, and the
   frontier against the definition for every size up to 600.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/tree.h"

static void
expect (const unsigned char *is, const char *want)
{
  char hex[DIGEST_HEX];

  hex_encode (is, DIGEST_LEN, hex);
  cr_assert_str_eq (hex, want);
}

/* The eight leaves and roots that RFC 6962 implementations test with.  */
Test (tree, reference_roots)
{
  static const struct
  {
    const char *leaf;
    size_t len;
    const char *root;
  } want[] = {
    { "", 0,
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { "\x00", 1,
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
    { "\x10", 1,
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { "\x20\x21", 2,
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
    { "\x30\x31", 2,
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
    { "\x40\x41\x42\x43", 4,
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
    { "\x50\x51\x52\x53\x54\x55\x56\x57", 8,
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
  };
  struct frontier f = { .size = 0 };
  unsigned char leaf[DIGEST_LEN], root[DIGEST_LEN];

  for (size_t i = 0; i < N_ELEMENTS (want); i++)
    {
      tree_leaf (want[i].leaf, want[i].len, leaf);
      frontier_fold (&f, leaf, root);
      expect (root, want[i].root);
      frontier_push (&f, leaf, NULL);
      frontier_root (&f, root);
      expect (root, want[i].root);
    }
}

/* MTH as RFC 6962 defines it, on leaf hashes.  */
static void
definition (unsigned char (*leaf)[DIGEST_LEN], size_t n,
            unsigned char out[DIGEST_LEN])
{
  unsigned char left[DIGEST_LEN], right[DIGEST_LEN];
  size_t k = 1;

  if (n == 1)
    {
      memcpy (out, leaf[0], DIGEST_LEN);
      return;
    }
  while (k * 2 < n)
    k *= 2;
  definition (leaf, k, left);
  definition (leaf + k, n - k, right);
  tree_node (left, right, out);
}

enum
{
  MOST = 600
};

Test (tree, every_size_is_as_defined)
{
  static unsigned char leaf[MOST][DIGEST_LEN], made[65][DIGEST_LEN];
  struct frontier f = { .size = 0 };
  unsigned char is[DIGEST_LEN], want[DIGEST_LEN];

  for (unsigned i = 0; i < MOST; i++)
    {
      tree_leaf (&i, sizeof i, leaf[i]);
      frontier_fold (&f, leaf[i], is);
      definition (leaf, i + 1, want);
      cr_assert_arr_eq (is, want, DIGEST_LEN, "size %u", i + 1);

      unsigned levels = frontier_push (&f, leaf[i], made);
      cr_assert_eq (levels, (unsigned) __builtin_ctz (i + 1) + 1);
      for (unsigned l = 0; l < levels; l++)
        {
          definition (leaf + i + 1 - (1u << l), 1u << l, want);
          cr_assert_arr_eq (made[l], want, DIGEST_LEN);
        }
      frontier_root (&f, want);
      cr_assert_arr_eq (is, want, DIGEST_LEN);
      cr_assert_eq (f.n, (size_t) __builtin_popcount (i + 1));
    }
}

Test (tree, perfect_is_the_same)
{
  static unsigned char leaf[256][DIGEST_LEN];
  unsigned char want[DIGEST_LEN], is[DIGEST_LEN];

  for (unsigned i = 0; i < 256; i++)
    tree_leaf (&i, sizeof i, leaf[i]);
  definition (leaf, 256, want);
  tree_perfect (leaf, 256, is);
  cr_assert_arr_eq (is, want, DIGEST_LEN);
}

Test (frontier, bytes_both_ways)
{
  struct frontier f, g = { .size = 0 };
  unsigned char leaf[DIGEST_LEN] = { 1 };

  for (int i = 0; i < 13; i++)
    frontier_push (&g, leaf, NULL);
  cr_assert_eq (frontier_bytes (&g), 3 * DIGEST_LEN);
  cr_assert (frontier_decode (&f, 13, g.peak, 96));
  cr_assert_eq (f.n, 3);
  cr_assert_arr_eq (f.peak, g.peak, 96);
  cr_assert (!frontier_decode (&f, 12, g.peak, 96));
  cr_assert (!frontier_decode (&f, 13, g.peak, 95));
  cr_assert (!frontier_decode (&f, 13, g.peak, 0));
  cr_assert (frontier_decode (&f, 0, NULL, 0));
  cr_assert (!frontier_decode (&f, 0, g.peak, 32));
}

Test (tile, names_are_strict)
{
  static const char *const bad[]
      = { "tile/",     "tile/0",
          "tile/0/",   "tile//0",
          "tile/00/1", "tile/0/01",
          "tile/0/1 ", "tile/0/1/2",
          "tile/8/0",  "tile/-1/0",
          "tile/0/-1", "tile/0/x",
          "Tile/0/1",  "tile/0/18446744073709551616",
          "tile/ 0/1" };
  char name[TILE_NAME];
  unsigned level;
  uint64_t index;

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert (!tile_parse (bad[i], strlen (bad[i]), &level, &index), "%s",
               bad[i]);
  tile_name (1, 18446744073709551615u, name);
  cr_assert (tile_parse (name, strlen (name), &level, &index));
  cr_assert_eq (level, 1);
  cr_assert_eq (index, UINT64_MAX);
}

Test (tile, how_many)
{
  cr_assert_eq (tile_count (0, 255), 0);
  cr_assert_eq (tile_count (0, 256), 1);
  cr_assert_eq (tile_count (0, 65536), 256);
  cr_assert_eq (tile_count (1, 65535), 0);
  cr_assert_eq (tile_count (1, 65536), 1);
  cr_assert_eq (tile_count (7, UINT64_MAX), 0);
}
