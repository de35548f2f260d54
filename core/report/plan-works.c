/* SPDX-License-Identifier: Apache-2.0 */
/* Step 2-2-1: what people do together, each with a day and whose roles.  */
#include "report/plan.h"

#include <stdlib.h>

#include "base/lang.h"

#define WORK(id, fact, what, then)                                            \
  {                                                                           \
    .step = "2-2-1", .name = id, .see = fact, .owner = "hospital",            \
    .title = what, .when = N_ ("運用開始までに"),                             \
    .proof = N_ ("行った日と、加わった人の役割"), .next = then,               \
  }

static const struct plan_words works[PLAN_WORKS] = {
  [PLAN_FLOW] = WORK (
      "flow", "flow",
      N_ ("運用フローに沿って、業務の変わる点を関係者と確かめる"),
      N_ ("確かめたら、emi.xml の done（flow）に日付と役割を書いてください")),
  [PLAN_RULES] = WORK (
      "rules", "work-manual", N_ ("業務手順書を改める"),
      N_ ("改めたら、emi.xml の done（rules）に日付と役割を書いてください")),
  [PLAN_DOCTORS] = WORK ("doctors", NULL,
                         N_ ("医師に知らせる（ここで取得できる情報のパターン、"
                             "レセプト情報の性質）"),
                         N_ ("emi doctor --sheet doctors "
                             "を配り、done（doctors）に日付と役割を書いて"
                             "ください")),
  [PLAN_RECEPTION]
  = WORK ("reception", "work-manual", N_ ("受付職員に知らせる"),
          N_ ("emi doctor --sheet reception "
              "を配り、done（reception）に日付と役割を"
              "書いてください")),
  [PLAN_INQUIRY]
  = WORK ("inquiry", NULL,
          N_ ("患者からの問い合わせに答える流れとマニュアルを作る"),
          N_ ("作って関係者に知らせたら、done（inquiry）に日付と役割を書いてく"
              "ださい")),
};

void
plan_works (struct plan *p)
{
  for (int w = 0; w < PLAN_WORKS; w++)
    {
      const struct plan_work *d = &p->s->config->plan.works[w];
      struct plan_row *r = plan_add (p, &works[w]);

      if (r && plan_declare (p, r, d->date))
        plan_reason (p, r, said (p->s->lang, "%s に済み（%s）"), d->date,
                     d->roles ? d->roles : "-");
    }
}
