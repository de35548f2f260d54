/* SPDX-License-Identifier: Apache-2.0 */
/* emi doctor --sheet: a paper made from emi.xml, on standard output.  Needs
   neither ledger nor device.  */
#include "front/front.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "report/sheet.h"

static bool
write_sheet (struct cli *c, const char *name, const char *format,
             const struct sheet_ground *g, struct fault *why)
{
  CLEANUP (sheet_done) struct sheet sheet = { .v = NULL };
  CLEANUP (buffer_done) struct buffer out = BUFFER_INIT;
  json_t *o;

  if (!sheet_make (&sheet, name, g))
    return fault_set (why, CODE_VALUE, "--sheet %s (%s)", name, sheet_names);
  if (strcmp (format, "html") == 0)
    sheet_html (&sheet, g, &out);
  else
    sheet_text (&sheet, g, &out);
  if (out.failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  cli_print (c, "%s", buffer_string (&out));
  json_object_del (c->out, "ready"); /* nothing was looked at */
  json_object_del (c->out, "items");
  o = json_object ();
  cli_set (o, "name", name);
  cli_set (o, "format", format);
  cli_set (o, "text", buffer_string (&out));
  json_object_set_new (c->out, "sheet", o);
  return true;
}

bool
cli_sheet (struct cli *c, const char *name, const char *format,
           const char *start, struct fault *why)
{
  char today[11];

  date_japan (clock_seconds (c->session.clock), today);
  if (!format)
    format = "text";
  if (strcmp (format, "text") != 0 && strcmp (format, "html") != 0)
    return fault_set (why, CODE_VALUE, "--format %s", format);
  return write_sheet (
      c, name, format,
      &(struct sheet_ground){ .config = c->config,
                              .profile = c->profile,
                              .facts = c->facts,
                              .host = c->session.host,
                              .today = today,
                              .start = start ? start : c->config->plan.start },
      why);
}
