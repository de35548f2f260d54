/* SPDX-License-Identifier: Apache-2.0 */
/* The registry row of an account.  The row is sealed and bound to the ledger,
   so what is read here was written here; anything else is a fault of the
   evidence and not repaired.  */
#include "access/account-json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/digest.h"

static json_t *
enrolment_to_json (const struct enrolment *e)
{
  char *blob = base64_encode (e->blob, e->blob_len);
  json_t *o;

  if (!blob)
    return NULL;
  o = json_pack ("{s:s, s:I, s:s, s:s, s:s, s:I, s:I}", "instance",
                 e->instance, "version", (json_int_t) e->version, "state",
                 enrolment_state_name (e->state), "blob", blob, "by", e->by ? e->by : "",
                 "at", (json_int_t) e->at, "until", (json_int_t) e->until);
  free (blob);
  if (o && e->before
      && json_object_set_new (o, "before", enrolment_to_json (e->before)))
    {
      json_decref (o);
      return NULL;
    }
  return o;
}

static json_t *
grant_to_json (const struct grant *g)
{
  return json_pack ("{s:b, s:I, s:I, s:s*, s:s*}", "given", (int) g->given,
                    "until", (json_int_t) g->until, "at", (json_int_t) g->at,
                    "by", g->by, "reason", g->reason);
}

char *
account_to_json (const struct account *a)
{
  json_t *list = json_array ();
  json_t *o;
  char *text;

  for (size_t i = 0; i < a->n_enrolments; i++)
    if (json_array_append_new (list, enrolment_to_json (&a->enrolments[i])))
      {
        json_decref (list);
        return NULL;
      }
  o = json_pack ("{s:s, s:s, s:s, s:s*, s:s, s:I, s:o, s:o}", "type",
                 "account-1", "id", a->id, "name", a->name ? a->name : "",
                 "kana", a->kana, "role", role_name (a->role), "created",
                 (json_int_t) a->created, "grant", grant_to_json (&a->grant),
                 "enrolments", list);
  text = o ? json_dumps (o, JSON_COMPACT) : NULL;
  json_decref (o);
  return text;
}

/* The string KEY of O in new memory; NULL when absent.  */
static char *
copy_text (const json_t *o, const char *key)
{
  const char *s = json_string_value (json_object_get (o, key));

  return s ? strdup (s) : NULL;
}

static int64_t
number (const json_t *o, const char *key)
{
  return json_integer_value (json_object_get (o, key));
}

static bool
enrolment_from_json (const json_t *o, struct enrolment *e)
{
  const char *blob = json_string_value (json_object_get (o, "blob"));
  size_t blob_text = blob ? strlen (blob) : 0;
  int64_t version = number (o, "version");
  long len;

  if (!blob || version < 1 || version > UINT32_MAX
      || !enrolment_state_parse (
          json_string_value (json_object_get (o, "state")), &e->state))
    return false;
  e->instance = copy_text (o, "instance");
  e->by = copy_text (o, "by");
  e->blob = malloc (blob_text + 1);
  if (!e->instance || !e->by || !e->blob)
    return false;
  len = base64_decode (blob, blob_text, e->blob, blob_text + 1);
  if (len < 0)
    return false;
  e->blob_len = (size_t) len;
  e->version = (uint32_t) version;
  e->at = number (o, "at");
  e->until = number (o, "until");
  return true;
}

/* With what stands behind it; there is nothing behind that.  */
static bool
enrolment_whole_from_json (const json_t *o, struct enrolment *e)
{
  const json_t *before = json_object_get (o, "before");

  if (!enrolment_from_json (o, e))
    return false;
  if (!before)
    return true;
  e->before = calloc (1, sizeof *e->before);
  return e->before && enrolment_from_json (before, e->before);
}

static bool
enrolments_from_json (const json_t *list, struct account *a)
{
  size_t n = json_array_size (list);

  a->enrolments = calloc (n ? n : 1, sizeof *a->enrolments);
  if (!json_is_array (list) || !a->enrolments)
    return false;
  a->n_enrolments = n;
  for (size_t i = 0; i < n; i++)
    if (!enrolment_whole_from_json (json_array_get (list, i),
                                    &a->enrolments[i]))
      return false;
  return true;
}

static void
grant_from_json (const json_t *o, struct grant *g)
{
  g->given = json_is_true (json_object_get (o, "given"));
  g->until = number (o, "until");
  g->at = number (o, "at");
  g->by = copy_text (o, "by");
  g->reason = copy_text (o, "reason");
}

bool
account_from_json (const void *data, size_t len, struct account *out)
{
  struct account a = { .id = NULL };
  json_t *o = json_loadb (data, len, JSON_REJECT_DUPLICATES, NULL);
  const char *type = json_string_value (json_object_get (o, "type"));
  const char *role = json_string_value (json_object_get (o, "role"));
  bool good = type && strcmp (type, "account-1") == 0 && role
              && role_parse (role, &a.role);

  if (good)
    {
      a.id = copy_text (o, "id");
      a.name = copy_text (o, "name");
      a.kana = copy_text (o, "kana");
      a.created = number (o, "created");
      grant_from_json (json_object_get (o, "grant"), &a.grant);
      good = enrolments_from_json (json_object_get (o, "enrolments"), &a)
             && a.id && a.name;
    }
  json_decref (o);
  if (good)
    *out = a;
  else
    account_done (&a);
  return good;
}
