/* SPDX-License-Identifier: Apache-2.0 */
/* Records, bodies, commitments and tokens against values that were computed
   with Python's hashlib and openssl from the layout's description.  */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/body.h"
#include "ledger/token.h"

static size_t
unhex (const char *hex, unsigned char *out)
{
  size_t len = strlen (hex) / 2;

  cr_assert (hex_decode (hex, out, len));
  return len;
}

static void
expect (const void *data, size_t len, const char *want)
{
  CLEANUP_FREE char *hex = malloc (2 * len + 1);

  hex_encode (data, len, hex);
  cr_assert_str_eq (hex, want);
}

/* --- the 152 bytes --- */

#define RECORD_HEX                                                            \
  "454d5231000000050000011f71fb04cb000644d8a90ba000ffffffff00000007"          \
  "000102030405060708090a0b0c0d0e0f0000000000000009"                          \
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"          \
  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"          \
  "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

Test (record, encoded_and_decoded)
{
  struct record_clear r = { .flags = 5,
                            .seq = 1234567890123,
                            .time_us = 1764547200000000,
                            .clock_error_ms = UINT32_MAX,
                            .epoch = 7,
                            .registry_version = 9 },
                      back;
  unsigned char bytes[RECORD_LEN];

  for (unsigned i = 0; i < LOG_LEN; i++)
    r.log[i] = (unsigned char) i;
  memset (r.registry, 0xaa, 32);
  memset (r.fields, 0xbb, 32);
  memset (r.body, 0xcc, 32);
  record_encode (&r, bytes);
  expect (bytes, sizeof bytes, RECORD_HEX);
  cr_assert (record_decode (bytes, sizeof bytes, &back));
  cr_assert_eq (back.flags, 5);
  cr_assert_eq (back.seq, 1234567890123);
  cr_assert_eq (back.time_us, 1764547200000000);
  cr_assert_eq (back.clock_error_ms, UINT32_MAX);
  cr_assert_eq (back.epoch, 7);
  cr_assert_eq (back.registry_version, 9);
  cr_assert_arr_eq (back.log, r.log, LOG_LEN);
  cr_assert_arr_eq (back.body, r.body, 32);
}

Test (record, anything_else_is_refused)
{
  unsigned char bytes[RECORD_LEN + 1] = { 0 };
  struct record_clear r;

  unhex (RECORD_HEX, bytes);
  cr_assert (!record_decode (bytes, RECORD_LEN - 1, &r));
  cr_assert (!record_decode (bytes, RECORD_LEN + 1, &r));
  cr_assert (!record_decode (bytes, 0, &r));
  bytes[3] = '2';
  cr_assert (!record_decode (bytes, RECORD_LEN, &r), "another version");
  bytes[3] = '1';
  for (int bit = 3; bit < 32; bit++)
    {
      bytes[7 - bit / 8] ^= (unsigned char) (1u << bit % 8);
      cr_assert (!record_decode (bytes, RECORD_LEN, &r), "flag %d", bit);
      bytes[7 - bit / 8] ^= (unsigned char) (1u << bit % 8);
    }
  cr_assert (record_decode (bytes, RECORD_LEN, &r));
}

/* --- commitments --- */

static struct record_field
field (const char *name, const char *value)
{
  return (struct record_field){ name, (const unsigned char *) value,
                                strlen (value) };
}

static void
seed_0_to_31 (unsigned char seed[COMMIT_SEED])
{
  for (unsigned i = 0; i < COMMIT_SEED; i++)
    seed[i] = (unsigned char) i;
}

