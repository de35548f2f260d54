/* SPDX-License-Identifier: Apache-2.0 */
/* Steps 2-1-1 and 2-1-2: the EHR's software, the factors' devices, and the
   four applications of the 資格確認端末.  */
#include "report/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor.h"
#include "base/date.h"
#include "base/lang.h"

#define STALE_DAYS 30 /* SPEC section 11 */

static const struct plan_words software = {
  .step = "2-1-1",
  .owner = "ehr-vendor",
  .title = N_ ("電子カルテに、救急時医療情報閲覧に対応したソフトを入れる"),
  .when
  = N_ ("発注の後。リモート、手動、媒体の持込みのどれにするかは業者と決める"),
  .proof = N_ ("ソフトの版と、入れた日"),
  .next
  = N_ ("業者が入れたら、emi.xml の software に版と日付を書いてください"),
};

static const struct plan_words devices = {
  .step = "2-1-2",
  .name = "devices",
  .owner = "hospital",
  .title = N_ ("二要素認証の機器またはソリューションを入れる"),
  .when = N_ ("運用開始までに。病院で、または業者に頼んで"),
  .proof = N_ ("端末で二要素の組が使えること、または入れた日"),
  .next = N_ ("emi check と emi doctor で、使えない端末を直してください"),
};

#define APPLICATION(id, newest)                                                                  \
  {                                                                                              \
    .step = "2-1-2", .name = id, .owner = "hospital", .title = newest,                           \
    .when = N_ ("運用開始までに。病院で、または業者に頼んで"),                                   \
    .proof = N_ ("版と、最新であると確かめた日（30 日以内）"),                                   \
    .next = N_ ("最新であることを確かめ、emi.xml の application に版と日付を" \
                "書いてください"),                                                               \
  }

static const struct plan_words applications[PLAN_APPLICATIONS] = {
  [PLAN_DELIVERY]
  = APPLICATION ("delivery", N_ ("配信アプリケーションが最新である")),
  [PLAN_FACE_LIBRARY]
  = APPLICATION ("face-library", N_ ("顔認証ライブラリが最新である")),
  [PLAN_LINK] = APPLICATION ("link", N_ ("連携アプリケーションが最新である")),
  [PLAN_FACE_READER]
  = APPLICATION ("face-reader",
                 N_ ("顔認証付きカードリーダーアプリケーションが最新である")),
};

static const char *
way_words (const char *way, enum lang lang)
{
  if (way && strcmp (way, "remote") == 0)
    return said (lang, "リモートで");
  if (way && strcmp (way, "medium") == 0)
    return said (lang, "媒体の持込みで");
  if (way && strcmp (way, "hand") == 0)
    return said (lang, "手動で");
  return said (lang, "方法は記されていません");
}

static void
row_software (struct plan *p)
{
  const struct plan_declared *d = &p->s->config->plan;
  struct plan_row *r = plan_add (p, &software);

  if (r && plan_declare (p, r, d->software_date))
    plan_reason (p, r, said (p->s->lang, "版 %s を %s に入れました（%s）"),
                 d->software, d->software_date,
                 way_words (d->software_way, p->s->lang));
}

/* Two classes among the providers of T, one provider of both included.  */
static bool
has_pair (struct session *s, const struct config_terminal *t)
{
  for (size_t i = 0; i < t->n_providers; i++)
    for (size_t k = i; k < t->n_providers; k++)
      if (factor_pair_possible (s, t->providers[i], t->providers[k]))
        return true;
  return false;
}

static bool
any_failed (const struct plan *p)
{
  for (size_t i = 0; i < p->doctor->n; i++)
    if (strncmp (p->doctor->v[i].id, "auth.", 5) == 0
        && p->doctor->v[i].state == DOCTOR_FAIL)
      return true;
  return false;
}

static void
row_devices (struct plan *p)
{
  const struct config *c = p->s->config;
  struct plan_row *r = plan_add (p, &devices);

  if (!r)
    return;
  for (size_t i = 0; i < c->n_terminals; i++)
    if (!has_pair (p->s, &c->terminals[i]))
      {
        plan_reason (p, r,
                     said (p->s->lang, "端末 %s に二要素の組がありません"),
                     c->terminals[i].name);
        return;
      }
  if (any_failed (p))
    {
      plan_reason (p, r, "%s",
                   said (p->s->lang, "使えない認証手段があります"));
      return;
    }
  if (plan_declare (p, r, c->plan.devices) || r->future)
    return;
  plan_found (r);
  plan_reason (p, r, "%s",
               said (p->s->lang, "どの端末でも二要素の組が使えます"));
}

/* Where it is told how it is updated; the reader's own is its maker's.  */
static const struct fact *
manual_of (const struct plan *p, enum plan_application_name a,
           const char *update)
{
  static const char *const names[PLAN_APPLICATIONS]
      = { [PLAN_DELIVERY] = "update-auto",
          [PLAN_FACE_LIBRARY] = "update-face-library",
          [PLAN_LINK] = "update-link",
          [PLAN_FACE_READER] = "update-face-reader" };

  if (a != PLAN_FACE_READER && update && strcmp (update, "auto") == 0)
    return facts_get (p->facts, "update-auto");
  return facts_get (p->facts, names[a]);
}

static bool
is_stale (const struct plan *p, const char *day)
{
  char limit[11];

  return date_shift_days (day, STALE_DAYS, limit)
         && strcmp (limit, p->today) < 0;
}

static const char *
update_words (const char *update, enum lang lang)
{
  if (update && strcmp (update, "auto") == 0)
    return said (lang, "自動更新");
  if (update && strcmp (update, "hand") == 0)
    return said (lang, "手動で更新");
  return said (lang, "更新の方法は記されていません");
}

static void
row_application (struct plan *p, enum plan_application_name a)
{
  const struct plan_application *d = &p->s->config->plan.applications[a];
  struct plan_row *r = plan_add (p, &applications[a]);

  if (!r)
    return;
  r->see = manual_of (p, a, d->update);
  if (d->date && d->date[0] && is_stale (p, d->date))
    {
      r->state = PLAN_STALE;
      r->basis = PLAN_DECLARED;
      plan_reason (
          p, r,
          said (p->s->lang,
                "版 %s を %s に確かめてから 30 日を過ぎています（%s）"),
          d->version, d->date, update_words (d->update, p->s->lang));
    }
  else if (plan_declare (p, r, d->date))
    plan_reason (p, r,
                 said (p->s->lang, "版 %s が最新であると %s に確認（%s）"),
                 d->version, d->date, update_words (d->update, p->s->lang));
}

void
plan_machines (struct plan *p)
{
  row_software (p);
  row_devices (p);
  for (int a = 0; a < PLAN_APPLICATIONS; a++)
    row_application (p, a);
}
