/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/card-maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

static void
must (bool good, const char *what)
{
  if (good)
    return;
  fprintf (stderr, "card: %s\n", what);
  ERR_print_errors_fp (stderr);
  abort ();
}

EVP_PKEY *
card_key (const char *kind)
{
  EVP_PKEY *key = !kind || kind[0] == 'P'
                      ? EVP_EC_gen (kind ? kind : "P-256")
                      : EVP_RSA_gen ((unsigned) atoi (kind));

  must (key != NULL, "no key");
  return key;
}

static void
add (X509 *x, const X509 *issuer, int nid, const char *value)
{
  X509_EXTENSION *e;
  X509V3_CTX ctx;

  if (!value || !*value)
    return;
  X509V3_set_ctx (&ctx, (X509 *) issuer, x, NULL, NULL, 0);
  e = X509V3_EXT_conf_nid (NULL, &ctx, nid, value);
  must (e && X509_add_ext (x, e, -1), value);
  X509_EXTENSION_free (e);
}

static void
add_bytes (X509 *x, int nid, struct emi_span data)
{
  ASN1_OCTET_STRING *s = ASN1_OCTET_STRING_new ();
  X509_EXTENSION *e;

  must (s && ASN1_OCTET_STRING_set (s, data.data, (int) data.len), "bytes");
  e = X509_EXTENSION_create_by_NID (NULL, nid, 0, s);
  must (e && X509_add_ext (x, e, -1), "extension");
  X509_EXTENSION_free (e);
  ASN1_OCTET_STRING_free (s);
}

static void
add_ocsp (X509 *x, const X509 *issuer, const char *address)
{
  char value[300];

  if (!address)
    return;
  snprintf (value, sizeof value, "OCSP;URI:%s", address);
  add (x, issuer, NID_info_access, value);
}

static void
name_set (X509 *x, const char *cn)
{
  X509_NAME *name = X509_get_subject_name (x);

  must (X509_NAME_add_entry_by_txt (name, "C", MBSTRING_ASC,
                                    (const unsigned char *) "JP", -1, -1, 0)
            && X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8,
                                           (const unsigned char *) cn, -1, -1,
                                           0),
        cn);
}

