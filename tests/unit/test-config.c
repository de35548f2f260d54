/* SPDX-License-Identifier: Apache-2.0 */
/* emi.xml: a good one is read rightly, every fault of a bad one is found, each
   once and on its line, and one that others could change is not used.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "config/builtin.h"
#include "config/config.h"
#include "lib/catalogue.h"
#include "lib/edited.h"
#include "lib/scratch.h"

/* As small as it may be; tests change one place in it.  */
static const char small[]
    = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<emi version=\"1\" facility=\"1319999999\">\n"
      "  <ledger store=\"ledger\"/>\n"
      "  <profile file=\"profile.xml\"/>\n"
      "  <store name=\"ledger\" plugin=\"sqlite\">\n"
      "    <option name=\"file\" value=\"data/ledger.db\"/>\n"
      "  </store>\n"
      "  <connector name=\"oqs\" plugin=\"oqs-folder\"/>\n"
      "  <reader name=\"er-face\" plugin=\"face-device\"/>\n"
      "  <auth name=\"password\" plugin=\"password\"/>\n"
      "  <auth name=\"totp\" plugin=\"totp\"/>\n"
      "  <terminal name=\"er-1\" readers=\"er-face\"\n"
      "            providers=\"password totp\"/>\n"
      "</emi>\n";

#define PATIENT(insurer)                                                      \
  "<patient insurer=\"" insurer "\" symbol=\"\" number=\"1\" branch=\"01\" "      \
  "name=\"a\" kana=\"a\" birth=\"19530503\" sex=\"1\"/>"

static char *dir;
static char *file;
static struct config *config;
static struct config_faults faults;
static struct fault why;

static void
begin (void)
{
  catalogue_begin ();
  umask (022);
  dir = scratch_new ();
  file = scratch_path (dir, "emi.xml");
  scratch_write (dir, "profile.xml", builtin_placeholder_xml.text, 0644);
}

static void
end (void)
{
  config_free (config);
  config_faults_done (&faults);
  free (file);
  scratch_done (dir);
}

TestSuite (config, .init = begin, .fini = end);
TestSuite (config_faults, .init = begin, .fini = end);
TestSuite (config_trust, .init = begin, .fini = end);

static bool
load (const char *text)
{
  config_free (config);
  config = NULL;
  config_faults_done (&faults);
  why = (struct fault){ .code = CODE_OK };
  if (text)
    {
      unlink (file);
      scratch_write (dir, "emi.xml", text, 0644);
    }
  bool good = config_load (file, &config, &faults, &why);
  cr_assert_eq (good, config != NULL);
  return good;
}

/* --- a good one --- */

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

#define TOTP "  <auth name=\"totp\" plugin=\"totp\"/>\n"
#define TRUSTED(trust)                                                        \
  "  <auth name=\"totp\" plugin=\"totp\">" trust "</auth>\n"

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

