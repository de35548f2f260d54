/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: the Japanese day, days that do not exist, shifting.  */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"

/* 2024-02-28 15:00:00 UTC, midnight of February 29 in Japan.  */
#define LEAP_MIDNIGHT INT64_C (1709132400)

Test (date, the_japanese_day_changes_at_15_utc)
{
  char day[11], minute[17], utc[21];

  date_japan (LEAP_MIDNIGHT - 1, day);
  cr_assert_str_eq (day, "2024-02-28");
  date_japan (LEAP_MIDNIGHT, day);
  cr_assert_str_eq (day, "2024-02-29");
  date_japan_minute (LEAP_MIDNIGHT - 1, minute);
  cr_assert_str_eq (minute, "2024-02-28 23:59");
  date_utc (LEAP_MIDNIGHT, utc);
  cr_assert_str_eq (utc, "2024-02-28T15:00:00Z");
}

/* The machine's time zone must not matter.  */
Test (date, does_not_look_at_tz)
{
  char day[11];
  int64_t start;

  setenv ("TZ", "America/New_York", 1);
  tzset ();
  date_japan (LEAP_MIDNIGHT, day);
  cr_assert_str_eq (day, "2024-02-29");
  cr_assert (date_day ("2024-02-29", &start));
  cr_assert_eq (start, LEAP_MIDNIGHT);
}

Test (date, national_times_are_japanese)
{
  char out[15];
  int64_t s;

  cr_assert (date_from_national ("20240229000000", &s));
  cr_assert_eq (s, LEAP_MIDNIGHT);
  date_to_national (LEAP_MIDNIGHT - 1, out);
  cr_assert_str_eq (out, "20240228235959");
  cr_assert (date_from_national ("19691231235959", &s));
  cr_assert_eq (s, -9 * 3600 - 1);
}

Test (date, times_that_do_not_exist)
{
  static const char *const bad[] = {
    "20230229000000", "20240230000000", "20240431000000",  "20240001000000",
    "20241301000000", "20240100000000", "20240101240000",  "20240101006000",
    "20240101000060", "2024010100000",  "202401010000000", "2024010100000x",
    "2024 101000000", "+0240101000000", "-2024101000000",  "",
    "２024010100000", "2024-01-01",     "00000000000000",  "20210229000000",
    "21000229000000",
  };
  int64_t s = 77;

  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert_not (date_from_national (bad[i], &s), "\"%s\"", bad[i]);
  cr_assert_not (date_from_national (NULL, &s));
  cr_assert_eq (s, 77, "the output was touched");
  cr_assert (date_from_national ("20000229000000", &s));
}

Test (date, a_day_in_both_writings)
{
  int64_t a, b;

  cr_assert (date_day ("2024-02-29", &a));
  cr_assert (date_day ("20240229", &b));
  cr_assert_eq (a, b);
  cr_assert_eq (a, LEAP_MIDNIGHT);
  cr_assert_not (date_day ("2023-02-29", &a));
  cr_assert_not (date_day ("2024-2-29", &a));
  cr_assert_not (date_day ("2024/02/29", &a));
  cr_assert_not (date_day ("2024-02-29 ", &a));
  cr_assert_not (date_day (" 2024-02-29", &a));
  cr_assert_not (date_day ("202402-29", &a));
  cr_assert_not (date_day ("令和6年", &a));
}

Test (date, dash_and_compact)
{
  char dashed[11] = "unchanged", compact[9] = "same";

  cr_assert_not (date_dash ("20240230", dashed));
  cr_assert_str_eq (dashed, "unchanged");
  cr_assert_not (date_dash ("2024-02-29", dashed));
  cr_assert (date_dash ("20240229", dashed));
  cr_assert_str_eq (dashed, "2024-02-29");
  cr_assert_not (date_compact ("20240229", compact));
  cr_assert_str_eq (compact, "same");
  cr_assert (date_compact ("1912-07-30", compact));
  cr_assert_str_eq (compact, "19120730");
}

