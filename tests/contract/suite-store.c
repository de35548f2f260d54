/* SPDX-License-Identifier: Apache-2.0 */
/* Stores: batches whole or not at all, one writer, snapshots for readers, and
   everything in the order that store.h promises.  */
#include "contract.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_A "aaaaaaaaaaaaaaaa"
#define TOKEN_B "bbbbbbbbbbbbbbbb"
#define MANY 10000
#define PER_BATCH 500

struct batch
{
  struct emi_field v[PER_BATCH * 4];
  struct emi_fields fields;
};

static void
add (struct batch *b, const char *name, const void *data, size_t len)
{
  b->v[b->fields.n++] = (struct emi_field) { name, { data, len } };
  b->fields.v = b->v;
}

static void
add_text (struct batch *b, const char *name, const char *text)
{
  add (b, name, text, strlen (text));
}

static void
add_record (struct batch *b, const char *record, const char *time,
            const char *token)
{
  add_text (b, "record", record);
  add_text (b, "body", "body");
  add_text (b, "time", time);
  if (token)
    add (b, "token", token, 16);
}

static emi_rc
begin (struct ctx *c, struct instance *i, const char *mode)
{
  return CALL (c, i, store_begin, .mode = mode, .create = 1);
}

static emi_rc
end (struct ctx *c, struct instance *i)
{
  return CALL (c, i, store_end);
}

static void
must_begin (struct ctx *c, struct instance *i, const char *mode)
{
  CHECK (begin (c, i, mode) == EMI_OK, "%s: %s", mode, c->why.detail);
}

static emi_rc
append (struct ctx *c, struct instance *i, int64_t expected, struct batch *b)
{
  return CALL (c, i, store_append, .expected = expected, .batch = b->fields);
}

/* One whole write transaction.  */
static void
must_append (struct ctx *c, struct instance *i, int64_t expected,
             struct batch *b)
{
  must_begin (c, i, "write");
  CHECK (append (c, i, expected, b) == EMI_OK, "%s", c->why.detail);
}

static int64_t
number (const struct caught_result *r, const char *field)
{
  const struct caught_value *v = caught_field (r, field);

  CHECK (v && v->len, "no %s", field);
  return atoll (v->data);
}

static int64_t
count (struct ctx *c, struct instance *i)
{
  CHECK (CALL (c, i, store_tail) == EMI_OK, "%s", c->why.detail);
  const struct caught_result *r = caught_get (&c->caught, "tail", 0);
  int64_t n = number (r, "count");
  CHECK (number (r, "last") == n - 1, "last does not fit count");
  return n;
}

static bool
is (const struct caught_result *r, const char *field, const char *text)
{
  const struct caught_value *v = caught_field (r, field);

  return v && v->len == strlen (text) && memcmp (v->data, text, v->len) == 0;
}

