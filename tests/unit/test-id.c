/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers: shape, no two alike, strict check.  */
#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/id.h"

Test (id, has_the_promised_shape)
{
  char id[ID_LEN + 1];

  memset (id, '#', sizeof id);
  id_new ('r', id);
  cr_assert_eq (strlen (id), ID_LEN);
  cr_assert_eq (strncmp (id, "r-", 2), 0);
  cr_assert_eq (strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-"), ID_LEN);
  cr_assert (id_valid (id, 'r'));
  cr_assert_not (id_valid (id, 'c'));
}

/* Every digit that carries five free bits takes all 32 values, the last one
   (three bits) eight; two equal ids in a thousand cannot happen by chance. */
Test (id, is_random_in_every_digit)
{
  char ids[1000][ID_LEN + 1];

  for (size_t i = 0; i < N_ELEMENTS (ids); i++)
    {
      id_new ('c', ids[i]);
      cr_assert (id_valid (ids[i], 'c'), "%s", ids[i]);
      for (size_t j = 0; j < i; j++)
        cr_assert_str_neq (ids[i], ids[j]);
    }
  for (size_t at = 2; at < ID_LEN; at++)
    {
      bool seen[128] = { false };
      int values = 0;
      for (size_t i = 0; i < N_ELEMENTS (ids); i++)
        seen[(unsigned char) ids[i][at]] = true;
      for (size_t i = 0; i < sizeof seen; i++)
        values += seen[i];
      cr_assert_eq (values, at == ID_LEN - 1 ? 8 : 32, "digit %zu", at);
    }
}

Test (id, refuses_what_it_would_not_write)
{
  static const char *const bad[] = {
    "",
    "r",
    "r-",
    "ra",
    "r-aaaaaaaaaaaaaaaaaaaaaaaaa",
    "r-aaaaaaaaaaaaaaaaaaaaaaaaaaa", /* one too many */
    "r_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "r-Aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "r-aaaaaaaaaaaaaaaaaaaaaaaa1a",
    "r-aaaaaaaaaaaaaaaaaaaaaaaaa/",
    "r-aaaaaaaaaaaaaaaaaaaaaaaaab", /* two bits too many */
    "c-aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "../aaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert_not (id_valid (bad[i], 'r'), "\"%s\"", bad[i]);
  cr_assert_not (id_valid (NULL, 'r'));
  cr_assert (id_valid ("r-aaaaaaaaaaaaaaaaaaaaaaaaaa", 'r'));
  cr_assert (id_valid ("r-77777777777777777777777774", 'r'));
}
