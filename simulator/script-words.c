/* SPDX-License-Identifier: Apache-2.0 */
/* The words of scripts and what goes with which: see script-words.h.  The
   rows are compared with emi-sim(1) by a test.  */
#include "script-words.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define MAX_MS ((int64_t) 24 * 3600 * 1000)
#define MAX_SIZE ((size_t) 32 * 1024 * 1024)

#define OUTCOME (HOW_REFUSED | HOW_PROGRESS | HOW_STATUS_2 | HOW_NOTICE)
#define LEFT                                                                  \
  (HOW_HALF | HOW_CUT | HOW_SLOW | HOW_EMPTY | HOW_TOO_BIG | HOW_LINK         \
   | HOW_PIPE | HOW_ENCRYPTED)
#define DRESS                                                                 \
  (HOW_CP932 | HOW_BOM | HOW_ONE_LINE | HOW_ANY_ORDER | HOW_UNKNOWN           \
   | HOW_DOCTYPE | HOW_HUGE)
#define FOR_MEDICAL (FOR_EMERGENCY | FOR_DRUGS | FOR_CHECKUPS)
#define FOR_NUMBERS (FOR_ELIGIBILITY | FOR_READINGS)
#define FOR_ALL (FOR_REQUESTS | FOR_READINGS)

static const struct script_word words[] = {
  { "refused", HOW_REFUSED, ARGUMENT_CODE_TEXT, FOR_ALL, OUTCOME },
  { "in-progress", HOW_PROGRESS, ARGUMENT_CODE_TEXT, FOR_ALL, OUTCOME },
  { "person-status-2", HOW_STATUS_2, ARGUMENT_CODE_TEXT, FOR_ALL, OUTCOME },
  { "notice", HOW_NOTICE, ARGUMENT_CODE_TEXT, FOR_ALL, OUTCOME },
  { "other-identifier", HOW_IDENTIFIER, ARGUMENT_NONE, FOR_REQUESTS, 0 },
  { "other-institution", HOW_INSTITUTION, ARGUMENT_NONE, FOR_ALL, 0 },
  { "other-person", HOW_PERSON, ARGUMENT_NONE, FOR_ALL, 0 },
  { "other-name", HOW_NAME, ARGUMENT_NONE, FOR_ALL, 0 },
  { "other-birth", HOW_BIRTH, ARGUMENT_NONE, FOR_ALL, 0 },
  { "other-sex", HOW_SEX, ARGUMENT_NONE, FOR_ALL, 0 },
  { "validity", HOW_VALIDITY, ARGUMENT_VALIDITY, FOR_NUMBERS, 0 },
  { "consent", HOW_CONSENT, ARGUMENT_CONSENT, FOR_READINGS, 0 },
  { "unread", HOW_UNREAD, ARGUMENT_NONE, FOR_READINGS, 0 },
  { "xml", HOW_XML, ARGUMENT_NONE, FOR_MEDICAL, HOW_PDF },
  { "pdf", HOW_PDF, ARGUMENT_NONE, FOR_MEDICAL, HOW_XML | DRESS },
  { "cp932", HOW_CP932, ARGUMENT_NONE, FOR_ALL, HOW_PDF | HOW_BOM },
  { "bom", HOW_BOM, ARGUMENT_NONE, FOR_ALL, HOW_PDF | HOW_CP932 },
  { "one-line", HOW_ONE_LINE, ARGUMENT_NONE, FOR_ALL, HOW_PDF },
  { "any-order", HOW_ANY_ORDER, ARGUMENT_NONE, FOR_ALL, HOW_PDF },
  { "unknown-elements", HOW_UNKNOWN, ARGUMENT_NONE, FOR_ALL, HOW_PDF },
  { "doctype", HOW_DOCTYPE, ARGUMENT_NONE, FOR_ALL, HOW_PDF },
  { "huge", HOW_HUGE, ARGUMENT_SIZE, FOR_ALL, HOW_PDF | LEFT },
  { "half", HOW_HALF, ARGUMENT_TIME, FOR_ALL, LEFT },
  { "cut", HOW_CUT, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "slow", HOW_SLOW, ARGUMENT_TIME, FOR_ALL, LEFT },
  { "empty", HOW_EMPTY, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "too-big", HOW_TOO_BIG, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "link", HOW_LINK, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "pipe", HOW_PIPE, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "encrypted", HOW_ENCRYPTED, ARGUMENT_NONE, FOR_ALL, LEFT },
  { "twice", HOW_TWICE, ARGUMENT_TIME_OR_NOT, FOR_ALL,
    HOW_LINK | HOW_PIPE | HOW_CUT },
};

const struct script_word *
script_word (const char *word)
{
  for (size_t i = 0; i < N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      return &words[i];
  return NULL;
}

unsigned
script_kind (const char *word)
{
  static const struct
  {
    const char *word;
    unsigned on;
  } kinds[] = {
    { "emergency", FOR_EMERGENCY },
    { "eligibility", FOR_ELIGIBILITY },
    { "drugs", FOR_DRUGS },
    { "checkups", FOR_CHECKUPS },
  };

  for (size_t i = 0; i < N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].word, word) == 0)
      return kinds[i].on;
  return 0;
}

/* The number at the start of TEXT, at most seven digits; its end.  */
static const char *
digits (const char *text, int64_t *out)
{
  size_t n = strspn (text, "0123456789");

  if (n == 0 || n > 7)
    return NULL;
  *out = strtoll (text, NULL, 10);
  return text + n;
}

bool
script_time (const char *text, int64_t *ms_out)
{
  static const struct
  {
    const char *unit;
    int64_t ms;
  } units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };
  int64_t n;
  const char *unit = digits (text, &n);

  for (size_t i = 0; unit && i < N_ELEMENTS (units); i++)
    if (strcmp (unit, units[i].unit) == 0 && n <= MAX_MS / units[i].ms)
      {
        *ms_out = n * units[i].ms;
        return true;
      }
  return false;
}

bool
script_size (const char *text, size_t *out)
{
  int64_t n;
  const char *unit = digits (text, &n);
  int64_t each = 0;

  if (unit && strcmp (unit, "kB") == 0)
    each = 1000;
  else if (unit && strcmp (unit, "MB") == 0)
    each = 1000 * 1000;
  if (each == 0 || n > (int64_t) MAX_SIZE / each)
    return false;
  *out = (size_t) (n * each);
  return true;
}

/* "none", "given", "absent", or kinds with commas between them.  */
bool
script_consent (const char *text, unsigned *out)
{
  static const struct
  {
    const char *word;
    unsigned consent;
  } kinds[] = {
    { "drug", CONSENT_DRUG },           { "treatment", CONSENT_TREATMENT },
    { "operation", CONSENT_OPERATION }, { "checkup", CONSENT_CHECKUP },
    { "none", CONSENT_NONE },           { "given", CONSENT_GIVEN },
    { "absent", CONSENT_ABSENT },
  };
  unsigned consent = 0;
  bool alone = !strchr (text, ',');

  for (const char *at = text;; at++)
    {
      size_t len = strcspn (at, ",");
      size_t i = 0;

      while (i < N_ELEMENTS (kinds)
             && (strlen (kinds[i].word) != len
                 || memcmp (kinds[i].word, at, len) != 0))
        i++;
      /* The last three say everything.  */
      if (i == N_ELEMENTS (kinds) || (i >= 4 && !alone))
        return false;
      consent |= kinds[i].consent;
      at += len;
      if (!*at)
        break;
    }
  *out = consent;
  return true;
}
