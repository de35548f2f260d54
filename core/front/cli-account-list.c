/* SPDX-License-Identifier: Apache-2.0 */
/* `emi account list [--review]`: who is registered, who holds the permission
   since when and from whom, and what a periodic check should look at.  */
#include <stdlib.h>
#include <string.h>

#include "access/ladder.h"
#include "access/operator.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"
#include "front/cli.h"

#define UNUSED_DAYS 90
/* Records looked through for the last use of one account.  */
#define LOOK_BACK 500

struct listing
{
  struct cli *c;
  struct txn *t;
  const struct account *all;
  size_t n;
  int64_t now;
  bool review;
};

enum mark
{
  MARK_EXPIRED = 1,
  MARK_ROLE = 2,
  MARK_GRANTER = 4,
  MARK_PAIR = 8,
  MARK_ONE_TIME = 16,
  MARK_PENDING = 32,
  MARK_FACTOR_OUT = 64,
  MARK_UNUSED = 128
};

static const struct
{
  enum mark mark;
  const char *word;
  const char *text; /* Japanese */
} marks[] = {
  { MARK_EXPIRED, "grant-expired", N_ ("権限の期限が切れています") },
  { MARK_ROLE, "role-cannot-hold", N_ ("この役割は権限を持てません") },
  { MARK_GRANTER, "granter-unknown",
    N_ ("付与者が現在の管理者ではありません") },
  { MARK_PAIR, "no-factor-pair", N_ ("使える二要素の組がありません") },
  { MARK_ONE_TIME, "password-one-time", N_ ("初期パスワードのままです") },
  { MARK_PENDING, "enrolment-pending",
    N_ ("確認の済んでいない認証手段があります") },
  { MARK_FACTOR_OUT, "enrolment-expired",
    N_ ("期限の切れた認証手段があります") },
  { MARK_UNUSED, "unused", N_ ("90 日以上使われていません") },
};

/* The newest intent of account ID, among its newest records; 0 when none.  */
static int64_t
last_use (const struct listing *l, const char *id)
{
  struct fault ignored;
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n = 0;
  int64_t at = 0;

  if (!txn_find (l->t, "account", id, &seqs, &n, &ignored))
    return 0;
  for (size_t i = 0; i < n && i < LOOK_BACK && !at; i++)
    {
      struct record r;
      const char *kind, *account;

      if (!txn_read (l->t, seqs[n - 1 - i], &r, &ignored))
        continue;
      kind = record_text (&r, "kind");
      account = record_text (&r, "account");
      if (kind && strcmp (kind, "intent") == 0
          && (!account || strcmp (account, id) == 0))
        at = (int64_t) (r.time_us / 1000000);
      record_done (&r);
    }
  return at;
}

/* At any terminal of the hospital.  */
static bool
has_pair (const struct listing *l, const struct account *a)
{
  struct session s = l->c->session;
  struct fault ignored;
  char names[2][33];
  size_t n;

  for (size_t i = 0; i < s.config->n_terminals; i++)
    {
      s.terminal = &s.config->terminals[i];
      if (factor_choose (&s, a, NULL, 2, names, &n, &ignored))
        return true;
    }
  return false;
}

/* --- which pairs, where --- */

/* The pairs that A has at TERMINAL, best first; NULL when none.  */
static struct pair *
pairs_at (const struct listing *l, const struct account *a,
          const struct config_terminal *terminal, size_t *n_out)
{
  struct session s = l->c->session;
  struct pair *v = NULL;

  *n_out = 0;
  s.terminal = terminal;
  if (!ladder_pairs (&s, a, NULL, NULL, &v, n_out, NULL))
    return NULL;
  return v;
}

