/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a summary: what must always stand in them, and that nothing
   from a message escapes into them.  */
#include <criterion/criterion.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uniwidth.h>

#include "lib/catalogue.h"
#include "report/summary.h"
#include "sample.h"

#define EMPTY "該当データなし（服薬なしの証明ではない）"

static const struct person jiro = {
  .name = (char *) "試験　次郎",
  .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
  .birth = (char *) "19680722",
  .sex = (char *) "1",
};

static struct config_section wish[] = {
  { .kind = (char *) "drug", .months = 3 },
  { .kind = (char *) "dialysis", .months = 3 },
  { .kind = (char *) "operation", .months = 60 },
  { .kind = (char *) "visit", .months = 3 },
  { .kind = (char *) "checkup", .months = 60 },
};

static char *words[] = { (char *) "抗凝固" };
static const struct config_highlight blood
    = { .label = (char *) "抗血栓薬", .words = words, .n_words = 1 };

static struct arranged
arrange (const struct summary *s)
{
  struct arranged a;

  cr_assert (arrange_summary (s, wish, N_ELEMENTS (wish), &blood, 1,
                              "2026-11-21", &a, NULL));
  return a;
}

static struct summary_view
view_of (const struct arranged *a, const char *claims_month)
{
  return (struct summary_view){
    .request = "r-abcdefghijklmnopqrstuvwxyz",
    .reception = "21-07",
    .time = "2026-11-21 02:17",
    .facility = "1319999999",
    .consent = 3,
    .pattern = 1,
    .person = &jiro,
    .arranged = a,
    .claims_month = claims_month,
  };
}

/* The sample answer, arranged and rendered.  */
struct rendered
{
  struct emergency_answer answer;
  struct arranged arranged;
  struct summary_view view;
  struct profile *profile;
};

static struct rendered
rendered_new (void)
{
  struct rendered r = { .profile = sample_profile () };
  size_t len;
  unsigned char *data
      = sample_bytes ("OWNDESIGN_EMTESTa01res_202611210101.xml", &len);

  cr_assert_eq (emergency_read (r.profile, data, len, &r.answer), OQS_READ_OK);
  free (data);
  r.arranged = arrange (&r.answer.summary);
  return r;
}

static void
rendered_done (struct rendered *r)
{
  arranged_done (&r->arranged);
  emergency_answer_done (&r->answer);
  profile_free (r->profile);
}

static void
expect_in (const struct buffer *b, const char *text)
{
  cr_expect (strstr (buffer_string (b), text), "no \"%s\" in\n%s", text,
             buffer_string (b));
}

static void
expect_not_in (const struct buffer *b, const char *text)
{
  cr_expect_null (strstr (buffer_string (b), text), "\"%s\" in\n%s", text,
                  buffer_string (b));
}

static size_t
count (const char *text, const char *what)
{
  size_t n = 0;

  for (; (text = strstr (text, what)); text += strlen (what))
    n++;
  return n;
}

TestSuite (summary, .init = catalogue_begin);

Test (summary, text_of_the_sample)
{
  struct rendered r = rendered_new ();
  struct buffer b = BUFFER_INIT;

  r.view = view_of (&r.arranged, r.answer.summary.claims_month);
  r.view.profile = r.profile;
  summary_text (&r.view, &b);
  cr_assert_not (b.failed);
  expect_in (&b, "シケン ジロウ（試験　次郎）");
  expect_in (&b, "58 歳");
  expect_in (&b, "同意取得困難");
  expect_in (&b, "21-07");
  expect_in (&b, "★抗血栓薬");
  expect_in (&b, "試験用抗凝固カプセル１１０ｍｇ");
  expect_in (&b, "架空内科クリニック");
  expect_in (&b, "（試験用）冠動脈形成術");
  expect_in (&b, "2026-06-10");
  expect_in (&b, "レセプト");
  expect_in (&b, "レセプト由来の情報は 2026年9月分まで。");
  expect_in (&b, "自衛官診療証");
  cr_expect_eq (count (buffer_string (&b), EMPTY), 1, "dialysis only");
  cr_expect (strstr (buffer_string (&b), "同意取得困難")
             < strstr (buffer_string (&b), "■"));
  buffer_done (&b);
  rendered_done (&r);
}

