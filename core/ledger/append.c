/* SPDX-License-Identifier: Apache-2.0 */
/* One commit: numbers, times, leaves, the new head, one durable batch, and the
   second copy after it.  The write lock is held and the head was checked when
   this begins.  */
#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"

#define TIME_TEXT 24

/* One record, ready but for nothing.  */
struct ready
{
  struct draft_sealed sealed;
  unsigned char bytes[RECORD_LEN];
  char time[TIME_TEXT];
};

struct commit
{
  struct txn *txn;
  size_t n; /* records */
  struct ready *ready;
  unsigned char (*leaf)[DIGEST_LEN];
  struct record_clear last;
  struct frontier front;
  struct tiles tiles;
  bool docs; /* the registry changes */
  struct buffer manifest;
  unsigned char registry[DIGEST_LEN];
  uint64_t registry_version;
  struct expected expected;
  struct emi_field *fields;
  size_t n_fields;
};

static bool
no_memory (struct fault *why)
{
  return fault_set (why, CODE_MEMORY, "%s", "");
}

static bool
is_doc (const struct change *c)
{
  return strncmp (c->name, "doc/", 4) == 0;
}

/* --- what rides along --- */

static bool
mentioned (const struct txn *t, const char *name)
{
  for (size_t i = 0; i < t->n_changes; i++)
    if (strcmp (t->changes[i].name, name) == 0)
      return true;
  return false;
}

/* Deferred drops become changes of this transaction; on failure they are
   still on the ledger's list and ride again.  A dropped doc would need a
   record of its own, so only the other families' are deferred.  */
static bool
take_drops (struct txn *t)
{
  const struct ledger *l = t->ledger;

  for (size_t i = 0; i < l->n_drops; i++)
    {
      if (mentioned (t, l->drops[i]))
        continue;
      struct change *more
          = reallocarray (t->changes, t->n_changes + 1, sizeof *more);
      if (!more)
        return false;
      t->changes = more;
      struct change *c = &more[t->n_changes++];
      *c = (struct change){ .drop = true, .sealed = BUFFER_INIT };
      memcpy (c->name, l->drops[i], ROW_NAME);
    }
  return true;
}

/* --- the registry --- */

static bool
make_manifest (struct commit *c, struct fault *why)
{
  struct txn *t = c->txn;
  const struct ledger *l = t->ledger;
  CLEANUP_FREE struct manifest_change *changes
      = calloc (t->n_changes + 1, sizeof *changes);
  size_t n = 0;

  if (!changes)
    return no_memory (why);
  for (size_t i = 0; i < t->n_changes; i++)
    if (is_doc (&t->changes[i]))
      changes[n++] = (struct manifest_change){
        t->changes[i].name + 4,
        t->changes[i].drop ? NULL : t->changes[i].digest,
      };
  /* Record 0 begins with a manifest even when it is empty.  */
  c->docs = n > 0 || t->head.checkpoint.size == 0;
  c->registry_version = l->manifest.version;
  memcpy (c->registry, l->manifest.digest, DIGEST_LEN);
  if (!c->docs)
    return true;
  assert (c->n > 0);
  manifest_next (&l->manifest, l->log, changes, n, &c->manifest);
  if (c->manifest.failed)
    return no_memory (why);
  c->registry_version++;
  digest (c->manifest.data, c->manifest.len, c->registry);
  return true;
}

/* --- the records --- */

static void
make_record (struct commit *c, size_t i, struct ready *r)
{
  const struct ledger *l = c->txn->ledger;
  const struct clock *clock = l->setup.clock;
  struct clock_state now = clock->read (clock);
  struct record_clear clear = {
    .flags = now.synchronised ? RECORD_SYNCHRONISED : 0,
    .seq = c->expected.old.size + i,
    .time_us = now.utc_us,
    .clock_error_ms = now.error_ms,
    .epoch = l->keys.epoch,
    .registry_version = c->registry_version,
  };

  if (clear.seq && now.utc_us < c->last.time_us)
    clear.flags |= RECORD_BACKWARDS;
  if (ledger_copy_failed (l))
    clear.flags |= RECORD_NO_COPY;
  memcpy (clear.log, l->log, LOG_LEN);
  memcpy (clear.registry, c->registry, DIGEST_LEN);
  memcpy (clear.fields, r->sealed.fields, DIGEST_LEN);
  body_digest (r->sealed.body.data, r->sealed.body.len, clear.body);
  record_encode (&clear, r->bytes);
  snprintf (r->time, sizeof r->time, "%" PRIu64, clear.time_us);
  c->last = clear;
}

