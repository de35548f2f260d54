/* SPDX-License-Identifier: Apache-2.0 */
/* Validity, normal forms and safe display of UTF-8; the tables of Unicode are
   libunistring's.  Names are compared in text-fold.c, the Windows code page is
   in text-encoding.c.  */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unictype.h>
#include <unistr.h>

#include "base/buffer.h"
#include "base/cleanup.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define ELLIPSIS "\xe2\x80\xa6"    /* U+2026 */

bool
text_is_utf8 (const void *data, size_t len)
{
  return len == 0 || (!memchr (data, 0, len) && !u8_check (data, len));
}

/* How many bytes from the beginning are ASCII.  */
static size_t
ascii_run (const char *s)
{
  size_t n = 0;

  while (s[n] && (unsigned char) s[n] < 0x80)
    n++;
  return n;
}

char *
text_nfkc (const char *utf8)
{
  const uint8_t *s = (const uint8_t *) utf8;
  size_t len = strlen (utf8);
  size_t out_len = 0;

  /* ASCII is its own normal form, and dates and numbers are nothing else. */
  if (ascii_run (utf8) == len)
    return strdup (utf8);
  if (u8_check (s, len))
    return NULL;
  /* With its NUL, which normalises to itself.  */
  return (char *) u8_normalize (UNINORM_NFKC, s, len + 1, NULL, &out_len);
}

/* NFKC keeps the ideographic space out already (it becomes U+0020), but not
   the rarer ones, such as the Ogham space mark.  */
static bool
is_space (ucs4_t c)
{
  if (c < 0x80)
    return c == ' ' || (c >= '\t' && c <= '\r');
  return uc_is_property_white_space (c);
}

/* Takes what stands at P (valid UTF-8, not its end) and steps over it.  */
static ucs4_t
next_char (const char **p)
{
  ucs4_t c = (unsigned char) **p;

  if (c < 0x80)
    {
      ++*p;
      return c;
    }
  *p += u8_strmbtouc (&c, (const uint8_t *) *p);
  return c;
}

char *
text_nfkc_trim (const char *utf8)
{
  char *text = text_nfkc (utf8);
  if (!text)
    return NULL;

  const char *start = NULL, *end = text;
  for (const char *p = text; *p;)
    {
      const char *at = p;
      if (is_space (next_char (&p)))
        continue;
      start = start ? start : at;
      end = p;
    }
  size_t len = start ? (size_t) (end - start) : 0;
  memmove (text, start ? start : text, len);
  text[len] = '\0';
  return text;
}

char *
text_nfkc_tight (const char *utf8)
{
  char *text = text_nfkc (utf8);
  if (!text)
    return NULL;

  char *to = text;
  for (const char *p = text; *p;)
    {
      const char *at = p;
      if (is_space (next_char (&p)))
        continue;
      memmove (to, at, (size_t) (p - at));
      to += p - at;
    }
  *to = '\0';
  return text;
}

/* Whether a terminal or a log could take C for a command, an end of line or a
   turn of the writing direction.  */
static bool
is_control (ucs4_t c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) /* C0, DEL, C1 */
         || c == 0x061c || c == 0x200e || c == 0x200f
         || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
         || c == 0x2028 || c == 0x2029; /* line, paragraph separator */
}

/* Whether a byte can begin a control: below U+0020, DEL, and the first bytes
   of U+0080 .. 00BF, U+0600 .. 063F and U+2000 .. 2FFF.  */
static bool
may_control (unsigned char byte)
{
  return byte < 0x20 || byte == 0x7f || byte == 0xc2 || byte == 0xd8
         || byte == 0xe2;
}

bool
text_is_plain (const char *utf8)
{
  const char *p = utf8;

  while (*p && !may_control ((unsigned char) *p))
    p++;
  return !*p && !u8_check ((const uint8_t *) utf8, (size_t) (p - utf8));
}

char *
text_safe (const char *utf8, size_t max)
{
  if (!max && text_is_plain (utf8))
    return strdup (utf8);

  size_t len = strlen (utf8);
  if (u8_check ((const uint8_t *) utf8, len))
    return NULL;

  /* The ellipsis is one of the MAX.  */
  bool cut = max && text_chars (utf8) > max;
  size_t left = cut ? max - 1 : SIZE_MAX;
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  for (const char *p = utf8; *p && left > 0; left--)
    {
      const char *at = p;
      if (is_control (next_char (&p)))
        buffer_text (&b, REPLACEMENT);
      else
        buffer_add (&b, at, (size_t) (p - at));
    }
  if (cut)
    buffer_text (&b, ELLIPSIS);
  return buffer_steal (&b, NULL);
}

size_t
text_chars (const char *utf8)
{
  return u8_mbsnlen ((const uint8_t *) utf8, strlen (utf8));
}

bool
text_is_name (const char *s)
{
  static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  static const char more[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
  size_t len = s ? strlen (s) : 0;

  return len >= 1 && len <= 32 && strchr (first, s[0])
         && strspn (s, more) == len;
}
