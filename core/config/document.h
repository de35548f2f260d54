/* SPDX-License-Identifier: Apache-2.0 */
/* An XML file of ours (emi.xml, a profile) from bytes to a tree.  The file is
   written by people, so what is wrong with it is told with its line; but it is
   also the place where a stranger would start, so no DTD, no entity, nothing
   from elsewhere is ever read.  */
#ifndef EMI_CONFIG_DOCUMENT_H
#define EMI_CONFIG_DOCUMENT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"

#define DOCUMENT_MAX_BYTES ((size_t) 1024 * 1024)

/* FILE and DATA are borrowed for the document's life.  */
struct document
{
  const char *file; /* as it shows in faults */
  const char *data;
  size_t len;
  xmlDocPtr xml; /* NULL when it could not be read */
};

/* Reads LEN bytes.  Every fault goes to FAULTS.  Returns true when there is a
   tree to go on with, also when it has faults of its own; NO_MEMORY_OUT is set
   only when memory ran out.  */
bool document_parse (struct document *d, const char *file, const char *data,
                     size_t len, struct config_faults *faults,
                     bool *no_memory_out);
void document_done (struct document *d);

/* The line on which NODE's tag begins, or on which its ATTRIBUTE stands when
   one is named.  libxml2 knows only the line on which a tag ends.  */
int document_line (const struct document *d, const xmlNode *node,
                   const char *attribute);

/* The line of the byte at OFFSET, counted from 1.  */
int document_line_at (const struct document *d, size_t offset);

/* Marks NODE with the place of its tag, which ends before byte END.  Done by
   the parser for every element.  */
void document_mark (const struct document *d, xmlNode *node, size_t end);

#endif
