/* SPDX-License-Identifier: Apache-2.0 */
/* What a grammar of ours says about one element, read out of the RELAX NG.
   Only the forms that emi.rng keeps to (see its head) are understood.  */
#ifndef EMI_CONFIG_GRAMMAR_RULE_H
#define EMI_CONFIG_GRAMMAR_RULE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/codes.h"

#define RULE_MAX_PARTS 48 /* more than any element of ours has */

/* An attribute or a child that an element may have.  */
struct rule_part
{
  const char *name;
  xmlNode *node; /* its <attribute> or <element> in the grammar */
  bool child;
  bool required;
  bool many;
};

struct rule
{
  struct rule_part parts[RULE_MAX_PARTS];
  size_t n;
  bool text; /* text may stand inside */
};

/* The <element> that GRAMMAR starts with.  */
xmlNode *rule_start (xmlDoc *grammar);

/* Reads what ELEMENT (of a grammar) may have.  */
void rule_read (xmlNode *element, struct rule *out);
const struct rule_part *rule_part (const struct rule *rule, bool child,
                                   const char *name);

/* Whether VALUE fits an ATTRIBUTE of a grammar.  */
bool rule_fits (xmlNode *attribute, const char *value);
/* What would fit, as half a sentence in new memory; NULL without memory or
   when the grammar does not tell.  */
char *rule_help (xmlNode *attribute, enum lang lang);

#endif
