/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a value on paper: a cell stays one cell that does nothing, text
   in a page stays text; and as what a trace is asked for.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "report/csv.h"
#include "report/html.h"
#include "report/trace-parts.h"

static void
never_a_control (const char *text)
{
  NEVER (!text_is_utf8 (text, strlen (text)));
  for (const char *p = text; *p; p++)
    NEVER ((unsigned char) *p < 0x20 || *p == 0x7f);
  NEVER (strstr (text, "\u202e") || strstr (text, "\u2028"));
}

/* One pair of quotes, every other one doubled; no formula behind the first. */
static void
csv (const char *value)
{
  static const char *const formulas[]
      = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  const char *s;
  size_t quotes = 0;

  csv_cell (&b, true, value);
  s = buffer_string (&b);
  never_a_control (s);
  NEVER (b.failed || b.len < 2 || s[0] != '"' || s[b.len - 1] != '"');
  for (size_t i = 1; i + 1 < b.len; i++)
    if (s[i] == '"')
      quotes++;
    else
      {
        NEVER (quotes % 2);
        quotes = 0;
      }
  NEVER (quotes % 2);
  for (size_t i = 0; i < N_ELEMENTS (formulas); i++)
    NEVER (strncmp (s + 1, formulas[i], strlen (formulas[i])) == 0);
}

static void
html (const char *value)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  html_text (&b, value);
  never_a_control (buffer_string (&b));
  NEVER (b.failed || strpbrk (buffer_string (&b), "<>\"'"));
}

static void
asked (const char *value)
{
  struct trace_query q = { .insured = value }, name = { .kana = value };
  struct fault why;
  const char *kind = NULL;
  CLEANUP_FREE char *number = trace_insured (value, &kind, &why);

  NEVER (number && (!kind || !text_is_utf8 (number, strlen (number))));
  NEVER (trace_query_fits (&q, &why) != (number != NULL));
  name.birth = "1953-05-03";
  NEVER (trace_query_fits (&name, &why)
         && !text_is_utf8 (value, strlen (value)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  char *text = malloc (len + 1);

  NEVER (!text);
  memcpy (text, data, len);
  text[len] = '\0';
  csv (text);
  html (text);
  asked (text);
  free (text);
  return 0;
}
