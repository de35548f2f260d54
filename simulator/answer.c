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

/* In which message the content comes.  A refused emergency request is told so
   in an emergency message, whatever it asked for.  */
static enum profile_message
layout (const struct profile *p, const struct answer *a)
{
  switch (a->asked->on)
    {
    case FOR_DRUGS:
      return PROFILE_YZK;
    case FOR_CHECKUPS:
      return PROFILE_TKK;
    default:
      return a->person ? profile_pattern (p, a->asked->e.pattern)->answer
                       : PROFILE_EMERGENCY;
    }
}

static void
write_message (struct xml *x, const struct profile *p, const struct answer *a)
{
  if (a->asked->on == FOR_ELIGIBILITY)
    {
      answer_eligibility (x, a);
      return;
    }
  switch (layout (p, a))
    {
    case PROFILE_YZK:
      answer_drugs (x, a);
      break;
    case PROFILE_TKK:
      answer_checkups (x, a);
      break;
    case PROFILE_EMERGENCY:
      answer_emergency (x, p, a);
      break;
    }
}

bool
answer_write (const struct profile *p, const struct answer *a,
              struct buffer *out)
{
  struct xml x;

  xml_begin (&x);
  xml_open (&x, "XmlMsg");
  write_message (&x, p, a);
  xml_close (&x);
  return xml_end (&x, out);
}
