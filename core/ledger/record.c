/* SPDX-License-Identifier: Apache-2.0 */
/* The clear bytes of a record and the outside of a body.  */
#include "ledger/record.h"

#include <string.h>

#include "base/buffer.h"

#define BODY_NONCE 24
#define BODY_TAG 16

static unsigned char *
put (unsigned char *at, uint64_t v, unsigned bytes)
{
  for (unsigned i = bytes; i-- > 0; v >>= 8)
    at[i] = (unsigned char) v;
  return at + bytes;
}

static unsigned char *
put_bytes (unsigned char *at, const unsigned char *bytes, size_t len)
{
  memcpy (at, bytes, len);
  return at + len;
}

void
record_encode (const struct record_clear *r, unsigned char out[RECORD_LEN])
{
  unsigned char *at = put_bytes (out, (const unsigned char *) "EMR1", 4);

  at = put (at, r->flags, 4);
  at = put (at, r->seq, 8);
  at = put (at, r->time_us, 8);
  at = put (at, r->clock_error_ms, 4);
  at = put (at, r->epoch, 4);
  at = put_bytes (at, r->log, LOG_LEN);
  at = put (at, r->registry_version, 8);
  at = put_bytes (at, r->registry, DIGEST_LEN);
  at = put_bytes (at, r->fields, DIGEST_LEN);
  put_bytes (at, r->body, DIGEST_LEN);
}

static void
take (struct cursor *c, unsigned char *out, size_t len)
{
  const unsigned char *p = cursor_take (c, len);

  if (p)
    memcpy (out, p, len);
}

bool
record_decode (const void *bytes, size_t len, struct record_clear *out)
{
  struct cursor c = cursor_on (bytes, len);
  struct record_clear r = { .flags = 0 };
  const unsigned char *magic;

  if (len != RECORD_LEN)
    return false;
  magic = cursor_take (&c, 4);
  r.flags = cursor_u32 (&c);
  r.seq = cursor_u64 (&c);
  r.time_us = cursor_u64 (&c);
  r.clock_error_ms = cursor_u32 (&c);
  r.epoch = cursor_u32 (&c);
  take (&c, r.log, sizeof r.log);
  r.registry_version = cursor_u64 (&c);
  take (&c, r.registry, sizeof r.registry);
  take (&c, r.fields, sizeof r.fields);
  take (&c, r.body, sizeof r.body);
  if (c.failed || memcmp (magic, "EMR1", 4) != 0
      || (r.flags & ~RECORD_FLAGS) != 0)
    return false;
  *out = r;
  return true;
}

bool
body_view (const void *bytes, size_t len, struct body_view *out)
{
  struct cursor c = cursor_on (bytes, len);
  struct body_view v = { .cipher_len = 0 };
  const unsigned char *magic;

  if (len > BODY_MAX)
    return false;
  magic = cursor_take (&c, 4);
  v.n_tokens = cursor_u8 (&c);
  v.tokens = cursor_take (&c, v.n_tokens * TOKEN_LEN);
  v.clear_len = 5 + v.n_tokens * TOKEN_LEN;
  v.nonce = cursor_take (&c, BODY_NONCE);
  v.cipher_len = c.left;
  v.cipher = cursor_take (&c, c.left);
  if (c.failed || memcmp (magic, "EMB1", 4) != 0 || v.cipher_len < BODY_TAG)
    return false;
  for (size_t i = 1; i < v.n_tokens; i++)
    if (memcmp (v.tokens + (i - 1) * TOKEN_LEN, v.tokens + i * TOKEN_LEN,
                TOKEN_LEN)
        >= 0)
      return false;
  *out = v;
  return true;
}

void
body_digest (const void *bytes, size_t len, unsigned char out[DIGEST_LEN])
{
  const struct digest_part parts[] = { { "\x04", 1 }, { bytes, len } };

  digest_parts (parts, 2, out);
}
