/* SPDX-License-Identifier: Apache-2.0 */
/* From a person's certificate to the authority that the hospital trusts.  */
#ifndef EMI_EVIDENCE_CHAIN_H
#define EMI_EVIDENCE_CHAIN_H

#include <openssl/x509.h>

#include "evidence/evidence.h"

#define CHAIN_DEPTH 5

/* What was built for one certificate.  */
struct chain
{
  X509_STORE *store;          /* the configured authority, at NOW */
  STACK_OF (X509) * between;  /* what the card brought */
  STACK_OF (X509_CRL) * crls; /* of the configured file */
  X509 *issuer;               /* the certificate's, once it is trusted */
};

/* Reads the files of IN's trust and the card's further certificates.  False
   with CODE_TRUST_UNREADABLE.  */
bool chain_open (struct chain *c, const struct evidence_signed *in,
                 struct evidence_answer *out);
/* Is X trusted, and not on a list where one is configured?  */
bool chain_check (struct chain *c, const struct evidence_signed *in, X509 *x,
                  struct evidence_answer *out);
void chain_done (struct chain *c);

/* Lists in DATA, PEM or DER; NULL where there is none.  */
STACK_OF (X509_CRL) * chain_lists (struct emi_span data);

#endif
