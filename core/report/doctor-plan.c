/* SPDX-License-Identifier: Apache-2.0 */
/* What of the plan belongs into every answer of the doctor: the four
   applications, days that cannot be, and how much is left.  */
#include "report/plan.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"

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
                "%s: %s",
                N_ ("最新であることを確かめ、emi.xml の application の日付を"
                    "改めてください") },
            r->title, r->reason);
    }
  if (missing)
    doctor_add (
        d, "applications", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){
            N_ ("資格確認端末の四つのアプリケーションのうち %zu つの版が"
                "記されていません"),
            N_ ("最新であることを確かめ、emi.xml の application "
                "に書いてください") },
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
            N_ ("emi.xml の plan に、済んだ日として今日より後の日付が %zu 件"
                "あります"),
            N_ ("日付を直すか、その日が来てから書いてください") },
        future);
  if (open)
    doctor_add (
        d, "plan", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){
            N_ ("準備作業 %zu 件のうち %zu 件がまだです"),
            N_ ("emi doctor --go-live DATE で一つずつ確かめてください") },
        p->n, open);
  else
    doctor_add (
        d, "plan", DOCTOR_OK, DOCTOR_GO_LIVE, "hospital",
        &(struct doctor_text){ N_ ("準備作業は %zu 件全て済んでいます"), "" },
        p->n);
}
