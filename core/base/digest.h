/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 and the encodings that go with digests, all libsodium's.  */
#ifndef EMI_BASE_DIGEST_H
#define EMI_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_LEN 32
#define DIGEST_HEX 65 /* with the NUL */

void digest (const void *data, size_t len, unsigned char out[DIGEST_LEN]);

struct digest_part
{
  const void *data;
  size_t len;
};
/* SHA-256 over N parts one after the other.  */
void digest_parts (const struct digest_part *parts, size_t n,
                   unsigned char out[DIGEST_LEN]);

/* Lower-case hex; OUT holds 2 * len + 1.  */
void hex_encode (const void *data, size_t len, char *out);
/* Strict: exactly 2 * LEN hex digits.  */
bool hex_decode (const char *hex, unsigned char *out, size_t len);

/* Canonical base64 with padding.  The caller frees; NULL without memory.  */
char *base64_encode (const void *data, size_t len);
/* Refuses anything that base64_encode would not have written.  Returns the
   length, or -1; OUT holds CAP.  */
long base64_decode (const char *text, size_t text_len, unsigned char *out,
                    size_t cap);

#endif
