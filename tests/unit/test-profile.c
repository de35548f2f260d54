/* SPDX-License-Identifier: Apache-2.0 */
/* The profile of the emergency messages: the placeholder says what core/oqs
   needs, and a profile that lacks it does not load.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "config/builtin.h"
#include "config/profile.h"
#include "lib/catalogue.h"
#include "lib/edited.h"
#include "lib/scratch.h"

static char *dir;
static char *file;
static struct profile *profile;
static struct config_faults faults;
static struct fault why;

static void
begin (void)
{
  catalogue_begin ();
  umask (022);
  dir = scratch_new ();
  file = scratch_path (dir, "profile.xml");
}

static void
end (void)
{
  profile_free (profile);
  config_faults_done (&faults);
  free (file);
  scratch_done (dir);
}

TestSuite (profile, .init = begin, .fini = end);

static bool
load (const char *text)
{
  profile_free (profile);
  profile = NULL;
  config_faults_done (&faults);
  scratch_write (dir, "profile.xml", text, 0644);
  bool good = profile_load (file, &profile, &faults, &why);
  cr_assert_eq (good, profile != NULL);
  return good;
}

Test (profile, placeholder)
{
  cr_assert (load (builtin_placeholder_xml.text), "%s", why.detail);
  cr_assert_eq (faults.n, 0);
  cr_assert (profile->placeholder);
  cr_assert_str_eq (profile->prefix, "EMTESTa01");
  cr_assert_eq (profile->card_window_s, 86400);
  cr_assert_eq (profile->patterns, 0x7e);
  cr_assert_str_eq (profile_element (profile, "request.container"),
                    "EmergencyViewInfo");
  cr_assert_str_eq (profile_element (profile, "method-2"), "EmAuthMethod2");
  cr_assert_null (profile_element (profile, "nothing"));
}

static const struct profile_list *
list (const char *kind)
{
  for (size_t i = 0; i < profile->n_lists; i++)
    if (strcmp (profile->lists[i].kind, kind) == 0)
      return &profile->lists[i];
  return NULL;
}

Test (profile, placeholder_lists)
{
  cr_assert (load (builtin_placeholder_xml.text));
  cr_assert_eq (profile->n_lists, 5);
  cr_assert_str_eq (list ("drug")->container, "EmDrugs");
  cr_assert_str_eq (list ("drug")->item, "EmDrug");
  cr_assert_str_eq (list ("drug")->field_source, "EmSource");
  cr_assert_str_eq (list ("visit")->field_date, "EmVisitDate");
  cr_assert_null (list ("visit")->field_name);
  cr_assert_str_eq (list ("checkup")->item, "");
  cr_assert_str_eq (list ("checkup")->field_date, "EmCheckupDate");
  cr_assert_null (list ("treatment"), "no treatment element");
}

Test (profile, placeholder_words)
{
  cr_assert (load (builtin_placeholder_xml.text));
  cr_assert_str_eq (profile_word (profile, "source-kind", "receipt")->means,
                    "drug");
  cr_assert_str_eq (profile_word (profile, "source-kind", "dispensed")->means,
                    "prescription");
  cr_assert_str_eq (profile_word (profile, "source-kind", "prescribed")->means,
                    "prescription");
  cr_assert_str_eq (profile_word (profile, "consent", "3")->means,
                    "difficult");
  cr_assert_str_eq (profile_word (profile, "method", "2-04")->label, "静脈");
  cr_assert_null (profile_word (profile, "consent", "2"));
  cr_assert_null (profile_word (profile, "nothing", "1"));
}

Test (profile, placeholder_patterns)
{
  cr_assert (load (builtin_placeholder_xml.text));
  const struct profile_pattern *p = profile_pattern (profile, 1);
  cr_assert_eq (p->answer, PROFILE_EMERGENCY);
  cr_assert_eq (profile_reach (p, "prescription")->days, 45);
  cr_assert_eq (profile_reach (p, "operation")->months, 60);
  p = profile_pattern (profile, 5);
  cr_assert_eq (p->request, PROFILE_EMERGENCY);
  cr_assert_eq (p->answer, PROFILE_YZK);
  cr_assert_eq (p->forms, PROFILE_XML | PROFILE_PDF);
  cr_assert_null (profile_reach (p, "checkup"));
  cr_assert_eq (profile_pattern (profile, 6)->answer, PROFILE_TKK);
  cr_assert_str_eq (profile_prefix (profile, PROFILE_EMERGENCY), "EMTESTa01");
  cr_assert_str_eq (profile_prefix (profile, PROFILE_TKK), "TKKsiquc01");
}

/* A profile that says nothing of a pattern.  */
Test (profile, patterns_need_not_be_described)
{
  CLEANUP_FREE char *text = edited (
      builtin_placeholder_xml.text,
      "  <pattern number=\"6\" request=\"emergency\" answer=\"tkk\""
      " forms=\"xml pdf\">\n"
      "    <reach kind=\"checkup\" period=\"5y\"/>\n  </pattern>\n",
      "");
  cr_assert (load (text), "%s", why.detail);
  const struct profile_pattern *p = profile_pattern (profile, 6);
  cr_assert_eq (p->answer, PROFILE_EMERGENCY);
  cr_assert_eq (p->forms, PROFILE_XML);
  cr_assert_null (profile_reach (p, "drug"));
}