Test (summary, nothing_found)
{
  struct summary none = { .items = NULL };
  struct arranged a = arrange (&none);
  struct summary_view v = view_of (&a, NULL);
  struct buffer text = BUFFER_INIT, html = BUFFER_INIT, xml = BUFFER_INIT;

  summary_text (&v, &text);
  summary_html (&v, &html);
  cr_assert (summary_xml (&v, &xml));
  const struct buffer *all[] = { &text, &html, &xml };
  for (size_t i = 0; i < N_ELEMENTS (all); i++)
    {
      cr_expect_eq (count (buffer_string (all[i]), EMPTY), N_ELEMENTS (wish));
      expect_in (all[i], "何月分まで");
      expect_in (all[i], "自衛官診療証");
    }
  buffer_done (&text);
  buffer_done (&html);
  buffer_done (&xml);
  arranged_done (&a);
}

Test (summary, long_lists_are_cut_on_the_screen_only)
{
  struct summary_item items[300];
  struct summary s = { .items = items, .n_items = N_ELEMENTS (items) };
  char names[N_ELEMENTS (items)][16];

  for (size_t i = 0; i < N_ELEMENTS (items); i++)
    snprintf (names[i], sizeof names[i], "ほか%zu", i);
  for (size_t i = 0; i < N_ELEMENTS (items); i++)
    items[i] = (struct summary_item){
      .kind = (char *) (i % 3 ? "drug" : "visit"),
      .date = (char *) "2026-11-01",
      .name = (char *) (i == 100 ? "抗凝固" : names[i]),
    };
  struct arranged a = arrange (&s);
  struct summary_view v = view_of (&a, NULL);
  struct buffer text = BUFFER_INIT, html = BUFFER_INIT;

  summary_text (&v, &text);
  cr_expect_leq (count (buffer_string (&text), "\n"), 40);
  expect_in (&text, "200 件のうち");
  expect_in (&text, "100 件のうち 3 件を表示");
  expect_in (&text, "★抗血栓薬");
  summary_html (&v, &html);
  cr_expect_eq (count (buffer_string (&html), "<tr"), 300 + 2);
  buffer_done (&text);
  buffer_done (&html);
  arranged_done (&a);
}

/* The same drug again and again: one line, and how often; all on the page and
   when everything is wanted.  */
Test (summary, what_is_the_same_stands_together)
{
  struct summary_item items[30];
  struct summary s = { .items = items, .n_items = N_ELEMENTS (items) };

  for (size_t i = 0; i < N_ELEMENTS (items); i++)
    items[i] = (struct summary_item){
      .kind = (char *) (i % 3 ? "drug" : "visit"),
      .date = (char *) (i == 20 ? "2026-11-09" : "2026-11-01"),
      .name = (char *) (i % 3 == 1   ? "錠Ａ"
                        : i % 3 == 2 ? "抗凝固錠"
                                     : NULL),
      .quantity = (char *) (i == 28 ? "2 錠" : "1 錠"),
      .institution = (char *) "架空医院",
    };
  struct arranged a = arrange (&s);
  struct summary_view v = view_of (&a, NULL);
  struct buffer text = BUFFER_INIT;

  summary_text (&v, &text);
  expect_in (&text, "2026-11-09  抗凝固錠  1 錠  （ほか 9 件）");
  expect_in (&text, "錠Ａ  1 錠  （ほか 8 件）");
  expect_in (&text, "錠Ａ  2 錠  架空医院");
  expect_in (&text, "20 件\n");
  expect_not_in (&text, "のうち");
  buffer_reset (&text);
  v.full = true;
  summary_text (&v, &text);
  cr_expect_eq (count (buffer_string (&text), "錠Ａ"), 10);
  expect_not_in (&text, "ほか");
  buffer_done (&text);
  arranged_done (&a);
}

/* However narrow: no line is wider, and nothing is lost.  */
Test (summary, lines_are_broken_to_the_screen)
{
  struct rendered r = rendered_new ();
  struct buffer b = BUFFER_INIT;

  r.view = view_of (&r.arranged, r.answer.summary.claims_month);
  for (int width = 40; width < 200; width += 20)
    {
      buffer_reset (&b);
      r.view.columns = width;
      summary_text (&r.view, &b);
      expect_in (&b, "試験用抗凝固カプセル");
      char *save = NULL;
      for (char *l = strtok_r ((char *) b.data, "\n", &save); l;
           l = strtok_r (NULL, "\n", &save))
        cr_expect_leq (u8_strwidth ((uint8_t *) l, "UTF-8"), width, "%s", l);
    }
  buffer_done (&b);
  rendered_done (&r);
}

/* A pattern that does not ask for a kind says so; it does not say that
   nothing was found.  */
