/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: the shapes are read and written here, the calendar is the C
   library's.  A date is real when the calendar gives the same fields back
   (February 30 comes back as March 1 or 2).  */
#include "base/date.h"

#include <string.h>
#include <time.h>

#define JAPAN_OFFSET (9 * 3600)
#define DAY_SECONDS 86400
/* Years 0000 to 9999: what four digits can say.  */
#define SECONDS_MIN INT64_C (-62167219200)
#define SECONDS_MAX INT64_C (253402300799)

/* Each letter of a pattern is a digit of that field, the rest stands for
   itself: year, month, day, hour, minute, second.  */
#define UTC_PATTERN "YYYY-MM-DDThh:mm:ssZ"
#define NATIONAL_PATTERN "YYYYMMDDhhmmss"
#define DASHED_PATTERN "YYYY-MM-DD"
#define COMPACT_PATTERN "YYYYMMDD"

/* The field of TM that a pattern's letter stands for, or NULL.  */
static int *
field (struct tm *tm, char letter)
{
  switch (letter)
    {
    case 'Y':
      return &tm->tm_year;
    case 'M':
      return &tm->tm_mon;
    case 'D':
      return &tm->tm_mday;
    case 'h':
      return &tm->tm_hour;
    case 'm':
      return &tm->tm_min;
    case 's':
      return &tm->tm_sec;
    default:
      return NULL;
    }
}

/* Breaks up SECONDS; what four digits cannot say becomes the nearest they
   can.  Fields as people write them: month from 1, full year.  */
static struct tm
split (int64_t seconds)
{
  struct tm tm = { 0 };
  time_t t = (time_t) (seconds < SECONDS_MIN   ? SECONDS_MIN
                       : seconds > SECONDS_MAX ? SECONDS_MAX
                                               : seconds);

  gmtime_r (&t, &tm);
  tm.tm_year += 1900;
  tm.tm_mon += 1;
  return tm;
}

/* The seconds of TM's fields; false when there is no such time.  */
static bool
join (const struct tm *tm, int64_t *seconds_out)
{
  struct tm back = *tm;

  back.tm_year -= 1900;
  back.tm_mon -= 1;
  /* Leaves in its argument the fields that the calendar has for them.  */
  int64_t seconds = timegm (&back);
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX
      || back.tm_year + 1900 != tm->tm_year || back.tm_mon + 1 != tm->tm_mon
      || back.tm_mday != tm->tm_mday || back.tm_hour != tm->tm_hour
      || back.tm_min != tm->tm_min || back.tm_sec != tm->tm_sec)
    return false;
  *seconds_out = seconds;
  return true;
}

/* Writes TM as PATTERN says, last digit first.  */
static void
print (struct tm tm, const char *pattern, char *out)
{
  size_t i = strlen (pattern);

  out[i] = '\0';
  while (i-- > 0)
    {
      int *f = field (&tm, pattern[i]);
      out[i] = pattern[i];
      if (!f)
        continue;
      out[i] = (char) ('0' + *f % 10);
      *f /= 10;
    }
}

/* Reads TEXT, which must have exactly PATTERN's shape and be a real time.  */
static bool
parse_fields (const char *text, const char *pattern, struct tm *out,
              int64_t *seconds_out)
{
  struct tm tm = { 0 };

  if (!text)
    return false;
  for (; *pattern; pattern++, text++)
    {
      int *f = field (&tm, *pattern);
      if (!f && *text != *pattern)
        return false;
      if (f && (*text < '0' || *text > '9'))
        return false;
      if (f)
        *f = *f * 10 + (*text - '0');
    }
  *out = tm;
  return *text == '\0' && join (&tm, seconds_out);
}

static bool
parse (const char *text, const char *pattern, int64_t *seconds_out)
{
  struct tm tm;

  return parse_fields (text, pattern, &tm, seconds_out);
}

/* A pattern without a day would leave it 0, which is none; these have one. */
static bool
convert (const char *text, const char *from, const char *to, char *out)
{
  struct tm tm;
  int64_t seconds;

  if (!parse_fields (text, from, &tm, &seconds))
    return false;
  print (tm, to, out);
  return true;
}

/* SECONDS in Japan; saturates, since adding near the ends would wrap.  */
static struct tm
split_japan (int64_t seconds)
{
  return split (seconds > SECONDS_MAX ? SECONDS_MAX : seconds + JAPAN_OFFSET);
}

void
date_utc (int64_t seconds, char out[21])
{
  print (split (seconds), UTC_PATTERN, out);
}

void
date_japan (int64_t seconds, char out[11])
{
  print (split_japan (seconds), DASHED_PATTERN, out);
}

void
date_japan_minute (int64_t seconds, char out[17])
{
  print (split_japan (seconds), "YYYY-MM-DD hh:mm", out);
}

void
date_to_national (int64_t seconds, char out[15])
{
  print (split_japan (seconds), NATIONAL_PATTERN, out);
}

bool
date_from_national (const char *text, int64_t *seconds_out)
{
  int64_t seconds;

  if (!parse (text, NATIONAL_PATTERN, &seconds))
    return false;
  *seconds_out = seconds - JAPAN_OFFSET;
  return true;
}

bool
date_day (const char *text, int64_t *start_out)
{
  int64_t seconds;

  if (!parse (text, DASHED_PATTERN, &seconds)
      && !parse (text, COMPACT_PATTERN, &seconds))
    return false;
  *start_out = seconds - JAPAN_OFFSET;
  return true;
}

bool
date_from_utc (const char *text, int64_t *seconds_out)
{
  return parse (text, UTC_PATTERN, seconds_out);
}

bool
date_dash (const char *compact, char out[11])
{
  return convert (compact, COMPACT_PATTERN, DASHED_PATTERN, out);
}

bool
date_compact (const char *dashed, char out[9])
{
  return convert (dashed, DASHED_PATTERN, COMPACT_PATTERN, out);
}

bool
date_shift_days (const char *day, int n, char out[11])
{
  int64_t seconds;

  if (!parse (day, DASHED_PATTERN, &seconds))
    return false;
  seconds += (int64_t) n * DAY_SECONDS;
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX)
    return false;
  print (split (seconds), DASHED_PATTERN, out);
  return true;
}

bool
date_shift_months (const char *day, int n, char out[11])
{
  int64_t seconds;

  struct tm tm;

  if (!parse_fields (day, DASHED_PATTERN, &tm, &seconds))
    return false;

  int64_t months = (int64_t) tm.tm_year * 12 + (tm.tm_mon - 1) + n;
  if (months < 0 || months > 9999 * 12 + 11)
    return false;
  tm.tm_year = (int) (months / 12);
  tm.tm_mon = (int) (months % 12) + 1;
  /* At most three steps back to a day that the month has.  */
  while (!join (&tm, &seconds))
    tm.tm_mday--;
  print (split (seconds), DASHED_PATTERN, out);
  return true;
}

int
date_weekday (const char *day)
{
  int64_t seconds;

  return parse (day, DASHED_PATTERN, &seconds) ? split (seconds).tm_wday : -1;
}

int
date_japan_minutes (int64_t seconds)
{
  struct tm tm = split_japan (seconds);

  return tm.tm_hour * 60 + tm.tm_min;
}
