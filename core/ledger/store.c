/* SPDX-License-Identifier: Apache-2.0 */
/* Thin wrappers over instance_call.  */
#include "ledger/store.h"

#include <string.h>

#define LOCK_WAIT_MS 60000
/* Reading everything takes as long as it takes; the person can end it.  */
#define READ_WAIT_MS (INT64_C (7) * 24 * 3600 * 1000)

/* The host's sentence stays, the code becomes ours.  */
static bool
outcome (struct store *s, emi_rc rc, struct fault *why)
{
  struct fault none;

  s->disturbed = rc == EMI_RETRY;
  if (!why)
    why = &none;
  switch (rc)
    {
    case EMI_OK:
      return true;
    case EMI_RETRY:
    case EMI_DEADLINE:
      why->code = CODE_STORE_BUSY;
      return false;
    case EMI_ABSENT:
    case EMI_UNREACHED:
      why->code = CODE_STORE_UNREACHED;
      return false;
    case EMI_PROTOCOL:
      why->code = CODE_EVIDENCE;
      return false;
    case EMI_CANCELLED:
    case EMI_CONFIG:
    case EMI_UNSUPPORTED:
    case EMI_INTERNAL:
      return false; /* the host's own code says it */
    }
  return false;
}

static bool
call (struct store *s, enum call_op op, const void *args,
      const struct call_env *env, struct fault *why)
{
  struct fault own = { .code = CODE_INTERNAL };
  emi_rc rc = instance_call (s->instance, op, args, env, &own);
  bool good = outcome (s, rc, &own);

  if (!good && why)
    *why = own;
  return good;
}

bool
store_begin_read (struct store *s, struct fault *why)
{
  const struct emi_store_begin in = { .size = sizeof in, .mode = "read" };

  return call (s, CALL_store_begin, &in, NULL, why);
}

bool
store_begin_write (struct store *s, bool create, struct fault *why)
{
  const struct emi_store_begin in
      = { .size = sizeof in, .mode = "write", .create = create };
  const struct call_env env = { .timeout_ms = LOCK_WAIT_MS };

  return call (s, CALL_store_begin, &in, &env, why);
}

void
store_end (struct store *s)
{
  const struct emi_store_end in = { .size = sizeof in };

  call (s, CALL_store_end, &in, NULL, NULL);
}

bool
store_append (struct store *s, uint64_t expected,
              const struct emi_field *fields, size_t n, struct fault *why)
{
  const struct emi_store_append in = { .size = sizeof in,
                                       .expected = (int64_t) expected,
                                       .batch = { fields, n } };
  const struct call_env env = { .timeout_ms = LOCK_WAIT_MS };

  return call (s, CALL_store_append, &in, &env, why);
}

/* What the results are handed to; each call uses what it needs.  */
struct sink
{
  void *ctx;
  bool (*record) (void *, int64_t, struct emi_span, struct emi_span);
  bool (*hit) (void *, int64_t, int64_t);
  bool (*entry) (void *, int64_t, int64_t, struct emi_span);
  bool (*row) (void *, struct emi_span, struct emi_span);
  void (*finding) (void *, const char *, size_t);
  struct buffer *value;
  int64_t count;
  int64_t last;
};

static emi_rc
go_on (bool yes)
{
  return yes ? EMI_OK : EMI_RETRY;
}

static emi_rc
take_fields (void *ctx, const char *name, const struct emi_fields *f)
{
  struct sink *k = ctx;
  int64_t seq = fields_number (f, "seq", -1);

  if (k->record && strcmp (name, "record") == 0)
    return go_on (k->record (k->ctx, seq, fields_span (f, "record"),
                             fields_span (f, "body")));
  if (k->hit && strcmp (name, "hit") == 0)
    return go_on (k->hit (k->ctx, seq, fields_number (f, "time", -1)));
  if (k->entry && strcmp (name, "entry") == 0)
    return go_on (k->entry (k->ctx, seq, fields_number (f, "time", -1),
                            fields_span (f, "token")));
  if (k->row && strcmp (name, "row") == 0)
    return go_on (
        k->row (k->ctx, fields_span (f, "name"), fields_span (f, "value")));
  if (strcmp (name, "tail") == 0)
    {
      k->count = fields_number (f, "count", 0);
      k->last = fields_number (f, "last", -1);
    }
  return EMI_OK;
}

