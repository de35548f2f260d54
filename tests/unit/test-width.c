/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that fit a terminal, with characters of two columns.  */
#include <criterion/criterion.h>
#include <string.h>

#include "base/width.h"

static const char *
wrapped (struct buffer *b, const char *text, size_t columns, size_t indent)
{
  buffer_reset (b);
  width_wrap (b, text, columns, indent);
  return buffer_string (b);
}

Test (width, japanese_takes_two_columns)
{
  cr_assert_eq (width_columns ("abc"), 3);
  cr_assert_eq (width_columns ("目視確認"), 8);
  cr_assert_eq (width_columns ("ｶﾅ"), 2);
  cr_assert_eq (width_columns ("□■"), 4, "ambiguous counts as wide");
  cr_assert_eq (width_columns (""), 0);
}

Test (width, no_line_is_longer_than_allowed)
{
  static const char text[] = "「顔認証付きカードリーダー操作」をクリックし、次"
                             "に「目視確認」をクリックする"
                             " and then place the card on the reader";

  for (size_t columns = 20; columns < 90; columns++)
    {
      struct buffer b = BUFFER_INIT;
      char *save = NULL;
      size_t letters = 0;

      width_wrap (&b, text, columns, 5);
      for (char *l = strtok_r ((char *) b.data, "\n", &save); l;
           l = strtok_r (NULL, "\n", &save))
        {
          size_t own = letters ? 0 : 5;

          /* A blank at a break may hang over.  */
          while (strlen (l) > 0 && l[strlen (l) - 1] == ' ')
            l[strlen (l) - 1] = '\0';
          cr_assert_leq (width_columns (l) + own, columns, "%zu: %s", columns,
                         l);
          letters += strlen (l);
        }
      buffer_done (&b);
    }
}

Test (width, closing_marks_do_not_begin_a_line)
{
  struct buffer b = BUFFER_INIT;

  cr_assert_null (strstr (wrapped (&b, "ああああああ」い", 12, 0), "\n」"));
  buffer_done (&b);
}

Test (width, nothing_is_lost_or_broken_without_columns)
{
  struct buffer b = BUFFER_INIT;

  cr_assert_str_eq (wrapped (&b, "a 目視 b", 0, 4), "a 目視 b");
  cr_assert_str_eq (wrapped (&b, "a 目視 b", 8, 4), "a 目視 b");
  cr_assert_str_eq (wrapped (&b, "", 40, 4), "");
  buffer_done (&b);
}
