/* SPDX-License-Identifier: Apache-2.0 */
/* emi.xml: a good one is read rightly, and what it does not say is as the
   template says it.  */
#include <criterion/criterion.h>
#include <string.h>

#include "base/cleanup.h"
#include "lib/edited.h"
#include "small-config.h"

TestSuite (config, .init = begin, .fini = end);

Test (config, defaults)
{
  cr_assert (load (small), "%s", why.detail);
  cr_assert_eq (faults.n, 0);
  cr_assert_str_eq (config->file, file);
  cr_assert_str_eq (config->dir, dir);
  cr_assert_str_eq (config->facility, "1319999999");
  cr_assert_str_eq (config->node, "n1");
  cr_assert_str_eq (config->plugin_folder, PLUGINDIR);
  cr_assert_str_eq (config->connector, "oqs");
  cr_assert_eq (config->reserve, 67108864);
  cr_assert_eq (config->n_permission_roles, 1);
  cr_assert_str_eq (config->permission_roles[0], "physician");
  cr_assert_eq (config->operator_factors, 1);
  cr_assert_eq (config->minimum, CONFIG_MINIMUM_INSIDE);
  cr_assert_null (config->procedure[LANG_JA]);
  cr_assert_null (config->contact);
  cr_assert_not (config->search);

  CLEANUP_FREE char *keys = scratch_path (dir, "keys");
  CLEANUP_FREE char *seal = scratch_path (dir, "seal/checkpoint");
  CLEANUP_FREE char *run = scratch_path (dir, "run");
  cr_assert_str_eq (config->keys, keys);
  cr_assert_str_eq (config->seal, seal);
  cr_assert_str_eq (config->run, run);
}

Test (config, trust_in_certificates)
{
  CLEANUP_FREE char *text = edited (
      small, TOTP,
      TRUSTED ("<trust accept=\"issuer\" ca=\"ca.pem\" crl=\"/x/ca.crl\" "
               "ocsp=\"from-certificate\" silent=\"accept\" wait=\"60s\">"
               "<demand role=\"physician\" hc-role=\"Medical Doctor\"/>"
               "<demand role=\"nurse\" hc-role=\"Nurse\"/></trust>"));
  CLEANUP_FREE char *ca = scratch_path (dir, "ca.pem");
  const struct config_trust *t;

  cr_assert (load (text), "%s", why.detail);
  cr_assert_null (
      config_instance (config, EMI_KIND_AUTH, "password")->trust);
  t = config_instance (config, EMI_KIND_AUTH, "totp")->trust;
  cr_assert (t && config_trust_of_certificates (t));
  cr_assert (t->by_issuer && t->silent_accepts);
  cr_assert_str_eq (t->ca, ca);
  cr_assert_str_eq (t->crl, "/x/ca.crl");
  cr_assert_str_eq (t->ocsp, "from-certificate");
  cr_assert_eq (t->wait_ms, 60000);
  cr_assert_eq (t->n_demands, 2);
  cr_assert_str_eq (t->demands[0].role, "physician");
  cr_assert_str_eq (t->demands[0].hc_role, "Medical Doctor");
}

Test (config, trust_says_nothing_by_itself)
{
  CLEANUP_FREE char *text = edited (
      small, TOTP,
      TRUSTED ("<trust accept=\"registered\" ca=\"ca.pem\" "
               "ocsp=\"http://ocsp.example/\"/>"));
  const struct config_trust *t;

  cr_assert (load (text), "%s", why.detail);
  t = config_instance (config, EMI_KIND_AUTH, "totp")->trust;
  cr_assert_not (t->by_issuer || t->silent_accepts);
  cr_assert_null (t->crl);
  cr_assert_eq (t->wait_ms, 5000);
  cr_assert_eq (t->n_demands, 0);
  cr_assert_not (config_trust_of_certificates (NULL));
}

