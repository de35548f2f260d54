/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and certificates for tests, made while they run.  All abort when they
   cannot do their work.  */
#ifndef EMI_TESTS_CARD_MAKER_H
#define EMI_TESTS_CARD_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/x509.h>

#include <emi/types.h>

#define CARD_DAY INT64_C (86400)

struct card_cert
{
  EVP_PKEY *key;
  X509 *x;
  unsigned char *der; /* the certificate */
  size_t len;
};

/* What a certificate is made of; zero is a sound one for a person.  */
struct card_want
{
  const char *name;               /* CN; NULL: "Taro Shiken" */
  const struct card_cert *issuer; /* NULL: signs itself */
  EVP_PKEY *key;                  /* borrowed; NULL: a new one */
  const char *kind;               /* P-256 (NULL), P-384, or bits of RSA */
  int64_t from, to;               /* UTC seconds; 0: a year around NOW */
  int64_t now;
  bool ca;
  const char *usage;    /* NULL: digitalSignature; "": none */
  const char *extended; /* NULL: none */
  const char *ocsp;     /* the responder's address, or NULL */
  struct emi_span role; /* value of subjectDirectoryAttributes, or empty */
  long serial;          /* 0: a random one */
};

void card_make (struct card_cert *out, const struct card_want *want);
void card_done (struct card_cert *c);
struct emi_span card_der (const struct card_cert *c);

EVP_PKEY *card_key (const char *kind);

/* KEY's signature over "emi-factor/1" and CHALLENGE by ALGORITHM's word, in
   new memory (OPENSSL_free).  */
unsigned char *card_sign (EVP_PKEY *key, const char *algorithm,
                          const unsigned char challenge[32], size_t *len_out);

/* Into DIR: key.pem and cert.pem.  */
void card_write (const struct card_cert *c, const char *dir);
/* The certificate alone, as NAME, behind what is there already.  */
void card_append (const struct card_cert *c, const char *dir,
                  const char *name);

/* A list of ISSUER's, with REVOKED (may be NULL) on it, as DER in new memory
   (OPENSSL_free).  */
unsigned char *card_crl (const struct card_cert *issuer,
                         const struct card_cert *revoked, int64_t from,
                         int64_t to, size_t *len_out);

/* subjectDirectoryAttributes with hcRole TEXT of the national coding scheme,
   in new memory.  */
unsigned char *card_role (const char *text, size_t *len_out);

#endif
