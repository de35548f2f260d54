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
#define LOOK_AGAIN_MS 1000

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
  h->output = -1;
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
host_set_all_inside (struct host *h, bool on)
{
  h->all_inside = on;
}

void
host_set_helper (struct host *h, const char *path)
{
  h->helper = path;
}

void
host_set_output (struct host *h, int fd)
{
  h->output = fd;
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

/* The module of FOUND's file, run here.  */
static struct module *
run_here (struct host *h, struct module *found, struct fault *why)
{
  if (module_run (found, why))
    return add_module (h, found);
  module_free (found);
  return NULL;
}

/* The same, looked at by a helper.  One that could not be is not tried again
   at once: whoever asks goes through all instances, and more than once.  */
static struct module *
run_apart (struct host *h, const struct config_instance *c,
           struct module *found, struct fault *why)
{
  int64_t now = h->clock->mono_ms (h->clock);
  struct proxy *p = proxy_of (h, c);
  struct fault own = { .code = CODE_MEMORY };
  bool good = false;

  if (p && p->look_ms > now)
    own = p->look_why;
  else if (p && !(good = helper_describe (h, c, found, &own)))
    {
      p->look_why = own;
      p->look_ms = now + LOOK_AGAIN_MS;
    }
  if (good)
    return add_module (h, found);
  if (why)
    *why = own;
  module_free (found);
  return NULL;
}

/* The module that is known already for what C says; APART as far as C says
   it.  */
static struct module *
known_module (struct host *h, const struct config_instance *c, bool *apart)
{
  struct module *here = find_module (h, c->plugin, false);
  struct module *there = find_module (h, c->plugin, true);

  *apart = c->run == CONFIG_RUN_SEPARATE;
  if (c->run == CONFIG_RUN_DEFAULT && (here || there))
    *apart = (here ? here : there)->plugin.flags & EMI_PLUGIN_SEPARATE;
  return *apart ? there : here;
}

static struct module *
new_module (struct host *h, const struct config_instance *c, bool apart,
            struct fault *why)
{
  struct module *m;

  if (!module_find (h->config->plugin_folder, c->plugin, c->sha256, &m, why))
    return NULL;
  if (c->run == CONFIG_RUN_DEFAULT && !apart)
    apart = module_peek (m) & EMI_PLUGIN_SEPARATE;
  return apart ? run_apart (h, c, m, why) : run_here (h, m, why);
}

struct module *
host_module (struct host *h, const struct config_instance *c,
             struct fault *why)
{
  bool apart;
  struct module *m = known_module (h, c, &apart);

  if (m)
    return of_kind (module_pinned (m, c->sha256, why) ? m : NULL, c->kind,
                    why);
  m = of_kind (new_module (h, c, apart, why), c->kind, why);
  /* What the file hid, the loaded descriptor tells.  */
  if (m && !m->told && known_module (h, c, &apart) != m)
    return of_kind (new_module (h, c, apart, why), c->kind, why);
  return m;
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
  bool apart;
  struct module *m = known_module (h, c, &apart);

  return m ? module_digest (m) : NULL;
}

bool
host_lost (enum code code)
{
  return code == CODE_HELPER_DIED || code == CODE_HELPER_HUNG
         || code == CODE_HELPER_FLOOD || code == CODE_HELPER_PROTOCOL;
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
  struct module *m = find_module (h, plugin, false);

  if (m)
    m = module_pinned (m, sha256, why) ? m : NULL;
  else if (module_find (h->config->plugin_folder, plugin, sha256, &m, why))
    m = run_here (h, m, why);
  if (!(m = of_kind (m, kind, why)))
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
