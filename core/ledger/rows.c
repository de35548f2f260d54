/* SPDX-License-Identifier: Apache-2.0 */
/* State rows inside a transaction: sealed when put, compared with the manifest
   when read.  The newest is what this transaction put.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"
#include "ledger/sealed.h"

const char *
row_prefix (enum row_family family)
{
  switch (family)
    {
    case ROW_DOC:
      return "doc/";
    case ROW_OPEN:
      return "open/";
    case ROW_COUNT:
      return "count/";
    }
  return "";
}

void
row_name (const struct ledger *l, enum row_family family, const char *kind,
          const char *value, char out[ROW_NAME])
{
  char hex[2 * TOKEN_LEN + 1];

  ledger_token_hex (l, kind, value, hex);
  snprintf (out, ROW_NAME, "%s%s", row_prefix (family), hex);
}

static struct change *
find (struct txn *t, const char *name)
{
  for (size_t i = 0; i < t->n_changes; i++)
    if (strcmp (t->changes[i].name, name) == 0)
      return &t->changes[i];
  return NULL;
}

static bool
is_doc (const char *name)
{
  return strncmp (name, "doc/", 4) == 0;
}

static bool
broken (struct fault *why)
{
  return fault_set (why, CODE_EVIDENCE, "a sealed row is not the one written");
}

/* The row as the manifest wants it: for a doc, exactly these bytes.  */
static bool
genuine (const struct ledger *l, const char *name, const void *bytes,
         size_t len)
{
  const unsigned char *want;
  unsigned char is[DIGEST_LEN];

  if (!is_doc (name))
    return true;
  want = manifest_find (&l->manifest, name + 4);
  digest (bytes, len, is);
  return want && memcmp (want, is, DIGEST_LEN) == 0;
}

static bool
unseal (const struct ledger *l, const char *name, const void *bytes,
        size_t len, struct buffer *out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer associated = BUFFER_INIT;

  sealed_row (&associated, l->log, name);
  if (sealed_open (keys_block (&l->keys)->registry, &associated, bytes, len,
                   out))
    return true;
  return out->failed ? fault_set (why, CODE_MEMORY, "%s", "") : broken (why);
}

static bool
get (struct txn *t, const char *name, struct buffer *out, bool *found_out,
     struct fault *why)
{
  CLEANUP (buffer_done) struct buffer sealed = BUFFER_INIT;
  struct ledger *l = t->ledger;
  const struct change *c = find (t, name);
  bool found;

  if (c)
    {
      *found_out = !c->drop;
      return c->drop
             || unseal (l, name, c->sealed.data, c->sealed.len, out, why);
    }
  /* What the manifest does not name is not there, whatever the store says. */
  if (is_doc (name) && !manifest_find (&l->manifest, name + 4))
    {
      *found_out = false;
      return true;
    }
  if (!store_get (&t->ledger->store, name, &sealed, &found, why))
    return false;
  if (!found)
    {
      *found_out = false;
      return !is_doc (name) || broken (why);
    }
  if (!genuine (l, name, sealed.data, sealed.len))
    return broken (why);
  *found_out = true;
  return unseal (l, name, sealed.data, sealed.len, out, why);
}

bool
txn_row_get (struct txn *t, enum row_family family, const char *kind,
             const char *value, struct buffer *out, bool *found_out,
             struct fault *why)
{
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };
  char name[ROW_NAME];
  bool found = false;

  row_name (t->ledger, family, kind, value, name);
  if (!get (t, name, &plain, &found, why))
    return false;
  if (found)
    buffer_add (out, plain.data, plain.len);
  if (out->failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  *found_out = found;
  return true;
}

/* The entry for NAME, made when there is none yet; NULL without memory.  */
static struct change *
entry (struct txn *t, const char *name)
{
  struct change *c = find (t, name);

  if (c)
    {
      buffer_done (&c->sealed);
      return c;
    }
  struct change *more
      = reallocarray (t->changes, t->n_changes + 1, sizeof *more);
  if (!more)
    {
      t->failed = true;
      return NULL;
    }
  t->changes = more;
  c = &more[t->n_changes++];
  *c = (struct change){ .sealed = BUFFER_INIT };
  memcpy (c->name, name, strlen (name) + 1);
  return c;
}

bool
txn_row_put (struct txn *t, enum row_family family, const char *kind,
             const char *value, const void *data, size_t len,
             struct fault *why)
{
  CLEANUP (buffer_done) struct buffer associated = BUFFER_INIT;
  char name[ROW_NAME];

