/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files: see pattern.h.  */
#include "lib/pattern.h"

#include <string.h>
#include <strings.h>

#include "lib/outbox.h"

/* Not <ctype.h>: a locale has no say in this.  */
static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static bool
is_word_char (char c)
{
  return is_digit (c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
all (const char *s, size_t len, bool (*is) (char))
{
  for (size_t i = 0; i < len; i++)
    if (!is (s[i]))
      return false;
  return true;
}

static bool
is_visible (char c)
{
  return c > ' ' && c <= '~' && c != '/';
}

bool
pattern_is_face (const char *name)
{
  static const char end[] = "_00000000000000.xml";
  const size_t prefix_len = sizeof PATTERN_FACE - 1;
  const size_t end_len = sizeof end - 1;
  size_t len = strlen (name);
  const char *tail;

  if (len < prefix_len + 1 + end_len
      || strncmp (name, PATTERN_FACE, prefix_len) != 0)
    return false;
  tail = name + len - end_len;
  return all (name + prefix_len, len - prefix_len - end_len, is_visible)
         && tail[0] == '_' && all (tail + 1, 14, is_digit)
         && strcmp (tail + 15, ".xml") == 0;
}

static bool
is_suffix_char (char c)
{
  return is_word_char (c) || c == '_' || c == '-';
}

bool
pattern_is_eligibility (const char *name)
{
  static const char end[] = ".xml";
  const size_t prefix_len = sizeof PATTERN_RESULT - 1;
  const size_t end_len = sizeof end - 1;
  size_t len = strlen (name);

  return len > prefix_len + end_len
         && strncmp (name, PATTERN_RESULT, prefix_len) == 0
         && strncmp (name, PATTERN_FACE, sizeof PATTERN_FACE - 1) != 0
         && strcmp (name + len - end_len, end) == 0
         && all (name + prefix_len, len - prefix_len - end_len,
                 is_suffix_char);
}

bool
pattern_is_word (const char *s, size_t max)
{
  size_t len = strlen (s);

  return len > 0 && len <= max && all (s, len, is_word_char);
}

enum pattern_kind
pattern_result (const char *name, const char *prefix, const char *suffix)
{
  size_t prefix_len = strlen (prefix);
  size_t suffix_len = strlen (suffix);
  const char *kind = name + prefix_len;
  const char *ext;
  bool request;

  if (strncmp (name, prefix, prefix_len) != 0)
    return PATTERN_OTHER;
  request = strncmp (kind, "req_", 4) == 0;
  if (!request && strncmp (kind, "res_", 4) != 0)
    return PATTERN_OTHER;
  if (strncmp (kind + 4, suffix, suffix_len) != 0
      || kind[4 + suffix_len] != '.')
    return PATTERN_OTHER;
  ext = kind + 4 + suffix_len + 1;
  if (!pattern_is_word (ext, 8))
    return PATTERN_OTHER;
  if (strcasecmp (ext, "err") == 0)
    return PATTERN_ERROR;
  return request ? PATTERN_RETURNED : PATTERN_ANSWER;
}

bool
pattern_is_ours (const char *name)
{
  size_t len = strlen (name);
  const size_t head = sizeof OUTBOX_HEAD - 1;
  const size_t tail = sizeof OUTBOX_TAIL - 1;

  return len == head + OUTBOX_RANDOM + tail
         && strncmp (name, OUTBOX_HEAD, head) == 0
         && all (name + head, OUTBOX_RANDOM, is_word_char)
         && strcmp (name + head + OUTBOX_RANDOM, OUTBOX_TAIL) == 0;
}
