/* SPDX-License-Identifier: Apache-2.0 */
/* The table of sheets, their blocks, and what several sheets say.  */
#include "report/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "config/profile.h"
#include "report/centre.h"

static const struct
{
  const char *name;
  void (*fill) (struct sheet *, const struct sheet_ground *);
} sheets[] = {
  { "quote", sheet_quote },
  { "doctors", sheet_doctors },
  { "reception", sheet_reception },
  { "no-vendor", sheet_no_vendor },
};

/* A number stays with its unit: no-break space.  */
#define NARROW "\xc2\xa0"

const char sheet_names[] = "quote|doctors|reception|no-vendor";

bool
sheet_make (struct sheet *s, const char *name, const struct sheet_ground *g)
{
  *s = (struct sheet){ .title = "" };
  for (size_t i = 0; i < N_ELEMENTS (sheets); i++)
    if (strcmp (sheets[i].name, name) == 0)
      {
        sheets[i].fill (s, g);
        return true;
      }
  return false;
}

void
sheet_done (struct sheet *s)
{
  for (size_t i = 0; i < s->n; i++)
    {
      free (s->v[i].label);
      free (s->v[i].text);
    }
  free (s->v);
  *s = (struct sheet){ .v = NULL };
}

void
sheet_add (struct sheet *s, enum sheet_kind kind, const char *label,
           const char *fmt, ...)
{
  struct sheet_block block = { .kind = kind, .label = strdup (label) };
  struct sheet_block *v = reallocarray (s->v, s->n + 1, sizeof *v);
  va_list ap;

  if (v)
    s->v = v;
  va_start (ap, fmt);
  if (vasprintf (&block.text, fmt, ap) < 0)
    block.text = NULL;
  va_end (ap);
  if (!v || !block.label || !block.text)
    {
      s->failed = true;
      free (block.label);
      free (block.text);
      return;
    }
  v[s->n++] = block;
}

void
sheet_row_or_field (struct sheet *s, const char *label, const char *text)
{
  if (text && text[0])
    sheet_add (s, SHEET_ROW, label, "%s", text);
  else
    sheet_add (s, SHEET_FIELD, label, "%s", "");
}

void
sheet_day (const char *day, struct buffer *out)
{
  if (day)
    centre_day (day, LANG_JA, out);
}

void
sheet_period (int days, int months, struct buffer *out)
{
  if (days > 0)
    buffer_printf (out, "%d" NARROW "日", days);
  else if (months > 0 && months % 12 == 0)
    buffer_printf (out, "%d" NARROW "年", months / 12);
  else if (months > 0)
    buffer_printf (out, "%d" NARROW "か月", months);
  else
    buffer_text (out, "全て");
}

/* The methods of one provider, as the profile names them.  */
static void
add_methods (const struct sheet_ground *g, const char *methods,
             struct buffer *out)
{
  bool first = true;

  while (*methods)
    {
      size_t n = strcspn (methods, " ");
      CLEANUP_FREE char *one = strndup (methods, n);
      const struct profile_word *w
          = one ? profile_word (g->profile, "method", one) : NULL;

      if (w && w->label)
        buffer_printf (out, "%s%s", first ? "" : "と", w->label);
      first = first && !(w && w->label);
      methods += n + strspn (methods + n, " ");
    }
}

void
sheet_providers (const struct sheet_ground *g, struct buffer *out)
{
  const struct config_terminal *t = g->config->terminals;
  bool first = true;

  for (size_t i = 0; g->config->n_terminals && i < t->n_providers; i++)
    {
      const struct config_instance *c
          = config_instance (g->config, EMI_KIND_AUTH, t->providers[i]);
      const struct emi_plugin *plugin;
      CLEANUP (buffer_done) struct buffer one = BUFFER_INIT;

      if (!c
          || !host_describe_instance (g->host, c, &plugin, NULL)
          || !plugin->methods)
        continue;
      add_methods (g, plugin->methods, &one);
      out->failed |= one.failed;
      if (one.len)
        buffer_printf (out, "%s%s", first ? "" : "、", buffer_string (&one));
      first = first && !one.len;
    }
}

void
sheet_own_line (struct sheet *s, const struct sheet_ground *g)
{
  sheet_row_or_field (s, "院内の連絡先", g->config->contact);
}
