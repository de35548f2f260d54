/* SPDX-License-Identifier: Apache-2.0 */
/* Claims about core/front/cli-help.c.  */
#include "front/cli-help.h"

#include <criterion/criterion.h>
#include <string.h>

Test (cli_help, slips_are_counted)
{
  cr_assert_eq (cli_slips ("", ""), 0);
  cr_assert_eq (cli_slips ("trace", "trace"), 0);
  cr_assert_eq (cli_slips ("trace", "trac"), 1);
  cr_assert_eq (cli_slips ("trace", "traec"), 2);
  cr_assert_eq (cli_slips ("", "abc"), 3);
  cr_assert_eq (cli_slips ("kitten", "sitting"), 3);
}

Test (cli_help, words_too_long_for_any_command_resemble_none)
{
  char word[2000];

  memset (word, 'a', sizeof word - 1);
  word[sizeof word - 1] = '\0';
  cr_assert_gt (cli_slips (word, "trace"), 2);
  for (const struct cli_command *k = cli_commands; k->words; k++)
    cr_assert_not (cli_resembles (k->words, word, NULL), "%s", k->words);
}

Test (cli_help, a_slip_finds_the_command)
{
  cr_assert (cli_resembles ("request", "reqest", NULL));
  cr_assert (cli_resembles ("receive", "recieve", "er-face"));
  cr_assert (cli_resembles ("account add", "acount", "add"));
  cr_assert (cli_resembles ("account grant", "account", "grnat"));
  cr_assert_not (cli_resembles ("account revoke", "account", "grnat"));
  cr_assert_not (cli_resembles ("trace", "verify", NULL));
  cr_assert_not (cli_resembles ("init", "x", NULL));
}

Test (cli_help, the_first_word_of_two_lists_them)
{
  cr_assert (cli_resembles ("reception list", "reception", NULL));
  cr_assert_not (cli_resembles ("reception void", "reception", "frobnicate"));
  cr_assert (cli_resembles ("account add", "acount", NULL));
  cr_assert_not (cli_resembles ("receive", "reception", NULL));
}

Test (cli_help, every_command_has_an_example_of_its_own)
{
  for (const struct cli_command *k = cli_commands; k->words; k++)
    {
      const char *example = cli_example (k->words);

      cr_assert_not_null (example, "%s", k->words);
      cr_assert_not_null (strstr (example, k->words), "%s", k->words);
    }
  cr_assert_null (cli_example ("nothing"));
}
