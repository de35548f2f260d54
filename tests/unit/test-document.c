/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that are to be an XML file of ours: hostile, broken, in a wrong
   encoding.  Each ends with its sentence on its line, none is followed.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "config/document.h"
#include "lib/catalogue.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static struct config_faults faults;
static struct document doc;

static bool
parse (const char *text, size_t len)
{
  bool no_memory = false;
  bool good;

  config_faults_done (&faults);
  document_done (&doc);
  good = document_parse (&doc, "t.xml", text, len, &faults, &no_memory);
  cr_assert_not (no_memory);
  cr_assert_eq (good, doc.xml != NULL);
  return good;
}

static void
end (void)
{
  config_faults_done (&faults);
  document_done (&doc);
}

TestSuite (document, .init = catalogue_begin, .fini = end);

/* TEXT has one fault, on LINE, whose English holds WORDS.  */
static void
one_fault (const char *text, size_t len, int line, const char *words)
{
  parse (text, len);
  cr_assert_eq (faults.n, 1, "%zu faults, wanted: %s", faults.n, words);
  cr_assert_eq (faults.v[0].line, line, "line %d: %s", faults.v[0].line,
                faults.v[0].message[LANG_EN]);
  cr_assert (strstr (faults.v[0].message[LANG_EN], words), "%s",
             faults.v[0].message[LANG_EN]);
  cr_assert_str_not_empty (faults.v[0].message[LANG_JA]);
  cr_assert_str_eq (faults.v[0].file, "t.xml");
}

static void
one_fault_text (const char *text, int line, const char *words)
{
  one_fault (text, strlen (text), line, words);
}

Test (document, good)
{
  static const char text[] = HEAD "<a>\n  <b/>\n</a>\n";

  cr_assert (parse (text, strlen (text)));
  cr_assert_eq (faults.n, 0);
}

Test (document, a_mark_before_the_text_is_no_fault)
{
  static const char text[] = "\xef\xbb\xbf" HEAD "<a>\n<b/></a>";

  cr_assert (parse (text, strlen (text)));
  cr_assert_eq (faults.n, 0);
  xmlNode *b = xmlDocGetRootElement (doc.xml)->last;
  cr_assert_eq (document_line (&doc, b, NULL), 3);
}

Test (document, no_dtd_is_looked_at)
{
  one_fault_text (HEAD "<!DOCTYPE a>\n<a/>", 2, "DOCTYPE");
  one_fault_text (HEAD "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">\n<a/>", 2,
                  "DOCTYPE");
  one_fault_text (HEAD "<!DOCTYPE a [\n<!ENTITY x SYSTEM \"file:///dev/zero\">"
                       "\n<!ENTITY % y SYSTEM \"http://127.0.0.1:9/\">%y;\n]>"
                       "\n<a>&x;</a>",
                  2, "DOCTYPE");
  cr_assert_null (doc.xml);
}

Test (document, entity_bomb)
{
  one_fault_text (HEAD "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">"
                       "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                       "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                       "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
                       "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>"
                       "<a b=\"&e;&e;&e;&e;\">&e;&e;</a>",
                  2, "DOCTYPE");
}

/* TIMES times TEXT between HEAD and TAIL, in new memory.  */
static char *
many (const char *head, const char *text, size_t times, const char *tail)
{
  size_t step = strlen (text), at = strlen (head);
  char *out = malloc (at + step * times + strlen (tail) + 1);

  cr_assert (out);
  memcpy (out, head, at);
  for (size_t i = 0; i < times; i++, at += step)
    memcpy (out + at, text, step);
  strcpy (out + at, tail);
  return out;
}

Test (document, deep_nesting)
{
  CLEANUP_FREE char *text = many (HEAD, "<a>", 100000, "");

  one_fault_text (text, 2, "too deeply");
  cr_assert_null (doc.xml);
}

/* libxml2 alone needs over a minute for this one.  */
Test (document, nothing_but_attributes, .timeout = 20)
{
  CLEANUP_FREE char *text = many (HEAD "<a ", "q=\"\" ", 150000, "/>");

  one_fault_text (text, 2, "too many attributes");
}

