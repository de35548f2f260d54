/* SPDX-License-Identifier: Apache-2.0 */
/* Arranging a summary: order, periods, highlights, counts.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "access/arrange.h"
#include "base/cleanup.h"

#define DAY "2026-11-21"

#define ITEM(k, d, n)                                                         \
  {                                                                           \
    .kind = (char *) (k), .date = (char *) (d), .name = (char *) (n)          \
  }
#define SECTION(k, d, m)                                                      \
  {                                                                           \
    .kind = (char *) (k), .days = d, .months = m                              \
  }
#define SUMMARY(list)                                                         \
  {                                                                           \
    .items = (list), .n_items = sizeof (list) / sizeof ((list)[0])            \
  }

static char *blood_words[] = { (char *) "ワルファリン", (char *) "抗凝固" };
static const struct config_highlight blood
    = { .label = (char *) "抗血栓薬", .words = blood_words, .n_words = 2 };

static struct arranged
arrange (const struct summary *s, const struct config_section *sections,
         size_t n)
{
  struct arranged a;
  struct fault why = { 0 };

  cr_assert (arrange_summary (s, sections, n, &blood, 1, DAY, &a, &why));
  cr_assert_eq (a.n_sections, n);
  return a;
}

/* The names in order, with a * before a highlighted one.  */
static void
expect_names (const struct arranged_section *s, const char *want)
{
  char got[256] = "";

  for (size_t i = 0; i < s->n_items; i++)
    {
      if (i)
        strcat (got, " ");
      if (s->items[i].highlight)
        strcat (got, "*");
      strcat (got, s->items[i].name ? s->items[i].name : "-");
    }
  cr_expect_str_eq (got, want);
}

Test (arrange, order_of_sections_is_the_hospitals)
{
  struct summary_item items[] = { ITEM ("visit", "2026-09-10", "V"),
                                  ITEM ("drug", "2026-09-10", "D") };
  struct summary s = SUMMARY (items);
  struct config_section wish[]
      = { SECTION ("drug", 0, 3), SECTION ("operation", 0, 60),
          SECTION ("visit", 0, 3) };

  s.kinds = 1u << summary_kind_index ("operation");
  struct arranged a = arrange (&s, wish, 3);
  cr_expect_str_eq (a.sections[0].kind, "drug");
  cr_expect_str_eq (a.sections[1].kind, "operation");
  cr_expect_str_eq (a.sections[2].kind, "visit");
  cr_expect_not (a.sections[0].empty);
  cr_expect (a.sections[1].empty);
  cr_expect (a.sections[1].told);
  cr_expect_not (a.sections[0].told);
  arranged_done (&a);
}

Test (arrange, period_counts_back_from_the_day)
{
  struct summary_item items[] = {
    ITEM ("drug", "2026-08-20", "out"),
    ITEM ("drug", "2026-08-21", "edge"),
    ITEM ("drug", "2026-08", "month"),
    ITEM ("drug", "2026-07", "old-month"),
    ITEM ("drug", "2026-11-21", "today"),
    ITEM ("drug", NULL, "undated"),
  };
  struct summary s = SUMMARY (items);
  struct config_section wish[] = { SECTION ("drug", 0, 3) };
  struct arranged a = arrange (&s, wish, 1);

  cr_expect_str_eq (a.sections[0].from, "2026-08-21");
  cr_expect_str_eq (a.sections[0].to, DAY);
  expect_names (&a.sections[0], "today edge month undated");
  cr_expect_eq (a.sections[0].n_older, 2);
  arranged_done (&a);
}

Test (arrange, days_and_all)
{
  struct summary_item items[] = { ITEM ("prescription", "2026-10-06", "out"),
                                  ITEM ("prescription", "2026-10-07", "edge"),
                                  ITEM ("operation", "1999-01-01", "old") };
  struct summary s = SUMMARY (items);
  struct config_section wish[]
      = { SECTION ("prescription", 45, 0), SECTION ("operation", 0, 0) };
  struct arranged a = arrange (&s, wish, 2);

  cr_expect_str_eq (a.sections[0].from, "2026-10-07");
  expect_names (&a.sections[0], "edge");
  cr_expect_str_eq (a.sections[1].from, "");
  expect_names (&a.sections[1], "old");
  arranged_done (&a);
}

/* The last of February where the day does not exist.  */
Test (arrange, period_over_a_short_month)
{
  struct summary s = { .items = NULL };
  struct config_section wish[] = { SECTION ("drug", 0, 3) };
  struct arranged a;

  cr_assert (arrange_summary (&s, wish, 1, NULL, 0, "2026-05-31", &a, NULL));
  cr_expect_str_eq (a.sections[0].from, "2026-02-28");
  arranged_done (&a);
}

Test (arrange, highlighted_first_then_newest_then_as_they_came)
{
  struct summary_item items[] = {
    ITEM ("drug", "2026-11-01", "A"),
    ITEM ("drug", "2026-09-01", "ﾜﾙﾌｧﾘﾝ錠１ｍｇ"),
    ITEM ("drug", "2026-11-02", "B"),
    ITEM ("drug", "2026-10-01", "試験用抗凝固カプセル"),
    ITEM ("drug", "2026-11-01", "C"),
  };
  struct summary s = SUMMARY (items);
  struct config_section wish[] = { SECTION ("drug", 0, 3) };
  struct arranged a = arrange (&s, wish, 1);

  expect_names (&a.sections[0], "*試験用抗凝固カプセル *ﾜﾙﾌｧﾘﾝ錠１ｍｇ B A C");
  cr_expect_eq (a.sections[0].n_highlighted, 2);
  cr_expect_str_eq (a.sections[0].items[0].highlight, "抗血栓薬");
  arranged_done (&a);
}

