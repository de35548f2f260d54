/* SPDX-License-Identifier: Apache-2.0 */
/* Single fields of a message, kept once (message.h).  */
#include "oqs/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

enum oqs_read
message_keep (char **slot, const char *text)
{
  if (!*text)
    return OQS_READ_OK;
  if (*slot)
    return strcmp (*slot, text) == 0 ? OQS_READ_OK : OQS_READ_UNFINISHED;
  *slot = strdup (text);
  return *slot ? OQS_READ_OK : OQS_READ_MEMORY;
}

/* Code values are one or two digits; anything else is no value that a later
   step could take for a success.  */
enum oqs_read
message_keep_int (int *slot, const char *text)
{
  size_t len = strlen (text);

  if (len == 0)
    return OQS_READ_OK;
  if (len > 4 || strspn (text, "0123456789") != len)
    return OQS_READ_UNFINISHED;
  int value = (int) strtol (text, NULL, 10);
  if (*slot >= 0 && *slot != value)
    return OQS_READ_UNFINISHED;
  *slot = value;
  return OQS_READ_OK;
}

/* TEXT without spaces, digits narrow, zeros before it up to WIDTH when it is
   all digits.  */
static char *
number_form (const char *text, size_t width)
{
  char *tight = text_nfkc_tight (text);
  size_t len = tight ? strlen (tight) : 0;

  if (len == 0 || len >= width || strspn (tight, "0123456789") != len)
    return tight;
  char *padded = malloc (width + 1);
  if (padded)
    {
      memset (padded, '0', width - len);
      memcpy (padded + width - len, tight, len + 1);
    }
  free (tight);
  return padded;
}

/* TEXT without the spaces around it, wide ones too.  */
static char *
trimmed (const char *text)
{
  static const char wide[] = "\xe3\x80\x80"; /* U+3000 */
  size_t len;

  for (;; text += *text == ' ' ? 1 : 3)
    if (*text != ' ' && strncmp (text, wide, 3) != 0)
      break;
  for (len = strlen (text); len > 0;)
    if (text[len - 1] == ' ')
      len--;
    else if (len >= 3 && memcmp (text + len - 3, wide, 3) == 0)
      len -= 3;
    else
      break;
  return strndup (text, len);
}

/* What no date or code can be is left out: an unknown field is safer than a
   wrong one.  A day that is not in the calendar stays (people whose day of
   birth is not known have such).  */
static char *
checked (enum person_field f, char *text)
{
  if (!text)
    return NULL;
  size_t len = strlen (text);
  bool good = f == PERSON_FIELD_BIRTH
                  ? len == 8 && strspn (text, "0123456789") == 8
                  : len == 1 && text[0] >= '1' && text[0] <= '3';
  if (!good)
    text[0] = '\0';
  return text;
}

enum oqs_read
person_keep (struct person *p, enum person_field f, const char *text)
{
  char **const slots[PERSON_FIELDS]
      = { &p->insurer, &p->symbol, &p->number, &p->branch,
          &p->name,    &p->kana,   &p->birth,  &p->sex };
  char *form = NULL;

  switch (f)
    {
    case PERSON_FIELD_INSURER:
      form = number_form (text, 8);
      break;
    case PERSON_FIELD_NUMBER:
      form = number_form (text, 0);
      break;
    case PERSON_FIELD_BRANCH:
      form = number_form (text, 2);
      break;
    case PERSON_FIELD_BIRTH:
    case PERSON_FIELD_SEX:
      form = checked (f, text_nfkc_tight (text));
      break;
    case PERSON_FIELD_SYMBOL:
    case PERSON_FIELD_NAME:
    case PERSON_FIELD_KANA:
      form = trimmed (text);
      break;
    case PERSON_FIELDS: /* how many there are; none of them */
      return OQS_READ_OK;
    }
  if (!form)
    return OQS_READ_MEMORY;
  enum oqs_read rc = message_keep (slots[f], form);
  free (form);
  return rc;
}
