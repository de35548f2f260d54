/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening bodies: XChaCha20-Poly1305 with random nonces.  */
#include "ledger/body.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define PAD 64
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

static void
add_plain (struct buffer *b, const unsigned char *seed,
           const struct record_field *fields, size_t n)
{
  buffer_add (b, seed, COMMIT_SEED);
  buffer_u8 (b, (unsigned) n);
  for (size_t i = 0; i < n; i++)
    {
      size_t name_len = strlen (fields[i].name);

      buffer_u8 (b, (unsigned) name_len);
      buffer_add (b, fields[i].name, name_len);
      buffer_u32 (b, (uint32_t) fields[i].len);
      buffer_add (b, fields[i].value, fields[i].len);
    }

  /* sodium_pad: a bit of 1 and zeros, always at least one byte.  */
  static const unsigned char pad[PAD] = { 0x80 };
  buffer_add (b, pad, PAD - b->len % PAD);
}

static void
add_clear (struct buffer *b, const unsigned char *tokens, size_t n_tokens)
{
  buffer_add (b, "EMB1", 4);
  buffer_u8 (b, (unsigned) n_tokens);
  buffer_add (b, tokens, n_tokens * TOKEN_LEN);
}

/* The associated data: the clear part with log and epoch put behind its
   magic.  It names no sequence number, so that bodies can be sealed before
   the write lock is taken; the leaf binds that.  */
static void
add_associated (struct buffer *b, const struct body_key *key,
                const unsigned char *clear, size_t clear_len)
{
  buffer_add (b, clear, 4);
  buffer_add (b, key->log, LOG_LEN);
  buffer_u32 (b, key->epoch);
  buffer_add (b, clear + 4, clear_len - 4);
}

static bool
fits (const struct record_field *fields, size_t n, size_t n_tokens)
{
  size_t total = 5 + n_tokens * TOKEN_LEN + NONCE + TAG + COMMIT_SEED + 1;

  if (n < 1 || n > COMMIT_FIELDS || n_tokens > 255)
    return false;
  for (size_t i = 0; i < n; i++)
    {
      size_t name_len = strlen (fields[i].name);

      if (name_len < 1 || name_len > 255 || fields[i].len > BODY_MAX)
        return false;
      total += 5 + name_len + fields[i].len;
    }
  return total + PAD <= BODY_MAX;
}

bool
body_seal (const struct body_key *key, const struct record_field *fields,
           size_t n, const unsigned char *tokens, size_t n_tokens,
           struct buffer *body, unsigned char fields_out[DIGEST_LEN])
{
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };
  CLEANUP (buffer_done) struct buffer associated = BUFFER_INIT;
  unsigned char seed[COMMIT_SEED], nonce[NONCE];
  size_t start = body->len;

  if (!fits (fields, n, n_tokens))
    return false;
  randombytes_buf (seed, sizeof seed);
  randombytes_buf (nonce, sizeof nonce);
  commit_fields (seed, fields, n, fields_out);
  add_plain (&plain, seed, fields, n);
  sodium_memzero (seed, sizeof seed);

  add_clear (body, tokens, n_tokens);
  size_t clear_len = body->len - start;
  buffer_add (body, nonce, sizeof nonce);
  size_t at = body->len;
  /* Room for the ciphertext; what is copied is overwritten at once.  */
  buffer_add (body, plain.data, plain.len);
  buffer_add (body, nonce, TAG);
  if (plain.failed || body->failed)
    return false;
  add_associated (&associated, key, body->data + start, clear_len);
  if (associated.failed)
    return false;
  return crypto_aead_xchacha20poly1305_ietf_encrypt (
             body->data + at, NULL, plain.data, plain.len, associated.data,
             associated.len, NULL, nonce, key->key)
         == 0;
}

/* --- opening --- */

static int
compare (const unsigned char *a, size_t a_len, const unsigned char *b,
         size_t b_len)
{
  int order = memcmp (a, b, a_len < b_len ? a_len : b_len);

  return order ? order : (a_len > b_len) - (a_len < b_len);
}