Test (profile, methods_are_the_national_ones)
{
  static const char *const good[]
      = { "1-01", "1-02", "1-03", "2-01", "2-02", "2-03",
          "2-04", "2-05", "3-01", "3-02", "3-03" };
  static const char *const bad[]
      = { "", "1", "1-04", "2-06", "3-04", "4-01", "0-01", "1-1", "1-01 " };

  cr_assert (load (builtin_placeholder_xml.text));
  for (size_t i = 0; i < N_ELEMENTS (good); i++)
    cr_assert (profile_method (profile, good[i]), "%s", good[i]);
  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    cr_assert_not (profile_method (profile, bad[i]), "%s", bad[i]);
}

Test (profile, official_is_said)
{
  CLEANUP_FREE char *text
      = edited (builtin_placeholder_xml.text, "status=\"placeholder\"",
                "status=\"official\"");
  cr_assert (load (text));
  cr_assert_not (profile->placeholder);
}

static const struct
{
  const char *from;
  const char *to;
  const char *words;
} single[] = {
  { "status=\"placeholder\"", "status=\"draft\"", "placeholder, official" },
  { "status=\"placeholder\" ", "", "lacks the attribute status" },
  { "prefix=\"EMTESTa01\"", "prefix=\"../EMT\"", "letters and digits" },
  { "prefix=\"EMTESTa01\"", "prefix=\"\"", "letters and digits" },
  { "card-window=\"24h\"", "card-window=\"day\"", "24h" },
  { "patterns=\"1 2 3", "patterns=\"1 7 3", "1 to 6" },
  { "patterns=\"1 2 3 4 5 6\"", "patterns=\"\"", "1 to 6" },
  { "patterns=\"1 2 3 4 5 6\"", "patterns=\"1 2 3 4 5\"",
    "pattern 6 is not among" },
  { "pattern number=\"6\"", "pattern number=\"5\"",
    "pattern 5 is written twice" },
  { "number=\"6\" request=\"emergency\"", "number=\"6\" request=\"yzk\"",
    "the same message" },
  { "number=\"6\" request=\"emergency\"", "number=\"6\" request=\"post\"",
    "it can be emergency" },
  { "kind=\"checkup\" period=\"5y\"", "kind=\"checkup\" period=\"5\"",
    "45d, 3m, 5y" },
  { "<name meaning=\"form\" element=\"EmFileForm\"/>", "",
    "to ask for PDF with" },
  { "<word value=\"50\" means=\"operation\"",
    "<word value=\"50\" means=\"op\"", "no kind of information" },
  { "<names>", "<name/><names>", "takes no <name>" },
  { "<name meaning=\"treatment\" element=\"MedicalTreatmentFlag\"/>", "",
    "the meaning \"treatment\"" },
  { "<names>", "<names><name meaning=\"kana\" element=\"X\"/>",
    "\"kana\" is written twice" },
  { "element=\"EmPerson\"", "element=\"Em Person\"", "XML element" },
  { "element=\"EmPerson\"", "element=\"1\"", "XML element" },
  { "kind=\"visit\"", "kind=\"stay\"", "it can be visit" },
  { "container=\"EmOperations\"", "container=\"EmVisits\"",
    "\"EmVisits\" is written twice" },
  { " date=\"EmCheckupDate\"", "", "needs date" },
  { "means=\"drug\"", "means=\"pill\"", "source-kind" },
  { "means=\"difficult\"", "means=\"hard\"", "means=\"difficult\"" },
  { "value=\"1-02\"", "value=\"1-01\"", "written twice" },
  { "value=\"1-02\"", "value=\"4-02\"", "no class and method" },
  { "value=\"1-02\"", "value=\"1-2\"", "no class and method" },
  { "<word value=\"1\" means=\"held\" label=\"権限あり\"/>", "",
    "means=\"held\"" },
  { "label=\"PIN\"", "label=\"\"", "empty" },
};

Test (profile, one_change_is_found)
{
  for (size_t i = 0; i < N_ELEMENTS (single); i++)
    {
      bool found = false;
      CLEANUP_FREE char *text = edited (builtin_placeholder_xml.text,
                                        single[i].from, single[i].to);
      cr_assert_not (load (text), "%s", single[i].to);
      cr_assert_eq (why.code, CODE_CONFIG_FAULTS);
      for (size_t f = 0; f < faults.n; f++)
        {
          cr_assert_gt (faults.v[f].line, 1);
          found = found
                  || strstr (faults.v[f].message[LANG_EN], single[i].words);
        }
      cr_assert (found, "%s: %s", single[i].words,
                 faults.v[0].message[LANG_EN]);
      cr_assert_leq (faults.n, 2, "%s: %zu faults", single[i].words, faults.n);
    }
}

Test (profile, not_one)
{
  cr_assert_not (load (builtin_emi_xml.text));
  cr_assert_eq (faults.n, 1);
  cr_assert (strstr (faults.v[0].message[LANG_EN], "with <profile>"));
  cr_assert_not (load ("<?xml version=\"1.0\"?><!DOCTYPE profile><profile/>"));
  cr_assert_eq (faults.n, 1);
  cr_assert_not (profile_load ("/nowhere/at/all", &profile, NULL, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING);
}
