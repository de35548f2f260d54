/* SPDX-License-Identifier: Apache-2.0 */
/* An inspection from its beginning to the sheet.  */
#include "inspect/inspect.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "inspect/parts.h"

/* Time for what a person at a device does.  */
#define CALL_MS 10000

bool
inspected_file (const char *file, char **folder_out, char **name_out,
                struct fault *why)
{
  const char *slash = strrchr (file, '/');
  const char *base = slash ? slash + 1 : file;
  size_t n = strlen (base);
  CLEANUP_FREE char *dir
      = slash ? strndup (file, (size_t) (slash - file) + 1) : strdup (".");

  if (n < 4 || strcmp (base + n - 3, ".so") != 0)
    return fault_set (why, CODE_VALUE, "%s: *.so", file);
  *folder_out = dir ? realpath (dir, NULL) : NULL;
  if (!*folder_out)
    return fault_set (why, CODE_PLUGIN_MISSING, "%s", file);
  *name_out = strndup (base, n - 3);
  if (*name_out)
    return true;
  free (*folder_out);
  *folder_out = NULL;
  return fault_set (why, CODE_MEMORY, "%s", "");
}

const struct kind_part *
kind_part (enum emi_kind kind)
{
  switch (kind)
    {
    case EMI_KIND_READER:
      return &part_reader;
    case EMI_KIND_CONNECTOR:
      return &part_connector;
    case EMI_KIND_STORE:
      return &part_store;
    case EMI_KIND_AUTH:
      return &part_auth;
    case EMI_KIND_ADAPTER:
      break;
    }
  return &part_adapter;
}

/* --- the host --- */

/* Named after the module, since people read the names in messages.  */
static bool
instances_make (struct inspection *in, char *plugin, struct fault *why)
{
  static const char *const suffix[INSTANCES] = { "", ".2", ".gone", ".odd" };

  for (size_t i = 0; i < INSTANCES; i++)
    {
      if (asprintf (&in->names[i], "%s%s", plugin, suffix[i]) < 0)
        {
          in->names[i] = NULL;
          return fault_set (why, CODE_MEMORY, "%s", "");
        }
      in->instances[i] = (struct config_instance){
        .name = in->names[i],
        .plugin = plugin,
        .run = CONFIG_RUN_SEPARATE,
        .allow = in->allow,
        .n_allow = N_ELEMENTS (in->allow),
      };
    }
  in->config.dir = in->dir;
  in->config.run = in->run;
  in->config.instances = in->instances;
  in->config.n_instances = INSTANCES;
  return true;
}

static bool
host_make (struct inspection *in, struct fault *why)
{
  const struct inspection_setup *s = in->setup;

  in->host = host_new (&in->config, s->clock, in->cancel_fd);
  if (!in->host)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (s->helper)
    host_set_helper (in->host, s->helper);
  host_set_output (in->host, in->output);
  in->session = (struct session){
    .config = &in->config,
    .profile = in->profile,
    .clock = s->clock,
    .host = in->host,
    .lang = s->lang,
    .prompter = &in->prompter,
    .cancel_fd = in->cancel_fd,
  };
  return true;
}

/* --- the checks --- */

static bool
load (struct inspection *in, struct fault *why)
{
  enum check_id id = CHECK_LOADS;

  if (host_describe_instance (in->host, &in->instances[ONE], &in->plugin, why))
    {
      note_pass (in, CHECK_LOADS);
      note_pass (in, CHECK_CONTRACT);
      for (size_t i = 0; i < INSTANCES; i++)
        in->instances[i].kind = (enum emi_kind) in->plugin->kind;
      return true;
    }
  if (why->code == CODE_PLUGIN_CONTRACT)
    {
      note_pass (in, CHECK_LOADS);
      id = CHECK_CONTRACT;
    }
  note_fail (in, id, N_ ("%s（%s）"),
             code_info (why->code)->message[in->setup->lang], why->detail);
  return false;
}

/* False with WHY only for what is no fault of the module.  */
static bool
drive (struct inspection *in, struct fault *why)
{
  if (!load (in, why))
    return why->code != CODE_PLUGIN_MISSING && why->code != CODE_CANCELLED
           && why->code != CODE_MEMORY;
  if (!settings_make (in, why))
    return false;
  ask_init (in);
  in->timeout_ms = CALL_MS;
  in->blame = CHECK_IN_TIME;
  general_texts (in);
  if (general_open (in))
    kind_part ((enum emi_kind) in->plugin->kind)->judge (in);
  if (alive (in))
    general_others (in);
  if (alive (in))
    rounds (in);
  if (alive (in))
    closing (in);
  if (alive (in))
    {
      note_pass_used (in, CHECK_IN_TIME);
      note_pass_used (in, CHECK_PROMPTS);
    }
  if (in->gave_secret)
    note_pass (in, CHECK_SECRETS);
  return true;
}

