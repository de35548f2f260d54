/* SPDX-License-Identifier: Apache-2.0 */
/* Who has practised what.  A counter row "drill ACCOUNT": the pairs that the
   account completed a drill with, each with its enrolments' versions, the
   digests of the providers' modules and the version of emi.  The evidence of
   the drills themselves is in their records; this row only tells what is
   stale, and may be lost.  */
#include "access/drill.h"

#include <config.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define ROW_KIND "account"
#define PAIRS_MAX 8 /* the newest; nobody practises more */

static bool
row_read (struct txn *t, const char *account, json_t **out,
          struct fault *why)
{
  struct buffer row = BUFFER_INIT;
  char name[48];
  bool found = false, good;

  snprintf (name, sizeof name, "drill %s", account);
  good = txn_row_get (t, ROW_COUNT, ROW_KIND, name, &row, &found, why);
  *out = good && found ? json_loadb ((const char *) row.data, row.len, 0, NULL)
                       : NULL;
  buffer_done (&row);
  return good;
}

static bool
row_write (struct txn *t, const char *account, const json_t *list,
           struct fault *why)
{
  char *text = json_dumps (list, JSON_COMPACT);
  char name[48];
  bool good;

  snprintf (name, sizeof name, "drill %s", account);
  good = text ? txn_row_put (t, ROW_COUNT, ROW_KIND, name, text, strlen (text),
                             why)
              : fault_set (why, CODE_MEMORY, "drill");
  free (text);
  return good;
}

static json_t *
provider_json (const char *instance, uint32_t version, const char *module)
{
  return json_pack ("{s:s, s:I, s:s}", "instance", instance, "version",
                    (json_int_t) version, "module", module ? module : "");
}

bool
drill_note (struct txn *t, const struct request *r, struct fault *why)
{
  json_t *list, *providers = json_array (), *next = json_array ();
  size_t i;
  json_t *old;
  bool good;

  for (i = 0; i < r->factors.n; i++)
    json_array_append_new (providers,
                           provider_json (r->factors.use[i].instance,
                                          r->factors.use[i].version,
                                          r->factors.use[i].module));
  json_array_append_new (
    next, json_pack ("{s:I, s:s, s:o}", "at", (json_int_t) r->started,
                     "emi", PACKAGE_VERSION, "providers", providers));
  good = row_read (t, r->account.id, &list, why);
  if (good)
    json_array_foreach (list, i, old)
    {
      if (json_array_size (next) < PAIRS_MAX
          && !json_equal (json_object_get (old, "providers"), providers))
        json_array_append (next, old);
    }
  good = good && row_write (t, r->account.id, next, why);
  json_decref (list);
  json_decref (next);
  return good;
}

/* --- what it is worth now --- */

static const char *
module_of (struct session *s, const char *instance)
{
  const struct config_instance *c
    = config_instance (s->config, EMI_KIND_AUTH, instance);

  return c ? host_instance_digest (s->host, c) : NULL;
}

/* What of P, a provider that was practised with, changed?  */
static enum drill_past
provider_past (struct session *s, const struct account *a, const json_t *p)
{
  const char *instance = json_string_value (json_object_get (p, "instance"));
  const char *module = json_string_value (json_object_get (p, "module"));
  const char *now = instance ? module_of (s, instance) : NULL;
  const struct enrolment *e
    = instance ? account_enrolment_at (a, instance, clock_seconds (s->clock))
               : NULL;

  return e && now && module && strcmp (module, now) == 0
             && (json_int_t) e->version
                  == json_integer_value (json_object_get (p, "version"))
           ? DRILL_FRESH
           : DRILL_PROVIDER;
}

static bool
names (const json_t *providers, const char *instance)
{
  json_t *p;
  size_t i;

  json_array_foreach (providers, i, p)
  {
    const char *name = json_string_value (json_object_get (p, "instance"));

    if (name && strcmp (name, instance) == 0)
      return true;
  }
  return false;
}

/* One drill against PAIR of N providers, which a request would use now.  */
static enum drill_past
one_past (struct session *s, const struct account *a, const json_t *one,
          char pair[2][33], size_t n)
{
  const json_t *providers = json_object_get (one, "providers");
  const char *emi = json_string_value (json_object_get (one, "emi"));
  size_t i;
  json_t *p;

  for (i = 0; i < n; i++)
    if (!names (providers, pair[i]))
      return DRILL_PAIR;
  json_array_foreach (providers, i, p)
  {
    if (provider_past (s, a, p) != DRILL_FRESH)
      return DRILL_PROVIDER;
  }
  return emi && strcmp (emi, PACKAGE_VERSION) == 0 ? DRILL_FRESH
                                                    : DRILL_VERSION;
}

bool
drill_look (struct session *s, struct txn *t, const struct account *a,
            enum drill_past *out, struct fault *why)
{
  char pair[2][33];
  size_t n = 0, i;
  json_t *list = NULL, *one;

  if (!row_read (t, a->id, &list, why))
    return false;
  *out = json_array_size (list) ? DRILL_PAIR : DRILL_NEVER;
  if (*out == DRILL_PAIR && factor_choose (s, a, NULL, 2, pair, &n, NULL))
    json_array_foreach (list, i, one)
    {
      enum drill_past past = one_past (s, a, one, pair, n);

      /* The best of them: of this pair rather than of another.  */
      if (past == DRILL_FRESH || *out == DRILL_PAIR)
        *out = past;
    }
  json_decref (list);
  return true;
}