/* The leaf goes into the frontier when it is no longer the last.  */
static bool
push (struct commit *c, const unsigned char leaf[DIGEST_LEN],
      struct fault *why)
{
  unsigned char made[TREE_PEAKS + 1][DIGEST_LEN];
  const struct new_leaves fresh
      = { .first = c->expected.old.size,
          .leaf = (const unsigned char (*)[DIGEST_LEN]) c->leaf };
  unsigned levels = frontier_push (&c->front, leaf, made);

  return tiles_add (&c->tiles, &c->txn->ledger->store, &fresh, c->front.size,
                    made, levels, why);
}

static bool
make_records (struct commit *c, struct fault *why)
{
  struct txn *t = c->txn;
  const struct ledger *l = t->ledger;

  for (size_t i = 0; i < c->n; i++)
    {
      if (!draft_seal (t->drafts[i], &l->keys, l->log, &c->ready[i].sealed,
                       why))
        return false;
      make_record (c, i, &c->ready[i]);
      tree_leaf (c->ready[i].bytes, RECORD_LEN, c->leaf[i]);
    }
  return true;
}

static bool
grow_tree (struct commit *c, struct fault *why)
{
  const struct head *h = &c->txn->head;

  c->front = h->front;
  if (h->checkpoint.size && !push (c, h->last_leaf, why))
    return false;
  for (size_t i = 0; i + 1 < c->n; i++)
    if (!push (c, c->leaf[i], why))
      return false;
  return true;
}

static bool
sign (struct commit *c, struct fault *why)
{
  const struct ledger *l = c->txn->ledger;
  struct expected *e = &c->expected;

  e->new.size = e->old.size + c->n;
  frontier_fold (&c->front, c->leaf[c->n - 1], e->new.root);
  e->note_len
      = note_make (&l->seal, keys_block (&l->keys)->seal, &e->new, e->note);
  return e->note_len || no_memory (why);
}

/* --- the batch --- */

static void
add (struct commit *c, const char *name, const void *data, size_t len)
{
  c->fields[c->n_fields++] = (struct emi_field){ name, { data, len } };
}

/* Names of the batch: "set/head" and so on; the rows' own are made here.  */
struct names
{
  char (*v)[ROW_NAME + 8];
  size_t n;
};

static const char *
named (struct names *names, const char *verb, const char *name)
{
  char *out = names->v[names->n++];

  snprintf (out, sizeof *names->v, "%s/%s", verb, name);
  return out;
}

static size_t
count_fields (const struct commit *c)
{
  size_t n = 3 + c->tiles.n + c->txn->n_changes;

  for (size_t i = 0; i < c->n; i++)
    n += 3 + c->ready[i].sealed.n_tokens;
  return n;
}

static void
add_records (struct commit *c)
{
  for (size_t i = 0; i < c->n; i++)
    {
      const struct ready *r = &c->ready[i];

      add (c, "record", r->bytes, RECORD_LEN);
      add (c, "body", r->sealed.body.data, r->sealed.body.len);
      add (c, "time", r->time, strlen (r->time));
      for (size_t k = 0; k < r->sealed.n_tokens; k++)
        add (c, "token", r->sealed.tokens[k], TOKEN_LEN);
    }
  if (c->n)
    {
      add (c, "set/head", c->expected.note, c->expected.note_len);
      add (c, "set/frontier", c->front.peak, frontier_bytes (&c->front));
    }
  if (c->docs)
    add (c, "set/manifest", c->manifest.data, c->manifest.len);
}

