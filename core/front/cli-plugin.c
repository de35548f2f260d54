/* SPDX-License-Identifier: Apache-2.0 */
/* emi plugin list, describe.  A module that is named is one of the hospital's
   folder; a file may be anybody's and is loaded in a helper.  */
#include "front/front.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "inspect/inspect.h"

/* The configured folder, or the one emi was built for when there is no
   configuration at all.  */
static bool
open_host (struct cli *c, struct fault *why)
{
  if (cli_setup (c, why))
    return true;
  if (why->code != CODE_CONFIG_MISSING || c->config_file)
    return false;
  *why = (struct fault){ .code = CODE_OK };
  c->config = calloc (1, sizeof *c->config);
  if (!c->config)
    return fault_set (why, CODE_MEMORY, "%s", "");
  c->config->plugin_folder = strdup (PLUGINDIR);
  c->session.config = c->config;
  c->session.host
      = host_new (c->config, c->session.clock, c->session.cancel_fd);
  return c->session.host != NULL || fault_set (why, CODE_MEMORY, "%s", "");
}

static int
is_module (const struct dirent *e)
{
  size_t n = strlen (e->d_name);

  return n > 3 && strcmp (e->d_name + n - 3, ".so") == 0;
}

static void
list_one (struct cli *c, const char *name, json_t *list)
{
  const struct emi_plugin *p;
  struct fault why = { .code = CODE_OK };
  struct host *h = c->session.host;
  json_t *o;

  if (!host_describe (h, 0, name, NULL, &p, &why))
    {
      cli_say (c, "  x %s: %s", name, why.detail);
      return;
    }
  o = json_object ();
  cli_set (o, "name", p->name);
  cli_set (o, "kind", config_kind_name (p->kind));
  cli_set (o, "version", p->version);
  cli_set (o, "file", host_module_file (h, name));
  cli_set (o, "sha256", host_module_digest (h, name));
  json_array_append_new (list, o);
  cli_print (c, "%-16s %-10s %-8s %s\n", p->name, config_kind_name (p->kind),
             p->version, p->summary);
}

bool
cmd_plugin_list (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct dirent **entries = NULL;
  json_t *list = json_array ();
  int n;

  json_object_set_new (c->out, "plugins", list);
  if (!cli_parse (argc, argv, NULL, NULL, NULL, 0, why) || !open_host (c, why))
    return false;
  n = scandir (c->config->plugin_folder, &entries, is_module, alphasort);
  if (n < 0)
    return fault_set (why, CODE_PLUGIN_MISSING, "%s",
                      c->config->plugin_folder);
  for (int i = 0; i < n; i++)
    {
      entries[i]->d_name[strlen (entries[i]->d_name) - 3] = '\0';
      list_one (c, entries[i]->d_name, list);
      free (entries[i]);
    }
  free (entries);
  return true;
}

static const char *
type_name (uint32_t type)
{
  static const char *const names[]
      = { "-", "text", "path", "number", "ms", "bytes", "yes|no", "choice" };

  return type < sizeof names / sizeof names[0] ? names[type] : "-";
}

static void
describe_options (struct cli *c, const struct emi_plugin *p)
{
  json_t *list = json_array ();

  for (const struct emi_option *o = p->options; o && o->name; o++)
    {
      json_t *j = json_object ();
      bool must = o->flags & EMI_OPT_REQUIRED;

      cli_set (j, "name", o->name);
      cli_set (j, "type", type_name (o->type));
      json_object_set_new (j, "required", json_boolean (must));
      cli_set (j, "default", o->fallback);
      cli_set (j, "limits", o->limits);
      cli_set (j, "help", o->help);
      json_array_append_new (list, j);
      cli_print (c, "  option %-12s %-8s %s%s%s%s  %s\n", o->name,
                 type_name (o->type), must ? "required" : "default ",
                 must ? "" : (o->fallback ? o->fallback : "none"),
                 o->limits ? "  " : "", o->limits ? o->limits : "",
                 o->help ? o->help : "");
    }
  json_object_set_new (c->out, "options", list);
}

static void
describe_prompts (struct cli *c, const struct emi_plugin *p)
{
  json_t *list = json_array ();

  for (const struct emi_prompt *q = p->prompts; q && q->id; q++)
    {
      json_t *j = json_object ();

      cli_set (j, "id", q->id);
      cli_set (j, "choices", q->choices);
      json_object_set_new (j, "secret",
                           json_boolean (q->kind == EMI_PROMPT_SECRET));
      cli_set (j, "text",
               c->session.lang == LANG_EN ? q->text_en : q->text_ja);
      json_array_append_new (list, j);
      cli_print (c, "  prompt %-12s %s\n", q->id,
                 c->session.lang == LANG_EN ? q->text_en : q->text_ja);
    }
  json_object_set_new (c->out, "prompts", list);
}

static bool
is_file (const char *name)
{
  size_t n = strlen (name);

  return strchr (name, '/') || (n > 3 && strcmp (name + n - 3, ".so") == 0);
}

/* A configuration of one instance, whose module is FILE.  */
static bool
describe_file (struct cli *c, const char *file, const struct emi_plugin **out,
               char **path_out, struct fault *why)
{
  struct config_instance *i = calloc (1, sizeof *i);

  c->config = calloc (1, sizeof *c->config);
  if (c->config)
    c->config->instances = i;
  if (!i || !c->config)
    {
      free (c->config ? NULL : i);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  c->config->n_instances = 1;
  i->run = CONFIG_RUN_SEPARATE;
  if (!inspected_file (file, &c->config->plugin_folder, &i->plugin, why))
    return false;
  i->name = strdup (i->plugin);
  c->session.config = c->config;
  c->session.host
      = host_new (c->config, c->session.clock, c->session.cancel_fd);
  if (!i->name || !c->session.host
      || asprintf (path_out, "%s/%s.so", c->config->plugin_folder, i->plugin)
             < 0)
    {
      *path_out = NULL;
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  return host_describe_instance (c->session.host, i, out, why);
}

static bool
describe_name (struct cli *c, const char *name, const struct emi_plugin **out,
               char **path_out, struct fault *why)
{
  if (!text_is_name (name))
    return fault_set (why, CODE_VALUE, "%s", name);
  if (!open_host (c, why)
      || !host_describe (c->session.host, 0, name, NULL, out, why))
    return false;
  *path_out = strdup (host_module_file (c->session.host, name));
  return *path_out || fault_set (why, CODE_MEMORY, "%s", "");
}

bool
cmd_plugin_describe (struct cli *c, int argc, char **argv, struct fault *why)
{
  static const char *const names[] = { "NAME" };
  CLEANUP_FREE char *path = NULL;
  const struct emi_plugin *p;
  const char *name = NULL;

  cli_keys (c, "name kind version file");
  if (!cli_parse (argc, argv, NULL, &name, names, 1, why))
    return false;
  if (is_file (name) ? !describe_file (c, name, &p, &path, why)
                     : !describe_name (c, name, &p, &path, why))
    return false;
  cli_set (c->out, "name", p->name);
  cli_set (c->out, "kind", config_kind_name (p->kind));
  cli_set (c->out, "version", p->version);
  cli_set (c->out, "summary", p->summary);
  cli_set (c->out, "methods", p->methods);
  cli_set (c->out, "file", path);
  cli_print (c, "%s %s (%s): %s\n", p->name, p->version,
             config_kind_name (p->kind), p->summary);
  if (p->methods)
    cli_print (c, "  methods %s\n", p->methods);
  describe_options (c, p);
  describe_prompts (c, p);
  return true;
}
