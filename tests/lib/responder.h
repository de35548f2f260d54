/* SPDX-License-Identifier: Apache-2.0 */
/* A responder for tests, in a process of its own: `openssl ocsp` over an index
   of two certificates, or a server that answers with what it is told.  */
#ifndef EMI_TESTS_RESPONDER_H
#define EMI_TESTS_RESPONDER_H

#include <sys/types.h>

#include "lib/card-maker.h"

struct responder
{
  pid_t pid;
  char address[64]; /* http://127.0.0.1:PORT/ */
  char *dir;        /* its files, removed at the end; or NULL */
};

/* For CA, signed by SIGNER; GOOD is good and REVOKED revoked (either may be
   NULL).  */
void responder_real (struct responder *r, const struct card_cert *ca,
                     const struct card_cert *signer,
                     const struct card_cert *good,
                     const struct card_cert *revoked);
/* Answers each connection with LEN bytes of DATA as they are; NULL: takes the
   connection and says nothing.  */
void responder_canned (struct responder *r, const char *data, size_t len);
/* An address where nobody listens.  */
void responder_absent (struct responder *r);
void responder_done (struct responder *r);

#endif
