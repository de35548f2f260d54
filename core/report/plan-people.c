/* SPDX-License-Identifier: Apache-2.0 */
/* Step 2-1-3, for each doctor: permission, factors, the notice about
   passwords, the function tried, the procedure known.  The first two and the
   trial are seen in the ledger; the rest is declared.  */
#include "report/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/account.h"
#include "access/factor.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"

/* Requests looked at for one that was completed, newest first.  */
#define LOOK_BACK 64

static const struct plan_words permission = {
  .step = "2-1-3",
  .name = "permission",
  .owner = "hospital",
  .title = N_ ("救急時医療情報閲覧権限を付与する"),
  .proof = N_ ("emi の登録"),
  .next = N_ ("emi account grant で権限を付与してください"),
};

static const struct plan_words factors = {
  .step = "2-1-3",
  .name = "factors",
  .owner = "hospital",
  .title = N_ ("二要素認証を登録する"),
  .proof = N_ ("emi の登録"),
  .next = N_ ("emi enrol "
              "で認証手段を登録してください。初期パスワードは本人が変えます"),
};

static const struct plan_words notice = {
  .step = "2-1-3",
  .name = "notice",
  .owner = "hospital",
  .title = N_ ("パスワードを本人しか知らない状態に保つよう知らせる"),
  .proof = N_ ("知らせた日"),
  .next
  = N_ ("知らせたら、emi.xml の doctor の notice に日付を書いてください"),
};

static const struct plan_words tried = {
  .step = "2-1-3",
  .name = "tried",
  .owner = "hospital",
  .title = N_ ("本人が操作を試す"),
  .proof = N_ ("emi で完了した照会、または試した日"),
  .next = N_ (
      "手順書に沿って一度操作してもらい、emi で照会していなければ、doctor の "
      "tried に日付を書いてください"),
};

static const struct plan_words procedure = {
  .step = "2-1-3",
  .name = "procedure",
  .owner = "hospital",
  .title = N_ ("二要素認証ができないときの手順を知っている"),
  .proof = N_ ("知らせた日（手順は emi.xml の procedure）"),
  .next = N_ ("業者に手順を確かめて知らせ、doctor の procedure "
              "に日付を書いてください"),
};

static const struct plan_words nobody = {
  .step = "2-1-3",
  .owner = "hospital",
  .title = N_ ("医師に権限と二要素認証を用意し、操作を試してもらう"),
  .proof = N_ ("emi の登録"),
  .next = N_ ("医師を登録し、権限と二つの認証手段を与えてください"),
};

struct person
{
  struct txn *t; /* NULL: the ledger cannot be read */
  const char *id;
  const struct account *account;      /* NULL: not registered */
  const struct plan_doctor *declared; /* NULL: not in the plan */
};

static struct plan_row *
add (struct plan *p, const struct person *who, const struct plan_words *w)
{
  struct plan_row *r = plan_add (p, w);

  if (!r)
    return NULL;
  snprintf (r->account, sizeof r->account, "%s", who->id);
  snprintf (r->id, sizeof r->id, "2-1-3.%s.%s", who->id, w->name);
  return r;
}

static void
row_permission (struct plan *p, const struct person *who)
{
  struct plan_row *r = add (p, who, &permission);

  if (!r)
    return;
  if (!who->t)
    plan_reason (p, r, "%s",
                 said (p->s->lang, "記録を開けないため分かりません"));
  else if (!who->account)
    plan_reason (p, r, "%s",
                 said (p->s->lang, "この ID の職員は登録されていません"));
  else if (account_may_view (p->s, who->account, clock_seconds (p->s->clock),
                             NULL))
    {
      char day[11];

      date_japan (who->account->grant.at, day);
      plan_found (r);
      plan_reason (p, r, said (p->s->lang, "%s に付与"), day);
    }
}

/* At any terminal of the hospital.  */
static bool
has_pair (struct plan *p, const struct account *a)
{
  struct session s = *p->s;

  for (size_t i = 0; i < s.config->n_terminals; i++)
    {
      char pair[2][33];
      size_t n = 0;

      s.terminal = &s.config->terminals[i];
      if (factor_choose (&s, a, NULL, 2, pair, &n, NULL))
        return true;
    }
  return false;
}

static void
row_factors (struct plan *p, const struct person *who)
{
  struct plan_row *r = add (p, who, &factors);

  if (!r || !who->account || !has_pair (p, who->account))
    return;
  plan_found (r);
  plan_reason (p, r, "%s", said (p->s->lang, "二要素の組が使えます"));
}

/* A factor of 1-01: something that somebody else could be told.  */
static bool
has_password (struct plan *p, const struct account *a)
{
  for (size_t i = 0; i < a->n_enrolments; i++)
    {
      const struct config_instance *c = config_instance (
          p->s->config, EMI_KIND_AUTH, a->enrolments[i].instance);
      const struct emi_plugin *plugin;

      if (c && a->enrolments[i].state != ENROLMENT_REVOKED
          && host_describe_instance (p->s->host, c, &plugin, NULL)
          && plugin->methods && strstr (plugin->methods, "1-01"))
        return true;
    }
  return false;
}

