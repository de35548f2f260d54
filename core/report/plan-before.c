/* SPDX-License-Identifier: Apache-2.0 */
/* Steps 0 and 1 of the guide: what must be there, the estimate, the order.  */
#include "report/plan.h"

#include <string.h>

#include "base/date.h"
#include "base/lang.h"

static const struct plan_words introduced = {
  .step = "0",
  .owner = "hospital",
  .title = N_ ("オンライン資格確認を導入している"),
  .when = N_ ("始める前に"),
  .proof = N_ ("emi.xml の introduced の日付"),
  .next = N_ (
      "導入していれば、emi.xml の plan の introduced に日付を書いてください"),
};

static const struct plan_words ehr = {
  .step = "0",
  .name = "ehr",
  .owner = "hospital",
  .title = N_ ("電子カルテシステムを使っている"),
  .when = N_ ("始める前に"),
  .proof = N_ ("emi.xml の vendor（ehr-vendor）"),
  .next = N_ ("電子カルテの業者を、emi.xml の vendor に書いてください"),
};

static const struct plan_words quote = {
  .step = "1-1",
  .owner = "hospital",
  .title
  = N_ ("電子カルテの業者に見積を依頼する（希望時期、二要素認証の方式、表"
        "示の希望）"),
  .when
  = N_ ("運用開始の約 3 か月前（目安）。二要素認証が初めてのとき、別の業者の"
        "ものを使うとき、訪問作業が混み合うときは、もっと前"),
  .proof = N_ ("見積依頼書（emi doctor --sheet quote）と、依頼した日"),
  .next
  = N_ ("emi doctor --sheet quote で見積依頼書を印刷し、依頼した日を quote に"
        "書いてください"),
};

static const struct plan_words order = {
  .step = "1-2",
  .owner = "hospital",
  .title = N_ (
      "発注する（二要素認証の機器を含む。運用フローで要るなら端末の増設も）"),
  .when = N_ ("内容が決まり次第"),
  .proof = N_ ("発注した日"),
  .next = N_ ("発注したら、emi.xml の order に日付を書いてください"),
};

static void
row_ehr (struct plan *p)
{
  const struct config_vendor *v = config_vendor (p->s->config, "ehr-vendor");
  struct plan_row *r = plan_add (p, &ehr);

  if (!r || !v)
    return;
  r->state = PLAN_DONE;
  r->basis = PLAN_DECLARED;
  r->next[0] = '\0';
  plan_reason (p, r, said (p->s->lang, "業者は %s"), v->name);
}

/* Shorter than the rule of thumb: said, and no date made of it.  */
static bool
is_short (const struct plan *p)
{
  char latest[11];

  return p->start[0] && date_shift_months (p->today, 3, latest)
         && strcmp (p->start, latest) < 0;
}

static void
row_quote (struct plan *p)
{
  struct plan_row *r = plan_add (p, &quote);

  if (!r || plan_declare (p, r, p->s->config->plan.quoted) || r->future
      || !is_short (p))
    return;
  if (p->days_left > 0)
    plan_reason (
        p, r,
        said (p->s->lang,
              "運用開始まで %d 日で、目安の約 3 か月より短いため、今すぐ"
              "相談してください"),
        p->days_left);
}

static void
row_order (struct plan *p)
{
  const struct plan_declared *said_so = &p->s->config->plan;
  struct plan_row *r = plan_add (p, &order);

  if (!r || !plan_declare (p, r, said_so->ordered))
    return;
  if (said_so->terminals)
    plan_reason (p, r,
                 said (p->s->lang, "%s に済み。端末の増設については「%s」"),
                 said_so->ordered, said_so->terminals);
  else
    plan_reason (
        p, r,
        said (p->s->lang,
              "%s に済み。端末の増設が要るかどうかは記されていません"),
        said_so->ordered);
}

void
plan_before (struct plan *p)
{
  struct plan_row *r = plan_add (p, &introduced);

  if (r)
    plan_declare (p, r, p->s->config->plan.introduced);
  row_ehr (p);
  row_quote (p);
  row_order (p);
}
