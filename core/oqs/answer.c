/* SPDX-License-Identifier: Apache-2.0 */
/* Which reader an answer is for (ordinary.h).  */
#include "oqs/ordinary.h"

#include <string.h>

/* Kinds that pattern 5 asks for on top of pattern 4; without a row of them the
   message does not say that it was asked for them.  */
static void
note_treatments (struct summary *s)
{
  s->kinds |= 1u << summary_kind_index ("treatment")
              | 1u << summary_kind_index ("dialysis")
              | 1u << summary_kind_index ("operation");
}

enum oqs_read
answer_read (const struct profile *p, int pattern, const void *data,
             size_t len, struct emergency_answer *out)
{
  enum oqs_read rc = OQS_READ_UNFINISHED;

  if (len >= 5 && memcmp (data, "%PDF-", 5) == 0)
    return emergency_read (p, data, len, out);
  switch (profile_pattern (p, pattern)->answer)
    {
    case PROFILE_YZK:
      rc = yzk_read (p, data, len, out);
      if (rc == OQS_READ_OK && pattern == 5)
        note_treatments (&out->summary);
      break;
    case PROFILE_TKK:
      rc = tkk_read (data, len, out);
      break;
    case PROFILE_EMERGENCY:
      break;
    }
  return rc == OQS_READ_UNFINISHED ? emergency_read (p, data, len, out) : rc;
}
