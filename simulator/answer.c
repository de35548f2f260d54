/* SPDX-License-Identifier: Apache-2.0 */
/* What all answers have in common: see answer.h.  Dates are counted back from
   today in Japan, so what is in a summary is always inside its periods.  */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "script.h"

const char answer_extension_name[] = "架空髙﨑①クリニック～分院－２";

void
answer_insurer (const char *insurer, char out[9])
{
  snprintf (out, 9, "%s", insurer);
  if (strncmp (out, "00", 2) == 0)
    memset (out, ' ', 2);
}

void
answer_day (int64_t now, int days, char out[9])
{
  char today[11];
  char then[11];

  date_japan (now, today);
  if (!date_shift_days (today, -days, then) || !date_compact (then, out))
    out[0] = '\0';
}

bool
answer_write (const struct profile *p, const struct answer *a,
              struct buffer *out)
{
  struct xml x;

  xml_begin (&x);
  xml_open (&x, "XmlMsg");
  if (a->asked->on == FOR_ELIGIBILITY)
    answer_eligibility (&x, a);
  else
    answer_emergency (&x, p, a);
  xml_close (&x);
  return xml_end (&x, out);
}
