/* SPDX-License-Identifier: Apache-2.0 */
/* Periods, sizes, windows and paths as they are written in emi.xml.  */
#include "config/value.h"

#include <stdlib.h>
#include <string.h>

/* Digits (at most 12, so that no product below can overflow) and behind them
   one of UNITS, or nothing where UNITS allows it by beginning with a blank. */
static bool
number_unit (const char *text, const char *units, uint64_t *number_out,
             char *unit_out)
{
  uint64_t n = 0;
  size_t digits = text ? strspn (text, "0123456789") : 0;

  if (digits == 0 || digits > 12)
    return false;
  for (size_t i = 0; i < digits; i++)
    n = n * 10 + (uint64_t) (text[i] - '0');
  char unit = ' ';
  if (text[digits])
    unit = text[digits];
  if (!strchr (units, unit) || (text[digits] && text[digits + 1]))
    return false;
  *number_out = n;
  *unit_out = unit;
  return true;
}

bool
value_period (const char *text, int *days_out, int *months_out)
{
  uint64_t n;
  char unit;

  if (text && strcmp (text, "all") == 0)
    {
      *days_out = *months_out = 0;
      return true;
    }
  if (!number_unit (text, "dmy", &n, &unit) || n < 1 || n > 9999)
    return false;
  *days_out = unit == 'd' ? (int) n : 0;
  *months_out = unit == 'm' ? (int) n : unit == 'y' ? (int) n * 12 : 0;
  return true;
}

bool
value_size (const char *text, uint64_t *bytes_out)
{
  /* More than any disk has, and far from where arithmetic would overflow.  */
  const uint64_t most = (uint64_t) 1 << 50;
  uint64_t n;
  char unit;

  if (!number_unit (text, " KMG", &n, &unit))
    return false;
  int shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
  if (n > most >> shift)
    return false;
  *bytes_out = n << shift;
  return true;
}

bool
value_window (const char *text, int64_t *seconds_out)
{
  uint64_t n;
  char unit;

  if (!number_unit (text, "mhd", &n, &unit) || n < 1 || n > 9999)
    return false;
  *seconds_out = (int64_t) n * (unit == 'm' ? 60 : unit == 'h' ? 3600 : 86400);
  return true;
}

bool
value_patterns (const char *text, unsigned *bits_out)
{
  unsigned bits = 0;

  for (const char *p = text; p && *p; p++)
    if (*p >= '1' && *p <= '6')
      bits |= 1u << (*p - '0');
    else if (*p != ' ')
      return false;
  if (!bits)
    return false;
  *bits_out = bits;
  return true;
}

/* The part that begins at *P behind slashes; its length, 0 at the end.  */
static size_t
next_part (const char **p)
{
  *p += strspn (*p, "/");
  return strcspn (*p, "/");
}

char *
value_path (const char *path)
{
  size_t size = strlen (path) + 2, len = 0, part;
  char *out = malloc (size);
  if (!out)
    return NULL;

  for (const char *p = path; (part = next_part (&p)) > 0; p += part)
    if (part == 2 && memcmp (p, "..", 2) == 0)
      while (len > 0 && out[--len] != '/')
        ;
    else if (part != 1 || *p != '.')
      {
        out[len++] = '/';
        memcpy (out + len, p, part);
        len += part;
      }
  if (len == 0)
    out[len++] = '/';
  out[len] = '\0';
  return out;
}

bool
value_path_inside (const char *inner, const char *outer)
{
  size_t len = strlen (outer);

  if (strcmp (outer, "/") == 0)
    return true;
  return strncmp (inner, outer, len) == 0
         && (inner[len] == '\0' || inner[len] == '/');
}
