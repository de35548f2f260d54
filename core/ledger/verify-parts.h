/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a verification share.  Every fault becomes a finding and
   the work goes on: a broken ledger should say everything that is wrong with
   it, not only the first thing.  */
#ifndef EMI_LEDGER_VERIFY_PARTS_H
#define EMI_LEDGER_VERIFY_PARTS_H

#include <sodium.h>

#include "base/lang.h"
#include "ledger/internal.h"
#include "ledger/verify.h"

#define TILE_LEVELS 7
/* Records whose index rows are compared as one sum.  */
#define INDEX_BLOCK 1024

/* Digests of the tiles that the records make, for comparison with the rows. */
struct tile_sums
{
  crypto_hash_sha256_state state;
  unsigned filled;
  unsigned char (*digest)[DIGEST_LEN];
  uint64_t n;
  uint64_t seen; /* rows found in the store */
};

/* A signed size and root, and whether the records make it.  */
struct signed_root
{
  bool valid; /* there is such a note, and its signature is good */
  struct checkpoint checkpoint;
  bool reached; /* that many records were read */
  bool matches;
};

struct index_sum
{
  uint64_t lo, hi;
};

/* What must not come twice: a request's end, a TOTP step.  */
struct once
{
  unsigned char what[16];
  uint64_t seq;
};
struct once_list
{
  struct once *v;
  size_t n;
};

struct verify
{
  const struct ledger_setup *setup;
  bool deep;
  void (*each) (void *ctx, const struct record *r);
  void *each_ctx;
  struct verify_result *result;

  struct store store;
  struct note_key seal;
  unsigned char log[LOG_LEN];
  struct notes notes;
  struct keys keys; /* deep, and the root key is there */
  bool has_keys;
  uint32_t gone_epoch; /* the last one whose key was found missing */

  struct signed_root head, slot[COPY_SLOTS];
  struct buffer frontier;
  struct buffer manifest_bytes;
  struct manifest manifest;
  bool has_manifest;

  /* The records so far.  */
  uint64_t rows;
  uint64_t next; /* the number that comes next */
  bool gap;      /* they are not one sequence: the tree says nothing */
  struct record_clear last;
  bool has_last;
  unsigned char last_leaf[DIGEST_LEN];
  struct frontier tree;
  struct frontier before_last; /* the tree of all but the head's last */
  struct tile_sums tiles[TILE_LEVELS];
  unsigned char index_key[crypto_shorthash_siphashx24_KEYBYTES];
  struct index_sum *index;
  size_t n_index;
  uint64_t unsynchronised;
  struct once_list ends, steps, statements;

  char (*open_rows)[ROW_NAME];
  size_t n_open_rows;
  size_t docs_seen;

  bool no_memory;
};

/* SEQ -1: no record is at fault.  */
void verify_finding (struct verify *v, int64_t seq, const char *fmt, ...)
    __attribute__ ((format (printf, 3, 4)));
void verify_warning (struct verify *v, const char *fmt, ...)
    __attribute__ ((format (printf, 2, 3)));

/* A store operation failed after the store was open: a finding, and true to
   go on; false when it says nothing about the evidence (given up, no memory,
   disturbed).  */
bool verify_store_failed (struct verify *v, int64_t seq,
                          const struct fault *why);

/* verify-scan.c: every record, and then what they add up to.  */
bool verify_scan (struct verify *v, struct fault *why);
void verify_roots (struct verify *v);

/* verify-locate.c: the first record that is not the one sealed, as far as the
   stored frontier and tiles can tell; a lower bound.  */
uint64_t verify_locate (struct verify *v);
/* Is C of the signed head's history, whatever the records say now?  */
bool verify_same_history (struct verify *v, const struct checkpoint *c);

/* verify-index.c */
void verify_index_add (struct verify *v, uint64_t seq, uint64_t time,
                       const unsigned char token[TOKEN_LEN]);
bool verify_index (struct verify *v, struct fault *why);

/* verify-state.c: every row of `state`.  */
bool verify_state (struct verify *v, struct fault *why);

/* verify-deep.c */
void verify_deep_record (struct verify *v, uint64_t seq,
                         const struct record_clear *clear, const void *body,
                         size_t len);
void verify_deep_end (struct verify *v);

/* verify-open.c: open requests whose owner is gone.  */
bool verify_open (struct verify *v, const char *locks, struct fault *why);

#endif
