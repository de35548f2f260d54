/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/trial.h"

#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/catalogue.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"

static void
must (bool good, const char *what)
{
  if (good)
    return;
  fprintf (stderr, "trial: %s\n", what);
  abort ();
}

static char *
keep (const char *text)
{
  char *copy = strdup (text);

  must (copy != NULL, "no memory");
  return copy;
}

static void
start (struct trial *t)
{
  must (pipe2 (t->cancel, O_CLOEXEC | O_NONBLOCK) == 0, "no pipe");
  t->host = host_new (&t->config, t->clock, t->cancel[0]);
  must (t->host != NULL, "no host");
  host_set_helper (t->host, t->helper);
  /* So that one test can run a plugin both ways.  */
  host_set_all_inside (t->host, true);
}

static void
stop (struct trial *t)
{
  host_free (t->host);
  close (t->cancel[0]);
  close (t->cancel[1]);
}

/* Absolute: what it is started from may not be this folder.  */
static char *
built_helper (void)
{
  const char *top = getenv ("top_builddir");
  char *path = NULL;
  char *real;

  must (asprintf (&path, "%s/core/host/emi-plugin-host", top ? top : ".") >= 0,
        "no memory");
  real = realpath (path, NULL);
  if (!real)
    return path;
  free (path);
  return real;
}

void
trial_init (struct trial *t, int64_t now)
{
  catalogue_begin ();
  *t = (struct trial) { .dir = scratch_new () };
  scratch_mkdir (t->dir, "plugins", 0755);
  scratch_mkdir (t->dir, "run", 0700);
  t->config.file = scratch_path (t->dir, "emi.xml");
  t->config.dir = keep (t->dir);
  t->config.plugin_folder = scratch_path (t->dir, "plugins");
  t->config.run = scratch_path (t->dir, "run");
  t->helper = built_helper ();
  t->config.instances = t->instances;
  t->fake = now ? fake_clock_new (now) : NULL;
  t->clock = t->fake ? t->fake : clock_system ();
  start (t);
}

static void
instance_done (struct config_instance *i)
{
  for (size_t k = 0; k < i->n_options; k++)
    {
      free (i->options[k].name);
      free (i->options[k].value);
    }
  free (i->options);
  for (size_t k = 0; k < i->n_env; k++)
    {
      free (i->env[k].name);
      free (i->env[k].value);
    }
  free (i->env);
  for (size_t k = 0; k < i->n_allow; k++)
    free (i->allow[k].path);
  free (i->allow);
  free (i->name);
  free (i->plugin);
  free (i->sha256);
}

void
trial_done (struct trial *t)
{
  stop (t);
  for (size_t k = 0; k < t->config.n_instances; k++)
    instance_done (&t->instances[k]);
  free (t->config.file);
  free (t->config.dir);
  free (t->config.plugin_folder);
  free (t->config.run);
  free (t->helper);
  if (t->fake)
    fake_clock_free (t->fake);
  scratch_done (t->dir);
}

void
trial_restart (struct trial *t)
{
  stop (t);
  start (t);
}

void
trial_cancel (struct trial *t)
{
  must (write (t->cancel[1], "x", 1) == 1, "cannot cancel");
}

char *
trial_built (const char *name)
{
  const char *top = getenv ("top_builddir");
  char *pattern = NULL;
  char *path = NULL;
  glob_t found;

  must (asprintf (&pattern, "%s/*/*/.libs/%s.so", top ? top : ".", name) >= 0,
        "no memory");
  if (glob (pattern, 0, NULL, &found) == 0)
    {
      path = keep (found.gl_pathv[0]);
      globfree (&found);
    }
  free (pattern);
  return path;
}

static void
copy_file (const char *from, const char *dir, const char *name)
{
  struct stat st;
  int fd = open (from, O_RDONLY | O_CLOEXEC);

  must (fd >= 0 && fstat (fd, &st) == 0, from);
  char *data = malloc ((size_t) st.st_size);
  must (data && read (fd, data, (size_t) st.st_size) == st.st_size, from);
  close (fd);
  scratch_bytes (dir, name, data, (size_t) st.st_size, 0755);
  free (data);
}

bool
trial_module (struct trial *t, const char *name)
{
  char *from = trial_built (name);
  char *base = NULL;

  if (!from)
    return false;
  must (asprintf (&base, "%s.so", name) >= 0, "no memory");
  char *there = scratch_path (t->config.plugin_folder, base);
  if (access (there, F_OK) != 0)
    copy_file (from, t->config.plugin_folder, base);
  free (there);
  free (base);
  free (from);
  return true;
}

struct config_instance *
trial_add (struct trial *t, enum emi_kind kind, const char *name,
           const char *plugin, ...)
{
  size_t at = t->config.n_instances++;
  struct config_instance *i = &t->instances[at];
  const char *option;
  va_list ap;

  must (at < TRIAL_INSTANCES, "too many instances");
  trial_module (t, plugin);
  *i = (struct config_instance) { .kind = kind,
                                  .name = keep (name),
                                  .plugin = keep (plugin),
                                  .line = 10 * (int) (at + 1) };
  va_start (ap, plugin);
  while ((option = va_arg (ap, const char *)))
    {
      i->options = reallocarray (i->options, i->n_options + 1,
                                 sizeof *i->options);
      must (i->options != NULL, "no memory");
      struct config_setting *s = &i->options[i->n_options++];
      s->name = keep (option);
      s->value = keep (va_arg (ap, const char *));
      s->line = i->line + (int) i->n_options;
    }
  va_end (ap);
  return i;
}

void
trial_env (struct config_instance *i, const char *name, const char *value)
{
  i->env = reallocarray (i->env, i->n_env + 1, sizeof *i->env);
  must (i->env != NULL, "no memory");
  i->env[i->n_env++] = (struct config_setting) { .name = keep (name),
                                                 .value = keep (value) };
}

void
trial_allow (struct config_instance *i, const char *path, bool write)
{
  i->allow = reallocarray (i->allow, i->n_allow + 1, sizeof *i->allow);
  must (i->allow != NULL, "no memory");
  i->allow[i->n_allow++]
    = (struct config_allow) { .path = keep (path), .write = write };
}
