/* SPDX-License-Identifier: Apache-2.0 */
/* Values against the declared option tables (options.h).  */
#include "host/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/words.h"

static const char *const texts[] = {
  [OPTION_FITS] = "",
  [OPTION_NO_NUMBER] = N_ ("数字だけで書いてください"),
  [OPTION_OUT_OF_RANGE] = N_ ("許される範囲の外です"),
  [OPTION_NO_BOOL] = N_ ("yes か no を書いてください"),
  [OPTION_NO_CHOICE] = N_ ("選べる語のどれでもありません"),
  [OPTION_EMPTY] = N_ ("空です"),
};

const char *
option_fault_text (enum option_fault f, enum lang lang)
{
  return said (lang, texts[f]);
}

/* Digits only, up to END; no sign, no blanks.  */
static bool
parse (const char *text, const char *end, int64_t *out)
{
  char *stop;

  if (*text < '0' || *text > '9')
    return false;
  errno = 0;
  long long v = strtoll (text, &stop, 10);
  if (errno || stop != end)
    return false;
  *out = v;
  return true;
}

static bool
limits (const char *text, int64_t *low_out, int64_t *high_out)
{
  const char *dots = strstr (text, "..");

  return dots && parse (text, dots, low_out)
         && parse (dots + 2, text + strlen (text), high_out)
         && *low_out <= *high_out;
}

static enum option_fault
check_number (const struct emi_option *o, const char *value, int64_t *out)
{
  int64_t low, high;

  if (!parse (value, value + strlen (value), out))
    return OPTION_NO_NUMBER;
  if (o->limits && limits (o->limits, &low, &high)
      && (*out < low || *out > high))
    return OPTION_OUT_OF_RANGE;
  return OPTION_FITS;
}

enum option_fault
option_check (const struct emi_option *o, const char *value,
              int64_t *number_out)
{
  enum option_fault f = OPTION_FITS;
  int64_t number = -1;

  switch ((enum emi_option_type) o->type)
    {
    case EMI_OPT_TEXT:
      break;
    case EMI_OPT_PATH:
      if (!*value)
        f = OPTION_EMPTY;
      break;
    case EMI_OPT_NUMBER:
    case EMI_OPT_MS:
    case EMI_OPT_BYTES:
      f = check_number (o, value, &number);
      break;
    case EMI_OPT_BOOL:
      number = strcmp (value, "yes") == 0;
      if (!number && strcmp (value, "no") != 0)
        f = OPTION_NO_BOOL;
      break;
    case EMI_OPT_CHOICE:
      if (!words_have (o->limits, value))
        f = OPTION_NO_CHOICE;
      break;
    }
  if (f == OPTION_FITS && number_out)
    *number_out = number;
  return f;
}

const struct emi_option *
option_find (const struct emi_option *table, const char *name)
{
  for (; table && table->name; table++)
    if (strcmp (table->name, name) == 0)
      return table;
  return NULL;
}

bool
option_sane (const struct emi_option *o)
{
  int64_t low, high;

  if (o->type < EMI_OPT_TEXT || o->type > EMI_OPT_CHOICE)
    return false;
  if (o->type == EMI_OPT_CHOICE)
    {
      if (!o->limits || !*o->limits)
        return false;
    }
  else if (o->limits && !limits (o->limits, &low, &high))
    return false;
  if (o->fallback && (o->flags & EMI_OPT_REQUIRED))
    return false;
  return !o->fallback || option_check (o, o->fallback, NULL) == OPTION_FITS;
}
