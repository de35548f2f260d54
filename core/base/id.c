/* SPDX-License-Identifier: Apache-2.0 */
/* Our identifiers: a letter, a hyphen, 128 random bits in base 32.  */
#include "base/id.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

#define RANDOM_LEN 16
#define DIGITS_LEN (ID_LEN - 2)

static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

void
id_new (char prefix, char out[ID_LEN + 1])
{
  unsigned char bytes[RANDOM_LEN];
  unsigned bits = 0, have = 0;
  size_t at = 0;

  randombytes_buf (bytes, sizeof bytes);
  out[0] = prefix;
  out[1] = '-';
  for (size_t i = 0; i < DIGITS_LEN; i++)
    {
      if (have < 5)
        {
          /* Two bits are missing at the very end: zeros.  */
          bits = bits << 8 | (at < RANDOM_LEN ? bytes[at++] : 0);
          have += 8;
        }
      have -= 5;
      out[2 + i] = digits[bits >> have & 31];
    }
  out[ID_LEN] = '\0';
}

/* Exactly what id_new can have written: 26 digits hold two bits too many,
   which are 0 in the last one.  */
bool
id_valid (const char *s, char prefix)
{
  if (!s || s[0] != prefix || s[1] != '-')
    return false;
  if (strlen (s) != ID_LEN || strspn (s + 2, digits) != DIGITS_LEN)
    return false;
  return (strchr (digits, s[ID_LEN - 1]) - digits) % 4 == 0;
}
