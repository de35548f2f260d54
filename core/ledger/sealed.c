/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening single values.  */
#include "ledger/sealed.h"

#include <sodium.h>

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(NONCE + TAG == SEALED_EXTRA, "what sealing adds");

bool
sealed_make (const unsigned char key[KEY_LEN], const struct buffer *associated,
             const void *data, size_t len, struct buffer *out)
{
  unsigned char nonce[NONCE];

  randombytes_buf (nonce, sizeof nonce);
  buffer_add (out, nonce, sizeof nonce);
  size_t at = out->len;
  buffer_add (out, data, len);
  buffer_add (out, nonce, TAG);
  if (out->failed || associated->failed)
    return false;
  /* In place: libsodium allows source and target to be the same.  */
  return crypto_aead_xchacha20poly1305_ietf_encrypt (
             out->data + at, NULL, out->data + at, len, associated->data,
             associated->len, NULL, nonce, key)
         == 0;
}

bool
sealed_open (const unsigned char key[KEY_LEN], const struct buffer *associated,
             const void *bytes, size_t len, struct buffer *out)
{
  const unsigned char *nonce = bytes;
  size_t at = out->len;

  if (len < SEALED_EXTRA)
    return false;
  buffer_add (out, nonce + NONCE, len - SEALED_EXTRA);
  if (out->failed || associated->failed)
    {
      out->failed = true;
      return false;
    }
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          out->data + at, NULL, NULL, nonce + NONCE, len - NONCE,
          associated->data, associated->len, nonce, key)
      == 0)
    return true;
  out->len = at;
  return false;
}

void
sealed_row (struct buffer *out, const unsigned char log[LOG_LEN],
            const char *name)
{
  buffer_add (out, "EMS1", 4);
  buffer_add (out, log, LOG_LEN);
  buffer_text (out, name);
}
