/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as text: for a terminal, a mail, a form on the web.  Lines are not
   broken: whoever shows it knows how wide it is.  */
#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

/* TEXT without what would steer a terminal; its line ends stay.  */
static char *
safe_lines (const char *text)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  for (const char *p = text; *p;)
    {
      size_t n = strcspn (p, "\n");
      CLEANUP_FREE char *line = strndup (p, n);
      CLEANUP_FREE char *safe = line ? text_safe (line, 0) : NULL;

      buffer_text (&b, safe ? safe : "");
      b.failed |= !safe;
      p += n;
      if (*p++ != '\n')
        break;
      buffer_text (&b, "\n");
    }
  return b.failed ? NULL : strdup (buffer_string (&b));
}

static void
add_block (const struct sheet_block *k, int step, struct buffer *out)
{
  CLEANUP_FREE char *text = safe_lines (k->text);

  if (!text)
    {
      out->failed = true;
      return;
    }
  switch (k->kind)
    {
    case SHEET_HEADING:
      buffer_printf (out, "\n■ %s\n", text);
      break;
    case SHEET_TEXT:
      buffer_printf (out, "%s\n", text);
      break;
    case SHEET_ITEM:
      buffer_printf (out, "・%s\n", text);
      break;
    case SHEET_STEP:
      buffer_printf (out, "%d. %s\n", step, text);
      break;
    case SHEET_ROW:
      buffer_printf (out, "%s: %s\n", k->label, text);
      break;
    case SHEET_FIELD:
      buffer_printf (out, "%s: ______________________________\n", k->label);
      break;
    case SHEET_STRESS:
      buffer_printf (out, "【重要】%s\n", text);
      break;
    case SHEET_COPY:
      buffer_printf (out,
                     "----------------------------------------\n%s\n"
                     "----------------------------------------\n",
                     text);
      break;
    }
}

void
sheet_text (const struct sheet *s, const struct sheet_ground *g,
            struct buffer *out)
{
  CLEANUP_FREE char *subtitle = safe_lines (s->subtitle);
  int step = 0;

  buffer_printf (out, "%s\n%s\n", s->title, subtitle ? subtitle : "");
  out->failed |= !subtitle;
  for (size_t i = 0; i < s->n; i++)
    {
      step = s->v[i].kind == SHEET_STEP ? step + 1 : 0;
      add_block (&s->v[i], step, out);
    }
  buffer_text (out, "\n");
  sheet_day (g->today, out);
  buffer_printf (out, " emi で作成。出典: %s\n", g->facts->centre.source);
  out->failed |= s->failed;
}
