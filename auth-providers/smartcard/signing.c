/* SPDX-License-Identifier: Apache-2.0 */
/* How a card signs the challenge: which mechanism, what it is given, and what
   its answer has to look like (emi/auth.h).  */
#include "smartcard.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#define PREFIX "emi-factor/1"
#define PREFIX_LEN (sizeof PREFIX - 1)
#define HASH_LEN 32

#define WAY(mechanism, key, algorithm, input, pss)                            \
  {                                                                           \
    mechanism, key, algorithm, #mechanism, input, pss                         \
  }

/* The best first.  PSS before PKCS #1 v1.5, because it is proven; what hashes
   by itself first with RSA, because there the module makes fewer mistakes,
   but plain ECDSA, because every module has it.  */
static const struct sign_way ways[] = {
  WAY (CKM_ECDSA, KEY_P256, "ecdsa-sha256", SIGN_HASH, false),
  WAY (CKM_ECDSA_SHA256, KEY_P256, "ecdsa-sha256", SIGN_MESSAGE, false),
  WAY (CKM_SHA256_RSA_PKCS_PSS, KEY_RSA, "rsa-pss-sha256", SIGN_MESSAGE, true),
  WAY (CKM_RSA_PKCS_PSS, KEY_RSA, "rsa-pss-sha256", SIGN_HASH, true),
  WAY (CKM_SHA256_RSA_PKCS, KEY_RSA, "rsa-pkcs1-sha256", SIGN_MESSAGE, false),
  WAY (CKM_RSA_PKCS, KEY_RSA, "rsa-pkcs1-sha256", SIGN_DIGEST_INFO, false),
};

static bool
offers (const CK_MECHANISM_TYPE *offered, size_t n, CK_MECHANISM_TYPE wanted)
{
  for (size_t i = 0; i < n; i++)
    if (offered[i] == wanted)
      return true;
  return false;
}

const struct sign_way *
sign_way (enum key_kind key, const CK_MECHANISM_TYPE *offered,
          size_t n_offered, size_t n)
{
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
    if (ways[i].key == key && offers (offered, n_offered, ways[i].mechanism)
        && n-- == 0)
      return &ways[i];
  return NULL;
}

/* DigestInfo of RFC 8017 around HASH.  */
static size_t
digest_info (const unsigned char hash[HASH_LEN],
             unsigned char out[SIGN_INPUT_MAX])
{
  X509_SIG *info = X509_SIG_new ();
  X509_ALGOR *algorithm;
  ASN1_OCTET_STRING *digest;
  int len = 0;

  if (!info)
    return 0;
  X509_SIG_getm (info, &algorithm, &digest);
  if (X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL)
      && ASN1_OCTET_STRING_set (digest, hash, HASH_LEN)
      && i2d_X509_SIG (info, NULL) <= SIGN_INPUT_MAX)
    len = i2d_X509_SIG (info, &out);
  X509_SIG_free (info);
  return len > 0 ? (size_t) len : 0;
}

size_t
sign_input (const struct sign_way *way,
            const unsigned char challenge[CHALLENGE_LEN],
            unsigned char out[SIGN_INPUT_MAX])
{
  unsigned char message[PREFIX_LEN + CHALLENGE_LEN];
  unsigned char hash[HASH_LEN];

  memcpy (message, PREFIX, PREFIX_LEN);
  memcpy (message + PREFIX_LEN, challenge, CHALLENGE_LEN);
  if (way->input == SIGN_MESSAGE)
    {
      memcpy (out, message, sizeof message);
      return sizeof message;
    }
  if (!EVP_Digest (message, sizeof message, hash, NULL, EVP_sha256 (), NULL))
    return 0;
  if (way->input == SIGN_DIGEST_INFO)
    return digest_info (hash, out);
  memcpy (out, hash, HASH_LEN);
  return HASH_LEN;
}

/* PKCS #11 gives r and s side by side; the rest of the world wants DER.  */
static bool
ecdsa_der (unsigned char *buffer, size_t *len)
{
  ECDSA_SIG *sig = ECDSA_SIG_new ();
  BIGNUM *r = BN_bin2bn (buffer, (int) (*len / 2), NULL);
  BIGNUM *s = BN_bin2bn (buffer + *len / 2, (int) (*len / 2), NULL);
  unsigned char *at = buffer;
  int made = 0;

  if (sig && r && s && ECDSA_SIG_set0 (sig, r, s))
    {
      r = s = NULL;
      made = i2d_ECDSA_SIG (sig, &at);
    }
  BN_free (r);
  BN_free (s);
  ECDSA_SIG_free (sig);
  *len = made > 0 ? (size_t) made : 0;
  return made > 0;
}

bool
sign_output (const struct sign_way *way, const struct certificate *c,
             unsigned char buffer[SIGNATURE_MAX], size_t *len)
{
  if (*len != c->signature_len)
    return false;
  return way->key == KEY_P256 ? ecdsa_der (buffer, len) : true;
}
