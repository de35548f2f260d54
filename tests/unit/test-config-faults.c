/* SPDX-License-Identifier: Apache-2.0 */
/* emi.xml: every fault of a bad one is found, each once and on its line.  */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "lib/edited.h"
#include "small-config.h"

TestSuite (config_faults, .init = begin, .fini = end);

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

#define PATIENT(insurer)                                                      \
  "<patient insurer=\"" insurer "\" symbol=\"\" number=\"1\" "                \
  "branch=\"01\" name=\"a\" kana=\"a\" birth=\"19530503\" sex=\"1\"/>"

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
