/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to ask, under an error and under what the doctor found.  */
#include "front/front.h"

#include <stdio.h>

#include "base/date.h"
#include "base/lang.h"

bool
cli_facts (struct cli *c, struct fault *why)
{
  if (c->facts)
    return true;
  config_faults_done (&c->facts_passed);
  return facts_find (c->config ? c->config->dir : NULL,
                     PKGDATADIR "/facts.xml", &c->facts, &c->facts_passed,
                     why);
}

static void
set_time (json_t *o, const char *name, int64_t at)
{
  char text[21];

  date_utc (at, text);
  cli_set (o, name, at ? text : NULL);
}

json_t *
cli_contacts_json (const struct contacts *list)
{
  json_t *out = json_array ();

  for (size_t i = 0; i < list->n; i++)
    {
      const struct contact *k = &list->v[i];
      json_t *o = json_object ();

      cli_set (o, "who", k->who);
      cli_set (o, "name", k->name);
      cli_set (o, "where", k->where);
      if (k->now_known)
        {
          json_object_set_new (o, "open", json_boolean (k->open));
          set_time (o, "until", k->until);
          set_time (o, "opens", k->opens);
          cli_set (o, "when", k->when);
        }
      json_array_append_new (out, o);
    }
  return out;
}

void
cli_contacts_print (FILE *to, const struct contacts *list, enum lang lang)
{
  for (size_t i = 0; i < list->n; i++)
    {
      const struct contact *k = &list->v[i];

      fprintf (to, said (lang, "  %s: %s"), k->name, k->where);
      if (k->when[0])
        fprintf (to, "  %s", k->when);
      fputc ('\n', to);
    }
}

void
cli_contacts_of (struct cli *c, enum code code, struct contacts *out)
{
  *out = (struct contacts){ .n = 0 };
  /* Without a hospital nobody's failure is known; without memory the error
     itself matters more.  */
  if (!c->config || !cli_facts (c, NULL))
    return;
  contacts_for (code, c->config, c->facts, clock_seconds (c->session.clock),
                c->session.lang, out);
  if (out->failed)
    contacts_done (out);
}
