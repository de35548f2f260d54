/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands and what they share: options, opening the hospital,
   printing.  */
#include "front/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

const struct cli_command cli_commands[] = {
  { "init", "DIR [--facility CODE]",
    { "新しい病院の設定と記録を作る", "make a new hospital" }, cmd_init },
  { "check", "", { "設定の誤りを全て示す", "list every fault of the "
                                           "configuration" },
    cmd_check },
  { "doctor", "[--go-live DATE] [--sheet quote|doctors|reception|no-vendor "
    "[--format text|html]]",
    { "今夜使えるかを調べる", "is everything ready?" }, cmd_doctor },
  { "account add", "ID --name N [--kana K] --role R --by ADMIN",
    { "職員を登録する", "add an account" }, cmd_account_add },
  { "account grant", "ID [--until DATE] [--reason T] --by ADMIN",
    { "閲覧権限を与える", "grant the viewing permission" },
    cmd_account_grant },
  { "account revoke", "ID [--reason T] --by ADMIN",
    { "閲覧権限を取り消す", "revoke it" }, cmd_account_revoke },
  { "account list", "[--review] --by ADMIN",
    { "職員の一覧（--review 定期点検）", "accounts; --review for the "
                                         "periodic check" },
    cmd_account_list },
  { "enrol",
    "ID PROVIDER --by ADMIN [--confirm CODE] [--temporary --until T] | "
    "ID password --as ID",
    { "認証手段を登録する", "register a factor" }, cmd_enrol },
  { "receive",
    "READER --as ID [--checked-by ID] "
    "[--pressed-by family|helper|staff|patient] "
    "[--arrival ambulance|walk-in|transfer] [--patient CHART] [--refused] "
    "[--wait SECONDS] | READER --restored --as ID",
    { "マイナ保険証で受付する", "receive a patient at a reader" },
    cmd_receive },
  { "reception list", "[--fresh] --as ID",
    { "受付の一覧", "receptions" }, cmd_reception_list },
  { "reception show", "R --as ID", { "受付を一件示す", "one reception" },
    cmd_reception_show },
  { "reception bind", "R --patient CHART --as ID",
    { "仮の番号の受付を診療録に結び付ける",
      "give a reception its chart" },
    cmd_reception_bind },
  { "reception confirm", "R --as ID",
    { "写真を見比べた職員が受付を確認する",
      "say that you compared the photo" },
    cmd_reception_confirm },
  { "reception change", "R --state CODE[:T] --with ID --as ID",
    { "拒否の後の容体や意思の変化を二人で記録する",
      "two record that a refusing patient's state changed" },
    cmd_reception_change },
  { "reception void", "R --reason T --as ID",
    { "受付を取り消す", "make a reception void" }, cmd_reception_void },
  { "request",
    "--as ID [--reception R] --consent given|difficult "
    "[--given-by patient|representative] [--hardship CODE[:T]] [--effort T] "
    "--necessity CODE[:T] [--pattern 1..6] [--factors A,B] [--adapter A] "
    "[--with ID,...] [--drill [--without A,B]] [--wait SECONDS] "
    "| --as ID --collect REQUEST",
    { "救急時医療情報を照会する", "ask for the emergency medical "
                                  "information" },
    cmd_request },
  { "trace",
    "--as ID (--patient C | --insured N:S:I[:B] | --kana K --birth D | "
    "--request R | --account A) [--from D] [--to D] "
    "[--format text|json|csv|html]",
    { "閲覧の履歴を示す", "who viewed what, when and why" }, cmd_trace },
  { "verify", "[--deep]",
    { "記録に改変がないことを確かめる", "does the evidence hold?" },
    cmd_verify },
  { "plugin list", "", { "プラグインの一覧", "the plugins" },
    cmd_plugin_list },
  { "plugin describe", "NAME",
    { "プラグインの設定項目", "a plugin's options" }, cmd_plugin_describe },
  { "help", "", { "この一覧", "this list" }, cmd_help },
  { NULL, NULL, { NULL, NULL }, NULL },
};

void
cli_keys (struct cli *c, const char *names)
{
  while (*names)
    {
      size_t n = strcspn (names, " ");
      char name[32];

      snprintf (name, sizeof name, "%.*s", (int) n, names);
      json_object_set_new (c->out, name, json_null ());
      names += n + strspn (names + n, " ");
    }
}

void
cli_set (json_t *object, const char *name, const char *text)
{
  json_object_set_new (object, name,
                       text ? json_string (text) : json_null ());
}

static const struct cli_opt *
find_option (const struct cli_opt *opts, const char *name)
{
  for (; opts && opts->name; opts++)
    if (strcmp (opts->name, name) == 0)
      return opts;
  return NULL;
}

bool
cli_parse (int argc, char **argv, const struct cli_opt *opts,
           const char **pos, const char *const *pos_names, size_t n_pos,
           struct fault *why)
{
  size_t taken = 0;

  for (int i = 0; i < argc; i++)
    {
      const struct cli_opt *o;

      if (strncmp (argv[i], "--", 2) != 0)
        {
          if (taken == n_pos)
            return fault_set (why, CODE_USAGE, "%s", argv[i]);
          pos[taken++] = argv[i];
          continue;
        }
      o = find_option (opts, argv[i]);
      if (!o || *o->value_out)
        return fault_set (why, CODE_USAGE, "%s", argv[i]);
      if (o->kind == CLI_VALUE && i + 1 >= argc)
        return fault_set (why, CODE_USAGE, "%s", argv[i]);
      *o->value_out = o->kind == CLI_VALUE ? argv[++i] : o->name;
    }
  if (taken < n_pos)
    return fault_set (why, CODE_USAGE, "%s", pos_names[taken]);
  for (; opts && opts->name; opts++)
    if (opts->required && !*opts->value_out)
      return fault_set (why, CODE_USAGE, "%s", opts->name);
  return true;
}

void
cli_say (struct cli *c, const char *ja, const char *en, ...)
{
  va_list ap;

  if (c->json)
    return;
  va_start (ap, en);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  vfprintf (stderr, c->session.lang == LANG_EN ? en : ja, ap);
#pragma GCC diagnostic pop
  va_end (ap);
  fputc ('\n', stderr);
}

void
cli_print (struct cli *c, const char *fmt, ...)
{
  va_list ap;

  if (c->json)
    return;
  va_start (ap, fmt);
  vfprintf (stdout, fmt, ap);
  va_end (ap);
}

bool
cli_day_end (const char *option, const char *text, int64_t *out,
             struct fault *why)
{
  char next[11];
  int64_t start;

  if (strlen (text) != 10 || !date_shift_days (text, 1, next)
      || !date_day (next, &start))
    return fault_set (why, CODE_VALUE, "%s %s", option, text);
  *out = start;
  return true;
}

bool
cmd_help (struct cli *c, int argc, char **argv, struct fault *why)
{
  (void) argv;
  if (argc > 0)
    return fault_set (why, CODE_USAGE, "help");
  cli_print (c, "emi [-c FILE] [--json] [--lang ja|en] [--answers FILE|-] "
                "[--terminal NAME] COMMAND ...\n\n");
  for (const struct cli_command *k = cli_commands; k->words; k++)
    cli_print (c, "  %-16s %s\n", k->words, k->help[c->session.lang]);
  cli_print (c, "\n%s\n", c->session.lang == LANG_EN
                            ? "emi COMMAND --help tells more; see emi(1)."
                            : "emi COMMAND --help で詳しく。emi(1) も参照。");
  return true;
}
