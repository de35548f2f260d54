/* SPDX-License-Identifier: Apache-2.0 */
/* Step 2-2-1: what people do together, each with a day and whose roles.  */
#include "report/plan.h"

#include <stdlib.h>

#include "base/lang.h"

#define WORK(id, fact, ja, en, next_ja, next_en)                              \
  {                                                                           \
    .step = "2-2-1", .name = id, .see = fact, .owner = "hospital",            \
    .title = { ja, en }, .when = { "運用開始までに", "before the start" },    \
    .proof = { "行った日と、加わった人の役割", "the day and whose roles" },   \
    .next = { next_ja, next_en },                                             \
  }

static const struct plan_words works[PLAN_WORKS] = {
  [PLAN_FLOW] = WORK (
      "flow", "flow", "運用フローに沿って、業務の変わる点を関係者と確かめる",
      "the flow is walked with all concerned",
      "確かめたら、emi.xml の done（flow）に日付と役割を書いてください",
      "once done, write day and roles into <done> (flow)"),
  [PLAN_RULES]
  = WORK ("rules", "work-manual", "業務手順書を改める",
          "the hospital's written procedures are updated",
          "改めたら、emi.xml の done（rules）に日付と役割を書いてください",
          "once done, write day and roles into <done> (rules)"),
  [PLAN_DOCTORS] = WORK (
      "doctors", NULL,
      "医師に知らせる（ここで取得できる情報のパターン、レセプト情報の性質）",
      "doctors are told (the patterns here, the nature of claims data)",
      "emi doctor --sheet doctors を配り、done（doctors）に日付と役割を書いて"
      "ください",
      "hand out emi doctor --sheet doctors; write day and roles into "
      "<done> (doctors)"),
  [PLAN_RECEPTION] = WORK (
      "reception", "work-manual", "受付職員に知らせる",
      "reception staff are told",
      "emi doctor --sheet reception を配り、done（reception）に日付と役割を"
      "書いてください",
      "hand out emi doctor --sheet reception; write day and roles into "
      "<done> (reception)"),
  [PLAN_INQUIRY] = WORK (
      "inquiry", NULL, "患者からの問い合わせに答える流れとマニュアルを作る",
      "flow and manual for inquiries are made",
      "作って関係者に知らせたら、done（inquiry）に日付と役割を書いてください",
      "once made and told, write day and roles into <done> (inquiry)"),
};

void
plan_works (struct plan *p)
{
  for (int w = 0; w < PLAN_WORKS; w++)
    {
      const struct plan_work *d = &p->s->config->plan.works[w];
      struct plan_row *r = plan_add (p, &works[w]);

      if (r && plan_declare (p, r, d->date))
        plan_reason (p, r,
                     said (p->s->lang, "%s に済み（%s）", "done on %s (%s)"),
                     d->date, d->roles ? d->roles : "-");
    }
}
