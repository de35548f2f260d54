/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256, hex and base64 by libsodium, with the strictness that its decoders
   leave to the caller.  */
#include "base/digest.h"

#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

#define SMALL 256

_Static_assert (DIGEST_LEN == crypto_hash_sha256_BYTES, "SHA-256 is 32 bytes");

void
digest (const void *data, size_t len, unsigned char out[DIGEST_LEN])
{
  digest_parts (&(struct digest_part){ data, len }, 1, out);
}

void
digest_parts (const struct digest_part *parts, size_t n,
              unsigned char out[DIGEST_LEN])
{
  crypto_hash_sha256_state state;
  unsigned char all[SMALL];
  size_t total = 0;

  for (size_t i = 0; i < n; i++)
    total += parts[i].len;
  /* Many short parts cost more to feed one by one than to copy. */
  if (n > 1 && total <= sizeof all)
    {
      total = 0;
      for (size_t i = 0; i < n; i++)
        if (parts[i].len)
          {
            memcpy (all + total, parts[i].data, parts[i].len);
            total += parts[i].len;
          }
      crypto_hash_sha256 (out, all, total);
      sodium_memzero (all, total);
      return;
    }
  crypto_hash_sha256_init (&state);
  for (size_t i = 0; i < n; i++)
    if (parts[i].len)
      crypto_hash_sha256_update (&state, parts[i].data, parts[i].len);
  crypto_hash_sha256_final (&state, out);
}

void
hex_encode (const void *data, size_t len, char *out)
{
  sodium_bin2hex (out, len * 2 + 1, data, len);
}

/* libsodium writes as it reads, so the digits are looked at first: OUT stays
   as it was when they are wrong.  */
bool
hex_decode (const char *hex, unsigned char *out, size_t len)
{
  if (!hex || len > SIZE_MAX / 2 || strlen (hex) != len * 2
      || strspn (hex, "0123456789abcdefABCDEF") != len * 2)
    return false;
  return sodium_hex2bin (out, len, hex, len * 2, NULL, NULL, NULL) == 0;
}

char *
base64_encode (const void *data, size_t len)
{
  if (len > SIZE_MAX / 2)
    return NULL;

  size_t cap = sodium_base64_encoded_len (len, BASE64);
  char *text = malloc (cap);
  if (text)
    sodium_bin2base64 (text, cap, data, len, BASE64);
  return text;
}

/* libsodium itself refuses missing padding, stray bits and foreign letters,
   and without a place to report the end also what follows; but 1.0.18 takes
   every byte above ASCII for a '/'.  */
long
base64_decode (const char *text, size_t text_len, unsigned char *out,
               size_t cap)
{
  size_t len = 0;

  for (size_t i = 0; i < text_len; i++)
    if ((unsigned char) text[i] > 0x7f)
      return -1;
  if (text_len > LONG_MAX
      || sodium_base642bin (out, cap, text, text_len, NULL, &len, NULL, BASE64)
             != 0)
    return -1;
  return (long) len;
}
