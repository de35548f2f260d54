/* SPDX-License-Identifier: Apache-2.0 */
/* What a configuration gives to a plugin in a process of its own: nothing that
   reaches the keys, the ledger or its second copy.  */
#include "host/check-apart.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "config/value.h"
#include "host/options.h"
#include "host/proxy.h"

struct apart
{
  const struct config *config;
  const struct config_instance *instance;
  struct config_faults *faults;
  struct paths shut;
};

/* Where PATH really is, as far as it is there.  */
static char *
real (const char *path)
{
  char *found = realpath (path, NULL);

  return found ? found : value_path (path);
}

static bool
reaches (const char *path, const char *shut)
{
  CLEANUP_FREE char *a = real (path);
  CLEANUP_FREE char *b = real (shut);

  return a && b && (value_path_inside (a, b) || value_path_inside (b, a));
}

static void
look (struct apart *a, const struct paths *given, int line)
{
  for (size_t i = 0; i < given->n; i++)
    for (size_t k = 0; k < a->shut.n; k++)
      if (reaches (given->v[i].value.data, a->shut.v[k].value.data))
        {
          config_faults_say (
              a->faults, a->config->file, line,
              N_ ("%s：%s を開けると、鍵・記録・封印の写し（%s）に届きます。"
                  "別の場所にしてください"),
              a->instance->name, (const char *) given->v[i].value.data,
              (const char *) a->shut.v[k].value.data);
          return;
        }
}

static void
look_option (struct apart *a, const struct config_setting *s,
             const struct emi_plugin *p)
{
  const struct emi_option *o
      = s->name && s->value ? option_find (p->options, s->name) : NULL;
  CLEANUP_FREE char *path = o ? file_join (a->config->dir, s->value) : NULL;
  struct paths given = { .n = 0 };

  if (!path)
    return;
  paths_option (&given, o, path);
  look (a, &given, s->line);
  paths_done (&given);
}

static void
look_allowed (struct apart *a, const struct config_allow *allow)
{
  struct paths given = { .n = 0 };

  paths_allowed (&given, a->config, allow);
  look (a, &given, allow->line);
  paths_done (&given);
}

void
check_apart (const struct config *c, const struct config_instance *i,
             const struct module *m, struct config_faults *faults)
{
  struct apart a = { .config = c, .instance = i, .faults = faults };

  if (!m->told)
    {
      if (m->plugin.flags & EMI_PLUGIN_ALWAYS_SEPARATE)
        config_faults_say (
            faults, c->file, i->line,
            N_ ("%s：プラグイン %s は別プロセスでしか動きません。"
                "run=\"inside\" を外してください"),
            i->name, i->plugin);
      else if (i->user || i->weak || i->n_env || i->n_allow)
        config_faults_say (
            faults, c->file, i->line,
            N_ ("%s：user、isolation、env、allow "
                "は、別プロセスで動くプラグインにだけ書けます"),
            i->name);
      return;
    }
  paths_shut (&a.shut, c, i);
  for (size_t k = 0; k < i->n_options; k++)
    look_option (&a, &i->options[k], &m->plugin);
  for (size_t k = 0; k < i->n_allow; k++)
    look_allowed (&a, &i->allow[k]);
  paths_done (&a.shut);
}
