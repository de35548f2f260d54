/* SPDX-License-Identifier: Apache-2.0 */
/* `emi enrol`: an admin registers a factor for somebody, takes it back or
   lists them, or the owner sets their own password.  Listing and revoking are
   options, since an account may be called "list".  */
#include "front/cli-enrol.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"

struct enrol_args
{
  const char *id;
  const char *provider;
  const char *by;
  const char *as;
  const char *confirm;
  const char *temporary;
  const char *until;
  const char *revoke;
  const char *list;
  const char *reason;
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

/* Registering: by an admin or by the owner.  */
static bool
args_check_set (struct enrol_args *a, struct fault *why)
{
  if (!a->by == !a->as)
    return fault_set (why, CODE_USAGE, "--by | --as");
  if (a->as && (a->confirm || a->temporary || a->until))
    return fault_set (why, CODE_USAGE, "--as");
  if (a->reason)
    return fault_set (why, CODE_USAGE, "--reason");
  if (!a->temporary != !a->until)
    return fault_set (why, CODE_USAGE, "--temporary --until");
  if (a->confirm && !*a->confirm)
    return fault_set (why, CODE_VALUE, "--confirm");
  return !a->until || until_parse (a->until, &a->until_s, why);
}

/* Taking back and listing: an admin's, with few further words.  */
static bool
args_check_other (const struct enrol_args *a, struct fault *why)
{
  if (a->revoke && a->list)
    return fault_set (why, CODE_USAGE, "--revoke | --list");
  if (!a->by)
    return fault_set (why, CODE_USAGE, "--by");
  if (a->as || a->confirm || a->until)
    return fault_set (why, CODE_USAGE, "%s",
                      a->as        ? "--as"
                      : a->confirm ? "--confirm"
                                   : "--until");
  if (a->list && (a->temporary || a->reason))
    return fault_set (why, CODE_USAGE, "%s",
                      a->temporary ? "--temporary" : "--reason");
  return true;
}

static bool
args_check (struct enrol_args *a, size_t n, struct fault *why)
{
  if (a->list && n > 1)
    return fault_set (why, CODE_USAGE, "%s", a->provider);
  if (!a->list && n < 2)
    return fault_set (why, CODE_USAGE, "%s", n ? "PROVIDER" : "ID");
  return a->list || a->revoke ? args_check_other (a, why)
                              : args_check_set (a, why);
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
  if (!operator_login (s, a->by, ROLE_ADMIN,
                       a->revoke ? "enrol revoke" : "enrol", &admin, why))
    return false;
  good = a->revoke ? enrol_revoke (s, &admin, a->id, a->provider,
                                   a->temporary != NULL, a->reason, r, why)
                   : enrol_set (s, &admin, a->id, a->provider, a->confirm,
                                a->until_s, r, why);
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
    { "--revoke", CLI_FLAG, false, &a.revoke },
    { "--list", CLI_FLAG, false, &a.list },
    { "--reason", CLI_VALUE, false, &a.reason },
    { NULL, CLI_FLAG, false, NULL },
  };
  const char *pos[2] = { NULL, NULL };
  struct enrol_result r = { .show = NULL };
  size_t n = 0;
  bool good;

  cli_keys (c, "account provider state otpauth");
  good = cli_parse_some (argc, argv, opts, pos, 2, &n, why);
  a.id = pos[0];
  a.provider = pos[1];
  if (!good || !args_check (&a, n, why) || !cli_open (c, why))
    return false;
  if (a.list)
    return cli_enrol_list (c, a.id, a.by, why);
  good = a.by ? enrol_by (c, &a, &r, why) : enrol_as (c, &a, &r, why);
  if (good)
    cli_enrol_tell (c, a.id, a.provider, &r);
  enrol_result_done (&r);
  return good;
}