Test (config_faults, trust_that_rests_on_nothing)
{
  static const struct
  {
    const char *trust;
    const char *says;
  } rows[] = {
    { TRUSTED ("<trust crl=\"ca.crl\"/>"), "crl" },
    { TRUSTED ("<trust ocsp=\"http://x/\"/>"), "ocsp" },
    { TRUSTED ("<trust accept=\"issuer\"/>"), "accept" },
    { TRUSTED ("<trust ca=\"a\" silent=\"accept\"/>"), "silent" },
    { TRUSTED ("<trust ca=\"a\" wait=\"3s\"/>"), "wait" },
    { TRUSTED ("<trust><demand role=\"nurse\" hc-role=\"Nurse\"/></trust>"),
      "demand" },
    { TRUSTED ("<trust ca=\"a\" ocsp=\"ftp://x/\"/>"), "ocsp" },
    { TRUSTED ("<trust ca=\"a\" ocsp=\"http://x/\" wait=\"61s\"/>"),
      "wait" },
    { TRUSTED ("<trust accept=\"any\"/>"), "accept" },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      CLEANUP_FREE char *text = edited (small, TOTP, rows[i].trust);

      cr_assert_not (load (text), "%s", rows[i].trust);
      cr_assert_eq (faults.n, 1, "%s", rows[i].trust);
      cr_assert (strstr (faults.v[0].message[LANG_EN], rows[i].says), "%s",
                 faults.v[0].message[LANG_EN]);
    }
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

/* What is not listed is not hidden.  */
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

/* --- faults --- */

Test (config_faults, ten_and_more_at_once)
{
  static const char text[]
      = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<emi version=\"1\" facility=\"13199\" node=\"n1\">\n" /* 2 */
        "  <ledger store=\"missing\" keys=\"data/keys\"\n"     /* 3, 3 */
        "          reserve=\"lots\"/>\n"                       /* 4 */
        "  <profile file=\"profile.xml\"/>\n"
        "  <store name=\"ledger\" plugin=\"sqlite\">\n"
        "    <option name=\"file\" value=\"data/ledger.db\"/>\n"
        "  </store>\n"
        "  <connector name=\"oqs\" plugin=\"x\" production=\"so\"/>\n" /* 9 */
        "  <reader name=\"er\" plugin=\"face\" run=\"apart\"/>\n"      /* 10 */
        "  <reader name=\"er\" plugin=\"face-device\"/>\n"             /* 11 */
        "  <auth name=\"Password\" plugin=\"password\"/>\n"            /* 12 */
        "  <auth name=\"totp\" plugin=\"totp\"\n"
        "        sha256=\"zz\" colour=\"red\"/>\n"         /* 14, 14 */
        "  <widget/>\n"                                    /* 15 */
        "  <terminal name=\"t\" readers=\"er gone\"\n"     /* 16 */
        "            providers=\"totp oqs\"/>\n"           /* 17 */
        "  <terminal name=\"t\"\n"                         /* 18 */
        "            providers=\"totp totp\"/>\n"          /* 19 */
        "  <permission roles=\"physician admin chef\"/>\n" /* 20, 20 */
        "  <arrange>\n"
        "    <section kind=\"drug\" period=\"3m\"/>\n"
        "    <section kind=\"drug\" period=\"soon\"/>\n" /* 23, 23 */
        "  </arrange>\n"
        "\n"
        "  stray text\n"                               /* 26 */
        "  <contact>x</contact><contact>y</contact>\n" /* 27 */
        "</emi>\n";
  static const int lines[] = { 2,  3,  3,  4,  9,  10, 11, 12, 14, 14, 15,
                               16, 17, 18, 19, 20, 20, 23, 23, 26, 27 };

  cr_assert_not (load (text));
  cr_assert_eq (why.code, CODE_CONFIG_FAULTS);
  for (size_t i = 0; i < faults.n && i < N_ELEMENTS (lines); i++)
    {
      cr_assert_eq (faults.v[i].line, lines[i], "fault %zu on line %d: %s", i,
                    faults.v[i].line, faults.v[i].message[LANG_EN]);
      cr_assert_str_eq (faults.v[i].file, file);
    }
  cr_assert_eq (faults.n, N_ELEMENTS (lines), "%zu faults", faults.n);
}

/* One change, one fault: LINE and words of its English sentence.  */
static const struct
{
  const char *from;
  const char *to;
  int line;
  const char *words;
} single[] = {
  { "version=\"1\"", "version=\"2\"", 2, "it can be 1" },
  { "facility=\"1319999999\"", "facility=\"131999999\"", 2, "10 digits" },
  { "facility=\"1319999999\"", "", 2, "lacks the attribute facility" },
  { "<emi ", "<emi search=\"on\" ", 2, "it can be off" },
  { "<emi ", "<emi xmlns=\"urn:x\" ", 2, "namespaces" },
  { "<emi ", "<emi xml:lang=\"ja\" ", 2, "no attribute lang" },
  { "<ledger store=\"ledger\"/>", "", 2, "lacks a <ledger>" },
  { "store=\"ledger\"", "store=\"oqs\"", 3, "no <store> but a <connector>" },
  { "store=\"ledger\"", "store=\"other\"", 3, "no \"other\"" },
  { "<ledger ", "<ledger reserve=\"999999999G\" ", 3, "too large" },
  { "<ledger ", "<ledger keys=\"data\" ", 3, "keys lies inside" },
  { "<ledger ", "<ledger keys=\"./data//x/../y\" ", 3, "keys lies inside" },
  { "<ledger ", "<ledger keys=\".\" ", 3, "store lies inside" },
  { "<ledger ", "<ledger seal=\"data/seal\" ", 3, "seal lies inside" },
  { "<ledger ", "<ledger keys=\"\" ", 3, "file or folder" },
  { "<ledger ", "<ledger keys=\"&#10;\" ", 3, "file or folder" },
  { "<profile ", "<profile connector=\"x\" ", 4, "no \"x\"" },
  { "file=\"profile.xml\"", "file=\"none.xml\"", 4, "is not there" },
  { "file=\"profile.xml\"", "file=\".\"", 4, "no regular file" },
  { "<profile ", "<profile file=\"profile.xml\"/><profile ", 4, "only one" },
  { "<store ", "<stone/><store ", 5, "no <stone>" },
  { "<option ", "<option name=\"file\" value=\"data/x\"/><option ", 6,
    "written twice" },
  { "value=\"data/ledger.db\"", "", 6, "lacks the attribute value" },
  { "name=\"file\" ", "name=\"File\" ", 6, "a-z" },
  { "name=\"oqs\"", "name=\"password\"", 10, "taken on line 8" },
  { "<connector name=\"oqs\"",
    "<connector name=\"o\" plugin=\"p\"/>"
    "<connector name=\"oqs\"",
    4, "several connectors" },
  { "plugin=\"face-device\"", "plugin=\"../x\"", 9, "a-z" },
  { "plugin=\"face-device\"", "plugin=\"-x\"", 9, "a-z" },
  { "name=\"er-face\" plugin", "plugin", 9, "lacks the attribute name" },
  { "plugin=\"face-device\"/>", "plugin=\"face-device\" run=\"far\"/>", 9,
    "inside, separate" },
  { "plugin=\"face-device\"/>", "plugin=\"face-device\" production=\"no\"/>",
    9, "no attribute production" },
  { "plugin=\"face-device\"/>",
    "plugin=\"f\"><step name=\"a\" ja=\"x\"/><step name=\"a\" ja=\"y\"/>"
    "</reader>",
    9, "twice" },
  { "plugin=\"face-device\"/>",
    "plugin=\"f\"><step name=\"a\" ja=\" \"/></reader>", 9, "empty" },
  { "plugin=\"totp\"/>", "plugin=\"totp\"><step name=\"a\" ja=\"x\"/></auth>",
    11, "takes no <step>" },
  { "plugin=\"totp\"/>", "plugin=\"totp\" sha256=\"0011\"/>", 11, "64 hex" },
  { "readers=\"er-face\"", "readers=\"er-face er-x\"", 12, "no \"er-x\"" },
  { "readers=\"er-face\"", "readers=\"totp\"", 12, "but a <auth>" },
  { "providers=\"password totp\"", "providers=\"password password\"", 13,
    "twice" },
  { "providers=\"password totp\"", "providers=\"password t\"", 13,
    "no \"t\"" },
  { "providers=\"password totp\"", "", 12, "lacks the attribute providers" },
  { "</emi>", "<terminal name=\"er-1\" providers=\"totp\"/></emi>", 14,
    "line 12 already" },
  { "</emi>", "<permission roles=\"admin\"/></emi>", 14, "admin never" },
  { "</emi>", "<permission roles=\"doctor\"/></emi>", 14, "no role" },
  { "</emi>", "<permission roles=\"nurse nurse nurse\"/></emi>", 14, "twice" },
  { "</emi>", "<operators factors=\"0\"/></emi>", 14, "it can be 1, 2" },
  { "</emi>", "<factors minimum=\"weak\"/></emi>", 14, "core" },
  { "</emi>", "<factors temporary-hours=\"169\"/></emi>", 14, "1 to 168" },
  { "</emi>", "<drill connector=\"nowhere\">" PATIENT ("01990019")
    "</drill></emi>", 14, "nowhere" },
  { "</emi>", "<drill connector=\"oqs\">" PATIENT ("01990019")
    "</drill></emi>", 14, "emergency" },
  { "</emi>", "<connector name=\"d\" plugin=\"oqs-folder\"/>"
    "<drill connector=\"d\">" PATIENT ("06132013") "</drill></emi>", 14,
    "prefecture number 99" },
  { "</emi>", "<connector name=\"d\" plugin=\"oqs-folder\" "
    "production=\"yes\"/><drill connector=\"d\">" PATIENT ("990010")
    "</drill></emi>", 14, "never uses a production" },
  { "</emi>", "<connector name=\"d\" plugin=\"oqs-folder\"/>"
    "<drill connector=\"d\"/></emi>", 14, "lacks a <patient>" },
  { "</emi>", "<procedure lang=\"fr\">a</procedure></emi>", 14, "ja, en" },
  { "</emi>", "<procedure>a</procedure><procedure>b</procedure></emi>", 14,
    "one language" },
  { "</emi>", "<arrange/></emi>", 14, "lacks a <section>" },
  { "</emi>", "<arrange><section kind=\"food\"/></arrange></emi>", 14,
    "drug, prescription" },
  { "</emi>",
    "<arrange><section kind=\"drug\" period=\"0d\"/></arrange></emi>", 14,
    "45d" },
  { "</emi>",
    "<arrange><section kind=\"drug\"/>\n<section kind=\"drug\"/></arrange>"
    "</emi>",
    15, "written twice" },
  { "</emi>", "<highlight label=\"x\" words=\"\"/></emi>", 14, "empty" },
  { "</emi>", "<contact>a<b/></contact></emi>", 14, "takes no <b>" },
  { "</emi>", "<contact/><contact/></emi>", 14, "only one" },
  { "</emi>", "words</emi>", 14, "no text" },
  { "</emi>", "<permission roles=\"nurse\" roles=\"nurse\"/></emi>", 14,
    "twice" },
};

Test (config_faults, one_change_one_fault)
{
  for (size_t i = 0; i < N_ELEMENTS (single); i++)
    {
      CLEANUP_FREE char *text = edited (small, single[i].from, single[i].to);
      cr_assert_not (load (text), "%s", single[i].to);
      cr_assert_eq (why.code, CODE_CONFIG_FAULTS, "%s", single[i].to);
      cr_assert_eq (faults.n, 1, "%zu faults for: %s (%s | %s)", faults.n,
                    single[i].to, faults.v[0].message[LANG_EN],
                    faults.v[faults.n - 1].message[LANG_EN]);
      cr_assert_eq (faults.v[0].line, single[i].line, "line %d: %s",
                    faults.v[0].line, single[i].to);
      cr_assert (strstr (faults.v[0].message[LANG_EN], single[i].words),
                 "%s: %s", single[i].to, faults.v[0].message[LANG_EN]);
      cr_assert_str_neq (faults.v[0].message[LANG_JA],
                         faults.v[0].message[LANG_EN]);
    }
}

Test (config_faults, nobody_needs_the_list)
{
  CLEANUP_FREE char *text = edited (small, "version=\"1\"", "version=\"2\"");

  scratch_write (dir, "emi.xml", text, 0644);
  cr_assert_not (config_load (file, &config, NULL, &why));
  cr_assert_eq (why.code, CODE_CONFIG_FAULTS);
  cr_assert (strstr (why.detail, "emi.xml:2"), "%s", why.detail);
  cr_assert_null (config, "the output was touched");
  cr_assert_not (config_load (file, &config, NULL, NULL));
}

Test (config_faults, another_document)
{
  cr_assert_not (load (builtin_placeholder_xml.text));
  cr_assert_eq (faults.n, 1);
  cr_assert (strstr (faults.v[0].message[LANG_EN], "must begin with <emi>"));
}

Test (config_faults, of_a_file_that_is_nothing_but_faults)
{
  struct buffer b = BUFFER_INIT;

  buffer_text (&b, "<?xml version=\"1.0\"?><emi>");
  for (int i = 0; i < 100000; i++)
    buffer_text (&b, "<x y=''/>");
  buffer_text (&b, "</emi>");
  cr_assert_not (load (buffer_string (&b)));
  cr_assert_eq (faults.n, 200, "some are enough");
  buffer_done (&b);
}

Test (config_faults, two_megabytes)
{
  struct buffer b = BUFFER_INIT;

  buffer_text (&b, small);
  while (b.len < 2 * 1024 * 1024)
    buffer_text (&b, "                                                  \n");
  cr_assert_not (load (buffer_string (&b)));
  cr_assert_eq (why.code, CODE_CONFIG_FAULTS);
  cr_assert_eq (faults.n, 1);
  cr_assert_eq (faults.v[0].line, 0);
  cr_assert (strstr (faults.v[0].message[LANG_EN], "too large"));
  buffer_done (&b);
}

Test (config_faults, are_kept_in_order)
{
  config_faults_add (&faults, "a", 9, "j", "a9");
  config_faults_add (&faults, "b", 1, "j", "b1");
  config_faults_add (&faults, "a", 2, "j", "a2");
  config_faults_add (&faults, "b", 0, "j", "b0");
  config_faults_add (&faults, "a", 9, "j", "a9 second");
  static const char *const order[] = { "a2", "a9", "a9 second", "b0", "b1" };
  for (size_t i = 0; i < N_ELEMENTS (order); i++)
    cr_assert_str_eq (faults.v[i].message[LANG_EN], order[i]);
}

/* --- files that are not what they should be --- */

static void
ends_with (enum code code, const char *words)
{
  cr_assert_not (load (NULL));
  cr_assert_eq (why.code, code, "%d: %s", why.code, why.detail);
  cr_assert (strstr (why.detail, words), "%s", why.detail);
  cr_assert_eq (faults.n, 0);
}

Test (config_trust, no_file)
{
  ends_with (CODE_CONFIG_MISSING, "emi.xml");
  cr_assert_not (
      config_load ("/nowhere/at/all/emi.xml", &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING);
  cr_assert_not (config_load (dir, &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING, "a folder");
  cr_assert_not (config_load ("", &config, &faults, &why));
  cr_assert_eq (why.code, CODE_CONFIG_MISSING);
}

Test (config_trust, a_pipe_does_not_hang, .timeout = 20)
{
  cr_assert_eq (mkfifo (file, 0600), 0);
  ends_with (CODE_CONFIG_MISSING, "no regular file");
}

Test (config_trust, a_link)
{
  CLEANUP_FREE char *real = scratch_path (dir, "real.xml");

  scratch_write (dir, "real.xml", small, 0644);
  cr_assert_eq (symlink (real, file), 0);
  ends_with (CODE_CONFIG_UNSAFE, "symbolic link");
}

Test (config_trust, a_link_above_is_followed)
{
  CLEANUP_FREE char *link = scratch_path (dir, "link");
  CLEANUP_FREE char *there = scratch_path (dir, "link/emi.xml");

  scratch_write (dir, "emi.xml", small, 0644);
  cr_assert_eq (symlink (dir, link), 0);
  cr_assert (config_load (there, &config, &faults, &why), "%s", why.detail);
  cr_assert_str_eq (config->file, file, "absolute and without links");
}

Test (config_trust, a_relative_path)
{
  scratch_write (dir, "emi.xml", small, 0644);
  cr_assert_eq (chdir (dir), 0);
  cr_assert (config_load ("emi.xml", &config, &faults, &why));
  cr_assert_str_eq (config->file, file);
}

Test (config_trust, what_others_can_write)
{
  static const mode_t bad[] = { 0664, 0646, 0666 };

  cr_assert (load (small));
  for (size_t i = 0; i < N_ELEMENTS (bad); i++)
    {
      chmod (file, bad[i]);
      ends_with (CODE_CONFIG_UNSAFE, "emi.xml");
    }
  chmod (file, 0600);
  cr_assert (load (NULL));

  chmod (dir, 0770);
  ends_with (CODE_CONFIG_UNSAFE, dir);
  chmod (dir, 01777); /* sticky is enough for a folder above, not for ours */
  ends_with (CODE_CONFIG_UNSAFE, dir);
  chmod (dir, 0755);
  cr_assert (load (NULL));
}

Test (config_trust, keys)
{
  CLEANUP_FREE char *keys = scratch_path (dir, "keys");

  cr_assert (load (small), "not made yet");
  scratch_mkdir (dir, "keys", 0700);
  cr_assert (load (NULL));
  chmod (keys, 0750);
  ends_with (CODE_CONFIG_UNSAFE, "keys");
  chmod (keys, 0702);
  ends_with (CODE_CONFIG_UNSAFE, "keys");
}

Test (config_trust, the_profile)
{
  CLEANUP_FREE char *profile = scratch_path (dir, "profile.xml");

  cr_assert (load (small));
  chmod (profile, 0666);
  ends_with (CODE_CONFIG_UNSAFE, "profile.xml");
  unlink (profile);
  cr_assert_eq (symlink ("/dev/zero", profile), 0);
  cr_assert_not (load (NULL));
  cr_assert_eq (faults.n, 1);
  cr_assert_eq (faults.v[0].line, 4);
  cr_assert (strstr (faults.v[0].message[LANG_EN], "symbolic link"));
}

Test (config_trust, of_another_owner)
{
  if (geteuid () != 0)
    cr_skip ("only root can give a file away");
  cr_assert (load (small));
  cr_assert_eq (chown (file, 12345, 0), 0);
  ends_with (CODE_CONFIG_UNSAFE, "another user");
  cr_assert_eq (chown (file, 0, 0), 0);
  cr_assert_eq (chown (dir, 12345, 0), 0);
  ends_with (CODE_CONFIG_UNSAFE, "another user");
}
