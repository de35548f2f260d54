/* SPDX-License-Identifier: Apache-2.0 */
/* The call centre's hours at each of their edges, in Japanese time.  The days
   are those of the list that emi carries: 2026-11-22 is a Sunday, the 23rd a
   holiday.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "config/facts.h"
#include "lib/catalogue.h"
#include "report/centre.h"

static struct facts *facts;
static struct config_faults faults;

static void
begin (void)
{
  catalogue_begin ();
  cr_assert (facts_find (NULL, NULL, &facts, &faults, NULL));
}

static void
end (void)
{
  facts_free (facts);
  config_faults_done (&faults);
}

TestSuite (centre, .init = begin, .fini = end);

/* "YYYYMMDDhhmmss" in Japan.  */
static int64_t
japan (const char *text)
{
  int64_t at;

  cr_assert (date_from_national (text, &at), "%s", text);
  return at;
}

static struct centre_now
at (const char *text)
{
  struct centre_now now;

  centre_at (facts, japan (text), &now);
  cr_assert_eq (now.open, now.until != 0, "%s", text);
  cr_assert_eq (now.open, now.opens == 0, "%s", text);
  return now;
}

static void
is_open (const char *when, const char *until)
{
  struct centre_now now = at (when);

  cr_assert (now.open, "%s", when);
  cr_assert_eq (now.until, japan (until), "%s", when);
}

static void
is_closed (const char *when, const char *opens)
{
  struct centre_now now = at (when);

  cr_assert_not (now.open, "%s", when);
  cr_assert_eq (now.opens, japan (opens), "%s", when);
}

Test (centre, a_working_day)
{
  is_closed ("20261124000000", "20261124080000");
  is_closed ("20261124075959", "20261124080000");
  is_open ("20261124080000", "20261124180000");
  is_open ("20261124120000", "20261124180000");
  is_open ("20261124175959", "20261124180000");
  is_closed ("20261124180000", "20261125080000");
  is_closed ("20261124235959", "20261125080000");
}

Test (centre, saturday_and_sunday)
{
  is_closed ("20261127180000", "20261128080000"); /* Friday evening */
  is_closed ("20261128075959", "20261128080000");
  is_open ("20261128080000", "20261128160000");
  is_open ("20261128155959", "20261128160000");
  is_closed ("20261128160000", "20261130080000");
  is_closed ("20261129120000", "20261130080000");
}

Test (centre, a_holiday_on_a_monday)
{
  is_closed ("20261121160000", "20261124080000"); /* Saturday 16:00 */
  is_closed ("20261122130000", "20261124080000");
  is_closed ("20261123100000", "20261124080000");
  cr_assert_str_eq (at ("20261123100000").holiday, "勤労感謝の日");
  cr_assert_null (at ("20261122100000").holiday, "a Sunday is no holiday");
}

Test (centre, a_row_of_holidays)
{
  is_closed ("20260919160000", "20260924080000");
  is_closed ("20260922100000", "20260924080000");
  is_open ("20260502155959", "20260502160000");
  is_closed ("20260502160000", "20260507080000");
}

/* The day is Japan's, whatever it is in UTC.  */
Test (centre, midnight_is_japans)
{
  int64_t midnight;
  struct centre_now now;

  cr_assert (date_from_utc ("2026-11-23T15:00:00Z", &midnight));
  centre_at (facts, midnight - 1, &now);
  cr_assert_str_eq (now.holiday, "勤労感謝の日");
  centre_at (facts, midnight, &now);
  cr_assert_null (now.holiday);
  cr_assert_eq (now.opens, midnight + 8 * 3600);
}

Test (centre, the_turn_of_the_year)
{
  struct centre_now now = at ("20261231100000");

  cr_assert (now.open && now.unsaid && !now.unlisted);
  cr_assert_not_null (centre_doubt (&now, LANG_JA));
  is_closed ("20261231180000", "20270102080000"); /* a Saturday */
  cr_assert (at ("20270101100000").unsaid);
  cr_assert_str_eq (at ("20270101100000").holiday, "元日");
  cr_assert_not (at ("20261228100000").unsaid);
  now = at ("20261228180000");
  cr_assert (now.unsaid, "the next day is one of them");
}

Test (centre, a_year_that_is_not_listed)
{
  struct centre_now now = at ("20271231180000");

  cr_assert_not (now.open);
  cr_assert (now.unlisted, "2028 begins on that Saturday");
  now = at ("20280612100000");
  cr_assert (now.open && now.unlisted && !now.unsaid);
  cr_assert_not_null (centre_doubt (&now, LANG_EN));
  now = at ("20271210100000");
  cr_assert_not (now.unlisted);
  cr_assert_null (centre_doubt (&now, LANG_EN));
}

Test (centre, never_open)
{
  struct centre_now now;
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  memset (facts->week, 0, sizeof facts->week);
  centre_at (facts, japan ("20261124100000"), &now);
  cr_assert (!now.open && now.opens == 0);
  centre_words (&now, japan ("20261124100000"), LANG_JA, &b);
  cr_assert_str_eq (buffer_string (&b), "受付時間外");
}

static void
says (const char *when, const char *ja, const char *en)
{
  struct centre_now now = at (when);
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  centre_words (&now, japan (when), LANG_JA, &b);
  cr_assert_str_eq (buffer_string (&b), ja);
  buffer_reset (&b);
  centre_words (&now, japan (when), LANG_EN, &b);
  cr_assert_str_eq (buffer_string (&b), en);
}

Test (centre, words)
{
  says ("20261124100000", "受付中（18:00 まで）", "open now (until 18:00)");
  says ("20261124070000", "受付時間外（今日 8:00 から）",
        "closed now (opens today at 8:00)");
  says ("20261124190000", "受付時間外（明日 8:00 から）",
        "closed now (opens tomorrow at 8:00)");
  says ("20261122100000", "受付時間外（2026年11月24日（火） 8:00 から）",
        "closed now (opens Tue 2026-11-24 at 8:00)");
  says ("20261123100000", "祝日で休み（明日 8:00 から）",
        "closed for a holiday (opens tomorrow at 8:00)");
}
