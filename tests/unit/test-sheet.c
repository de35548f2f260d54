/* SPDX-License-Identifier: Apache-2.0 */
/* The sheets: what emi.xml says stands in them, what it does not say is left
   to be written by hand, and nothing in it becomes part of a page.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "lib/registry-double.h"
#include "report/sheet.h"

static struct registry r;
static struct facts *facts;
static struct config_faults faults;
static struct sheet_ground g;
static struct buffer out;
static struct config_section sections[2];
static struct config_vendor vendors[1];

static void
begin (void)
{
  registry_init (&r);
  cr_assert (facts_find (NULL, NULL, &facts, &faults, NULL));
  sections[0] = (struct config_section){ (char *) "drug", 45, 0, 0 };
  sections[1] = (struct config_section){ (char *) "operation", 0, 60, 0 };
  r.trial.config.sections = sections;
  r.trial.config.n_sections = 2;
  g = (struct sheet_ground){ .config = &r.trial.config,
                             .profile = r.profile,
                             .facts = facts,
                             .host = r.s.host,
                             .today = "2026-01-01" };
}

static void
end (void)
{
  buffer_done (&out);
  facts_free (facts);
  config_faults_done (&faults);
  registry_done (&r);
}

TestSuite (sheet, .init = begin, .fini = end);

static const char *
made (const char *name, bool html)
{
  struct sheet s;

  buffer_reset (&out);
  cr_assert (sheet_make (&s, name, &g), "%s", name);
  if (html)
    sheet_html (&s, &g, &out);
  else
    sheet_text (&s, &g, &out);
  sheet_done (&s);
  cr_assert_not (out.failed);
  return buffer_string (&out);
}

static void
has (const char *name, const char *words)
{
  cr_assert_not_null (strstr (made (name, false), words), "%s: %s", name,
                      words);
  cr_assert_not_null (strstr (made (name, true), words), "%s as a page: %s",
                      name, words);
}

static void
has_not (const char *name, const char *words)
{
  cr_assert_null (strstr (made (name, false), words), "%s: %s", name, words);
  cr_assert_null (strstr (made (name, true), words), "%s: %s", name, words);
}

Test (sheet, names)
{
  struct sheet s;

  cr_assert_not (sheet_make (&s, "letter", &g));
  sheet_done (&s);
  cr_assert_not (sheet_make (&s, "", &g));
  sheet_done (&s);
}

Test (sheet, nothing_set_is_left_to_the_pen)
{
  static const char *const all[]
      = { "quote", "doctors", "reception", "no-vendor" };

  for (size_t i = 0; i < N_ELEMENTS (all); i++)
    {
      cr_assert_null (strstr (made (all[i], false), "(null)"));
      has (all[i], "2026年1月1日（木）");
      has (all[i], "手引き 1.2 版");
    }
  cr_assert_not_null (strstr (made ("quote", false), "宛先: ____"));
  has ("quote", "できるだけ早く");
  has ("no-vendor", "電子カルテシステムの事業者: （ここに書いてください）");
}

Test (sheet, the_quote_says_what_emi_xml_says)
{
  vendors[0] = (struct config_vendor){ (char *) "ehr-vendor",
                                       (char *) "見本カルテ", NULL, 1 };
  r.trial.config.vendors = vendors;
  r.trial.config.n_vendors = 1;
  r.trial.config.hospital = (char *) "見本病院";
  r.trial.config.plan.method = (char *) "ICカードとPIN";
  g.start = "2027-04-01";
  has ("quote", "見本カルテ 御中");
  has ("quote", "見本病院");
  has ("quote", "1319999999");
  has ("quote", "2027年4月1日（木）");
  has ("quote", "ICカードとPIN");
  has ("quote", "ワンタイムパスワード");
  has ("quote", "直近 45\xc2\xa0日");
  has ("quote", "直近 5\xc2\xa0年");
  cr_assert_lt (strstr (made ("quote", false), "薬剤:"),
                strstr (made ("quote", false), "手術:"), "in their order");
}

Test (sheet, the_form_prescribes_kind_and_subject)
{
  r.trial.config.plan.reply = (char *) "予定なし";
  r.trial.config.plan.quoted = (char *) "2025-12-01";
  has ("no-vendor", "お問い合わせ種類");
  has ("no-vendor", "オンライン資格確認の導入について");
  has ("no-vendor",
       "【救急時医療情報閲覧機能】電子カルテシステムが非対応である旨の相談");
  has ("no-vendor", "回答の内容: 予定なし");
  has ("no-vendor", "2025年12月1日（月）");
  has ("no-vendor", "com_med_inquiry");
}

Test (sheet, the_doctors_leaflet)
{
  r.trial.config.contact = (char *) "内線 7";
  has ("doctors", "救急用サマリー");
  has ("doctors", "レセプト");
  has ("doctors", "証明には");
  has ("doctors", "閲覧を拒んだことにはなりません");
  has ("doctors", "内線 7");
  has ("doctors", "仮のもの");
  r.profile->placeholder = false;
  r.profile->patterns = 1u << 4;
  has_not ("doctors", "仮のもの");
  has_not ("doctors", "救急用サマリー");
  has ("doctors", "パターン 4");
}

Test (sheet, reception_reads_only_of_its_own_readers)
{
  has ("reception", "閲覧を拒むことではありません");
  has_not ("reception", "職員用ボタン");
  has_not ("reception", "無人運転");
  trial_add (&r.trial, EMI_KIND_READER, "er-face", "face-device", NULL);
  has ("reception", "職員用ボタン");
  has_not ("reception", "無人運転");

  struct config_instance *reader
      = &r.trial.config.instances[r.trial.config.n_instances - 1];
  char *face = reader->plugin;
  reader->plugin = (char *) "generic";
  has ("reception", "マイナンバーカードの券面で目視確認");
  has_not ("reception", "職員用ボタン");
  reader->plugin = face;
}

Test (sheet, nothing_becomes_part_of_a_page)
{
  r.trial.config.hospital = (char *) "<script>alert(1)</script>\x1b[31m";
  r.trial.config.contact = (char *) "\"><img src=x>";
  r.trial.config.plan.reply = (char *) "a\n</div><b>&";
  cr_assert_null (strstr (made ("quote", true), "<script"));
  cr_assert_null (strchr (made ("quote", true), 0x1b));
  cr_assert_null (strchr (made ("doctors", false), 0x1b));
  cr_assert_null (strstr (made ("doctors", true), "<script"));
  cr_assert_null (strstr (made ("doctors", true), "<img"));
  cr_assert_null (strstr (made ("no-vendor", true), "<b>"));
  cr_assert_not_null (strstr (made ("no-vendor", true), "&amp;"));
}