/* --- the sheet --- */

static void
tell_missed (struct inspection *in, enum check_id id)
{
  if (id == CHECK_SECRETS && alive (in))
    note_skip (in, id, N_ ("暗証を尋ねられませんでした"));
  else if (noted_fail (in, CHECK_LOADS))
    note_skip (in, id, N_ ("読み込めないため、調べていません"));
  else if (noted_fail (in, CHECK_CONTRACT) && !in->plugin)
    note_skip (in, id, N_ ("取り決めに合わないため、調べていません"));
  else if (!in->one)
    note_skip (in, id, N_ ("開けないため、調べていません"));
  else if (in->lost != CHECK_COUNT)
    note_skip (in, id, N_ ("「%s」で終わったため、調べていません"),
               said (in->setup->lang, check_rows[in->lost].title));
  else
    note_skip (in, id, N_ ("その機会がありませんでした"));
}

static bool
applies (const struct inspection *in, enum check_id id)
{
  return check_rows[id].kind == 0
         || (in->plugin && in->plugin->kind == (uint32_t) check_rows[id].kind);
}

static bool
sheet_fill (struct inspection *in, struct inspection_report *r)
{
  for (int id = 0; id < CHECK_COUNT; id++)
    {
      struct note *n = &in->notes[id];

      if (!applies (in, (enum check_id) id))
        continue;
      if (!n->made)
        tell_missed (in, (enum check_id) id);
      r->v[r->n] = (struct check_result){
        .id = check_rows[id].id,
        .title = said (in->setup->lang, check_rows[id].title),
        .state = n->state,
        .message = n->message ? strdup (n->message) : strdup (""),
      };
      r->failed += n->state == CHECK_FAIL;
      if (!r->v[r->n++].message)
        return false;
    }
  return true;
}

static struct inspection_report *
sheet_make (struct inspection *in, const char *folder, const char *name)
{
  struct inspection_report *r = calloc (1, sizeof *r);

  if (!r)
    return NULL;
  r->kind = in->plugin ? (enum emi_kind) in->plugin->kind : 0;
  r->name = strdup (name);
  r->version = in->plugin ? strdup (in->plugin->version) : NULL;
  if (r->name && asprintf (&r->file, "%s/%s.so", folder, name) >= 0
      && sheet_fill (in, r))
    return r;
  inspection_free (r);
  return NULL;
}

void
inspection_free (struct inspection_report *r)
{
  if (!r)
    return;
  for (size_t i = 0; i < r->n; i++)
    free (r->v[i].message);
  free (r->name);
  free (r->version);
  free (r->file);
  free (r);
}

/* --- all of it --- */

static void
done (struct inspection *in)
{
  host_free (in->host);
  given_forget (in);
  buffer_done (&in->kept);
  settings_done (in);
  for (size_t i = 0; i < INSTANCES; i++)
    free (in->names[i]);
  for (size_t i = 0; i < CHECK_COUNT; i++)
    free (in->notes[i].message);
  place_done (in);
}

static bool
run (struct inspection *in, char *folder, char *name, struct fault *why)
{
  in->config.plugin_folder = folder;
  return place_make (in, why) && instances_make (in, name, why)
         && host_make (in, why) && drive (in, why);
}

/* What was written or opened at the very end counts, too: the helpers close
   before the place is judged, and the descriptor's texts before they go.  */
static bool
finish (struct inspection *in, const char *folder, const char *name,
        struct inspection_report **out, struct fault *why)
{
  CLEANUP_FREE char *version = NULL;

  if (in->plugin)
    {
      in->copy = *in->plugin;
      in->copy.version = version = strdup (in->plugin->version);
      in->plugin = &in->copy;
    }
  host_free (in->host);
  in->host = NULL;
  place_judge (in);
  if (session_cancelled (&in->session))
    return fault_set (why, CODE_CANCELLED, "%s", name);
  *out = in->plugin && !version ? NULL : sheet_make (in, folder, name);
  return *out || fault_set (why, CODE_MEMORY, "%s", "");
}

bool
inspect (const struct inspection_setup *setup, struct inspection_report **out,
         struct fault *why)
{
  struct inspection in = { .setup = setup,
                           .kept = { .wipe = true },
                           .lost = CHECK_COUNT,
                           .watch = -1,
                           .output = -1,
                           .given_up = -1,
                           .cancel_fd = -1 };
  CLEANUP_FREE char *folder = NULL;
  CLEANUP_FREE char *name = NULL;
  bool good;

  if (!inspected_file (setup->file, &folder, &name, why))
    return false;
  good = run (&in, folder, name, why) && finish (&in, folder, name, out, why);
  done (&in);
  return good;
}
