/* SPDX-License-Identifier: Apache-2.0 */
/* What the core checks itself (security.md, factors 4), as a module of its
   own: emi-evidence.so, loaded at first use (host/part.h), so that a request
   without it never pays for the libraries behind it.  One table, its one
   symbol, is all that crosses; nothing is kept between two calls.  */
#ifndef EMI_EVIDENCE_EVIDENCE_H
#define EMI_EVIDENCE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/types.h>

#include "base/codes.h"

#define EVIDENCE_CERTIFICATE_MAX 16384 /* bytes; real ones have 1 to 3 kB */
#define EVIDENCE_CHAIN_MAX 4
#define EVIDENCE_ROLES_MAX 8
#define EVIDENCE_DETAIL 160
#define EVIDENCE_TEXT 120

/* What is demanded of a certificate: <trust> of emi.xml, its files read.  */
struct evidence_trust
{
  bool issuer;         /* any certificate of that person by the same issuer */
  struct emi_span ca;  /* PEM, the trust anchors; empty: none configured */
  struct emi_span crl; /* PEM or DER; only looked at when CRL_SET */
  bool crl_set;
  const char *ocsp;    /* NULL, "from-certificate", or an address */
  bool silent_accepts; /* a responder that does not answer */
  int wait_ms;         /* for it */
  /* One of these hcRoles must be in the certificate; none: any.  */
  const char *const *roles;
  size_t n_roles;
};

struct evidence_signed
{
  struct emi_span certificate; /* DER, as everything here but the CA file */
  const struct emi_span *chain;
  size_t n_chain;
  struct emi_span algorithm; /* the words of emi/auth.h */
  struct emi_span signature;
  struct emi_span challenge;
  struct emi_span enrolled; /* the registered certificate, or empty */
  bool enrolling;           /* nothing is registered yet */
  struct evidence_trust trust;
  int64_t now;   /* UTC seconds */
  int cancel_fd; /* readable when the person gives up; -1 */
};

/* CODE_OK, or why it is refused or cannot be told now.  `text` is what the
   record keeps, printable ASCII ("cert=0123456789ab crl=good").  */
struct evidence_answer
{
  enum code code;
  char detail[EVIDENCE_DETAIL];
  char text[EVIDENCE_TEXT + 1];
};

/* Another product's statement, and what it must say.  */
struct evidence_stated
{
  struct emi_span statement;
  struct emi_span enrolled; /* the account's name over there, or empty */
  struct emi_span keys;     /* the hospital's key file, PEM or JWK set */
  const char *issuer;
  const char *facility;
  const char *terminal;
  const char *known;  /* methods there are, separated by blanks */
  const char *accept; /* those that count, or NULL */
  int64_t now;        /* UTC seconds */
};

struct evidence_statement
{
  struct evidence_answer answer;
  /* Only with CODE_OK.  */
  char methods[12]; /* stated and accepted */
  char id[65];      /* the same for the same statement, hex */
  int64_t at;       /* when it was made, UTC seconds */
};

struct evidence_ops
{
  size_t size;
  /* A card's signature (EMI_AUTH_SIGNED).  */
  void (*signed_check) (const struct evidence_signed *in,
                        struct evidence_answer *out);
  /* Do the certificates A and B stand for one holder: the same bytes, the same
     key, or, BY_NAME, the same name by the same issuer?  */
  bool (*certificate_same) (struct emi_span a, struct emi_span b,
                            bool by_name);
  /* A statement (EMI_AUTH_STATEMENT); whether it was used before is for its
     keeper to know.  */
  void (*stated_check) (const struct evidence_stated *in,
                        struct evidence_statement *out);
  /* Can KEYS be a key file?  HOW says why not.  */
  bool (*stated_keys_fit) (struct emi_span keys, char how[EVIDENCE_DETAIL]);
};

#define EVIDENCE_MODULE "emi-evidence"
#define EVIDENCE_SYMBOL "emi_evidence"
extern const struct evidence_ops emi_evidence;

#endif
