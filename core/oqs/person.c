/* SPDX-License-Identifier: Apache-2.0 */
/* Copying and comparing people (person.h).  */
#include "oqs/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define FIELDS 8

static void
slots_of (struct person *p, char **slots[FIELDS])
{
  char **const all[FIELDS] = { &p->insurer, &p->symbol, &p->number, &p->branch,
                               &p->name,    &p->kana,   &p->birth,  &p->sex };

  memcpy (slots, all, sizeof all);
}

void
person_done (struct person *p)
{
  char **slots[FIELDS];

  slots_of (p, slots);
  for (size_t i = 0; i < FIELDS; i++)
    {
      free (*slots[i]);
      *slots[i] = NULL;
    }
}

bool
person_copy (struct person *to, const struct person *from)
{
  struct person source = *from, copy = { 0 };
  char **in[FIELDS], **out[FIELDS];

  slots_of (&source, in);
  slots_of (&copy, out);
  for (size_t i = 0; i < FIELDS; i++)
    if (*in[i] && !(*out[i] = strdup (*in[i])))
      {
        person_done (&copy);
        return false;
      }
  *to = copy;
  return true;
}

static bool
both (const char *a, const char *b)
{
  return a && *a && b && *b;
}

/* Without memory they count as different: the request stops, and that is the
   safe side.  */
static bool
differs (const char *a, const char *b, char *(*fold) (const char *) )
{
  if (!both (a, b) || strcmp (a, b) == 0)
    return false;
  CLEANUP_FREE char *fa = fold (a);
  CLEANUP_FREE char *fb = fold (b);
  return !fa || !fb || strcmp (fa, fb) != 0;
}

/* Numbers come space-padded or zero-padded and in any width, also where no
   message's reader has put them in order.  */
static char *
bare_number (const char *text)
{
  char *tight = text_nfkc_tight (text);

  if (!tight)
    return NULL;
  size_t zeros = strspn (tight, "0");
  memmove (tight, tight + zeros, strlen (tight + zeros) + 1);
  return tight;
}

static bool
number_differs (const struct person *a, const struct person *b)
{
  return differs (a->insurer, b->insurer, bare_number)
         || differs (a->symbol, b->symbol, text_fold)
         || differs (a->number, b->number, text_nfkc_tight)
         || differs (a->branch, b->branch, bare_number);
}

unsigned
person_compare (const struct person *a, const struct person *b)
{
  unsigned d = 0;

  if (differs (a->kana, b->kana, text_fold_kana))
    d |= PERSON_KANA;
  if (differs (a->birth, b->birth, text_nfkc_tight))
    d |= PERSON_BIRTH;
  if (differs (a->sex, b->sex, text_nfkc_tight))
    d |= PERSON_SEX;
  if (number_differs (a, b))
    d |= PERSON_NUMBER;
  return d;
}

unsigned
person_missing (const struct person *p)
{
  return (p->kana && *p->kana ? 0u : PERSON_KANA)
         | (p->birth && *p->birth ? 0u : PERSON_BIRTH)
         | (p->sex && *p->sex ? 0u : PERSON_SEX)
         | (p->number && *p->number ? 0u : PERSON_NUMBER);
}
