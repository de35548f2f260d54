/* SPDX-License-Identifier: Apache-2.0 */
/* The table of codes, and how faults are filled.  */
#include <criterion/criterion.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/codes.h"
#include "base/fault.h"
#include "base/text.h"

Test (codes, words_are_unique_and_lead_back)
{
  for (int i = 0; i < CODE_COUNT; i++)
    {
      const char *word = code_info ((enum code) i)->word;
      cr_assert_eq (code_by_word (word), (enum code) i, "%s", word);
      cr_assert_eq (strspn (word, "abcdefghijklmnopqrstuvwxyz-"),
                    strlen (word), "%s", word);
      cr_assert_gt (strlen (word), 1);
    }
  cr_assert_eq (code_by_word ("no-such-word"), CODE_COUNT);
  cr_assert_eq (code_by_word (""), CODE_COUNT);
  cr_assert_eq (code_by_word (NULL), CODE_COUNT);
}

Test (codes, every_exit_status_is_used_and_no_other)
{
  bool used[6] = { false };

  for (int i = 0; i < CODE_COUNT; i++)
    {
      const struct code_info *info = code_info ((enum code) i);
      cr_assert (info->exit >= 0 && info->exit <= 5, "%s", info->word);
      used[info->exit] = true;
      cr_assert_eq (info->exit == 0, i == CODE_OK, "%s", info->word);
    }
  for (int i = 0; i < 6; i++)
    cr_assert (used[i], "exit %d", i);
}

Test (codes, texts_are_there_and_are_one_line)
{
  for (int i = 0; i < CODE_COUNT; i++)
    {
      const struct code_info *info = code_info ((enum code) i);
      for (int l = LANG_JA; l <= LANG_EN; l++)
        {
          const char *both[] = { info->message[l], info->next[l] };
          for (int t = 0; t < 2; t++)
            {
              size_t len = strlen (both[t]);
              cr_assert (len > 0 || (i == CODE_OK && t == 1), "%s",
                         info->word);
              cr_assert (text_is_utf8 (both[t], len), "%s", info->word);
              cr_assert_null (strchr (both[t], '\n'), "%s", info->word);
              cr_assert_null (strchr (both[t], '%'), "%s", info->word);
            }
        }
      cr_assert_str_neq (info->message[LANG_JA], info->message[LANG_EN]);
    }
}

/* A state belongs to an exit status: refused by a rule is 3, unknown is 5. */
Test (codes, state_and_exit_agree)
{
  static const char *const states[]
      = { "", "refused", "failed", "cancelled", "indeterminate", "completed" };

  for (int i = 0; i < CODE_COUNT; i++)
    {
      const struct code_info *info = code_info ((enum code) i);
      bool known = false;
      for (size_t s = 0; s < N_ELEMENTS (states); s++)
        known = known || strcmp (info->state, states[s]) == 0;
      cr_assert (known, "%s: %s", info->word, info->state);
      cr_assert_eq (info->exit == 5,
                    strcmp (info->state, "indeterminate") == 0, "%s",
                    info->word);
      cr_assert_eq (info->exit == 3, strcmp (info->state, "refused") == 0,
                    "%s", info->word);
    }
}

Test (codes, a_value_that_is_none_is_our_fault)
{
  cr_assert_str_eq (code_info (CODE_COUNT)->word, "internal");
  cr_assert_str_eq (code_info ((enum code) - 1)->word, "internal");
}

Test (fault, is_filled_and_false)
{
  struct fault f = { .code = CODE_OK, .detail = "" };

  cr_assert_not (fault_set (&f, CODE_FILE_IO, "%s: %d", "data", 7));
  cr_assert_eq (f.code, CODE_FILE_IO);
  cr_assert_str_eq (f.detail, "data: 7");
  cr_assert_not (fault_set (NULL, CODE_FILE_IO, "%s", "nobody listens"));
  cr_assert_not (fault_set (&f, CODE_MEMORY, "%s", ""));
  cr_assert_str_eq (f.detail, "");
}

Test (fault, its_old_detail_can_be_part_of_the_new)
{
  struct fault f = { .code = CODE_OK, .detail = "inner" };

  fault_set (&f, CODE_PLUGIN_FAILED, "reader: %s", f.detail);
  cr_assert_str_eq (f.detail, "reader: inner");
}

Test (fault, is_one_line)
{
  struct fault f;

  fault_set (&f, CODE_PLUGIN_FAILED, "a\nb\x1b[31mc\x7f");
  cr_assert_str_eq (f.detail, "a b [31mc ");
}

Test (fault, is_cut_between_characters)
{
  char text[701];

  for (size_t pad = 0; pad < 3; pad++)
    {
      struct fault f;
      size_t at = pad;
      memset (text, 'x', pad);
      while (at + 3 < sizeof text)
        {
          memcpy (text + at, "患", 3);
          at += 3;
        }
      text[at] = '\0';
      fault_set (&f, CODE_INTERNAL, "%s", text);
      size_t len = strlen (f.detail);
      cr_assert (text_is_utf8 (f.detail, len), "pad %zu", pad);
      cr_assert_geq (len, sizeof f.detail - 4);
    }
}

Test (fault, a_full_last_character_stays)
{
  struct fault f;
  char text[600];

  memset (text, 'x', sizeof text);
  memcpy (text + sizeof f.detail - 1 - 3, "患", 3);
  text[599] = '\0';
  fault_set (&f, CODE_INTERNAL, "%s", text);
  cr_assert_eq (strlen (f.detail), sizeof f.detail - 1);
}
