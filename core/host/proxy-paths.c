/* SPDX-License-Identifier: Apache-2.0 */
/* What a helper is given of this machine: folders and files by name, and the
   environment.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/variables.h"
#include "config/value.h"
#include "host/proxy.h"

/* --- files --- */

static void
add (struct paths *p, const char *what, const char *path)
{
  if (!path)
    return;
  if (p->n == N_ELEMENTS (p->v))
    p->failed = true;
  else
    /* With its NUL: the helper takes it for the string that it is.  */
    p->v[p->n++] = (struct emi_field) { what, { path, strlen (path) + 1 } };
}

static void
add_kept (struct paths *p, const char *what, char *path)
{
  if (!path || p->n_kept == N_ELEMENTS (p->kept))
    {
      p->failed = true;
      free (path);
      return;
    }
  p->kept[p->n_kept++] = path;
  add (p, what, path);
}

static bool
is_folder (const char *path)
{
  struct stat st;

  return stat (path, &st) == 0 && S_ISDIR (st.st_mode);
}

/* Its folder, where PATH is a file or nothing yet: beside a file lie its lock,
   its journal, and the file that will take its place.  */
static char *
writable (const char *path)
{
  const char *slash = strrchr (path, '/');

  if (is_folder (path) || !slash || slash == path)
    return strdup (path);
  return strndup (path, (size_t) (slash - path));
}

/* --- what stays shut --- */

/* The folder of PATH, so that what lies beside it is shut too; where that
   holds the whole hospital, what begins with PATH.  */
static void
shut_around (struct paths *p, const struct config *c, const char *path)
{
  static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
  CLEANUP_FREE char *folder = writable (path);
  CLEANUP_FREE char *plain = folder ? value_path (folder) : NULL;
  CLEANUP_FREE char *home = value_path (c->dir);

  if (!plain || !home)
    p->failed = true;
  else if (!value_path_inside (home, plain))
    add_kept (p, "protect", strdup (plain));
  else
    for (size_t i = 0; i < N_ELEMENTS (beside); i++)
      {
        char *one;
        if (asprintf (&one, "%s%s", path, beside[i]) < 0)
          one = NULL;
        add_kept (p, "protect", one);
      }
}

/* Where a store keeps the ledger; which of its options says so is its own
   matter, so all that name a place count.  */
static void
shut_store (struct paths *p, const struct config *c,
            const struct config_instance *i)
{
  for (size_t k = 0; k < i->n_options; k++)
    {
      const char *value = i->options[k].value;
      CLEANUP_FREE char *path = value ? file_join (c->dir, value) : NULL;

      if (path && (strchr (value, '/') || access (path, F_OK) == 0))
        shut_around (p, c, path);
    }
}

void
paths_shut (struct paths *p, const struct config *c,
            const struct config_instance *i)
{
  if (c->keys)
    add_kept (p, "protect", value_path (c->keys));
  if (c->seal)
    shut_around (p, c, c->seal);
  for (size_t k = 0; k < c->n_instances && i->kind != EMI_KIND_STORE; k++)
    if (c->instances[k].kind == EMI_KIND_STORE)
      shut_store (p, c, &c->instances[k]);
}

/* --- what is open --- */

void
paths_option (struct paths *p, const struct emi_option *o, const char *path)
{
  if (o->type != EMI_OPT_PATH || !path)
    return;
  if (o->flags & EMI_OPT_WRITE)
    add_kept (p, "write", writable (path));
  else
    add (p, "read", path);
}

void
paths_allowed (struct paths *p, const struct config *c,
               const struct config_allow *a)
{
  if (a->path)
    add_kept (p, a->write ? "write" : "read", file_join (c->dir, a->path));
}

void
paths_of (struct paths *p, const struct host *h,
          const struct config_instance *c, const struct instance *i)
{
  for (size_t k = 0; k < c->n_allow; k++)
    paths_allowed (p, h->config, &c->allow[k]);
  for (size_t k = 0; i && k < i->n_options; k++)
    paths_option (p, i->options[k].declared, i->options[k].text);
  paths_shut (p, h->config, c);
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
    if (c->env[k].name && c->env[k].value
        && !variable_is_hostile (c->env[k].name))
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
