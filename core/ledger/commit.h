/* SPDX-License-Identifier: Apache-2.0 */
/* Commitments to a record's fields, one by one: each can be shown to somebody
   later while the others stay hidden, and how many there are is hidden up to
   a multiple of 8.  */
#ifndef EMI_LEDGER_COMMIT_H
#define EMI_LEDGER_COMMIT_H

#include "ledger/ledger.h"

#define COMMIT_SEED 32
#define COMMIT_FIELDS 248 /* at most; 0 is not allowed */

/* How many commitments N fields have with their padding.  */
size_t commit_padded (size_t n);

/* H over SALT, name and value.  */
void commit_field (const unsigned char salt[DIGEST_LEN],
                   const struct record_field *field,
                   unsigned char out[DIGEST_LEN]);

/* The padded list, ascending; LIST holds commit_padded (N) digests, FIELDS
   are in ascending order of their names.  */
void commit_list (const unsigned char seed[COMMIT_SEED],
                  const struct record_field *fields, size_t n,
                  unsigned char (*list)[DIGEST_LEN]);

/* The digest over that list, as it stands in the record.  */
void commit_fields (const unsigned char seed[COMMIT_SEED],
                    const struct record_field *fields, size_t n,
                    unsigned char out[DIGEST_LEN]);

#endif
