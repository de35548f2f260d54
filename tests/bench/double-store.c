/* SPDX-License-Identifier: Apache-2.0 */
/* A store that keeps everything in memory and does next to nothing, so that
   what a request costs can be seen without what a disk costs.  */
#include <emi/store.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 65536
#define ROW_BUCKETS 4096
#define TOKEN 16

struct bytes
{
  void *data;
  size_t len;
};

struct record
{
  struct bytes bytes;
  struct bytes body;
  int64_t time;
};

struct entry
{
  struct entry *next;
  unsigned char token[TOKEN];
  int64_t seq;
};

struct row
{
  struct row *next;
  char *name;
  struct bytes value;
};

struct store
{
  const struct emi_host *host;
  struct record *records;
  size_t n, cap;
  struct entry *index[BUCKETS];
  struct entry **end[BUCKETS]; /* where the next one goes; NULL: empty */
  struct row *rows[ROW_BUCKETS];
};

static emi_rc
store_open (const struct emi_host *host, void *host_ctx,
            struct emi_call *call, void **self_out)
{
  struct store *s = calloc (1, sizeof *s);

  (void) host_ctx, (void) call;
  if (!s)
    return EMI_INTERNAL;
  s->host = host;
  *self_out = s;
  return EMI_OK;
}

/* What is in it goes with the process.  */
static void
store_close (void *self)
{
  (void) self;
}

static struct bytes
copy (struct emi_span v)
{
  struct bytes b = { malloc (v.len + 1), v.len };

  if (!b.data)
    abort ();
  if (v.len)
    memcpy (b.data, v.data, v.len);
  return b;
}

static struct emi_span
span (struct bytes b)
{
  return (struct emi_span) { b.data, b.len };
}

static size_t
bucket (const unsigned char *token)
{
  return (size_t) (token[0] << 8 | token[1]);
}

static void
add_record (struct store *s, struct emi_span bytes)
{
  if (s->n == s->cap)
    {
      s->cap = s->cap ? 2 * s->cap : 1024;
      s->records = reallocarray (s->records, s->cap, sizeof *s->records);
      if (!s->records)
        abort ();
    }
  s->records[s->n++] = (struct record) { .bytes = copy (bytes) };
}

/* At the end of its list: hits come oldest first.  */
static void
add_token (struct store *s, struct emi_span token)
{
  struct entry *e = calloc (1, sizeof *e);
  size_t b = bucket (token.data);
  struct entry **at = s->end[b] ? s->end[b] : &s->index[b];

  if (!e || token.len != TOKEN)
    abort ();
  memcpy (e->token, token.data, TOKEN);
  e->seq = (int64_t) s->n - 1;
  *at = e;
  s->end[b] = &e->next;
}

/* Where the row of that name hangs, or would: its link in the bucket.  */
static struct row **
row_of (struct store *s, const char *name)
{
  unsigned hash = 2166136261u; /* FNV-1a */
  struct row **at;

  for (const char *p = name; *p; p++)
    hash = (hash ^ (unsigned char) *p) * 16777619u;
  for (at = &s->rows[hash % ROW_BUCKETS]; *at; at = &(*at)->next)
    if (strcmp ((*at)->name, name) == 0)
      break;
  return at;
}

static void
set_row (struct store *s, const char *name, struct emi_span value)
{
  struct row **at = row_of (s, name), *r = *at;

  if (!r)
    {
      r = *at = calloc (1, sizeof *r);
      if (!r || !(r->name = strdup (name)))
        abort ();
    }
  free (r->value.data);
  r->value = copy (value);
}

static void
drop_row (struct store *s, const char *name)
{
  struct row **at = row_of (s, name), *r = *at;

  if (!r)
    return;
  *at = r->next;
  free (r->name);
  free (r->value.data);
  free (r);
}