static void
absent (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  emi_rc rc;

  CHECK (CALL (c, i, store_begin, .mode = "read", .create = 0) == EMI_ABSENT,
         "%s", c->why.detail);
  CHECK (CALL (c, i, store_begin, .mode = "write", .create = 0) == EMI_ABSENT,
         "%s", c->why.detail);
  rc = begin (c, open_one (c, "absent"), "write");
  CHECK (rc == EMI_UNREACHED || rc == EMI_ABSENT, "ended with %d", (int) rc);
  /* The failures leave it usable.  */
  must_begin (c, i, "write");
  CHECK (count (c, i) == 0, "not empty");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
written_and_read (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };
  const struct caught_result *r;

  add_record (&b, "first", "1000", TOKEN_A);
  add (&b, "token", TOKEN_B, 16);
  add_text (&b, "set/head", "note 1");
  add_record (&b, "second", "2000", TOKEN_A);
  must_append (c, i, 0, &b);

  must_begin (c, i, "read");
  CHECK (count (c, i) == 2, "records");
  CHECK (CALL (c, i, store_read, .first = 0, .count = INT64_MAX) == EMI_OK,
         "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "record") == 2, "records");
  r = caught_get (&c->caught, "record", 1);
  CHECK (number (r, "seq") == 1 && is (r, "record", "second")
           && is (r, "body", "body"),
         "second");
  CHECK (CALL (c, i, store_read, .first = 2, .count = 5) == EMI_OK, "%s",
         c->why.detail);
  CHECK (c->caught.n == 0, "behind the end");
  CHECK (CALL (c, i, store_find, .token = { TOKEN_A, 16 }) == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "hit") == 2, "hits");
  r = caught_get (&c->caught, "hit", 0);
  CHECK (number (r, "seq") == 0 && number (r, "time") == 1000, "oldest first");
  CHECK (CALL (c, i, store_find, .token = { "cccccccccccccccc", 16 })
           == EMI_OK,
         "%s", c->why.detail);
  CHECK (c->caught.n == 0, "hits");
  CHECK (CALL (c, i, store_get, .name = "head") == EMI_OK, "%s",
         c->why.detail);
  CHECK (strcmp (caught_text (&c->caught, "value"), "note 1") == 0, "head");
  CHECK (CALL (c, i, store_get, .name = "tail") == EMI_ABSENT, "%s",
         c->why.detail);
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

/* Any bytes, and as long as ledger.md allows.  */
static void
any_bytes (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };
  size_t len = 64 * 1024;
  char *body = malloc (len);
  char record[152];

  for (size_t k = 0; k < len; k++)
    body[k] = (char) (k * 7);
  for (size_t k = 0; k < sizeof record; k++)
    record[k] = (char) (k ^ 0x80);
  add (&b, "record", record, sizeof record);
  add (&b, "body", body, len);
  add_text (&b, "time", "1795305600123456");
  add (&b, "token", record, 16);
  add (&b, "set/empty", NULL, 0);
  add (&b, "set/bytes", record, sizeof record);
  must_append (c, i, 0, &b);
  must_begin (c, i, "read");
  CHECK (CALL (c, i, store_read, .first = 0, .count = 1) == EMI_OK, "%s",
         c->why.detail);
  const struct caught_result *r = caught_get (&c->caught, "record", 0);
  const struct caught_value *v = caught_field (r, "body");
  CHECK (v && v->len == len && memcmp (v->data, body, len) == 0, "body");
  v = caught_field (r, "record");
  CHECK (v && v->len == 152 && memcmp (v->data, record, 152) == 0, "record");
  CHECK (CALL (c, i, store_find, .token = { record, 16 }) == EMI_OK, "%s",
         c->why.detail);
  CHECK (number (caught_get (&c->caught, "hit", 0), "time")
           == INT64_C (1795305600123456),
         "time");
  CHECK (CALL (c, i, store_get, .name = "empty") == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_get (&c->caught, "value", 0)->span.len == 0, "empty");
  CHECK (CALL (c, i, store_get, .name = "bytes") == EMI_OK, "%s",
         c->why.detail);
  CHECK (memcmp (caught_text (&c->caught, "value"), record, 152) == 0,
         "bytes");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
  free (body);
}

static void
not_as_expected (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "first", "1", TOKEN_A);
  must_append (c, i, 0, &b);
  add_text (&b, "set/x", "1");
  must_begin (c, i, "write");
  CHECK (append (c, i, 0, &b) == EMI_PROTOCOL, "%s", c->why.detail);
  end (c, i);
  must_begin (c, i, "write");
  CHECK (append (c, i, 2, &b) == EMI_PROTOCOL, "%s", c->why.detail);
  end (c, i);
  must_begin (c, i, "read");
  CHECK (count (c, i) == 1, "something was written");
  CHECK (CALL (c, i, store_get, .name = "x") == EMI_ABSENT, "half a batch");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
  must_append (c, i, 1, &b);
}

