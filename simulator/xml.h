/* SPDX-License-Identifier: Apache-2.0 */
/* Writing national messages, as UTF-8; how they are dressed comes after
   (dress.h).  */
#ifndef EMI_SIMULATOR_XML_H
#define EMI_SIMULATOR_XML_H

#include <stdbool.h>

#include <libxml/xmlwriter.h>

#include "base/buffer.h"

struct xml
{
  xmlBufferPtr bytes;
  xmlTextWriterPtr writer;
  bool failed;
};

void xml_begin (struct xml *x);
void xml_open (struct xml *x, const char *name);
void xml_close (struct xml *x);
/* <NAME>TEXT</NAME>; nothing when either is NULL.  */
void xml_text (struct xml *x, const char *name, const char *text);
void xml_int (struct xml *x, const char *name, long value);

/* Appends the message to OUT.  False when anything failed on the way.  Frees
   X.  */
bool xml_end (struct xml *x, struct buffer *out);

#endif