static void
fill (X509 *x, const struct card_want *w, EVP_PKEY *key)
{
  const X509 *issuer = w->issuer ? w->issuer->x : x;
  uint64_t serial = (uint64_t) w->serial;

  if (!serial)
    RAND_bytes ((unsigned char *) &serial, sizeof serial - 1);
  name_set (x, w->name ? w->name : "Taro Shiken");
  must (X509_set_version (x, X509_VERSION_3)
            && ASN1_INTEGER_set_uint64 (X509_get_serialNumber (x), serial)
            && X509_set_pubkey (x, key)
            && X509_set_issuer_name (x, X509_get_subject_name (issuer))
            && ASN1_TIME_set (X509_getm_notBefore (x),
                              w->from ? w->from : w->now - 180 * CARD_DAY)
            && ASN1_TIME_set (X509_getm_notAfter (x),
                              w->to ? w->to : w->now + 180 * CARD_DAY),
        "certificate");
  add (x, issuer, NID_basic_constraints,
       w->ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add (x, issuer, NID_key_usage,
       w->usage ? w->usage
       : w->ca  ? "critical,keyCertSign,cRLSign"
                : "critical,digitalSignature");
  add (x, issuer, NID_ext_key_usage, w->extended);
  add_ocsp (x, issuer, w->ocsp);
  if (w->role.len)
    add_bytes (x, NID_subject_directory_attributes, w->role);
}

void
card_make (struct card_cert *out, const struct card_want *want)
{
  int len;

  *out = (struct card_cert){ .key = want->key, .x = X509_new () };
  if (want->key)
    EVP_PKEY_up_ref (want->key);
  else
    out->key = card_key (want->kind);
  must (out->x != NULL, "no memory");
  fill (out->x, want, out->key);
  must (X509_sign (out->x, want->issuer ? want->issuer->key : out->key,
                   EVP_sha256 ())
            > 0,
        "not signed");
  len = i2d_X509 (out->x, &out->der);
  must (len > 0, "no DER");
  out->len = (size_t) len;
}

void
card_done (struct card_cert *c)
{
  EVP_PKEY_free (c->key);
  X509_free (c->x);
  OPENSSL_free (c->der);
  *c = (struct card_cert){ .key = NULL };
}

struct emi_span
card_der (const struct card_cert *c)
{
  return (struct emi_span){ c->der, c->len };
}

unsigned char *
card_sign (EVP_PKEY *key, const char *algorithm,
           const unsigned char challenge[32], size_t *len_out)
{
  unsigned char message[44] = "emi-factor/1";
  EVP_MD_CTX *md = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *ctx = NULL;
  unsigned char *out;

  memcpy (message + 12, challenge, 32);
  must (md && EVP_DigestSignInit (md, &ctx, EVP_sha256 (), NULL, key) == 1,
        "sign");
  if (strcmp (algorithm, "rsa-pss-sha256") == 0)
    must (EVP_PKEY_CTX_set_rsa_padding (ctx, RSA_PKCS1_PSS_PADDING) == 1
              && EVP_PKEY_CTX_set_rsa_pss_saltlen (ctx, 32) == 1,
          "pss");
  must (EVP_DigestSign (md, NULL, len_out, message, sizeof message) == 1,
        "sign");
  out = OPENSSL_malloc (*len_out);
  must (out && EVP_DigestSign (md, out, len_out, message, sizeof message) == 1,
        "sign");
  EVP_MD_CTX_free (md);
  return out;
}

static FILE *
open_in (const char *dir, const char *name, const char *mode)
{
  char path[4096];
  FILE *f;

  snprintf (path, sizeof path, "%s/%s", dir, name);
  f = fopen (path, mode);
  must (f != NULL, path);
  return f;
}

void
card_append (const struct card_cert *c, const char *dir, const char *name)
{
  FILE *f = open_in (dir, name, "ae");

  must (PEM_write_X509 (f, c->x), name);
  fclose (f);
}

void
card_write (const struct card_cert *c, const char *dir)
{
  FILE *f = open_in (dir, "key.pem", "we");

  must (PEM_write_PrivateKey (f, c->key, NULL, NULL, 0, NULL, NULL), "key");
  fclose (f);
  f = open_in (dir, "cert.pem", "we");
  must (PEM_write_X509 (f, c->x), "certificate");
  fclose (f);
}

/* --- revocation --- */

static void
crl_add (X509_CRL *crl, const struct card_cert *c, int64_t at)
{
  X509_REVOKED *r = X509_REVOKED_new ();
  ASN1_TIME *when = ASN1_TIME_set (NULL, at);

  must (r && when
            && X509_REVOKED_set_serialNumber (r, X509_get_serialNumber (c->x))
            && X509_REVOKED_set_revocationDate (r, when)
            && X509_CRL_add0_revoked (crl, r),
        "revoked");
  ASN1_TIME_free (when);
}

unsigned char *
card_crl (const struct card_cert *issuer, const struct card_cert *revoked,
          int64_t from, int64_t to, size_t *len_out)
{
  X509_CRL *crl = X509_CRL_new ();
  ASN1_TIME *last = ASN1_TIME_set (NULL, from),
            *next = ASN1_TIME_set (NULL, to);
  unsigned char *der = NULL;
  int len;

  must (
      crl && last && next && X509_CRL_set_version (crl, X509_CRL_VERSION_2)
          && X509_CRL_set_issuer_name (crl, X509_get_subject_name (issuer->x))
          && X509_CRL_set1_lastUpdate (crl, last)
          && X509_CRL_set1_nextUpdate (crl, next),
      "list");
  if (revoked)
    crl_add (crl, revoked, from);
  must (X509_CRL_sort (crl)
            && X509_CRL_sign (crl, issuer->key, EVP_sha256 ()) > 0,
        "list");
  len = i2d_X509_CRL (crl, &der);
  must (len > 0, "list");
  *len_out = (size_t) len;
  ASN1_TIME_free (last);
  ASN1_TIME_free (next);
  X509_CRL_free (crl);
  return der;
}

/* --- hcRole --- */

/* TAG, LEN and DATA at the end of OUT, which ends at END; the new begin.  */
static unsigned char *
wrap (unsigned char *at, unsigned char tag, size_t len)
{
  must (len < 128, "longer than one byte tells");
  *--at = (unsigned char) len;
  *--at = tag;
  return at;
}

unsigned char *
card_role (const char *text, size_t *len_out)
{
  /* The national scheme in [0], and the attribute's type.  */
  static const unsigned char scheme[]
      = { 0xa0, 0x0c, 0x06, 0x0a, 0x2a, 0x83, 0x08,
          0x86, 0x91, 0x0f, 0x01, 0x06, 0x01, 0x01 };
  static const unsigned char type[]
      = { 0x06, 0x06, 0x28, 0x81, 0x85, 0x42, 0x00, 0x01 };
  unsigned char all[128], *end = all + sizeof all, *at = end;
  unsigned char *out;

  at -= strlen (text);
  memcpy (at, text, strlen (text));
  at = wrap (at, 0x0c, strlen (text));       /* UTF8String */
  at = wrap (at, 0xa2, (size_t) (end - at)); /* codeDataFreeText */
  at -= sizeof scheme;
  memcpy (at, scheme, sizeof scheme);
  at = wrap (at, 0x31, (size_t) (end - at)); /* CodedData */
  at = wrap (at, 0xa0, (size_t) (end - at));
  at = wrap (at, 0x30, (size_t) (end - at)); /* HCActor */
  at = wrap (at, 0x31, (size_t) (end - at)); /* HCActorData */
  at = wrap (at, 0x31, (size_t) (end - at)); /* the attribute's values */
  at -= sizeof type;
  memcpy (at, type, sizeof type);
  at = wrap (at, 0x30, (size_t) (end - at)); /* Attribute */
  at = wrap (at, 0x30, (size_t) (end - at));
  *len_out = (size_t) (end - at);
  out = OPENSSL_memdup (at, *len_out);
  must (out != NULL, "no memory");
  return out;
}
