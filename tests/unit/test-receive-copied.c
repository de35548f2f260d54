/* SPDX-License-Identifier: Apache-2.0 */
/* What staff copy from the terminal's screen is read like a message.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "access/receive-parts.h"
#include "lib/fake-clock.h"

static struct session s;
static struct receive r;

static void
begin (void)
{
  s.clock = fake_clock_new (INT64_C (1795281300)); /* 2026-11-22 */
  r = (struct receive){ .s = &s };
}

static void
end (void)
{
  person_done (&r.copied.person);
  fake_clock_free ((struct clock *) s.clock);
}

TestSuite (receive_copied, .init = begin, .fini = end);

static const char *
or_dash (const char *text)
{
  return text ? text : "-";
}

Test (receive_copied, a_number_in_four_parts)
{
  static const struct
  {
    const char *typed;
    const char *parts; /* insurer symbol number branch */
  } good[] = {
    { "01990019:試験:1234567:01", "01990019 試験 1234567 01" },
    { "０１９９００１９：試験：１２３４５６７：1", "01990019 試験 1234567 01" },
    { "990010:記号:12:", "00990010 記号 12 -" },
    { "39130000::12345678", "39130000 - 12345678 -" },
    { " 39130000 :: 12345678 : 02 ", "39130000 - 12345678 02" },
  };

  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    {
      const struct person *p = &r.copied.person;
      char parts[200];

      cr_assert (receive_copied (&r, "number", good[i].typed), "%s",
                 good[i].typed);
      snprintf (parts, sizeof parts, "%s %s %s %s", or_dash (p->insurer),
                or_dash (p->symbol), or_dash (p->number),
                or_dash (p->branch));
      cr_expect_str_eq (parts, good[i].parts);
    }
}

Test (receive_copied, what_is_no_number)
{
  static const char *const bad[]
      = { "",           "1234567",       "01990019:1234567",
          "::1234567",  "01990019:a:",   "ABC:a:1",
          "1:2:3:4:5",  "123456789:a:1", "../../x",
          "../../x:a:1" };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    cr_expect (!receive_copied (&r, "number", bad[i]), "%s", bad[i]);
}

Test (receive_copied, a_day_of_birth_exists_and_is_past)
{
  static const char *const bad[] = { "", "yesterday", "1953-02-30",
                                     "2026-11-23", "53-05-03" };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    cr_expect (!receive_copied (&r, "birth", bad[i]), "%s", bad[i]);
  cr_expect (receive_copied (&r, "birth", "1953-05-03"));
  cr_expect_str_eq (r.copied.person.birth, "19530503");
  cr_expect (receive_copied (&r, "birth", "19530504"), "asked again");
  cr_expect_str_eq (r.copied.person.birth, "19530504");
}

Test (receive_copied, a_name_is_not_empty_and_is_replaced)
{
  cr_expect (!receive_copied (&r, "kana", ""));
  cr_expect (!receive_copied (&r, "kana", " \xe3\x80\x80"));
  cr_expect (receive_copied (&r, "kana", "ｼｹﾝ ﾀﾛｳ"));
  cr_expect (receive_copied (&r, "kana", "シケン"));
  cr_expect_str_eq (r.copied.person.kana, "シケン");
}

Test (receive_copied, it_takes_all_four_and_the_word_of_staff)
{
  cr_expect (receive_copied (&r, "number", "01990019:試験:1234567:01"));
  cr_expect (receive_copied (&r, "kana", "シケン"));
  cr_expect (receive_copied (&r, "birth", "1953-05-03"));
  r.completed = true;
  cr_expect (!receive_copied_whole (&r));
  cr_expect (receive_copied (&r, "sex", "1"));
  cr_expect (receive_copied_whole (&r));
  r.completed = false;
  cr_expect (!receive_copied_whole (&r));
}

Test (receive_copied, other_prompts_are_not_its_business)
{
  cr_expect (receive_copied (&r, "photo", "match"));
}