static void
broken_batches (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b[4] = { { .fields.n = 0 } };

  add_text (&b[0], "body", "without a record");
  add_text (&b[1], "record", "without a body");
  add_record (&b[2], "r", "not a time", NULL);
  add_record (&b[3], "r", "1", NULL);
  add_text (&b[3], "whatever", "x");
  for (size_t k = 0; k < 4; k++)
    {
      must_begin (c, i, "write");
      CHECK (append (c, i, 0, &b[k]) != EMI_OK, "batch %zu was taken", k);
      end (c, i);
    }
  must_begin (c, i, "write");
  CHECK (count (c, i) == 0, "something was written");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

/* How many entries of the index there are with these values.  */
static size_t
entries (struct ctx *c, int64_t seq, const char *token, int64_t time)
{
  size_t n = 0;

  for (size_t k = 0; k < caught_count (&c->caught, "entry"); k++)
    {
      const struct caught_result *r = caught_get (&c->caught, "entry", k);
      n += is (r, "token", token) && number (r, "seq") == seq
           && number (r, "time") == time;
    }
  return n;
}

static void
order (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };
  static const char *const names[] = { "acc/a", "acc/a-b", "acc/b", "acc/b0" };

  /* Later records may carry earlier times: the clock was set back.  */
  add_record (&b, "r0", "300", TOKEN_B);
  add (&b, "token", TOKEN_A, 16);
  add_record (&b, "r1", "100", TOKEN_A);
  add_record (&b, "r2", "200", TOKEN_A);
  add_text (&b, "set/acc/b0", "4");
  add_text (&b, "set/acc/a", "1");
  add_text (&b, "set/other", "9");
  add_text (&b, "set/acc/b", "3");
  add_text (&b, "set/acc/a-b", "2");
  must_append (c, i, 0, &b);
  must_begin (c, i, "read");
  CHECK (CALL (c, i, store_list, .prefix = "acc/") == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "row") == 4, "rows");
  for (size_t k = 0; k < 4; k++)
    CHECK (is (caught_get (&c->caught, "row", k), "name", names[k]),
           "%s at %zu", names[k], k);
  CHECK (is (caught_get (&c->caught, "row", 1), "value", "2"), "value");
  CHECK (CALL (c, i, store_list, .prefix = "") == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "row") == 5, "all rows");
  CHECK (CALL (c, i, store_find, .token = { TOKEN_A, 16 }) == EMI_OK, "%s",
         c->why.detail);
  CHECK (number (caught_get (&c->caught, "hit", 0), "time") == 100
           && number (caught_get (&c->caught, "hit", 2), "time") == 300,
         "oldest first");
  CHECK (CALL (c, i, store_index) == EMI_OK, "%s", c->why.detail);
  CHECK (caught_count (&c->caught, "entry") == 4, "entries");
  CHECK (entries (c, 0, TOKEN_A, 300) == 1 && entries (c, 0, TOKEN_B, 300) == 1
           && entries (c, 1, TOKEN_A, 100) == 1
           && entries (c, 2, TOKEN_A, 200) == 1,
         "each row of the index once");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
state_rows (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch a = { .fields.n = 0 }, b = { .fields.n = 0 };

  add_text (&a, "set/x", "one");
  add_text (&a, "set/y", "one");
  must_append (c, i, 0, &a);
  add_text (&b, "set/x", "two");
  add_text (&b, "drop/y", "");
  add_text (&b, "drop/never-there", "");
  must_append (c, i, 0, &b);
  must_begin (c, i, "read");
  CHECK (CALL (c, i, store_get, .name = "x") == EMI_OK
           && strcmp (caught_text (&c->caught, "value"), "two") == 0,
         "replaced");
  CHECK (CALL (c, i, store_get, .name = "y") == EMI_ABSENT, "dropped");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
misused (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "r", "1", NULL);
  CHECK (CALL (c, i, store_tail) != EMI_OK, "without begin");
  CHECK (append (c, i, 0, &b) != EMI_OK, "without begin");
  CHECK (begin (c, i, "what") != EMI_OK, "an unknown mode");
  must_append (c, i, 0, &b);
  CHECK (CALL (c, i, store_tail) != EMI_OK, "append ends the transaction");
  must_begin (c, i, "read");
  CHECK (append (c, i, 1, &b) != EMI_OK, "a reader writes");
  end (c, i);
  must_begin (c, i, "write");
  CHECK (begin (c, i, "write") != EMI_OK, "two at once");
  end (c, i);
  must_begin (c, i, "read");
  CHECK (count (c, i) == 1, "records");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
rolled_back (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "r", "1", TOKEN_A);
  must_append (c, i, 0, &b);
  must_begin (c, i, "write");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
  must_begin (c, i, "write");
  /* The host goes in the middle of a transaction.  */
  trial_restart (&c->trial);
  i = open_one (c, "one");
  must_begin (c, i, "write");
  CHECK (count (c, i) == 1, "records");
  CHECK (append (c, i, 1, &b) == EMI_OK, "%s", c->why.detail);
}

static void
one_writer (struct ctx *c)
{
  struct instance *one = open_one (c, "one");
  struct instance *two = open_one (c, "two");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "r", "1", TOKEN_A);
  must_begin (c, one, "write");
  c->caught.env.timeout_ms = 60;
  CHECK (begin (c, two, "write") == EMI_DEADLINE, "%s", c->why.detail);
  c->caught.env.timeout_ms = 0;
  CHECK (append (c, one, 0, &b) == EMI_OK, "%s", c->why.detail);
  /* What it waited for left nothing in the way.  */
  must_append (c, two, 1, &b);
  /* Somebody giving up must still be written down.  */
  trial_cancel (&c->trial);
  must_append (c, one, 2, &b);
}