Test (summary, what_was_not_asked_for)
{
  struct summary none = { .items = NULL };
  struct profile *p = sample_profile ();
  struct arranged a = arrange (&none);
  struct summary_view v = view_of (&a, NULL);
  struct buffer text = BUFFER_INIT, html = BUFFER_INIT, xml = BUFFER_INIT;

  arranged_reach (&a, profile_pattern (p, 4), "2026-11-21");
  v.pattern = 4;
  summary_text (&v, &text);
  summary_html (&v, &html);
  cr_assert (summary_xml (&v, &xml));
  const struct buffer *all[] = { &text, &html };
  for (size_t i = 0; i < N_ELEMENTS (all); i++)
    {
      cr_expect_eq (count (buffer_string (all[i]), EMPTY), 1);
      expect_in (all[i], "求めていない項目（パターン 4）：透析、手術、受診歴");
    }
  cr_expect_eq (count (buffer_string (&xml), "asked=\"no\""), 4);
  cr_expect_eq (count (buffer_string (&xml), EMPTY), 1);
  buffer_done (&text);
  buffer_done (&html);
  buffer_done (&xml);
  arranged_done (&a);
  profile_free (p);
}

/* What a hostile message may carry in any of its texts.  */
#define EVIL "<script>\"'&\x1b[2J\xe2\x80\xae\xc2\x9b"

Test (summary, nothing_escapes)
{
  struct summary_item items[] = { {
      .kind = (char *) "drug",
      .source = (char *) EVIL,
      .date = (char *) "2026-11-01",
      .name = (char *) EVIL "抗凝固",
      .code = (char *) EVIL,
      .institution = (char *) EVIL,
      .prescriber = (char *) EVIL,
      .quantity = (char *) EVIL,
      .usage = (char *) EVIL,
  } };
  struct summary s = { .items = items, .n_items = 1 };
  struct person evil = { .name = (char *) EVIL,
                         .kana = (char *) EVIL,
                         .birth = (char *) "<b>",
                         .sex = (char *) EVIL };
  const char *notices[] = { EVIL };
  struct arranged a = arrange (&s);
  struct summary_view v = view_of (&a, NULL);
  struct buffer text = BUFFER_INIT, html = BUFFER_INIT, xml = BUFFER_INIT;

  v.person = &evil;
  v.notices = notices;
  v.n_notices = 1;
  summary_text (&v, &text);
  summary_html (&v, &html);
  cr_assert (summary_xml (&v, &xml));
  const struct buffer *all[] = { &text, &html, &xml };
  for (size_t i = 0; i < N_ELEMENTS (all); i++)
    {
      expect_not_in (all[i], "\x1b");
      expect_not_in (all[i], "\xe2\x80\xae");
      expect_not_in (all[i], "\xc2\x9b");
    }
  expect_not_in (&html, "<script");
  expect_not_in (&html, "<b>\"");
  expect_in (&html, "&lt;script&gt;&quot;&#39;&amp;");
  expect_not_in (&xml, "<script");
  xmlDocPtr doc = xmlReadMemory (buffer_string (&xml), (int) xml.len, NULL,
                                 NULL, XML_PARSE_NONET);
  cr_expect (doc);
  xmlFreeDoc (doc);
  buffer_done (&text);
  buffer_done (&html);
  buffer_done (&xml);
  arranged_done (&a);
}

Test (summary, html_of_the_sample)
{
  struct rendered r = rendered_new ();
  struct buffer b = BUFFER_INIT;

  r.view = view_of (&r.arranged, r.answer.summary.claims_month);
  r.view.profile = r.profile;
  summary_html (&r.view, &b);
  cr_assert_not (b.failed);
  expect_in (&b, "<html lang=\"ja\">");
  expect_in (&b, "content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  expect_in (&b, "<meta charset=\"UTF-8\">");
  expect_in (&b, "救急時医療情報閲覧権限を持つ者のみ");
  expect_in (&b, "banner difficult");
  expect_in (&b, "★抗血栓薬");
  expect_in (&b, "2026年9月分まで");
  expect_not_in (&b, "http:");
  expect_not_in (&b, "https:");
  expect_not_in (&b, "onclick");
  buffer_done (&b);
  rendered_done (&r);
}

Test (summary, xml_of_the_sample)
{
  struct rendered r = rendered_new ();
  struct buffer b = BUFFER_INIT;

  r.view = view_of (&r.arranged, r.answer.summary.claims_month);
  cr_assert (summary_xml (&r.view, &b));
  expect_in (&b, "encoding=\"UTF-8\"");
  expect_in (&b, "試験用抗凝固カプセル１１０ｍｇ");
  expect_not_in (&b, "&#");
  expect_in (&b, "consent=\"difficult\"");
  expect_in (&b, "access=\"emergency-permission-only\"");
  expect_in (&b, "<claims month=\"2026-09\">");

  xmlDocPtr doc = xmlReadMemory (buffer_string (&b), (int) b.len, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOBLANKS);
  cr_assert (doc);
  size_t i = 0;
  for (xmlNodePtr n = xmlDocGetRootElement (doc)->children; n; n = n->next)
    if (strcmp ((const char *) n->name, "section") == 0)
      {
        xmlChar *kind = xmlGetProp (n, BAD_CAST "kind");
        cr_expect_str_eq ((const char *) kind, wish[i++].kind);
        xmlFree (kind);
      }
  cr_expect_eq (i, N_ELEMENTS (wish));
  xmlFreeDoc (doc);
  buffer_done (&b);
  rendered_done (&r);
}

