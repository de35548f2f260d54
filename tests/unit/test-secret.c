/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets: content, replacement, and that the memory is guarded.  */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "base/secret.h"

Test (secret, keeps_a_terminated_copy)
{
  struct secret s = SECRET_INIT;
  char text[] = "1234";

  cr_assert (secret_set (&s, text, 4));
  memset (text, 'x', 4);
  cr_assert_eq (s.len, 4);
  cr_assert_str_eq ((char *) s.data, "1234");
  secret_done (&s);
  cr_assert_null (s.data);
  cr_assert_eq (s.len, 0);
}

Test (secret, replaces_itself_by_a_part_of_itself)
{
  struct secret s = SECRET_INIT;

  cr_assert (secret_set (&s, "passphrase", 10));
  cr_assert (secret_set (&s, s.data + 4, 6));
  cr_assert_str_eq ((char *) s.data, "phrase");
  cr_assert_eq (s.len, 6);
  secret_done (&s);
}

Test (secret, fresh_memory_is_zero)
{
  struct secret s = SECRET_INIT;

  cr_assert (secret_alloc (&s, 100));
  cr_assert_eq (s.len, 100);
  for (size_t i = 0; i <= 100; i++)
    cr_assert_eq (s.data[i], 0);
  secret_done (&s);
}

Test (secret, no_bytes_are_a_secret_too)
{
  struct secret s = SECRET_INIT;

  cr_assert (secret_set (&s, NULL, 0));
  cr_assert_not_null (s.data);
  cr_assert_eq (s.data[0], 0);
  secret_done (&s);
}

Test (secret, without_memory_it_is_empty)
{
  struct secret s = SECRET_INIT;

  cr_assert (secret_set (&s, "old", 3));
  cr_assert_not (secret_alloc (&s, SIZE_MAX));
  cr_assert_null (s.data);
  cr_assert_eq (s.len, 0);
  cr_assert_not (secret_alloc (&s, SIZE_MAX - 5));
}

Test (secret, done_twice_and_on_nothing)
{
  struct secret s = SECRET_INIT;

  secret_done (&s);
  cr_assert (secret_set (&s, "x", 1));
  secret_done (&s);
  secret_done (&s);
}

#ifndef __SANITIZE_ADDRESS__
/* The page behind a secret is guarded: running over its end ends us.  */
Test (secret, reading_over_the_end_is_caught, .signal = SIGSEGV)
{
  struct secret s = SECRET_INIT;

  cr_assert (secret_set (&s, "1234", 4));
  volatile unsigned char *p = s.data;
  cr_assert_neq (p[5], 256);
}
#endif
