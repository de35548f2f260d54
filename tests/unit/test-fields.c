/* SPDX-License-Identifier: Apache-2.0 */
/* Values out of the field lists that plugins put: nothing is forgiven.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static int64_t
number (const char *text, size_t len)
{
  const struct emi_field v[] = { { "other", { "5", 1 } },
                                 { "n", { text, len } } };
  const struct emi_fields f = { v, 2 };

  return fields_number (&f, "n", -7);
}

Test (fields, numbers)
{
  cr_assert_eq (number ("0", 1), 0);
  cr_assert_eq (number ("-1", 2), -1);
  cr_assert_eq (number ("12345", 3), 123, "reads past its span");
  cr_assert_eq (number ("9223372036854775807", 19), INT64_MAX);
}

Test (fields, no_numbers)
{
  cr_assert_eq (number ("", 0), -7);
  cr_assert_eq (number (" 1", 2), -7);
  cr_assert_eq (number ("+1", 2), -7);
  cr_assert_eq (number ("1 ", 2), -7);
  cr_assert_eq (number ("1x", 2), -7);
  cr_assert_eq (number ("-", 1), -7);
  cr_assert_eq (number ("1\0", 2), -7, "takes a NUL inside");
  cr_assert_eq (number ("9223372036854775808", 19), -7, "overflows");
  cr_assert_eq (number ("00000000000000000000001", 23), -7);
}

Test (fields, spans_and_texts)
{
  const struct emi_field v[] = { { "a", { "xyz", 2 } },
                                 { "empty", { NULL, 0 } } };
  const struct emi_fields f = { v, 2 };
  char *text = fields_text (&f, "a");
  char *empty = fields_text (&f, "empty");

  cr_assert_str_eq (text, "xy");
  cr_assert_str_eq (empty, "");
  cr_assert_null (fields_text (&f, "b"));
  cr_assert_eq (fields_span (&f, "a").len, 2);
  cr_assert_null (fields_span (&f, "b").data);
  cr_assert_eq (fields_number (NULL, "a", 4), 4);
  free (text);
  free (empty);
}

Test (fields, only_what_is_there_once)
{
  const struct emi_field v[] = { { "a", { "x", 1 } },
                                 { "twice", { "y", 1 } },
                                 { "twice", { "y", 1 } } };
  const struct emi_fields f = { v, 3 };

  cr_assert_eq (fields_once (&f, "a").data, v[0].value.data);
  cr_assert_eq (fields_once (&f, "a").len, 1);
  cr_assert_null (fields_once (&f, "twice").data);
  cr_assert_eq (fields_once (&f, "twice").len, 0);
  cr_assert_null (fields_once (&f, "b").data);
}
