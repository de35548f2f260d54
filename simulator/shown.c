/* SPDX-License-Identifier: Apache-2.0 */
/* What the national side tells for which request: see answer_shows.  */
#include "answer.h"

#include <string.h>

#include "base/cleanup.h"
#include "script.h"

/* How far back each kind reaches, in days (research note 4.1): in the
   emergency summary and in all the other patterns; and the patterns that ask
   for it (OQSCD040).  */
#define ALL_THREE (1u << 1 | 1u << 2 | 1u << 3)
static const struct
{
  const char *kind;
  int summary;
  int full;
  unsigned patterns;
} reaches[] = {
  { "visit", 92, 1826, ALL_THREE },
  { "drug", 92, 1826, ALL_THREE | 1u << 4 | 1u << 5 },
  { "prescription", 45, 100, ALL_THREE | 1u << 4 | 1u << 5 },
  { "treatment", 92, 1826, ALL_THREE | 1u << 5 },
  { "dialysis", 92, 1826, ALL_THREE | 1u << 5 },
  { "operation", 1826, 1826, ALL_THREE | 1u << 5 },
  { "checkup", 1826, 1826, ALL_THREE | 1u << 6 },
};

/* How many days of KIND pattern PATTERN asks for; -1: not for this kind.  */
static int
reach (const char *kind, int pattern)
{
  for (size_t i = 0; i < N_ELEMENTS (reaches); i++)
    if (strcmp (reaches[i].kind, kind) == 0
        && reaches[i].patterns & 1u << pattern)
      return pattern == 1 ? reaches[i].summary : reaches[i].full;
  return -1;
}

bool
answer_has_kind (int pattern, const char *kind)
{
  return reach (kind, pattern) >= 0;
}

/* Between the months that were asked for.  */
static bool
is_between (const struct answer *a, int days)
{
  char day[9];

  answer_day (a->now, days, day);
  return strncmp (day, a->asked->from, 6) >= 0
         && strncmp (day, a->asked->to, 6) <= 0;
}

/* Operations have a consent of their own; in an emergency none is asked.  */
static bool
is_drugs_item (const struct answer *a, const struct patient_item *item)
{
  int pattern = a->asked->treatment ? 5 : 4;

  if (item->days > reach (item->kind, pattern) || !is_between (a, item->days))
    return false;
  if (strcmp (item->kind, "prescription") == 0)
    return a->asked->prescriptions != 0;
  return strcmp (item->kind, "operation") != 0
         || a->consent & CONSENT_OPERATION;
}

bool
answer_shows (const struct answer *a, const struct patient_item *item)
{
  switch (a->asked->on)
    {
    case FOR_EMERGENCY:
      return item->days <= reach (item->kind, a->asked->e.pattern);
    case FOR_DRUGS:
      return is_drugs_item (a, item);
    case FOR_CHECKUPS:
      return item->days <= reach (item->kind, 6);
    default:
      return false;
    }
}
