/* SPDX-License-Identifier: Apache-2.0 */
/* Making, opening and closing a ledger.  */
#include "ledger/ledger.h"

#include <errno.h>
#include <libgen.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "ledger/internal.h"
#include "ledger/token.h"

#define OPEN_TRIES 5

static bool
fill (struct ledger *l, const struct ledger_setup *setup, struct fault *why)
{
  unsigned char hash[DIGEST_LEN];

  l->setup = *setup;
  l->store.instance = setup->store;
  if (sodium_init () < 0)
    return fault_set (why, CODE_INTERNAL, "libsodium");
  if (!keys_public (setup->keys, &l->seal, why))
    return false;
  if (!origin_is (l->seal.origin, setup->facility, setup->node))
    return fault_set (why, CODE_KEY_MISSING,
                      "seal.pub: is of another facility or node");
  if (!keys_open (&l->keys, setup->keys, &l->seal, why))
    return false;
  digest (l->seal.origin, strlen (l->seal.origin), hash);
  memcpy (l->log, hash, LOG_LEN);
  l->notes.key = &l->seal;
  l->sync = copy_sync_new (l->setup.seal);
  return l->sync || fault_set (why, CODE_MEMORY, "%s", "");
}

/* A copy left behind by a crash gets the head again; one that cannot be
   written is remembered, and the next records say so.  */
static void
catch_up (struct ledger *l, const struct txn *t)
{
  ledger_write_copy (l, t->head.note, t->head.note_len,
                     t->head.checkpoint.size);
}

static bool
copy_is_behind (struct ledger *l, const struct txn *t,
                const struct copy_slots *slots)
{
  for (size_t i = 0; i < COPY_SLOTS; i++)
    {
      const struct note_seen *seen
        = slots->len[i]
            ? notes_check (&l->notes, slots->note[i], slots->len[i])
            : NULL;
      if (seen && seen->checkpoint.size >= t->head.checkpoint.size)
        return false;
    }
  return true;
}

/* The copy is read before the store: it can then never be ahead of it.  */
static bool
look_once (struct ledger *l, struct fault *why)
{
  struct copy_slots slots;
  struct txn *t;
  bool good;

  if (!head_slots (l, &slots, why) || !ledger_begin (l, TXN_READ, &t, why))
    return false;
  good = head_copy (l, &t->head, &slots, why);
  if (good && copy_is_behind (l, t, &slots))
    catch_up (l, t);
  txn_end (t);
  return good;
}

/* Who may write reads through the connection that writes as well: a store
   read as resting is disturbed by every process that writes meanwhile, and
   then nothing that was read counts.  Where it cannot be opened so, reading
   is still tried.  */
static void
settle (struct ledger *l)
{
  if (store_begin_write (&l->store, false, NULL))
    store_end (&l->store);
  l->store.disturbed = false;
}

bool
ledger_open (const struct ledger_setup *setup, struct ledger **out,
             struct fault *why)
{
  struct ledger *l = calloc (1, sizeof *l);
  bool good;

  if (!l)
    return fault_set (why, CODE_MEMORY, "%s", "");
  good = fill (l, setup, why);
  if (good)
    settle (l);
  good = good && look_once (l, why);
  /* A resting store that a writer disturbed is looked at again. */
  for (int i = 0; i < OPEN_TRIES && !good && l->store.disturbed; i++)
    good = look_once (l, why);
  if (!good)
    {
      ledger_close (l);
      return false;
    }
  *out = l;
  return true;
}

void
ledger_close (struct ledger *l)
{
  if (!l)
    return;
  copy_sync_free (l->sync);
  manifest_done (&l->manifest);
  keys_done (&l->keys);
  free (l->drops);
  free (l->spare);
  free (l);
}

void
ledger_write_copy (struct ledger *l, const char *note, size_t len,
                   uint64_t size)
{
  if (second_copy_store (l->setup.seal, note, len, size, &l->notes) != 0)
    l->copy_failed = true;
  else
    copy_sync_wrote (l->sync);
}

