/* SPDX-License-Identifier: Apache-2.0 */
/* With the keys: every body opened, its fields compared with what was
   committed to, and the two things that must not come twice.  */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "ledger/verify-parts.h"

/* Room doubles at powers of 2.  */
static void
remember (struct verify *v, struct once_list *list, const char *what,
          uint64_t seq)
{
  if (!list->n || !(list->n & (list->n - 1)))
    {
      void *more
          = reallocarray (list->v, list->n ? 2 * list->n : 1, sizeof *list->v);
      if (!more)
        {
          v->no_memory = true;
          return;
        }
      list->v = more;
    }
  struct once *o = &list->v[list->n++];
  o->seq = seq;
  crypto_generichash (o->what, sizeof o->what, (const unsigned char *) what,
                      strlen (what), NULL, 0);
}

/* The statements that a record's factors used up.  */
static void
look_at_statements (struct verify *v, const struct record *r)
{
  for (size_t i = 0; i < r->n_fields; i++)
    {
      const char *name = r->fields[i].name;
      size_t len = strlen (name);

      if (strncmp (name, "factor.", 7) == 0 && len > 17
          && strcmp (name + len - 10, ".statement") == 0)
        remember (v, &v->statements, (const char *) r->fields[i].value,
                  r->seq);
    }
}

static void
look_inside (struct verify *v, const struct record *r)
{
  const char *kind = record_text (r, "kind");
  const char *request = record_text (r, "request");
  const char *step = record_text (r, "totp");

  if (!kind)
    verify_finding (v, (int64_t) r->seq, N_ ("記録 %llu: 種類がありません"),
                    (unsigned long long) r->seq);
  else if (strcmp (kind, "end") == 0 && request)
    remember (v, &v->ends, request, r->seq);
  if (step)
    remember (v, &v->steps, step, r->seq);
  look_at_statements (v, r);
  if (v->each)
    v->each (v->each_ctx, r);
}

/* Are EPOCH's keys at hand?  Says once for each epoch that they are not.  */
static bool
has_epoch (struct verify *v, uint32_t epoch)
{
  struct fault why;

  if (!v->has_keys || epoch == v->gone_epoch)
    return false;
  if (keys_epoch (&v->keys, epoch, &why))
    return true;
  v->gone_epoch = epoch;
  verify_warning (v, N_ ("第 %lu 期の鍵がないため、その期の記録は開けません"),
                  (unsigned long) epoch);
  return false;
}

void
verify_deep_record (struct verify *v, uint64_t seq,
                    const struct record_clear *clear, const void *body,
                    size_t len)
{
  struct body_fields fields;

  if (!has_epoch (v, clear->epoch))
    return;
  const struct body_key key = { .key = keys_block (&v->keys)->data,
                                .log = v->log,
                                .epoch = clear->epoch };
  switch (body_open (&key, body, len, clear->fields, &fields))
    {
    case BODY_OPEN:
      break;
    case BODY_BROKEN:
      verify_finding (v, (int64_t) seq,
                      N_ ("記録 %llu: 本文が開かないか、項目が違います"),
                      (unsigned long long) seq);
      return;
    case BODY_NO_MEMORY:
      v->no_memory = true;
      return;
    }
  const struct record r = { .seq = seq,
                            .time_us = clear->time_us,
                            .flags = clear->flags,
                            .clock_error_ms = clear->clock_error_ms,
                            .epoch = clear->epoch,
                            .registry_version = clear->registry_version,
                            .fields = fields.v,
                            .n_fields = fields.n };
  look_inside (v, &r);
  body_done (fields.memory);
}

static int
order (const void *a, const void *b)
{
  const struct once *x = a, *y = b;
  int what = memcmp (x->what, y->what, sizeof x->what);

  return what ? what : (x->seq > y->seq) - (x->seq < y->seq);
}

static void
sort (struct once_list *list)
{
  if (list->n)
    qsort (list->v, list->n, sizeof *list->v, order);
}

/* The next record of the sorted LIST, from *AT on, that repeats what the one
   before it did.  */
static bool
next_twice (const struct once_list *list, size_t *at, uint64_t *seq_out)
{
  for (size_t i = *at + 1; i < list->n; i++)
    if (memcmp (list->v[i - 1].what, list->v[i].what, sizeof list->v[i].what)
        == 0)
      {
        *at = i;
        *seq_out = list->v[i].seq;
        return true;
      }
  return false;
}

void
verify_deep_end (struct verify *v)
{
  uint64_t seq;

  sort (&v->ends);
  sort (&v->steps);
  sort (&v->statements);
  for (size_t at = 0; next_twice (&v->ends, &at, &seq);)
    verify_finding (v, (int64_t) seq,
                    N_ ("記録 %llu: 既に終わった照会をもう一度終えています"),
                    (unsigned long long) seq);
  for (size_t at = 0; next_twice (&v->steps, &at, &seq);)
    verify_finding (
        v, (int64_t) seq,
        N_ ("記録 %llu: 一度使われたワンタイムパスワードを使っています"),
        (unsigned long long) seq);
  for (size_t at = 0; next_twice (&v->statements, &at, &seq);)
    verify_finding (v, (int64_t) seq,
                    N_ ("記録 %llu: 一度使われた認証製品の証明を使っています"),
                    (unsigned long long) seq);
}
