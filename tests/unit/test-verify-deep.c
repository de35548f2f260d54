/* SPDX-License-Identifier: Apache-2.0 */
/* With the keys: what the records say together, and each of them for whoever
   looks on.  */
#include <criterion/criterion.h>

#include "altered.h"

TestSuite (verify_deep, .init = setup, .fini = teardown);

static void
add_record (struct ledger *l, const char *kind, const char *name,
            const char *value)
{
  struct draft *d = draft_new (kind);
  struct fault why;
  struct txn *t;

  draft_text (d, name, value);
  cr_assert (ledger_begin (l, TXN_WRITE, &t, &why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &why));
}

Test (verify_deep, a_request_has_one_end)
{
  struct ledger *l = box_open (&box);

  add_record (l, "end", "request", "r-1");
  add_record (l, "end", "request", "r-2");
  add_record (l, "intent", "request", "r-1");
  expect (true, true, -2, "one end each");
  add_record (l, "end", "request", "r-1");
  expect (true, false, -2, "nobody sees without the keys");
  expect (false, true, RECORDS + 3, "two ends");
  struct verify_result r = box_verify (&box, true);
  cr_assert_eq (r.first_break, RECORDS + 3);
  verify_result_done (&r);
  ledger_close (l);
}

Test (verify_deep, a_code_is_used_once)
{
  struct ledger *l = box_open (&box);

  add_record (l, "intent", "totp", "alice totp 58817000");
  add_record (l, "intent", "totp", "bob totp 58817000");
  add_record (l, "intent", "totp", "alice totp 58817001");
  expect (true, true, -2, "each once");
  add_record (l, "enrol", "totp", "alice totp 58817000");
  expect (false, true, RECORDS + 3, "twice");
  ledger_close (l);
}

Test (verify_deep, a_statement_is_used_once)
{
  struct ledger *l = box_open (&box);

  add_record (l, "intent", "factor.1.statement", "aa11");
  add_record (l, "intent", "factor.2.statement", "bb22");
  /* The same text under another name is another thing.  */
  add_record (l, "intent", "totp", "aa11");
  expect (true, true, -2, "each once");
  add_record (l, "end", "factor.2.statement", "aa11");
  expect (false, true, RECORDS + 3, "twice");
  ledger_close (l);
}

static void
count_record (void *ctx, const struct record *r)
{
  uint64_t *next = ctx;

  cr_assert_eq (r->seq, *next);
  cr_assert_not_null (record_text (r, "kind"));
  ++*next;
}

Test (verify_deep, deep_hands_out_every_record)
{
  struct verify_result r;
  struct fault why;
  uint64_t next = 0;

  cr_assert (
      ledger_verify (&box.setup, true, NULL, count_record, &next, &r, &why));
  cr_assert_eq (next, RECORDS);
  verify_result_done (&r);
}