static bool
write_batch (struct commit *c, struct fault *why)
{
  struct txn *t = c->txn;
  struct names names = { .n = 0 };

  names.v = calloc (c->tiles.n + t->n_changes + 1, sizeof *names.v);
  c->fields = calloc (count_fields (c), sizeof *c->fields);
  if (!names.v || !c->fields)
    {
      free (names.v);
      return no_memory (why);
    }
  add_records (c);
  for (size_t i = 0; i < c->tiles.n; i++)
    add (c, named (&names, "set", c->tiles.v[i].name), c->tiles.v[i].hashes,
         TILE_LEN);
  for (size_t i = 0; i < t->n_changes; i++)
    {
      const struct change *ch = &t->changes[i];
      add (c, named (&names, ch->drop ? "drop" : "set", ch->name),
           ch->sealed.data, ch->drop ? 0 : ch->sealed.len);
    }
  /* Once it was tried, the outcome is asked of the store and not guessed.  */
  bool good = store_append (&t->ledger->store, c->expected.old.size, c->fields,
                            c->n_fields, why);
  t->open = false;
  if (!good)
    {
      store_end (&t->ledger->store);
      good = c->n ? outcome_records (t->ledger, &c->expected, why)
                  : outcome_changes (t->ledger, t->changes, t->n_changes, why);
    }
  free (names.v);
  return good;
}

/* --- the whole --- */

/* The batch is durable: the ledger knows the new head.  */
static void
settle (struct commit *c)
{
  struct ledger *l = c->txn->ledger;
  const struct expected *e = &c->expected;
  struct manifest m;
  bool memory;

  memcpy (l->head_note, e->note, e->note_len);
  l->head_len = e->note_len;
  l->known = (struct head) { .note_len = e->note_len,
                             .checkpoint = e->new,
                             .front = c->front,
                             .last = c->last };
  memcpy (l->known.note, e->note, e->note_len);
  memcpy (l->known.last_leaf, c->leaf[c->n - 1], DIGEST_LEN);
  l->folded.front = c->front;
  memcpy (l->folded.leaf, c->leaf[c->n - 1], DIGEST_LEN);
  memcpy (l->folded.root, e->new.root, DIGEST_LEN);
  notes_add (&l->notes, e->note, e->note_len, &e->new);
  if (c->docs)
    {
      manifest_done (&l->manifest);
      /* Without memory it is read from the store next time.  */
      if (manifest_parse (&m, l->log, c->manifest.data, c->manifest.len,
                          &memory))
        l->manifest = m;
    }
  ledger_write_copy (l, e->note, e->note_len, e->new.size);
}

static bool
commit (struct commit *c, struct fault *why)
{
  struct txn *t = c->txn;

  c->ready = calloc (c->n + 1, sizeof *c->ready);
  c->leaf = calloc (c->n + 1, DIGEST_LEN);
  if (!c->ready || !c->leaf || !take_drops (t))
    return no_memory (why);
  if (!c->n && !t->n_changes)
    return true;
  c->expected.old = t->head.checkpoint;
  c->last = t->head.last;
  if (!make_manifest (c, why))
    return false;
  if (c->n
      && (!make_records (c, why) || !grow_tree (c, why) || !sign (c, why)))
    return false;
  if (!write_batch (c, why))
    return false;
  if (c->n)
    settle (c);
  return true;
}

static void
commit_done (struct commit *c)
{
  for (size_t i = 0; c->ready && i < c->n; i++)
    draft_sealed_done (&c->ready[i].sealed);
  free (c->ready);
  free (c->leaf);
  free (c->fields);
  tiles_done (&c->tiles);
  buffer_done (&c->manifest);
}

bool
append_commit (struct txn *t, struct fault *why)
{
  struct commit c = { .txn = t, .n = t->n_drafts };

  if (t->failed)
    return no_memory (why);
  bool good = commit (&c, why);
  if (good)
    t->ledger->n_drops = 0;
  commit_done (&c);
  return good;
}
