/* SPDX-License-Identifier: Apache-2.0 */
/* The manifest's bytes, read strictly and written with changes.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/manifest.h"

#define HEX                                                                   \
  "454d4d31000102030405060708090a0b0c0d0e0f000000000000000300000002"          \
  "03616263"                                                                  \
  "1111111111111111111111111111111111111111111111111111111111111111"          \
  "0461626364"                                                                \
  "2222222222222222222222222222222222222222222222222222222222222222"

static unsigned char bytes[256];
static size_t len;
static unsigned char log_id[LOG_LEN];
static unsigned char ones[DIGEST_LEN], twos[DIGEST_LEN], threes[DIGEST_LEN];

static void
setup (void)
{
  len = strlen (HEX) / 2;
  cr_assert (hex_decode (HEX, bytes, len));
  for (unsigned i = 0; i < LOG_LEN; i++)
    log_id[i] = (unsigned char) i;
  memset (ones, 0x11, sizeof ones);
  memset (twos, 0x22, sizeof twos);
  memset (threes, 0x33, sizeof threes);
}

TestSuite (manifest, .init = setup);

static bool
parse (struct manifest *m)
{
  bool memory;
  bool good = manifest_parse (m, log_id, bytes, len, &memory);

  cr_assert (!memory);
  return good;
}

Test (manifest, read)
{
  char hex[DIGEST_HEX];
  struct manifest m;

  cr_assert (parse (&m));
  cr_assert_eq (m.version, 3);
  cr_assert_eq (m.n, 2);
  cr_assert_str_eq (m.rows[1].name, "abcd");
  cr_assert_arr_eq (manifest_find (&m, "abc"), ones, DIGEST_LEN);
  cr_assert_arr_eq (manifest_find (&m, "abcd"), twos, DIGEST_LEN);
  cr_assert_null (manifest_find (&m, "ab"));
  cr_assert_null (manifest_find (&m, "abcde"));
  hex_encode (m.digest, DIGEST_LEN, hex);
  cr_assert_str_eq (
      hex, "6239eb1858f1454e9ee2bca172520cecb3bfb965ba61365d890a5901bb72b67a");
  manifest_done (&m);
}

Test (manifest, anything_else_is_refused)
{
  size_t whole = len;
  struct manifest m;

  for (len = 0; len < whole; len++)
    cr_assert (!parse (&m), "%zu bytes", len);
  len = whole + 1;
  cr_assert (!parse (&m), "a byte behind");
  len = whole;
  /* magic, log, number of rows, a name's length */
  static const size_t at[] = { 0, 3, 4, 19, 28, 31, 32 };
  for (size_t i = 0; i < N_ELEMENTS (at); i++)
    {
      bytes[at[i]] ^= 1;
      cr_assert (!parse (&m), "byte %zu", at[i]);
      bytes[at[i]] ^= 1;
    }
  bytes[33] = 'b';
  cr_assert (!parse (&m), "out of order");
  bytes[33] = '\0';
  cr_assert (!parse (&m), "a NUL in a name");
  bytes[33] = 'a';
  cr_assert (parse (&m));
  manifest_done (&m);
}

static void
expect_next (const struct manifest *m, struct manifest_change *c, size_t n,
             const char *names, const unsigned char *first)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  char is[64] = "";
  struct manifest next;
  bool memory;

  manifest_next (m, log_id, c, n, &b);
  cr_assert (!b.failed);
  cr_assert (manifest_parse (&next, log_id, b.data, b.len, &memory));
  cr_assert_eq (next.version, m->version + 1);
  for (size_t i = 0; i < next.n; i++)
    {
      strcat (is, next.rows[i].name);
      strcat (is, " ");
    }
  cr_assert_str_eq (is, names);
  if (first)
    cr_assert_arr_eq (next.rows[0].digest, first, DIGEST_LEN);
  manifest_done (&next);
}

Test (manifest, changed)
{
  struct manifest m, none = { .version = 0 };

  cr_assert (parse (&m));
  expect_next (&m, NULL, 0, "abc abcd ", ones);
  expect_next (&m,
               (struct manifest_change[]){
                   { "abc", threes }, { "abb", twos }, { "z", ones } },
               3, "abb abc abcd z ", twos);
  expect_next (&m, (struct manifest_change[]){ { "abc", threes } }, 1,
               "abc abcd ", threes);
  expect_next (&m,
               (struct manifest_change[]){ { "none", NULL }, { "abc", NULL } },
               2, "abcd ", twos);
  expect_next (&m,
               (struct manifest_change[]){ { "abcd", NULL }, { "abc", NULL } },
               2, "", NULL);
  expect_next (&none, (struct manifest_change[]){ { "a", ones } }, 1, "a ",
               ones);
  expect_next (&none, NULL, 0, "", NULL);
  manifest_done (&m);
}
