/* SPDX-License-Identifier: Apache-2.0 */
/* `emi account add | grant | revoke`.  Listing is cli-account-list.c.  */
#include <string.h>

#include "access/operator.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/text.h"
#include "front/cli.h"

static const char *const id_only[] = { "ID" };

/* One that changes accounts; DO gets the authenticated admin.  */
struct change
{
  const char *action;
  const char *by;
  const char *id;
  const char *name;
  const char *kana;
  enum role role;
  const char *reason;
  int64_t until;
  bool (*run) (struct session *, const struct login *, const struct change *,
               struct fault *);
};

static bool
change_run (struct cli *c, const struct change *ch, struct fault *why)
{
  struct session *s = &c->session;
  struct login admin;
  bool good;

  if (!cli_open (c, why))
    return false;
  if (ch->until && ch->until <= clock_seconds (s->clock))
    return fault_set (why, CODE_VALUE, "--until");
  if (!operator_login (s, ch->by, ROLE_ADMIN, ch->action, &admin, why))
    return false;
  good = ch->run (s, &admin, ch, why);
  login_done (&admin);
  if (good)
    cli_set (c->out, "account", ch->id);
  return good;
}

static bool
reason_check (const char *reason, struct fault *why)
{
  if (reason
      && (!text_is_utf8 (reason, strlen (reason))
          || text_chars (reason) > ACCOUNT_REASON_MAX))
    return fault_set (why, CODE_VALUE, "--reason");
  return true;
}

/* --- add --- */

static bool
add_run (struct session *s, const struct login *admin, const struct change *ch,
         struct fault *why)
{
  return account_add (s, admin, ch->id, ch->name, ch->kana, ch->role, why);
}

static bool
add_check (struct change *ch, const char *role, struct fault *why)
{
  if (!text_is_name (ch->id))
    return fault_set (why, CODE_VALUE, "ID");
  if (!account_name_fit (ch->name))
    return fault_set (why, CODE_VALUE, "--name");
  if (ch->kana && !account_name_fit (ch->kana))
    return fault_set (why, CODE_VALUE, "--kana");
  return role_parse (role, &ch->role) || fault_set (why, CODE_VALUE, "--role");
}

bool
cmd_account_add (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct change ch = { .action = "account add", .run = add_run };
  const char *role = NULL;
  const struct cli_opt opts[] = {
    { "--name", CLI_VALUE, true, &ch.name },
    { "--kana", CLI_VALUE, false, &ch.kana },
    { "--role", CLI_VALUE, true, &role },
    { "--by", CLI_VALUE, true, &ch.by },
    { NULL, CLI_FLAG, false, NULL },
  };

  cli_keys (c, "account role");
  if (!cli_parse (argc, argv, opts, &ch.id, id_only, 1, why)
      || !add_check (&ch, role, why) || !change_run (c, &ch, why))
    return false;
  cli_set (c->out, "role", role);
  cli_say (c, N_ ("職員を登録しました: %s"), ch.id);
  return true;
}

/* --- grant --- */

static bool
grant_run (struct session *s, const struct login *admin,
           const struct change *ch, struct fault *why)
{
  return account_grant (s, admin, ch->id, ch->until, ch->reason, why);
}

bool
cmd_account_grant (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct change ch = { .action = "account grant", .run = grant_run };
  const char *until = NULL;
  char text[21];
  const struct cli_opt opts[] = {
    { "--until", CLI_VALUE, false, &until },
    { "--reason", CLI_VALUE, false, &ch.reason },
    { "--by", CLI_VALUE, true, &ch.by },
    { NULL, CLI_FLAG, false, NULL },
  };

  cli_keys (c, "account until");
  if (!cli_parse (argc, argv, opts, &ch.id, id_only, 1, why)
      || (until && !cli_day_end ("--until", until, &ch.until, why))
      || !reason_check (ch.reason, why) || !change_run (c, &ch, why))
    return false;
  date_utc (ch.until, text);
  cli_set (c->out, "until", until ? text : NULL);
  cli_say (c, N_ ("救急時医療情報閲覧権限を付与しました: %s"), ch.id);
  return true;
}

/* --- revoke --- */

static bool
revoke_run (struct session *s, const struct login *admin,
            const struct change *ch, struct fault *why)
{
  return account_revoke (s, admin, ch->id, ch->reason, why);
}

bool
cmd_account_revoke (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct change ch = { .action = "account revoke", .run = revoke_run };
  const struct cli_opt opts[] = {
    { "--reason", CLI_VALUE, false, &ch.reason },
    { "--by", CLI_VALUE, true, &ch.by },
    { NULL, CLI_FLAG, false, NULL },
  };

  cli_keys (c, "account");
  if (!cli_parse (argc, argv, opts, &ch.id, id_only, 1, why)
      || !reason_check (ch.reason, why) || !change_run (c, &ch, why))
    return false;
  cli_say (c, N_ ("救急時医療情報閲覧権限を取り消しました: %s"), ch.id);
  return true;
}
