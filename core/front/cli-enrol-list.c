/* SPDX-License-Identifier: Apache-2.0 */
/* `emi enrol [ID] --list`: which factors are registered for whom, since when,
   by whom, and when they were last used.  */
#include "front/cli-enrol.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/words.h"

/* One list in the making.  */
struct listing
{
  struct cli *c;
  struct txn *t;
  json_t *accounts;
};

static json_t *
row_json (const struct enrol_row *r)
{
  const struct enrolment *e = r->e;

  return json_pack ("{s:s, s:s, s:b, s:o, s:o, s:s, s:I, s:s?, s:o}",
                    "provider", e->instance, "state", r->state, "usable",
                    (int) r->usable, "since", cli_time_json (e->at), "until",
                    cli_time_json (e->until), "by", e->by, "version",
                    (json_int_t) e->version, "methods", r->methods,
                    "last_used", cli_time_json (r->used));
}

static void
row_print (struct cli *c, const struct enrol_row *r)
{
  const struct enrolment *e = r->e;
  char since[17], until[17], used[17];

  date_japan_minute (e->at, since);
  date_japan_minute (e->until, until);
  date_japan_minute (r->used, used);
  cli_print (c,
             said (c->session.lang,
                   "  %s %s %s（%lu 版） %s から %s まで、登録者 %s、最終利用 "
                   "%s\n"),
             e->instance, r->methods ? r->methods : "-",
             word_label ("enrolment", r->state, c->session.lang),
             (unsigned long) e->version, since, e->until ? until : "-", e->by,
             r->used ? used : "-");
}

static bool
account_tell (struct listing *l, const struct account *a, struct fault *why)
{
  CLEANUP_FREE struct enrol_row *rows = NULL;
  json_t *list = json_array ();
  size_t n = 0;

  if (!enrol_rows (&l->c->session, l->t, a, &rows, &n, why))
    {
      json_decref (list);
      return false;
    }
  cli_print (l->c, "%s  %s\n", a->id, a->name);
  for (size_t i = 0; i < n; i++)
    {
      json_array_append_new (list, row_json (&rows[i]));
      row_print (l->c, &rows[i]);
    }
  json_array_append_new (l->accounts,
                         json_pack ("{s:s, s:s, s:o}", "id", a->id, "name",
                                    a->name, "factors", list));
  return true;
}

static bool
one_tell (struct listing *l, const char *id, struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false, good = account_get (l->t, id, &a, &found, why);

  if (good && !found)
    good = fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
  good = good && account_tell (l, &a, why);
  account_done (&a);
  return good;
}

static bool
all_tell (struct listing *l, struct fault *why)
{
  struct account *all = NULL;
  size_t n = 0;
  bool good = account_list (l->t, &all, &n, why);

  for (size_t i = 0; good && i < n; i++)
    good = account_tell (l, &all[i], why);
  accounts_free (all, n);
  return good;
}

static bool
list_tell (struct cli *c, const char *id, struct fault *why)
{
  struct listing l = { .c = c, .accounts = json_array () };
  bool good = ledger_begin (c->session.ledger, TXN_READ, &l.t, why);

  if (good)
    {
      good = id ? one_tell (&l, id, why) : all_tell (&l, why);
      txn_end (l.t);
    }
  if (good)
    json_object_set (c->out, "accounts", l.accounts);
  json_decref (l.accounts);
  return good;
}

/* On record before anything is shown.  */
static bool
list_record (struct session *s, const struct login *admin, const char *id,
             struct fault *why)
{
  struct draft *d = session_draft (s, "enrol-list");

  draft_text (d, "account", id);
  draft_token (d, "account", id ? id : admin->account.id);
  return operator_write (s, admin, d, why);
}

bool
cli_enrol_list (struct cli *c, const char *id, const char *by,
                struct fault *why)
{
  struct session *s = &c->session;
  struct login admin;
  struct account a = { .id = NULL };
  bool found = true, good;

  if (!operator_login (s, by, ROLE_ADMIN, "enrol list", &admin, why))
    return false;
  good = !id || account_read (s, id, &a, &found, why);
  account_done (&a);
  if (good && !found)
    good = fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
  if (good)
    good = list_record (s, &admin, id, why) && list_tell (c, id, why);
  else
    operator_refuse (s, &admin, "enrol list", NULL, why);
  login_done (&admin);
  return good;
}
