/* SPDX-License-Identifier: Apache-2.0 */
/* Filling a struct fault.  */
#include "base/fault.h"

#include <stdio.h>
#include <string.h>

/* A cut detail must stay UTF-8: drops the begun character at the end.  */
static void
drop_partial (char *s)
{
  size_t len = strlen (s);
  size_t i = len;

  while (i > 0 && len - i < 4 && ((unsigned char) s[i - 1] & 0xc0) == 0x80)
    i--;
  if (i == 0)
    return;
  unsigned char lead = (unsigned char) s[i - 1];
  size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  if (len - (i - 1) < need)
    s[i - 1] = '\0';
}

/* One line of whole characters, whatever a library or a plugin said.  N is
   what vsnprintf returned for TEXT of SIZE.  */
static void
one_line (char *text, size_t size, int n)
{
  if (n < 0)
    text[0] = '\0';
  else if ((size_t) n >= size)
    drop_partial (text);
  for (char *p = text; *p; p++)
    if ((unsigned char) *p < 0x20 || *p == 0x7f)
      *p = ' ';
}

bool
(fault_vset) (struct fault *f, enum code code, const char *fmt, va_list ap)
{
  if (!f)
    return false;

  /* Formatted aside, since an argument may well be F's own old detail.  */
  char text[sizeof f->detail];
  one_line (text, sizeof text, vsnprintf (text, sizeof text, fmt, ap));

  f->code = code;
  memcpy (f->detail, text, strlen (text) + 1);
  f->next[0] = '\0';
  return false;
}

bool
(fault_set) (struct fault *f, enum code code, const char *fmt, ...)
{
  va_list ap;

  va_start (ap, fmt);
  fault_vset (f, code, fmt, ap);
  va_end (ap);
  return false;
}

void
fault_next (struct fault *f, const char *fmt, ...)
{
  char text[sizeof f->next];
  va_list ap;

  va_start (ap, fmt);
  one_line (text, sizeof text, vsnprintf (text, sizeof text, fmt, ap));
  va_end (ap);
  memcpy (f->next, text, strlen (text) + 1);
}
