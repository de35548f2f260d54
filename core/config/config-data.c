/* SPDX-License-Identifier: Apache-2.0 */
/* A struct config as a thing: finding in it, and letting it go.  */
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

static void
free_words (char **words, size_t n)
{
  for (size_t i = 0; i < n; i++)
    free (words[i]);
  free (words);
}

static void
instance_done (struct config_instance *i)
{
  free (i->name);
  free (i->plugin);
  free (i->sha256);
  free (i->user);
  for (size_t e = 0; e < i->n_env; e++)
    {
      free (i->env[e].name);
      free (i->env[e].value);
    }
  free (i->env);
  for (size_t a = 0; a < i->n_allow; a++)
    free (i->allow[a].path);
  free (i->allow);
  for (size_t o = 0; o < i->n_options; o++)
    {
      free (i->options[o].name);
      free (i->options[o].value);
    }
  free (i->options);
  for (size_t s = 0; s < i->n_steps; s++)
    {
      free (i->steps[s].name);
      free (i->steps[s].text_ja);
      free (i->steps[s].text_en);
    }
  free (i->steps);
  config_trust_free (i->trust);
}

static void
terminal_done (struct config_terminal *t)
{
  free (t->name);
  free_words (t->readers, t->n_readers);
  free_words (t->providers, t->n_providers);
}

static void
shown_done (struct config *c)
{
  free (c->asks);
  for (size_t i = 0; i < c->n_sections; i++)
    free (c->sections[i].kind);
  free (c->sections);
  for (size_t i = 0; i < c->n_highlights; i++)
    {
      free (c->highlights[i].label);
      if (c->highlights[i].folded)
        free_words (c->highlights[i].folded, c->highlights[i].n_words);
      free_words (c->highlights[i].words, c->highlights[i].n_words);
      free_words (c->highlights[i].codes, c->highlights[i].n_codes);
    }
  free (c->highlights);
}

void
config_free (struct config *c)
{
  if (!c)
    return;
  free (c->file);
  free (c->dir);
  free (c->node);
  free (c->plugin_folder);
  free (c->ledger_store);
  free (c->keys);
  free (c->seal);
  free (c->run);
  free (c->profile);
  free (c->connector);
  for (size_t i = 0; i < c->n_instances; i++)
    instance_done (&c->instances[i]);
  free (c->instances);
  for (size_t i = 0; i < c->n_terminals; i++)
    terminal_done (&c->terminals[i]);
  free (c->terminals);
  free_words (c->permission_roles, c->n_permission_roles);
  if (c->drill)
    {
      char **const owned[]
          = { &c->drill->connector, &c->drill->insurer, &c->drill->symbol,
              &c->drill->number,    &c->drill->branch,  &c->drill->name,
              &c->drill->kana,      &c->drill->birth,   &c->drill->sex };

      for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free (*owned[i]);
    }
  free (c->drill);
  free (c->procedure[LANG_JA]);
  free (c->procedure[LANG_EN]);
  free (c->contact);
  free (c->hospital);
  for (size_t i = 0; i < c->n_vendors; i++)
    config_vendor_done (&c->vendors[i]);
  free (c->vendors);
  plan_declared_done (&c->plan);
  shown_done (c);
  free (c);
}

const struct config_instance *
config_instance (const struct config *c, enum emi_kind kind, const char *name)
{
  for (size_t i = 0; name && i < c->n_instances; i++)
    if ((!kind || c->instances[i].kind == kind) && c->instances[i].name
        && strcmp (c->instances[i].name, name) == 0)
      return &c->instances[i];
  return NULL;
}

const struct config_terminal *
config_terminal (const struct config *c, const char *name)
{
  for (size_t i = 0; name && i < c->n_terminals; i++)
    if (c->terminals[i].name && strcmp (c->terminals[i].name, name) == 0)
      return &c->terminals[i];
  return NULL;
}

const struct config_vendor *
config_vendor (const struct config *c, const char *owner)
{
  for (size_t i = 0; owner && i < c->n_vendors; i++)
    if (c->vendors[i].owner && strcmp (c->vendors[i].owner, owner) == 0)
      return &c->vendors[i];
  return NULL;
}
