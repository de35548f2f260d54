/* SPDX-License-Identifier: Apache-2.0 */
#include "vein-text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bioapi.h"

#define DECIMALS 10
#define UNIT UINT64_C (10000000000) /* 10^DECIMALS */
#define RATE_LEAST (UNIT / 100000000)
#define RATE_MOST (UNIT / 100)

/* Without strtod: its decimal point is the locale's.  */
bool
vein_rate_parse (const char *text, int32_t *rate_out)
{
  uint64_t digits = 0, unit = UNIT;

  if (strncmp (text, "0.", 2) != 0 || !text[2])
    return false;
  for (const char *at = text + 2; *at; at++)
    {
      if (*at < '0' || *at > '9' || unit == 1)
        return false;
      unit /= 10;
      digits += unit * (uint64_t) (*at - '0');
    }
  if (digits < RATE_LEAST || digits > RATE_MOST)
    return false;
  /* Below 10^8 * 2^31, so nothing is lost.  */
  *rate_out = (int32_t) (digits * BioAPI_RATE_ONE / UNIT);
  return true;
}

void
vein_rate_text (int32_t rate, char out[VEIN_RATE_TEXT])
{
  if (rate < 0)
    snprintf (out, VEIN_RATE_TEXT, "unknown");
  else if (rate == BioAPI_RATE_ONE)
    snprintf (out, VEIN_RATE_TEXT, "1.0");
  else
    {
      /* 2^31 times 10^10 is too much for 64 bits.  */
      uint64_t high = (uint64_t) rate * 100000;
      uint64_t rest = high % BioAPI_RATE_ONE * 100000 / BioAPI_RATE_ONE;

      high = high / BioAPI_RATE_ONE * 100000 + rest;
      snprintf (out, VEIN_RATE_TEXT, "0.%010" PRIu64, high);
      for (size_t n = strlen (out); n > 3 && out[n - 1] == '0'; n--)
        out[n - 1] = '\0';
    }
}

/* The value of a hexadecimal digit, or -1.  */
static int
hex (char c)
{
  static const char digits[] = "0123456789abcdef";
  const char *at
      = c ? strchr (digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

  return at ? (int) (at - digits) : -1;
}

bool
vein_uuid_parse (const char *text, uint8_t out[16])
{
  uint8_t bytes[16] = { 0 };
  size_t n = 0;
  bool braces = *text == '{';

  for (text += braces; n < 32; text++)
    {
      if (*text == '-' && n && n % 4 == 0)
        continue;
      int v = hex (*text);
      if (v < 0)
        return false;
      if (n % 2)
        bytes[n / 2] = (uint8_t) (bytes[n / 2] | v);
      else
        bytes[n / 2] = (uint8_t) (v << 4);
      n++;
    }
  if (strcmp (text, braces ? "}" : "") != 0)
    return false;
  memcpy (out, bytes, sizeof bytes);
  return true;
}

static const struct
{
  const char *word;
  enum vein_end end;
} words[] = {
  { "absent", VEIN_ABSENT },   { "busy", VEIN_BUSY },
  { "pulled", VEIN_PULLED },   { "quality", VEIN_QUALITY },
  { "nobody", VEIN_NOBODY },   { "other", VEIN_OTHER },
  { "missing", VEIN_MISSING },
};

static bool
word_end (const char *word, size_t len, enum vein_end *out)
{
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen (words[i].word) == len
        && memcmp (words[i].word, word, len) == 0)
      {
        *out = words[i].end;
        return true;
      }
  return false;
}

/* "0x" and one to eight digits, up to a blank or the end.  */
static bool
code_parse (const char **at, uint32_t *out)
{
  size_t n = 0;

  *out = 0;
  if (strncmp (*at, "0x", 2) != 0)
    return false;
  for (*at += 2; hex (**at) >= 0; (*at)++, n++)
    *out = *out << 4 | (uint32_t) hex (**at);
  return n >= 1 && n <= 8 && (**at == ' ' || !**at);
}

bool
vein_codes_parse (const char *text, struct vein_codes *out)
{
  struct vein_codes c = { .n = 0 };

  for (const char *at = text + strspn (text, " "); *at; at += strspn (at, " "))
    {
      size_t len = strcspn (at, "=");
      const char *word = at;

      if (c.n == VEIN_CODES || !at[len])
        return false;
      at += len + 1;
      if (!word_end (word, len, &c.v[c.n].end)
          || !code_parse (&at, &c.v[c.n].code) || c.v[c.n].code == BioAPI_OK)
        return false;
      c.n++;
    }
  *out = c;
  return true;
}

/* The standard has no return for a sensor that somebody else holds; access
   denied by the operating system is how it shows.  */
static enum vein_end
common_meaning (uint32_t common)
{
  switch (common)
    {
    case BioAPI_ERRCODE_OS_ACCESS_DENIED:
      return VEIN_BUSY;
    case BioAPI_ERRCODE_INVALID_UUID:
    case BioAPI_ERRCODE_INCOMPATIBLE_VERSION:
      return VEIN_MISSING;
    default:
      return VEIN_FAILED;
    }
}

static enum vein_end
own_meaning (uint32_t code)
{
  switch (code)
    {
    case BioAPIERR_H_FRAMEWORK_MODULE_LOAD_FAILED:
    case BioAPIERR_H_FRAMEWORK_LIB_REF_NOT_FOUND:
    case BioAPIERR_H_FRAMEWORK_MODULE_NOT_LOADED:
      return VEIN_MISSING;
    case BioAPIERR_H_FRAMEWORK_INVALID_DEVICE_ID:
      return VEIN_ABSENT;
    case BioAPIERR_BSP_UNABLE_TO_CAPTURE:
      return VEIN_QUALITY;
    case BioAPIERR_BSP_TIMEOUT_EXPIRED:
      return VEIN_NOBODY;
    case BioAPIERR_BSP_INVALID_BIR:
    case BioAPIERR_BSP_BIR_SIGNATURE_FAILURE:
    case BioAPIERR_BSP_UNSUPPORTED_FORMAT:
    case BioAPIERR_BSP_INCONSISTENT_PURPOSE:
      return VEIN_OTHER;
    default:
      return VEIN_FAILED;
    }
}

enum vein_end
vein_meaning (uint32_t code, const struct vein_codes *codes)
{
  uint32_t base = code & ~(BioAPI_COMPONENT_EXTENT - 1);

  if (code == BioAPI_OK)
    return VEIN_OK;
  for (unsigned i = 0; i < codes->n; i++)
    if (codes->v[i].code == code)
      return codes->v[i].end;
  if (base == BioAPI_DEVICE_BASE_ERROR)
    return VEIN_PULLED;
  if (base != BioAPI_H_FRAMEWORK_BASE_ERROR && base != BioAPI_BSP_BASE_ERROR)
    return VEIN_FAILED;
  return code - base < BioAPI_ERRORCODE_COMMON_EXTENT
             ? common_meaning (code - base)
             : own_meaning (code);
}