static void
snapshots (struct ctx *c)
{
  struct instance *one = open_one (c, "one");
  struct instance *two = open_one (c, "two");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "r", "1", TOKEN_A);
  add_text (&b, "set/x", "1");
  must_append (c, one, 0, &b);
  must_begin (c, two, "read");
  CHECK (count (c, two) == 1, "records");
  b.fields.n = 0;
  add_record (&b, "r", "1", TOKEN_A);
  add_text (&b, "set/x", "2");
  must_append (c, one, 1, &b);
  CHECK (count (c, two) == 1, "the snapshot moves");
  CHECK (CALL (c, two, store_get, .name = "x") == EMI_OK
           && strcmp (caught_text (&c->caught, "value"), "1") == 0,
         "the snapshot moves");
  CHECK (end (c, two) == EMI_OK, "%s", c->why.detail);
  must_begin (c, two, "read");
  CHECK (count (c, two) == 2, "records");
  CHECK (end (c, two) == EMI_OK, "%s", c->why.detail);
}

static void
ended_early (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };

  for (int k = 0; k < 5; k++)
    add_record (&b, "r", "1", TOKEN_A);
  must_append (c, i, 0, &b);
  must_begin (c, i, "read");
  c->caught.reply_to = "record";
  c->caught.reply = EMI_RETRY;
  CHECK (CALL (c, i, store_read, .first = 0, .count = 5) == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "record") == 1, "went on");
  c->caught.reply = EMI_INTERNAL;
  CHECK (CALL (c, i, store_read, .first = 0, .count = 5) == EMI_INTERNAL,
         "our failure was swallowed");
  c->caught.reply = EMI_OK;
  CHECK (count (c, i) == 5, "unusable afterwards");
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
many (struct ctx *c)
{
  static char records[PER_BATCH][32];
  static char times[PER_BATCH][32];
  struct instance *i = open_one (c, "one");
  struct batch *b = malloc (sizeof *b);

  for (int64_t at = 0; at < MANY; at += PER_BATCH)
    {
      b->fields.n = 0;
      for (int k = 0; k < PER_BATCH; k++)
        {
          snprintf (records[k], sizeof records[k], "record %" PRId64, at + k);
          snprintf (times[k], sizeof times[k], "%" PRId64, 1000 + at + k);
          add_record (b, records[k], times[k], TOKEN_A);
        }
      must_append (c, i, at, b);
    }
  free (b);
  trial_restart (&c->trial);
  i = open_one (c, "one");
  must_begin (c, i, "read");
  CHECK (count (c, i) == MANY, "records");
  CHECK (CALL (c, i, store_read, .first = 7000, .count = 3) == EMI_OK, "%s",
         c->why.detail);
  CHECK (caught_count (&c->caught, "record") == 3, "records");
  CHECK (is (caught_get (&c->caught, "record", 2), "record", "record 7002"),
         "record");
  CHECK (CALL (c, i, store_find, .token = { TOKEN_A, 16 }) == EMI_OK, "%s",
         c->why.detail);
  CHECK (c->caught.n == MANY, "%zu hits", c->caught.n);
  for (size_t k = 0; k < c->caught.n; k++)
    CHECK (number (&c->caught.v[k], "seq") == (int64_t) k, "order at %zu", k);
  CHECK (CALL (c, i, store_index) == EMI_OK, "%s", c->why.detail);
  CHECK (c->caught.n == MANY, "%zu entries", c->caught.n);
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

static void
sound (struct ctx *c)
{
  struct instance *i = open_one (c, "one");
  struct batch b = { .fields.n = 0 };

  add_record (&b, "r", "1", TOKEN_A);
  must_append (c, i, 0, &b);
  must_begin (c, i, "read");
  CHECK (CALL (c, i, store_check) == EMI_OK, "%s", c->why.detail);
  CHECK (c->caught.n == 0, "finding: %s", caught_text (&c->caught, "finding"));
  CHECK (end (c, i) == EMI_OK, "%s", c->why.detail);
}

const struct test tests_store[] = {
  { "absent", EMI_KIND_STORE, true, absent },
  { "written and read", EMI_KIND_STORE, true, written_and_read },
  { "any bytes", EMI_KIND_STORE, true, any_bytes },
  { "not as expected", EMI_KIND_STORE, true, not_as_expected },
  { "broken batches", EMI_KIND_STORE, true, broken_batches },
  { "order", EMI_KIND_STORE, true, order },
  { "state rows", EMI_KIND_STORE, true, state_rows },
  { "misused", EMI_KIND_STORE, true, misused },
  { "rolled back", EMI_KIND_STORE, true, rolled_back },
  { "one writer", EMI_KIND_STORE, true, one_writer },
  { "snapshots", EMI_KIND_STORE, true, snapshots },
  { "ended early", EMI_KIND_STORE, true, ended_early },
  { "many", EMI_KIND_STORE, true, many },
  { "sound", EMI_KIND_STORE, true, sound },
  NO_TEST,
};
