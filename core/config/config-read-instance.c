/* SPDX-License-Identifier: Apache-2.0 */
/* The instances of plugins in emi.xml, and the terminals that use them.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

static const char *const kind_names[] = {
  [EMI_KIND_READER] = "reader",   [EMI_KIND_CONNECTOR] = "connector",
  [EMI_KIND_STORE] = "store",     [EMI_KIND_AUTH] = "auth",
  [EMI_KIND_ADAPTER] = "adapter",
};

const char *
config_kind_name (enum emi_kind kind)
{
  return (size_t) kind < N_ELEMENTS (kind_names) && kind_names[kind]
             ? kind_names[kind]
             : "";
}

enum emi_kind
config_kind (const xmlNode *node)
{
  for (size_t k = EMI_KIND_READER; k < N_ELEMENTS (kind_names); k++)
    if (reading_is (node, kind_names[k]))
      return (enum emi_kind) k;
  return (enum emi_kind) 0;
}

const char *
config_option (const struct config_instance *i, const char *name)
{
  for (size_t o = 0; o < i->n_options; o++)
    if (i->options[o].name && strcmp (i->options[o].name, name) == 0)
      return i->options[o].value;
  return NULL;
}

/* An attribute that is the option of the same name, written where people look
   for it; a plugin without that option says so.  */
static void
read_option_attribute (struct reading *r, xmlNode *node, const char *name,
                       struct config_instance *i)
{
  struct config_setting *s = &i->options[i->n_options];

  if (!xmlHasProp (node, (const xmlChar *) name))
    return;
  *s = (struct config_setting){
    .name = strdup (name),
    .value = reading_attribute_or (r, node, name, ""),
    .line = reading_line (r, node, NULL),
  };
  i->n_options++;
}

static void
read_options (struct reading *r, xmlNode *node, struct config_instance *i)
{
  i->options = reading_array (r, reading_count (node, "option") + 1,
                              sizeof *i->options);
  if (!i->options)
    return;
  read_option_attribute (r, node, "home-mode", i);
  for (xmlNode *e = reading_child (node, "option"); e;
       e = reading_next (e, "option"))
    i->options[i->n_options++] = (struct config_setting){
      .name = reading_attribute (r, e, "name"),
      .value = reading_attribute_or (r, e, "value", ""),
      .line = reading_line (r, e, NULL),
    };
}

static void
read_steps (struct reading *r, xmlNode *node, struct config_instance *i)
{
  i->steps = reading_array (r, reading_count (node, "step"), sizeof *i->steps);
  if (!i->steps)
    return;
  for (xmlNode *e = reading_child (node, "step"); e;
       e = reading_next (e, "step"))
    {
      struct config_step *s = &i->steps[i->n_steps++];
      s->name = reading_attribute (r, e, "name");
      s->text_ja = reading_attribute_or (r, e, "ja", "");
      /* Japanese is better than nothing for a reader of English.  */
      s->text_en
          = reading_attribute_or (r, e, "en", s->text_ja ? s->text_ja : "");
    }
}

static enum config_run
read_run (struct reading *r, xmlNode *node)
{
  if (reading_attribute_is (r, node, "run", "separate"))
    return CONFIG_RUN_SEPARATE;
  return reading_attribute_is (r, node, "run", "inside") ? CONFIG_RUN_INSIDE
                                                         : CONFIG_RUN_DEFAULT;
}

static void
read_environment (struct reading *r, xmlNode *node, struct config_instance *i)
{
  i->env = reading_array (r, reading_count (node, "env"), sizeof *i->env);
  if (!i->env)
    return;
  for (xmlNode *e = reading_child (node, "env"); e;
       e = reading_next (e, "env"))
    i->env[i->n_env++] = (struct config_setting){
      .name = reading_attribute (r, e, "name"),
      .value = reading_attribute_or (r, e, "value", ""),
      .line = reading_line (r, e, NULL),
    };
}

static void
read_allowed (struct reading *r, xmlNode *node, struct config_instance *i)
{
  i->allow
      = reading_array (r, reading_count (node, "allow"), sizeof *i->allow);
  if (!i->allow)
    return;
  for (xmlNode *e = reading_child (node, "allow"); e;
       e = reading_next (e, "allow"))
    i->allow[i->n_allow++] = (struct config_allow){
      .path = reading_attribute (r, e, "path"),
      .write = reading_attribute_is (r, e, "access", "write"),
      .line = reading_line (r, e, NULL),
    };
}

static void
read_instance (struct reading *r, const struct config *c, xmlNode *node,
               struct config_instance *i)
{
  i->kind = config_kind (node);
  i->name = reading_attribute (r, node, "name");
  i->plugin = reading_attribute (r, node, "plugin");
  i->sha256 = reading_attribute (r, node, "sha256");
  i->run = read_run (r, node);
  i->user = reading_attribute (r, node, "user");
  i->weak = reading_attribute_is (r, node, "isolation", "weak");
  i->production = reading_attribute_is (r, node, "production", "yes");
  i->drill = reading_attribute_is (r, node, "drill", "yes");
  i->file_answers = reading_attribute_is (r, node, "file-answers", "yes");
  i->line = reading_line (r, node, NULL);
  read_options (r, node, i);
  read_environment (r, node, i);
  read_allowed (r, node, i);
  read_steps (r, node, i);
  config_read_trust (r, c, node, i);
}

void
config_read_instances (struct reading *r, xmlNode *root, struct config *c)
{
  size_t n = 0;

  for (xmlNode *e = reading_child (root, NULL); e; e = reading_next (e, NULL))
    n += config_kind (e) != 0;
  c->instances = reading_array (r, n, sizeof *c->instances);
  if (!c->instances)
    return;
  for (xmlNode *e = reading_child (root, NULL); e; e = reading_next (e, NULL))
    if (config_kind (e))
      read_instance (r, c, e, &c->instances[c->n_instances++]);
}

void
config_read_terminals (struct reading *r, xmlNode *root, struct config *c)
{
  c->terminals = reading_array (r, reading_count (root, "terminal"),
                                sizeof *c->terminals);
  if (!c->terminals)
    return;
  for (xmlNode *e = reading_child (root, "terminal"); e;
       e = reading_next (e, "terminal"))
    {
      struct config_terminal *t = &c->terminals[c->n_terminals++];
      CLEANUP_FREE char *readers = reading_attribute (r, e, "readers");
      CLEANUP_FREE char *providers = reading_attribute (r, e, "providers");
      t->name = reading_attribute (r, e, "name");
      t->readers = reading_words (r, readers, &t->n_readers);
      t->providers = reading_words (r, providers, &t->n_providers);
      t->line = reading_line (r, e, NULL);
    }
}