Test (arrange, only_drugs_are_highlighted)
{
  struct summary_item items[]
      = { ITEM ("operation", "2026-11-01", "抗凝固"),
          ITEM ("prescription", "2026-11-01", "抗凝固") };
  struct summary s = SUMMARY (items);
  struct config_section wish[]
      = { SECTION ("operation", 0, 3), SECTION ("prescription", 0, 3) };
  struct arranged a = arrange (&s, wish, 2);

  expect_names (&a.sections[0], "抗凝固");
  expect_names (&a.sections[1], "*抗凝固");
  arranged_done (&a);
}

Test (arrange, of_a_checkup_only_the_date)
{
  struct summary_item items[] = { ITEM ("checkup", "2026-06-10", "secret") };
  struct config_section wish[] = { SECTION ("checkup", 0, 60) };

  items[0].institution = (char *) "somewhere";
  struct summary s = SUMMARY (items);
  struct arranged a = arrange (&s, wish, 1);
  cr_expect_str_eq (a.sections[0].items[0].date, "2026-06-10");
  cr_expect_null (a.sections[0].items[0].name);
  cr_expect_null (a.sections[0].items[0].institution);
  arranged_done (&a);
}

Test (arrange, an_empty_word_marks_nothing)
{
  char *words[] = { (char *) "", (char *) " " };
  struct config_highlight h
      = { .label = (char *) "x", .words = words, .n_words = 2 };
  struct summary_item items[] = { ITEM ("drug", "2026-11-01", "A") };
  struct summary s = SUMMARY (items);
  struct config_section wish[] = { SECTION ("drug", 0, 3) };
  struct arranged a;

  cr_assert (arrange_summary (&s, wish, 1, &h, 1, DAY, &a, NULL));
  expect_names (&a.sections[0], "A");
  arranged_done (&a);
}

Test (arrange, no_such_day)
{
  struct summary s = { .items = NULL };
  struct arranged a = { .n_sections = 7 };
  struct fault why = { 0 };

  cr_expect_not (arrange_summary (&s, NULL, 0, NULL, 0, "20261121", &a, &why));
  cr_expect_eq (why.code, CODE_INTERNAL);
  cr_expect_eq (a.n_sections, 7, "untouched");
}

/* Price-list codes begin with what a drug is for.  */
Test (arrange, highlighted_by_code)
{
  char *codes[] = { (char *) "333" };
  struct config_highlight h
      = { .label = (char *) "抗血栓薬", .codes = codes, .n_codes = 1 };
  struct summary_item items[] = {
    ITEM ("drug", "2026-11-01", "A"),
    ITEM ("drug", "2026-10-01", "B"),
    ITEM ("drug", "2026-10-01", "C"),
  };
  struct summary s = SUMMARY (items);
  struct config_section wish[] = { SECTION ("drug", 0, 3) };
  struct arranged a;

  items[0].code = (char *) "633300001";
  items[1].code = (char *) "3332001F1024";
  cr_assert (arrange_summary (&s, wish, 1, &h, 1, DAY, &a, NULL));
  expect_names (&a.sections[0], "*B A C");
  arranged_done (&a);
}

/* The values of a check-up answer are shown, of any other the date only.  */
Test (arrange, checkup_values)
{
  struct summary_item items[] = { ITEM ("checkup", "2026-06-10", "身長") };
  struct summary s = SUMMARY (items);
  struct config_section wish[] = { SECTION ("checkup", 0, 0) };
  struct arranged a = arrange (&s, wish, 1);

  expect_names (&a.sections[0], "-");
  arranged_done (&a);
  s.checkup_values = true;
  a = arrange (&s, wish, 1);
  expect_names (&a.sections[0], "身長");
  arranged_done (&a);
}

/* No section speaks of days that were not asked for.  */
Test (arrange, reach_of_the_pattern)
{
  struct profile_reach reaches[] = {
    { .kind = (char *) "drug", .months = 3 },
    { .kind = (char *) "operation", .months = 60 },
    { .kind = (char *) "visit", .months = 3 },
  };
  struct profile_pattern pattern = { .reaches = reaches, .n_reaches = 3 };
  struct summary_item items[] = { ITEM ("visit", "2026-05-01", "V") };
  struct summary s = SUMMARY (items);
  struct config_section wish[]
      = { SECTION ("drug", 0, 12), SECTION ("operation", 0, 0),
          SECTION ("visit", 0, 12), SECTION ("checkup", 0, 0) };
  struct arranged a = arrange (&s, wish, 4);

  arranged_reach (&a, &pattern, DAY);
  cr_expect_str_eq (a.sections[0].from, "2026-08-21");
  cr_expect_str_eq (a.sections[1].from, "2021-11-21");
  cr_expect_str_eq (a.sections[2].from, "2026-05-01", "it came all the same");
  cr_expect_not (a.sections[0].unasked);
  cr_expect (a.sections[3].unasked);
  arranged_done (&a);
}
