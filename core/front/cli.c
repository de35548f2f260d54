/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands and what they share: options, opening the hospital,
   printing.  */
#include "front/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"

const struct cli_command cli_commands[] = {
  { "init", "DIR [--facility CODE]", N_ ("新しい病院の設定と記録を作る"),
    cmd_init },
  { "check", "", N_ ("設定の誤りを全て示す"), cmd_check },
  { "doctor",
    "[--go-live DATE] [--sheet quote|doctors|reception|no-vendor "
    "[--format text|html]]",
    N_ ("今夜使えるかを調べる"), cmd_doctor },
  { "account add", "ID --name N [--kana K] --role R --by ADMIN",
    N_ ("職員を登録する"), cmd_account_add },
  { "account grant", "ID [--until DATE] [--reason T] --by ADMIN",
    N_ ("閲覧権限を与える"), cmd_account_grant },
  { "account revoke", "ID [--reason T] --by ADMIN", N_ ("閲覧権限を取り消す"),
    cmd_account_revoke },
  { "account list", "[--review] --by ADMIN",
    N_ ("職員の一覧（--review 定期点検）"), cmd_account_list },
  { "enrol",
    "ID PROVIDER --by ADMIN [--confirm CODE] [--temporary --until T] | "
    "ID password --as ID | "
    "ID PROVIDER --revoke [--temporary] [--reason T] --by ADMIN | "
    "[ID] --list --by ADMIN",
    N_ ("認証手段を登録し、取り消し、一覧する"), cmd_enrol },
  { "factors try", "--as ID [--rounds N]",
    N_ ("自分の認証手段を試し、時間と成否を測る"), cmd_factors_try },
  { "receive",
    "READER --as ID [--checked-by ID] "
    "[--pressed-by family|helper|staff|patient] "
    "[--arrival ambulance|walk-in|transfer] [--patient CHART] [--refused] "
    "[--wait SECONDS] | READER --restored --as ID",
    N_ ("マイナ保険証で受付する"), cmd_receive },
  { "reception list", "[--fresh] --as ID", N_ ("受付の一覧"),
    cmd_reception_list },
  { "reception show", "R --as ID", N_ ("受付を一件示す"), cmd_reception_show },
  { "reception bind", "R --patient CHART --as ID",
    N_ ("仮の番号の受付を診療録に結び付ける"), cmd_reception_bind },
  { "reception confirm", "R --as ID",
    N_ ("写真を見比べた職員が受付を確認する"), cmd_reception_confirm },
  { "reception change", "R --state CODE[:T] --with ID --as ID",
    N_ ("拒否の後の容体や意思の変化を二人で記録する"), cmd_reception_change },
  { "reception void", "R --reason T --as ID", N_ ("受付を取り消す"),
    cmd_reception_void },
  { "request",
    "--as ID [--reception R] --consent given|difficult "
    "[--given-by patient|representative] [--hardship CODE[:T]] [--effort T] "
    "--necessity CODE[:T] [--pattern 1..6] [--form xml|pdf] [--factors A,B] "
    "[--adapter A] [--with ID,...] [--drill [--without A,B]] "
    "[--wait SECONDS] [--full] | --as ID --collect REQUEST [--full]",
    N_ ("救急時医療情報を照会する"), cmd_request },
  { "trace",
    "--as ID (--patient C | --insured N:S:I[:B] | --kana K --birth D | "
    "--request R | --account A) [--from D] [--to D] "
    "[--format text|json|csv|html]",
    N_ ("閲覧の履歴を示す"), cmd_trace },
  { "verify", "[--deep]", N_ ("記録に改変がないことを確かめる"), cmd_verify },
  { "plugin list", "", N_ ("プラグインの一覧"), cmd_plugin_list },
  { "plugin describe", "NAME|FILE", N_ ("プラグインの設定項目"),
    cmd_plugin_describe },
  { "plugin check", "FILE [--option NAME=VALUE]...",
    N_ ("プラグインのファイルを検査する"), cmd_plugin_check },
  { "help", "", N_ ("この一覧"), cmd_help },
  { NULL, NULL, NULL, NULL },
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
  json_object_set_new (object, name, text ? json_string (text) : json_null ());
}

static const struct cli_opt *
find_option (const struct cli_opt *opts, const char *name)
{
  for (; opts && opts->name; opts++)
    if (strcmp (opts->name, name) == 0)
      return opts;
  return NULL;
}

/* Where its next value goes; NULL: it was given often enough.  */
static const char **
option_place (const struct cli_opt *o)
{
  size_t most = o->kind == CLI_LIST ? CLI_LIST_MOST : 1, n = 0;

  while (n < most && o->value_out[n])
    n++;
  return n < most ? &o->value_out[n] : NULL;
}

bool
cli_parse (int argc, char **argv, const struct cli_opt *opts, const char **pos,
           const char *const *pos_names, size_t n_pos, struct fault *why)
{
  size_t taken = 0;

  if (!cli_parse_some (argc, argv, opts, pos, n_pos, &taken, why))
    return false;
  return taken == n_pos || fault_set (why, CODE_USAGE, "%s", pos_names[taken]);
}

bool
cli_parse_some (int argc, char **argv, const struct cli_opt *opts,
                const char **pos, size_t n_pos, size_t *n_out,
                struct fault *why)
{
  size_t taken = 0;

  for (int i = 0; i < argc; i++)
    {
      const struct cli_opt *o;
      const char **at;

      if (strncmp (argv[i], "--", 2) != 0)
        {
          if (taken == n_pos)
            return fault_set (why, CODE_USAGE, "%s", argv[i]);
          pos[taken++] = argv[i];
          continue;
        }
      o = find_option (opts, argv[i]);
      at = o ? option_place (o) : NULL;
      if (!at || (o->kind != CLI_FLAG && i + 1 >= argc))
        return fault_set (why, CODE_USAGE, "%s", argv[i]);
      *at = o->kind == CLI_FLAG ? o->name : argv[++i];
    }
  *n_out = taken;
  for (; opts && opts->name; opts++)
    if (opts->required && !*opts->value_out)
      return fault_set (why, CODE_USAGE, "%s", opts->name);
  return true;
}

void
cli_say (struct cli *c, const char *ja, ...)
{
  va_list ap;

  if (c->json)
    return;
  va_start (ap, ja);
  vfprintf (stderr, said (c->session.lang, ja), ap);
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
    cli_print (c, "  %-16s %s\n", k->words, said (c->session.lang, k->help));
  cli_print (
      c, "\n%s\n",
      said (c->session.lang, "emi COMMAND --help で詳しく。emi(1) も参照。"));
  return true;
}
