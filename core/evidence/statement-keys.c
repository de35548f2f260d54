/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a file's keys may verify a statement, and with which algorithm.
   The algorithm is a property of the key and never the statement's choice
   (RFC 8725, 3.1 and 3.2): a P-256 key means ES256, an RSA key RS256.  */
#include "evidence/statement-keys.h"

#include <stdlib.h>
#include <string.h>

#include <jose/jwk.h>
#include <jose/openssl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "evidence/quiet.h"

#define RSA_BITS_MIN 2048
/* OpenSSL takes longer for larger ones than a doctor should wait.  */
#define RSA_BITS_MAX 8192

static bool
no (const char **how, const char *text)
{
  *how = text;
  return false;
}

static const char *
text_of (const json_t *jwk, const char *name)
{
  return json_string_value (json_object_get (jwk, name));
}

static bool
text_is (const json_t *jwk, const char *name, const char *want)
{
  const char *text = text_of (jwk, name);

  return text && strcmp (text, want) == 0;
}

/* Parts of a private key, or a shared one.  */
static bool
is_secret (const json_t *jwk)
{
  return json_object_get (jwk, "d") || json_object_get (jwk, "k")
         || json_object_get (jwk, "p") || json_object_get (jwk, "q")
         || json_object_get (jwk, "dp") || json_object_get (jwk, "dq")
         || json_object_get (jwk, "qi") || json_object_get (jwk, "oth")
         || text_is (jwk, "kty", "oct");
}

static bool
may_verify (const json_t *jwk)
{
  const json_t *ops = json_object_get (jwk, "key_ops");
  const json_t *op;
  size_t i;

  if (json_object_get (jwk, "use") && !text_is (jwk, "use", "sig"))
    return false;
  if (!ops)
    return true;
  json_array_foreach (ops, i,
                      op) if (json_is_string (op)
                              && strcmp (json_string_value (op), "verify")
                                     == 0) return true;
  return false;
}

/* RS256 for an RSA key of a fitting size, ES256 for one on P-256.  */
static const char *
algorithm_of (EVP_PKEY *key)
{
  char curve[32];
  size_t len;

  if (EVP_PKEY_is_a (key, "RSA"))
    return EVP_PKEY_get_bits (key) >= RSA_BITS_MIN
                   && EVP_PKEY_get_bits (key) <= RSA_BITS_MAX
               ? "RS256"
               : NULL;
  if (EVP_PKEY_is_a (key, "EC")
      && EVP_PKEY_get_group_name (key, curve, sizeof curve, &len)
      && strcmp (curve, "prime256v1") == 0)
    return "ES256";
  return NULL;
}

/* Says in K what it may be used for.  A JWK is believed only as far as
   OpenSSL makes a key of it.  */
static void
key_judge (struct statement_key *k)
{
  EVP_PKEY *key = NULL;
  const char *alg;
  jose_cfg_t *cfg = quiet_new ();

  if (text_is (k->jwk, "kty", "EC") || text_is (k->jwk, "kty", "RSA"))
    key = cfg ? jose_openssl_jwk_to_EVP_PKEY (cfg, k->jwk) : NULL;
  alg = key ? algorithm_of (key) : NULL;
  if (!key)
    k->unfit = "it is no EC or RSA key";
  else if (!alg)
    k->unfit = "it is neither P-256 nor RSA of 2048 to 8192 bits";
  else if (json_object_get (k->jwk, "alg") && !text_is (k->jwk, "alg", alg))
    k->unfit = "its alg is neither ES256 nor RS256";
  else if (!may_verify (k->jwk))
    k->unfit = "its use is not to verify signatures";
  else
    k->alg = alg;
  EVP_PKEY_free (key);
  quiet_free (cfg);
  ERR_clear_error ();
}

/* Adds JWK, which becomes KEYS'.  */
static bool
key_add (struct statement_keys *keys, json_t *jwk, const char **how)
{
  struct statement_key *k = &keys->key[keys->n];
  const json_t *kid;

  k->jwk = jwk;
  keys->n++;
  if (!json_is_object (jwk))
    return no (how, "a key in it is no JSON object");
  if (is_secret (jwk))
    return no (how, "it holds a private or shared key");
  kid = json_object_get (jwk, "kid");
  k->kid = json_string_value (kid);
  if (kid && (!k->kid || strlen (k->kid) > STATEMENT_KID_MAX))
    return no (how, "a kid in it is no text of at most 200 bytes");
  for (size_t i = 0; k->kid && i + 1 < keys->n; i++)
    if (keys->key[i].kid && strcmp (keys->key[i].kid, k->kid) == 0)
      return no (how, "two keys in it have one kid");
  key_judge (k);
  return true;
}

