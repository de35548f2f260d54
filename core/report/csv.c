/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of CSV.  A spreadsheet takes what begins with = + - or @ for a
   formula, in Japan also in full width; blanks before it do not help.  */
#include "report/csv.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/cleanup.h"
#include "base/text.h"

void
csv_begin (struct buffer *b)
{
  buffer_text (b, "\xef\xbb\xbf");
}

void
csv_end_row (struct buffer *b)
{
  buffer_text (b, "\r\n");
}

/* = + - @, their full-width forms, and the minus sign.  */
static bool
begins_formula (ucs4_t c)
{
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d
         || c == 0xff0b || c == 0xff0d || c == 0xff20 || c == 0x2212;
}

/* What a spreadsheet may pass over before it looks for a formula.  */
static bool
passed_over (ucs4_t c)
{
  return c < 0x20 || uc_is_property_white_space (c) || c == 0xfeff
         || uc_is_general_category (c, UC_CATEGORY_Cf);
}

static bool
is_dangerous (const char *text)
{
  const uint8_t *p = (const uint8_t *) text;
  ucs4_t c;

  if (*p == '\t' || *p == '\r' || *p == '\n')
    return true;
  while ((p = u8_next (&c, p)) != NULL)
    if (!passed_over (c))
      return begins_formula (c);
  return false;
}

/* Lines become one: a cell of several rows breaks the sheet's grid.  */
static void
join_lines (char *text)
{
  for (char *p = text; *p; p++)
    if (*p == '\n' || *p == '\r' || *p == '\t')
      *p = ' ';
}

static void
quote (struct buffer *b, const char *text)
{
  while (*text)
    {
      size_t n = strcspn (text, "\"");

      buffer_add (b, text, n);
      text += n;
      if (*text == '"')
        {
          buffer_text (b, "\"\"");
          text++;
        }
    }
}

void
csv_cell (struct buffer *b, bool first, const char *text)
{
  /* Bytes that are no UTF-8 come as marks, not as nothing.  */
  CLEANUP_FREE char *own = text ? text_guess (text, strlen (text)) : NULL;
  CLEANUP_FREE char *safe = NULL;

  buffer_text (b, first ? "\"" : ",\"");
  if (own && is_dangerous (own))
    buffer_text (b, "'");
  if (own)
    {
      join_lines (own);
      safe = text_safe (own, 0);
    }
  if (safe)
    quote (b, safe);
  else if (text)
    b->failed = true;
  buffer_text (b, "\"");
}
