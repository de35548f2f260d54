/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of `state`: each must be one that the records call for.  */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "ledger/sealed.h"
#include "ledger/verify-parts.h"

#define HEX_LEN (2 * TOKEN_LEN)

static bool
begins (struct emi_span name, const char *prefix)
{
  size_t len = strlen (prefix);

  return name.len >= len && memcmp (name.data, prefix, len) == 0;
}

static bool
is (struct emi_span name, const char *want)
{
  return name.len == strlen (want) && begins (name, want);
}

/* PREFIX and the hex of a token.  */
static bool
is_token_row (struct emi_span name, const char *prefix)
{
  static const char hex[] = "0123456789abcdef";
  size_t len = strlen (prefix);
  const char *p = name.data;

  if (!begins (name, prefix) || name.len != len + HEX_LEN)
    return false;
  for (size_t i = len; i < name.len; i++)
    if (!memchr (hex, p[i], sizeof hex - 1))
      return false;
  return true;
}

static void
look_at_tile (struct verify *v, struct emi_span name, struct emi_span value)
{
  uint64_t size = v->head.checkpoint.size, index;
  unsigned char sum[DIGEST_LEN];
  unsigned level;

  if (!tile_parse (name.data, name.len, &level, &index)
      || level >= TILE_LEVELS)
    {
      verify_finding (v, -1, N_ ("emi のものでない行があります"));
      return;
    }
  /* Without a head or with a gap nobody knows which tiles there should be;
     that is a finding already.  */
  if (!v->head.valid || v->gap)
    return;
  struct tile_sums *t = &v->tiles[level];
  digest (value.data, value.len, sum);
  if (!size || index >= tile_count (level, size - 1) || index >= t->n
      || memcmp (sum, t->digest[index], DIGEST_LEN) != 0)
    verify_finding (v, -1, N_ ("木のタイル %u/%llu が記録と合いません"), level,
                    (unsigned long long) index);
  else
    t->seen++;
}

static void
open_row (struct verify *v, struct emi_span name, struct emi_span value)
{
  CLEANUP (buffer_done) struct buffer associated = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };
  char text[ROW_NAME];

  if (!v->has_keys)
    return;
  memcpy (text, name.data, name.len);
  text[name.len] = '\0';
  sealed_row (&associated, v->log, text);
  if (sealed_open (keys_block (&v->keys)->registry, &associated, value.data,
                   value.len, &plain))
    return;
  if (plain.failed)
    v->no_memory = true;
  else
    verify_finding (v, -1, N_ ("封をした行が開きません"));
}

static void
look_at_doc (struct verify *v, struct emi_span name, struct emi_span value)
{
  const unsigned char *want = NULL;
  unsigned char sum[DIGEST_LEN];
  char text[ROW_NAME];

  if (name.len < ROW_NAME)
    {
      memcpy (text, name.data, name.len);
      text[name.len] = '\0';
      want = manifest_find (&v->manifest, text + 4);
    }
  digest (value.data, value.len, sum);
  if (!v->has_manifest)
    return; /* a finding already */
  if (!want || !is_token_row (name, "doc/"))
    verify_finding (v, -1, N_ ("登録簿に、あるはずのない行があります"));
  else if (memcmp (sum, want, DIGEST_LEN) != 0)
    verify_finding (v, -1, N_ ("登録簿の行が封印されたものと違います"));
  else
    {
      v->docs_seen++;
      open_row (v, name, value);
    }
}

static void
note_open (struct verify *v, struct emi_span name)
{
  void *more
      = reallocarray (v->open_rows, v->n_open_rows + 1, sizeof *v->open_rows);

  if (!more)
    {
      v->no_memory = true;
      return;
    }
  v->open_rows = more;
  char *to = v->open_rows[v->n_open_rows++];
  memcpy (to, name.data, name.len);
  to[name.len] = '\0';
}

static bool
take_row (void *ctx, struct emi_span name, struct emi_span value)
{
  struct verify *v = ctx;
  bool open = is_token_row (name, "open/");

  if (is (name, "head") || is (name, "frontier") || is (name, "manifest"))
    return true;
  if (begins (name, "tile/"))
    look_at_tile (v, name, value);
  else if (begins (name, "doc/"))
    look_at_doc (v, name, value);
  else if ((open || is_token_row (name, "count/"))
           && value.len >= SEALED_EXTRA)
    {
      open_row (v, name, value);
      if (open)
        note_open (v, name);
    }
  else
    verify_finding (v, -1, N_ ("emi のものでない行があります"));
  return !v->no_memory;
}

static void
look_at_manifest (struct verify *v)
{
  const struct buffer *b = &v->manifest_bytes;
  bool memory = false;

  v->has_manifest
      = manifest_parse (&v->manifest, v->log, b->data, b->len, &memory);
  v->no_memory = v->no_memory || memory;
  if (memory)
    return;
  if (!v->has_manifest)
    verify_finding (v, -1, N_ ("登録簿の目録が読めません"));
  else if (v->has_last && v->rows
           && (v->manifest.version != v->last.registry_version
               || memcmp (v->manifest.digest, v->last.registry, DIGEST_LEN)
                      != 0))
    verify_finding (v, -1, N_ ("登録簿が最後の記録のものと違います"));
}

bool
verify_state (struct verify *v, struct fault *why)
{
  look_at_manifest (v);
  if (!store_list (&v->store, "", take_row, v, why))
    return verify_store_failed (v, -1, why);
  if (v->has_manifest && v->docs_seen < v->manifest.n)
    verify_finding (v, -1, N_ ("登録簿の行がないか、違います"));
  for (unsigned l = 0; l < TILE_LEVELS && v->head.valid && !v->gap; l++)
    if (v->tiles[l].seen < tile_count (l, v->head.checkpoint.size - 1)
        && v->head.matches)
      verify_finding (v, -1, N_ ("第 %u 段の木のタイルがないか、違います"), l);
  return true;
}
