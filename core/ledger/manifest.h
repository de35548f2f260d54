/* SPDX-License-Identifier: Apache-2.0 */
/* The registry's manifest: which `doc` rows there are and what their sealed
   bytes hash to.  Every record names its version and digest, so no row can be
   put back to what it was.  */
#ifndef EMI_LEDGER_MANIFEST_H
#define EMI_LEDGER_MANIFEST_H

#include "base/buffer.h"
#include "ledger/record.h"

struct manifest_row
{
  const char *name; /* without "doc/"; NUL-terminated */
  const unsigned char *digest;
};

struct manifest
{
  uint64_t version;
  unsigned char digest[DIGEST_LEN]; /* of its bytes */
  struct manifest_row *rows;        /* by name, ascending */
  size_t n;
  char *names; /* what the rows' names point into */
  unsigned char *digests;
};

/* False when BYTES are no manifest of LOG, or there is no memory (then
   *MEMORY_OUT is true).  */
bool manifest_parse (struct manifest *m, const unsigned char log[LOG_LEN],
                     const void *bytes, size_t len, bool *memory_out);
void manifest_done (struct manifest *m);

/* The digest that row NAME must have, or NULL.  */
const unsigned char *manifest_find (const struct manifest *m,
                                    const char *name);

/* One change: DIGEST NULL takes the row out.  */
struct manifest_change
{
  const char *name;
  const unsigned char *digest;
};
/* Adds to OUT the bytes of the next version: M with CHANGES (names unique,
   in any order).  */
void manifest_next (const struct manifest *m, const unsigned char log[LOG_LEN],
                    struct manifest_change *changes, size_t n,
                    struct buffer *out);

#endif
