/* SPDX-License-Identifier: Apache-2.0 */
/* From configurations to the folders that are watched.  */
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"

static int
say_fault (const struct sim *s, const struct fault *why)
{
  const struct code_info *info = code_info (why->code);

  fprintf (stderr, "emi-sim: %s: %s\n", info->message[s->lang], why->detail);
  return 2;
}

static int
say_wrong (const struct sim *s, const char *file, const char *ja)
{
  fprintf (stderr, "emi-sim: %s: %s\n", file, said (s->lang, ja));
  return 2;
}

/* The absolute path in option NAME of I, or NULL.  */
static char *
path_option (const struct config *c, const struct config_instance *i,
             const char *name)
{
  for (size_t k = 0; k < i->n_options; k++)
    if (strcmp (i->options[k].name, name) == 0)
      return file_join (c->dir, i->options[k].value);
  return NULL;
}

/* REQ/../.emi-sim: beside the exchange folders, in nobody's way.  */
static char *
state_folder (const char *req)
{
  size_t len = strlen (req);
  char *dir = NULL;

  while (len > 1 && req[len - 1] == '/')
    len--;
  while (len > 0 && req[len - 1] != '/')
    len--;
  return asprintf (&dir, "%.*s.emi-sim", (int) len, req) < 0 ? NULL : dir;
}

/* Adds the folders of connector I of H, unless it has none.  False without
   memory.  */
static bool
add_exchange (struct sim *s, struct hospital *h,
              const struct config_instance *i)
{
  struct exchange x = {
    .config = h->config,
    .profile = h->profile,
    .drill = s->drill,
    .req = path_option (h->config, i, "req"),
    .res = path_option (h->config, i, "res"),
  };
  struct exchange *more
      = realloc (s->exchanges, (s->n_exchanges + 1) * sizeof *more);

  if (!more)
    {
      free (x.req);
      free (x.res);
      return false;
    }
  s->exchanges = more;
  if (!x.req || !x.res)
    {
      free (x.req);
      free (x.res);
      return true;
    }
  if (!h->state)
    h->state = state_folder (x.req);
  x.state = h->state;
  s->exchanges[s->n_exchanges++] = x;
  return h->state != NULL;
}

static bool
is_drill (const struct config *c, const struct config_instance *i)
{
  return c->drill && strcmp (c->drill->connector, i->name) == 0;
}

/* The drill's connector only with --drill, and then no other.  The emergency
   connector first: its folders are where a hospital's cards are
   remembered.  */
static int
add_exchanges (struct sim *s, struct hospital *h, const char *file)
{
  const struct config *c = h->config;
  size_t before = s->n_exchanges;
  bool production = false;

  for (int others = 0; others < 2 && c->connector; others++)
    for (size_t k = 0; k < c->n_instances; k++)
      {
        const struct config_instance *i = &c->instances[k];

        if (i->kind != EMI_KIND_CONNECTOR
            || (strcmp (i->name, c->connector) != 0) != others
            || is_drill (c, i) != s->drill)
          continue;
        /* Whoever is behind it would get invented answers.  */
        if (i->production)
          production = true;
        else if (!add_exchange (s, h, i))
          return say_wrong (s, file, N_ ("メモリーがありません"));
      }
  if (s->n_exchanges > before)
    return 0;
  return production ? say_wrong (s, file, N_ ("本番の接続では動きません"))
                    : say_wrong (s, file,
                                 N_ ("共有フォルダの接続が設定にありません"));
}

int
sim_load (struct sim *s, const char *file)
{
  struct fault why = { .code = CODE_OK };
  struct hospital *more
      = realloc (s->hospitals, (s->n_hospitals + 1) * sizeof *more);
  struct hospital *h;

  if (!more)
    return say_wrong (s, file, N_ ("メモリーがありません"));
  s->hospitals = more;
  h = &s->hospitals[s->n_hospitals++];
  *h = (struct hospital){ .config = NULL };
  if (!config_load (file, &h->config, NULL, &why)
      || !profile_load (h->config->profile, &h->profile, NULL, &why))
    return say_fault (s, &why);
  return add_exchanges (s, h, file);
}

/* The option NAME of the first reader made of PLUGIN (NULL: of any).  */
static char *
reader_option (const struct config *c, const char *plugin, const char *name)
{
  char *path = NULL;

  for (size_t i = 0; i < c->n_instances && !path; i++)
    if (c->instances[i].kind == EMI_KIND_READER
        && (!plugin || strcmp (c->instances[i].plugin, plugin) == 0))
      path = path_option (c, &c->instances[i], name);
  return path;
}

char *
sim_reader_folder (const struct sim *s, const char *reader)
{
  const struct config *c = s->hospitals[0].config;
  bool terminal = strcmp (reader, "terminal") == 0;
  char *path;

  if (strcmp (reader, "generic") == 0)
    {
      path = reader_option (c, "generic", "res");
      return path ? path : strdup (s->exchanges[0].res);
    }
  path = reader_option (c, terminal ? "face-terminal" : "face-device", "face");
  /* Both leave the same file.  */
  return path ? path : reader_option (c, NULL, "face");
}

static void
exchange_done (struct exchange *x)
{
  for (size_t i = 0; i < x->kept.n; i++)
    free (x->kept.v[i]);
  free (x->kept.v);
  free (x->req);
  free (x->res);
}

void
sim_done (struct sim *s)
{
  post_done (&s->post);
  patients_done (&s->patients);
  script_done (&s->script);
  for (size_t i = 0; i < s->n_exchanges; i++)
    exchange_done (&s->exchanges[i]);
  free (s->exchanges);
  for (size_t i = 0; i < s->n_hospitals; i++)
    {
      profile_free (s->hospitals[i].profile);
      config_free (s->hospitals[i].config);
      free (s->hospitals[i].state);
    }
  free (s->hospitals);
}
