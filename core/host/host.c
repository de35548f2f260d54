/* SPDX-License-Identifier: Apache-2.0 */
/* The host: the modules and instances of one configuration.  */
#include "host/host.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "host/proxy.h"

/* For a helper to end what it is in once its time is over: a connector takes
   its request back from a slow share.  */
#define GRACE_MS 5000

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
  h->helper = PKGLIBEXECDIR "/emi-plugin-host";
  h->grace_ms = GRACE_MS;
  return h;
}

void
host_set_waiting (struct host *h,
                  void (*waiting) (void *ctx, int64_t waited_ms), void *ctx)
{
  h->waiting = waiting;
  h->waiting_ctx = ctx;
}

void
host_set_helper (struct host *h, const char *path)
{
  h->helper = path;
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
  while (h->proxies)
    {
      struct proxy *p = h->proxies;
      h->proxies = p->next;
      proxy_free (p);
    }
  while (h->modules)
    {
      struct module *m = h->modules;
      h->modules = m->next;
      module_free (m);
    }
  part_free_all (h);
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
find_module (struct host *h, const char *plugin, bool apart)
{
  for (struct module *m = h->modules; m; m = m->next)
    if (strcmp (m->name, plugin) == 0 && (m->told != NULL) == apart)
      return m;
  return NULL;
}

static struct module *
add_module (struct host *h, struct module *m)
{
  m->next = h->modules;
  h->modules = m;
  return m;
}

static struct module *
of_kind (struct module *m, enum emi_kind kind, struct fault *why)
{
  if (!m || !kind || m->plugin.kind == (uint32_t) kind)
    return m;
  fault_set (why, CODE_PLUGIN_CONTRACT, "%s: kind %s, wanted %s", m->file,
             config_kind_name ((enum emi_kind) m->plugin.kind),
             config_kind_name (kind));
  return NULL;
}

/* Loaded here.  */
static struct module *
load_module (struct host *h, enum emi_kind kind, const char *plugin,
             const char *sha256, struct fault *why)
{
  struct module *m = find_module (h, plugin, false);

  if (m)
    return of_kind (module_pinned (m, sha256, why) ? m : NULL, kind, why);
  if (!module_find (h->config->plugin_folder, plugin, sha256, &m, why))
    return NULL;
  if (module_run (m, why))
    return of_kind (add_module (h, m), kind, why);
  module_free (m);
  return NULL;
}

/* Looked at by a helper.  */
static struct module *
look_at_module (struct host *h, const struct config_instance *c,
                struct fault *why)
{
  struct module *m = find_module (h, c->plugin, true);

  if (m)
    return of_kind (module_pinned (m, c->sha256, why) ? m : NULL, c->kind,
                    why);
  if (!module_find (h->config->plugin_folder, c->plugin, c->sha256, &m, why))
    return NULL;
  if (helper_describe (h, c, m, why))
    return of_kind (add_module (h, m), c->kind, why);
  module_free (m);
  return NULL;
}

struct module *
host_module (struct host *h, const struct config_instance *c,
             struct fault *why)
{
  struct module *m = NULL;

  if (c->run != CONFIG_RUN_SEPARATE
      && !(m = load_module (h, c->kind, c->plugin, c->sha256, why)))
    return NULL;
  return c->run == CONFIG_RUN_INSIDE
             || (m && !(m->plugin.flags & EMI_PLUGIN_SEPARATE))
           ? m
           : look_at_module (h, c, why);
}

bool
host_describe_instance (struct host *h, const struct config_instance *c,
                        const struct emi_plugin **out, struct fault *why)
{
  struct module *m = host_module (h, c, why);

  if (!m)
    return false;
  *out = &m->plugin;
  return true;
}

const char *
host_instance_digest (struct host *h, const struct config_instance *c)
{
  struct module *m = find_module (h, c->plugin, true);

  if (!m || c->run == CONFIG_RUN_INSIDE)
    m = find_module (h, c->plugin, c->run == CONFIG_RUN_SEPARATE);
  return m ? module_digest (m) : NULL;
}

const char *
host_assurance (struct host *h, const struct config_instance *c)
{
  struct module *m = host_module (h, c, NULL);

  if (!m || !m->told)
    return "inside";
  return c->weak ? "weak" : "separate";
}

bool
host_describe (struct host *h, enum emi_kind kind, const char *plugin,
               const char *sha256, const struct emi_plugin **out,
               struct fault *why)
{
  struct module *m = load_module (h, kind, plugin, sha256, why);

  if (!m)
    return false;
  *out = &m->plugin;
  return true;
}

const char *
host_module_digest (struct host *h, const char *plugin)
{
  struct module *m = find_module (h, plugin, false);

  return m ? module_digest (m) : NULL;
}

const char *
host_module_file (struct host *h, const char *plugin)
{
  struct module *m = find_module (h, plugin, false);

  return m ? m->file : NULL;
}
