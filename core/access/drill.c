/* SPDX-License-Identifier: Apache-2.0 */
/* What is different in a drill.  */
#include "access/drill.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"

bool
drill_ready (const struct session *s, struct fault *why)
{
  const struct config *c = s->config;
  const struct config_instance *way
    = c->drill ? config_instance (c, EMI_KIND_CONNECTOR, c->drill->connector)
               : NULL;

  if (!way)
    return fault_set (why, CODE_DRILL_NONE, "%s", "");
  /* The configuration's check says the same; a query is not left to it.  */
  if (way->production || (c->connector && strcmp (way->name, c->connector) == 0))
    return fault_set (why, CODE_DRILL_PRODUCTION, "%s", way->name);
  return true;
}

bool
drill_may_ask (const struct session *s, const struct account *a,
               struct fault *why)
{
  if (s->drill && a && a->role == ROLE_VENDOR)
    return true;
  return account_may_view (s, a, clock_seconds (s->clock), why);
}

static bool
copy (char **to, const char *from)
{
  *to = from ? strdup (from) : NULL;
  return *to || !from;
}

bool
drill_reception (struct session *s, const char *account,
                 struct reception *out, struct fault *why)
{
  const struct config_drill *d = s->config->drill;
  char id[ID_LEN + 1];
  struct reception r = { .read_at = clock_seconds (s->clock),
                         .made_at = clock_seconds (s->clock),
                         .validity = 1,
                         .consent = OQS_CONSENT_NONE };
  bool ok;

  id_new ('c', id);
  ok = copy (&r.id, id) && copy (&r.number, "drill")
       && copy (&r.reader, "drill") && copy (&r.checked_by, account)
       && copy (&r.operated_by, account) && copy (&r.card_evidence, "none")
       && copy (&r.chart, "drill") && copy (&r.notices, "")
       && copy (&r.person.insurer, d->insurer)
       && copy (&r.person.symbol, d->symbol)
       && copy (&r.person.number, d->number)
       && copy (&r.person.branch, d->branch)
       && copy (&r.person.name, d->name) && copy (&r.person.kana, d->kana)
       && copy (&r.person.birth, d->birth) && copy (&r.person.sex, d->sex);
  if (!ok)
    {
      reception_done (&r);
      return fault_set (why, CODE_MEMORY, "drill");
    }
  *out = r;
  return true;
}

bool
drill_without (const char *without, const char *instance)
{
  size_t len = strlen (instance);

  for (const char *at = without; at && *at;)
    {
      size_t n = strcspn (at, ",");

      if (n == len && memcmp (at, instance, n) == 0)
        return true;
      at += n + (at[n] == ',');
    }
  return false;
}

bool
drill_without_check (const struct session *s, const char *without,
                     struct fault *why)
{
  for (const char *at = without;; at++)
    {
      size_t n = strcspn (at, ",");
      char name[33] = "";

      if (n < sizeof name)
        memcpy (name, at, n);
      if (n == 0 || !config_instance (s->config, EMI_KIND_AUTH, name))
        return fault_set (why, CODE_VALUE, "--without %s", name);
      at += n;
      if (*at == '\0')
        return true;
    }
}

bool
drill_takes (const struct config *c, const char *adapter)
{
  const struct config_instance *i
    = config_instance (c, EMI_KIND_ADAPTER, adapter);

  return i && i->drill;
}

const char *
drill_adapter (const struct config *c)
{
  for (size_t i = 0; i < c->n_instances; i++)
    if (c->instances[i].kind == EMI_KIND_ADAPTER && c->instances[i].drill)
      return c->instances[i].name;
  return NULL;
}
