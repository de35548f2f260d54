/* SPDX-License-Identifier: Apache-2.0 */
/* The hospital, its vendors and its plan in emi.xml: the template's example is
   good and read whole, what cannot be is told with its line.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "config/builtin.h"
#include "config/config.h"
#include "lib/catalogue.h"
#include "lib/edited.h"
#include "lib/scratch.h"

static char *dir;
static char *file;
static char *good; /* the template with its examples in force */
static struct config *config;
static struct config_faults faults;
static struct fault why;

static void
uncover (const char *from, const char *to)
{
  char *next = edited (good, from, to);

  free (good);
  good = next;
}

static void
begin (void)
{
  catalogue_begin ();
  umask (022);
  dir = scratch_new ();
  file = scratch_path (dir, "emi.xml");
  scratch_write (dir, "profile.xml", builtin_placeholder_xml.text, 0644);
  good = strdup (builtin_emi_xml.text);
  uncover ("<!-- <contact>", "<contact>");
  uncover ("</contact> -->", "</contact>");
  uncover ("<!-- <hospital name=\"見本病院\"/> -->",
           "<hospital name=\"見本病院\"/>");
  uncover ("<!-- <vendor", "<vendor");
  uncover ("03-0000-0000\"/> -->", "03-0000-0000\"/>");
  uncover ("<!-- <plan", "<plan");
  uncover ("</plan> -->", "</plan>");
}

static void
end (void)
{
  config_free (config);
  config_faults_done (&faults);
  free (file);
  free (good);
  scratch_done (dir);
}

TestSuite (config_plan, .init = begin, .fini = end);

static bool
load (const char *text)
{
  config_free (config);
  config = NULL;
  config_faults_done (&faults);
  why = (struct fault){ .code = CODE_OK };
  unlink (file);
  scratch_write (dir, "emi.xml", text, 0644);
  return config_load (file, &config, &faults, &why);
}

/* GOOD with one change has one fault, whose English has WORDS.  */
static void
refuses (const char *from, const char *to, const char *words)
{
  CLEANUP_FREE char *text = edited (good, from, to);

  cr_assert_not (load (text), "%s", to);
  cr_assert_eq (faults.n, 1, "%s: %zu faults", to, faults.n);
  cr_assert_not_null (strstr (faults.v[0].message[LANG_EN], words), "%s: %s",
                      to, faults.v[0].message[LANG_EN]);
  cr_assert_gt (faults.v[0].line, 100);
}

Test (config_plan, nothing_declared)
{
  cr_assert (load (builtin_emi_xml.text), "%s", why.detail);
  cr_assert_null (config->hospital);
  cr_assert_eq (config->n_vendors, 0);
  cr_assert_null (config->plan.start);
  cr_assert_null (config->plan.ordered);
  cr_assert_eq (config->plan.n_doctors, 0);
  for (int i = 0; i < PLAN_APPLICATIONS; i++)
    cr_assert_null (config->plan.applications[i].date);
  for (int i = 0; i < PLAN_WORKS; i++)
    cr_assert_null (config->plan.works[i].date);
}

Test (config_plan, the_templates_example)
{
  cr_assert (load (good), "%s", why.detail);
  cr_assert_str_eq (config->hospital, "見本病院");
  cr_assert_str_eq (config->contact, "情報システム当直 内線 0000");
  const struct config_vendor *v = config_vendor (config, "ehr-vendor");
  cr_assert_str_eq (v->name, "見本カルテ株式会社");
  cr_assert_str_eq (v->contact, "サポート窓口 03-0000-0000");
  cr_assert_null (config_vendor (config, "2fa-vendor"));
  const struct plan_declared *p = &config->plan;
  cr_assert_str_eq (p->start, "2027-04-01");
  cr_assert_str_eq (p->introduced, "2023-03-01");
  cr_assert_str_eq (p->quoted, "2026-12-01");
  cr_assert_str_eq (p->method, "IC カードと PIN");
  cr_assert_null (p->reply);
  cr_assert_str_eq (p->ordered, "2026-12-20");
  cr_assert_str_eq (p->terminals, "増設しない");
  cr_assert_str_eq (p->software, "5.2");
  cr_assert_str_eq (p->software_date, "2027-02-15");
  cr_assert_str_eq (p->software_way, "remote");
  cr_assert_str_eq (p->devices, "2027-02-15");
  for (int i = 0; i < PLAN_APPLICATIONS; i++)
    cr_assert_str_eq (p->applications[i].date, "2027-03-15", "%s",
                      plan_application_word (i));
  cr_assert_str_eq (p->applications[PLAN_FACE_READER].update, "hand");
  for (int i = 0; i < PLAN_WORKS; i++)
    cr_assert_not_null (p->works[i].date, "%s", plan_work_word (i));
  cr_assert_str_eq (p->works[PLAN_RULES].roles, "医事課");
  cr_assert_eq (p->n_doctors, 1);
  cr_assert_str_eq (p->doctors[0].account, "dr-sato");
  cr_assert_str_eq (p->doctors[0].tried, "2027-03-10");
}

Test (config_plan, days_that_do_not_exist)
{
  refuses ("start=\"2027-04-01\"", "start=\"2027-04-31\"", "2027-04-31");
  refuses ("order date=\"2026-12-20\"", "order date=\"2026-13-20\"", "no day");
  refuses ("notice=\"2027-03-01\"", "notice=\"2027-02-29\"", "2027-02-29");
  refuses ("date=\"2027-03-05\"", "date=\"2027-00-05\"", "no day");
}

Test (config_plan, days_of_another_shape)
{
  refuses ("start=\"2027-04-01\"", "start=\"2027/04/01\"", "2027-04-01");
  refuses ("introduced date=\"2023-03-01\"",
           "introduced date=\"令和5年3月1日\"", "write a day");
  refuses ("introduced date=\"2023-03-01\"", "introduced date=\"\"",
           "write a day");
}

Test (config_plan, things_twice)
{
  refuses ("name=\"link\"", "name=\"delivery\"", "written twice");
  refuses ("done step=\"rules\"", "done step=\"flow\"", "written twice");
  refuses ("<devices", "<doctor account=\"dr-sato\"/><devices",
           "written twice");
  refuses ("<plan", "<vendor for=\"ehr-vendor\" name=\"x\"/><plan",
           "written twice");
  refuses ("<devices date=\"2027-02-15\"/>",
           "<devices date=\"2027-02-15\"/><devices date=\"2027-02-15\"/>",
           "only one <devices>");
}

Test (config_plan, words_that_are_none)
{
  refuses ("name=\"link\"", "name=\"linkage\"", "delivery, face-library");
  refuses ("step=\"inquiry\"", "step=\"party\"", "flow, rules");
  refuses ("way=\"remote\"", "way=\"pigeon\"", "remote, hand, medium");
  refuses ("for=\"ehr-vendor\"", "for=\"us\"", "ehr-vendor");
  refuses ("account=\"dr-sato\"", "account=\"Dr. Sato\"", "account");
  refuses (" roles=\"医事課\"", "", "lacks the attribute roles");
}
