/* SPDX-License-Identifier: Apache-2.0 */
/* emi doctor: readiness, grouped by what blocks tonight.  */
#include "front/front.h"

#include <string.h>

#include "access/recover.h"
#include "report/doctor.h"

static void
print_group (struct cli *c, const struct doctor *d, enum doctor_group group)
{
  static const char *const marks[] = { "ok  ", "warn", "fail" };
  enum lang lang = c->session.lang;
  bool any = false;

  for (size_t i = 0; i < d->n; i++)
    {
      const struct doctor_item *item = &d->v[i];

      if (item->group != group)
        continue;
      if (!any)
        cli_print (c, "%s\n", doctor_group_label (group, lang));
      any = true;
      cli_print (c, lang == LANG_EN ? "  %s  %s (%s)\n" : "  %s  %s（%s）\n",
                 marks[item->state], item->message,
                 doctor_owner_label (item->owner, lang));
      if (item->next[0])
        cli_print (c, "        → %s\n", item->next);
    }
}

static void
fill (struct cli *c, const struct doctor *d)
{
  json_t *items = json_array ();

  for (size_t i = 0; i < d->n; i++)
    {
      json_t *o = json_object ();

      cli_set (o, "id", d->v[i].id);
      cli_set (o, "state", doctor_state_name (d->v[i].state));
      cli_set (o, "owner", d->v[i].owner);
      cli_set (o, "message", d->v[i].message);
      cli_set (o, "next", d->v[i].next);
      json_array_append_new (items, o);
    }
  json_object_set_new (c->out, "ready", json_boolean (doctor_ready (d)));
  json_object_set_new (c->out, "items", items);
}

bool
cmd_doctor (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct recover_report report = { .closed = 0 };
  struct fault ledger = { .code = CODE_OK };
  struct doctor d;
  bool ready;

  cli_keys (c, "ready items");
  if (!cli_parse (argc, argv, NULL, NULL, NULL, 0, why)
      || !cli_setup (c, why))
    return false;
  if (session_open_ledger (&c->session, &ledger)
      && recover (&c->session, &report, &ledger))
    cli_recovered (c, &report);
  doctor_run (&d, &c->session, &ledger);
  fill (c, &d);
  for (int g = DOCTOR_TONIGHT; g <= DOCTOR_TIDY; g++)
    print_group (c, &d, g);
  ready = doctor_ready (&d);
  doctor_done (&d);
  return ready || fault_set (why, CODE_NOT_READY, "%s", "");
}
