/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about core/base/words.h.  */
#include "base/words.h"

#include <criterion/criterion.h>

Test (words, whole_words_only)
{
  cr_assert (words_have ("network unix devices", "network"));
  cr_assert (words_have ("network unix devices", "unix"));
  cr_assert (words_have ("network unix devices", "devices"));
  cr_assert (words_have ("network", "network"));
  cr_assert_not (words_have ("network unix", "net"));
  cr_assert_not (words_have ("network unix", "nix"));
  cr_assert_not (words_have ("network unix", "unixes"));
  cr_assert_not (words_have ("network unix", "network unix"));
  cr_assert_not (words_have ("network unix", "Network"));
}

Test (words, nothing_is_no_word)
{
  cr_assert_not (words_have ("a b", ""));
  cr_assert_not (words_have (" a  b ", ""));
  cr_assert_not (words_have ("a b", " "));
  cr_assert_not (words_have ("a  b", " b"));
  cr_assert_not (words_have ("", ""));
  cr_assert_not (words_have ("", "a"));
  cr_assert_not (words_have (NULL, "a"));
  cr_assert_not (words_have (NULL, ""));
  cr_assert_not (words_have_span ("a b", NULL, 0));
}

Test (words, however_many_blanks)
{
  cr_assert (words_have ("  a   b  ", "a"));
  cr_assert (words_have ("  a   b  ", "b"));
}

/* A claim may hold a byte of nothing.  */
Test (words, as_many_bytes_as_told)
{
  cr_assert (words_have_span ("1-01 2-04", "2-04 3-01", 4));
  cr_assert_not (words_have_span ("1-01 2-04", "2-04 3-01", 3));
  cr_assert_not (words_have_span ("1-01 2-04", "2-04\0x", 6));
  cr_assert_not (words_have_span ("1-01 2-04", "\0", 1));
}