Test (commit, known_values)
{
  struct record_field two[]
      = { field ("kind", "trace"), field ("request", "r-1") };
  static const char *const names[]
      = { "n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8" };
  struct record_field nine[9];
  unsigned char seed[COMMIT_SEED], out[DIGEST_LEN];

  seed_0_to_31 (seed);
  commit_fields (seed, two, 2, out);
  expect (out, 32,
          "cb02c86451db6167be4475abd6bd8a320219ca43da03c0b36ed2f6460e23998a");
  for (size_t i = 0; i < 9; i++)
    nine[i] = field (names[i], "vvvvvvvv" + 8 - i);
  commit_fields (seed, nine, 9, out);
  expect (out, 32,
          "23f87ae7591bd71479b31cbc61699baad1d3d4959fe24adb07306e7ed3d4a9de");
}

Test (commit, padding_hides_how_many)
{
  cr_assert_eq (commit_padded (1), 8);
  cr_assert_eq (commit_padded (8), 8);
  cr_assert_eq (commit_padded (9), 16);
  cr_assert_eq (commit_padded (COMMIT_FIELDS), COMMIT_FIELDS);
}

Test (commit, one_field_can_be_shown_alone)
{
  struct record_field two[]
      = { field ("kind", "trace"), field ("request", "r-1") };
  unsigned char seed[COMMIT_SEED], list[8][DIGEST_LEN], salts[64], c[32];
  static const unsigned char nonce[8];
  bool there = false;

  seed_0_to_31 (seed);
  commit_list (seed, two, 2, list);
  crypto_stream_chacha20 (salts, sizeof salts, nonce, seed);
  commit_field (salts + 32, &two[1], c);
  for (size_t i = 0; i < 8; i++)
    {
      there = there || memcmp (list[i], c, 32) == 0;
      cr_assert (i == 0 || memcmp (list[i - 1], list[i], 32) < 0);
    }
  cr_assert (there);
  two[1] = field ("request", "r-2");
  commit_field (salts + 32, &two[1], c);
  for (size_t i = 0; i < 8; i++)
    cr_assert (memcmp (list[i], c, 32) != 0);
}

/* --- bodies --- */

#define BODY_HEX                                                              \
  "454d4231020101010101010101010101010101010102020202020202020202020202"      \
  "0202026465666768696a6b6c6d6e6f707172737475767778797a7b98b3163c5aa778"      \
  "f6b256a6bd37947fd58a6b4b1841caed1ae66d6717b8c924e4cea74004ed57d5263e"      \
  "bc7852ca08b88e253361acea9053c517a6c194cb09a73ac253f47dd9efd01db44acf"      \
  "6fe97497b9"

struct sample
{
  unsigned char bytes[512];
  size_t len;
  unsigned char secret[32];
  unsigned char log[LOG_LEN];
  unsigned char want[DIGEST_LEN];
  struct body_key key;
};

static void
sample (struct sample *s)
{
  s->len = unhex (BODY_HEX, s->bytes);
  memset (s->secret, 0x42, 32);
  for (unsigned i = 0; i < LOG_LEN; i++)
    s->log[i] = (unsigned char) i;
  unhex ("cb02c86451db6167be4475abd6bd8a320219ca43da03c0b36ed2f6460e23998a",
         s->want);
  s->key = (struct body_key){ s->secret, s->log, 7 };
}

static enum body_state
open_it (struct sample *s)
{
  struct body_fields f = { .memory = NULL };
  enum body_state state = body_open (&s->key, s->bytes, s->len, s->want, &f);

  if (state == BODY_OPEN)
    body_done (f.memory);
  return state;
}

Test (body, known_one_opens)
{
  unsigned char out[DIGEST_LEN], seed[COMMIT_SEED];
  struct body_fields f;
  struct sample s;

  sample (&s);
  seed_0_to_31 (seed);
  body_digest (s.bytes, s.len, out);
  expect (out, 32,
          "4161f46d23a43f12e25cde98cfbe0dc5554ab616f4d3bf9411f8dd13a60cd29d");
  cr_assert_eq (body_open (&s.key, s.bytes, s.len, s.want, &f), BODY_OPEN);
  cr_assert_eq (f.n, 2);
  cr_assert_str_eq (f.v[0].name, "kind");
  cr_assert_str_eq ((const char *) f.v[0].value, "trace");
  cr_assert_str_eq (f.v[1].name, "request");
  cr_assert_eq (f.v[1].len, 3);
  cr_assert_arr_eq (f.seed, seed, COMMIT_SEED);
  body_done (f.memory);
}

