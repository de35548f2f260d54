/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and statements for tests, with whatever header and claims they want to
   try.  All abort when they cannot do their work.  */
#ifndef EMI_TESTS_STATEMENT_MAKER_H
#define EMI_TESTS_STATEMENT_MAKER_H

#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <jose/b64.h>
#include <jose/jwk.h>
#include <jose/jws.h>

static inline void *
made (void *p)
{
  if (!p)
    abort ();
  return p;
}

/* A new private key for ALG, named KID unless NULL.  */
static inline json_t *
key_new (const char *alg, const char *kid)
{
  json_t *key = made (json_pack ("{s:s, s:s*}", "alg", alg, "kid", kid));

  if (!jose_jwk_gen (NULL, key))
    abort ();
  return key;
}

/* Its public half, the caller's.  */
static inline json_t *
key_public (const json_t *key)
{
  json_t *half = made (json_deep_copy (key));

  if (!jose_jwk_pub (NULL, half))
    abort ();
  return half;
}

/* base64url of LEN bytes, the caller's.  */
static inline char *
base64 (const void *data, size_t len)
{
  size_t n = jose_b64_enc_buf (NULL, len, NULL, 0);
  char *out = made (malloc (n + 1));

  if (jose_b64_enc_buf (data, len, out, n) != n)
    abort ();
  out[n] = '\0';
  return out;
}

/* HEADER and LEN bytes of PAYLOAD as they are, signed by KEY as the header's
   alg says; HEADER must be one that libjose can sign with.  */
static inline char *
sign_bytes (const json_t *key, const char *header, const void *payload,
            size_t len)
{
  char *head = base64 (header, strlen (header));
  char *body = base64 (payload, len);
  json_t *jws = made (json_pack ("{s:s}", "payload", body));
  json_t *sig = made (json_pack ("{s:s}", "protected", head));
  char *out = NULL;

  if (!jose_jws_sig (NULL, jws, sig, key)
      || asprintf (&out, "%s.%s.%s", head, body,
                   json_string_value (json_object_get (jws, "signature")))
             < 0)
    abort ();
  json_decref (sig);
  json_decref (jws);
  free (head);
  free (body);
  return out;
}

static inline char *
sign_text (const json_t *key, const char *header, const char *payload)
{
  return sign_bytes (key, header, payload, strlen (payload));
}

#endif
