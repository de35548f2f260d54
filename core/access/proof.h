/* SPDX-License-Identifier: Apache-2.0 */
/* What the core checks itself (security.md, factors 4): an attestation of a
   provider that is EMI_AUTH_SIGNED or EMI_AUTH_STATEMENT counts for nothing
   until it passed here.  Each kind has a file of its own, proof-KIND.c.  */
#ifndef EMI_ACCESS_PROOF_H
#define EMI_ACCESS_PROOF_H

#include "access/account.h"
#include "access/attest.h"
#include "base/buffer.h"
#include "evidence/evidence.h"

/* A closed slot and what it is to be held against.  */
struct proof
{
  struct session *session;
  const struct config_instance *config;
  const struct slot *slot;
  const char *account;
  enum role role; /* the account's; 0: there is none */
  struct emi_span enrolled; /* the enrolment, or empty */
  bool enrolling;           /* ENROLLED is what is to be registered */
  /* What the core says of it for the record, printable; "" when nothing.  */
  char note[EVIDENCE_TEXT + 1];
  /* Of a statement: the methods that count, what names it, and when it was
     made.  */
  char methods[12];
  char statement[65];
  int64_t stated_at;
};

/* Does the core check providers with FLAGS itself?  */
bool proof_needed (uint32_t flags);

/* Checks what P's slot holds.  False with the code that says why; whether it
   is a refusal or something that cannot be used now tells
   factor_reason_of.  */
bool proof_check (struct proof *p, struct fault *why);

/* Is what is to be registered another account's already, at any provider of
   this kind: the certificate (CODE_CERT_TAKEN), or the name in the same
   issuer's product (CODE_SUBJECT_TAKEN)?  Names nobody.  */
bool proof_untaken (struct proof *p, struct fault *why);

/* Could the core check what C, whose plugin has FLAGS, hands over: are the
   files of its <trust> there and good?  */
bool proof_ready (struct session *s, const struct config_instance *c,
                  uint32_t flags, struct fault *why);

/* --- the kinds; for proof.c --- */
bool proof_signed (struct proof *p, struct fault *why);
bool proof_statement (struct proof *p, struct fault *why);
bool proof_statement_ready (struct session *s, const struct config_instance *c,
                            struct fault *why);

/* <trust> as far as it is about certificates, its files read; lives until
   proof_trust_done.  */
struct proof_trust
{
  struct evidence_trust trust;
  struct buffer ca;
  struct buffer crl;
  const char *roles[EVIDENCE_ROLES_MAX];
};
bool proof_trust_read (const struct proof *p, struct proof_trust *t,
                       struct fault *why);
void proof_trust_done (struct proof_trust *t);

/* The checks' table, or NULL with WHY.  */
const struct evidence_ops *proof_evidence (struct session *s,
                                           struct fault *why);
/* Takes what ANSWER says into P's note and WHY; whether it is good.  */
bool proof_answer (struct proof *p, const struct evidence_answer *answer,
                   struct fault *why);

#endif
