/* SPDX-License-Identifier: Apache-2.0 */
/* A store that keeps its newest record in memory and talks out of turn: begin,
   append and end hand over what belongs to read and tail.  Built twice: as
   test-store it otherwise does as it should, as bad-store (FORGETS) it keeps
   nothing and says that it holds more than can be counted.  */
#include <emi/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef FORGETS
#define KEEPS 0
#define IDENT bad_store
#define NAME "bad-store"
#else
#define KEEPS 1
#define IDENT test_store
#define NAME "test-store"
#endif
#define BYTES_MOST 64

struct store
{
  const struct emi_host *host;
  char record[BYTES_MOST];
  size_t len;
  int64_t count;
};

static emi_rc
store_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
            void **self_out)
{
  struct store *s = calloc (1, sizeof *s);

  (void) host_ctx;
  if (!s)
    return host->fail (call, EMI_INTERNAL, "no memory");
  s->host = host;
  *self_out = s;
  return EMI_OK;
}

static void
store_close (void *self)
{
  free (self);
}

static emi_rc
put_count (const struct store *s, struct emi_call *call, int64_t count)
{
  char text[24];
  int len = snprintf (text, sizeof text, "%lld", (long long) count);
  const struct emi_field v[] = { { "count", { text, (size_t) len } } };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return s->host->put_fields (call, "tail", &fields);
}

static emi_rc
put_record (const struct store *s, struct emi_call *call, const char *record,
            size_t len)
{
  const struct emi_field v[] = { { "record", { record, len } } };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return s->host->put_fields (call, "record", &fields);
}

/* Where nobody asked.  */
static emi_rc
talk (const struct store *s, struct emi_call *call)
{
  emi_rc rc = put_count (s, call, INT64_MAX);

  if (rc == EMI_OK)
    rc = put_record (s, call, s->record, s->len);
  return rc == EMI_OK ? s->host->put (call, "value", s->record, s->len) : rc;
}

static emi_rc
begin (void *self, struct emi_call *call, const struct emi_store_begin *in)
{
  (void) in;
  return talk (self, call);
}

static emi_rc
end (void *self, struct emi_call *call, const struct emi_store_end *in)
{
  (void) in;
  return talk (self, call);
}

static emi_rc
append (void *self, struct emi_call *call, const struct emi_store_append *in)
{
  struct store *s = self;
  const struct emi_span record = in->batch.v[0].value;

  if (record.len > sizeof s->record)
    return s->host->fail (call, EMI_UNSUPPORTED, "a record that long");
  memcpy (s->record, record.data, record.len);
  s->len = record.len;
  s->count += KEEPS;
  return talk (s, call);
}

static emi_rc
tail (void *self, struct emi_call *call, const struct emi_store_tail *in)
{
  const struct store *s = self;

  (void) in;
  return put_count (s, call, KEEPS ? s->count : INT64_MAX);
}

static emi_rc
read_newest (void *self, struct emi_call *call,
             const struct emi_store_read *in)
{
  const struct store *s = self;

  (void) in;
  return KEEPS ? put_record (s, call, s->record, s->len) : EMI_OK;
}

static const struct emi_store_ops ops = {
  .size = sizeof ops,
  .begin = begin,
  .end = end,
  .append = append,
  .read = read_newest,
  .tail = tail,
};

EMI_STORE_PLUGIN (IDENT, &ops, NULL, .name = NAME, .version = "1",
                  .summary = "for tests only", .open = store_open,
                  .close = store_close);
