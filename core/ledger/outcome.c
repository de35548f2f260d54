/* SPDX-License-Identifier: Apache-2.0 */
/* After an append that did not say how it ended the connection is closed; here
   the store is opened anew and asked what it holds.  Others may have appended
   in the meantime, so it is not enough to look at the newest head.  */
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"

/* WHY holds the store's sentence about the append; it becomes CODE.  */
static bool
end (struct fault *why, enum code code, const struct fault *detail)
{
  if (why)
    {
      if (detail)
        *why = *detail;
      why->code = code;
    }
  return false;
}

/* 1: C is part of the head's history; 0: it is not; -1 with WHY.  */
static int
part_of (struct ledger *l, const struct head *h, const struct checkpoint *c,
         struct fault *why)
{
  unsigned char root[DIGEST_LEN];

  if (c->size > h->checkpoint.size)
    return 0;
  if (c->size == 0)
    return 1;
  if (!history_root (&l->store, h, c->size, root, why))
    return -1;
  return memcmp (root, c->root, DIGEST_LEN) == 0;
}

static bool
judge (struct ledger *l, const struct expected *e, struct fault *why)
{
  struct fault other = { .code = CODE_LEDGER_AFTER };
  struct head h;
  int is_new, is_old;

  if (e->old.size == 0)
    {
      /* A store being made: with a head it was written.  */
      CLEANUP (buffer_done) struct buffer note = BUFFER_INIT;
      bool found;

      if (!store_get (&l->store, "head", &note, &found, &other))
        return end (why, CODE_STORE_WRITE, NULL);
      return (found && note.len == e->note_len
              && memcmp (note.data, e->note, note.len) == 0)
             || end (why, CODE_STORE_WRITE, NULL);
    }
  if (!head_load (l, &h, &other))
    return end (
        why, other.code == CODE_EVIDENCE ? CODE_EVIDENCE : CODE_LEDGER_AFTER,
        &other);
  is_new = part_of (l, &h, &e->new, &other);
  if (is_new == 1)
    return true;
  is_old = is_new < 0 ? -1 : part_of (l, &h, &e->old, &other);
  if (is_old == 1)
    return end (why, CODE_STORE_WRITE, NULL);
  if (is_old == 0)
    {
      fault_set (why, CODE_EVIDENCE, "the store went back while writing");
      return false;
    }
  return end (why,
              other.code == CODE_EVIDENCE ? CODE_EVIDENCE : CODE_LEDGER_AFTER,
              &other);
}

/* How often a resting store may be disturbed before we give up.  */
#define TRIES 5

bool
outcome_records (struct ledger *l, const struct expected *e, struct fault *why)
{
  struct fault first = { .code = CODE_STORE_WRITE };
  bool good = false;

  if (why)
    first = *why;
  for (int i = 0; i < TRIES; i++)
    {
      if (why)
        *why = first;
      l->store.disturbed = false;
      if (store_begin_read (&l->store, NULL))
        {
          good = judge (l, e, why);
          store_end (&l->store);
        }
      else
        end (why, CODE_LEDGER_AFTER, NULL);
      if (good || !l->store.disturbed)
        break;
    }
  return good;
}

/* No records: the head says nothing, the rows themselves do.  Sealing is
   never twice the same, so bytes equal to ours are ours.  */
bool
outcome_changes (struct ledger *l, const struct change *changes, size_t n,
                 struct fault *why)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  const struct change *c = &changes[0];
  struct fault none;
  bool found, there;

  for (size_t i = 0; i < n; i++)
    if (!changes[i].drop)
      c = &changes[i];
  if (!store_begin_read (&l->store, &none))
    return end (why, CODE_LEDGER_AFTER, NULL);
  bool read = store_get (&l->store, c->name, &bytes, &found, &none);
  store_end (&l->store);
  if (!read)
    return end (why, CODE_LEDGER_AFTER, NULL);
  there = c->drop ? !found
                  : found && bytes.len == c->sealed.len
                        && memcmp (bytes.data, c->sealed.data, bytes.len) == 0;
  return there || end (why, CODE_STORE_WRITE, NULL);
}
