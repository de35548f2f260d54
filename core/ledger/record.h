/* SPDX-License-Identifier: Apache-2.0 */
/* A record's 152 clear bytes and the outside of its body: layouts of
   docs/ledger.md, pure functions on bytes that may be anybody's.  */
#ifndef EMI_LEDGER_RECORD_H
#define EMI_LEDGER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

#define RECORD_LEN 152
#define LOG_LEN 16
#define TOKEN_LEN 16
#define BODY_MAX 65536

#define RECORD_SYNCHRONISED 1u
#define RECORD_BACKWARDS 2u /* its time is before the previous record's */
#define RECORD_NO_COPY 4u   /* the second copy could not be written */
#define RECORD_FLAGS 7u

struct record_clear
{
  uint32_t flags;
  uint64_t seq;
  uint64_t time_us;
  uint32_t clock_error_ms;
  uint32_t epoch;
  unsigned char log[LOG_LEN];
  uint64_t registry_version;
  unsigned char registry[DIGEST_LEN];
  unsigned char fields[DIGEST_LEN];
  unsigned char body[DIGEST_LEN];
};

void record_encode (const struct record_clear *r,
                    unsigned char out[RECORD_LEN]);
/* False when BYTES cannot be a record: length, magic, unknown flags.  */
bool record_decode (const void *bytes, size_t len, struct record_clear *out);

/* What can be seen of a body without its key; points into the bytes.  */
struct body_view
{
  const unsigned char *tokens; /* n * TOKEN_LEN */
  size_t n_tokens;
  size_t clear_len; /* magic, number and tokens: repeated in the AD */
  const unsigned char *nonce;
  const unsigned char *cipher;
  size_t cipher_len;
};
bool body_view (const void *bytes, size_t len, struct body_view *out);
void body_digest (const void *bytes, size_t len,
                  unsigned char out[DIGEST_LEN]);

#endif
