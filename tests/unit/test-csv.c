/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of CSV and text in pages: whatever a value is, it stays one value. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "report/csv.h"
#include "report/html.h"

static void
expect_cell (const char *text, const char *want)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  csv_cell (&b, true, text);
  cr_expect_not (b.failed);
  cr_expect_str_eq (buffer_string (&b), want, "%s: %s", text,
                    buffer_string (&b));
}

Test (csv, every_cell_is_quoted)
{
  expect_cell ("", "\"\"");
  expect_cell (NULL, "\"\"");
  expect_cell ("右片麻痺", "\"右片麻痺\"");
  expect_cell ("a,b;c", "\"a,b;c\"");
  expect_cell ("he said \"no\"", "\"he said \"\"no\"\"\"");
  expect_cell ("\"", "\"\"\"\"");
}

Test (csv, what_could_be_a_formula_gets_an_apostrophe)
{
  static const char *const begins[]
      = { "=", "+", "-", "@", "＝", "＋", "－", "＠", "−" };

  for (size_t i = 0; i < N_ELEMENTS (begins); i++)
    {
      char text[40], want[40];

      snprintf (text, sizeof text, "%s1+1", begins[i]);
      snprintf (want, sizeof want, "\"'%s1+1\"", begins[i]);
      expect_cell (text, want);
      snprintf (text, sizeof text, "x%s1", begins[i]);
      snprintf (want, sizeof want, "\"x%s1\"", begins[i]);
      expect_cell (text, want);
    }
}

Test (csv, blanks_and_unseen_characters_do_not_hide_a_formula)
{
  expect_cell (" =1", "\"' =1\"");
  expect_cell ("\u3000＝1", "\"'\u3000＝1\"");
  expect_cell ("\u200b=1", "\"'\u200b=1\"");
  expect_cell ("\ufeff@x", "\"'\ufeff@x\"");
  expect_cell ("\x1b=1", "\"'\ufffd=1\"");
}

Test (csv, a_leading_tab_or_line_end_gets_one_too)
{
  expect_cell ("\tx", "\"' x\"");
  expect_cell ("\rx", "\"' x\"");
  expect_cell ("\nx", "\"' x\"");
  expect_cell ("x\r\ny\tz", "\"x  y z\"");
}

Test (csv, controls_and_what_is_no_text_are_shown_as_marks)
{
  expect_cell ("a\x1b[31mb", "\"a\ufffd[31mb\"");
  expect_cell ("a\u202eb", "\"a\ufffdb\"");
  expect_cell ("<script>", "\"<script>\"");
  expect_cell ("../../x", "\"../../x\"");
  /* CP932 as a last resort, else marks; never a broken file.  */
  expect_cell ("\x8e\x8e", "\"試\"");
}

Test (csv, a_file_begins_with_its_mark_and_rows_end_with_crlf)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  csv_begin (&b);
  csv_cell (&b, true, "a");
  csv_cell (&b, false, "b");
  csv_end_row (&b);
  cr_expect_str_eq (buffer_string (&b), "\xef\xbb\xbf\"a\",\"b\"\r\n");
}

static void
expect_html (const char *text, const char *want)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  html_text (&b, text);
  cr_expect_not (b.failed);
  cr_expect_str_eq (buffer_string (&b), want);
}

Test (html, nothing_of_a_value_is_markup)
{
  expect_html (NULL, "");
  expect_html ("<script>alert(1)</script>",
               "&lt;script&gt;alert(1)&lt;/script&gt;");
  expect_html ("\"'&amp;", "&quot;&#39;&amp;amp;");
  expect_html ("髙子 <b>", "髙子 &lt;b&gt;");
  expect_html ("a\x1b[0m\u202e<", "a\ufffd[0m\ufffd&lt;");
  expect_html ("\x8e\x8e<", "試&lt;");
}

Test (html, an_element_holds_its_text)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  html_element (&b, "span", "id", "\"><i>");
  cr_expect_str_eq (buffer_string (&b),
                    "<span class=\"id\">&quot;&gt;&lt;i&gt;</span>");
}
