/* SPDX-License-Identifier: Apache-2.0 */
/* Stores: a record is written, and read again as it was.  */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "inspect/parts.h"

struct told
{
  struct asking asking; /* first: it is the context of the call */
  const char *record;   /* looked for */
  unsigned records;
  bool found;
  int64_t count;
};

static int64_t
number (struct emi_span value)
{
  char text[24] = "";

  if (value.len && value.len < sizeof text)
    memcpy (text, value.data, value.len);
  return strtoll (text, NULL, 10);
}

static emi_rc
put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  struct told *t = ctx;

  t->records += strcmp (name, "record") == 0;
  for (size_t k = 0; k < fields->n; k++)
    {
      const struct emi_field *f = &fields->v[k];

      if (strcmp (f->name, "count") == 0)
        t->count = number (f->value);
      if (strcmp (f->name, "record") == 0 && t->record
          && f->value.len == strlen (t->record)
          && memcmp (f->value.data, t->record, f->value.len) == 0)
        t->found = true;
    }
  return EMI_OK;
}

static bool
begin (struct inspection *in, struct instance *i, const char *mode)
{
  return CALL (in, i, store_begin, NULL, .mode = mode, .create = 1) == EMI_OK;
}

static bool
end (struct inspection *in, struct instance *i)
{
  return CALL (in, i, store_end, NULL) == EMI_OK;
}

static bool
tail (struct inspection *in, struct instance *i, struct told *t)
{
  const struct inspected_env env = { &t->asking, NULL, put_fields };

  t->count = -1;
  return CALL (in, i, store_tail, &env) == EMI_OK && t->count >= 0;
}

static bool
append (struct inspection *in, struct instance *i, const char *record,
        int64_t expected)
{
  const struct emi_field v[] = {
    { "record", { record, strlen (record) } },
    { "body", { "body", 4 } },
    { "time", { "1795305600000000", 16 } },
    { "token", { "aaaaaaaaaaaaaaaa", 16 } },
    { "set/trial", { record, strlen (record) } },
  };

  return CALL (in, i, store_append, NULL, .expected = expected,
               .batch = { v, sizeof v / sizeof v[0] })
         == EMI_OK;
}

static bool
read_back (struct inspection *in, struct instance *i, struct told *t)
{
  const struct inspected_env env = { &t->asking, NULL, put_fields };
  int64_t was = t->count;

  return begin (in, i, "read") && tail (in, i, t) && t->count - 1 == was
         && CALL (in, i, store_read, &env, .first = was, .count = 1) == EMI_OK
         && t->records == 1 && t->found && end (in, i);
}

/* One record more, and what was written is there.  */
static bool
use (struct inspection *in, struct instance *i, int n)
{
  char record[32];
  struct told t = { .asking = { .session = &in->session, .account = "trial" },
                    .record = record };
  bool good;

  snprintf (record, sizeof record, "record %d", n);
  good = begin (in, i, "write") && tail (in, i, &t)
         && append (in, i, record, t.count) && read_back (in, i, &t);
  /* It may have stopped in the middle of a transaction.  */
  if (!good && alive (in))
    end (in, i);
  return good;
}

static void
judge (struct inspection *in)
{
  in->worked = use (in, in->one, 0);
  if (in->worked)
    note_pass (in, CHECK_STORED);
  else if (alive (in))
    note_fail (in, CHECK_STORED, N_ ("書いたものが読めません（%s）"),
               in->why.detail);
}

const struct kind_part part_store = { judge, use };
