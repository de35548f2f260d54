/* SPDX-License-Identifier: Apache-2.0 */
/* Is what the store shows now what we last sealed?  Read in one transaction:
   the signed head, the frontier of all records but the last, the last record.
   They must fold to the signed root, so that neither the last record's clear
   fields nor the manifest it names can be other ones.  */
#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"

static bool
broken (struct fault *why, const char *what)
{
  return fault_set (why, CODE_EVIDENCE, "%s", what);
}

static bool
get (struct ledger *l, const char *name, struct buffer *out, struct fault *why)
{
  bool found;

  if (!store_get (&l->store, name, out, &found, why))
    return false;
  return found || fault_set (why, CODE_EVIDENCE, "the store has no %s", name);
}

static bool
load_note (struct ledger *l, struct head *h, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer note = BUFFER_INIT;
  const struct note_seen *seen;

  if (!get (l, "head", &note, why))
    return false;
  seen = notes_check (&l->notes, buffer_string (&note), note.len);
  if (!seen)
    return broken (why, "the head is not signed by this ledger's key");
  memcpy (h->note, seen->text, seen->len);
  h->note_len = seen->len;
  h->checkpoint = seen->checkpoint;
  if (h->checkpoint.size == 0 || h->checkpoint.size > INT64_MAX)
    return broken (why, "the head is of an empty ledger");
  return true;
}

struct last
{
  const struct head *known; /* the one checked before */
  struct head *head;
  unsigned rows;
  bool bad;
};

/* The leaf of RECORD, which is a matter of its bytes alone: those of the record
   seen before need no second hashing.  */
static void
leaf_of (const struct head *known, struct emi_span record,
         unsigned char out[DIGEST_LEN])
{
  unsigned char before[RECORD_LEN];

  record_encode (&known->last, before);
  if (known->checkpoint.size && record.len == sizeof before
      && memcmp (record.data, before, sizeof before) == 0)
    memcpy (out, known->last_leaf, DIGEST_LEN);
  else
    tree_leaf (record.data, record.len, out);
}

static bool
take_last (void *ctx, int64_t seq, struct emi_span record,
           struct emi_span body)
{
  struct last *k = ctx;

  (void) body;
  if (++k->rows > 1)
    return false;
  if (seq != (int64_t) k->head->checkpoint.size - 1
      || !record_decode (record.data, record.len, &k->head->last)
      || k->head->last.seq != (uint64_t) seq)
    k->bad = true;
  else
    leaf_of (k->known, record, k->head->last_leaf);
  return !k->bad;
}

/* Asks for all from the last record on: there must be exactly one.  */
static bool
load_last (struct ledger *l, struct head *h, struct fault *why)
{
  struct last k = { .known = &l->known, .head = h };

  if (!store_read (&l->store, h->checkpoint.size - 1, INT64_MAX, take_last, &k,
                   why))
    return false;
  if (k.rows == 0)
    return broken (why, "records are missing at the end");
  if (k.bad || memcmp (h->last.log, l->log, LOG_LEN) != 0)
    return broken (why, "the last record is not the one sealed");
  if (k.rows > 1)
    return broken (why, "there are records that were never sealed");
  return true;
}

/* The root that frontier and last leaf make, which is a matter of these bytes
   alone: equal bytes need no second folding.  */
static void
fold (struct ledger *l, const struct head *h, unsigned char root[DIGEST_LEN])
{
  const struct frontier *f = &l->folded.front;

  if (f->size == 0 || f->size != h->front.size || f->n != h->front.n
      || memcmp (f->peak, h->front.peak, frontier_bytes (f)) != 0
      || memcmp (l->folded.leaf, h->last_leaf, DIGEST_LEN) != 0)
    {
      frontier_fold (&h->front, h->last_leaf, l->folded.root);
      memcpy (l->folded.leaf, h->last_leaf, DIGEST_LEN);
      l->folded.front = h->front;
    }
  memcpy (root, l->folded.root, DIGEST_LEN);
}

