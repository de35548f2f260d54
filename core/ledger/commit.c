/* SPDX-License-Identifier: Apache-2.0 */
/* Field commitments.  All salts and all padding come from one random seed that
   lies sealed in the body, so showing one field means showing one salt.  */
#include "ledger/commit.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define GROUP 8

size_t
commit_padded (size_t n)
{
  return (n + GROUP - 1) / GROUP * GROUP;
}

void
commit_field (const unsigned char salt[DIGEST_LEN],
              const struct record_field *field, unsigned char out[DIGEST_LEN])
{
  unsigned char len = (unsigned char) strlen (field->name);
  const struct digest_part parts[] = { { "\x02", 1 },
                                       { salt, DIGEST_LEN },
                                       { &len, 1 },
                                       { field->name, len },
                                       { field->value, field->len } };

  digest_parts (parts, 5, out);
}

static int
by_bytes (const void *a, const void *b)
{
  return memcmp (a, b, DIGEST_LEN);
}

/* Block i of the stream is the salt of field i; the blocks behind the last
   field are padding, which nobody can tell from a commitment.  */
void
commit_list (const unsigned char seed[COMMIT_SEED],
             const struct record_field *fields, size_t n,
             unsigned char (*list)[DIGEST_LEN])
{
  static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
  size_t padded = commit_padded (n);
  unsigned char salt[DIGEST_LEN];

  crypto_stream_chacha20 (list[0], padded * DIGEST_LEN, nonce, seed);
  for (size_t i = 0; i < n; i++)
    {
      memcpy (salt, list[i], sizeof salt);
      commit_field (salt, &fields[i], list[i]);
    }
  sodium_memzero (salt, sizeof salt);
  qsort (list, padded, DIGEST_LEN, by_bytes);
}

void
commit_fields (const unsigned char seed[COMMIT_SEED],
               const struct record_field *fields, size_t n,
               unsigned char out[DIGEST_LEN])
{
  unsigned char list[COMMIT_FIELDS][DIGEST_LEN];
  unsigned char count = (unsigned char) commit_padded (n);
  const struct digest_part parts[] = { { "\x03", 1 },
                                       { &count, 1 },
                                       { list, (size_t) count * DIGEST_LEN } };

  commit_list (seed, fields, n, list);
  digest_parts (parts, 3, out);
}
