/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of unfinished requests: what was put comes back, and nothing else
   is taken for one.  */
#include "access/request-row.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "lib/registry-double.h"

static struct registry r;

static void
begin (void)
{
  registry_init (&r);
}

static void
end (void)
{
  registry_done (&r);
}

TestSuite (request_row, .init = begin, .fini = end);

static struct request_row
sample (const char *what)
{
  struct request_row row = { .request = "r-0123456789abcdefghijklmnop",
                             .account = "dr-shiken",
                             .reception = "c-0123456789abcdefghijklmnop",
                             .connector = "oqs",
                             .adapter = "outbox",
                             .prefix = "EMTESTa01",
                             .suffix = "202601010001",
                             .file_id = "E-0123456789abcdefghijklmnop",
                             .digest = "00ff",
                             .intent = INT64_MAX,
                             .started = -1,
                             .pattern = 6,
                             .noted = true };

  snprintf (row.what, sizeof row.what, "%s", what);
  return row;
}

static void
store (const struct request_row *row)
{
  struct txn *t;

  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  cr_assert (request_row_put (t, row, &r.why));
  cr_assert (txn_commit (t, &r.why), "%s", r.why.detail);
}

/* The row's bytes as the ledger has them; false when it is not there.  */
static bool
fetch (enum row_family family, const char *name, struct buffer *out)
{
  struct txn *t;
  bool found = false;

  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (txn_row_get (t, family, "request", name, out, &found, &r.why));
  txn_end (t);
  return found;
}

static void
expect_same (const struct request_row *a, const struct request_row *b)
{
  cr_expect_str_eq (a->what, b->what);
  cr_expect_str_eq (a->request, b->request);
  cr_expect_str_eq (a->account, b->account);
  cr_expect_str_eq (a->reception, b->reception);
  cr_expect_str_eq (a->connector, b->connector);
  cr_expect_str_eq (a->adapter, b->adapter);
  cr_expect_str_eq (a->prefix, b->prefix);
  cr_expect_str_eq (a->suffix, b->suffix);
  cr_expect_str_eq (a->file_id, b->file_id);
  cr_expect_str_eq (a->digest, b->digest);
  cr_expect_eq (a->intent, b->intent);
  cr_expect_eq (a->started, b->started);
  cr_expect_eq (a->pattern, b->pattern);
  cr_expect_eq (a->noted, b->noted);
}

Test (request_row, each_kind_comes_back_from_its_family)
{
  static const char *const kinds[] = { "open", "late", "deliver" };

  for (size_t i = 0; i < 3; i++)
    {
      struct request_row row = sample (kinds[i]), back;
      struct buffer b = BUFFER_INIT;
      char name[48];

      store (&row);
      request_row_name (kinds[i], row.request, name);
      cr_assert (fetch (i ? ROW_COUNT : ROW_OPEN, i ? name : row.request, &b),
                 "%s", kinds[i]);
      cr_assert (request_row_parse (b.data, b.len, &back));
      expect_same (&row, &back);
      buffer_done (&b);
    }
}

Test (request_row, empty_members_stay_empty)
{
  struct request_row row = { .what = "late" }, back;
  struct buffer b = BUFFER_INIT;

  store (&row);
  cr_assert (fetch (ROW_COUNT, "late ", &b));
  cr_assert (request_row_parse (b.data, b.len, &back));
  expect_same (&row, &back);
  buffer_done (&b);
}

Test (request_row, a_dropped_one_is_gone_and_the_others_stay)
{
  struct request_row open = sample ("open"), late = sample ("late");
  struct buffer b = BUFFER_INIT;
  struct txn *t;
  char name[48];

  store (&open);
  store (&late);
  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  request_row_drop (t, &open);
  cr_assert (txn_commit (t, &r.why));
  cr_expect (!fetch (ROW_OPEN, open.request, &b));
  request_row_name ("late", late.request, name);
  cr_expect (fetch (ROW_COUNT, name, &b));
  buffer_done (&b);
}

/* Every cut, a byte more, and a line exchanged: not a row, and OUT is as it
   was.  */
Test (request_row, what_is_not_whole_is_no_row)
{
  struct request_row row = sample ("open"), out = { .what = "kept" };
  struct buffer b = BUFFER_INIT, more = BUFFER_INIT;

  store (&row);
  cr_assert (fetch (ROW_OPEN, row.request, &b));
  for (size_t n = 0; n < b.len; n++)
    cr_expect (!request_row_parse (b.data, n, &out), "cut at %zu", n);
  buffer_add (&more, b.data, b.len);
  buffer_text (&more, "x");
  cr_expect (!request_row_parse (more.data, more.len, &out));
  /* "what=open" becomes "whit=open".  */
  more.data[2] = 'i';
  cr_expect (!request_row_parse (more.data, b.len, &out));
  cr_expect_str_eq (out.what, "kept");
  buffer_done (&b);
  buffer_done (&more);
}

Test (request_row, too_long_a_value_is_refused)
{
  struct request_row row = sample ("open"), out;
  struct buffer b = BUFFER_INIT, longer = BUFFER_INIT;

  store (&row);
  cr_assert (fetch (ROW_OPEN, row.request, &b));
  buffer_text (&longer, "what=open-and-more\n");
  buffer_add (&longer, b.data + strlen ("what=open\n"),
              b.len - strlen ("what=open\n"));
  cr_expect (!request_row_parse (longer.data, longer.len, &out));
  buffer_done (&b);
  buffer_done (&longer);
}

/* Counters lie in the same family.  */
Test (request_row, a_counter_is_none)
{
  static const char counter[] = "{\"password\":{\"failures\":1}}";
  struct request_row out;

  cr_expect (!request_row_parse (counter, sizeof counter - 1, &out));
  cr_expect (!request_row_parse ("", 0, &out));
}