const char *
ledger_origin (const struct ledger *l)
{
  return l->seal.origin;
}

const unsigned char *
ledger_log_id (const struct ledger *l)
{
  return l->log;
}

bool
ledger_copy_failed (const struct ledger *l)
{
  return l->copy_failed || copy_sync_failed (l->sync);
}

bool
ledger_has_reserve (const struct ledger *l)
{
  return file_free_space (l->setup.space_at) >= l->setup.reserve;
}

void
ledger_token_hex (const struct ledger *l, const char *kind, const char *value,
                  char out[33])
{
  CLEANUP_FREE char *normal = token_normal (kind, value);
  unsigned char token[TOKEN_LEN];

  /* Without memory (or UTF-8) the value itself: the same each time.  */
  token_make (keys_block (&l->keys)->token, kind, normal ? normal : value,
              token);
  hex_encode (token, sizeof token, out);
}

/* --- making --- */

static bool
make_folder_of (const char *path, struct fault *why)
{
  CLEANUP_FREE char *copy = strdup (path);

  if (!copy)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return mkdir (dirname (copy), 0700) == 0 || errno == EEXIST
         || fault_set (why, CODE_FILE_IO, "seal: %s", strerror (errno));
}

static bool
make_keys_and_copy (const struct ledger_setup *s, struct fault *why)
{
  char origin[ORIGIN_MAX];

  if (sodium_init () < 0)
    return fault_set (why, CODE_INTERNAL, "libsodium");
  if (!origin_make (s->facility, s->node, 1, origin))
    return fault_set (why, CODE_CONFIG_FAULTS, "facility or node");
  if (!keys_create (s->keys, origin, why) || !make_folder_of (s->seal, why))
    return false;
  int err = second_copy_create (s->seal);
  return !err || fault_set (why, CODE_FILE_IO, "seal: %s", strerror (err));
}

static bool
is_empty (struct ledger *l, struct fault *why)
{
  int64_t n, last;

  if (!store_tail (&l->store, &n, &last, why))
    return false;
  return n == 0 || fault_set (why, CODE_STORE_WRITE, "it is not empty");
}

static bool
name_the_log (const struct ledger *l, struct draft *first, struct fault *why)
{
  CLEANUP_FREE char *line = note_key_line (&l->seal);

  if (!line)
    return fault_set (why, CODE_MEMORY, "%s", "");
  draft_text (first, "facility", l->setup.facility);
  draft_text (first, "node", l->setup.node);
  draft_text (first, "public-key", line);
  return true;
}

/* Takes FIRST over in any case.  */
static bool
write_first (struct ledger *l, struct draft *first,
             bool (*setup_docs) (struct txn *, void *, struct fault *),
             void *ctx, struct fault *why)
{
  struct txn *t = txn_start (l, TXN_WRITE);

  if (!t || !first)
    {
      txn_free (t);
      draft_free (first);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  bool good = name_the_log (l, first, why);
  txn_add (t, first);
  t->open = good && store_begin_write (&l->store, true, why);
  if (!t->open || !is_empty (l, why) || !keys_epoch (&l->keys, 1, why)
      || (setup_docs && !setup_docs (t, ctx, why)))
    {
      txn_free (t);
      return false;
    }
  return txn_commit (t, why);
}

bool
ledger_create (const struct ledger_setup *setup, struct draft *first,
               bool (*setup_docs) (struct txn *, void *ctx, struct fault *),
               void *ctx, struct fault *why)
{
  struct ledger *l = calloc (1, sizeof *l);

  if (!l || !make_keys_and_copy (setup, why) || !fill (l, setup, why))
    {
      draft_free (first);
      ledger_close (l);
      return l ? false : fault_set (why, CODE_MEMORY, "%s", "");
    }
  bool good = write_first (l, first, setup_docs, ctx, why);
  /* A new ledger without its copy would be broken from the beginning.  */
  if (good && (l->copy_failed || second_copy_sync (setup->seal) != 0))
    good = fault_set (why, CODE_FILE_IO, "seal: cannot be written");
  ledger_close (l);
  return good;
}
