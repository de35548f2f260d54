/* SPDX-License-Identifier: Apache-2.0 */
/* The factors that are registered: who has nothing to fall back on, which
   loans end soon, and what nobody has.  */
#include "report/doctor.h"

#include <stdio.h>
#include <stdlib.h>

#include "access/ladder.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/lang.h"

#define SOON_SECONDS 86400
#define NAMED_MAX 10 /* accounts that one item names */

static size_t
pairs_of (struct doctor *d, const struct account *a)
{
  CLEANUP_FREE struct pair *v = NULL;
  size_t n = 0;

  return ladder_pairs (d->s, a, NULL, NULL, &v, &n, NULL) ? n : 0;
}

/* One item for all: with two providers it is everybody.  */
static void
look_fallback (struct doctor *d, const struct account *list, size_t n)
{
  int64_t now = clock_seconds (d->s->clock);
  CLEANUP (buffer_done) struct buffer names = BUFFER_INIT;
  size_t found = 0;

  for (size_t i = 0; i < n; i++)
    {
      if (!account_may_view (d->s, &list[i], now, NULL)
          || pairs_of (d, &list[i]) != 1)
        continue;
      if (found++ < NAMED_MAX)
        buffer_printf (&names, "%s%s", names.len ? ", " : "", list[i].id);
    }
  if (found == 0)
    return;
  if (found > NAMED_MAX)
    buffer_text (&names, " …");
  doctor_add (
      d, "one-pair", DOCTOR_WARN, DOCTOR_TIDY, "hospital",
      &(struct doctor_text){
          N_ ("%zu 人は二要素の組が一つしかなく、片方が使えないと照会できませ"
              "ん: %s"),
          N_ ("三つ目の認証手段を登録するか、代わりに照会する医師を決めて"
              "おいてください") },
      found, buffer_string (&names));
}

static void
look_loans (struct doctor *d, const struct account *a)
{
  int64_t now = clock_seconds (d->s->clock);

  for (size_t i = 0; i < a->n_enrolments; i++)
    {
      const struct enrolment *e = &a->enrolments[i];
      char id[80], until[17];

      if (!e->until || !enrolment_usable (e, now)
          || e->until > now + SOON_SECONDS)
        continue;
      date_japan_minute (e->until, until);
      snprintf (id, sizeof id, "loan.%s.%s", a->id, e->instance);
      doctor_add (
          d, id, DOCTOR_WARN, DOCTOR_TIDY, "hospital",
          &(struct doctor_text){
              N_ ("%s の一時登録（%s）は %s に終わります"),
              N_ ("まだ要るなら emi enrol ID PROVIDER --temporary --until "
                  "で登録し直し、要らなければ --revoke --temporary "
                  "で終えてください") },
          a->id, e->instance, until);
    }
}

static bool
has_usable (const struct account *list, size_t n, const char *provider,
            int64_t now)
{
  for (size_t i = 0; i < n; i++)
    if (enrolment_usable (account_enrolment_at (&list[i], provider, now), now))
      return true;
  return false;
}

static void
look_unused (struct doctor *d, const struct account *list, size_t n)
{
  int64_t now = clock_seconds (d->s->clock);
  const struct config *config = d->s->config;

  for (size_t i = 0; i < config->n_instances; i++)
    {
      const struct config_instance *c = &config->instances[i];
      char id[80];

      if (c->kind != EMI_KIND_AUTH || has_usable (list, n, c->name, now))
        continue;
      snprintf (id, sizeof id, "unenrolled.%s", c->name);
      doctor_add (d, id, DOCTOR_WARN, DOCTOR_GO_LIVE, "hospital",
                  &(struct doctor_text){
                      N_ ("認証手段 %s は誰にも登録されていません"),
                      N_ ("emi enrol で登録するか、使わないなら emi.xml "
                          "から外してください") },
                  c->name);
    }
}

void
doctor_factors (struct doctor *d)
{
  struct account *list = NULL;
  struct txn *t = NULL;
  size_t n = 0;
  bool good;

  if (!ledger_begin (d->s->ledger, TXN_READ, &t, NULL))
    return;
  good = account_list (t, &list, &n, NULL);
  txn_end (t);
  if (!good)
    return;
  look_fallback (d, list, n);
  for (size_t i = 0; i < n; i++)
    look_loans (d, &list[i]);
  look_unused (d, list, n);
  accounts_free (list, n);
}
