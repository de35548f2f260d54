/* SPDX-License-Identifier: Apache-2.0 */
/* Writing messages: see xml.h.  */
#include "xml.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
xml_begin (struct xml *x, bool one_line)
{
  *x = (struct xml) { .bytes = xmlBufferCreate () };
  x->writer = x->bytes ? xmlNewTextWriterMemory (x->bytes, 0) : NULL;
  x->failed = !x->writer;
  if (x->failed)
    return;
  xmlTextWriterSetIndent (x->writer, !one_line);
  xmlTextWriterSetIndentString (x->writer, BAD_CAST "  ");
  x->failed = xmlTextWriterStartDocument (x->writer, "1.0", "UTF-8", "no") < 0;
}

void
xml_open (struct xml *x, const char *name)
{
  if (!x->failed)
    x->failed = xmlTextWriterStartElement (x->writer, BAD_CAST name) < 0;
}

void
xml_close (struct xml *x)
{
  if (!x->failed)
    x->failed = xmlTextWriterEndElement (x->writer) < 0;
}

void
xml_text (struct xml *x, const char *name, const char *text)
{
  if (!x->failed && name && text)
    x->failed = xmlTextWriterWriteElement (x->writer, BAD_CAST name,
                                           BAD_CAST text)
                < 0;
}

void
xml_int (struct xml *x, const char *name, long value)
{
  char text[24];

  snprintf (text, sizeof text, "%ld", value);
  xml_text (x, name, text);
}

/* Appends LEN bytes of UTF-8 to OUT in the Windows code page.  glibc's CP932
   knows the extension characters that its Shift_JIS refuses.  */
static bool
to_cp932 (const char *text, size_t len, struct buffer *out)
{
  char piece[4096];
  char *in = (char *) text;
  iconv_t cd = iconv_open ("CP932", "UTF-8");
  bool good = true;

  if (cd == (iconv_t) -1)
    return false;
  while (len > 0 && good)
    {
      char *to = piece;
      size_t room = sizeof piece;

      good = iconv (cd, &in, &len, &to, &room) != (size_t) -1
             || errno == E2BIG;
      buffer_add (out, piece, (size_t) (to - piece));
    }
  iconv_close (cd);
  return good;
}

/* The same message as Windows writes it.  */
static bool
windows (const char *text, struct buffer *out)
{
  static const char utf8[] = "UTF-8";
  struct buffer crlf = BUFFER_INIT;
  const char *mark = strstr (text, utf8);
  bool good;

  if (mark)
    {
      buffer_add (&crlf, text, (size_t) (mark - text));
      buffer_text (&crlf, "Shift_JIS");
      text = mark + sizeof utf8 - 1;
    }
  for (; *text; text++)
    if (*text == '\n')
      buffer_text (&crlf, "\r\n");
    else
      buffer_add (&crlf, text, 1);
  good = !crlf.failed && to_cp932 (buffer_string (&crlf), crlf.len, out);
  buffer_done (&crlf);
  return good;
}

bool
xml_end (struct xml *x, bool cp932, struct buffer *out)
{
  bool good = !x->failed && xmlTextWriterEndDocument (x->writer) >= 0;

  if (x->writer)
    xmlFreeTextWriter (x->writer);
  if (good && cp932)
    good = windows ((const char *) xmlBufferContent (x->bytes), out);
  else if (good)
    buffer_add (out, xmlBufferContent (x->bytes),
                (size_t) xmlBufferLength (x->bytes));
  if (x->bytes)
    xmlBufferFree (x->bytes);
  *x = (struct xml) { .failed = true };
  return good && !out->failed;
}
