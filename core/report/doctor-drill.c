/* SPDX-License-Identifier: Apache-2.0 */
/* Who has practised, and whose practice no longer counts: another pair, another
   provider, another emi.  */
#include "report/doctor.h"

#include <string.h>

#include "access/drill.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/lang.h"

struct drills
{
  size_t fresh;
  struct buffer never; /* accounts, separated by blanks */
  struct buffer stale;
};

static const char *
why_stale (enum drill_past past, enum lang lang)
{
  switch (past)
    {
    case DRILL_PAIR:
      return said (lang, "組が変わった");
    case DRILL_PROVIDER:
      return said (lang, "認証手段が変わった");
    case DRILL_VERSION:
      return said (lang, "emi の版が変わった");
    case DRILL_NEVER:
    case DRILL_FRESH:
      break;
    }
  return "";
}

static void
look_account (struct doctor *d, struct txn *t, const struct account *a,
              struct drills *all)
{
  enum drill_past past;

  if (!account_may_view (d->s, a, clock_seconds (d->s->clock), NULL)
      || !drill_look (d->s, t, a, &past, NULL))
    return;
  if (past == DRILL_FRESH)
    all->fresh++;
  else if (past == DRILL_NEVER)
    buffer_printf (&all->never, "%s%s", all->never.len ? " " : "", a->id);
  else
    buffer_printf (&all->stale, said (d->s->lang, "%s%s（%s）"),
                   all->stale.len ? " " : "", a->id,
                   why_stale (past, d->s->lang));
}

static void
tell (struct doctor *d, const struct drills *all)
{
  static const char next[] = N_ ("emi request --drill で訓練してください");

  doctor_add (
      d, "drills", DOCTOR_OK, DOCTOR_GO_LIVE, "hospital",
      &(struct doctor_text){ N_ ("訓練を済ませた職員は %zu 人です"), "" },
      all->fresh);
  if (all->never.len)
    doctor_add (d, "drill-never", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
                &(struct doctor_text){ N_ ("訓練していない職員: %s"), next },
                buffer_string (&all->never));
  if (all->stale.len)
    doctor_add (d, "drill-stale", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
                &(struct doctor_text){ N_ ("訓練し直す職員: %s"), next },
                buffer_string (&all->stale));
}

void
doctor_drill (struct doctor *d)
{
  struct drills all = { .fresh = 0 };
  struct account *list = NULL;
  struct txn *t = NULL;
  struct fault why = { .code = CODE_OK };
  size_t n = 0;

  if (!drill_ready (d->s, &why))
    {
      doctor_add (
          d, "drills", DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
          &(struct doctor_text){ N_ ("訓練（drill）が設定されていません"),
                                 N_ ("emi.xml に drill と、そのための "
                                     "connector を書いてください") });
      return;
    }
  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  if (!account_list (t, &list, &n, NULL))
    n = 0;
  for (size_t i = 0; i < n; i++)
    look_account (d, t, &list[i], &all);
  txn_end (t);
  accounts_free (list, n);
  tell (d, &all);
  buffer_done (&all.never);
  buffer_done (&all.stale);
}