static emi_rc
store_begin (void *self, struct emi_call *call,
             const struct emi_store_begin *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static emi_rc
store_end (void *self, struct emi_call *call, const struct emi_store_end *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static emi_rc
store_append (void *self, struct emi_call *call,
              const struct emi_store_append *in)
{
  struct store *s = self;

  (void) call;
  for (size_t i = 0; i < in->batch.n; i++)
    {
      const struct emi_field *f = &in->batch.v[i];

      if (strncmp (f->name, "set/", 4) == 0)
        set_row (s, f->name + 4, f->value);
      else if (strncmp (f->name, "drop/", 5) == 0)
        drop_row (s, f->name + 5);
      else if (strcmp (f->name, "record") == 0)
        add_record (s, f->value);
      else if (strcmp (f->name, "body") == 0)
        s->records[s->n - 1].body = copy (f->value);
      else if (strcmp (f->name, "time") == 0)
        s->records[s->n - 1].time = strtoll (f->value.data, NULL, 10);
      else
        add_token (s, f->value);
    }
  return EMI_OK;
}

static struct emi_span
decimal (int64_t v, char text[24])
{
  int len = snprintf (text, 24, "%lld", (long long) v);

  return (struct emi_span) { text, (size_t) len };
}

static emi_rc
put (struct store *s, struct emi_call *call, const char *name,
     const struct emi_field *fields, size_t n)
{
  return s->host->put_fields (call, name, &(struct emi_fields) { fields, n });
}

static emi_rc
store_read (void *self, struct emi_call *call,
            const struct emi_store_read *in)
{
  struct store *s = self;
  emi_rc rc = EMI_OK;

  for (int64_t i = in->first, left = in->count;
       rc == EMI_OK && left > 0 && i < (int64_t) s->n; i++, left--)
    {
      char seq[24];
      const struct emi_field fields[] = {
        { "seq", decimal (i, seq) },
        { "record", span (s->records[i].bytes) },
        { "body", span (s->records[i].body) },
      };

      rc = put (s, call, "record", fields, 3);
    }
  return rc == EMI_RETRY ? EMI_OK : rc;
}

static emi_rc
store_find (void *self, struct emi_call *call,
            const struct emi_store_find *in)
{
  struct store *s = self;
  emi_rc rc = EMI_OK;

  for (struct entry *e = s->index[bucket (in->token.data)];
       e && rc == EMI_OK; e = e->next)
    {
      char seq[24], time[24];
      const struct emi_field fields[] = {
        { "seq", decimal (e->seq, seq) },
        { "time", decimal (s->records[e->seq].time, time) },
      };

      if (memcmp (e->token, in->token.data, TOKEN) == 0)
        rc = put (s, call, "hit", fields, 2);
    }
  return rc == EMI_RETRY ? EMI_OK : rc;
}

static emi_rc
store_tail (void *self, struct emi_call *call,
            const struct emi_store_tail *in)
{
  struct store *s = self;
  char count[24], last[24];
  const struct emi_field fields[]
    = { { "count", decimal ((int64_t) s->n, count) },
        { "last", decimal ((int64_t) s->n - 1, last) } };

  (void) in;
  return put (s, call, "tail", fields, 2);
}

static emi_rc
store_get (void *self, struct emi_call *call, const struct emi_store_get *in)
{
  struct store *s = self;
  const struct row *r = *row_of (s, in->name);

  return r ? s->host->put (call, "value", r->value.data, r->value.len)
           : EMI_ABSENT;
}

static emi_rc
store_list (void *self, struct emi_call *call,
            const struct emi_store_list *in)
{
  struct store *s = self;
  emi_rc rc = EMI_OK;

  for (size_t i = 0; i < ROW_BUCKETS; i++)
    for (const struct row *r = s->rows[i]; r && rc == EMI_OK; r = r->next)
      {
        const struct emi_field fields[]
          = { { "name", { r->name, strlen (r->name) } },
              { "value", span (r->value) } };

        if (strncmp (r->name, in->prefix, strlen (in->prefix)) == 0)
          rc = put (s, call, "row", fields, 2);
      }
  return rc == EMI_RETRY ? EMI_OK : rc;
}

/* Nobody verifies it.  */
static emi_rc
store_index (void *self, struct emi_call *call,
             const struct emi_store_index *in)
{
  struct store *s = self;

  (void) in;
  return s->host->fail (call, EMI_UNSUPPORTED, "kept in memory only");
}

static emi_rc
store_check (void *self, struct emi_call *call,
             const struct emi_store_check *in)
{
  struct store *s = self;

  (void) in;
  return s->host->fail (call, EMI_UNSUPPORTED, "kept in memory only");
}

static const struct emi_store_ops ops = {
  .size = sizeof ops,
  .begin = store_begin,
  .end = store_end,
  .append = store_append,
  .read = store_read,
  .find = store_find,
  .tail = store_tail,
  .get = store_get,
  .list = store_list,
  .index = store_index,
  .check = store_check,
};

EMI_STORE_PLUGIN (double_store, &ops, NULL, .name = "double-store",
                  .version = "1", .summary = "for benchmarks only",
                  .threads = EMI_THREAD_INSTANCE, .open = store_open,
                  .close = store_close);
