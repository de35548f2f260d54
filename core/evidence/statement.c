/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a JWS in compact form, strictly: three parts of base64url in its one
   form, a header of which every word that could change the meaning is known,
   and a signature by the pinned key with that key's own algorithm.  */
#include "evidence/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jose/jws.h>
#include <openssl/err.h>
#include <sodium.h>

#include "evidence/quiet.h"
#include "evidence/statement-claims.h"

#define PARTS 3
/* "iss=" and "kid=" are cut so that the age always fits.  */
#define ISSUER_SHOWN 40
#define KID_SHOWN 24
#define NAME_SHOWN 6 /* bytes of the id, as hex */

struct part
{
  const char *text;
  size_t len;
};

/* Exactly three parts, none of them empty.  */
static bool
split (const char *text, size_t len, struct part part[PARTS])
{
  for (size_t i = 0; i < PARTS; i++)
    {
      const char *dot = len ? memchr (text, '.', len) : NULL;
      size_t n = dot ? (size_t) (dot - text) : len;

      if (n == 0 || (dot != NULL) != (i + 1 < PARTS))
        return false;
      part[i] = (struct part){ text, n };
      text += n + (dot != NULL);
      len -= n + (dot != NULL);
    }
  return true;
}

/* The bytes of P in new memory; NULL unless it is base64url without padding,
   blanks or spare bits (libsodium takes the one form only).  */
static unsigned char *
decode (struct part p, size_t *len_out)
{
  unsigned char *bytes = malloc (p.len);
  const char *end = NULL;

  if (!bytes)
    return NULL;
  if (sodium_base642bin (bytes, p.len, p.text, p.len, NULL, len_out, &end,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING)
          == 0
      && end == p.text + p.len)
    return bytes;
  free (bytes);
  return NULL;
}

/* The JSON object in P; NULL when it is none, holds a name twice, a NUL or
   bytes that are no UTF-8 (jansson refuses these by itself).  */
static json_t *
decode_object (struct part p)
{
  size_t len = 0;
  unsigned char *bytes = decode (p, &len);
  json_t *root = bytes ? json_loadb ((const char *) bytes, len,
                                     JSON_REJECT_DUPLICATES, NULL)
                       : NULL;

  free (bytes);
  if (json_is_object (root))
    return root;
  json_decref (root);
  return NULL;
}

static bool
is_text_or_absent (const json_t *header, const char *name)
{
  const json_t *v = json_object_get (header, name);

  return !v || json_is_string (v);
}

/* NULL, or what is wrong with HEADER whatever the key.  A key that it brings
   along (jwk, jku, x5c, x5u) is never looked at.  */
static const char *
header_fault (const json_t *header)
{
  const char *alg = json_string_value (json_object_get (header, "alg"));

  if (!alg)
    return "its header has no alg";
  if (strcmp (alg, "ES256") != 0 && strcmp (alg, "RS256") != 0)
    return "its alg is neither ES256 nor RS256";
  if (json_object_get (header, "crit") || json_object_get (header, "b64"))
    return "its header has crit or b64";
  if (!is_text_or_absent (header, "kid") || !is_text_or_absent (header, "typ"))
    return "kid or typ of its header is no text";
  return NULL;
}

static bool
signature_holds (const struct part part[PARTS], const struct statement_key *k)
{
  json_t *jws = json_pack ("{s:s%, s:s%, s:s%}", "protected", part[0].text,
                           part[0].len, "payload", part[1].text, part[1].len,
                           "signature", part[2].text, part[2].len);
  json_t *jwk = json_copy (k->jwk);
  jose_cfg_t *cfg = quiet_new ();
  bool good = jws && jwk && cfg
              && json_object_set_new (jwk, "alg", json_string (k->alg)) == 0
              && jose_jws_ver (cfg, jws, NULL, jwk, false);

  quiet_free (cfg);
  json_decref (jwk);
  json_decref (jws);
  ERR_clear_error ();
  return good;
}

static const struct statement_key *
key_for (const json_t *header, const struct statement_keys *keys,
         const char **how)
{
  const struct statement_key *k = statement_key_find (
      keys, json_string_value (json_object_get (header, "kid")), how);

  if (k
      && strcmp (k->alg, json_string_value (json_object_get (header, "alg")))
             != 0)
    {
      *how = "its alg is not that of the key";
      k = NULL;
    }
  return k;
}

/* --- for the record --- */

/* At most MAX characters of TEXT, what is no visible ASCII as '?'.  */
static void
shown (const char *text, size_t max, char *out)
{
  size_t i = 0;

  for (; i < max && text[i]; i++)
    {
      out[i] = '?';
      if (text[i] > ' ' && text[i] <= '~')
        out[i] = text[i];
    }
  out[i] = '\0';
}

static void
evidence_write (const char *issuer, const struct statement_key *k, int64_t age,
                struct statement *out)
{
  char iss[ISSUER_SHOWN + 1], kid[KID_SHOWN + 1], name[2 * NAME_SHOWN + 1];

  shown (issuer, ISSUER_SHOWN, iss);
  shown (k->kid ? k->kid : "-", KID_SHOWN, kid);
  sodium_bin2hex (name, sizeof name, out->id, NAME_SHOWN);
  snprintf (out->evidence, sizeof out->evidence,
            "iss=%s kid=%s alg=%s jti=%s age=%llds", iss, kid, k->alg, name,
            (long long) age);
}

/* --- the whole --- */

static enum statement_verdict
judge_claims (struct part payload, const struct statement_key *k,
              const struct statement_wanted *want, struct statement *out,
              const char **how)
{
  json_t *claims = decode_object (payload);
  struct statement s = { .methods = "" };
  enum statement_verdict v = STATEMENT_FORM;

  *how = "what is signed is no JSON object, or not in its plain form";
  if (claims)
    v = statement_claims (claims, want, &s, how);
  if (v == STATEMENT_GOOD)
    {
      evidence_write (want->issuer, k, want->now - s.at, &s);
      *out = s;
    }
  json_decref (claims);
  return v;
}

static enum statement_verdict
judge (const struct part part[PARTS], const struct statement_keys *keys,
       const struct statement_wanted *want, struct statement *out,
       const char **how)
{
  json_t *header = decode_object (part[0]);
  const struct statement_key *k = NULL;
  enum statement_verdict v = STATEMENT_FORM;

  *how = header ? header_fault (header) : "its header is no JSON object";
  if (!*how)
    {
      v = STATEMENT_SIGNATURE;
      k = key_for (header, keys, how);
    }
  if (k && !signature_holds (part, k))
    {
      *how = "its signature does not hold";
      k = NULL;
    }
  if (k)
    v = judge_claims (part[1], k, want, out, how);
  json_decref (header);
  return v;
}

enum statement_verdict
statement_check (const void *data, size_t len,
                 const struct statement_keys *keys,
                 const struct statement_wanted *want, struct statement *out,
                 const char **how)
{
  struct part part[PARTS];
  size_t ignored;
  unsigned char *signature;

  if (len > STATEMENT_BYTES)
    *how = "it is larger than 8 KiB";
  else if (!split (data, len, part))
    *how = "it is no JWS in compact form";
  else if (!(signature = decode (part[2], &ignored)))
    *how = "its signature is no base64url";
  else
    {
      free (signature);
      return judge (part, keys, want, out, how);
    }
  return STATEMENT_FORM;
}