Test (document, encodings)
{
  static const char utf16[] = "\xff\xfe<\0a\0/\0>\0";
  static const char nul[] = HEAD "<a>\0</a>";

  one_fault_text ("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\n<a>\n"
                  "\x8b\x7e\x8b\x7d</a>",
                  3, "UTF-8");
  one_fault_text ("<?xml version=\"1.0\" encoding=\"EUC-JP\"?>\n<a/>", 1,
                  "not \"EUC-JP\"");
  one_fault_text (HEAD "<a>\xed\xa0\x80</a>", 2, "UTF-8"); /* a surrogate */
  one_fault_text (HEAD "<a>\xc0\xaf</a>", 2, "UTF-8");     /* overlong */
  one_fault (utf16, sizeof utf16 - 1, 1, "UTF-8");
  one_fault (nul, sizeof nul - 1, 2, "UTF-8");
}

Test (document, declaration)
{
  one_fault_text ("<a/>", 1, "first line");
  one_fault_text ("\n" HEAD "<a/>", 1, "first line");
  one_fault ("", 0, 0, "empty");
  parse ("<?xml version='1.0'?><a/>", 25);
  cr_assert_eq (faults.n, 0, "single quotes are XML too");
}

Test (document, not_well_formed)
{
  one_fault_text (HEAD "<a>\n<b></a>", 3, "do not match");
  one_fault_text (HEAD "<a>\n<b>", 3, "not closed");
  one_fault_text (HEAD "<a b=1/>", 2, "quotes");
  one_fault_text (HEAD "<a b=\"<\"/>", 2, "&lt;");
  one_fault_text (HEAD "<a/>\n<b/>", 3, "behind the end");
  one_fault_text (HEAD "<a>\nx & y</a>", 3, "&amp;");
  cr_assert_null (doc.xml);
}

/* One place is wrong, the rest is as it was meant: it can be judged too.  */
Test (document, goes_on_after_a_local_fault)
{
  one_fault_text (HEAD "<a b=\"1\" b=\"2\"><c/></a>", 2, "twice");
  cr_assert_not_null (doc.xml);
  one_fault_text (HEAD "<a>\n&x;<c/></a>", 3, "&amp;");
  cr_assert_not_null (doc.xml);
}

Test (document, no_control_character_reaches_a_message)
{
  parse (HEAD "<a>&\xe2\x80\xae;</a>", strlen (HEAD "<a>&\xe2\x80\xae;</a>"));
  cr_assert_gt (faults.n, 0);
  for (size_t i = 0; i < faults.n; i++)
    {
      cr_assert_null (strstr (faults.v[i].message[LANG_EN], "\xe2\x80\xae"));
      cr_assert_null (strchr (faults.v[i].message[LANG_EN], '\n'));
    }
}

Test (document, lines_of_tags_and_attributes)
{
  static const char text[] = HEAD "<!-- < -->\n"
                                  "<a\n"
                                  "  x=\" y= \"\n"
                                  "  xy='>'\n"
                                  "  y\n"
                                  "=\"1\">\n"
                                  "  <b/><c\n"
                                  "  d=\"\"/>\n"
                                  "</a>\n";
  cr_assert (parse (text, strlen (text)));
  xmlNode *a = xmlDocGetRootElement (doc.xml);
  xmlNode *b = xmlFirstElementChild (a);
  xmlNode *c = xmlNextElementSibling (b);

  cr_assert_eq (document_line (&doc, a, NULL), 3);
  cr_assert_eq (document_line (&doc, a, "x"), 4);
  cr_assert_eq (document_line (&doc, a, "xy"), 5);
  cr_assert_eq (document_line (&doc, a, "y"), 6);
  cr_assert_eq (document_line (&doc, a, "z"), 3, "not there: the tag");
  cr_assert_eq (document_line (&doc, b, NULL), 8);
  cr_assert_eq (document_line (&doc, c, NULL), 8);
  cr_assert_eq (document_line (&doc, c, "d"), 9);
}