static bool
load_frontier (struct ledger *l, struct head *h, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  unsigned char root[DIGEST_LEN];

  if (!get (l, "frontier", &bytes, why))
    return false;
  if (!frontier_decode (&h->front, h->checkpoint.size - 1, bytes.data,
                        bytes.len))
    return broken (why, "the frontier does not fit the head");
  fold (l, h, root);
  return memcmp (root, h->checkpoint.root, DIGEST_LEN) == 0
         || broken (why, "the last record and the frontier do not make the "
                         "signed root");
}

static bool
load_manifest (struct ledger *l, const struct head *h, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  struct manifest m;
  bool memory;

  if (l->manifest.rows && l->manifest.version == h->last.registry_version
      && memcmp (l->manifest.digest, h->last.registry, DIGEST_LEN) == 0)
    return true;
  if (!get (l, "manifest", &bytes, why))
    return false;
  if (!manifest_parse (&m, l->log, bytes.data, bytes.len, &memory))
    return memory ? fault_set (why, CODE_MEMORY, "%s", "")
                  : broken (why, "the registry's manifest cannot be read");
  if (m.version != h->last.registry_version
      || memcmp (m.digest, h->last.registry, DIGEST_LEN) != 0)
    {
      manifest_done (&m);
      return broken (why, "the registry is not the one in the last record");
    }
  manifest_done (&l->manifest);
  l->manifest = m;
  return true;
}

bool
head_load (struct ledger *l, struct head *out, struct fault *why)
{
  struct head h = { .note_len = 0 };

  if (!load_note (l, &h, why) || !load_last (l, &h, why)
      || !load_frontier (l, &h, why) || !load_manifest (l, &h, why))
    return false;
  /* Somebody else's commit: what was known of the old head's history must be
     found anew.  */
  if (l->head_len != h.note_len
      || memcmp (l->head_note, h.note, h.note_len) != 0)
    {
      notes_forget_ours (&l->notes);
      memcpy (l->head_note, h.note, h.note_len);
      l->head_len = h.note_len;
    }
  notes_add (&l->notes, h.note, h.note_len, &h.checkpoint);
  *out = l->known = h;
  return true;
}

bool
head_reload (struct ledger *l, struct head *out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer note = BUFFER_INIT;

  if (!get (l, "head", &note, why))
    return false;
  if (note.len == 0 || note.len != l->known.note_len
      || memcmp (note.data, l->known.note, note.len) != 0)
    return head_load (l, out, why);
  if (!load_manifest (l, &l->known, why))
    return false;
  *out = l->known;
  return true;
}

/* --- the second copy --- */

bool
head_slots (struct ledger *l, struct copy_slots *out, struct fault *why)
{
  int err = second_copy_load (l->setup.seal, out);

  if (err == EWOULDBLOCK)
    return fault_set (why, CODE_STORE_BUSY, "the second copy is locked");
  if (err == ENOMEM || err == EMFILE || err == ENFILE)
    return fault_set (why, CODE_FILE_IO, "the second copy: %s",
                      strerror (err));
  return !err
         || fault_set (why, CODE_EVIDENCE, "the second copy: %s",
                       strerror (err));
}

static bool
slot_fits (struct ledger *l, const struct head *h, struct note_seen *seen,
           struct fault *why)
{
  const struct checkpoint *c = &seen->checkpoint;
  unsigned char root[DIGEST_LEN];

  if (seen->ours)
    return true;
  if (c->size > h->checkpoint.size)
    return broken (why, "the second copy is ahead of the store");
  if (c->size == 0)
    return broken (why, "the second copy is of an empty ledger");
  if (!history_root (&l->store, h, c->size, root, why))
    return false;
  if (memcmp (root, c->root, DIGEST_LEN) != 0)
    return broken (why, "the second copy is of another history");
  seen->ours = true;
  return true;
}

bool
head_copy (struct ledger *l, const struct head *h,
           const struct copy_slots *slots, struct fault *why)
{
  struct note_seen *seen;
  unsigned valid = 0;

  for (size_t i = 0; i < COPY_SLOTS; i++)
    if (slots->len[i]
        && (seen = notes_check (&l->notes, slots->note[i], slots->len[i])))
      {
        valid++;
        if (!slot_fits (l, h, seen, why))
          return false;
      }
  return valid || broken (why, "the second copy holds no valid checkpoint");
}
