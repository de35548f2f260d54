/* SPDX-License-Identifier: Apache-2.0 */
/* Why a document breaks its grammar: one fault for each place, in words.  */
#include "config/grammar-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "config/grammar-rule.h"

static void
say_value (struct reading *r, xmlNode *node, const char *name,
           const char *value, xmlNode *attribute)
{
  CLEANUP_FREE char *ja = rule_help (attribute, LANG_JA);
  CLEANUP_FREE char *en = rule_help (attribute, LANG_EN);

  reading_say_value (r, node, name, value, ja, en);
}

static void
explain_attributes (struct reading *r, xmlNode *node, const struct rule *rule)
{
  const char *element = (const char *) node->name;

  for (xmlAttr *a = node->properties; a && r->faults->n < READING_MAX_FAULTS;
       a = a->next)
    {
      const char *name = (const char *) a->name;
      const struct rule_part *part
          = a->ns ? NULL : rule_part (rule, false, name);
      CLEANUP_FREE char *value = reading_attribute (r, node, name);
      CLEANUP_FREE char *quoted = reading_quote (name);
      if (!part)
        reading_fault (r, reading_line (r, node, name),
                       N_ ("<%s> に属性 %s は書けません"), element,
                       quoted ? quoted : "");
      else if (value && !rule_fits (part->node, value))
        say_value (r, node, name, value, part->node);
    }
  for (size_t i = 0; i < rule->n; i++)
    if (!rule->parts[i].child && rule->parts[i].required
        && !xmlHasNsProp (node, BAD_CAST rule->parts[i].name, NULL))
      reading_fault (r, reading_line (r, node, NULL),
                     N_ ("<%s> に属性 %s がありません"), element,
                     rule->parts[i].name);
}

/* The line of the first visible letter of a text node; libxml2 tells the line
   on which the text ends.  */
static int
text_line (const xmlNode *text)
{
  const char *p = (const char *) text->content;
  int line = (int) xmlGetLineNo (text);

  for (p += strspn (p, " \t\r\n"); *p; p++)
    line -= *p == '\n';
  return line;
}

static void
explain_text (struct reading *r, xmlNode *node, const struct rule *rule)
{
  for (xmlNode *c = node->children; c && !rule->text; c = c->next)
    if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
        && !xmlIsBlankNode (c))
      reading_fault (r, text_line (c), N_ ("<%s> の中に文字は書けません"),
                     (const char *) node->name);
}

static void
explain_element (struct reading *r, xmlNode *node, xmlNode *rule_node)
{
  const char *element = (const char *) node->name;
  struct rule rule;

  rule_read (rule_node, &rule);
  explain_attributes (r, node, &rule);
  explain_text (r, node, &rule);
  for (xmlNode *c = reading_child (node, NULL); c; c = reading_next (c, NULL))
    {
      const char *name = (const char *) c->name;
      const struct rule_part *part
          = c->ns ? NULL : rule_part (&rule, true, name);
      CLEANUP_FREE char *quoted = reading_quote (name);
      if (!part)
        reading_fault (r, reading_line (r, c, NULL),
                       N_ ("<%s> の中に <%s> は書けません"), element,
                       quoted ? quoted : "");
      else if (!part->many && reading_child (node, name) != c)
        reading_fault (r, reading_line (r, c, NULL),
                       N_ ("<%s> の中に <%s> は一つだけ書けます"), element,
                       part->name);
      if (part)
        explain_element (r, c, part->node);
    }
  for (size_t i = 0; i < rule.n; i++)
    if (rule.parts[i].child && rule.parts[i].required
        && !reading_child (node, rule.parts[i].name))
      reading_fault (r, reading_line (r, node, NULL),
                     N_ ("<%s> の中に <%s> がありません"), element,
                     rule.parts[i].name);
}

void
grammar_explain (struct reading *r, xmlDoc *grammar)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  xmlNode *start = rule_start (grammar);
  CLEANUP_FREE char *found = reading_quote ((const char *) root->name);
  xmlChar *wanted = xmlGetNoNsProp (start, BAD_CAST "name");

  if (wanted && reading_is (root, (const char *) wanted))
    explain_element (r, root, start);
  else if (root->ns)
    reading_fault (r, reading_line (r, root, "xmlns"),
                   N_ ("名前空間（xmlns）は使えません"));
  else
    reading_fault (r, reading_line (r, root, NULL),
                   N_ ("<%s> で始まるファイルではありません（<%s> です）"),
                   wanted ? (const char *) wanted : "", found ? found : "");
  xmlFree (wanted);
}
