/* SPDX-License-Identifier: Apache-2.0 */
/* Asking an authority's responder (RFC 6960): the question and the judgement
   of an answer, as functions on bytes.  */
#ifndef EMI_EVIDENCE_OCSP_H
#define EMI_EVIDENCE_OCSP_H

#include <openssl/ocsp.h>

#include "evidence/chain.h"

/* How far a responder's clock may be off, and how old an answer without an
   end of its own may be.  */
#define OCSP_SKEW_S 300
#define OCSP_AGE_S 86400

enum ocsp_state
{
  OCSP_GOOD,
  OCSP_REVOKED,
  OCSP_UNKNOWN, /* the responder does not know the certificate */
  OCSP_USELESS  /* no answer that can be believed; *HOW says why */
};

struct ocsp_question
{
  OCSP_REQUEST *request;
  OCSP_CERTID *id;
  unsigned char *der;
  size_t len;
};

/* About X of ISSUER, with a nonce.  False without memory.  */
bool ocsp_ask (struct ocsp_question *q, const X509 *x, const X509 *issuer);
void ocsp_question_done (struct ocsp_question *q);

/* What ANSWER says to Q at NOW.  It must be signed by the issuer or by whom
   the issuer names for it, be about this certificate, and be of this time.  */
enum ocsp_state ocsp_judge (const struct ocsp_question *q,
                            struct emi_span answer, const struct chain *c,
                            int64_t now, const char **how);

/* The responder that X names, in new memory (OPENSSL_free); NULL when it
   names none.  */
char *ocsp_address (X509 *x);

#endif
