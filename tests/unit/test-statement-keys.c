/* SPDX-License-Identifier: Apache-2.0 */
/* Which key files are taken, and which of their keys.  */
#include <criterion/criterion.h>
#include <stdio.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/cleanup.h"
#include "evidence/statement-keys.h"
#include "lib/statement-maker.h"

static struct statement_keys *keys;
static const char *how;

static bool
reads (const char *text)
{
  how = "";
  statement_keys_free (keys);
  keys = NULL;
  return statement_keys_read (text, strlen (text), &keys, &how);
}

/* SET, which is freed, as a file.  */
static bool
reads_json (json_t *set)
{
  CLEANUP_FREE char *text = json_dumps (set, 0);

  json_decref (set);
  return reads (text);
}

static void
tear_down (void)
{
  statement_keys_free (keys);
  keys = NULL;
}

TestSuite (statement_keys, .fini = tear_down);

#define refuses(call, sentence)                                               \
  do                                                                          \
    {                                                                         \
      cr_expect_not ((call), "%s", #call);                                    \
      cr_expect_str_eq (how, (sentence));                                     \
    }                                                                         \
  while (0)

/* The public (or private) half of a new KIND key as PEM.  */
static char *
pem (const char *kind, const char *what, bool private)
{
  EVP_PKEY *key
      = strcmp (kind, "EC") == 0
            ? EVP_PKEY_Q_keygen (NULL, NULL, kind, what)
            : EVP_PKEY_Q_keygen (NULL, NULL, kind, (size_t) atoi (what));
  BIO *bio = BIO_new (BIO_s_mem ());
  char *at, *text;
  long len;

  cr_assert (key);
  if (private)
    PEM_write_bio_PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL);
  else
    PEM_write_bio_PUBKEY (bio, key);
  len = BIO_get_mem_data (bio, &at);
  text = strndup (at, (size_t) len);
  BIO_free (bio);
  EVP_PKEY_free (key);
  return text;
}

Test (statement_keys, pem)
{
  CLEANUP_FREE char *ec = pem ("EC", "P-256", false);
  CLEANUP_FREE char *rsa = pem ("RSA", "2048", false);
  CLEANUP_FREE char *small = pem ("RSA", "1024", false);
  CLEANUP_FREE char *other = pem ("EC", "P-384", false);
  CLEANUP_FREE char *secret = pem ("EC", "P-256", true);
  CLEANUP_FREE char *two = NULL;

  cr_assert (reads (ec), "%s", how);
  cr_assert_str_eq (keys->key[0].alg, "ES256");
  cr_assert_null (keys->key[0].kid);
  cr_assert (statement_key_find (keys, NULL, &how));
  cr_assert (statement_key_find (keys, "whatever", &how));
  cr_assert (reads (rsa), "%s", how);
  cr_assert_str_eq (keys->key[0].alg, "RS256");
  refuses (reads (small), "it is neither P-256 nor RSA of 2048 to 8192 bits");
  refuses (reads (other), "it is neither P-256 nor RSA of 2048 to 8192 bits");
  refuses (reads (secret), "it holds a private or shared key");
  cr_assert (asprintf (&two, "%s%s", ec, rsa) > 0);
  refuses (reads (two), "it holds several PEM keys: make a JWK set of them");
  refuses (reads ("-----BEGIN CERTIFICATE-----\nAAAA\n"
                  "-----END CERTIFICATE-----\n"),
           "it is a certificate: take its public key out");
}

