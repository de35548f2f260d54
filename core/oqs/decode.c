/* SPDX-License-Identifier: Apache-2.0 */
/* Settles the encoding of a message: byte order mark, declaration, and what
   the bytes themselves allow.  "Shift_JIS" always means the Windows code page
   here, as its extension characters stand in real names.  */
#include "oqs/decode.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#include "base/cleanup.h"

enum declared
{
  DECLARED_NOTHING,
  DECLARED_UTF8,
  DECLARED_CP932,
  DECLARED_OTHER
};

/* What the bytes look like, whatever was declared.  */
struct evidence
{
  size_t chars; /* good UTF-8 characters of three bytes and more */
  size_t bad;   /* bytes that are not part of any */
};

/* The first byte from P that is not ASCII, or END; tags and digits are most
   of a message, so eight are looked at together.  */
static const uint8_t *
skip_ascii (const uint8_t *p, const uint8_t *end)
{
  for (uint64_t eight; end - p >= 8; p += 8)
    {
      memcpy (&eight, p, 8);
      if (eight & UINT64_C (0x8080808080808080))
        break;
    }
  while (p < end && *p < 0x80)
    p++;
  return p;
}

static bool
all_utf8 (const char *data, size_t len)
{
  const uint8_t *p = (const uint8_t *) data, *end = p + len;

  while ((p = skip_ascii (p, end)) < end)
    {
      /* All bytes of a longer character have the high bit.  */
      const uint8_t *run = p;
      while (p < end && *p >= 0x80)
        p++;
      if (u8_check (run, (size_t) (p - run)))
        return false;
    }
  return true;
}

static struct evidence
weigh (const char *data, size_t len)
{
  struct evidence e = { 0 };
  const uint8_t *p = (const uint8_t *) data, *end = p + len;

  while (p < end)
    {
      const uint8_t *stop = u8_check (p, (size_t) (end - p));
      for (const uint8_t *q = p; q < (stop ? stop : end); q++)
        e.chars += *q >= 0xe0;
      e.bad += stop != NULL;
      p = stop ? stop + 1 : end;
    }
  return e;
}

/* The value of encoding="..." in the XML declaration, which by its own rules
   is ASCII and at the very start.  */
static enum declared
declared_encoding (const char *data, size_t len)
{
  static const char *const windows[]
      = { "Shift_JIS", "Shift-JIS", "SJIS",     "x-sjis",
          "CP932",     "MS932",     "MS_Kanji", "Windows-31J" };
  char top[256];
  size_t n = len < sizeof top - 1 ? len : sizeof top - 1;

  memcpy (top, data, n);
  top[n] = '\0';
  char *end = strstr (top, "?>");
  if (strncmp (top, "<?xml", 5) != 0 || !end)
    return DECLARED_NOTHING;
  *end = '\0';

  char *name = strstr (top, "encoding");
  name = name ? strpbrk (name, "\"'") : NULL;
  char *quote = name ? strchr (name + 1, *name) : NULL;
  if (!quote)
    return DECLARED_NOTHING;
  *quote = '\0';
  name++;
  if (strcasecmp (name, "UTF-8") == 0 || strcasecmp (name, "UTF8") == 0)
    return DECLARED_UTF8;
  for (size_t i = 0; i < N_ELEMENTS (windows); i++)
    if (strcasecmp (name, windows[i]) == 0)
      return DECLARED_CP932;
  return DECLARED_OTHER;
}

/* Decides between the two encodings; false when it is neither.
   - Good UTF-8 that holds Japanese (three bytes a character) is UTF-8,
     whatever it says it is: two different Windows characters in a row hardly
     ever look like that.  Half-width kana in pairs can look like two-byte
     UTF-8, so those alone prove nothing against a declaration.
   - Bytes that are mostly good UTF-8 are damaged UTF-8 and not the Windows
     code page, in which they would read as other people's names.  */
static bool
choose (enum declared declared, const char *data, size_t len, bool *cp932_out)
{
  struct evidence e = { 0 };
  bool good = all_utf8 (data, len);

  if (!good || declared == DECLARED_CP932)
    e = weigh (data, len);
  if (good)
    {
      *cp932_out = declared == DECLARED_CP932 && e.chars == 0;
      return true;
    }
  *cp932_out = true;
  return declared != DECLARED_OTHER
         && (declared == DECLARED_CP932 || e.chars <= e.bad);
}

enum oqs_read
decode_open (struct decode *d, const void *data, size_t len)
{
  const char *at = data;
  enum declared declared;
  bool cp932;

  if (len > OQS_MAX_BYTES)
    return OQS_READ_TOO_BIG;
  if (len >= 4 && memcmp (at, "PK", 2) == 0
      && (memcmp (at + 2, "\3\4", 2) == 0 || memcmp (at + 2, "\5\6", 2) == 0))
    return OQS_READ_ENCRYPTED;
  /* A file whose size was set before its content is full of these.  */
  if (len == 0 || memchr (at, 0, len))
    return OQS_READ_UNFINISHED;

  if (len >= 3 && memcmp (at, "\xef\xbb\xbf", 3) == 0)
    {
      at += 3;
      len -= 3;
      declared = DECLARED_UTF8;
    }
  else
    declared = declared_encoding (at, len);
  if (!choose (declared, at, len, &cp932))
    return OQS_READ_UNFINISHED;

  struct decode opened = { .at = at, .left = len, .cp932 = cp932 };
  if (cp932 && (opened.cd = iconv_open ("UTF-8", "CP932")) == (iconv_t) -1)
    return OQS_READ_MEMORY;
  *d = opened;
  return OQS_READ_OK;
}

size_t
decode_next (struct decode *d, char *out, size_t cap)
{
  if (!d->cp932)
    {
      size_t n = d->left < cap ? d->left : cap;
      memcpy (out, d->at, n);
      d->at += n;
      d->left -= n;
      return n;
    }

  char *in = (char *) (uintptr_t) d->at; /* iconv only reads it */
  char *to = out;
  size_t room = cap;
  if (!d->bad && d->left > 0
      && iconv (d->cd, &in, &d->left, &to, &room) == (size_t) -1
      && errno != E2BIG)
    d->bad = true;
  d->at = in;
  return (size_t) (to - out);
}

void
decode_close (struct decode *d)
{
  if (d->cp932)
    iconv_close (d->cd);
  d->cp932 = false;
}
