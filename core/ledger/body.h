/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a body: fields sealed under the key of their epoch, opened
   again and compared with what the record committed to.  */
#ifndef EMI_LEDGER_BODY_H
#define EMI_LEDGER_BODY_H

#include "ledger/commit.h"
#include "ledger/record.h"

struct body_key
{
  const unsigned char *key; /* 32 bytes */
  const unsigned char *log; /* LOG_LEN */
  uint32_t epoch;
};

/* Seals N fields (names unique, ascending).  TOKENS are N_TOKENS strictly
   ascending tokens, at most 255.  BODY gets the body's bytes, FIELDS_OUT the
   commitment.  False when they do not fit into a body, or without memory.  */
bool body_seal (const struct body_key *key, const struct record_field *fields,
                size_t n, const unsigned char *tokens, size_t n_tokens,
                struct buffer *body, unsigned char fields_out[DIGEST_LEN]);

/* What was in a body; all in one block of memory that body_done wipes.  */
struct body_fields
{
  struct record_field *v;
  size_t n;
  unsigned char *seed; /* COMMIT_SEED */
  void *memory;
};

enum body_state
{
  BODY_OPEN,
  BODY_BROKEN, /* does not open, or holds other fields than committed to */
  BODY_NO_MEMORY
};
enum body_state body_open (const struct body_key *key, const void *bytes,
                           size_t len, const unsigned char want[DIGEST_LEN],
                           struct body_fields *out);
/* Wipes and frees the block (body_fields.memory, record.memory).  */
void body_done (void *memory);

/* The fields in a decrypted body's bytes; the fuzzer's way in.  */
enum body_state body_plain (const unsigned char *plain, size_t len,
                            struct body_fields *out);

#endif
