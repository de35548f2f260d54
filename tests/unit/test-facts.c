/* SPDX-License-Identifier: Apache-2.0 */
/* facts.xml: what emi carries is good; a newer file is taken, a bad one is
   passed over with its reason, and the telephone number is never lost.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "config/builtin.h"
#include "config/facts.h"
#include "lib/catalogue.h"
#include "lib/edited.h"
#include "lib/scratch.h"

static char *dir;
static char *own; /* facts.xml beside emi.xml */
static struct facts *facts;
static struct config_faults faults;
static struct fault why;

static void
begin (void)
{
  catalogue_begin ();
  umask (022);
  dir = scratch_new ();
  own = scratch_path (dir, "facts.xml");
}

static void
end (void)
{
  facts_free (facts);
  config_faults_done (&faults);
  free (own);
  scratch_done (dir);
}

TestSuite (facts, .init = begin, .fini = end);

static bool
load (const char *text)
{
  facts_free (facts);
  facts = NULL;
  config_faults_done (&faults);
  why = (struct fault){ .code = CODE_OK };
  unlink (own);
  scratch_write (dir, "facts.xml", text, 0644);
  return facts_load (own, &facts, &faults, &why);
}

/* The builtin text with one change is refused with EN in its only fault.  */
static void
refuses (const char *from, const char *to, const char *en)
{
  CLEANUP_FREE char *text = edited (builtin_facts_xml.text, from, to);

  cr_assert_not (load (text), "%s", to);
  cr_assert_eq (why.code, CODE_CONFIG_FAULTS, "%s", to);
  cr_assert_eq (faults.n, 1, "%s: %zu", to, faults.n);
  cr_assert_not_null (strstr (faults.v[0].message[LANG_EN], en), "%s: %s", to,
                      faults.v[0].message[LANG_EN]);
  cr_assert_gt (faults.v[0].line, 1);
}

Test (facts, what_emi_carries)
{
  bool known;

  cr_assert (facts_find (NULL, NULL, &facts, &faults, &why));
  cr_assert_eq (faults.n, 0);
  cr_assert_null (facts->file);
  cr_assert_str_eq (facts->phone, "0800-080-4583");
  for (int d = 1; d <= 5; d++)
    cr_assert (facts->week[d].from == 8 * 60 && facts->week[d].to == 18 * 60);
  cr_assert (facts->week[6].from == 8 * 60 && facts->week[6].to == 16 * 60);
  cr_assert_eq (facts->week[0].to, 0);
  cr_assert_str_eq (facts_holiday (facts, "2026-11-23", &known),
                    "勤労感謝の日");
  cr_assert (known);
  cr_assert_null (facts_holiday (facts, "2026-11-24", &known));
  cr_assert (known);
  cr_assert_null (facts_holiday (facts, "2028-01-01", &known));
  cr_assert_not (known);
}

Test (facts, each_has_its_source_and_date)
{
  static const char *const wanted[]
      = { "release",     "faq",          "form",
          "flow",        "setup-manual", "work-manual",
          "update-auto", "update-link",  "update-face-library",
          "search" };
  int64_t day;

  cr_assert (facts_find (NULL, NULL, &facts, &faults, &why));
  for (size_t i = 0; i < N_ELEMENTS (wanted); i++)
    cr_assert_not_null (facts_get (facts, wanted[i]), "%s", wanted[i]);
  cr_assert_null (facts_get (facts, "nothing"));
  for (size_t i = 0; i < facts->n; i++)
    {
      cr_assert_gt (strlen (facts->v[i].source), 3);
      cr_assert (date_day (facts->v[i].date, &day));
    }
  cr_assert_gt (strlen (facts->centre.source), 3);
  cr_assert_gt (strlen (facts->listed.source), 3);
}

/* Only the law's own rules, none of which emi computes.  */
Test (facts, listed_holidays_are_on_the_days_of_the_law)
{
  cr_assert (facts_find (NULL, NULL, &facts, &faults, &why));
  for (size_t i = 0; i < facts->n_holidays; i++)
    {
      const struct facts_holiday *h = &facts->holidays[i];
      static const char *const mondays[]
          = { "成人の日", "海の日", "敬老の日", "スポーツの日" };
      int weekday = date_weekday (h->day);
      bool known;
      char after[11];

      for (size_t k = 0; k < N_ELEMENTS (mondays); k++)
        if (strcmp (h->name, mondays[k]) == 0)
          cr_assert_eq (weekday, 1, "%s", h->day);
      if (weekday != 0)
        continue;
      /* The first day after a Sunday's holiday that is none is off too.  */
      memcpy (after, h->day, sizeof after);
      do
        cr_assert (date_shift_days (after, 1, after));
      while (facts_holiday (facts, after, &known)
             && strcmp (facts_holiday (facts, after, &known), "休日") != 0);
      cr_assert_not_null (facts_holiday (facts, after, &known), "%s", h->day);
    }
  cr_assert_eq (facts->n_holidays, 18 + 17);
}

