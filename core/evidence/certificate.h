/* SPDX-License-Identifier: Apache-2.0 */
/* One certificate: read from bytes, and what can be told of it alone.  */
#ifndef EMI_EVIDENCE_CERTIFICATE_H
#define EMI_EVIDENCE_CERTIFICATE_H

#include <openssl/x509.h>

#include "evidence/evidence.h"

/* The certificate that DATA is, whole and nothing after it; NULL when it is
   none.  X509_free.  */
X509 *certificate_read (struct emi_span data);

/* Fills OUT's code and detail; for a function to end with.  */
bool evidence_refuse (struct evidence_answer *out, enum code code,
                      const char *detail);

/* A key for authentication, and nothing but that: P-256 or RSA of 2048 to
   4096 bits, for digital signatures, not for the holder's legal ones, no
   CA.  */
bool certificate_fit (X509 *x, struct evidence_answer *out);
/* Begun and not run out at NOW.  */
bool certificate_dates (const X509 *x, int64_t now,
                        struct evidence_answer *out);

/* SIGNATURE over MESSAGE by X's key, made with ALGORITHM.  */
bool certificate_signed (X509 *x, struct emi_span algorithm,
                         struct emi_span message, struct emi_span signature,
                         struct evidence_answer *out);

/* The same name by the same issuer, neither name empty.  */
bool certificate_same_name (const X509 *a, const X509 *b);
/* The same public key.  */
bool certificate_same_key (const X509 *a, const X509 *b);

/* Puts "cert=" and the beginning of its SHA-256 into OUT's text.  */
void certificate_note (const X509 *x, struct evidence_answer *out);
/* Appends " NAME=VALUE" to OUT's text.  */
void evidence_note (struct evidence_answer *out, const char *name,
                    const char *value);

#endif
