/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a note is done by taking size, root and signature out of it, making
   the note anew from them and comparing: what differs anywhere is no note of
   ours, and no parser has to be clever.  */
#include "ledger/checkpoint.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a blank begin a signature line */
#define ALGORITHM 1          /* Ed25519 in a C2SP signed note */

static bool
part_is_good (const char *s)
{
  return *s && s[strspn (s, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

bool
origin_make (const char *facility, const char *node, uint64_t generation,
             char out[ORIGIN_MAX])
{
  char text[ORIGIN_MAX];

  if (!part_is_good (facility) || !part_is_good (node) || generation < 1)
    return false;
  int len = snprintf (text, sizeof text, "emi.%s.%s/%llu", facility, node,
                      (unsigned long long) generation);
  if (len < 0 || (size_t) len >= sizeof text)
    return false;
  memcpy (out, text, (size_t) len + 1);
  return true;
}

bool
origin_is (const char *origin, const char *facility, const char *node)
{
  const char *slash = strrchr (origin, '/');
  char want[ORIGIN_MAX], *end;

  if (!slash || slash[1] < '1' || slash[1] > '9')
    return false;
  unsigned long long generation = strtoull (slash + 1, &end, 10);
  return !*end && origin_make (facility, node, generation, want)
         && strcmp (origin, want) == 0;
}

bool
note_key_init (struct note_key *k, const char *origin,
               const unsigned char pub[SEAL_PUBLIC])
{
  unsigned char hash[DIGEST_LEN];
  size_t len = strlen (origin);

  if (len == 0 || len >= sizeof k->origin || strpbrk (origin, "+ \n"))
    return false;
  const struct digest_part parts[]
      = { { origin, len }, { "\n\x01", 2 }, { pub, SEAL_PUBLIC } };
  digest_parts (parts, 3, hash);
  memcpy (k->origin, origin, len + 1);
  memcpy (k->pub, pub, SEAL_PUBLIC);
  memcpy (k->id, hash, sizeof k->id);
  return true;
}

char *
note_key_line (const struct note_key *k)
{
  unsigned char typed[1 + SEAL_PUBLIC] = { ALGORITHM };
  CLEANUP_FREE char *key = NULL;
  char id[9], *line;

  memcpy (typed + 1, k->pub, SEAL_PUBLIC);
  hex_encode (k->id, sizeof k->id, id);
  key = base64_encode (typed, sizeof typed);
  if (!key || asprintf (&line, "%s+%s+%s", k->origin, id, key) < 0)
    return NULL;
  return line;
}

bool
note_key_parse (struct note_key *k, const char *line, size_t len)
{
  CLEANUP_FREE char *text = strndup (line, len);
  CLEANUP_FREE char *again = NULL;
  unsigned char typed[1 + SEAL_PUBLIC];
  struct note_key key;

  char *plus = text && strlen (text) == len ? strchr (text, '+') : NULL;
  char *plus2 = plus ? strchr (plus + 1, '+') : NULL;
  if (!plus2
      || base64_decode (plus2 + 1, strlen (plus2 + 1), typed, sizeof typed)
             != sizeof typed
      || typed[0] != ALGORITHM)
    return false;
  *plus = '\0';
  if (!note_key_init (&key, text, typed + 1))
    return false;
  again = note_key_line (&key);
  if (!again || strlen (again) != len || memcmp (again, line, len) != 0)
    return false;
  *k = key;
  return true;
}

/* The three lines that are signed; their length, or 0.  */
static size_t
put_body (const char *origin, const struct checkpoint *c, char out[NOTE_MAX])
{
  CLEANUP_FREE char *root = base64_encode (c->root, DIGEST_LEN);

  if (!root)
    return 0;
  int len = snprintf (out, NOTE_MAX, "%s\n%llu\n%s\n", origin,
                      (unsigned long long) c->size, root);
  return len > 0 && len < NOTE_MAX ? (size_t) len : 0;
}

static size_t
put_signature (const struct note_key *k, const unsigned char *signature,
               char out[NOTE_MAX], size_t at)
{
  unsigned char bytes[4 + SEAL_SIGNATURE];
  CLEANUP_FREE char *text = NULL;

  memcpy (bytes, k->id, 4);
  memcpy (bytes + 4, signature, SEAL_SIGNATURE);
  text = base64_encode (bytes, sizeof bytes);
  if (!text)
    return 0;
  int len = snprintf (out + at, NOTE_MAX - at, "\n" DASH "%s %s\n", k->origin,
                      text);
  return len > 0 && (size_t) len < NOTE_MAX - at ? at + (size_t) len : 0;
}

size_t
note_make (const struct note_key *k, const unsigned char secret[SEAL_SECRET],
           const struct checkpoint *c, char out[NOTE_MAX])
{
  unsigned char signature[SEAL_SIGNATURE];
  size_t len = put_body (k->origin, c, out);

  if (!len
      || crypto_sign_detached (signature, NULL, (const unsigned char *) out,
                               len, secret)
             != 0)
    return 0;
  return put_signature (k, signature, out, len);
}

/* The line at *AT without its newline, *AT behind it; NULL when there is
   none.  */
static const char *
next_line (const char **at, const char *end, size_t *len_out)
{
  const char *line = *at, *newline;

  newline = line < end ? memchr (line, '\n', (size_t) (end - line)) : NULL;
  if (!newline)
    return NULL;
  *len_out = (size_t) (newline - line);
  *at = newline + 1;
  return line;
}

static bool
read_size (const char *line, size_t len, uint64_t *out)
{
  uint64_t v = 0;

  for (size_t i = 0; i < len; i++)
    if (line[i] < '0' || line[i] > '9' || __builtin_mul_overflow (v, 10u, &v)
        || __builtin_add_overflow (v, (unsigned) (line[i] - '0'), &v))
      return false;
  *out = v;
  return len > 0;
}

/* Size, root and signature of something that looks like a note.  */
static bool
take_apart (const char *note, size_t len, struct checkpoint *out,
            unsigned char signature[SEAL_SIGNATURE])
{
  const char *at = note, *end = note + len, *line, *blank;
  unsigned char bytes[4 + SEAL_SIGNATURE];
  size_t n;

  if (!next_line (&at, end, &n) || !(line = next_line (&at, end, &n))
      || !read_size (line, n, &out->size) || !(line = next_line (&at, end, &n))
      || base64_decode (line, n, out->root, DIGEST_LEN) != DIGEST_LEN
      || !next_line (&at, end, &n) || !(line = next_line (&at, end, &n)))
    return false;
  blank = memrchr (line, ' ', n);
  if (!blank)
    return false;
  n -= (size_t) (blank + 1 - line);
  if (base64_decode (blank + 1, n, bytes, sizeof bytes) != sizeof bytes)
    return false;
  memcpy (signature, bytes + 4, SEAL_SIGNATURE);
  return true;
}

bool
note_check (const struct note_key *k, const char *note, size_t len,
            struct checkpoint *out)
{
  unsigned char signature[SEAL_SIGNATURE];
  struct checkpoint c;
  char again[NOTE_MAX];

  if (len >= NOTE_MAX || !take_apart (note, len, &c, signature))
    return false;
  size_t body = put_body (k->origin, &c, again);
  size_t whole = body ? put_signature (k, signature, again, body) : 0;
  if (whole != len || memcmp (again, note, len) != 0
      || crypto_sign_verify_detached (signature, (const unsigned char *) again,
                                      body, k->pub)
             != 0)
    return false;
  *out = c;
  return true;
}