Test (body, every_changed_bit_and_binding_is_broken)
{
  struct sample s;

  sample (&s);
  for (size_t i = 0; i < s.len; i++)
    {
      s.bytes[i] ^= 1;
      cr_assert_eq (open_it (&s), BODY_BROKEN, "byte %zu", i);
      s.bytes[i] ^= 1;
    }
  for (size_t len = 0; len < s.len; len++)
    {
      struct sample shorter = s;
      shorter.len = len;
      cr_assert_eq (open_it (&shorter), BODY_BROKEN, "%zu bytes", len);
    }
  s.key.epoch = 8;
  cr_assert_eq (open_it (&s), BODY_BROKEN, "another epoch");
  s.key.epoch = 7;
  s.log[3] ^= 1;
  cr_assert_eq (open_it (&s), BODY_BROKEN, "another log");
  s.log[3] ^= 1;
  s.want[0] ^= 1;
  cr_assert_eq (open_it (&s), BODY_BROKEN, "other fields than committed to");
}

Test (body, sealed_and_opened)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT, again = BUFFER_INIT;
  struct record_field fields[COMMIT_FIELDS];
  char names[COMMIT_FIELDS][8];
  unsigned char out[DIGEST_LEN];
  struct body_fields f;
  struct body_view view;
  struct sample s;

  sample (&s);
  for (size_t i = 0; i < COMMIT_FIELDS; i++)
    {
      snprintf (names[i], sizeof names[i], "f%03zu", i);
      fields[i] = field (names[i], i % 2 ? "値" : "");
    }
  cr_assert (
      body_seal (&s.key, fields, COMMIT_FIELDS, s.bytes + 5, 2, &b, out));
  cr_assert (body_view (b.data, b.len, &view));
  cr_assert_eq (view.n_tokens, 2);
  cr_assert_eq ((view.cipher_len - 16) % 64, 0);
  cr_assert_eq (body_open (&s.key, b.data, b.len, out, &f), BODY_OPEN);
  cr_assert_eq (f.n, COMMIT_FIELDS);
  cr_assert_str_eq ((const char *) f.v[247].value, "値");
  body_done (f.memory);
  cr_assert (
      body_seal (&s.key, fields, COMMIT_FIELDS, s.bytes + 5, 2, &again, out));
  cr_assert (memcmp (b.data, again.data, b.len) != 0, "never twice the same");
}

Test (body, too_much_is_refused)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  CLEANUP_FREE char *big = malloc (BODY_MAX + 1);
  struct record_field f[COMMIT_FIELDS + 1];
  unsigned char out[DIGEST_LEN];
  struct sample s;

  sample (&s);
  memset (big, 'x', BODY_MAX);
  big[BODY_MAX] = '\0';
  for (size_t i = 0; i <= COMMIT_FIELDS; i++)
    f[i] = field ("n", "v");
  cr_assert (!body_seal (&s.key, f, 0, NULL, 0, &b, out));
  cr_assert (!body_seal (&s.key, f, COMMIT_FIELDS + 1, NULL, 0, &b, out));
  f[0] = field ("n", big);
  cr_assert (!body_seal (&s.key, f, 1, NULL, 0, &b, out));
  f[0] = field (big, "v");
  cr_assert (!body_seal (&s.key, f, 1, NULL, 0, &b, out));
  f[0] = field ("n", big + 300);
  cr_assert (body_seal (&s.key, f, 1, NULL, 0, &b, out));
  cr_assert (b.len <= BODY_MAX);
}

