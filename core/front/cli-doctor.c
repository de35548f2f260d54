/* SPDX-License-Identifier: Apache-2.0 */
/* emi doctor: readiness, grouped by what blocks tonight and by whose part it
   is.  */
#include "front/front.h"

#include <string.h>

#include "access/recover.h"
#include "base/lang.h"
#include "front/paint.h"
#include "report/doctor.h"
#include "report/plan.h"

static void
print_item (struct cli *c, const struct doctor_item *item)
{
  static const char *const marks[] = { "ok  ", "warn", "fail" };
  static const enum paint paints[] = { PAINT_GOOD, PAINT_WARN, PAINT_BAD };

  cli_print (c, "    %s%s%s  %s\n", paint_on (stdout, paints[item->state]),
             marks[item->state], paint_off (stdout), item->message);
  if (item->next[0])
    cli_print (c, "          → %s\n", item->next);
}

/* The items of GROUP that are OWNER's, under the owner's name.  */
static void
print_owner (struct cli *c, const struct doctor *d, enum doctor_group group,
             const char *owner)
{
  bool any = false;

  for (size_t i = 0; i < d->n; i++)
    {
      if (d->v[i].group != group || strcmp (d->v[i].owner, owner) != 0)
        continue;
      if (!any)
        cli_print (c, "  %s\n", owner_label (owner, c->session.lang));
      any = true;
      print_item (c, &d->v[i]);
    }
}

static void
print_group (struct cli *c, const struct doctor *d, enum doctor_group group)
{
  static const char *const owners[] = { "hospital", "ehr-vendor", "2fa-vendor",
                                        "oqs-vendor", "reader-maker" };
  size_t n = 0;

  for (size_t i = 0; i < d->n; i++)
    n += d->v[i].group == group;
  if (n == 0)
    return;
  cli_print (c, "%s\n", doctor_group_label (group, c->session.lang));
  for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++)
    print_owner (c, d, group, owners[i]);
}

static void
fill_items (struct cli *c, const struct doctor *d)
{
  json_t *items = json_array ();

  for (size_t i = 0; i < d->n; i++)
    {
      json_t *o = json_object ();

      cli_set (o, "id", d->v[i].id);
      cli_set (o, "state", doctor_state_name (d->v[i].state));
      cli_set (o, "group", doctor_group_name (d->v[i].group));
      cli_set (o, "owner", d->v[i].owner);
      cli_set (o, "message", d->v[i].message);
      cli_set (o, "next", d->v[i].next);
      json_array_append_new (items, o);
    }
  json_object_set_new (c->out, "ready", json_boolean (doctor_ready (d)));
  json_object_set_new (c->out, "items", items);
}

static void
tell_contacts (struct cli *c)
{
  enum lang lang = c->session.lang;
  struct contacts list;

  contacts_all (c->config, c->facts, clock_seconds (c->session.clock), lang,
                &list);
  json_object_set_new (c->out, "contacts", cli_contacts_json (&list));
  cli_print (c, "%s\n", said (lang, "問い合わせ先"));
  if (!c->json)
    cli_contacts_print (stdout, &list, lang);
  contacts_done (&list);
}

static void
tell (struct cli *c, const struct doctor *d, const struct plan *p,
      const char *go_live)
{
  fill_items (c, d);
  for (int g = DOCTOR_TONIGHT; g <= DOCTOR_TIDY; g++)
    print_group (c, d, g);
  if (go_live)
    {
      cli_plan_fill (c, p);
      cli_plan_print (c, p);
    }
  tell_contacts (c);
}

static bool
look (struct cli *c, const char *go_live, const struct fault *ledger,
      struct fault *why)
{
  struct doctor d;
  struct plan p;
  bool ready, whole;

  doctor_run (&d, &c->session, ledger);
  doctor_facts (&d, c->facts, &c->facts_passed);
  plan_make (&p, &d, c->facts, go_live);
  whole = !p.failed;
  doctor_plan (&d, &p);
  tell (c, &d, &p, go_live);
  ready = doctor_ready (&d);
  plan_done (&p);
  doctor_done (&d);
  if (!whole)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return ready || fault_set (why, CODE_NOT_READY, "%s", "");
}

bool
cmd_doctor (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct recover_report report = { .closed = 0 };
  struct fault ledger = { .code = CODE_OK };
  const char *go_live = NULL, *sheet = NULL, *format = NULL;
  const struct cli_opt opts[] = {
    { "--go-live", CLI_VALUE, false, &go_live },
    { "--sheet", CLI_VALUE, false, &sheet },
    { "--format", CLI_VALUE, false, &format },
    { NULL, CLI_FLAG, false, NULL },
  };

  cli_keys (c, "ready items");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why))
    return false;
  if (format && !sheet)
    return fault_set (why, CODE_USAGE, "%s", "--format");
  if ((go_live && !cli_go_live (c, go_live, why)) || !cli_setup (c, why)
      || !cli_facts (c, why))
    return false;
  if (sheet)
    return cli_sheet (c, sheet, format, go_live, why);
  if (session_open_ledger (&c->session, &ledger)
      && recover (&c->session, &report, &ledger))
    cli_recovered (c, &report);
  return look (c, go_live, &ledger, why);
}
