/* SPDX-License-Identifier: Apache-2.0 */
/* What receptions left behind at the readers: modes, accounts and cards still
   to be restored, and results that nobody claimed.  */
#include "report/doctor.h"

#include <stdio.h>
#include <string.h>

#include "access/receive-files.h"
#include "access/receive-modes.h"
#include "base/date.h"

static void
add_mode (struct doctor *d, const char *reader, const struct open_mode *m,
          const char *since)
{
  char id[80];

  snprintf (id, sizeof id, "left-open.%s.%s", reader, m->name);
  doctor_add (d, id, DOCTOR_WARN, DOCTOR_TONIGHT, "hospital",
              &(struct doctor_text){
                  "%s（%s から）: %s", "%s (since %s): %s",
                  "元に戻してください。次の受付で戻したと答えれば消えます",
                  "restore it; it is gone once a reception there says so" },
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
}
