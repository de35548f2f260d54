/* SPDX-License-Identifier: Apache-2.0 */
/* The people: does anybody hold the permission with two usable factors, whose
   permission runs out soon, and do administrators share one account.  */
#include "report/doctor.h"

#include <stdio.h>
#include <string.h>

#include "access/factor.h"
#include "base/date.h"
#include "base/lang.h"

#define SOON_SECONDS (14 * 86400)

static bool
can_ask (struct doctor *d, const struct account *a)
{
  char pair[2][33];
  size_t n = 0;

  return factor_choose (d->s, a, NULL, 2, pair, &n, NULL);
}

static void
look_permission (struct doctor *d, const struct account *a, size_t *ready)
{
  int64_t now = clock_seconds (d->s->clock);
  char id[80], day[11];

  if (!account_may_view (d->s, a, now, NULL))
    return;
  snprintf (id, sizeof id, "account.%s", a->id);
  if (!can_ask (d, a))
    doctor_add (
        d, id, DOCTOR_WARN, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){
            N_ ("%s は権限を持ちますが、二要素がそろっていません"),
            N_ ("emi enrol "
                "で認証手段を登録し、本人がパスワードを変えてください") },
        a->id);
  else
    (*ready)++;
  if (a->grant.until && a->grant.until < now + SOON_SECONDS)
    {
      date_japan (a->grant.until - 1, day);
      doctor_add (
          d, id, DOCTOR_WARN, DOCTOR_TIDY, "hospital",
          &(struct doctor_text){ N_ ("%s の権限は %s までです"),
                                 N_ ("必要なら emi account grant で延ばし"
                                     "てください") },
          a->id, day);
    }
}

/* With two factors demanded of operators, an administrator who has one is shut
   out, and then nobody can enrol the second.  */
static void
look_operator (struct doctor *d, const struct account *a)
{
  char id[80];

  if (a->role != ROLE_ADMIN || d->s->config->operator_factors != 2
      || can_ask (d, a))
    return;
  snprintf (id, sizeof id, "operator.%s", a->id);
  doctor_add (d, id, DOCTOR_WARN, DOCTOR_TONIGHT, "hospital",
              &(struct doctor_text){
                  N_ ("管理者 %s は二要素がそろわず、操作できません"),
                  N_ ("operators factors=\"1\" に戻し、二つ目を登録してから 2 "
                      "にしてください") },
              a->id);
}

void
doctor_people (struct doctor *d)
{
  struct account *list = NULL;
  struct txn *t = NULL;
  size_t n = 0, ready = 0;

  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  if (!account_list (t, &list, &n, NULL))
    n = 0;
  txn_end (t);
  for (size_t i = 0; i < n; i++)
    {
      look_permission (d, &list[i], &ready);
      look_operator (d, &list[i]);
    }
  for (size_t i = 0; i < n; i++)
    if (list[i].grant.given && list[i].grant.by
        && strcmp (list[i].grant.by, "admin") == 0)
      {
        doctor_add (
            d, "admin-grants", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
            &(struct doctor_text){
                N_ ("最初の共用アカウント admin が権限を付与しています"),
                N_ ("管理者ごとのアカウントを作り、それで付与してください") });
        break;
      }
  accounts_free (list, n);
  if (ready)
    doctor_add (
        d, "permissions", DOCTOR_OK, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){ N_ ("照会できる職員が %zu 人います"), "" },
        ready);
  else
    doctor_add (
        d, "permissions", DOCTOR_FAIL, DOCTOR_TONIGHT, "hospital",
        &(struct doctor_text){
            N_ ("照会できる職員がいません"),
            N_ ("医師を登録し、権限と二つの認証手段を与えてください") });
}