Test (summary, manifest)
{
  struct rendered r = rendered_new ();
  struct buffer b = BUFFER_INIT;
  struct summary_file files[]
      = { { .name = "summary.xml", .form = "xml", .data = "abc", .len = 3 } };

  r.view = view_of (&r.arranged, r.answer.summary.claims_month);
  cr_assert (manifest_json (&r.view, files, 1, &b));
  json_t *m = json_loads (buffer_string (&b), JSON_REJECT_DUPLICATES, NULL);
  cr_assert (m);
  const char *access, *request, *from, *to, *kind, *form, *name, *sum;
  int items, bytes;
  cr_assert_eq (
      json_unpack (m,
                   "{s:s, s:s, s:[s], s:{s:i}, s:{s:{s:s, s:s}}, s:[s], "
                   "s:[{s:s, s:s, s:i}]}",
                   "access", &access, "request", &request, "kinds", &kind,
                   "items", "drug", &items, "period", "drug", "from", &from,
                   "to", &to, "forms", &form, "files", "name", &name, "sha256",
                   &sum, "bytes", &bytes),
      0);
  cr_expect_str_eq (access, "emergency-permission-only");
  cr_expect_str_eq (request, "r-abcdefghijklmnopqrstuvwxyz");
  cr_expect_str_eq (kind, "drug");
  cr_expect_eq (items, 1);
  cr_expect_str_eq (from, "2026-08-21");
  cr_expect_str_eq (to, "2026-11-21");
  cr_expect_str_eq (form, "xml");
  cr_expect_str_eq (name, "summary.xml");
  cr_expect_eq (bytes, 3);
  cr_expect_str_eq (sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb41"
                         "0ff61f20015ad");
  expect_not_in (&b, "ｼｹﾝ");
  expect_not_in (&b, "19680722");
  json_decref (m);
  buffer_done (&b);
  rendered_done (&r);
}

/* Of a PDF nothing is known to us, so nothing is called empty.  */
Test (summary, pdf)
{
  struct summary_view v = view_of (NULL, NULL);
  struct buffer text = BUFFER_INIT, html = BUFFER_INIT, json = BUFFER_INIT;
  struct summary_file files[]
      = { { .name = "summary.pdf", .form = "pdf", .data = "%PDF", .len = 4 } };

  v.pdf = true;
  summary_text (&v, &text);
  summary_html (&v, &html);
  cr_expect (manifest_json (&v, files, 1, &json));
  expect_in (&text, "summary.pdf");
  expect_not_in (&text, EMPTY);
  expect_in (&html, "summary.pdf");
  expect_not_in (&html, EMPTY);
  expect_in (&json, "\"pdf\"");
  buffer_done (&text);
  buffer_done (&html);
  buffer_done (&json);
}

Test (summary, english_text)
{
  struct summary none = { .items = NULL };
  struct arranged a = arrange (&none);
  struct summary_view v = view_of (&a, "2026-09");
  struct buffer b = BUFFER_INIT;

  v.lang = LANG_EN;
  v.consent = 1;
  summary_text (&v, &b);
  expect_in (&b, "consent given");
  expect_in (&b, "up to 2026-09");
  expect_in (&b, "Drugs");
  buffer_done (&b);
  arranged_done (&a);
}

/* Hardly anything known about the person: still a page.  */
Test (summary, unknown_person)
{
  struct summary none = { .items = NULL };
  struct person nobody = { 0 };
  struct arranged a = arrange (&none);
  struct summary_view v = { .arranged = &a, .person = &nobody };
  struct buffer b = BUFFER_INIT;

  summary_text (&v, &b);
  summary_html (&v, &b);
  cr_expect (summary_xml (&v, &b));
  cr_expect (manifest_json (&v, NULL, 0, &b));
  v.person = NULL;
  summary_text (&v, &b);
  summary_html (&v, &b);
  cr_expect (summary_xml (&v, &b));
  expect_in (&b, "性別不明");
  buffer_done (&b);
  arranged_done (&a);
}
