/* SPDX-License-Identifier: Apache-2.0 */
/* The index must hold exactly one row for each token of each body.  Both sides
   are too large to be kept or to be read side by side, so both are added up:
   each row's keyed hash, in sums of a thousand records each.  The key is new
   each time, so nobody can have made rows whose sums agree.  */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "ledger/verify-parts.h"

static void
add (struct verify *v, uint64_t seq, uint64_t time,
     const unsigned char token[TOKEN_LEN], uint64_t sign)
{
  unsigned char row[16 + TOKEN_LEN];
  unsigned char hash[crypto_shorthash_siphashx24_BYTES];
  uint64_t lo, hi;

  memcpy (row, &seq, 8);
  memcpy (row + 8, &time, 8);
  memcpy (row + 16, token, TOKEN_LEN);
  crypto_shorthash_siphashx24 (hash, row, sizeof row, v->index_key);
  memcpy (&lo, hash, 8);
  memcpy (&hi, hash + 8, 8);
  v->index[seq / INDEX_BLOCK].lo += sign * lo;
  v->index[seq / INDEX_BLOCK].hi += sign * hi;
}

static bool
room (struct verify *v, uint64_t seq)
{
  size_t need = seq / INDEX_BLOCK + 1;
  struct index_sum *more;

  if (need <= v->n_index)
    return true;
  more = reallocarray (v->index, need, sizeof *more);
  if (!more)
    {
      v->no_memory = true;
      return false;
    }
  memset (more + v->n_index, 0, (need - v->n_index) * sizeof *more);
  v->index = more;
  v->n_index = need;
  return true;
}

void
verify_index_add (struct verify *v, uint64_t seq, uint64_t time,
                  const unsigned char token[TOKEN_LEN])
{
  if (room (v, seq))
    add (v, seq, time, token, 1);
}

struct pass
{
  struct verify *v;
  uint64_t foreign;
};

static bool
take_entry (void *ctx, int64_t seq, int64_t time, struct emi_span token)
{
  struct pass *k = ctx;

  if (seq < 0 || time < 0 || token.len != TOKEN_LEN
      || (uint64_t) seq >= k->v->n_index * (uint64_t) INDEX_BLOCK)
    k->foreign++;
  else
    add (k->v, (uint64_t) seq, (uint64_t) time, token.data, UINT64_MAX);
  return true;
}

bool
verify_index (struct verify *v, struct fault *why)
{
  struct pass k = { .v = v };

  if (!store_index (&v->store, take_entry, &k, why))
    return verify_store_failed (v, -1, why);
  if (k.foreign)
    verify_finding (v, -1, N_ ("索引に、どの記録のものでもない行があります"));
  for (size_t i = 0; i < v->n_index; i++)
    if (v->index[i].lo || v->index[i].hi)
      verify_finding (v, -1, N_ ("索引が記録 %llu 以降と合いません"),
                      (unsigned long long) i * INDEX_BLOCK);
  return true;
}
