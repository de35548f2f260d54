/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to ask: the hospital first, then whose part it is, then the portal; and
   nobody where the person can mend it alone.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "lib/catalogue.h"
#include "report/contact.h"

static struct facts *facts;
static struct config_faults faults;
static struct config_vendor vendors[3];
static struct config config;
static struct contacts list;
static int64_t noon; /* Tuesday 2026-11-24, 12:00 in Japan */

static void
begin (void)
{
  catalogue_begin ();
  static char oqs[] = "oqs-vendor", ehr[] = "ehr-vendor", two[] = "2fa-vendor",
              keeps[] = "見本保守", charts[] = "見本カルテ",
              one[] = "03-0000-0001", other[] = "03-0000-0002",
              line[] = "内線 1";

  vendors[0] = (struct config_vendor){ oqs, keeps, one, 1 };
  vendors[1] = (struct config_vendor){ ehr, charts, other, 2 };
  vendors[2] = (struct config_vendor){ two, keeps, NULL, 3 };
  config
      = (struct config){ .contact = line, .vendors = vendors, .n_vendors = 3 };
  cr_assert (facts_find (NULL, NULL, &facts, &faults, NULL));
  cr_assert (date_from_national ("20261124120000", &noon));
}

static void
end (void)
{
  contacts_done (&list);
  facts_free (facts);
  config_faults_done (&faults);
}

TestSuite (contact, .init = begin, .fini = end);

static void
are (const char *wanted)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  for (size_t i = 0; i < list.n; i++)
    buffer_printf (&b, "%s%s", i ? " " : "", list.v[i].who);
  cr_assert_str_eq (buffer_string (&b), wanted);
  cr_assert_not (list.failed);
}

static void
of (enum code code, const char *wanted)
{
  contacts_done (&list);
  contacts_for (code, &config, facts, noon, LANG_JA, &list);
  are (wanted);
}

Test (contact, everybody_in_order)
{
  contacts_all (&config, facts, noon, LANG_JA, &list);
  are ("hospital ehr-vendor oqs-vendor faq form centre");
  cr_assert_str_eq (list.v[0].where, "内線 1");
  cr_assert_str_eq (list.v[1].name, "見本カルテ（電子カルテベンダー）");
  cr_assert_str_eq (list.v[5].where, "0800-080-4583");
  cr_assert_str_eq (list.v[5].when, "受付中（18:00 まで）");
  cr_assert (list.v[5].now_known && list.v[5].open);
  cr_assert_eq (list.v[5].until, noon + 6 * 3600);
  cr_assert_not (list.v[4].now_known);
}

Test (contact, whose_part_it_is)
{
  of (CODE_NO_ANSWER, "hospital oqs-vendor faq form centre");
  of (CODE_ANSWER_ERR, "hospital oqs-vendor faq form centre");
  of (CODE_REQUEST_FILE, "hospital oqs-vendor faq form centre");
  of (CODE_DELIVERY, "hospital ehr-vendor");
  of (CODE_CARD_ABSENT, "hospital");   /* no reader-maker is configured */
  of (CODE_FACTOR_ATTEST, "hospital"); /* one without a number */
  of (CODE_FACTOR_UNUSABLE, "hospital");
  of (CODE_SHARE_FOREIGN, "hospital");
}

Test (contact, nobody_for_what_people_mend_themselves)
{
  static const enum code own[]
      = { CODE_OK,        CODE_USAGE,           CODE_FACTOR_REFUSED,
          CODE_CANCELLED, CODE_RECEPTION_STALE, CODE_NOT_PERMITTED,
          CODE_NOT_READY };

  for (size_t i = 0; i < N_ELEMENTS (own); i++)
    of (own[i], "");
}

/* Every failure after which an answer is missing leads to the terminal.  */
Test (contact, each_indeterminate_end_has_somebody)
{
  for (int i = 0; i < CODE_COUNT; i++)
    {
      if (code_info ((enum code) i)->exit != 5 || i == CODE_INTERRUPTED)
        continue;
      contacts_done (&list);
      contacts_for ((enum code) i, &config, facts, noon, LANG_EN, &list);
      cr_assert_gt (list.n, 0, "%s", code_info ((enum code) i)->word);
    }
}

Test (contact, a_hospital_that_set_nothing)
{
  struct config bare = { .contact = NULL };

  contacts_all (&bare, facts, noon, LANG_EN, &list);
  are ("faq form centre");
  contacts_done (&list);
  contacts_for (CODE_DELIVERY, &bare, facts, noon, LANG_EN, &list);
  are ("");
}

Test (contact, doubts_are_told)
{
  int64_t new_year;

  cr_assert (date_from_national ("20261230120000", &new_year));
  contacts_all (&config, facts, new_year, LANG_JA, &list);
  cr_assert_not_null (strstr (list.v[list.n - 1].when, "年末年始"));
}

Test (contact, labels)
{
  cr_assert_str_eq (owner_label ("hospital", LANG_JA), "病院");
  cr_assert_str_eq (owner_label ("2fa-vendor", LANG_EN), "2FA vendor");
  cr_assert_str_eq (owner_label ("centre", LANG_EN), "centre");
}
