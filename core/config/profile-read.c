/* SPDX-License-Identifier: Apache-2.0 */
/* From the tree of a profile to struct profile.  */
#include "config/profile-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "config/value.h"

static void
read_names (struct reading *r, xmlNode *root, struct profile *p)
{
  xmlNode *names = reading_child (root, "names");
  size_t n = names ? reading_count (names, "name") : 0;

  p->names = reading_array (r, n, sizeof *p->names);
  if (!p->names)
    return;
  for (xmlNode *e = reading_child (names, "name"); e;
       e = reading_next (e, "name"))
    p->names[p->n_names++] = (struct profile_name){
      .meaning = reading_attribute (r, e, "meaning"),
      .element = reading_attribute (r, e, "element"),
    };
}

static void
read_lists (struct reading *r, xmlNode *root, struct profile *p)
{
  xmlNode *lists = reading_child (root, "lists");
  size_t n = lists ? reading_count (lists, "list") : 0;

  p->lists = reading_array (r, n, sizeof *p->lists);
  if (!p->lists)
    return;
  for (xmlNode *e = reading_child (lists, "list"); e;
       e = reading_next (e, "list"))
    p->lists[p->n_lists++] = (struct profile_list){
      .kind = reading_attribute (r, e, "kind"),
      .container = reading_attribute (r, e, "container"),
      .item = reading_attribute_or (r, e, "item", ""),
      .field_date = reading_attribute (r, e, "date"),
      .field_name = reading_attribute (r, e, "name"),
      .field_code = reading_attribute (r, e, "code"),
      .field_source = reading_attribute (r, e, "source"),
      .field_institution = reading_attribute (r, e, "institution"),
    };
}

static void
read_words (struct reading *r, xmlNode *root, struct profile *p)
{
  size_t n = 0;

  for (xmlNode *l = reading_child (root, "words"); l;
       l = reading_next (l, "words"))
    n += reading_count (l, "word");
  p->words = reading_array (r, n, sizeof *p->words);
  if (!p->words)
    return;
  for (xmlNode *l = reading_child (root, "words"); l;
       l = reading_next (l, "words"))
    for (xmlNode *e = reading_child (l, "word"); e;
         e = reading_next (e, "word"))
      p->words[p->n_words++] = (struct profile_word){
        .list = reading_attribute (r, l, "list"),
        .word = reading_attribute (r, e, "value"),
        .means = reading_attribute (r, e, "means"),
        .label = reading_attribute (r, e, "label"),
      };
}

static enum profile_message
read_message (struct reading *r, xmlNode *e, const char *attribute)
{
  if (reading_attribute_is (r, e, attribute, "yzk"))
    return PROFILE_YZK;
  return reading_attribute_is (r, e, attribute, "tkk") ? PROFILE_TKK
                                                       : PROFILE_EMERGENCY;
}

static unsigned
read_forms (struct reading *r, xmlNode *e)
{
  if (reading_attribute_is (r, e, "forms", "pdf"))
    return PROFILE_PDF;
  return reading_attribute_is (r, e, "forms", "xml pdf")
             ? PROFILE_XML | PROFILE_PDF
             : PROFILE_XML;
}

static void
read_reaches (struct reading *r, xmlNode *e, struct profile_pattern *p)
{
  p->reaches
      = reading_array (r, reading_count (e, "reach"), sizeof *p->reaches);
  if (!p->reaches)
    return;
  for (xmlNode *k = reading_child (e, "reach"); k;
       k = reading_next (k, "reach"))
    {
      struct profile_reach *reach = &p->reaches[p->n_reaches++];
      CLEANUP_FREE char *period = reading_attribute (r, k, "period");
      reach->kind = reading_attribute (r, k, "kind");
      value_period (period, &reach->days, &reach->months);
    }
}

static void
read_patterns (struct reading *r, xmlNode *root, struct profile *p)
{
  p->pattern = reading_array (r, reading_count (root, "pattern"),
                              sizeof *p->pattern);
  if (!p->pattern)
    return;
  for (xmlNode *e = reading_child (root, "pattern"); e;
       e = reading_next (e, "pattern"))
    {
      struct profile_pattern *to = &p->pattern[p->n_pattern++];
      CLEANUP_FREE char *number = reading_attribute (r, e, "number");
      to->number = number ? number[0] - '0' : 0;
      to->request = read_message (r, e, "request");
      to->answer = read_message (r, e, "answer");
      to->forms = read_forms (r, e);
      read_reaches (r, e, to);
    }
}

void
profile_read (struct reading *r, struct profile *p)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);
  CLEANUP_FREE char *window = reading_attribute (r, root, "card-window");
  CLEANUP_FREE char *patterns = reading_attribute (r, root, "patterns");

  p->version = reading_attribute (r, root, "version");
  p->prefix = reading_attribute (r, root, "prefix");
  /* Whatever is not plainly official is a placeholder.  */
  p->placeholder = !reading_attribute_is (r, root, "status", "official");
  value_window (window, &p->card_window_s);
  value_patterns (patterns, &p->patterns);
  read_names (r, root, p);
  read_lists (r, root, p);
  read_patterns (r, root, p);
  read_words (r, root, p);
}
