/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed values: nonce || XChaCha20-Poly1305, bound to where they belong by
   associated data.  The rows of `state` are such, named in docs/ledger.md. */
#ifndef EMI_LEDGER_SEALED_H
#define EMI_LEDGER_SEALED_H

#include "base/buffer.h"
#include "ledger/keys.h"
#include "ledger/record.h"

#define SEALED_EXTRA (24 + 16) /* nonce and tag */

/* Appends the sealed bytes to OUT; false without memory.  */
bool sealed_make (const unsigned char key[KEY_LEN],
                  const struct buffer *associated, const void *data,
                  size_t len, struct buffer *out);
/* Appends the opened bytes to OUT; false when BYTES are not what was sealed
   there, or without memory (OUT->failed).  */
bool sealed_open (const unsigned char key[KEY_LEN],
                  const struct buffer *associated, const void *bytes,
                  size_t len, struct buffer *out);

/* The associated data of state row NAME ("doc/...").  */
void sealed_row (struct buffer *out, const unsigned char log[LOG_LEN],
                 const char *name);

#endif
