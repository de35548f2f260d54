/* SPDX-License-Identifier: Apache-2.0 */
/* Configured instances: their options resolved, opened at first use, called
   one call at a time, closed with the host.  */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "host/options.h"
#include "host/proxy.h"

const char *
instance_name (const struct instance *i)
{
  return i->config->name;
}

const struct emi_plugin *
instance_plugin (const struct instance *i)
{
  return &i->module->plugin;
}

void
instance_free (struct instance *i)
{
  if (!i)
    return;
  if (i->proxy)
    proxy_close (i, NULL);
  else if (i->opened && i->module->plugin.close)
    i->module->plugin.close (i->self);
  for (size_t k = 0; k < i->n_options; k++)
    free (i->options[k].text);
  free (i->options);
  free (i);
}

static const struct config_setting *
setting (const struct config_instance *c, const char *name)
{
  for (size_t k = 0; k < c->n_options; k++)
    if (strcmp (c->options[k].name, name) == 0)
      return &c->options[k];
  return NULL;
}

static bool
resolve (struct instance *i, const struct emi_option *o,
         struct option_value *v, struct fault *why)
{
  const struct config_setting *set = setting (i->config, o->name);
  const char *text = set ? set->value : o->fallback;
  enum option_fault fault;

  v->declared = o;
  v->number = -1;
  if (!text)
    return !(o->flags & EMI_OPT_REQUIRED)
           || fault_set (why, CODE_PLUGIN_CONFIG, "%s: %s is missing",
                         i->config->name, o->name);
  fault = option_check (o, text, &v->number);
  if (fault != OPTION_FITS)
    return fault_set (why, CODE_PLUGIN_CONFIG, "%s: %s %s", i->config->name,
                      o->name, option_fault_text (fault, LANG_EN));
  v->text = o->type == EMI_OPT_PATH ? file_join (i->host->config->dir, text)
                                    : strdup (text);
  return v->text || fault_set (why, CODE_MEMORY, "%s", "");
}

bool
instance_options (struct instance *i, struct fault *why)
{
  const struct emi_option *table = i->module->plugin.options;
  size_t n = 0;

  for (size_t k = 0; k < i->config->n_options; k++)
    if (!option_find (table, i->config->options[k].name))
      return fault_set (why, CODE_PLUGIN_CONFIG, "%s: no option %s",
                        i->config->name, i->config->options[k].name);
  while (table && table[n].name)
    n++;
  if (!n)
    return true;
  if (!(i->options = calloc (n, sizeof *i->options)))
    return fault_set (why, CODE_MEMORY, "%s", "");
  i->n_options = n;
  for (size_t k = 0; k < n; k++)
    if (!resolve (i, &table[k], &i->options[k], why))
      return false;
  return true;
}

const char *
instance_place (const struct instance *i)
{
  for (size_t k = 0; k < i->n_options; k++)
    if (i->options[k].declared->type == EMI_OPT_PATH && i->options[k].text)
      return i->options[k].text;
  return NULL;
}

/* Two calls never run on one instance, nor on two of a module that says so:
   whoever starts the second has made a mistake.  */
static void
enter (struct instance *i)
{
  bool one = !i->proxy && i->module->plugin.threads != EMI_THREAD_INSTANCE;
  bool was = atomic_exchange (&i->busy, true);

  assert (!was);
  if (one)
    {
      was = atomic_exchange (&i->module->busy, true);
      assert (!was);
    }
  (void) was;
}

static void
leave (struct instance *i)
{
  atomic_store (&i->module->busy, false);
  atomic_store (&i->busy, false);
}

static bool
open_instance (struct instance *i, struct fault *why)
{
  const struct emi_plugin *p = &i->module->plugin;

  if (!instance_options (i, why))
    return false;
  enter (i);
  struct emi_call *call = call_begin (i, NULL, true);
  emi_rc rc = i->proxy ? proxy_open (i, call)
                       : p->open (services (), i, call, &i->self);
  /* Only an open that says OK has made something that close can free.  */
  i->opened = rc == EMI_OK;
  rc = call_end (call, rc, why);
  leave (i);
  return rc == EMI_OK;
}

static struct instance *
find (struct host *h, const char *name)
{
  for (struct instance *i = h->instances; i; i = i->next)
    if (strcmp (i->config->name, name) == 0)
      return i;
  return NULL;
}

static bool
unknown (enum emi_kind kind, const char *name, struct fault *why)
{
  enum code code = CODE_CONFIG_FAULTS;

  if (kind == EMI_KIND_READER)
    code = CODE_READER_UNKNOWN;
  else if (kind == EMI_KIND_AUTH)
    code = CODE_FACTOR_UNKNOWN;
  return fault_set (why, code, "%s", name);
}

/* May it run here?  emi check says the same with its line.  */
static bool
bound_here (const struct instance *i, struct fault *why)
{
  if (!(i->module->plugin.flags & EMI_PLUGIN_ALWAYS_SEPARATE)
      || i->host->all_inside)
    return true;
  return fault_set (why, CODE_PLUGIN_CONFIG,
                    "%s: runs only in a process of its own",
                    i->config->name);
}

/* Finds what I runs.  */
static bool
bind (struct instance *i, struct fault *why)
{
  i->module = host_module (i->host, i->config, why);
  if (!i->module)
    return false;
  if (!i->module->told)
    return bound_here (i, why);
  i->proxy = proxy_of (i->host, i->config);
  return i->proxy || fault_set (why, CODE_MEMORY, "%s", "");
}

bool
host_instance (struct host *h, enum emi_kind kind, const char *name,
               struct instance **out, struct fault *why)
{
  struct instance *i = find (h, name);
  const struct config_instance *c;

  if (i)
    {
      if (kind && i->config->kind != kind)
        return unknown (kind, name, why);
      *out = i;
      return true;
    }
  if (!(c = config_instance (h->config, kind, name)))
    return unknown (kind, name, why);
  if (!(i = calloc (1, sizeof *i)))
    return fault_set (why, CODE_MEMORY, "%s", "");
  i->host = h;
  i->config = c;
  if (!bind (i, why) || !open_instance (i, why))
    {
      instance_free (i);
      return false;
    }
  i->next = h->instances;
  h->instances = i;
  *out = i;
  return true;
}

static emi_rc
run (struct instance *i, struct emi_call *call, enum call_op op,
     const void *args)
{
  const struct call_row *row = call_row (op);
  emi_rc rc;

  if (i->proxy)
    return proxy_call (i, call, op, args);
  if (i->module->ops.size < row->ops_need)
    return EMI_UNSUPPORTED;
  struct watch *watch = watch_start (call);
  rc = row->run (i->module->plugin.ops, i->self, call, args);
  watch_stop (watch);
  return rc;
}

emi_rc
instance_call (struct instance *i, enum call_op op, const void *args,
               const struct call_env *env, struct fault *why)
{
  const struct call_row *row = call_row (op);
  const struct emi_plugin *p = &i->module->plugin;
  struct poison_block *copy = NULL;

  assert (p->kind == (uint32_t) row->kind);
  assert (*(const uint32_t *) args == row->args_size);
  if (i->host->poison && !(copy = poison_begin (row, args)))
    {
      fault_set (why, CODE_MEMORY, "%s", "");
      return EMI_INTERNAL;
    }

  enter (i);
  struct emi_call *call = call_begin (i, env, false);
  emi_rc rc = run (i, call, op, copy ? poison_args (copy) : args);
  if (copy)
    poison_end (i->host, copy);
  rc = call_end (call, rc, why);
  leave (i);
  return rc;
}
