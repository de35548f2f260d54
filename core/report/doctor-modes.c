/* SPDX-License-Identifier: Apache-2.0 */
/* What receptions left behind at the readers: modes, accounts and cards still
   to be restored, and results that nobody claimed.  */
#include "report/doctor.h"

#include <stdio.h>
#include <string.h>

#include "access/receive-files.h"
#include "access/receive.h"
#include "base/date.h"
#include "base/lang.h"

static void
add_mode (struct doctor *d, const char *reader, const struct open_mode *m,
          const char *since)
{
  char id[80];

  snprintf (id, sizeof id, "left-open.%s.%s", reader, m->name);
  doctor_add (d, id, DOCTOR_WARN, DOCTOR_TONIGHT, "hospital",
              &(struct doctor_text){
                  N_ ("%s（%s から）: %s"),
                  N_ ("元に戻し、emi receive --restored で記録してください") },
              reader, since, m->text[d->s->lang]);
}

static void
look_left (struct doctor *d, struct txn *t, const char *reader)
{
  struct open_modes left;
  char since[17];
  int64_t at = 0;
  bool found = false;

  if (!modes_left (t, reader, &left, &at, &found, NULL))
    return;
  date_japan_minute (at, since);
  for (size_t i = 0; i < left.n; i++)
    add_mode (d, reader, &left.v[i], since);
  modes_done (&left);
}

#define DAY_S 86400

/* Ordinary receptions leave such results, too: nothing to be alarmed by, but
   the card of tonight's patient may be among them.  */
static void
look_unclaimed (struct doctor *d)
{
  int64_t newest = 0;
  size_t n
      = receive_unclaimed (d->s, clock_seconds (d->s->clock) - DAY_S, &newest);
  char when[17];

  if (n == 0)
    return;
  date_japan_minute (newest, when);
  doctor_add (
      d, "unclaimed", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
      &(struct doctor_text){
          N_ ("この一日に、emi のどの受付にも使われていない読取り結果が %zu 件"
              "あります（最新 %s）"),
          N_ ("救急の患者のものなら、受付を始めてからカードを読み直して"
              "ください。通常の受付のものなら、することはありません") },
      n, when);
}

void
doctor_modes (struct doctor *d)
{
  struct txn *t = NULL;

  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  for (size_t i = 0; i < d->s->config->n_instances; i++)
    {
      const struct config_instance *c = &d->s->config->instances[i];

      if (c->kind == EMI_KIND_READER)
        look_left (d, t, c->name);
    }
  txn_end (t);
  look_unclaimed (d);
}