Test (config, the_template_says_what_the_defaults_are)
{
  cr_assert (load (builtin_emi_xml.text), "%s", why.detail);
  struct config *template = config;
  config = NULL;
  cr_assert (load (small));

  cr_assert_eq (template->n_sections, 7);
  cr_assert_eq (config->n_sections, 7);
  for (size_t i = 0; i < 7; i++)
    {
      cr_assert_str_eq (template->sections[i].kind, config->sections[i].kind);
      cr_assert_eq (template->sections[i].days, config->sections[i].days);
      cr_assert_eq (template->sections[i].months, config->sections[i].months);
    }
  cr_assert_eq (template->n_highlights, 1);
  cr_assert_eq (config->n_highlights, 1);
  const struct config_highlight *a = template->highlights;
  const struct config_highlight *b = config->highlights;
  cr_assert_str_eq (a->label, b->label);
  cr_assert_eq (a->n_words, b->n_words);
  for (size_t i = 0; i < a->n_words; i++)
    cr_assert_str_eq (a->words[i], b->words[i]);
  cr_assert_eq (template->reserve, config->reserve);
  cr_assert_str_eq (template->keys, config->keys);
  cr_assert_str_eq (template->seal, config->seal);
  config_free (template);
}

static const char full[]
    = "<?xml version=\"1.0\"?>\n"
      "<emi version=\"1\" facility=\"1319999999\" node=\"n2\" search=\"off\">"
      "<contact> 内線 <![CDATA[<1>]]> </contact>"
      "<procedure>\n  別の医師に頼む\n</procedure>"
      "<plugins folder=\"/opt/emi\"/>"
      "<ledger store=\"l\" keys=\"k\" seal=\"/s/c\" run=\"r\" reserve=\"1G\"/>"
      "<profile file=\"profile.xml\" connector=\"second\"/>"
      "<terminal name=\"b\" providers=\"p\"/>"
      "<terminal name=\"a\" readers=\"f　f2\" providers=\"p t\"/>"
      "<connector name=\"first\" plugin=\"c\" production=\"no\"/>"
      "<connector name=\"second\" plugin=\"c\" production=\"yes\" "
      "file-answers=\"yes\"/>"
      "<store name=\"l\" plugin=\"s\"/>"
      "<reader name=\"f\" plugin=\"f\"><step name=\"x\" ja=\"え\"/>"
      "<option name=\"o\" value=\"\"/><step name=\"y\" ja=\"わ\" en=\"w\"/>"
      "</reader>"
      "<reader name=\"f2\" plugin=\"f\" run=\"inside\" sha256=\""
      "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF\"/>"
      "<auth name=\"p\" plugin=\"p\"/><auth name=\"t\" plugin=\"t\"/>"
      "<adapter name=\"d\" plugin=\"d\"/>"
      "<permission roles=\"nurse physician\"/><operators factors=\"2\"/>"
      "<factors minimum=\"core\"/>"
      "<arrange><section kind=\"visit\" period=\"10d\"/>"
      "<section kind=\"drug\"/></arrange>"
      "<highlight label=\"一\" words=\"あ　い\n う\"/>"
      "<highlight label=\"二\" words=\"え\"/></emi>";

Test (config, everything_said_in_any_order)
{
  cr_assert (load (full), "%s", why.detail);
  cr_assert_str_eq (config->node, "n2");
  cr_assert_str_eq (config->plugin_folder, "/opt/emi");
  cr_assert_str_eq (config->seal, "/s/c");
  cr_assert_eq (config->reserve, 1ull << 30);
  cr_assert_str_eq (config->connector, "second");
  cr_assert_eq (config->operator_factors, 2);
  cr_assert_eq (config->minimum, CONFIG_MINIMUM_CORE);
  cr_assert_str_eq (config->procedure[LANG_JA], "別の医師に頼む");
  cr_assert_str_eq (config->procedure[LANG_EN], "別の医師に頼む");
  cr_assert_str_eq (config->contact, "内線 <1>");
  cr_assert_eq (config->n_permission_roles, 2);
  cr_assert_str_eq (config->permission_roles[1], "physician");
}

