/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor says of the facts: by age, by year, and of a file that was
   passed over.  Nothing of it ever blocks a night.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "lib/fake-clock.h"
#include "report/doctor.h"

static struct facts *facts;
static struct config_faults faults;
static struct config config;
static struct session session;
static struct clock *fake;
static struct doctor d;

static void
begin (void)
{
  static char line[] = "内線 1";

  cr_assert (facts_find (NULL, NULL, &facts, &faults, NULL));
  fake = fake_clock_new (0);
  config = (struct config){ .contact = line };
  session = (struct session){ .config = &config, .clock = fake };
  d = (struct doctor){ .s = &session };
}

static void
end (void)
{
  doctor_done (&d);
  facts_free (facts);
  config_faults_done (&faults);
  fake_clock_free (fake);
}

TestSuite (doctor_facts, .init = begin, .fini = end);

/* Looks on DAY; the ids of what is found, with blanks before.  */
static const char *
found (const char *day)
{
  static char ids[256];
  int64_t start;

  doctor_done (&d);
  d.s = &session;
  cr_assert (date_day (day, &start));
  fake_clock_set (fake, start + 12 * 3600);
  doctor_facts (&d, facts, &faults);
  ids[0] = '\0';
  for (size_t i = 0; i < d.n; i++)
    {
      strcat (strcat (ids, " "), d.v[i].id);
      cr_assert_eq (d.v[i].state, DOCTOR_WARN);
      cr_assert_str_neq (d.v[i].next, "");
    }
  cr_assert (doctor_ready (&d));
  return ids;
}

static void
check_all (const char *day)
{
  for (size_t i = 0; i < facts->n; i++)
    {
      free (facts->v[i].checked);
      facts->v[i].checked = strdup (day);
    }
  free (facts->centre.checked);
  facts->centre.checked = strdup (day);
}

Test (doctor_facts, age)
{
  check_all ("2026-11-22");
  cr_assert_str_eq (found ("2026-11-22"), "");
  cr_assert_str_eq (found ("2027-11-22"), "");
  cr_assert_str_eq (found ("2027-11-23"), " facts-age");
  cr_assert_not_null (strstr (d.v[0].message, "2026-11-22"));
}

Test (doctor_facts, the_oldest_is_named)
{
  check_all ("2026-11-22");
  facts->v[1].checked[9] = '0'; /* 2026-11-20 */
  cr_assert_str_eq (found ("2027-11-21"), " facts-age");
  cr_assert_not_null (strstr (d.v[0].message, "1 件"), "%s", d.v[0].message);
  cr_assert_not_null (strstr (d.v[0].message, "2026-11-20"));
}

Test (doctor_facts, the_list_of_holidays_ends)
{
  check_all ("2027-06-01");
  cr_assert_str_eq (found ("2027-11-30"), "");
  cr_assert_str_eq (found ("2027-12-01"), " facts-holidays");
  cr_assert_not_null (strstr (d.v[0].message, "2028"));
  cr_assert_str_eq (found ("2028-01-01"), " facts-holidays");
  cr_assert_not_null (strstr (d.v[0].message, "2028"));
}

Test (doctor_facts, dates_to_come)
{
  check_all ("2026-11-23");
  cr_assert_str_eq (found ("2026-11-22"), " facts-future");
  cr_assert_str_eq (found ("2026-11-23"), "");
}

Test (doctor_facts, a_file_passed_over)
{
  check_all ("2026-11-22");
  config_faults_add (&faults, "/x/facts.xml", 3, "だめ", "bad");
  cr_assert_str_eq (found ("2026-11-22"), " facts-file");
  cr_assert_not_null (strstr (d.v[0].message, "/x/facts.xml"));
  cr_assert_not_null (strstr (d.v[0].message, "だめ"));
}

Test (doctor_facts, nobody_to_call)
{
  check_all ("2026-11-22");
  config.contact = NULL;
  cr_assert_str_eq (found ("2026-11-22"), " contact");
  cr_assert_eq (d.v[0].group, DOCTOR_GO_LIVE);
}
