/* SPDX-License-Identifier: Apache-2.0 */
/* emi reception list, show, void.  Looking at people's receptions is itself
   on record.  */
#include "front/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/receive.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "front/cli-words.h"

#define LIST_SECONDS (31 * 86400)

static bool
record_view (struct cli *c, const struct login *who, const char *reception,
             struct fault *why)
{
  struct draft *d = session_draft (&c->session, "reception-view");

  draft_text (d, "reception-asked", reception);
  return operator_write (&c->session, who, d, why);
}

static const char *
state_word (struct cli *c, const struct reception *r)
{
  enum lang lang = c->session.lang;

  if (r->voided)
    return said (lang, "取消");
  if (r->refusal && r->lifted)
    return said (lang, "拒否（解除）");
  if (r->refusal)
    return said (lang, "拒否");
  if (!reception_fresh (&c->session, r))
    return said (lang, "期限切れ");
  if (r->unconfirmed)
    return said (lang, "目視確認の確認待ち");
  return said (lang, "有効");
}

static void
print_line (struct cli *c, const struct reception *r)
{
  CLEANUP_FREE char *who = person_text (&r->person, c->session.lang);
  char when[17];

  date_japan_minute (r->read_at ? r->read_at : r->made_at, when);
  cli_print (c, "%s  %s  %s  %s  %s  %s\n", r->number, when, state_word (c, r),
             r->reader, r->chart, who ? who : "-");
}

static void
add_json (struct cli *c, const struct reception *r, json_t *o)
{
  char when[21];

  cli_reception_json (r, o);
  date_utc (r->read_at ? r->read_at : r->made_at, when);
  cli_set (o, "time", when);
  json_object_set_new (o, "fresh",
                       json_boolean (reception_usable (&c->session, r, NULL)));
  json_object_set_new (o, "void", json_boolean (r->voided));
  json_object_set_new (o, "refusal", json_boolean (r->refusal));
  json_object_set_new (o, "lifted", json_boolean (r->lifted));
  json_object_set_new (o, "confirmed", json_boolean (!r->unconfirmed));
  json_object_set_new (o, "temporary", json_boolean (r->chart_temporary));
}

static bool
list (struct cli *c, const struct login *who, bool fresh, struct fault *why)
{
  struct reception *v = NULL;
  struct txn *t = NULL;
  json_t *out = json_array ();
  size_t n = 0;
  bool ok;

  json_object_set_new (c->out, "receptions", out);
  if (!record_view (c, who, NULL, why)
      || !ledger_begin (c->session.ledger, TXN_READ, &t, why))
    return false;
  ok = reception_list (&c->session, t, LIST_SECONDS, fresh, &v, &n, why);
  txn_end (t);
  for (size_t i = 0; ok && i < n; i++)
    {
      json_t *o = json_object ();

      add_json (c, &v[i], o);
      json_array_append_new (out, o);
      print_line (c, &v[i]);
    }
  if (ok && n == 0)
    cli_print (c, "%s\n", said (c->session.lang, "受付はありません"));
  receptions_free (v, n);
  return ok;
}

bool
cmd_reception_list (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *fresh = NULL;
  const struct cli_opt opts[] = { { "--as", CLI_VALUE, true, &as },
                                  { "--fresh", CLI_FLAG, false, &fresh },
                                  { NULL, CLI_FLAG, false, NULL } };
  struct login who;
  bool ok;

  cli_keys (c, "receptions");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why) || !cli_open (c, why)
      || !operator_login (&c->session, as, RECEIVE_ROLES, "reception list",
                          &who, why))
    return false;
  ok = list (c, &who, fresh != NULL, why);
  login_done (&who);
  return ok;
}

static bool
show (struct cli *c, const struct login *who, const char *name,
      struct fault *why)
{
  struct reception r;
  struct txn *t = NULL;
  bool found = false, ok;

  if (!record_view (c, who, name, why)
      || !ledger_begin (c->session.ledger, TXN_READ, &t, why))
    return false;
  ok = reception_get (&c->session, t, name, &r, &found, why);
  txn_end (t);
  if (!ok)
    return false;
  if (!found)
    return fault_set (why, CODE_RECEPTION_UNKNOWN, "%s", "");
  add_json (c, &r, c->out);
  print_line (c, &r);
  cli_print (c, "  %s  %s  %s\n", r.id, r.card_evidence,
             r.checked_by ? r.checked_by : "-");
  cli_notices (c, r.notices);
  reception_done (&r);
  return true;
}

bool
cmd_reception_show (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *name = NULL;
  const struct cli_opt opts[]
      = { { "--as", CLI_VALUE, true, &as }, { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "R" };
  struct login who;
  bool ok;

  cli_keys (c, "id number");
  if (!cli_parse (argc, argv, opts, &name, names, 1, why) || !cli_open (c, why)
      || !operator_login (&c->session, as, RECEIVE_ROLES, "reception show",
                          &who, why))
    return false;
  ok = show (c, &who, name, why);
  login_done (&who);
  return ok;
}

bool
cmd_reception_void (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *as = NULL, *name = NULL, *reason = NULL;
  const struct cli_opt opts[] = { { "--as", CLI_VALUE, true, &as },
                                  { "--reason", CLI_VALUE, true, &reason },
                                  { NULL, CLI_FLAG, false, NULL } };
  static const char *const names[] = { "R" };
  struct login who;
  bool ok;

  cli_keys (c, "id");
  if (!cli_parse (argc, argv, opts, &name, names, 1, why))
    return false;
  if (!reason[0] || strlen (reason) > 2000)
    return fault_set (why, CODE_VALUE, "--reason");
  if (!cli_open (c, why)
      || !operator_login (&c->session, as, RECEIVE_ROLES, "reception void",
                          &who, why))
    return false;
  ok = reception_void (&c->session, &who, name, reason, why);
  if (ok)
    {
      cli_set (c->out, "id", name);
      cli_say (c, N_ ("受付 %s を取り消しました"), name);
    }
  else
    operator_refuse (&c->session, &who, "reception void", NULL, why);
  login_done (&who);
  return ok;
}
