/* SPDX-License-Identifier: Apache-2.0 */
/* emi check: every fault of the configuration at once, with file and line.
   Opens no device.  */
#include "front/front.h"

#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"
#include "host/check.h"
#include "host/pairs.h"

/* Faults are gathered as far as each layer can be read.  False only for what
   is no fault of the text (a missing or unsafe file).  */
static bool
gather (struct cli *c, struct config_faults *faults, struct fault *why)
{
  struct session *s = &c->session;
  bool sound = config_examine (cli_config_path (c), &c->config, faults, why);

  if (!sound && why->code != CODE_CONFIG_FAULTS)
    return false;
  if (c->config->profile
      && !profile_load (c->config->profile, &c->profile, faults, why)
      && why->code != CODE_CONFIG_FAULTS && sound)
    return false;
  s->config = c->config;
  s->profile = c->profile;
  s->host = host_new (c->config, s->clock, s->cancel_fd);
  if (!s->host)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (sound)
    host_check (s->host, c->profile, faults);
  else
    host_check_plugins (s->host, c->profile, faults);
  return true;
}

/* The hospital's own facts.xml, where it has one.  Without memory what was
   found before is told all the same.  */
static void
gather_facts (struct cli *c, struct config_faults *faults)
{
  CLEANUP_FREE char *file = file_join (c->config->dir, "facts.xml");
  struct facts *facts = NULL;
  struct fault ignored;
  struct stat st;

  if (file && lstat (file, &st) == 0
      && facts_load (file, &facts, faults, &ignored))
    facts_free (facts);
}

static void
print_faults (struct cli *c, const struct config_faults *faults)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < faults->n; i++)
    {
      const struct config_fault *f = &faults->v[i];
      json_t *o = json_object ();

      cli_set (o, "file", f->file);
      json_object_set_new (o, "line", json_integer (f->line));
      cli_set (o, "message", f->message[c->session.lang]);
      json_array_append_new (list, o);
      cli_print (c, "%s:%d: %s\n", f->file, f->line,
                 f->message[c->session.lang]);
    }
  json_object_set_new (c->out, "faults", list);
}

/* --- pairs of factors, in words --- */

static json_t *
pair_json (const char *terminal, const struct pair *p, const char *words)
{
  json_t *providers = json_array (), *methods = json_array ();

  json_array_append_new (providers, json_string (p->a));
  json_array_append_new (methods, json_string (p->methods_a));
  if (p->b)
    {
      json_array_append_new (providers, json_string (p->b));
      json_array_append_new (methods, json_string (p->methods_b));
    }
  return json_pack ("{s:s, s:o, s:o, s:b, s:s}", "terminal", terminal,
                    "providers", providers, "methods", methods, "admissible",
                    (int) (p->verdict == PAIR_GOOD), "words", words);
}

static void
explain_terminal (struct cli *c, const struct config_terminal *t, json_t *list)
{
  enum lang lang = c->session.lang;
  CLEANUP_FREE struct pair *v = NULL;
  size_t n = 0;

  if (!t->name || !host_pairs (c->session.host, t, &v, &n))
    return;
  cli_print (c, said (lang, "端末 %s の二要素\n"), t->name);
  for (size_t i = 0; i < n; i++)
    {
      CLEANUP (buffer_done) struct buffer words = BUFFER_INIT;

      pair_words (c->profile, &v[i], lang, &words);
      cli_print (c, "  %s  %s%s%s: %s\n",
                 v[i].verdict == PAIR_GOOD ? "○" : "×", v[i].a,
                 v[i].b ? " + " : "", v[i].b ? v[i].b : "",
                 buffer_string (&words));
      json_array_append_new (
          list, pair_json (t->name, &v[i], buffer_string (&words)));
    }
}

/* For any account: which of these are enrolled, `emi account list` tells.  */
static void
explain (struct cli *c)
{
  json_t *list = json_array ();

  for (size_t i = 0; c->config && i < c->config->n_terminals; i++)
    if (c->session.host && c->config->plugin_folder)
      explain_terminal (c, &c->config->terminals[i], list);
  json_object_set_new (c->out, "pairs", list);
}

bool
cmd_check (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct config_faults faults = { .v = NULL };
  bool ok;

  json_object_set_new (c->out, "faults", json_array ());
  json_object_set_new (c->out, "pairs", json_array ());
  if (!cli_parse (argc, argv, NULL, NULL, NULL, 0, why))
    return false;
  ok = gather (c, &faults, why);
  if (ok)
    {
      gather_facts (c, &faults);
      print_faults (c, &faults);
      explain (c);
      if (faults.n)
        ok = fault_set (why, CODE_CONFIG_FAULTS,
                        said (c->session.lang, "%zu 件"), faults.n);
      else
        {
          why->code = CODE_OK;
          cli_print (c, "%s\n",
                     said (c->session.lang, "設定に誤りはありません"));
        }
    }
  config_faults_done (&faults);
  return ok;
}
