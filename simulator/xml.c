/* SPDX-License-Identifier: Apache-2.0 */
/* Writing messages: see xml.h.  */
#include "xml.h"

#include <stdio.h>

void
xml_begin (struct xml *x)
{
  *x = (struct xml){ .bytes = xmlBufferCreate () };
  x->writer = x->bytes ? xmlNewTextWriterMemory (x->bytes, 0) : NULL;
  x->failed = !x->writer;
  if (x->failed)
    return;
  xmlTextWriterSetIndent (x->writer, 1);
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
    x->failed
        = xmlTextWriterWriteElement (x->writer, BAD_CAST name, BAD_CAST text)
          < 0;
}

void
xml_int (struct xml *x, const char *name, long value)
{
  char text[24];

  snprintf (text, sizeof text, "%ld", value);
  xml_text (x, name, text);
}

bool
xml_end (struct xml *x, struct buffer *out)
{
  bool good = !x->failed && xmlTextWriterEndDocument (x->writer) >= 0;

  if (x->writer)
    xmlFreeTextWriter (x->writer);
  if (good)
    buffer_add (out, xmlBufferContent (x->bytes),
                (size_t) xmlBufferLength (x->bytes));
  if (x->bytes)
    xmlBufferFree (x->bytes);
  *x = (struct xml){ .failed = true };
  return good && !out->failed;
}