static json_t *
pairs_json (const struct listing *l, const struct account *a)
{
  const struct config *config = l->c->session.config;
  json_t *list = json_array ();

  for (size_t t = 0; t < config->n_terminals; t++)
    {
      size_t n;
      CLEANUP_FREE struct pair *v = pairs_at (l, a, &config->terminals[t], &n);

      for (size_t i = 0; v && i < n; i++)
        {
          json_t *providers = json_array ();

          json_array_append_new (providers, json_string (v[i].a));
          if (v[i].b)
            json_array_append_new (providers, json_string (v[i].b));
          json_array_append_new (list, json_pack ("{s:s, s:o}", "terminal",
                                                  config->terminals[t].name,
                                                  "providers", providers));
        }
    }
  return list;
}

static void
pairs_print (const struct listing *l, const struct account *a)
{
  const struct config *config = l->c->session.config;
  enum lang lang = l->c->session.lang;

  for (size_t t = 0; a->n_enrolments && t < config->n_terminals; t++)
    {
      CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
      size_t n;
      CLEANUP_FREE struct pair *v = pairs_at (l, a, &config->terminals[t], &n);

      for (size_t i = 0; v && i < n; i++)
        buffer_printf (&b, "%s%s%s%s", i ? ", " : "", v[i].a,
                       v[i].b ? " + " : "", v[i].b ? v[i].b : "");
      cli_print (l->c, said (lang, "  端末 %s の二要素: %s\n"),
                 config->terminals[t].name,
                 n ? buffer_string (&b) : said (lang, "なし"));
    }
}

static bool
is_admin (const struct listing *l, const char *id)
{
  for (size_t i = 0; id && i < l->n; i++)
    if (strcmp (l->all[i].id, id) == 0)
      return l->all[i].role == ROLE_ADMIN;
  return false;
}

static unsigned
marks_of_factors (const struct listing *l, const struct account *a)
{
  unsigned m = 0;

  for (size_t i = 0; i < a->n_enrolments; i++)
    {
      const struct enrolment *e = &a->enrolments[i];

      if (e->state == ENROLMENT_REVOKED)
        continue;
      if (e->until && e->until <= l->now)
        m |= MARK_FACTOR_OUT;
      else if (e->state == ENROLMENT_ONE_TIME)
        m |= MARK_ONE_TIME;
      else if (e->state == ENROLMENT_PENDING)
        m |= MARK_PENDING;
    }
  return m;
}

static unsigned
marks_of (const struct listing *l, const struct account *a, int64_t used)
{
  const struct grant *g = &a->grant;
  unsigned m = marks_of_factors (l, a);
  int64_t since = used > g->at ? used : g->at;

  if (!g->given)
    return m;
  if (g->until && g->until <= l->now)
    m |= MARK_EXPIRED;
  if (!role_may_hold (l->c->session.config, a->role))
    m |= MARK_ROLE;
  if (!is_admin (l, g->by))
    m |= MARK_GRANTER;
  if (!has_pair (l, a))
    m |= MARK_PAIR;
  if (l->now - since > UNUSED_DAYS * INT64_C (86400))
    m |= MARK_UNUSED;
  return m;
}

/* --- JSON --- */

static json_t *
time_json (int64_t seconds)
{
  char text[21];

  if (!seconds)
    return json_null ();
  date_utc (seconds, text);
  return json_string (text);
}

static json_t *
permission_json (const struct listing *l, const struct account *a)
{
  const struct grant *g = &a->grant;
  struct fault ignored;

  if (!g->given)
    return json_null ();
  return json_pack (
      "{s:b, s:o, s:o, s:s?, s:s?}", "held",
      (int) account_may_view (&l->c->session, a, l->now, &ignored), "since",
      time_json (g->at), "until", time_json (g->until), "by", g->by, "reason",
      g->reason);
}

static json_t *
factors_json (const struct account *a)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < a->n_enrolments; i++)
    {
      const struct enrolment *e = &a->enrolments[i];

      json_array_append_new (
          list,
          json_pack ("{s:s, s:s, s:o, s:o, s:s}", "provider", e->instance,
                     "state", enrolment_state_name (e->state), "since", time_json (e->at),
                     "until", time_json (e->until), "by", e->by));
    }
  return list;
}

static json_t *
marks_json (unsigned m)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < N_ELEMENTS (marks); i++)
    if (m & marks[i].mark)
      json_array_append_new (list, json_string (marks[i].word));
  return list;
}

