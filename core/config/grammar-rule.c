/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a RELAX NG grammar as data: which attributes and children an element
   may have, which values an attribute takes.  */
#include "config/grammar-rule.h"

#include <assert.h>
#include <libxml/xmlregexp.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/lang.h"

static bool
is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE
         && strcmp ((const char *) node->name, name) == 0;
}

static xmlNode *
child (const xmlNode *parent, const char *name)
{
  xmlNode *c = parent ? parent->children : NULL;

  while (c && !is (c, name))
    c = c->next;
  return c;
}

/* The text of an attribute of the grammar; it lives as long as the grammar. */
static const char *
name_of (const xmlNode *node)
{
  const xmlAttr *a = node->properties;

  while (a && strcmp ((const char *) a->name, "name") != 0)
    a = a->next;
  return a && a->children ? (const char *) a->children->content : "";
}

static xmlNode *
definition (xmlNode *ref)
{
  xmlNode *d = xmlDocGetRootElement (ref->doc)->children;

  while (d && !(is (d, "define") && strcmp (name_of (d), name_of (ref)) == 0))
    d = d->next;
  assert (d);
  return d;
}

xmlNode *
rule_start (xmlDoc *grammar)
{
  xmlNode *start = child (xmlDocGetRootElement (grammar), "start");

  return child (definition (child (start, "ref")), "element");
}

static void
add_part (struct rule *rule, xmlNode *node, bool required, bool many)
{
  assert (rule->n < RULE_MAX_PARTS);
  rule->parts[rule->n++] = (struct rule_part){
    .name = name_of (node),
    .node = node,
    .child = is (node, "element"),
    .required = required,
    .many = many,
  };
}

/* REQUIRED and MANY are what the patterns around NODE have said so far.  */
static void
read_content (xmlNode *node, bool required, bool many, struct rule *rule)
{
  for (xmlNode *c = node->children; c; c = c->next)
    if (is (c, "attribute"))
      add_part (rule, c, required, many);
    else if (is (c, "text"))
      rule->text = true;
    else if (is (c, "optional"))
      read_content (c, false, many, rule);
    else if (is (c, "zeroOrMore"))
      read_content (c, false, true, rule);
    else if (is (c, "oneOrMore"))
      read_content (c, required, true, rule);
    else if (is (c, "interleave"))
      read_content (c, required, many, rule);
    else if (is (c, "ref"))
      {
        xmlNode *d = definition (c);
        if (child (d, "element"))
          add_part (rule, child (d, "element"), required, many);
        else
          read_content (d, required, many, rule);
      }
}

void
rule_read (xmlNode *element, struct rule *out)
{
  out->n = 0;
  out->text = false;
  read_content (element, true, false, out);
}

const struct rule_part *
rule_part (const struct rule *rule, bool is_child, const char *name)
{
  for (size_t i = 0; i < rule->n; i++)
    if (rule->parts[i].child == is_child
        && strcmp (rule->parts[i].name, name) == 0)
      return &rule->parts[i];
  return NULL;
}

/* Where an attribute's values are told: its define, or itself.  */
static xmlNode *
value_rule (xmlNode *attribute)
{
  xmlNode *ref = child (attribute, "ref");

  return ref ? definition (ref) : attribute;
}

static bool
fits_pattern (const xmlNode *data, const char *value)
{
  xmlChar *pattern = xmlNodeGetContent (child (data, "param"));
  xmlRegexpPtr regexp = pattern ? xmlRegexpCompile (pattern) : NULL;
  bool fits = regexp && xmlRegexpExec (regexp, BAD_CAST value) == 1;

  xmlRegFreeRegexp (regexp);
  xmlFree (pattern);
  return fits;
}

bool
rule_fits (xmlNode *attribute, const char *value)
{
  xmlNode *rule = value_rule (attribute);
  xmlNode *data = child (rule, "data");
  xmlNode *choice = child (rule, "choice");

  if (data)
    return fits_pattern (data, value);
  if (!choice)
    return true;
  for (xmlNode *v = choice->children; v; v = v->next)
    if (is (v, "value")
        && strcmp ((const char *) v->children->content, value) == 0)
      return true;
  return false;
}

static char *
choice_help (const xmlNode *choice, enum lang lang)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  buffer_text (&b, said (lang, "使える値: "));
  for (const xmlNode *v = child (choice, "value"), *next; v; v = next)
    {
      next = v->next;
      while (next && !is (next, "value"))
        next = next->next;
      buffer_text (&b, (const char *) v->children->content);
      if (next)
        buffer_text (&b, lang == LANG_EN ? ", " : "、");
    }
  return buffer_steal (&b, NULL);
}

char *
rule_help (xmlNode *attribute, enum lang lang)
{
  xmlNode *rule = value_rule (attribute);
  xmlNode *choice = child (rule, "choice");

  if (choice)
    return choice_help (choice, lang);
  for (xmlNode *d = rule ? rule->children : NULL; d; d = d->next)
    if (is (d, "documentation"))
      {
        xmlChar *tag = xmlNodeGetLang (d);
        bool fits
            = tag && strcmp ((char *) tag, lang == LANG_EN ? "en" : "ja") == 0;
        xmlFree (tag);
        if (fits)
          return strdup ((const char *) d->children->content);
      }
  return NULL;
}
