/* SPDX-License-Identifier: Apache-2.0 */
/* A transaction's beginning and end.  It begins by finding that the store
   still is what was sealed; a writer does so under the write lock, with the
   second copy read under the same lock.  */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/internal.h"

/* A reader of a resting store starts again when a writer comes; the second
   time the writer's files are there and nothing can disturb it.  */
#define TRIES 5

struct txn *
txn_start (struct ledger *l, enum txn_mode mode)
{
  struct txn *t = l->spare ? l->spare : malloc (sizeof *t);

  if (!t)
    return NULL;
  assert (!l->busy);
  l->busy = true;
  l->spare = NULL;
  *t = (struct txn){ .ledger = l, .mode = mode };
  return t;
}

void
txn_free (struct txn *t)
{
  if (!t)
    return;
  if (t->open)
    store_end (&t->ledger->store);
  for (size_t i = 0; i < t->n_drafts; i++)
    draft_free (t->drafts[i]);
  for (size_t i = 0; i < t->n_changes; i++)
    buffer_done (&t->changes[i].sealed);
  free (t->drafts);
  free (t->changes);
  t->ledger->busy = false;
  t->ledger->spare = t;
}

static bool
begin_write (struct txn *t, struct fault *why)
{
  struct ledger *l = t->ledger;
  struct copy_slots slots;

  t->open = store_begin_write (&l->store, false, why);
  return t->open && head_load (l, &t->head, why) && head_slots (l, &slots, why)
         && head_copy (l, &t->head, &slots, why);
}

/* The second copy was looked at when the ledger was opened, and is looked at
   again by every writer.  */
static bool
begin_read (struct txn *t, struct fault *why)
{
  struct ledger *l = t->ledger;

  t->open = store_begin_read (&l->store, why);
  return t->open && head_reload (l, &t->head, why);
}

bool
ledger_begin (struct ledger *l, enum txn_mode mode, struct txn **out,
              struct fault *why)
{
  for (int i = 0; i < TRIES; i++)
    {
      struct txn *t = txn_start (l, mode);

      if (!t)
        return fault_set (why, CODE_MEMORY, "%s", "");
      l->store.disturbed = false;
      bool good
          = mode == TXN_WRITE ? begin_write (t, why) : begin_read (t, why);
      /* New records are of the last one's epoch.  */
      if (good && keys_epoch (&l->keys, t->head.last.epoch, why))
        {
          *out = t;
          return true;
        }
      bool again = !good && l->store.disturbed;
      txn_free (t);
      if (!again)
        return false;
    }
  return false;
}

void
txn_end (struct txn *t)
{
  txn_free (t);
}

uint64_t
txn_size (const struct txn *t)
{
  return t->head.checkpoint.size + t->n_drafts;
}

uint64_t
txn_newest_time (const struct txn *t)
{
  return t->head.last.time_us;
}

uint64_t
txn_add (struct txn *t, struct draft *d)
{
  uint64_t seq = txn_size (t);
  struct draft **more
      = reallocarray (t->drafts, t->n_drafts + 1, sizeof *more);

  assert (t->mode == TXN_WRITE);
  if (more)
    t->drafts = more;
  if (!more || !d)
    {
      t->failed = true;
      draft_free (d);
      return seq;
    }
  t->drafts[t->n_drafts++] = d;
  return seq;
}

bool
txn_commit (struct txn *t, struct fault *why)
{
  assert (t->mode == TXN_WRITE);
  bool good = append_commit (t, why);
  txn_free (t);
  return good;
}

struct ledger *
txn_ledger (const struct txn *t)
{
  return t->ledger;
}

/* --- what rides along --- */

void
ledger_defer_drop (struct ledger *l, enum row_family family, const char *kind,
                   const char *value)
{
  void *more = reallocarray (l->drops, l->n_drops + 1, sizeof *l->drops);

  /* Without memory the row stays, and a later command finds it.  */
  if (!more)
    return;
  l->drops = more;
  assert (family != ROW_DOC);
  row_name (l, family, kind, value, l->drops[l->n_drops++]);
}
