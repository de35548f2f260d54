/* SPDX-License-Identifier: Apache-2.0 */
/* Where the terminal writes no result, staff copy from its screen who was
   read.  It is read as strictly as a message would be.  */
#include "access/receive-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "oqs/message.h"

static bool
keep (struct receive *r, enum person_field f, const char *text)
{
  return person_keep (&r->copied.person, f, text) == OQS_READ_OK;
}

/* "N:S:I" or "N:S:I:B", colons of either width; S and B may be empty.  */
static bool
take_number (struct receive *r, const char *answer)
{
  static const enum person_field fields[]
      = { PERSON_FIELD_INSURER, PERSON_FIELD_SYMBOL, PERSON_FIELD_NUMBER,
          PERSON_FIELD_BRANCH };
  struct person *p = &r->copied.person;
  CLEANUP_FREE char *text = text_nfkc_tight (answer);
  char *rest = text, *part;
  size_t n = 0;

  person_done (p);
  while ((part = strsep (&rest, ":")))
    {
      if (n == N_ELEMENTS (fields))
        return false;
      if (*part && !keep (r, fields[n], part))
        return false;
      n++;
    }
  return n >= 3 && p->insurer && p->number && strlen (p->insurer) == 8
         && strspn (p->insurer, "0123456789") == 8;
}

static bool
take_birth (struct receive *r, const char *answer)
{
  char compact[9];
  int64_t start;

  if (!date_day (answer, &start) || start > clock_seconds (r->s->clock))
    return false;
  return keep (r, PERSON_FIELD_BIRTH,
               date_compact (answer, compact) ? compact : answer);
}

static bool
take_kana (struct receive *r, const char *answer)
{
  CLEANUP_FREE char *trimmed = text_nfkc_trim (answer);

  return trimmed && *trimmed && keep (r, PERSON_FIELD_KANA, answer);
}

/* Asked again, it replaces what was answered before.  */
static void
forget (char **slot)
{
  free (*slot);
  *slot = NULL;
}

bool
receive_copied (struct receive *r, const char *prompt, const char *answer)
{
  struct person *p = &r->copied.person;

  if (strcmp (prompt, "number") == 0)
    return take_number (r, answer);
  if (strcmp (prompt, "kana") == 0)
    return forget (&p->kana), take_kana (r, answer);
  if (strcmp (prompt, "birth") == 0)
    return forget (&p->birth), take_birth (r, answer);
  if (strcmp (prompt, "sex") == 0)
    return forget (&p->sex), keep (r, PERSON_FIELD_SEX, answer);
  return true;
}

bool
receive_copied_whole (const struct receive *r)
{
  return r->completed && person_missing (&r->copied.person) == 0;
}
