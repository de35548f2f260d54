/* SPDX-License-Identifier: Apache-2.0 */
/* `emi enrol`: an admin registers a factor for somebody, or the owner sets
   their own password.  */
#include <stdio.h>
#include <string.h>

#include "access/enrol.h"
#include "base/date.h"
#include "base/lang.h"
#include "front/cli.h"
#include "front/qr-text.h"

struct enrol_args
{
  const char *id;
  const char *provider;
  const char *by;
  const char *as;
  const char *confirm;
  const char *temporary;
  const char *until;
  int64_t until_s;
};

/* A day (to its end), "YYYY-MM-DDThh:mm" in Japanese time, or UTC with a Z:
   loan cards are given out for hours.  */
static bool
until_parse (const char *text, int64_t *out, struct fault *why)
{
  char compact[15];
  unsigned y, mo, d, h, mi;
  int end = 0;

  if (date_from_utc (text, out))
    return true;
  if (sscanf (text, "%4u-%2u-%2uT%2u:%2u%n", &y, &mo, &d, &h, &mi, &end) == 5
      && end == 16 && text[16] == '\0')
    {
      snprintf (compact, sizeof compact, "%04u%02u%02u%02u%02u00", y % 10000,
                mo % 100, d % 100, h % 100, mi % 100);
      if (date_from_national (compact, out))
        return true;
    }
  return cli_day_end ("--until", text, out, why);
}

static bool
args_check (struct enrol_args *a, struct fault *why)
{
  if (!a->by == !a->as)
    return fault_set (why, CODE_USAGE, "--by | --as");
  if (a->as && (a->confirm || a->temporary || a->until))
    return fault_set (why, CODE_USAGE, "--as");
  if (!a->temporary != !a->until)
    return fault_set (why, CODE_USAGE, "--temporary --until");
  if (a->confirm && !*a->confirm)
    return fault_set (why, CODE_VALUE, "--confirm");
  return !a->until || until_parse (a->until, &a->until_s, why);
}

static void
show_secret (struct cli *c, const char *uri)
{
  struct buffer b = { .data = NULL, .wipe = true };
  struct screen *screen = c->session.screen;

  buffer_text (&b, uri);
  buffer_text (&b, "\n");
  /* Without the picture the address alone still does.  */
  qr_text (uri, &b);
  if (screen)
    screen->show (screen, buffer_string (&b));
  buffer_done (&b);
}

static void
result_tell (struct cli *c, const struct enrol_args *a,
             const struct enrol_result *r)
{
  cli_set (c->out, "account", a->id);
  cli_set (c->out, "provider", a->provider);
  cli_set (c->out, "state", r->state);
  cli_set (c->out, "otpauth", r->show);
  if (c->json)
    return;
  if (r->show)
    show_secret (c, r->show);
  if (strcmp (r->state, "pending") == 0)
    cli_say (c,
             N_ ("上の鍵は一度だけ表示されます。登録先に出た番号を --confirm "
                 "に指定すると有効になります"));
  else if (strcmp (r->state, "one-time") == 0)
    cli_say (
        c,
        N_ ("初期パスワードを登録しました。本人が emi enrol %s %s --as %s "
            "で変えると認証に使えます"),
        a->id, a->provider, a->id);
  else
    cli_say (c, N_ ("登録しました"));
}

static bool
enrol_by (struct cli *c, const struct enrol_args *a, struct enrol_result *r,
          struct fault *why)
{
  struct session *s = &c->session;
  struct login admin;
  bool good;

  if (a->until && a->until_s <= clock_seconds (s->clock))
    return fault_set (why, CODE_VALUE, "--until");
  if (!operator_login (s, a->by, ROLE_ADMIN, "enrol", &admin, why))
    return false;
  good = enrol_set (s, &admin, a->id, a->provider, a->confirm, a->until_s, r,
                    why);
  login_done (&admin);
  return good;
}

static bool
enrol_as (struct cli *c, const struct enrol_args *a, struct enrol_result *r,
          struct fault *why)
{
  struct session *s = &c->session;

  if (strcmp (a->as, a->id) != 0)
    {
      /* Nobody is asked for a password to be told that this is not theirs.  */
      fault_set (why, CODE_ROLE, "--as");
      operator_refusal (s, a->as, "enrol own", NULL, NULL, why);
      return false;
    }
  return enrol_own (s, a->id, a->provider, r, why);
}

bool
cmd_enrol (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct enrol_args a = { .id = NULL };
  const struct cli_opt opts[] = {
    { "--by", CLI_VALUE, false, &a.by },
    { "--as", CLI_VALUE, false, &a.as },
    { "--confirm", CLI_VALUE, false, &a.confirm },
    { "--temporary", CLI_FLAG, false, &a.temporary },
    { "--until", CLI_VALUE, false, &a.until },
    { NULL, CLI_FLAG, false, NULL },
  };
  static const char *const names[] = { "ID", "PROVIDER" };
  const char *pos[2] = { NULL, NULL };
  struct enrol_result r = { .show = NULL };
  bool good;

  cli_keys (c, "account provider state otpauth");
  if (!cli_parse (argc, argv, opts, pos, names, 2, why))
    return false;
  a.id = pos[0];
  a.provider = pos[1];
  if (!args_check (&a, why) || !cli_open (c, why))
    return false;
  good = a.by ? enrol_by (c, &a, &r, why) : enrol_as (c, &a, &r, why);
  if (good)
    result_tell (c, &a, &r);
  enrol_result_done (&r);
  return good;
}
