/* SPDX-License-Identifier: Apache-2.0 */
/* The host: the modules and instances of one configuration.  */
#include "host/host.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "host/internal.h"

struct host *
host_new (const struct config *config, const struct clock *clock,
          int cancel_fd)
{
  struct host *h;

  if (sodium_init () < 0 || lt_dlinit () != 0)
    return NULL;
  if (!(h = calloc (1, sizeof *h)))
    {
      lt_dlexit ();
      return NULL;
    }
  h->config = config;
  h->clock = clock;
  h->cancel_fd = cancel_fd;
  return h;
}

void
host_set_waiting (struct host *h,
                  void (*waiting) (void *ctx, int64_t waited_ms), void *ctx)
{
  h->waiting = waiting;
  h->waiting_ctx = ctx;
}

static void
close_instances (struct host *h)
{
  while (h->instances)
    {
      struct instance *i = h->instances;
      h->instances = i->next;
      instance_free (i);
    }
}

void
host_free (struct host *h)
{
  if (!h)
    return;
  close_instances (h);
  while (h->modules)
    {
      struct module *m = h->modules;
      h->modules = m->next;
      module_free (m);
    }
  poison_free (h);
  lt_dlexit ();
  free (h);
}

void
host_set_poison (struct host *h, bool on)
{
  h->poison = on;
}

static struct module *
find_module (struct host *h, const char *plugin)
{
  for (struct module *m = h->modules; m; m = m->next)
    if (strcmp (m->name, plugin) == 0)
      return m;
  return NULL;
}

struct module *
host_module (struct host *h, enum emi_kind kind, const char *plugin,
             const char *sha256, struct fault *why)
{
  struct module *m = find_module (h, plugin);

  if (m)
    {
      if (!module_pinned (m, sha256, why))
        return NULL;
    }
  else
    {
      if (!module_load (h->config->plugin_folder, plugin, sha256, &m, why))
        return NULL;
      m->next = h->modules;
      h->modules = m;
    }

  if (kind && m->plugin.kind != (uint32_t) kind)
    {
      fault_set (why, CODE_PLUGIN_CONTRACT, "%s: kind %s, wanted %s", m->file,
                 config_kind_name ((enum emi_kind) m->plugin.kind),
                 config_kind_name (kind));
      return NULL;
    }
  return m;
}

bool
host_describe (struct host *h, enum emi_kind kind, const char *plugin,
               const char *sha256, const struct emi_plugin **out,
               struct fault *why)
{
  struct module *m = host_module (h, kind, plugin, sha256, why);

  if (!m)
    return false;
  *out = &m->plugin;
  return true;
}

const char *
host_module_digest (struct host *h, const char *plugin)
{
  struct module *m = find_module (h, plugin);

  return m ? module_digest (m) : NULL;
}

const char *
host_module_file (struct host *h, const char *plugin)
{
  struct module *m = find_module (h, plugin);

  return m ? m->file : NULL;
}
