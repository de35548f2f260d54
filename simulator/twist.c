/* SPDX-License-Identifier: Apache-2.0 */
/* Changing a person: see twist.h.  */
#include "twist.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "script.h"

static bool
replace (char **slot, const char *text)
{
  char *copy = strdup (text);

  if (!copy)
    return false;
  free (*slot);
  *slot = copy;
  return true;
}

/* Born on the next day.  */
static bool
twist_birth (const char *from, char **slot)
{
  char dashed[11];
  char next[11];
  char birth[9];

  return date_dash (from, dashed) && date_shift_days (dashed, 1, next)
         && date_compact (next, birth) && replace (slot, birth);
}

bool
twist (unsigned how, const struct person *from, struct person *out)
{
  if (!person_copy (out, from))
    return false;
  if (how & HOW_NAME
      && !(replace (&out->name, "架空　見本")
           && replace (&out->kana, "ｶｸｳ ﾐﾎﾝ")))
    return false;
  if (how & HOW_BIRTH && !twist_birth (from->birth, &out->birth))
    return false;
  return !(how & HOW_SEX)
         || replace (&out->sex, strcmp (from->sex, "1") == 0 ? "2" : "1");
}
