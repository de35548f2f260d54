/* SPDX-License-Identifier: Apache-2.0 */
/* What everything that reads a document of ours shares: saying a fault in both
   languages at its line, and taking attributes and children out of the tree.
   That memory ran out is remembered and looked at once, at the end.  */
#ifndef EMI_CONFIG_READING_H
#define EMI_CONFIG_READING_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "config/config.h"
#include "config/document.h"

/* More faults than this help nobody; the rest is left out, so that a file of
   nothing but faults costs no time.  */
#define READING_MAX_FAULTS 200

struct reading
{
  const struct document *doc;
  struct config_faults *faults;
  bool no_memory;
};

/* Adds a fault, in both languages; JA is a format in Japanese, for the
   catalogue.  */
void reading_fault (struct reading *r, int line, const char *ja, ...)
    __attribute__ ((format (printf, 3, 4)));

/* The same in both languages as they are; what has no memory for them is
   remembered.  */
void reading_add (struct reading *r, int line, struct buffer *ja,
                  struct buffer *en);

/* Adds the fault JA with WHY (may be NULL) behind it in brackets.  */
void reading_say_why (struct reading *r, int line, const char *ja,
                      const char *why);

/* Adds that NODE's attribute NAME cannot be VALUE; JA and EN (both or none)
   tell what it can be.  */
void reading_say_value (struct reading *r, const xmlNode *node,
                        const char *name, const char *value, const char *ja,
                        const char *en);

/* A short, harmless copy of TEXT for a message; NULL without memory.  */
char *reading_quote (const char *text);

/* The line of NODE, or of its ATTRIBUTE.  */
int reading_line (const struct reading *r, const xmlNode *node,
                  const char *attribute);

/* The attribute's value in new memory; NULL when it is not there.  */
char *reading_attribute (struct reading *r, xmlNode *node, const char *name);
/* The same with a default.  */
char *reading_attribute_or (struct reading *r, xmlNode *node, const char *name,
                            const char *fallback);
/* Whether the attribute is there and says WORD.  */
bool reading_attribute_is (struct reading *r, xmlNode *node, const char *name,
                           const char *word);
/* The text inside NODE, trimmed, in new memory; NULL when there is none.  */
char *reading_text (struct reading *r, xmlNode *node);
char *reading_copy (struct reading *r, const char *text);

/* The words of TEXT, split at blanks (also the ideographic one), in new
   memory; NULL with *N_OUT 0 when TEXT is NULL or has none.  */
char **reading_words (struct reading *r, const char *text, size_t *n_out);

/* Zeroed memory for N things of SIZE; NULL when N is 0.  */
void *reading_array (struct reading *r, size_t n, size_t size);

/* Children that are elements of that name (NULL: any name).  */
xmlNode *reading_child (xmlNode *parent, const char *name);
xmlNode *reading_next (xmlNode *node, const char *name);
size_t reading_count (xmlNode *parent, const char *name);
bool reading_is (const xmlNode *node, const char *name);

#endif