Test (facts, silence_over_the_turn_of_the_year)
{
  static const char *const in[]
      = { "2026-12-29", "2026-12-31", "2027-01-01", "2027-01-03" };
  static const char *const out[]
      = { "2026-12-28", "2027-01-04", "2026-07-01" };

  cr_assert (facts_find (NULL, NULL, &facts, &faults, &why));
  for (size_t i = 0; i < N_ELEMENTS (in); i++)
    cr_assert (facts_unsaid (facts, in[i]), "%s", in[i]);
  for (size_t i = 0; i < N_ELEMENTS (out); i++)
    cr_assert_not (facts_unsaid (facts, out[i]), "%s", out[i]);
}

Test (facts, the_later_day_counts)
{
  CLEANUP_FREE char *text
      = edited (builtin_facts_xml.text, "<fact name=\"faq\"",
                "<fact checked=\"2026-12-01\" name=\"faq\"");

  cr_assert (load (text), "%s", why.detail);
  cr_assert_str_eq (fact_as_of (facts_get (facts, "faq")), "2026-12-01");
  cr_assert_str_eq (fact_as_of (facts_get (facts, "form")), "2024-10-25");
}

Test (facts, the_hospitals_own_file_comes_first)
{
  CLEANUP_FREE char *text
      = edited (builtin_facts_xml.text, "0800-080-4583", "0800-000-0000");
  CLEANUP_FREE char *installed = scratch_path (dir, "installed.xml");

  scratch_write (dir, "installed.xml", builtin_facts_xml.text, 0644);
  cr_assert (facts_find (dir, installed, &facts, &faults, &why));
  cr_assert_str_eq (facts->file, installed);
  facts_free (facts);
  facts = NULL;
  scratch_write (dir, "facts.xml", text, 0644);
  cr_assert (facts_find (dir, installed, &facts, &faults, &why));
  cr_assert_str_eq (facts->file, own);
  cr_assert_str_eq (facts->phone, "0800-000-0000");
  cr_assert_eq (faults.n, 0);
}

/* Missing where it was installed, and everything that a file can be.  */
Test (facts, a_bad_file_is_passed_over_with_its_reason)
{
  static const char *const texts[]
      = { "", "nonsense", "<facts version=\"1\"/>", "<emi version=\"1\"/>",
          "<!DOCTYPE facts [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
          "<facts version=\"1\">&e;</facts>" };

  cr_assert (facts_find (dir, own, &facts, &faults, &why));
  cr_assert_eq (faults.n, 1);
  cr_assert_str_eq (faults.v[0].message[LANG_JA], "ファイルがありません");
  cr_assert_null (facts->file);
  for (size_t i = 0; i < N_ELEMENTS (texts); i++)
    {
      facts_free (facts);
      facts = NULL;
      config_faults_done (&faults);
      unlink (own);
      scratch_write (dir, "facts.xml", texts[i], 0644);
      cr_assert (facts_find (dir, NULL, &facts, &faults, &why));
      cr_assert_gt (faults.n, 0, "%s", texts[i]);
      cr_assert_str_eq (faults.v[0].file, own);
      cr_assert_null (facts->file);
      cr_assert_str_eq (facts->phone, "0800-080-4583");
    }
}

/* A telephone number is worth changing for others.  */
Test (facts, a_file_that_others_can_write_or_a_link_is_passed_over)
{
  scratch_write (dir, "facts.xml", builtin_facts_xml.text, 0666);
  cr_assert (facts_find (dir, NULL, &facts, &faults, &why));
  cr_assert_eq (faults.n, 1);
  cr_assert_null (facts->file);
  facts_free (facts);
  facts = NULL;
  config_faults_done (&faults);
  unlink (own);
  scratch_write (dir, "else.xml", builtin_facts_xml.text, 0644);
  cr_assert_eq (symlink ("else.xml", own), 0);
  cr_assert (facts_find (dir, NULL, &facts, &faults, &why));
  cr_assert_eq (faults.n, 1);
  cr_assert_null (facts->file);
}

Test (facts, what_the_grammar_cannot_see)
{
  refuses ("date=\"2024-10-25\"", "date=\"2024-02-30\"", "no day");
  refuses ("source=\"guide\"", "source=\"gossip\"", "no <source>");
  refuses ("to=\"18:00\"", "to=\"08:00\"", "end after");
  refuses ("days=\"sat\"", "days=\"sat fri\"", "fri is written twice");
  refuses ("day=\"2026-01-12\"", "day=\"2026-01-01\"", "written twice");
  refuses ("day=\"2026-01-12\"", "day=\"2025-01-13\"", "among years");
  refuses ("day=\"2026-01-12\"", "day=\"2026-02-29\"", "no day");
  refuses ("fact name=\"search\"", "fact name=\"release\"", "written twice");
}

Test (facts, what_the_grammar_sees)
{
  refuses ("phone=\"0800-080-4583\"", "phone=\"call me\"", "phone");
  refuses ("to=\"18:00\"", "to=\"24:00\"", "to of <open>");
  refuses ("days=\"sat\"", "days=\"saturday\"", "days of <open>");
  refuses ("url=\"https://www.mhlw", "url=\"javascript://www.mhlw", "url");
  refuses ("years=\"2026 2027\"", "years=\"26\"", "years");
}
