/* SPDX-License-Identifier: Apache-2.0 */
/* Text that is not UTF-8: the Japanese Windows code page, and bytes of which
   nobody said what they are.  */
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "base/buffer.h"
#include "base/cleanup.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* A NUL is refused with the rest: the result is used as a string, and what
   stood behind it would vanish.  */
bool
text_from_cp932 (const void *data, size_t len, char **utf8_out,
                 size_t *len_out)
{
  /* One byte gives at most three (half-width kana), two give at most three. */
  if (len > SIZE_MAX / 3 - 1 || (len && memchr (data, 0, len)))
    return false;

  size_t cap = len * 3 + 1;
  char *text = malloc (cap);
  iconv_t cd = iconv_open ("UTF-8", "CP932");
  if (!text || cd == (iconv_t) -1)
    goto fail;

  char *in = (char *) (uintptr_t) data; /* iconv only reads it */
  char *out = text;
  size_t in_left = len, out_left = cap - 1;
  if (len && iconv (cd, &in, &in_left, &out, &out_left) != 0)
    goto fail;
  iconv_close (cd);
  *out = '\0';
  *utf8_out = text;
  if (len_out)
    *len_out = (size_t) (out - text);
  return true;

fail:
  if (cd != (iconv_t) -1)
    iconv_close (cd);
  free (text);
  return false;
}

/* What is good UTF-8 in DATA, the rest marked byte by byte.  */
static char *
mark_bad (const uint8_t *data, size_t len)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  while (len > 0)
    {
      ucs4_t c;
      int n = u8_mbtoucr (&c, data, len);
      if (n > 0 && c != 0)
        buffer_add (&b, data, (size_t) n);
      else
        buffer_text (&b, REPLACEMENT);
      n = n > 0 ? n : 1;
      data += n;
      len -= (size_t) n;
    }
  return buffer_steal (&b, NULL);
}

char *
text_guess (const void *data, size_t len)
{
  char *text;

  if (text_is_utf8 (data, len))
    return mark_bad (data, len); /* nothing is bad: a copy */
  if (text_from_cp932 (data, len, &text, NULL))
    return text;
  return mark_bad (data, len);
}
