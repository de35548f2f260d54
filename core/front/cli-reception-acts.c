/* SPDX-License-Identifier: Apache-2.0 */
/* emi reception bind, confirm, change: what is done to a reception after it
   was made.  */
#include "front/front.h"

#include <stdlib.h>
#include <string.h>

#include "access/receive.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "front/cli-words.h"
#include "report/render.h"

/* The person goes to the screen; messages name only the number.  */
static void
print_person (struct cli *c, const struct reception *r)
{
  CLEANUP_FREE char *who = person_text (&r->person, c->session.lang);

  cli_print (c, "  %s  %s  %s\n", r->number, r->chart, who ? who : "-");
}

bool
cmd_reception_bind (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *name = NULL, *chart = NULL;
  const struct cli_opt opts[] = { { "--as", CLI_VALUE, true, &as },
                                  { "--patient", CLI_VALUE, true, &chart },
                                  { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "R" };
  struct reception r;
  struct login who;
  bool ok;

  cli_keys (c, "id number patient");
  if (!cli_parse (argc, argv, opts, &name, names, 1, why)
      || !cli_chart (chart, why))
    return false;
  /* That form is emi's own and names no chart of a hospital.  */
  if (id_valid (chart, 't'))
    return fault_set (why, CODE_VALUE, "--patient");
  if (!cli_open (c, why)
      || !operator_login (&c->session, as, RECEIVE_ROLES, "reception bind",
                          &who, why))
    return false;
  ok = reception_bind (&c->session, &who, name, chart, &r, why);
  if (ok)
    {
      cli_reception_json (&r, c->out);
      print_person (c, &r);
      cli_notices (c, r.notices);
      cli_say (c, N_ ("受付 %s を診療録に結び付けました"), r.number);
      reception_done (&r);
    }
  else
    operator_refuse (&c->session, &who, "reception bind", chart, why);
  login_done (&who);
  return ok;
}

bool
cmd_reception_confirm (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *name = NULL;
  const struct cli_opt opts[]
      = { { "--as", CLI_VALUE, true, &as }, { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "R" };
  struct reception r;
  struct login who;
  bool ok;

  cli_keys (c, "id number checked_by");
  if (!cli_parse (argc, argv, opts, &name, names, 1, why) || !cli_open (c, why)
      || !operator_login (&c->session, as, RECEIVE_ROLES, "reception confirm",
                          &who, why))
    return false;
  ok = reception_confirm (&c->session, &who, name, &r, why);
  if (ok)
    {
      cli_set (c->out, "id", r.id);
      cli_set (c->out, "number", r.number);
      cli_set (c->out, "checked_by", r.checked_by);
      print_person (c, &r);
      cli_say (c, N_ ("受付 %s の目視確認を確認しました"), r.number);
      reception_done (&r);
    }
  else
    operator_refuse (&c->session, &who, "reception confirm", NULL, why);
  login_done (&who);
  return ok;
}

/* BY is proved.  Proves the second, and lets both write.  */
static bool
change (struct cli *c, const struct login *by, const char *with,
        const char *name, const struct reception_change *what,
        struct reception *out, struct fault *why)
{
  struct session *s = &c->session;
  struct login second;
  bool ok;

  if (strcmp (by->account.id, with) == 0)
    return fault_set (why, CODE_SECOND_SAME, "%s", with);
  if (!account_may_view (s, &by->account, clock_seconds (s->clock), why))
    return false;
  if (!operator_login (s, with, ROLE_ANY, "reception change", &second, why))
    return false;
  ok = reception_change (s, by, &second, name, what, out, why);
  if (!ok)
    operator_refuse (s, &second, "reception change", NULL, why);
  login_done (&second);
  return ok;
}

bool
cmd_reception_change (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *name = NULL, *with = NULL, *state = NULL;
  const struct cli_opt opts[] = { { "--as", CLI_VALUE, true, &as },
                                  { "--state", CLI_VALUE, true, &state },
                                  { "--with", CLI_VALUE, true, &with },
                                  { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "R" };
  CLEANUP_FREE char *copy = NULL;
  struct reception_change what;
  struct reception r;
  struct login who;
  bool ok;

  cli_keys (c, "id number state with");
  if (!cli_parse (argc, argv, opts, &name, names, 1, why))
    return false;
  copy = strdup (state);
  what.state = cli_split_code (copy, &what.text);
  if (!copy)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (!reception_change_check (&what, why) || !cli_open (c, why)
      || !operator_login (&c->session, as, ROLE_ANY, "reception change", &who,
                          why))
    return false;
  ok = change (c, &who, with, name, &what, &r, why);
  if (ok)
    {
      cli_set (c->out, "id", r.id);
      cli_set (c->out, "number", r.number);
      cli_set (c->out, "state", what.state);
      cli_set (c->out, "with", with);
      cli_say (c,
               N_ ("受付 %s の拒否の記録は、%s と %s により解除されました。"
                   "個人情報保護担当が確認します"),
               r.number, as, with);
      reception_done (&r);
    }
  else
    operator_refuse (&c->session, &who, "reception change", NULL, why);
  login_done (&who);
  return ok;
}