static json_t *
account_json (const struct listing *l, const struct account *a, int64_t used,
              unsigned m)
{
  json_t *o
      = json_pack ("{s:s, s:s, s:s?, s:s, s:o, s:o, s:o}", "id", a->id, "name",
                   a->name, "kana", a->kana, "role", role_name (a->role),
                   "created", time_json (a->created), "permission",
                   permission_json (l, a), "factors", factors_json (a));

  if (o)
    json_object_set_new (o, "pairs", pairs_json (l, a));
  if (o && l->review)
    {
      json_object_set_new (o, "last_use", time_json (used));
      json_object_set_new (o, "marks", marks_json (m));
    }
  return o;
}

/* --- text --- */

static void
permission_print (const struct listing *l, const struct account *a)
{
  const struct grant *g = &a->grant;
  char since[11], until[11] = "";

  if (!g->given)
    {
      cli_print (l->c, said (l->c->session.lang, "  閲覧権限: なし\n"));
      return;
    }
  date_japan (g->at, since);
  if (g->until)
    date_japan (g->until - 1, until);
  cli_print (
      l->c,
      said (l->c->session.lang, "  閲覧権限: %s から %s まで (付与 %s)\n"),
      since, g->until ? until : said (l->c->session.lang, "取消し"),
      g->by ? g->by : "-");
}

static void
account_print (const struct listing *l, const struct account *a, int64_t used,
               unsigned m)
{
  enum lang lang = l->c->session.lang;
  char day[11];

  cli_print (l->c, "%s  %s  %s\n", a->id, a->name, role_name (a->role));
  permission_print (l, a);
  pairs_print (l, a);
  if (!l->review)
    return;
  if (used)
    {
      date_japan (used, day);
      cli_print (l->c, said (lang, "  最終利用: %s\n"), day);
    }
  for (size_t i = 0; i < N_ELEMENTS (marks); i++)
    if (m & marks[i].mark)
      cli_print (l->c, "  ! %s\n", said (lang, marks[i].text));
}

static bool
list_tell (struct listing *l, struct fault *why)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < l->n; i++)
    {
      const struct account *a = &l->all[i];
      int64_t used = l->review ? last_use (l, a->id) : 0;
      unsigned m = l->review ? marks_of (l, a, used) : 0;

      if (json_array_append_new (list, account_json (l, a, used, m)))
        {
          json_decref (list);
          return fault_set (why, CODE_MEMORY, "accounts");
        }
      if (!l->c->json)
        account_print (l, a, used, m);
    }
  json_object_set_new (l->c->out, "accounts", list);
  return true;
}

static bool
list_read (struct cli *c, bool review, struct fault *why)
{
  struct session *s = &c->session;
  struct listing l
      = { .c = c, .review = review, .now = clock_seconds (s->clock) };
  struct account *all = NULL;
  bool good;

  if (!ledger_begin (s->ledger, TXN_READ, &l.t, why))
    return false;
  good = account_list (l.t, &all, &l.n, why);
  l.all = all;
  good = good && list_tell (&l, why);
  txn_end (l.t);
  accounts_free (all, l.n);
  return good;
}

bool
cmd_account_list (struct cli *c, int argc, char **argv, struct fault *why)
{
  const char *review = NULL, *by = NULL;
  const struct cli_opt opts[] = {
    { "--review", CLI_FLAG, false, &review },
    { "--by", CLI_VALUE, true, &by },
    { NULL, CLI_FLAG, false, NULL },
  };
  struct session *s = &c->session;
  struct login admin;
  bool good;

  cli_keys (c, "accounts");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why) || !cli_open (c, why)
      || !operator_login (s, by, ROLE_ADMIN, "account list", &admin, why))
    return false;
  /* On record before anything is shown.  */
  good = operator_record (s, &admin,
                          review ? "account-review" : "account-list", why)
         && list_read (c, review != NULL, why);
  login_done (&admin);
  return good;
}
