/* SPDX-License-Identifier: Apache-2.0 */
/* The five shapes as bytes, there and back, cut off and wrong.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "host/messages.h"

/* One of each shape, through the rows of two operations.  */
static const struct emi_store_append append = {
  .size = sizeof append,
  .expected = -7,
  .batch = { (const struct emi_field[]) { { "record", { "a\0b", 3 } },
                                          { "", { "", 0 } },
                                          { "body", { NULL, 0 } } },
             3 },
};
static const struct emi_auth_enrol enrol = {
  .size = sizeof enrol,
  .account = "dr-a",
  .mode = "",
  .enrolment = { "x", 1 },
};

static struct buffer
bytes_of (enum call_op op, const void *args)
{
  struct buffer b = BUFFER_INIT;

  wire_encode (&b, call_row (op)->args, args);
  cr_assert_not (b.failed);
  return b;
}

Test (wire, there_and_back)
{
  struct wire_memory m = WIRE_MEMORY_INIT;
  struct buffer b = bytes_of (CALL_store_append, &append);
  struct emi_store_append got;

  cr_assert (wire_decode (b.data, b.len, call_row (CALL_store_append)->args,
                          &got, &m));
  cr_assert_eq (got.expected, -7);
  cr_assert_eq (got.batch.n, 3);
  cr_assert_str_eq (got.batch.v[0].name, "record");
  cr_assert_eq (got.batch.v[0].value.len, 3);
  cr_assert_arr_eq (got.batch.v[0].value.data, "a\0b", 3);
  cr_assert_str_eq (got.batch.v[1].name, "");
  cr_assert_not_null (got.batch.v[1].value.data);
  cr_assert_null (got.batch.v[2].value.data);
  wire_memory_done (&m);
  buffer_done (&b);
}

Test (wire, what_is_not_there_stays_so)
{
  struct wire_memory m = WIRE_MEMORY_INIT;
  struct buffer b = bytes_of (CALL_auth_enrol, &enrol);
  struct emi_auth_enrol got;

  cr_assert (wire_decode (b.data, b.len, call_row (CALL_auth_enrol)->args,
                          &got, &m));
  cr_assert_str_eq (got.account, "dr-a");
  cr_assert_str_eq (got.mode, "");
  cr_assert_null (got.confirm);
  cr_assert_null (got.terminal);
  cr_assert_eq (got.enrolment.len, 1);
  cr_assert_null (got.challenge.data);
  cr_assert_eq (m.n, 0);
  buffer_done (&b);
}

/* Cut anywhere, or longer: never taken.  */
Test (wire, exactly_as_long_as_it_is)
{
  struct buffer b = bytes_of (CALL_store_append, &append);
  struct emi_store_append got;

  buffer_u8 (&b, 0);
  for (size_t n = 0; n <= b.len; n++)
    {
      struct wire_memory m = WIRE_MEMORY_INIT;
      void *exact = malloc (n ? n : 1);

      cr_assert_not_null (exact);
      memcpy (exact, b.data, n);
      cr_assert_eq (wire_decode (exact, n,
                                 call_row (CALL_store_append)->args, &got, &m),
                    n == b.len - 1, "%zu", n);
      wire_memory_done (&m);
      free (exact);
    }
  buffer_done (&b);
}

static bool
taken (const char *bytes, size_t len, enum call_op op)
{
  union
  {
    struct emi_store_append append;
    struct emi_store_get get;
  } got;
  struct wire_memory m = WIRE_MEMORY_INIT;
  bool good = wire_decode (bytes, len, call_row (op)->args, &got, &m);

  wire_memory_done (&m);
  return good;
}

Test (wire, texts_end_where_they_say)
{
  cr_assert (taken ("\0\0\0\2a\0", 6, CALL_store_get));
  cr_assert (taken ("\0\0\0\0", 4, CALL_store_get));
  cr_assert_not (taken ("\0\0\0\2ab", 6, CALL_store_get));
  cr_assert_not (taken ("\0\0\0\3a\0\0", 7, CALL_store_get));
  cr_assert_not (taken ("\377\377\377\377a\0", 6, CALL_store_get));
}

Test (wire, a_number_of_fields_is_no_promise)
{
  cr_assert (taken ("\0\0\0\0\0\0\0\0\0\0\0\0", 12, CALL_store_append));
  cr_assert_not (
    taken ("\0\0\0\0\0\0\0\0\377\377\377\377", 12, CALL_store_append));
  /* A field has a name.  */
  cr_assert_not (taken ("\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0", 21,
                        CALL_store_append));
}
