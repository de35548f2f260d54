/* SPDX-License-Identifier: Apache-2.0 */
/* The notations of emi.xml: what is taken, what is refused, and that a refused
   text changes nothing.  */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "config/value.h"

static void
period_is (const char *text, int days, int months)
{
  int d = -7, m = -7;

  cr_assert (value_period (text, &d, &m), "%s", text);
  cr_assert_eq (d, days, "%s: %d days", text, d);
  cr_assert_eq (m, months, "%s: %d months", text, m);
}

Test (value, periods)
{
  period_is ("45d", 45, 0);
  period_is ("3m", 0, 3);
  period_is ("5y", 0, 60);
  period_is ("9999y", 0, 119988);
  period_is ("all", 0, 0);
}

Test (value, no_periods)
{
  static const char *const bad[]
      = { "",       "0d",   "d",     "3",
          "3w",     "3M",   "3mm",   "-3m",
          " 3m",    "3 m",  "3m ",   "All",
          "10000d", "1.5y", "４５d", "99999999999999999999d" };
  int d = -7, m = -7;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_not (value_period (bad[i], &d, &m), "%s", bad[i]);
  cr_assert_not (value_period (NULL, &d, &m));
  cr_assert_eq (d, -7);
  cr_assert_eq (m, -7);
}

Test (value, sizes)
{
  static const struct
  {
    const char *text;
    uint64_t bytes;
  } good[] = { { "0", 0 },           { "1", 1 },
               { "2K", 2048 },       { "64M", 67108864 },
               { "3G", 3221225472 }, { "1048576G", 1ull << 50 } };
  static const char *const bad[]
      = { "",   "M",        "64m",           "64MB",          "64 M",
          "-1", "1048577G", "999999999999G", "1000000000000", "0x10" };
  uint64_t bytes = 7;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_not (value_size (bad[i], &bytes), "%s", bad[i]);
  cr_assert_eq (bytes, 7);
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    {
      cr_assert (value_size (good[i].text, &bytes), "%s", good[i].text);
      cr_assert_eq (bytes, good[i].bytes, "%s", good[i].text);
    }
}

Test (value, windows)
{
  int64_t s = 7;

  cr_assert_not (value_window ("24", &s));
  cr_assert_not (value_window ("0h", &s));
  cr_assert_not (value_window ("24y", &s));
  cr_assert_eq (s, 7);
  cr_assert (value_window ("30m", &s));
  cr_assert_eq (s, 1800);
  cr_assert (value_window ("24h", &s));
  cr_assert_eq (s, 86400);
  cr_assert (value_window ("2d", &s));
  cr_assert_eq (s, 172800);
}

Test (value, patterns)
{
  unsigned bits = 7;

  cr_assert_not (value_patterns ("", &bits));
  cr_assert_not (value_patterns ("0", &bits));
  cr_assert_not (value_patterns ("1,2", &bits));
  cr_assert_eq (bits, 7);
  cr_assert (value_patterns ("1 2 6", &bits));
  cr_assert_eq (bits, 1u << 1 | 1u << 2 | 1u << 6);
}

Test (value, paths)
{
  static const char *const pairs[][2] = {
    { "/", "/" },         { "//", "/" },
    { "/a/b", "/a/b" },   { "/a//b/", "/a/b" },
    { "/a/./b", "/a/b" }, { "/a/../b", "/b" },
    { "/../../a", "/a" }, { "/a/b/..", "/a" },
    { "/a/..", "/" },     { "/a/b/../../..", "/" },
    { "/...", "/..." },   { "/.a/..b", "/.a/..b" },
  };

  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    {
      char *path = value_path (pairs[i][0]);
      cr_assert_str_eq (path, pairs[i][1], "%s gives %s", pairs[i][0], path);
      free (path);
    }
}

Test (value, inside)
{
  cr_assert (value_path_inside ("/a/b", "/a"));
  cr_assert (value_path_inside ("/a", "/a"));
  cr_assert (value_path_inside ("/a", "/"));
  cr_assert_not (value_path_inside ("/ab", "/a"));
  cr_assert_not (value_path_inside ("/a", "/a/b"));
}