Test (date, shifting_days)
{
  char out[11];

  cr_assert (date_shift_days ("2024-03-01", -1, out));
  cr_assert_str_eq (out, "2024-02-29");
  cr_assert (date_shift_days ("2023-12-31", 1, out));
  cr_assert_str_eq (out, "2024-01-01");
  cr_assert (date_shift_days ("2024-02-29", 0, out));
  cr_assert_str_eq (out, "2024-02-29");
  cr_assert (date_shift_days ("2024-02-29", -36525, out));
  cr_assert_str_eq (out, "1924-02-29");
  cr_assert_not (date_shift_days ("2024-02-30", 1, out));
  cr_assert_not (date_shift_days ("9999-12-31", 1, out));
  cr_assert_not (date_shift_days ("2024-01-01", INT32_MAX, out));
  cr_assert_not (date_shift_days ("2024-01-01", INT32_MIN, out));
}

Test (date, shifting_months_clamps_to_the_last_day)
{
  char out[11];

  cr_assert (date_shift_months ("2024-03-31", -1, out));
  cr_assert_str_eq (out, "2024-02-29");
  cr_assert (date_shift_months ("2023-03-31", -1, out));
  cr_assert_str_eq (out, "2023-02-28");
  cr_assert (date_shift_months ("2024-01-31", 3, out));
  cr_assert_str_eq (out, "2024-04-30");
  cr_assert (date_shift_months ("2024-02-29", 12, out));
  cr_assert_str_eq (out, "2025-02-28");
  cr_assert (date_shift_months ("2024-01-15", -1, out));
  cr_assert_str_eq (out, "2023-12-15");
  cr_assert (date_shift_months ("2024-11-30", -60, out));
  cr_assert_str_eq (out, "2019-11-30");
  cr_assert_not (date_shift_months ("2024-01-01", INT32_MAX, out));
  cr_assert_not (date_shift_months ("2024-13-01", 1, out));
}

Test (date, utc_both_ways)
{
  char out[21];
  int64_t s;

  cr_assert (date_from_utc ("2024-02-28T15:00:00Z", &s));
  cr_assert_eq (s, LEAP_MIDNIGHT);
  cr_assert_not (date_from_utc ("2024-02-28T15:00:00", &s));
  cr_assert_not (date_from_utc ("2024-02-28 15:00:00Z", &s));
  cr_assert_not (date_from_utc ("2024-02-28T15:00:00z", &s));
  cr_assert_not (date_from_utc ("2024-02-28T24:00:00Z", &s));
  cr_assert_not (date_from_utc ("2024-02-28T15:00:00Z1", &s));
  for (int64_t t = -86400 * 800; t < 86400 * 800; t += 86399 * 3)
    {
      date_utc (t, out);
      cr_assert (date_from_utc (out, &s));
      cr_assert_eq (s, t);
    }
}

Test (date, absurd_seconds_stay_inside_four_digits)
{
  char utc[21], day[11];

  date_utc (INT64_MAX, utc);
  cr_assert_str_eq (utc, "9999-12-31T23:59:59Z");
  date_utc (INT64_MIN, utc);
  cr_assert_str_eq (utc, "0000-01-01T00:00:00Z");
  date_japan (INT64_MAX, day);
  cr_assert_str_eq (day, "9999-12-31");
}

Test (date, weekdays)
{
  cr_assert_eq (date_weekday ("2026-11-22"), 0);
  cr_assert_eq (date_weekday ("2026-11-28"), 6);
  cr_assert_eq (date_weekday ("2024-02-29"), 4);
  cr_assert_eq (date_weekday ("2026-02-29"), -1);
  cr_assert_eq (date_weekday ("20261122"), -1);
  cr_assert_eq (date_weekday (""), -1);
}

Test (date, minutes_of_the_japanese_day)
{
  cr_assert_eq (date_japan_minutes (LEAP_MIDNIGHT), 0);
  cr_assert_eq (date_japan_minutes (LEAP_MIDNIGHT - 1), 23 * 60 + 59);
  cr_assert_eq (date_japan_minutes (LEAP_MIDNIGHT + 59), 0);
  cr_assert_eq (date_japan_minutes (LEAP_MIDNIGHT + 60), 1);
}
