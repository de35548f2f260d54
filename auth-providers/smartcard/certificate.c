/* SPDX-License-Identifier: Apache-2.0 */
/* What a certificate says: whose key for what.  Only keys for authentication
   are used: digitalSignature without nonRepudiation, so never one for legal
   signatures; whether it is valid is the core's to judge, which looks at all
   of this again.  */
#include "smartcard.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define RSA_BITS_LOW 2048
#define RSA_BITS_HIGH 4096

/* The first certificate in DATA; REST_OUT is how much follows.  */
static X509 *
parse (const void *data, size_t len, size_t *rest_out)
{
  const unsigned char *at = data;
  X509 *x;

  if (len == 0 || len > CERTIFICATE_MAX)
    return NULL;
  x = d2i_X509 (NULL, &at, (long) len);
  if (x)
    *rest_out = len - (size_t) (at - (const unsigned char *) data);
  return x;
}

static enum certificate_kind
kind_of (X509 *x)
{
  uint32_t flags = X509_get_extension_flags (x);
  uint32_t usage = X509_get_key_usage (x);

  if (flags & EXFLAG_INVALID)
    return CERTIFICATE_UNFIT;
  if (flags & EXFLAG_CA)
    return CERTIFICATE_CA;
  if (!(flags & EXFLAG_KUSAGE) || !(usage & KU_DIGITAL_SIGNATURE)
      || (usage & KU_NON_REPUDIATION))
    return CERTIFICATE_UNFIT;
  if ((flags & EXFLAG_XKUSAGE)
      && !(X509_get_extended_key_usage (x) & (XKU_SSL_CLIENT | XKU_ANYEKU)))
    return CERTIFICATE_UNFIT;
  return CERTIFICATE_PERSON;
}

static enum key_kind
key_of (X509 *x, size_t *signature_len_out)
{
  EVP_PKEY *key = X509_get0_pubkey (x);
  char group[32];
  int bits;

  if (!key)
    return KEY_UNKNOWN;
  bits = EVP_PKEY_get_bits (key);
  switch (EVP_PKEY_get_base_id (key))
    {
    case EVP_PKEY_EC:
      if (!EVP_PKEY_get_utf8_string_param (key, OSSL_PKEY_PARAM_GROUP_NAME,
                                           group, sizeof group, NULL)
          || strcmp (group, SN_X9_62_prime256v1) != 0)
        return KEY_UNKNOWN;
      *signature_len_out = 64;
      return KEY_P256;
    case EVP_PKEY_RSA:
      if (bits < RSA_BITS_LOW || bits > RSA_BITS_HIGH)
        return KEY_UNKNOWN;
      *signature_len_out = ((size_t) bits + 7) / 8;
      return KEY_RSA;
    default:
      return KEY_UNKNOWN;
    }
}

static int64_t
time_of (const ASN1_TIME *t)
{
  struct tm tm;

  return t && ASN1_TIME_to_tm (t, &tm) ? (int64_t) timegm (&tm) : 0;
}

bool
certificate_read (const void *data, size_t len, struct certificate *c)
{
  size_t rest = 0;
  X509 *x = parse (data, len, &rest);

  *c = (struct certificate){ .kind = CERTIFICATE_UNFIT };
  if (!x)
    return true;
  c->kind = kind_of (x);
  c->key = key_of (x, &c->signature_len);
  c->from = time_of (X509_get0_notBefore (x));
  X509_free (x);
  if (c->kind == CERTIFICATE_PERSON && c->key == KEY_UNKNOWN)
    c->kind = CERTIFICATE_UNFIT;
  c->der = malloc (len);
  if (!c->der)
    return false;
  c->len = len - rest;
  memcpy (c->der, data, c->len);
  return true;
}

void
certificate_done (struct certificate *c)
{
  free (c->der);
  c->der = NULL;
  c->len = 0;
}

bool
certificate_is (const struct emi_span *der)
{
  size_t rest = 1;
  X509 *x = parse (der->data, der->len, &rest);

  X509_free (x);
  return x != NULL && rest == 0;
}

enum likeness
certificate_like (const struct certificate *c, const struct emi_span *enrolled)
{
  size_t rest;
  X509 *mine, *theirs;
  bool same;

  if (c->kind != CERTIFICATE_PERSON)
    return LIKE_NOTHING;
  if (c->len == enrolled->len && memcmp (c->der, enrolled->data, c->len) == 0)
    return LIKE_SAME;
  mine = parse (c->der, c->len, &rest);
  theirs = parse (enrolled->data, enrolled->len, &rest);
  same = mine && theirs
         && X509_NAME_entry_count (X509_get_subject_name (mine)) > 0
         && X509_NAME_cmp (X509_get_subject_name (mine),
                           X509_get_subject_name (theirs))
                == 0;
  X509_free (mine);
  X509_free (theirs);
  return same ? LIKE_PERSON : LIKE_OTHER;
}
