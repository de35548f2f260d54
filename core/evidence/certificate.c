/* SPDX-License-Identifier: Apache-2.0 */
/* What a certificate says of itself.  OpenSSL reads and compares; which kinds
   are taken is decided here.  */
#include "evidence/certificate.h"

#include <stdio.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 4096
#define DIGEST_SHOWN 6 /* bytes of the certificate's SHA-256 on record */

bool
evidence_refuse (struct evidence_answer *out, enum code code,
                 const char *detail)
{
  out->code = code;
  snprintf (out->detail, sizeof out->detail, "%s", detail);
  return false;
}

void
evidence_note (struct evidence_answer *out, const char *name,
               const char *value)
{
  size_t used = strlen (out->text);

  snprintf (out->text + used, sizeof out->text - used, "%s%s=%s",
            used ? " " : "", name, value);
}

void
certificate_note (const X509 *x, struct evidence_answer *out)
{
  unsigned char sum[EVP_MAX_MD_SIZE];
  char hex[2 * DIGEST_SHOWN + 1] = "";
  unsigned len = 0;

  if (!X509_digest (x, EVP_sha256 (), sum, &len))
    return;
  for (size_t i = 0; i < DIGEST_SHOWN; i++)
    snprintf (hex + 2 * i, 3, "%02x", sum[i]);
  evidence_note (out, "cert", hex);
}

X509 *
certificate_read (struct emi_span data)
{
  const unsigned char *at = data.data;
  X509 *x;

  if (!data.len || data.len > EVIDENCE_CERTIFICATE_MAX)
    return NULL;
  x = d2i_X509 (NULL, &at, (long) data.len);
  /* Parses the extensions as well, so that each later look finds them.  */
  if (x
      && (at != (const unsigned char *) data.data + data.len
          || X509_get_extension_flags (x) & EXFLAG_INVALID))
    {
      X509_free (x);
      x = NULL;
    }
  ERR_clear_error ();
  return x;
}

static bool
key_fit (const X509 *x)
{
  const EVP_PKEY *key = X509_get0_pubkey (x);
  char group[32];
  size_t len = 0;

  if (!key)
    return false;
  if (EVP_PKEY_is_a (key, "RSA"))
    return EVP_PKEY_get_bits (key) >= RSA_BITS_MIN
           && EVP_PKEY_get_bits (key) <= RSA_BITS_MAX;
  return EVP_PKEY_is_a (key, "EC")
         && EVP_PKEY_get_group_name (key, group, sizeof group, &len)
         && strcmp (group, SN_X9_62_prime256v1) == 0;
}

/* What a client proves itself with, on the web or at a log-in.  */
static bool
purpose_fit (const X509 *x)
{
  EXTENDED_KEY_USAGE *list
      = X509_get_ext_d2i (x, NID_ext_key_usage, NULL, NULL);
  bool fit = false;

  for (int i = 0; i < sk_ASN1_OBJECT_num (list) && !fit; i++)
    switch (OBJ_obj2nid (sk_ASN1_OBJECT_value (list, i)))
      {
      case NID_client_auth:
      case NID_ms_smartcard_login:
      case NID_anyExtendedKeyUsage:
        fit = true;
        break;
      default:
        break;
      }
  EXTENDED_KEY_USAGE_free (list);
  return fit;
}

/* Cards carry a second key whose signature binds its holder by law; a program
   must never get one out of it.  */
static const char *
usage_unfit (X509 *x)
{
  uint32_t flags = X509_get_extension_flags (x);
  uint32_t usage = X509_get_key_usage (x);

  if (flags & EXFLAG_CRITICAL)
    return "an unknown critical extension";
  if (flags & EXFLAG_CA)
    return "of a certification authority";
  if (!(flags & EXFLAG_KUSAGE) || !(usage & KU_DIGITAL_SIGNATURE))
    return "not for digital signatures";
  if (usage & KU_NON_REPUDIATION)
    return "for legal signatures";
  if ((flags & EXFLAG_XKUSAGE) && !purpose_fit (x))
    return "not for a client's authentication";
  return NULL;
}

