/* SPDX-License-Identifier: Apache-2.0 */
/* From the tree of emi.xml to struct config.  A broken file is read as far as
   it goes, so that its meaning can be judged too; whether it may be used is
   decided by whoever counts the faults.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "config/value.h"

#define DEFAULT_TEMPORARY_HOURS 24
#define DEFAULT_RESERVE ((uint64_t) 64 << 20) /* security.md */

#ifndef PLUGINDIR
#define PLUGINDIR "/usr/local/lib/emi/plugins"
#endif

/* The place that NODE's ATTRIBUTE names, below the configuration's folder.  */
static char *
read_path (struct reading *r, const struct config *c, xmlNode *node,
           const char *attribute, const char *fallback)
{
  CLEANUP_FREE char *name
      = reading_attribute_or (r, node, attribute, fallback);
  bool blank = name && name[strspn (name, " ")] == '\0'; /* told already */
  char *path = name ? file_join (c->dir, blank ? fallback : name) : NULL;

  if (!path)
    r->no_memory = true;
  return path;
}

static void
read_root (struct reading *r, xmlNode *root, struct config *c)
{
  CLEANUP_FREE char *facility = reading_attribute (r, root, "facility");

  if (facility && strlen (facility) < sizeof c->facility)
    strcpy (c->facility, facility);
  c->node = reading_attribute_or (r, root, "node", "n1");
}

static void
read_places (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *ledger = reading_child (root, "ledger");
  xmlNode *profile = reading_child (root, "profile");
  CLEANUP_FREE char *reserve = NULL;

  c->plugin_folder
      = read_path (r, c, reading_child (root, "plugins"), "folder", PLUGINDIR);
  if (ledger)
    {
      c->ledger_store = reading_attribute (r, ledger, "store");
      reserve = reading_attribute (r, ledger, "reserve");
    }
  c->keys = read_path (r, c, ledger, "keys", "keys");
  c->seal = read_path (r, c, ledger, "seal", "seal/checkpoint");
  c->run = read_path (r, c, ledger, "run", "run");
  c->reserve = DEFAULT_RESERVE;
  if (reserve)
    value_size (reserve, &c->reserve);
  c->profile = read_path (r, c, profile, "file", "profile.xml");
  if (profile)
    c->connector = reading_attribute (r, profile, "connector");
}

static void
read_drill (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *node = reading_child (root, "drill");
  xmlNode *patient = node ? reading_child (node, "patient") : NULL;

  c->drill = node ? reading_array (r, 1, sizeof *c->drill) : NULL;
  if (!c->drill)
    return;
  c->drill->connector = reading_attribute (r, node, "connector");
  if (!patient)
    return;
  c->drill->insurer = reading_attribute (r, patient, "insurer");
  c->drill->symbol = reading_attribute (r, patient, "symbol");
  c->drill->number = reading_attribute (r, patient, "number");
  c->drill->branch = reading_attribute (r, patient, "branch");
  c->drill->name = reading_attribute (r, patient, "name");
  c->drill->kana = reading_attribute (r, patient, "kana");
  c->drill->birth = reading_attribute (r, patient, "birth");
  c->drill->sex = reading_attribute (r, patient, "sex");
}

static bool
is_drill (const struct config *c, const struct config_instance *i)
{
  return c->drill && c->drill->connector && i->name
         && strcmp (c->drill->connector, i->name) == 0;
}

/* The only connector need not be named; that of the drill counts only where
   there is no other, and is told as a fault then.  */
static void
default_connector (struct reading *r, struct config *c)
{
  const struct config_instance *only = NULL, *drill = NULL;
  size_t n = 0;

  for (size_t i = 0; i < c->n_instances; i++)
    {
      const struct config_instance *one = &c->instances[i];

      if (one->kind != EMI_KIND_CONNECTOR)
        continue;
      if (is_drill (c, one))
        drill = one;
      else
        {
          only = one;
          n++;
        }
    }
  if (n == 0)
    only = drill;
  if (!c->connector && n <= 1 && only && only->name)
    c->connector = reading_copy (r, only->name);
}

/* Loan cards are for hours.  What is no number was told by the grammar.  */
static int
temporary_hours (struct reading *r, xmlNode *factors)
{
  CLEANUP_FREE char *text
      = factors ? reading_attribute (r, factors, "temporary-hours") : NULL;
  long hours = text ? strtol (text, NULL, 10) : 0;

  return hours > 0 && hours <= 168 ? (int) hours : DEFAULT_TEMPORARY_HOURS;
}