/* Walks the fields once; false when they are not as written by us.  */
static bool
sound (const unsigned char *plain, size_t len, size_t *n_out)
{
  struct cursor c = cursor_on (plain, len);
  const unsigned char *name, *last = NULL;
  size_t name_len, last_len = 0;

  cursor_take (&c, COMMIT_SEED);
  size_t n = cursor_u8 (&c);
  for (size_t i = 0; i < n && !c.failed; i++)
    {
      name_len = cursor_u8 (&c);
      name = cursor_take (&c, name_len);
      cursor_take (&c, cursor_u32 (&c));
      if (c.failed || !name_len || memchr (name, 0, name_len)
          || (last && compare (last, last_len, name, name_len) >= 0))
        return false;
      last = name;
      last_len = name_len;
    }
  *n_out = n;
  return !c.failed && n >= 1 && n <= COMMIT_FIELDS && c.left == 0;
}

static unsigned char *
copy (unsigned char **to, const unsigned char *from, size_t len)
{
  unsigned char *at = *to;

  memcpy (at, from, len);
  at[len] = '\0';
  *to = at + len + 1;
  return at;
}

/* One block: its length, the list, the seed, then names and values with a NUL
   behind each.  */
static bool
lay_out (const unsigned char *plain, size_t len, size_t n,
         struct body_fields *out)
{
  size_t head = sizeof (size_t), list = n * sizeof *out->v;
  size_t total = head + list + len + 2 * n;
  struct cursor c = cursor_on (plain, len);
  unsigned char *block = malloc (total);

  if (!block)
    return false;
  *(size_t *) (void *) block = total;
  struct body_fields f = { .memory = block, .n = n };
  f.v = (void *) (block + head);
  f.seed = block + head + list;
  memcpy (f.seed, cursor_take (&c, COMMIT_SEED), COMMIT_SEED);
  cursor_u8 (&c);
  unsigned char *to = f.seed + COMMIT_SEED;
  for (size_t i = 0; i < n; i++)
    {
      size_t name_len = cursor_u8 (&c);
      f.v[i].name = (char *) copy (&to, cursor_take (&c, name_len), name_len);
      f.v[i].len = cursor_u32 (&c);
      f.v[i].value = copy (&to, cursor_take (&c, f.v[i].len), f.v[i].len);
    }
  *out = f;
  return true;
}

enum body_state
body_plain (const unsigned char *plain, size_t len, struct body_fields *out)
{
  size_t bare, n;

  /* Written with one whole block of padding at most, so the length says
     where it is looked for.  */
  if (len == 0 || len % PAD != 0 || sodium_unpad (&bare, plain, len, PAD) != 0
      || !sound (plain, bare, &n))
    return BODY_BROKEN;
  return lay_out (plain, bare, n, out) ? BODY_OPEN : BODY_NO_MEMORY;
}

void
body_done (void *memory)
{
  size_t total;

  if (!memory)
    return;
  memcpy (&total, memory, sizeof total);
  sodium_memzero (memory, total);
  free (memory);
}

static enum body_state
decrypt (const struct body_key *key, const void *bytes,
         const struct body_view *view, struct buffer *plain)
{
  CLEANUP (buffer_done) struct buffer associated = BUFFER_INIT;

  add_associated (&associated, key, bytes, view->clear_len);
  buffer_add (plain, view->cipher, view->cipher_len - TAG);
  if (associated.failed || plain->failed)
    return BODY_NO_MEMORY;
  return plain->len
                 && crypto_aead_xchacha20poly1305_ietf_decrypt (
                        plain->data, NULL, NULL, view->cipher,
                        view->cipher_len, associated.data, associated.len,
                        view->nonce, key->key)
                        == 0
             ? BODY_OPEN
             : BODY_BROKEN;
}

enum body_state
body_open (const struct body_key *key, const void *bytes, size_t len,
           const unsigned char want[DIGEST_LEN], struct body_fields *out)
{
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };
  unsigned char fields[DIGEST_LEN];
  struct body_fields found;
  struct body_view view;

  if (!body_view (bytes, len, &view))
    return BODY_BROKEN;
  enum body_state state = decrypt (key, bytes, &view, &plain);
  if (state == BODY_OPEN)
    state = body_plain (plain.data, plain.len, &found);
  if (state != BODY_OPEN)
    return state;
  commit_fields (found.seed, found.v, found.n, fields);
  if (memcmp (fields, want, DIGEST_LEN) != 0)
    {
      body_done (found.memory);
      return BODY_BROKEN;
    }
  *out = found;
  return BODY_OPEN;
}