static emi_rc
take_bytes (void *ctx, const char *name, const void *data, size_t len)
{
  struct sink *k = ctx;

  if (k->value && strcmp (name, "value") == 0)
    buffer_add (k->value, data, len);
  if (k->finding && strcmp (name, "finding") == 0)
    k->finding (k->ctx, data, len);
  return EMI_OK;
}

static bool
ask (struct store *s, enum call_op op, const void *args, struct sink *k,
     struct fault *why)
{
  const struct call_env env = { .timeout_ms = READ_WAIT_MS,
                                .ctx = k,
                                .put = take_bytes,
                                .put_fields = take_fields };

  return call (s, op, args, &env, why);
}

bool
store_read (struct store *s, uint64_t first, uint64_t count,
            bool (*each) (void *ctx, int64_t seq, struct emi_span record,
                          struct emi_span body),
            void *ctx, struct fault *why)
{
  const struct emi_store_read in = {
    .size = sizeof in,
    .first = (int64_t) first,
    .count = count > INT64_MAX ? INT64_MAX : (int64_t) count,
  };
  struct sink k = { .ctx = ctx, .record = each };

  return ask (s, CALL_store_read, &in, &k, why);
}

bool
store_find (struct store *s, const unsigned char token[16],
            bool (*each) (void *ctx, int64_t seq, int64_t time), void *ctx,
            struct fault *why)
{
  const struct emi_store_find in
      = { .size = sizeof in, .token = { token, 16 } };
  struct sink k = { .ctx = ctx, .hit = each };

  return ask (s, CALL_store_find, &in, &k, why);
}

bool
store_index (struct store *s,
             bool (*each) (void *ctx, int64_t seq, int64_t time,
                           struct emi_span token),
             void *ctx, struct fault *why)
{
  const struct emi_store_index in = { .size = sizeof in };
  struct sink k = { .ctx = ctx, .entry = each };

  return ask (s, CALL_store_index, &in, &k, why);
}

bool
store_get (struct store *s, const char *name, struct buffer *out,
           bool *found_out, struct fault *why)
{
  const struct emi_store_get in = { .size = sizeof in, .name = name };
  struct sink k = { .value = out };
  const struct call_env env
      = { .timeout_ms = LOCK_WAIT_MS, .ctx = &k, .put = take_bytes };
  struct fault own = { .code = CODE_INTERNAL };
  emi_rc rc = instance_call (s->instance, CALL_store_get, &in, &env, &own);

  s->disturbed = false;
  *found_out = rc == EMI_OK;
  if (rc == EMI_OK || rc == EMI_ABSENT)
    return !out->failed || fault_set (why, CODE_MEMORY, "%s", "");
  outcome (s, rc, &own);
  if (why)
    *why = own;
  return false;
}

bool
store_list (struct store *s, const char *prefix,
            bool (*each) (void *ctx, struct emi_span name,
                          struct emi_span value),
            void *ctx, struct fault *why)
{
  const struct emi_store_list in = { .size = sizeof in, .prefix = prefix };
  struct sink k = { .ctx = ctx, .row = each };

  return ask (s, CALL_store_list, &in, &k, why);
}

bool
store_tail (struct store *s, int64_t *count_out, int64_t *last_out,
            struct fault *why)
{
  const struct emi_store_tail in = { .size = sizeof in };
  struct sink k = { .last = -1 };

  if (!ask (s, CALL_store_tail, &in, &k, why))
    return false;
  *count_out = k.count;
  *last_out = k.last;
  return true;
}

bool
store_check (struct store *s,
             void (*finding) (void *ctx, const char *text, size_t len),
             void *ctx, struct fault *why)
{
  const struct emi_store_check in = { .size = sizeof in };
  struct sink k = { .ctx = ctx, .finding = finding };

  return ask (s, CALL_store_check, &in, &k, why);
}