static void
row_notice (struct plan *p, const struct person *who)
{
  struct plan_row *r = add (p, who, &notice);

  if (!r || (who->declared && plan_declare (p, r, who->declared->notice))
      || !who->account || who->account->n_enrolments == 0
      || has_password (p, who->account))
    return;
  plan_found (r);
  plan_reason (p, r, "%s", said (p->s->lang, "パスワードを使いません"));
}

/* Did the request of INTENT complete?  DAY is then when.  */
static bool
completed (struct txn *t, const struct record *intent, char day[11])
{
  const char *request = record_text (intent, "request");
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n = 0;
  bool yes = false;

  if (!request || !txn_find (t, "request", request, &seqs, &n, NULL))
    return false;
  for (size_t i = 0; i < n && !yes; i++)
    {
      struct record r;
      const char *kind, *state;

      if (!txn_read (t, seqs[i], &r, NULL))
        continue;
      kind = record_text (&r, "kind");
      state = record_text (&r, "state");
      yes = kind && state && strcmp (kind, "end") == 0
            && strcmp (state, "completed") == 0;
      if (yes)
        date_japan ((int64_t) (r.time_us / 1000000), day);
      record_done (&r);
    }
  return yes;
}

/* The newest completed request of ID.  */
static bool
has_tried (struct txn *t, const char *id, char day[11])
{
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n = 0;
  bool yes = false;

  if (!t || !txn_find (t, "account", id, &seqs, &n, NULL))
    return false;
  for (size_t i = 0; i < n && i < LOOK_BACK && !yes; i++)
    {
      struct record r;
      const char *kind, *account;

      if (!txn_read (t, seqs[n - 1 - i], &r, NULL))
        continue;
      kind = record_text (&r, "kind");
      account = record_text (&r, "account");
      yes = kind && strcmp (kind, "intent") == 0 && account
            && strcmp (account, id) == 0 && completed (t, &r, day);
      record_done (&r);
    }
  return yes;
}

static void
row_tried (struct plan *p, const struct person *who)
{
  struct plan_row *r = add (p, who, &tried);
  char day[11];

  if (!r)
    return;
  if (has_tried (who->t, who->id, day))
    {
      plan_found (r);
      plan_reason (p, r, said (p->s->lang, "%s に照会を終えています"), day);
    }
  else if (who->declared)
    plan_declare (p, r, who->declared->tried);
}

static void
row_procedure (struct plan *p, const struct person *who)
{
  struct plan_row *r = add (p, who, &procedure);

  if (r && who->declared)
    plan_declare (p, r, who->declared->procedure);
}

static void
rows_of (struct plan *p, const struct person *who)
{
  row_permission (p, who);
  row_factors (p, who);
  row_notice (p, who);
  row_tried (p, who);
  row_procedure (p, who);
}

static const struct plan_doctor *
declared_as (const struct plan *p, const char *id)
{
  const struct plan_declared *d = &p->s->config->plan;

  for (size_t i = 0; i < d->n_doctors; i++)
    if (strcmp (d->doctors[i].account, id) == 0)
      return &d->doctors[i];
  return NULL;
}

static const struct account *
find_account (const struct account *list, size_t n, const char *id)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (list[i].id, id) == 0)
      return &list[i];
  return NULL;
}

static void
row_nobody (struct plan *p, const struct txn *t)
{
  struct plan_row *r = plan_add (p, &nobody);

  if (!r)
    return;
  if (t)
    plan_reason (p, r, "%s", said (p->s->lang, "権限を持つ職員がいません"));
  else
    plan_reason (p, r, "%s",
                 said (p->s->lang, "記録を開けないため分かりません"));
}

/* Who holds the permission, and whoever the plan names besides.  */
static void
each_person (struct plan *p, struct txn *t, const struct account *list,
             size_t n)
{
  const struct plan_declared *d = &p->s->config->plan;
  int64_t now = clock_seconds (p->s->clock);
  size_t before = p->n;

  for (size_t i = 0; i < n; i++)
    if (account_may_view (p->s, &list[i], now, NULL)
        && !declared_as (p, list[i].id))
      rows_of (p, &(struct person){ t, list[i].id, &list[i], NULL });
  for (size_t i = 0; i < d->n_doctors; i++)
    rows_of (p,
             &(struct person){ t, d->doctors[i].account,
                               find_account (list, n, d->doctors[i].account),
                               &d->doctors[i] });
  if (p->n == before)
    row_nobody (p, t);
}

void
plan_people (struct plan *p)
{
  struct account *list = NULL;
  struct txn *t = NULL;
  size_t n = 0;

  if (p->s->ledger && !ledger_begin (p->s->ledger, TXN_READ, &t, NULL))
    t = NULL;
  if (t && !account_list (t, &list, &n, NULL))
    n = 0;
  each_person (p, t, list, n);
  txn_end (t);
  accounts_free (list, n);
}
