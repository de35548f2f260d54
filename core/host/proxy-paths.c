/* SPDX-License-Identifier: Apache-2.0 */
/* What a helper is given of this machine: folders and files by name, and the
   environment.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "host/proxy.h"

/* --- files --- */

static void
add (struct paths *p, const char *what, const char *path)
{
  if (!path)
    return;
  if (p->n == sizeof p->v / sizeof *p->v)
    p->failed = true;
  else
    p->v[p->n++]
      = (struct emi_field) { what, { path, strlen (path) } };
}

static void
add_kept (struct paths *p, const char *what, char *path)
{
  if (!path || p->n_kept == sizeof p->kept / sizeof *p->kept)
    {
      p->failed = true;
      free (path);
      return;
    }
  p->kept[p->n_kept++] = path;
  add (p, what, path);
}

/* Its folder, where PATH is a file or nothing yet: beside a file lie its lock,
   its journal, and the file that will take its place.  */
static void
add_writable (struct paths *p, const char *path)
{
  struct stat st;
  const char *slash = strrchr (path, '/');

  if (stat (path, &st) == 0 && S_ISDIR (st.st_mode))
    add (p, "write", path);
  else if (slash && slash != path)
    add_kept (p, "write", strndup (path, (size_t) (slash - path)));
}

static void
add_options (struct paths *p, const struct instance *i)
{
  for (size_t k = 0; k < i->n_options; k++)
    {
      const struct option_value *o = &i->options[k];

      if (o->declared->type != EMI_OPT_PATH || !o->text)
        continue;
      if (o->declared->flags & EMI_OPT_WRITE)
        add_writable (p, o->text);
      else
        add (p, "read", o->text);
    }
}

void
paths_of (struct paths *p, const struct host *h,
          const struct config_instance *c, const struct instance *i)
{
  for (size_t k = 0; k < c->n_allow; k++)
    add_kept (p, c->allow[k].write ? "write" : "read",
              file_join (h->config->dir, c->allow[k].path));
  if (i)
    add_options (p, i);
  add (p, "protect", h->config->keys);
  add (p, "protect", h->config->seal);
}

void
paths_done (struct paths *p)
{
  while (p->n_kept > 0)
    free (p->kept[--p->n_kept]);
  p->n = 0;
}

/* --- environment --- */

#define FIXED 8

static bool
set (char **at, const char *name, const char *value)
{
  if (asprintf (at, "%s=%s", name, value) < 0)
    *at = NULL;
  return *at != NULL;
}

/* What a sanitizer must know to write its findings where tests look.  */
static const char *const passed_on[] = {
  "TZ",
#ifdef __SANITIZE_ADDRESS__
  "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
#endif
};

char **
environment_of (const struct config_instance *c)
{
  char **env = calloc (FIXED + c->n_env + 1, sizeof *env);
  size_t n = 0;
  bool good = env && set (&env[n++], "PATH", "/usr/bin:/bin")
              && set (&env[n++], "LANG", "C.UTF-8")
              && set (&env[n++], "LC_ALL", "C.UTF-8");

  for (size_t k = 0; good && k < N_ELEMENTS (passed_on); k++)
    {
      const char *value = getenv (passed_on[k]);
      good = !value || set (&env[n++], passed_on[k], value);
    }
  for (size_t k = 0; good && k < c->n_env; k++)
    good = set (&env[n++], c->env[k].name, c->env[k].value);
  if (good)
    return env;
  environment_free (env);
  return NULL;
}

void
environment_free (char **env)
{
  for (size_t k = 0; env && env[k]; k++)
    free (env[k]);
  free (env);
}
