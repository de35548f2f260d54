/* SPDX-License-Identifier: Apache-2.0 */
/* Normal forms and keyed digests.  */
#include "ledger/token.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/text.h"

#define PARTS 4

/* Adds PART as NFKC without spaces, with zeros before it up to WIDTH.  */
static void
add_part (struct buffer *b, const char *part, size_t width)
{
  CLEANUP_FREE char *tight = text_nfkc_tight (part);

  if (!tight)
    {
      b->failed = true;
      return;
    }
  for (size_t len = strlen (tight); len < width; len++)
    buffer_u8 (b, '0');
  buffer_text (b, tight);
}

/* Cuts TEXT at its colons; the number of parts, PARTS + 1 for more.  */
static size_t
cut (char *text, char *part[PARTS])
{
  size_t n = 0;

  for (char *p = text; p; n++)
    {
      char *colon = strchr (p, ':');
      if (n == PARTS)
        return PARTS + 1;
      part[n] = p;
      if (colon)
        *colon++ = '\0';
      p = colon;
    }
  return n;
}

/* N:S:I or N:S:I:BB.  A value cut otherwise (also with wide colons) is taken
   as one part: it is then found under what was written and nothing else.  */
static char *
insured (const char *value, size_t want)
{
  static const size_t width[PARTS] = { 8, 0, 0, 2 };
  CLEANUP (buffer_done) struct buffer out = BUFFER_INIT;
  CLEANUP_FREE char *copy = strdup (value);
  CLEANUP_FREE char *tight = text_nfkc_tight (value);
  CLEANUP_FREE char *copy2 = tight ? strdup (tight) : NULL;
  char *part[PARTS];

  if (!copy || !copy2)
    return NULL;
  if (cut (copy, part) != want && cut (copy2, part) != want)
    return strdup (tight);
  for (size_t i = 0; i < want; i++)
    {
      if (i)
        buffer_u8 (&out, ':');
      add_part (&out, part[i], width[i]);
    }
  return buffer_steal (&out, NULL);
}

/* KANA:YYYYMMDD; the day is also taken with dashes.  FOLD brings the name into
   its form.  */
static char *
person (const char *value, char *(*fold) (const char *) )
{
  CLEANUP (buffer_done) struct buffer out = BUFFER_INIT;
  CLEANUP_FREE char *copy = strdup (value);
  char *colon = copy ? strrchr (copy, ':') : NULL;
  CLEANUP_FREE char *name = NULL;
  char compact[9];

  if (!colon)
    return fold (value);
  *colon++ = '\0';
  name = fold (copy);
  if (!name)
    return NULL;
  buffer_text (&out, name);
  buffer_u8 (&out, ':');
  if (date_compact (colon, compact))
    buffer_text (&out, compact);
  else
    add_part (&out, colon, 0);
  return buffer_steal (&out, NULL);
}

char *
token_normal (const char *kind, const char *value)
{
  if (strcmp (kind, "chart") == 0)
    return text_nfkc_trim (value);
  if (strcmp (kind, "insured") == 0)
    return insured (value, 3);
  if (strcmp (kind, "insured-branch") == 0)
    return insured (value, 4);
  if (strcmp (kind, "person") == 0)
    return person (value, text_nfkc_tight);
  if (strcmp (kind, "name") == 0)
    return person (value, text_fold_kana);
  return strdup (value);
}

void
token_make (const unsigned char key[32], const char *kind, const char *normal,
            unsigned char out[TOKEN_LEN])
{
  crypto_generichash_state state;
  unsigned char len = (unsigned char) strlen (kind);

  crypto_generichash_init (&state, key, 32, TOKEN_LEN);
  crypto_generichash_update (&state, &len, 1);
  crypto_generichash_update (&state, (const unsigned char *) kind, len);
  crypto_generichash_update (&state, (const unsigned char *) normal,
                             strlen (normal));
  crypto_generichash_final (&state, out, TOKEN_LEN);
}
