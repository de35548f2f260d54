/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a record, as a body's outside and inside, as a manifest and as
   a tile's name: what a hostile store can hand us.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "ledger/body.h"
#include "ledger/manifest.h"
#include "ledger/tree.h"

static void
record (const uint8_t *data, size_t len)
{
  unsigned char again[RECORD_LEN];
  struct record_clear r;

  if (!record_decode (data, len, &r))
    return;
  record_encode (&r, again);
  NEVER (memcmp (again, data, len) != 0);
}

static void
outside (const uint8_t *data, size_t len)
{
  static const unsigned char zero[DIGEST_LEN];
  const struct body_key key = { .key = zero, .log = zero, .epoch = 1 };
  struct body_fields f;
  struct body_view v;

  if (!body_view (data, len, &v))
    return;
  NEVER (v.cipher + v.cipher_len != data + len);
  NEVER (v.tokens + v.n_tokens * TOKEN_LEN != v.nonce);
  /* Nobody can guess a commitment.  */
  NEVER (body_open (&key, data, len, zero, &f) == BODY_OPEN);
}

static void
inside (const uint8_t *data, size_t len)
{
  struct body_fields f;

  if (body_plain (data, len, &f) != BODY_OPEN)
    return;
  NEVER (f.n < 1 || f.n > COMMIT_FIELDS);
  for (size_t i = 0; i < f.n; i++)
    {
      NEVER (!*f.v[i].name || f.v[i].value[f.v[i].len] != '\0');
      NEVER (i && strcmp (f.v[i - 1].name, f.v[i].name) >= 0);
    }
  unsigned char out[DIGEST_LEN];
  commit_fields (f.seed, f.v, f.n, out);
  body_done (f.memory);
}

static void
manifest (const uint8_t *data, size_t len)
{
  unsigned char log[LOG_LEN] = { 0 };
  struct manifest m;
  bool memory;

  if (len >= 20)
    memcpy (log, data + 4, LOG_LEN);
  if (!manifest_parse (&m, log, data, len, &memory))
    return;
  for (size_t i = 0; i < m.n; i++)
    NEVER (manifest_find (&m, m.rows[i].name) != m.rows[i].digest);
  manifest_done (&m);
}

static void
tile (const uint8_t *data, size_t len)
{
  char name[TILE_NAME];
  unsigned level;
  uint64_t index;

  if (!tile_parse ((const char *) data, len, &level, &index))
    return;
  tile_name (level, index, name);
  NEVER (strlen (name) != len || memcmp (name, data, len) != 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  record (data, len);
  outside (data, len);
  inside (data, len);
  manifest (data, len);
  tile (data, len);
  return 0;
}
