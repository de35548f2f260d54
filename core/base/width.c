/* SPDX-License-Identifier: Apache-2.0 */
/* Widths of text: see width.h.  */
#include "base/width.h"

#include <stdlib.h>
#include <string.h>

#include <unilbrk.h>
#include <uniwidth.h>

/* The width of ambiguous characters goes by the character set of the locale
   in libunistring; with this one they are wide.  */
#define WIDE "EUC-JP"
/* Below this a break comes after nearly every character.  */
#define LEAST_COLUMNS 10

size_t
width_columns (const char *utf8)
{
  int n = u8_width ((const uint8_t *) utf8, strlen (utf8), WIDE);

  return n > 0 ? (size_t) n : 0;
}

void
width_wrap (struct buffer *out, const char *utf8, size_t columns,
            size_t indent)
{
  size_t len = strlen (utf8);
  char *breaks;

  if (columns < indent + LEAST_COLUMNS || width_columns (utf8) == 0
      || !(breaks = malloc (len)))
    {
      buffer_text (out, utf8);
      return;
    }
  u8_width_linebreaks ((const uint8_t *) utf8, len, (int) (columns - indent),
                       0, 0, NULL, WIDE, breaks);
  for (size_t i = 0; i < len; i++)
    {
      if (breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY)
        buffer_printf (out, "\n%*s", (int) indent, "");
      buffer_add (out, utf8 + i, 1);
    }
  free (breaks);
}
