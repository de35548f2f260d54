/* SPDX-License-Identifier: Apache-2.0 */
/* The text beside a refused request.  Its layout is not public, so it is
   shown to people as one line and never judged.  */
#include "oqs/emergency.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define SHOWN 500

/* Four bytes a character are the most UTF-8 has; a file of megabytes is not
   worked through for one line.  */
#define LOOKED_AT (SHOWN * 4 + 64)

/* Lines become one: any run of white space is one space.  */
static void
join_lines (char *text)
{
  char *to = text;

  for (const char *p = text; *p; p++)
    if (!strchr (" \t\r\n\f\v", *p))
      *to++ = *p;
    else if (to > text && to[-1] != ' ')
      *to++ = ' ';
  while (to > text && to[-1] == ' ')
    to--;
  *to = '\0';
}

/* The cut must not fall into a character, after which the whole would be taken
   for another encoding.  */
static size_t
cut (const char *data, size_t len)
{
  char *text;
  size_t at = LOOKED_AT;

  if (len <= LOOKED_AT)
    return len;
  if (text_is_utf8 (data, len))
    while (at > 0 && ((unsigned char) data[at] & 0xc0) == 0x80)
      at--;
  else if (text_from_cp932 (data, at, &text, NULL))
    free (text);
  else
    at--;
  return at;
}

char *
err_text (const void *data, size_t len)
{
  const char *at = data;

  if (len >= 3 && memcmp (at, "\xef\xbb\xbf", 3) == 0)
    {
      at += 3;
      len -= 3;
    }
  CLEANUP_FREE char *text = text_guess (len ? at : "", cut (at, len));
  if (!text)
    return NULL;
  join_lines (text);
  return text_safe (text, SHOWN);
}
