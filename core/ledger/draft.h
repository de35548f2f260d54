/* SPDX-License-Identifier: Apache-2.0 */
/* A record before it is one: its fields and tokens, and the sealed form that
   only waits for a number.  */
#ifndef EMI_LEDGER_DRAFT_H
#define EMI_LEDGER_DRAFT_H

#include "ledger/body.h"
#include "ledger/keys.h"

struct draft_token
{
  char *kind;
  char *normal;
};

struct draft
{
  struct record_field *fields; /* in the order they came */
  size_t n_fields;
  struct draft_token *tokens;
  size_t n_tokens;
  bool failed; /* no memory, or a value that cannot be had */
};

struct draft_sealed
{
  struct buffer body;
  unsigned char fields[DIGEST_LEN];
  unsigned char (*tokens)[TOKEN_LEN]; /* strictly ascending */
  size_t n_tokens;
};

/* Seals D under the epoch whose keys K holds.  CODE_MEMORY, CODE_INTERNAL
   (too large for a record).  */
bool draft_seal (const struct draft *d, const struct keys *k,
                 const unsigned char log[LOG_LEN], struct draft_sealed *out,
                 struct fault *why);
void draft_sealed_done (struct draft_sealed *s);

#endif
