/* SPDX-License-Identifier: Apache-2.0 */
/* emi plugin check: the sheet.  Needs no hospital, no configuration and no
   operator.  */
#include "front/front.h"

#include "base/lang.h"
#include "front/paint.h"
#include "inspect/inspect.h"

static const char *
state_word (enum check_state state)
{
  static const char *const words[] = {
    [CHECK_PASS] = "pass",
    [CHECK_FAIL] = "fail",
    [CHECK_SKIP] = "skip",
  };

  return words[state];
}

static const char *
state_text (enum check_state state)
{
  static const char *const texts[] = {
    [CHECK_PASS] = N_ ("合"),
    [CHECK_FAIL] = N_ ("否"),
    [CHECK_SKIP] = N_ ("未"),
  };

  return texts[state];
}

static void
print_check (struct cli *c, const struct check_result *r, json_t *list)
{
  enum lang lang = c->session.lang;
  json_t *o = json_object ();

  cli_set (o, "id", r->id);
  cli_set (o, "state", state_word (r->state));
  cli_set (o, "title", r->title);
  cli_set (o, "message", r->message);
  json_array_append_new (list, o);
  cli_print (c, "  %s%s%s %-16s %s%s%s\n",
             paint_on (stdout, r->state == CHECK_FAIL   ? PAINT_BAD
                               : r->state == CHECK_SKIP ? PAINT_WARN
                                                        : PAINT_GOOD),
             said (lang, state_text (r->state)), paint_off (stdout), r->id,
             r->title, r->message[0] ? (lang == LANG_EN ? ": " : "：") : "",
             r->message);
}

static void
print_sheet (struct cli *c, const struct inspection_report *r, json_t *list)
{
  const char *kind = r->kind ? config_kind_name (r->kind) : NULL;

  cli_set (c->out, "name", r->name);
  cli_set (c->out, "kind", kind);
  cli_set (c->out, "version", r->version);
  cli_set (c->out, "file", r->file);
  cli_print (c, "%s %s (%s) %s\n", r->name, r->version ? r->version : "-",
             kind ? kind : "-", r->file);
  for (size_t i = 0; i < r->n; i++)
    print_check (c, &r->v[i], list);
}

bool
cmd_plugin_check (struct cli *c, int argc, char **argv, struct fault *why)
{
  static const char *const names[] = { "FILE" };
  const char *options[CLI_LIST_MOST + 1] = { NULL };
  const char *file = NULL;
  const struct cli_opt opts[] = {
    { "--option", CLI_LIST, false, options },
    { NULL, CLI_FLAG, false, NULL },
  };
  struct inspection_setup setup = { .options = options,
                                    .clock = c->session.clock,
                                    .cancel_fd = c->session.cancel_fd,
                                    .lang = c->session.lang };
  struct inspection_report *r = NULL;
  json_t *list = json_array ();
  bool good;

  cli_keys (c, "name kind version file");
  json_object_set_new (c->out, "checks", list);
  if (!cli_parse (argc, argv, opts, &file, names, 1, why)
      || !cli_people (c, why))
    return false;
  setup.file = file;
  if (c->answers_file)
    setup.answers = c->session.prompter;
  if (!inspect (&setup, &r, why))
    return false;
  print_sheet (c, r, list);
  good = r->failed == 0
         || fault_set (why, CODE_PLUGIN_CHECK,
                       said (c->session.lang, "%zu 件"), r->failed);
  inspection_free (r);
  if (good)
    cli_print (c, "%s\n", said (c->session.lang, "検査に通りました"));
  return good;
}
