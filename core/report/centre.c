/* SPDX-License-Identifier: Apache-2.0 */
/* The call centre's hours against a clock: weekday and minute of the Japanese
   day, holidays from the list, nothing computed about them.  */
#include "report/centre.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"

/* Longer than any row of holidays and Sundays.  */
#define DAYS_AHEAD 31

static void
note_day (const struct facts *f, const char *day, struct centre_now *c)
{
  bool known;

  facts_holiday (f, day, &known);
  c->unlisted |= !known;
  c->unsaid |= facts_unsaid (f, day);
}

/* The hours of DAY; NULL when it is closed all day.  */
static const struct facts_hours *
hours_of (const struct facts *f, const char *day)
{
  int weekday = date_weekday (day);
  bool known;

  if (weekday < 0 || facts_holiday (f, day, &known)
      || f->week[weekday].to == 0)
    return NULL;
  return &f->week[weekday];
}

static int64_t
time_of (const char *day, int minutes)
{
  int64_t start = 0;

  date_day (day, &start);
  return start + (int64_t) minutes * 60;
}

/* The next opening after minute MINUTES of TODAY.  */
static int64_t
next_opening (const struct facts *f, const char *today, int minutes,
              struct centre_now *c)
{
  for (int n = 0; n <= DAYS_AHEAD; n++)
    {
      char day[11];
      const struct facts_hours *h;

      if (!date_shift_days (today, n, day))
        return 0;
      h = hours_of (f, day);
      if (!h || (n == 0 && minutes >= h->from))
        continue;
      note_day (f, day, c);
      return time_of (day, h->from);
    }
  return 0;
}

void
centre_at (const struct facts *f, int64_t now, struct centre_now *out)
{
  struct centre_now c = { .open = false };
  const struct facts_hours *h;
  int minutes = date_japan_minutes (now);
  char today[11];
  bool known;

  date_japan (now, today);
  note_day (f, today, &c);
  h = hours_of (f, today);
  if (h && minutes >= h->from && minutes < h->to)
    {
      c.open = true;
      c.until = time_of (today, h->to);
    }
  else
    {
      c.holiday = facts_holiday (f, today, &known);
      c.opens = next_opening (f, today, minutes, &c);
    }
  *out = c;
}

void
centre_day (const char *day, enum lang lang, struct buffer *out)
{
  static const char *const ja[] = { "日", "月", "火", "水", "木", "金", "土" };
  static const char *const en[]
      = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
  int weekday = date_weekday (day);

  if (weekday < 0)
    buffer_text (out, day);
  else if (lang == LANG_EN)
    buffer_printf (out, "%s %s", en[weekday], day);
  else
    buffer_printf (out, "%.4s年%ld月%ld日（%s）", day,
                   strtol (day + 5, NULL, 10), strtol (day + 8, NULL, 10),
                   ja[weekday]);
}

/* "今日", "明日", or the day itself.  */
static void
name_day (int64_t at, int64_t now, enum lang lang, struct buffer *out)
{
  char today[11], day[11], next[11];

  date_japan (now, today);
  date_japan (at, day);
  if (strcmp (day, today) == 0)
    buffer_text (out, said (lang, "今日"));
  else if (date_shift_days (today, 1, next) && strcmp (day, next) == 0)
    buffer_text (out, said (lang, "明日"));
  else
    centre_day (day, lang, out);
}

static void
closed_words (const struct centre_now *c, int64_t now, enum lang lang,
              struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer day = BUFFER_INIT;
  int minutes = date_japan_minutes (c->opens);

  name_day (c->opens, now, lang, &day);
  if (c->holiday)
    buffer_printf (out,
                   said (lang, "祝日で休み（%s %d:%02d から）"),
                   buffer_string (&day), minutes / 60, minutes % 60);
  else
    buffer_printf (out,
                   said (lang, "受付時間外（%s %d:%02d から）"),
                   buffer_string (&day), minutes / 60, minutes % 60);
}

void
centre_words (const struct centre_now *c, int64_t now, enum lang lang,
              struct buffer *out)
{
  int minutes = date_japan_minutes (c->until);

  if (c->open)
    buffer_printf (
        out, said (lang, "受付中（%d:%02d まで）"),
        minutes / 60, minutes % 60);
  else if (c->opens)
    closed_words (c, now, lang, out);
  else
    buffer_text (out, said (lang, "受付時間外"));
}

const char *
centre_doubt (const struct centre_now *c, enum lang lang)
{
  if (c->unsaid)
    return said (lang, "年末年始に開いているかは、出典に書かれていません");
  if (c->unlisted)
    return said (lang, "祝日の一覧にない年のため、祝日で休みかもしれません");
  return NULL;
}