Test (config, instances_in_their_order)
{
  cr_assert (load (full));
  cr_assert_eq (config->n_instances, 8);
  cr_assert_str_eq (config->instances[0].name, "first");
  cr_assert_str_eq (config->instances[7].name, "d");
  const struct config_instance *second
      = config_instance (config, EMI_KIND_CONNECTOR, "second");
  cr_assert (second->production && second->file_answers);
  cr_assert_not (config->instances[0].production);
  const struct config_instance *f = config_instance (config, 0, "f");
  cr_assert_eq (f->kind, EMI_KIND_READER);
  cr_assert_eq (f->n_options, 1);
  cr_assert_str_eq (f->options[0].value, "");
  cr_assert_eq (f->n_steps, 2);
  cr_assert_str_eq (f->steps[0].text_en, "え", "no English: the Japanese");
  cr_assert_str_eq (f->steps[1].text_en, "w");
  cr_assert_not_null (config_instance (config, 0, "f2")->sha256);
  cr_assert_null (config_instance (config, EMI_KIND_AUTH, "f"));
  cr_assert_null (config_instance (config, 0, "nobody"));
  cr_assert_null (config_instance (config, 0, NULL));
}

Test (config, terminals_and_words)
{
  cr_assert (load (full));
  cr_assert_str_eq (config->terminals[0].name, "b", "the default one");
  cr_assert_eq (config->terminals[0].n_readers, 0);
  const struct config_terminal *a = config_terminal (config, "a");
  cr_assert_eq (a->n_readers, 2, "an ideographic space parts words");
  cr_assert_str_eq (a->readers[1], "f2");
  cr_assert_str_eq (a->providers[1], "t");
  cr_assert_null (config_terminal (config, "c"));
  cr_assert_eq (config->n_highlights, 2);
  cr_assert_eq (config->highlights[0].n_words, 3);
  cr_assert_str_eq (config->highlights[0].words[2], "う");
}

Test (config, a_procedure_for_each_language)
{
  CLEANUP_FREE char *text
      = edited (small, "</emi>",
                "<procedure lang=\"en\">call</procedure>"
                "<procedure>電話</procedure></emi>");

  cr_assert (load (text));
  cr_expect_str_eq (config->procedure[LANG_EN], "call");
  cr_expect_str_eq (config->procedure[LANG_JA], "電話");
}

/* What is not listed is not hidden.  */
Test (config, sections_left_out_come_last)
{
  static const char *const order[]
      = { "visit",     "drug",      "prescription", "dialysis",
          "operation", "treatment", "checkup" };

  cr_assert (load (full));
  cr_assert_eq (config->n_sections, 7);
  for (size_t i = 0; i < 7; i++)
    cr_assert_str_eq (config->sections[i].kind, order[i]);
  cr_assert_eq (config->sections[0].days, 10);
  cr_assert_eq (config->sections[1].months, 3, "its usual period");
  cr_assert_eq (config->sections[2].days, 45);
  cr_assert_eq (config->sections[6].days, 0);
}

Test (config, digest_covers_configuration_and_profile)
{
  unsigned char first[DIGEST_LEN];

  cr_assert (load (small));
  memcpy (first, config->digest, DIGEST_LEN);
  cr_assert (load (NULL));
  cr_assert_arr_eq (first, config->digest, DIGEST_LEN, "the same again");

  CLEANUP_FREE char *spaced = edited (small, "</emi>", " </emi>");
  cr_assert (load (spaced));
  cr_assert_arr_neq (first, config->digest, DIGEST_LEN);

  CLEANUP_FREE char *profile
      = edited (builtin_placeholder_xml.text, "24h", "23h");
  scratch_write (dir, "profile.xml", profile, 0644);
  cr_assert (load (small));
  cr_assert_arr_neq (first, config->digest, DIGEST_LEN);

  const struct digest_part parts[]
      = { { small, strlen (small) }, { profile, strlen (profile) } };
  unsigned char wanted[DIGEST_LEN];
  digest_parts (parts, 2, wanted);
  cr_assert_arr_eq (wanted, config->digest, DIGEST_LEN);
}
