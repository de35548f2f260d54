/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a refused request, as one line for people.  */
#include <criterion/criterion.h>
#include <string.h>

#include "base/text.h"
#include "oqs/emergency.h"
#include "sample.h"

static void
expect (const char *data, size_t len, const char *want)
{
  char *text = err_text (data, len);

  cr_expect_str_eq (text, want);
  free (text);
}

Test (err, the_sample)
{
  size_t len;
  unsigned char *data = sample_bytes ("OQSsiquc01req_202611210013.err", &len);

  expect ((const char *) data, len,
          "（試験用）要求ファイルの項目が不正です。"
          "QualificationConfirmationDate");
  free (data);
}

Test (err, encodings_and_lines)
{
  expect (NULL, 0, "");
  expect ("\xef\xbb\xbf"
          "a",
          4, "a");
  expect ("\x8e\x8e\x8c\xb1\r\n", 6, "試験");
  expect ("  a \r\n\t b\n", 10, "a b");
  expect ("a\x1b[31mb", 7, "a\xef\xbf\xbd[31mb");
  expect ("a\0b", 3,
          "a\xef\xbf\xbd"
          "b");
  expect ("a\xff", 2, "a\xef\xbf\xbd");
}

Test (err, long_text_is_cut)
{
  struct buffer b = BUFFER_INIT;

  for (int i = 0; i < 3000; i++)
    buffer_text (&b, "試");
  char *text = err_text (b.data, b.len);
  cr_expect_eq (text_chars (text), 500);
  cr_expect_eq (strncmp (text, "試試", 6), 0);
  free (text);

  /* The same in the Windows code page, with the cut inside a character.  */
  buffer_reset (&b);
  buffer_text (&b, "x");
  for (int i = 0; i < 3000; i++)
    buffer_text (&b, "\x8e\x8e");
  text = err_text (b.data, b.len);
  cr_expect_eq (text_chars (text), 500);
  cr_expect_eq (strncmp (text, "x試試", 7), 0);
  free (text);
  buffer_done (&b);
}

Test (err, every_prefix_of_the_sample)
{
  size_t len;
  unsigned char *data = sample_bytes ("OQSsiquc01req_202611210013.err", &len);

  for (size_t n = 0; n < len; n++)
    {
      char *text = err_text (data, n);
      cr_assert (text && text_is_utf8 (text, strlen (text)));
      free (text);
    }
  free (data);
}