  row_name (t->ledger, family, kind, value, name);
  struct change *c = entry (t, name);
  if (c)
    {
      sealed_row (&associated, t->ledger->log, name);
      c->drop = !sealed_make (keys_block (&t->ledger->keys)->registry,
                              &associated, data, len, &c->sealed);
      t->failed = t->failed || c->drop;
      if (is_doc (name)) /* only the manifest asks for it */
        digest (c->sealed.data, c->sealed.len, c->digest);
    }
  return !t->failed || fault_set (why, CODE_MEMORY, "%s", "");
}

void
txn_row_drop (struct txn *t, enum row_family family, const char *kind,
              const char *value)
{
  char name[ROW_NAME];

  row_name (t->ledger, family, kind, value, name);
  struct change *c = entry (t, name);
  if (c)
    c->drop = true;
}

/* --- all of a family --- */

struct listed
{
  char name[ROW_NAME];
  struct buffer sealed;
};
struct listing
{
  struct txn *txn;
  struct listed *v;
  size_t n;
  bool failed;
};

/* Only copied: EACH may use the store itself.  */
static bool
take_row (void *ctx, struct emi_span name, struct emi_span value)
{
  struct listing *k = ctx;
  struct listed *more;

  /* A name that is none of ours is for the verifier to report.  */
  if (name.len >= ROW_NAME || memchr (name.data, 0, name.len))
    return true;
  more = reallocarray (k->v, k->n + 1, sizeof *more);
  if (!more)
    {
      k->failed = true;
      return false;
    }
  k->v = more;
  struct listed *l = &more[k->n++];
  *l = (struct listed){ .sealed = BUFFER_INIT };
  memcpy (l->name, name.data, name.len);
  buffer_add (&l->sealed, value.data, value.len);
  k->failed = k->failed || l->sealed.failed;
  return !k->failed;
}

/* Every doc that the manifest names must be among those listed.  */
static bool
complete (const struct listing *k, const struct manifest *m)
{
  size_t known = 0;

  for (size_t i = 0; i < k->n; i++)
    known += manifest_find (m, k->v[i].name + 4) != NULL;
  return known == m->n;
}

/* False ends; *STOP_OUT says that EACH had enough.  */
static bool
hand_over (struct txn *t, const char *name, const struct buffer *sealed,
           bool (*each) (void *, const void *, size_t), void *ctx,
           bool *stop_out, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer plain = { .wipe = true };

  if (!unseal (t->ledger, name, sealed->data, sealed->len, &plain, why))
    return false;
  *stop_out = !each (ctx, buffer_string (&plain), plain.len);
  return true;
}

static bool
walk (struct txn *t, struct listing *k, const char *prefix,
      bool (*each) (void *, const void *, size_t), void *ctx,
      struct fault *why)
{
  const struct manifest *m = &t->ledger->manifest;
  bool stop = false;

  for (size_t i = 0; i < k->n && !stop; i++)
    {
      const struct listed *l = &k->v[i];

      if (find (t, l->name)
          || (is_doc (l->name) && !manifest_find (m, l->name + 4)))
        continue;
      if (!genuine (t->ledger, l->name, l->sealed.data, l->sealed.len))
        return broken (why);
      if (!hand_over (t, l->name, &l->sealed, each, ctx, &stop, why))
        return false;
    }
  for (size_t i = 0; i < t->n_changes && !stop; i++)
    {
      const struct change *c = &t->changes[i];

      if (c->drop || strncmp (c->name, prefix, strlen (prefix)) != 0)
        continue;
      if (!hand_over (t, c->name, &c->sealed, each, ctx, &stop, why))
        return false;
    }
  return true;
}

bool
txn_row_each (struct txn *t, enum row_family family,
              bool (*each) (void *ctx, const void *data, size_t len),
              void *ctx, struct fault *why)
{
  const char *prefix = row_prefix (family);
  struct listing k = { .txn = t };
  bool good = store_list (&t->ledger->store, prefix, take_row, &k, why);

  if (good && k.failed)
    good = fault_set (why, CODE_MEMORY, "%s", "");
  if (good && family == ROW_DOC && !complete (&k, &t->ledger->manifest))
    good = broken (why);
  if (good)
    good = walk (t, &k, prefix, each, ctx, why);
  for (size_t i = 0; i < k.n; i++)
    buffer_done (&k.v[i].sealed);
  free (k.v);
  return good;
}