Test (statement_keys, what_is_none)
{
  static const char *const none[]
      = { "hello",
          "-----BEGIN PUBLIC KEY-----\nAAAA\n"
          "-----END PUBLIC KEY-----\n",
          "-----BEGIN PUBLIC KEY-----\nProc-Type: 4,ENCRYPTED\n"
          "DEK-Info: AES-128-CBC,00000000000000000000000000000000\n\nAAAA\n"
          "-----END PUBLIC KEY-----\n" };

  refuses (reads (""), "it is empty");
  refuses (reads (" \n\t"), "it is empty");
  for (size_t i = 0; i < N_ELEMENTS (none); i++)
    refuses (reads (none[i]),
             "it is no public key in PEM, no JWK and no JWK set");
  refuses (reads ("{"), "it is no JSON");
  refuses (reads ("{\"keys\":[],\"keys\":[]}"), "it is no JSON");
  refuses (reads ("{\"keys\":{}}"), "its keys are no list of at most 64");
  refuses (reads ("{\"keys\":[]}"), "no key in it can be used");
  refuses (reads ("{\"keys\":[1]}"), "a key in it is no JSON object");
  refuses (reads ("{}"), "it is no EC or RSA key");
}

Test (statement_keys, secrets_do_not_belong_here)
{
  json_t *key = key_new ("ES256", NULL);

  refuses (reads_json (json_incref (key)), "it holds a private or shared key");
  refuses (reads_json (json_pack ("{s:[o,o]}", "keys", key_public (key),
                                  json_incref (key))),
           "it holds a private or shared key");
  refuses (reads_json (json_pack ("{s:[o,o]}", "keys", key_public (key),
                                  key_new ("HS256", NULL))),
           "it holds a private or shared key");
  cr_assert (reads_json (key_public (key)), "%s", how);
  json_decref (key);
}

/* The public half of a new P-256 key with NAME set to the JSON VALUE.  */
static json_t *
half (const char *name, const char *value)
{
  json_t *key = key_new ("ES256", NULL), *out = key_public (key);

  json_object_set_new (out, name, json_loads (value, JSON_DECODE_ANY, NULL));
  json_decref (key);
  return out;
}

Test (statement_keys, use_and_algorithm)
{
  cr_assert (reads_json (half ("use", "\"sig\"")), "%s", how);
  cr_assert (reads_json (half ("key_ops", "[\"verify\"]")), "%s", how);
  refuses (reads_json (half ("use", "\"enc\"")),
           "its use is not to verify signatures");
  refuses (reads_json (half ("use", "1")),
           "its use is not to verify signatures");
  refuses (reads_json (half ("key_ops", "[\"sign\"]")),
           "its use is not to verify signatures");
  refuses (reads_json (half ("key_ops", "[]")),
           "its use is not to verify signatures");
  refuses (reads_json (half ("alg", "\"ES384\"")),
           "its alg is neither ES256 nor RS256");
  refuses (reads_json (half ("alg", "\"HS256\"")),
           "its alg is neither ES256 nor RS256");
  refuses (reads_json (half ("x", "\"AAAA\"")), "it is no EC or RSA key");
  refuses (reads_json (half ("kty", "\"OKP\"")), "it is no EC or RSA key");
}

Test (statement_keys, names)
{
  refuses (reads_json (json_pack ("{s:[o,o]}", "keys", half ("kid", "\"a\""),
                                  half ("kid", "\"a\""))),
           "two keys in it have one kid");
  refuses (reads_json (half ("kid", "1")),
           "a kid in it is no text of at most 200 bytes");
  /* Keys for other purposes may lie beside ours.  */
  cr_assert (reads_json (json_pack ("{s:[o,o]}", "keys", half ("kid", "\"a\""),
                                    half ("use", "\"enc\""))),
             "%s", how);
  cr_assert (statement_key_find (keys, "a", &how));
  cr_assert_null (statement_key_find (keys, NULL, &how));
  cr_assert_null (statement_key_find (keys, "b", &how));
  json_t *list = json_array ();
  for (int i = 0; i < STATEMENT_KEYS_MAX + 1; i++)
    json_array_append_new (list, json_object ());
  refuses (reads_json (json_pack ("{s:o}", "keys", list)),
           "its keys are no list of at most 64");
}

Test (statement_keys, nothing_is_larger_than_64_kib)
{
  CLEANUP_FREE char *text = made (malloc (STATEMENT_KEYS_BYTES + 2));

  memset (text, 'x', STATEMENT_KEYS_BYTES + 1);
  text[STATEMENT_KEYS_BYTES + 1] = '\0';
  refuses (reads (text), "it is larger than 64 KiB");
}
