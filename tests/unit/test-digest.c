/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 against the published values; hex and base64 strictness.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digest.h"

static void
expect (const void *data, size_t len, const char *want)
{
  unsigned char sum[DIGEST_LEN];
  char hex[DIGEST_HEX];

  digest (data, len, sum);
  hex_encode (sum, sizeof sum, hex);
  cr_assert_str_eq (hex, want);
}

/* FIPS 180-4's own examples.  */
Test (digest, published_values)
{
  expect (NULL, 0,
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect ("abc", 3,
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

Test (digest, parts_are_as_if_joined)
{
  static const struct digest_part parts[]
      = { { "a", 1 }, { NULL, 0 }, { "", 0 }, { "bc", 2 } };
  unsigned char a[DIGEST_LEN], b[DIGEST_LEN];

  digest ("abc", 3, a);
  digest_parts (parts, N_ELEMENTS (parts), b);
  cr_assert_arr_eq (a, b, DIGEST_LEN);
  digest_parts (parts, 3, b);
  cr_assert (memcmp (a, b, DIGEST_LEN) != 0);
}

Test (hex, both_ways)
{
  unsigned char out[3];
  char hex[7];

  hex_encode ("\x00\xfe\x7f", 3, hex);
  cr_assert_str_eq (hex, "00fe7f");
  cr_assert (hex_decode ("00FE7f", out, 3));
  cr_assert_arr_eq (out, "\x00\xfe\x7f", 3);
  cr_assert (hex_decode ("", out, 0));
}

Test (hex, anything_else_is_refused_and_writes_nothing)
{
  static const char *const bad[]
      = { "00fe7", "00fe7f0", "00fe7g", "00 e7f", "0x0e7f", "", "00:fe7f",
          "00fe7\n", "００fe" };
  unsigned char out[3] = { 1, 2, 3 };

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert_not (hex_decode (bad[i], out, 3), "\"%s\"", bad[i]);
  cr_assert_not (hex_decode (NULL, out, 3));
  cr_assert_arr_eq (out, "\1\2\3", 3);
}

/* RFC 4648, section 10.  */
Test (base64, published_values_both_ways)
{
  static const char *const pairs[][2]
      = { { "", "" },           { "f", "Zg==" },        { "fo", "Zm8=" },
          { "foo", "Zm9v" },    { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
          { "foobar", "Zm9vYmFy" } };

  for (size_t i = 0; i < N_ELEMENTS (pairs); i++)
    {
      const char *plain = pairs[i][0], *coded = pairs[i][1];
      unsigned char out[8];
      char *text = base64_encode (plain, strlen (plain));
      cr_assert_str_eq (text, coded);
      cr_assert_eq (base64_decode (coded, strlen (coded), out, sizeof out),
                    (long) strlen (plain));
      cr_assert_eq (memcmp (out, plain, strlen (plain)), 0);
      free (text);
    }
}

Test (base64, only_the_canonical_form)
{
  static const char *const bad[]
      = { "Zg",    "Zg=",      "Zg===", "Zh==",  "Zm9=", "Zm9v\n", "Zm 9v",
          "Zm9v=", "Zm9v====", "Z",     "====",  "=Zg=", "Zm-_",   "Zg==Zg==",
          "Zm9\x80" };
  unsigned char out[16];

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert_eq (base64_decode (bad[i], strlen (bad[i]), out, sizeof out),
                  -1, "\"%s\"", bad[i]);
  cr_assert_eq (base64_decode ("Zm\0v", 4, out, sizeof out), -1);
}

Test (base64, whatever_is_taken_is_written_the_same)
{
  char text[] = "Zm9x";
  unsigned char out[3];
  int taken = 0;

  for (int c = 0; c < 256; c++)
    {
      text[3] = (char) c;
      long len = base64_decode (text, 4, out, sizeof out);
      if (len < 0)
        continue;
      char *again = base64_encode (out, (size_t) len);
      cr_assert_str_eq (again, text, "byte %d", c);
      free (again);
      taken++;
    }
  cr_assert_eq (taken, 64, "64 digits; no '=', its bits would be stray");
}

Test (base64, too_little_room_is_refused)
{
  unsigned char out[4] = "....";

  cr_assert_eq (base64_decode ("Zm9v", 4, out, 2), -1);
  cr_assert_eq (out[2], '.');
  cr_assert_eq (base64_decode ("Zm9v", 4, out, 3), 3);
  cr_assert_eq (out[3], '.');
}
