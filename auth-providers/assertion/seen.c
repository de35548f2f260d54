/* SPDX-License-Identifier: Apache-2.0 */
/* Looking into a statement.  Light on purpose: no cryptography is loaded to
   find out whose a file is.  */
#include "seen.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *
seen_trim (const char *text, size_t *len)
{
  while (*len > 0 && is_blank (text[*len - 1]))
    --*len;
  while (*len > 0 && is_blank (*text))
    text++, --*len;
  return text;
}

/* The JSON object between the statement's two dots, or NULL.  */
static json_t *
payload (const char *text, size_t len)
{
  const char *dot = memchr (text, '.', len);
  const char *from = dot ? dot + 1 : text + len;
  size_t left = (size_t) (text + len - from);
  const char *end = left ? memchr (from, '.', left) : NULL;
  size_t n = end ? (size_t) (end - from) : 0;
  unsigned char *bytes = n ? malloc (n) : NULL;
  json_t *claims = NULL;
  size_t got;

  if (bytes
      && sodium_base642bin (bytes, n, from, n, NULL, &got, NULL,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING)
             == 0)
    claims
        = json_loadb ((const char *) bytes, got, JSON_REJECT_DUPLICATES, NULL);
  free (bytes);
  return claims;
}

static bool
copy_text (const json_t *value, char *out, size_t cap, size_t *len_out)
{
  size_t len = json_string_length (value);

  if (!json_is_string (value) || len >= cap)
    return false;
  memcpy (out, json_string_value (value), len);
  out[len] = '\0';
  if (len_out)
    *len_out = len;
  return true;
}

static bool
listed (const char *list, const char *word)
{
  size_t len = strlen (word);

  while (*list)
    {
      size_t n = strcspn (list, " ");

      if (n == len && n > 0 && memcmp (list, word, n) == 0)
        return true;
      list += n;
      list += strspn (list, " ");
    }
  return false;
}

/* Room for two codes of four characters; a third and a second of one class
   are left out here, and the core says what is wrong with such a statement. */
static void
copy_methods (const json_t *list, const char *known, char out[12])
{
  const json_t *entry;
  size_t used = 0;
  size_t i;

  out[0] = '\0';
  json_array_foreach (list, i, entry)
  {
    const char *m = json_string_value (json_object_get (entry, "method"));

    if (!m || strlen (m) != 4 || !listed (known, m) || used > 4
        || (used && m[0] == out[0]))
      continue;
    if (used)
      out[used++] = ' ';
    memcpy (out + used, m, 5);
    used += 4;
  }
}

bool
seen_read (const char *text, size_t len, const char *known, struct seen *out)
{
  struct seen s;
  json_t *claims;
  bool good;

  text = seen_trim (text, &len);
  if (len > SEEN_BYTES)
    return false;
  claims = payload (text, len);
  good = json_is_object (claims)
         && copy_text (json_object_get (claims, "sub"), s.subject,
                       sizeof s.subject, &s.subject_len)
         && copy_text (json_object_get (claims, "terminal"), s.terminal,
                       sizeof s.terminal, NULL)
         && json_is_integer (json_object_get (claims, "iat"));
  if (good)
    {
      s.at = json_integer_value (json_object_get (claims, "iat"));
      copy_methods (json_object_get (claims, "methods"), known, s.methods);
      *out = s;
    }
  json_decref (claims);
  return good;
}

bool
seen_fits (const struct seen *s, const struct emi_span *enrolment,
           const char *terminal)
{
  return enrolment->len > 0 && enrolment->len == s->subject_len
         && memcmp (enrolment->data, s->subject, s->subject_len) == 0
         && terminal && strcmp (terminal, s->terminal) == 0;
}

bool
seen_fresh (const struct seen *s, int64_t now)
{
  return s->at >= now - SEEN_AGE_S && s->at <= now + SEEN_AHEAD_S;
}
