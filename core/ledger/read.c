/* SPDX-License-Identifier: Apache-2.0 */
/* Reading records back: found by token, opened with the epoch's key, believed
   when their fields are those committed to.  */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "ledger/internal.h"
#include "ledger/token.h"

const char *
record_text (const struct record *r, const char *name)
{
  for (size_t i = 0; i < r->n_fields; i++)
    if (strcmp (r->fields[i].name, name) == 0)
      return (const char *) r->fields[i].value;
  return NULL;
}

int64_t
record_number (const struct record *r, const char *name, int64_t fallback)
{
  const char *text = record_text (r, name);
  char *end;

  if (!text || !*text)
    return fallback;
  long long v = strtoll (text, &end, 10);
  return *end ? fallback : v;
}

void
record_done (struct record *r)
{
  body_done (r->memory);
  *r = (struct record){ .memory = NULL };
}

struct stored
{
  bool found;
  struct buffer bytes;
  struct buffer body;
};

static bool
take_record (void *ctx, int64_t seq, struct emi_span record,
             struct emi_span body)
{
  struct stored *s = ctx;

  (void) seq;
  s->found = true;
  buffer_add (&s->bytes, record.data, record.len);
  buffer_add (&s->body, body.data, body.len);
  return false;
}

static bool
open_record (struct ledger *l, uint64_t seq, const struct stored *s,
             struct record *out, struct fault *why)
{
  unsigned char is[DIGEST_LEN];
  struct record_clear clear;
  struct body_fields fields;

  body_digest (s->body.data, s->body.len, is);
  if (!s->found || !record_decode (s->bytes.data, s->bytes.len, &clear)
      || clear.seq != seq || memcmp (clear.log, l->log, LOG_LEN) != 0
      || memcmp (clear.body, is, DIGEST_LEN) != 0)
    return fault_set (why, CODE_EVIDENCE, "record %llu is not the one sealed",
                      (unsigned long long) seq);
  if (!keys_epoch (&l->keys, clear.epoch, why))
    return false;

  const struct body_key key = { .key = keys_block (&l->keys)->data,
                                .log = l->log,
                                .epoch = clear.epoch };
  switch (body_open (&key, s->body.data, s->body.len, clear.fields, &fields))
    {
    case BODY_OPEN:
      break;
    case BODY_BROKEN:
      return fault_set (why, CODE_EVIDENCE, "record %llu does not open",
                        (unsigned long long) seq);
    case BODY_NO_MEMORY:
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  *out = (struct record){ .seq = seq,
                          .time_us = clear.time_us,
                          .flags = clear.flags,
                          .clock_error_ms = clear.clock_error_ms,
                          .epoch = clear.epoch,
                          .registry_version = clear.registry_version,
                          .fields = fields.v,
                          .n_fields = fields.n,
                          .memory = fields.memory };
  return true;
}

bool
txn_read (struct txn *t, uint64_t seq, struct record *out, struct fault *why)
{
  struct stored s = { .found = false };
  struct ledger *l = t->ledger;
  bool good = store_read (&l->store, seq, 1, take_record, &s, why);

  if (good && (s.bytes.failed || s.body.failed))
    good = fault_set (why, CODE_MEMORY, "%s", "");
  if (good)
    good = open_record (l, seq, &s, out, why);
  /* An older epoch's keys may have been taken; new records are of the
     newest.  */
  if (good && t->head.checkpoint.size)
    good = keys_epoch (&l->keys, t->head.last.epoch, why);
  buffer_done (&s.bytes);
  buffer_done (&s.body);
  return good;
}

/* --- searching --- */

struct hits
{
  uint64_t size; /* of the snapshot */
  uint64_t *v;
  size_t n;
  bool failed;
};

static bool
take_hit (void *ctx, int64_t seq, int64_t time)
{
  struct hits *k = ctx;
  uint64_t *more;

  (void) time;
  if (seq < 0 || (uint64_t) seq >= k->size)
    return true;
  more = reallocarray (k->v, k->n + 1, sizeof *more);
  k->failed = !more;
  if (!more)
    return false;
  k->v = more;
  k->v[k->n++] = (uint64_t) seq;
  return true;
}

static int
by_number (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

/* A value has another token under each epoch's key.  An epoch whose key is
   gone can be searched no more, which is what destroying it is for.  */
static bool
find (struct txn *t, const char *kind, const char *normal, struct hits *k,
      struct fault *why)
{
  struct ledger *l = t->ledger;
  unsigned char token[TOKEN_LEN];
  struct fault gone;

  for (uint32_t epoch = t->head.last.epoch; epoch >= 1; epoch--)
    {
      if (!keys_epoch (&l->keys, epoch, &gone))
        continue;
      token_make (keys_block (&l->keys)->token, kind, normal, token);
      if (!store_find (&l->store, token, take_hit, k, why))
        return false;
    }
  return keys_epoch (&l->keys, t->head.last.epoch, why);
}

bool
txn_find (struct txn *t, const char *kind, const char *value,
          uint64_t **seqs_out, size_t *n_out, struct fault *why)
{
  CLEANUP_FREE char *normal = token_normal (kind, value);
  struct hits k = { .size = t->head.checkpoint.size };

  if (!normal)
    return fault_set (why, CODE_MEMORY, "%s", "");
  bool good = find (t, kind, normal, &k, why);
  if (good && k.failed)
    good = fault_set (why, CODE_MEMORY, "%s", "");
  if (!good)
    {
      free (k.v);
      return false;
    }
  if (k.n)
    qsort (k.v, k.n, sizeof *k.v, by_number);
  *seqs_out = k.v;
  *n_out = k.n;
  return true;
}
