/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share: the open ledger and its transaction. */
#ifndef EMI_LEDGER_INTERNAL_H
#define EMI_LEDGER_INTERNAL_H

#include "ledger/copy-sync.h"
#include "ledger/draft.h"
#include "ledger/ledger.h"
#include "ledger/manifest.h"
#include "ledger/notes.h"
#include "ledger/second-copy.h"
#include "ledger/store.h"
#include "ledger/tree.h"

#define ROW_NAME 48 /* "count/" and 32 hex digits, with the NUL */

/* The store's newest state as one transaction sees it, checked.  */
struct head
{
  char note[NOTE_MAX];
  size_t note_len;
  struct checkpoint checkpoint; /* size 0: an empty store being made */
  struct frontier front;        /* all records but the last */
  struct record_clear last;
  unsigned char last_leaf[DIGEST_LEN];
};

struct ledger
{
  struct ledger_setup setup;
  struct store store;
  struct note_key seal;
  unsigned char log[LOG_LEN];
  struct keys keys;
  struct notes notes;
  /* The head that the notes' `ours` speaks of.  */
  char head_note[NOTE_MAX];
  size_t head_len;
  struct manifest manifest; /* of that head's last record */
  struct head known;        /* the one last checked, or made by us */
  /* What was folded last: most transactions begin where the last one did. */
  struct
  {
    struct frontier front; /* n 0 and size 0: nothing yet */
    unsigned char leaf[DIGEST_LEN];
    unsigned char root[DIGEST_LEN];
  } folded;
  struct copy_sync *sync;
  bool copy_failed;
  bool busy; /* a transaction is open */
  struct txn *spare; /* the memory of the one before, or NULL */
  /* Rows that go with the next commit.  */
  char (*drops)[ROW_NAME];
  size_t n_drops;
};

/* A state row to be set or dropped.  */
struct change
{
  char name[ROW_NAME];
  bool drop;
  struct buffer sealed;
  unsigned char digest[DIGEST_LEN]; /* of the sealed bytes */
};

struct txn
{
  struct ledger *ledger;
  enum txn_mode mode;
  bool open; /* the store's transaction is */
  struct head head;
  struct draft **drafts;
  size_t n_drafts;
  struct change *changes;
  size_t n_changes;
  bool failed; /* no memory on the way */
};

/* head.c: reads and checks the head in the store's open transaction, then the
   second copy's slots against it.  CODE_EVIDENCE when anything differs.  */
bool head_load (struct ledger *l, struct head *out, struct fault *why);
/* The same for a reader, who looks no further while the head's bytes are those
   that were last checked.  */
bool head_reload (struct ledger *l, struct head *out, struct fault *why);
bool head_copy (struct ledger *l, const struct head *h,
                const struct copy_slots *slots, struct fault *why);
/* Reads the slots; a copy that is missing is evidence that does not hold.  */
bool head_slots (struct ledger *l, struct copy_slots *out, struct fault *why);

/* history.c: the root that the head's tree had at SIZE, proved to be of the
   same tree.  */
bool history_root (struct store *s, const struct head *h, uint64_t size,
                   unsigned char out[DIGEST_LEN], struct fault *why);

/* The leaves of records FIRST .. FIRST + N - 1.  */
bool history_leaves (struct store *s, uint64_t first, size_t n,
                     unsigned char (*out)[DIGEST_LEN], struct fault *why);

/* tiles.c: the tiles that a commit completes.  */
struct tile
{
  char name[TILE_NAME];
  unsigned level;
  uint64_t index;
  unsigned char (*hashes)[DIGEST_LEN]; /* TILE_WIDTH */
};
struct tiles
{
  struct tile *v;
  size_t n;
};
struct new_leaves
{
  uint64_t first;
  const unsigned char (*leaf)[DIGEST_LEN];
};
/* MADE[L], L < LEVELS: the subtrees that the leaf before SIZE completed.  */
bool tiles_add (struct tiles *t, struct store *s, const struct new_leaves *new,
                uint64_t size, unsigned char (*made)[DIGEST_LEN],
                unsigned levels, struct fault *why);
void tiles_done (struct tiles *t);

/* txn.c */
struct txn *txn_start (struct ledger *l, enum txn_mode mode);
void txn_free (struct txn *t);

/* append.c: everything of T in one batch; on success the ledger knows the new
   head.  */
bool append_commit (struct txn *t, struct fault *why);

/* outcome.c: after an append that ended unclearly, what is there?  */
struct expected
{
  struct checkpoint old; /* size 0: none */
  struct checkpoint new;
  char note[NOTE_MAX];
  size_t note_len;
};
bool outcome_records (struct ledger *l, const struct expected *e,
                      struct fault *why);
bool outcome_changes (struct ledger *l, const struct change *changes, size_t n,
                      struct fault *why);

/* rows.c */
void row_name (const struct ledger *l, enum row_family family,
               const char *kind, const char *value, char out[ROW_NAME]);
const char *row_prefix (enum row_family family);

/* ledger.c: the second copy gets the note; a failure is remembered.  */
void ledger_write_copy (struct ledger *l, const char *note, size_t len,
                        uint64_t size);

#endif