bool
certificate_fit (X509 *x, struct evidence_answer *out)
{
  const char *unfit = usage_unfit (x);

  if (!key_fit (x))
    return evidence_refuse (out, CODE_CERT_UNREADABLE,
                            "neither P-256 nor RSA of 2048 to 4096 bits");
  return !unfit || evidence_refuse (out, CODE_CERT_USAGE, unfit);
}

bool
certificate_dates (const X509 *x, int64_t now, struct evidence_answer *out)
{
  int begun = ASN1_TIME_cmp_time_t (X509_get0_notBefore (x), (time_t) now);
  int ended = ASN1_TIME_cmp_time_t (X509_get0_notAfter (x), (time_t) now);

  if (begun == -2 || ended == -2)
    return evidence_refuse (out, CODE_CERT_UNREADABLE, "its dates");
  if (begun > 0)
    return evidence_refuse (out, CODE_CERT_NOT_YET, "");
  return ended >= 0 || evidence_refuse (out, CODE_CERT_EXPIRED, "");
}

/* --- the signature --- */

struct algorithm
{
  const char *word;
  const char *key;
  int padding; /* RSA */
};

static const struct algorithm algorithms[] = {
  { "ecdsa-sha256", "EC", 0 },
  { "rsa-pss-sha256", "RSA", RSA_PKCS1_PSS_PADDING },
  { "rsa-pkcs1-sha256", "RSA", RSA_PKCS1_PADDING },
};

static const struct algorithm *
algorithm_find (struct emi_span word, const EVP_PKEY *key)
{
  for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
    if (strlen (algorithms[i].word) == word.len
        && memcmp (algorithms[i].word, word.data, word.len) == 0)
      return EVP_PKEY_is_a (key, algorithms[i].key) ? &algorithms[i] : NULL;
  return NULL;
}

static bool
verify (EVP_MD_CTX *md, EVP_PKEY *key, const struct algorithm *a,
        struct emi_span message, struct emi_span signature)
{
  EVP_PKEY_CTX *ctx = NULL;

  if (EVP_DigestVerifyInit (md, &ctx, EVP_sha256 (), NULL, key) != 1)
    return false;
  if (a->padding && EVP_PKEY_CTX_set_rsa_padding (ctx, a->padding) != 1)
    return false;
  if (a->padding == RSA_PKCS1_PSS_PADDING
      && EVP_PKEY_CTX_set_rsa_pss_saltlen (ctx, RSA_PSS_SALTLEN_DIGEST) != 1)
    return false;
  return EVP_DigestVerify (md, signature.data, signature.len, message.data,
                           message.len)
         == 1;
}

bool
certificate_signed (X509 *x, struct emi_span algorithm,
                    struct emi_span message, struct emi_span signature,
                    struct evidence_answer *out)
{
  EVP_PKEY *key = X509_get0_pubkey (x);
  const struct algorithm *a = key ? algorithm_find (algorithm, key) : NULL;
  EVP_MD_CTX *md;
  bool good;

  if (!a)
    return evidence_refuse (out, CODE_SIGNATURE_WRONG,
                            "the algorithm does not fit the key");
  if (!signature.len)
    return evidence_refuse (out, CODE_SIGNATURE_WRONG, "there is none");
  md = EVP_MD_CTX_new ();
  good = md && verify (md, key, a, message, signature);
  EVP_MD_CTX_free (md);
  ERR_clear_error ();
  return good || evidence_refuse (out, CODE_SIGNATURE_WRONG, "");
}

/* --- whose it is --- */

bool
certificate_same_name (const X509 *a, const X509 *b)
{
  const X509_NAME *name = X509_get_subject_name (a);

  return X509_NAME_entry_count (name) > 0
         && X509_NAME_entry_count (X509_get_issuer_name (a)) > 0
         && X509_NAME_cmp (name, X509_get_subject_name (b)) == 0
         && X509_NAME_cmp (X509_get_issuer_name (a), X509_get_issuer_name (b))
                == 0;
}

bool
certificate_same_key (const X509 *a, const X509 *b)
{
  const EVP_PKEY *x = X509_get0_pubkey (a), *y = X509_get0_pubkey (b);
  bool same = x && y && EVP_PKEY_eq (x, y) == 1;

  ERR_clear_error ();
  return same;
}
