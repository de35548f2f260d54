/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger as the rest of emi uses it: drafts of records, one transaction
   at a time, state rows, reading and searching.  Layout and rules:
   docs/ledger.md of this project.  A record's way: draft -> sealed and tokens
   made -> write lock -> head checked -> leaf and new head -> one durable batch
   -> second copy -> the caller goes on.  */
#ifndef EMI_LEDGER_LEDGER_H
#define EMI_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/fault.h"
#include "host/host.h"

struct ledger;
struct txn;
struct draft;

/* All borrowed for the ledger's life.  */
struct ledger_setup
{
  struct instance *store;
  const struct clock *clock;
  const char *facility;
  const char *node;
  const char *keys;     /* folder */
  const char *seal;     /* file of the second copy */
  uint64_t reserve;     /* bytes */
  const char *space_at; /* path whose free space is the store's */
  enum lang lang;       /* of what a verification says */
};

/* Makes keys/ (root.key, epoch-1.key, seal.key, seal.pub), an empty store and
   record 0 from FIRST (which it takes over, adding facility, node and the
   public key), with DOCS put by SETUP_DOCS in the same commit.  */
bool ledger_create (const struct ledger_setup *setup, struct draft *first,
                    bool (*setup_docs) (struct txn *, void *ctx,
                                        struct fault *),
                    void *ctx, struct fault *why);

/* Opens as ledger.md says: public key, second copy, head, frontier, manifest.
   CODE_EVIDENCE when anything does not hold, CODE_STORE_UNREACHED,
   CODE_KEY_MISSING.  Open requests are not touched (access/recover.h).  */
bool ledger_open (const struct ledger_setup *setup, struct ledger **out,
                  struct fault *why);
/* Syncs the second copy.  */
void ledger_close (struct ledger *l);

const char *ledger_origin (const struct ledger *l);
const unsigned char *ledger_log_id (const struct ledger *l); /* 16 bytes */
/* Is the configured reserve free where the store lies?  */
bool ledger_has_reserve (const struct ledger *l);
/* Set once when writing the second copy failed in this process.  */
bool ledger_copy_failed (const struct ledger *l);

/* --- drafts --- */
struct draft *draft_new (const char *kind);
void draft_free (struct draft *d);
/* NAME once per draft; a second time is a programmer's mistake (asserts).
   Copies.  VALUE NULL adds nothing.  Failure is remembered until commit.  */
void draft_text (struct draft *d, const char *name, const char *value);
void draft_bytes (struct draft *d, const char *name, const void *value,
                  size_t len);
void draft_number (struct draft *d, const char *name, int64_t value);
/* Makes the record findable; VALUE is brought into the normal form of KIND
   (ledger.md) here.  A VALUE that is NULL or empty adds nothing.  */
void draft_token (struct draft *d, const char *kind, const char *value);

/* --- transactions --- */
enum txn_mode
{
  TXN_READ, /* a snapshot */
  TXN_WRITE /* the store's write lock, head and second copy checked */
};
/* Waits up to a minute for the write lock (CODE_STORE_BUSY).  */
bool ledger_begin (struct ledger *l, enum txn_mode mode, struct txn **out,
                   struct fault *why);
void txn_end (struct txn *t); /* rolls back what was not committed; NULL ok */
/* The ledger T belongs to; in ledger_create's SETUP_DOCS the one being made
   (good for sealing).  */
struct ledger *txn_ledger (const struct txn *t);

/* Number of records = sequence number of the first draft added next.  */
uint64_t txn_size (const struct txn *t);

/* The draft becomes the transaction's.  Returns its sequence number.  */
uint64_t txn_add (struct txn *t, struct draft *d);
/* Commits drafts and state changes, then the second copy; ends T in any case.
   CODE_STORE_WRITE when nothing was written; CODE_LEDGER_AFTER when that is
   not known even after reading the head again.  A commit without drafts is
   allowed when no doc changed.  */
bool txn_commit (struct txn *t, struct fault *why);

/* State rows, named by the token of (KIND, VALUE).  `doc` is the registry,
   bound by the manifest; `open` and `count` are sealed but not bound.
   FOUND_OUT says whether there is one.  */
enum row_family
{
  ROW_DOC,
  ROW_OPEN,
  ROW_COUNT
};
bool txn_row_get (struct txn *t, enum row_family family, const char *kind,
                  const char *value, struct buffer *out, bool *found_out,
                  struct fault *why);
/* Seen by later txn_row_get of the same transaction.  */
bool txn_row_put (struct txn *t, enum row_family family, const char *kind,
                  const char *value, const void *data, size_t len,
                  struct fault *why);
void txn_row_drop (struct txn *t, enum row_family family, const char *kind,
                   const char *value);
/* Every row of the family, unsealed, in no special order.  EACH returns false
   to stop.  */
bool txn_row_each (struct txn *t, enum row_family family,
                   bool (*each) (void *ctx, const void *data, size_t len),
                   void *ctx, struct fault *why);

/* A row that goes with the next commit that this ledger makes, without a
   commit of its own; a row that is gone already is fine.  */
void ledger_defer_drop (struct ledger *l, enum row_family family,
                        const char *kind, const char *value);

/* --- reading --- */
struct record_field
{
  const char *name;
  const unsigned char *value; /* NUL-terminated behind len */
  size_t len;
};
struct record
{
  uint64_t seq;
  uint64_t time_us;
  uint32_t flags;
  uint32_t clock_error_ms;
  uint32_t epoch;
  uint64_t registry_version;
  struct record_field *fields; /* by name, ascending */
  size_t n_fields;
  void *memory;
};
/* The value as text, or NULL.  */
const char *record_text (const struct record *r, const char *name);
int64_t record_number (const struct record *r, const char *name,
                       int64_t fallback);
void record_done (struct record *r);

/* Record SEQ, decrypted and checked against its commitments.  */
bool txn_read (struct txn *t, uint64_t seq, struct record *out,
               struct fault *why);
/* Sequence numbers under a token, ascending; the caller frees *SEQS_OUT.  */
bool txn_find (struct txn *t, const char *kind, const char *value,
               uint64_t **seqs_out, size_t *n_out, struct fault *why);
/* Time (us) of the newest record.  */
uint64_t txn_newest_time (const struct txn *t);

/* Hex of the token of (KIND, VALUE): a stable, keyed, opaque name; also used
   for lock files.  OUT holds 33 bytes.  */
void ledger_token_hex (const struct ledger *l, const char *kind,
                       const char *value, char out[33]);

/* Seals DATA under root context CONTEXT ("emi-cred", "emi-tmpl") with the
   given associated text; appends nonce || ciphertext to OUT.  */
bool ledger_seal (const struct ledger *l, const char *context,
                  const char *associated, const void *data, size_t len,
                  struct buffer *out, struct fault *why);
bool ledger_unseal (const struct ledger *l, const char *context,
                    const char *associated, const void *data, size_t len,
                    struct secret *out, struct fault *why);

#endif