Test (body, outside_is_strict)
{
  struct body_view view;
  struct sample s;

  sample (&s);
  cr_assert (body_view (s.bytes, s.len, &view));
  memcpy (s.bytes + 21, s.bytes + 5, 16);
  cr_assert (!body_view (s.bytes, s.len, &view), "a token twice");
  s.bytes[5] = 3;
  cr_assert (!body_view (s.bytes, s.len, &view), "tokens out of order");
  s.bytes[5] = 0;
  cr_assert (body_view (s.bytes, s.len, &view));
  s.bytes[4] = 255;
  cr_assert (!body_view (s.bytes, s.len, &view), "more tokens than bytes");
}

/* --- what is inside, when the key is right and the writer wrong --- */

static size_t
plain (unsigned char *out, const char *hex)
{
  size_t len = COMMIT_SEED, padded;

  memset (out, 0, COMMIT_SEED);
  len += unhex (hex, out + len);
  cr_assert_eq (sodium_pad (&padded, out, len, 64, 256), 0);
  return padded;
}

Test (body, plain_is_strict)
{
  static const char *const bad[] = {
    "00",                           /* no field */
    "01",                           /* none of one */
    "010000000000",                 /* no name */
    "01016100000001",               /* value missing */
    "0101610000000062",             /* a byte too many */
    "0101617fffffff",               /* endless value */
    "02016100000000016100000000",   /* twice */
    "02016200000000016100000000",   /* out of order */
    "0202616200000000016100000000", /* longer first */
    "01026100"
    "00000000", /* a NUL in a name */
  };
  unsigned char bytes[256];
  struct body_fields f;

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    {
      size_t len = plain (bytes, bad[i]);
      cr_assert_eq (body_plain (bytes, len, &f), BODY_BROKEN, "%s", bad[i]);
    }
  size_t len = plain (bytes, "0201610000000102"
                             "02616200000000");
  cr_assert_eq (body_plain (bytes, len, &f), BODY_OPEN);
  cr_assert_eq (f.n, 2);
  body_done (f.memory);
  cr_assert_eq (body_plain (bytes, len - 1, &f), BODY_BROKEN);
  cr_assert_eq (body_plain (bytes, 0, &f), BODY_BROKEN);
}

/* --- tokens --- */

Test (token, known_value)
{
  unsigned char key[32], out[TOKEN_LEN];

  memset (key, 0x42, sizeof key);
  token_make (key, "chart", "00123", out);
  expect (out, sizeof out, "612c06ae62208eed5c6e81a576f92876");
}

Test (token, normal_forms)
{
  static const char *const want[][3] = {
    { "request", " R-1 ", " R-1 " },
    { "account", "alice", "alice" },
    { "chart", "　００１２３ ", "00123" },
    { "chart", "A 1", "A 1" },
    { "insured", "131999:記号:12", "00131999:記号:12" },
    { "insured", " 131999 :記 号: １２ ", "00131999:記号:12" },
    { "insured", "131999::12", "00131999::12" },
    { "insured", "１３１９９９：記号：１２", "00131999:記号:12" },
    { "insured", "12345678901:a:b", "12345678901:a:b" },
    { "insured", "no colons", "nocolons" },
    { "insured-branch", "131999:記号:12:1", "00131999:記号:12:01" },
    { "insured-branch", "131999:記号:12:", "00131999:記号:12:00" },
    { "person", "ﾔﾏﾀﾞ ﾀﾛｳ:19400102", "ヤマダタロウ:19400102" },
    { "person", "ヤマダ　タロウ:1940-01-02", "ヤマダタロウ:19400102" },
    { "person", "ヤマダ", "ヤマダ" },
    { "name", "ｼｮｳﾀ 渡邊:1940-01-02", "シヨウタ渡辺:19400102" },
    { "name", "しょーた:19400102", "シヨータ:19400102" },
  };

  for (size_t i = 0; i < N_ELEMENTS (want); i++)
    {
      CLEANUP_FREE char *is = token_normal (want[i][0], want[i][1]);
      cr_assert_str_eq (is, want[i][2]);
    }
  cr_assert_null (token_normal ("chart", "\xff"));
}
