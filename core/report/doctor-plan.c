/* SPDX-License-Identifier: Apache-2.0 */
/* What of the plan belongs into every answer of the doctor: the four
   applications, days that cannot be, and how much is left.  */
#include "report/plan.h"

#include <stdio.h>
#include <string.h>

static bool
is_application (const struct plan_row *r)
{
  return strcmp (r->step, "2-1-2") == 0
         && strcmp (r->id, "2-1-2.devices") != 0;
}

static void
look_applications (struct doctor *d, const struct plan *p)
{
  size_t missing = 0;

  for (size_t i = 0; i < p->n; i++)
    {
      const struct plan_row *r = &p->v[i];
      char id[96];

      if (!is_application (r))
        continue;
      missing += r->state == PLAN_OPEN;
      snprintf (id, sizeof id, "application%s", r->id + strlen (r->step));
      if (r->state == PLAN_STALE)
        doctor_add (
            d, id, DOCTOR_WARN, DOCTOR_GO_LIVE, r->owner,
            &(struct doctor_text){
                "%s: %s", "%s: %s",
                "最新であることを確かめ、emi.xml の application の日付を"
                "改めてください",
                "see that it is the newest and renew the day in "
                "<application>" },
            r->title, r->reason);
    }
  if (missing)
    doctor_add (
        d, "applications", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){
            "資格確認端末の四つのアプリケーションのうち %zu つの版が"
            "記されていません",
            "the versions of %zu of the four applications are not "
            "declared",
            "最新であることを確かめ、emi.xml の application に書いてください",
            "see that they are the newest and write them into "
            "<application>" },
        missing);
}

void
doctor_plan (struct doctor *d, const struct plan *p)
{
  size_t open = 0, future = 0;

  look_applications (d, p);
  for (size_t i = 0; i < p->n; i++)
    {
      open += p->v[i].state != PLAN_DONE;
      future += p->v[i].future;
    }
  if (future)
    doctor_add (
        d, "plan-future", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){
            "emi.xml の plan に、済んだ日として今日より後の日付が %zu 件"
            "あります",
            "days in <plan> that are declared done but still to come: %zu",
            "日付を直すか、その日が来てから書いてください",
            "correct them, or write them when the day has come" },
        future);
  if (open)
    doctor_add (d, "plan", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
                &(struct doctor_text){
                    "準備作業 %zu 件のうち %zu 件がまだです",
                    "of %zu preparations %zu are left",
                    "emi doctor --go-live DATE で一つずつ確かめてください",
                    "see each with emi doctor --go-live DATE" },
                p->n, open);
  else
    doctor_add (d, "plan", DOCTOR_OK, DOCTOR_GO_LIVE, "hospital",
                &(struct doctor_text){ "準備作業は %zu 件全て済んでいます",
                                       "all %zu preparations are done", "",
                                       "" },
                p->n);
}
