/* SPDX-License-Identifier: Apache-2.0 */
/* Items of a summary (items.h).  */
#include "oqs/items.h"

#include <stdlib.h>
#include <string.h>

#include "oqs/arena.h"

/* Two digits at TEXT.  */
static int
two (const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/* A message has tens of thousands of days, which is why the C library is not
   asked.  */
bool
items_is_day (const char *digits)
{
  static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year = two (digits) * 100 + two (digits + 2);
  int month = two (digits + 4), day = two (digits + 6);
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1]
         && (month != 2 || day < 29 || leap);
}

enum oqs_read
items_keep (struct summary *s, char **slot, const char *text)
{
  if (!*text)
    return OQS_READ_OK;
  if (*slot)
    return strcmp (*slot, text) == 0 ? OQS_READ_OK : OQS_READ_UNFINISHED;
  *slot = arena_copy (&s->strings, text);
  return *slot ? OQS_READ_OK : OQS_READ_MEMORY;
}

enum oqs_read
items_keep_date (struct summary *s, char **slot, const char *text)
{
  size_t len = strlen (text);
  char day[9] = "00000001", dashed[11];

  if ((len != 8 && len != 6) || strspn (text, "0123456789") != len)
    return OQS_READ_OK;
  memcpy (day, text, len);
  if (!items_is_day (day))
    return OQS_READ_OK;
  memcpy (dashed, day, 4);
  memcpy (dashed + 5, day + 4, 2);
  memcpy (dashed + 8, day + 6, 2);
  dashed[4] = dashed[7] = '-';
  dashed[len == 6 ? 7 : 10] = '\0';
  return items_keep (s, slot, dashed);
}

enum oqs_read
items_add (struct summary *s, size_t *cap, const struct summary_item *item)
{
  if (s->n_items == ITEMS_MAX)
    return OQS_READ_TOO_BIG;
  if (s->n_items == *cap)
    {
      size_t more = *cap ? *cap + *cap / 2 : 16;
      struct summary_item *v = reallocarray (s->items, more, sizeof *v);
      if (!v)
        return OQS_READ_MEMORY;
      s->items = v;
      *cap = more;
    }
  s->items[s->n_items++] = *item;
  return OQS_READ_OK;
}