static bool
jwks_read (const void *data, size_t len, struct statement_keys *keys,
           const char **how)
{
  json_t *root = json_loadb (data, len, JSON_REJECT_DUPLICATES, NULL);
  json_t *set = json_object_get (root, "keys");
  bool good = true;

  if (!json_is_object (root))
    good = no (how, "it is no JSON");
  else if (!set)
    good = key_add (keys, json_incref (root), how);
  else if (!json_is_array (set) || json_array_size (set) > STATEMENT_KEYS_MAX)
    good = no (how, "its keys are no list of at most 64");
  else
    for (size_t i = 0; good && i < json_array_size (set); i++)
      good = key_add (keys, json_incref (json_array_get (set, i)), how);
  json_decref (root);
  return good;
}

/* OpenSSL would ask at the terminal otherwise; a public key has no password.
 */
static int
no_password (char *buf, /* NOLINT(readability-non-const-parameter) */
             int size, int writing, void *ctx)
{
  (void) buf;
  (void) size;
  (void) writing;
  (void) ctx;
  return -1;
}

static EVP_PKEY *
pem_next (BIO *bio)
{
  return bio ? PEM_read_bio_PUBKEY (bio, NULL, no_password, NULL) : NULL;
}

static bool
pem_read (const void *data, size_t len, struct statement_keys *keys,
          const char **how)
{
  BIO *bio = BIO_new_mem_buf (data, (int) len);
  EVP_PKEY *key = pem_next (bio);
  EVP_PKEY *second = key ? pem_next (bio) : NULL;
  jose_cfg_t *cfg = quiet_new ();
  json_t *jwk = key && cfg ? jose_openssl_jwk_from_EVP_PKEY (cfg, key) : NULL;
  bool good = false;

  if (!key)
    *how = "it is no public key in PEM, no JWK and no JWK set";
  else if (second)
    *how = "it holds several PEM keys: make a JWK set of them";
  else if (!jwk)
    *how = "its key is no EC or RSA key";
  else
    good = key_add (keys, json_incref (jwk), how);
  json_decref (jwk);
  quiet_free (cfg);
  EVP_PKEY_free (second);
  EVP_PKEY_free (key);
  BIO_free (bio);
  ERR_clear_error ();
  return good;
}

static bool
holds (const void *data, size_t len, const char *text)
{
  return memmem (data, len, text, strlen (text)) != NULL;
}

static bool
read_any (const void *data, size_t len, struct statement_keys *keys,
          const char **how)
{
  const char *text = data;
  size_t blank = 0;

  while (blank < len && strchr (" \t\r\n", text[blank]) && text[blank])
    blank++;
  if (blank == len)
    return no (how, "it is empty");
  if (len > STATEMENT_KEYS_BYTES)
    return no (how, "it is larger than 64 KiB");
  if (text[blank] == '{')
    return jwks_read (data, len, keys, how);
  if (holds (data, len, "PRIVATE KEY-----"))
    return no (how, "it holds a private or shared key");
  if (holds (data, len, "-----BEGIN CERTIFICATE-----"))
    return no (how, "it is a certificate: take its public key out");
  return pem_read (data, len, keys, how);
}

bool
statement_keys_read (const void *data, size_t len, struct statement_keys **out,
                     const char **how)
{
  struct statement_keys *keys = calloc (1, sizeof *keys);
  size_t fit = 0;

  if (!keys)
    return no (how, "no memory");
  if (read_any (data, len, keys, how))
    {
      for (size_t i = 0; i < keys->n; i++)
        fit += keys->key[i].alg != NULL;
      if (fit > 0)
        {
          *out = keys;
          return true;
        }
      *how = keys->n == 1 ? keys->key[0].unfit : "no key in it can be used";
    }
  statement_keys_free (keys);
  return false;
}

void
statement_keys_free (struct statement_keys *keys)
{
  if (!keys)
    return;
  for (size_t i = 0; i < keys->n; i++)
    json_decref (keys->key[i].jwk);
  free (keys);
}

static const struct statement_key *
usable (const struct statement_key *k, const char **how)
{
  if (k->alg)
    return k;
  *how = k->unfit;
  return NULL;
}

const struct statement_key *
statement_key_find (const struct statement_keys *keys, const char *kid,
                    const char **how)
{
  if (keys->n == 1 && (!kid || !keys->key[0].kid))
    return usable (&keys->key[0], how);
  for (size_t i = 0; kid && i < keys->n; i++)
    if (keys->key[i].kid && strcmp (keys->key[i].kid, kid) == 0)
      return usable (&keys->key[i], how);
  *how = kid ? "no key in the file has its kid"
             : "it names no key (kid), and there are several";
  return NULL;
}