static void
read_rules (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *permission = reading_child (root, "permission");
  xmlNode *operators = reading_child (root, "operators");
  xmlNode *factors = reading_child (root, "factors");
  CLEANUP_FREE char *roles
      = reading_attribute_or (r, permission, "roles", "physician");

  c->permission_roles = reading_words (r, roles, &c->n_permission_roles);
  c->operator_factors
      = operators && reading_attribute_is (r, operators, "factors", "2") ? 2
                                                                         : 1;
  c->temporary_hours = temporary_hours (r, factors);
  c->minimum = CONFIG_MINIMUM_INSIDE;
  if (factors && reading_attribute_is (r, factors, "minimum", "separate"))
    c->minimum = CONFIG_MINIMUM_SEPARATE;
  if (factors && reading_attribute_is (r, factors, "minimum", "core"))
    c->minimum = CONFIG_MINIMUM_CORE;
}

/* One text, or one for each language; where there is only one, it is better
   than none for whoever reads the other.  */
static void
read_procedure (struct reading *r, xmlNode *root, struct config *c)
{
  for (xmlNode *e = reading_child (root, "procedure"); e;
       e = reading_next (e, "procedure"))
    {
      enum lang lang
        = reading_attribute_is (r, e, "lang", "en") ? LANG_EN : LANG_JA;

      if (!c->procedure[lang])
        c->procedure[lang] = reading_text (r, e);
    }
  for (int lang = LANG_JA; lang <= LANG_EN; lang++)
    if (!c->procedure[lang] && c->procedure[!lang])
      c->procedure[lang] = reading_copy (r, c->procedure[!lang]);
}

static void
read_texts (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *contact = reading_child (root, "contact");

  read_procedure (r, root, c);
  if (contact)
    c->contact = reading_text (r, contact);
}

static void
read_asks (struct reading *r, xmlNode *root, struct config *c)
{
  size_t n = reading_count (root, "ask");

  c->asks = reading_array (r, n, sizeof *c->asks);
  if (!c->asks)
    return;
  for (xmlNode *e = reading_child (root, "ask"); e; e = reading_next (e, "ask"))
    {
      struct config_ask *a = &c->asks[c->n_asks++];
      CLEANUP_FREE char *pattern = reading_attribute (r, e, "pattern");
      CLEANUP_FREE char *form = reading_attribute (r, e, "form");
      a->pattern = pattern ? pattern[0] - '0' : 0;
      a->pdf = form && strcmp (form, "pdf") == 0;
      a->form = form != NULL;
      a->line = reading_line (r, e, NULL);
    }
}

static void
read_sections (struct reading *r, xmlNode *root, struct config *c)
{
  xmlNode *arrange = reading_child (root, "arrange");
  size_t n = arrange ? reading_count (arrange, "section") : 0;

  c->sections = reading_array (r, n, sizeof *c->sections);
  if (!c->sections)
    return;
  for (xmlNode *e = reading_child (arrange, "section"); e;
       e = reading_next (e, "section"))
    {
      struct config_section *s = &c->sections[c->n_sections++];
      CLEANUP_FREE char *period = reading_attribute (r, e, "period");
      s->kind = reading_attribute (r, e, "kind");
      s->line = reading_line (r, e, "period");
      /* Without a period: the default of its kind, in config-default.c.  */
      if (!value_period (period, &s->days, &s->months))
        s->days = s->months = -1;
    }
}

static void
read_highlights (struct reading *r, xmlNode *root, struct config *c)
{
  size_t n = reading_count (root, "highlight");

  c->highlights = reading_array (r, n, sizeof *c->highlights);
  if (!c->highlights)
    return;
  for (xmlNode *e = reading_child (root, "highlight"); e;
       e = reading_next (e, "highlight"))
    {
      struct config_highlight *h = &c->highlights[c->n_highlights++];
      CLEANUP_FREE char *words = reading_attribute (r, e, "words");
      CLEANUP_FREE char *codes = reading_attribute (r, e, "codes");
      h->label = reading_attribute (r, e, "label");
      h->words = reading_words (r, words, &h->n_words);
      h->codes = reading_words (r, codes, &h->n_codes);
    }
}

void
config_read (struct reading *r, struct config *c)
{
  xmlNode *root = xmlDocGetRootElement (r->doc->xml);

  read_root (r, root, c);
  read_places (r, root, c);
  config_read_instances (r, root, c);
  config_read_terminals (r, root, c);
  config_read_plan (r, root, c);
  read_drill (r, root, c);
  default_connector (r, c);
  read_rules (r, root, c);
  read_texts (r, root, c);
  read_asks (r, root, c);
  read_sections (r, root, c);
  config_default_sections (r, c);
  read_highlights (r, root, c);
  config_default_highlight (r, c);
  config_fold_highlights (r, c);
}
