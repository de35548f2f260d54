/* SPDX-License-Identifier: Apache-2.0 */
/* What others decide: is facts.xml whole, is it of this year, is there a line
   of this hospital's own to call?  */
#include "report/doctor.h"

#include <string.h>

#include "base/date.h"
#include "base/lang.h"

/* A year without a look at the source; the national side changes its notices
   about as often.  */
#define OLD_DAYS 365

static void
look_file (struct doctor *d, const struct config_faults *passed)
{
  const struct config_fault *f = passed->v;

  if (passed->n)
    doctor_add (
        d, "facts-file", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
        &(struct doctor_text){
            N_ ("%s を使わず、次に新しいものを使っています（%d 行目: %s）"),
            N_ ("示された誤りを直すか、emi を入れ直してください") },
        f->file, f->line, f->message[d->s->lang]);
}

static bool
lists_year (const struct facts *f, const char *day)
{
  bool known;

  facts_holiday (f, day, &known);
  return known;
}

/* Next year's are announced in February; in December they are needed.  */
static void
look_holidays (struct doctor *d, const struct facts *f, const char *today)
{
  char later[11];
  bool ended = !lists_year (f, today);

  if (!ended
      && (!date_shift_months (today, 1, later) || lists_year (f, later)))
    return;
  doctor_add (d, "facts-holidays", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
              &(struct doctor_text){
                  N_ ("facts.xml の祝日の一覧に %.4s 年がありません"),
                  N_ ("内閣府の「国民の祝日について」を見て、facts.xml "
                      "に足してください") },
              ended ? today : later);
}

struct age
{
  const char *today;
  const char *oldest;
  size_t old;
  size_t future;
};

static void
count_fact (struct age *a, const struct fact *f)
{
  const char *as_of = fact_as_of (f);
  char limit[11];

  if (strcmp (as_of, a->today) > 0)
    a->future++;
  if (date_shift_days (as_of, OLD_DAYS, limit) && strcmp (limit, a->today) < 0)
    {
      a->old++;
      if (!a->oldest || strcmp (as_of, a->oldest) < 0)
        a->oldest = as_of;
    }
}

static void
look_ages (struct doctor *d, const struct facts *f, const char *today)
{
  struct age a = { .today = today };

  for (size_t i = 0; i < f->n; i++)
    count_fact (&a, &f->v[i]);
  count_fact (&a, &f->centre);
  if (strcmp (fact_as_of (&f->listed), today) > 0)
    a.future++;
  if (a.old)
    doctor_add (
        d, "facts-age", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
        &(struct doctor_text){
            N_ ("一年より前の情報が %zu 件あります（最も古いものは %s 現在）"),
            N_ ("公式の案内と見比べ、facts.xml の checked に今日の日付を"
                "書いてください") },
        a.old, a.oldest);
  if (a.future)
    doctor_add (
        d, "facts-future", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
        &(struct doctor_text){
            N_ ("facts.xml に今日より後の日付が %zu 件あります"),
            N_ ("facts.xml の日付と、この機械の時計を確かめてください") },
        a.future);
}

void
doctor_facts (struct doctor *d, const struct facts *facts,
              const struct config_faults *passed)
{
  char today[11];

  date_japan (clock_seconds (d->s->clock), today);
  look_file (d, passed);
  look_holidays (d, facts, today);
  look_ages (d, facts, today);
  if (!d->s->config->contact)
    doctor_add (
        d, "contact", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){
            N_ ("院内の連絡先が設定されていません"),
            N_ ("emi.xml の contact に、当直の連絡先を書いてください") });
}
