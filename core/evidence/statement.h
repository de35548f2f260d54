/* SPDX-License-Identifier: Apache-2.0 */
/* Another product's signed statement that an account passed two factors: a
   JWS in compact form (RFC 7515) over a set of claims, described for vendors
   in emi-assertion(7).  Pure functions on bytes; whether a statement was used
   before is for its keeper to say (STATEMENT's id).  */
#ifndef EMI_EVIDENCE_STATEMENT_H
#define EMI_EVIDENCE_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/statement-keys.h"

/* A claim set of ours is some 300 bytes and an RSA signature of 8192 bits
   1366 characters.  */
#define STATEMENT_BYTES 8192
/* How old it and each of its methods may be, and how far ahead of emi's clock
   the product's may run.  */
#define STATEMENT_AGE_S 900
#define STATEMENT_AHEAD_S 60
#define STATEMENT_ID_LEN 32
#define STATEMENT_EVIDENCE 121

enum statement_verdict
{
  STATEMENT_GOOD,
  STATEMENT_FORM,      /* no statement, or none that emi can read */
  STATEMENT_SIGNATURE, /* not signed by a key of the hospital's file */
  STATEMENT_OTHER,     /* of somebody else, or for somewhere else */
  STATEMENT_TIME,      /* too old, run out, or of the future */
  STATEMENT_METHODS    /* unknown ones, two of one class, none accepted */
};

/* What it must say.  Texts are compared byte for byte.  */
struct statement_wanted
{
  const char *issuer;
  const char *facility; /* its code; in `aud` also "emi:CODE" */
  const char *terminal;
  const void *subject; /* the account's name over there */
  size_t subject_len;
  const char *known;  /* methods there are, separated by blanks */
  const char *accept; /* those that count; NULL: all known ones */
  int64_t now;        /* UTC seconds */
};

struct statement
{
  char methods[12]; /* stated and accepted, in the order stated */
  /* Of the issuer and the statement's own name: the same for the same
     statement, whoever shows it.  */
  unsigned char id[STATEMENT_ID_LEN];
  int64_t at;                        /* iat, UTC seconds */
  char evidence[STATEMENT_EVIDENCE]; /* for the record, printable ASCII */
};

/* Reads and judges LEN bytes.  Nothing of the claims counts before the
   signature held.  *HOW is a constant sentence unless it is good; OUT is
   untouched then.  */
enum statement_verdict statement_check (const void *data, size_t len,
                                        const struct statement_keys *keys,
                                        const struct statement_wanted *want,
                                        struct statement *out,
                                        const char **how);

#endif
