/* SPDX-License-Identifier: Apache-2.0 */
/* A card's signature: what the slot holds, held against the enrolment and the
   instance's <trust>.  The rules themselves are core/evidence's.  */
#include "access/proof.h"

#include <string.h>

/* The chain's certificates, in the order in which they were put.  */
static size_t
chain_of (const struct held *h, struct emi_span out[EVIDENCE_CHAIN_MAX])
{
  size_t n = 0;

  for (size_t i = 0; i < h->n && n < EVIDENCE_CHAIN_MAX; i++)
    if (strcmp (h->field[i].name, "chain") == 0)
      out[n++] = h->field[i].value;
  return n;
}

static bool
same_span (struct emi_span a, struct emi_span b)
{
  return a.len == b.len && (a.len == 0 || memcmp (a.data, b.data, a.len) == 0);
}

bool
proof_signed (struct proof *p, struct fault *why)
{
  const struct evidence_ops *ops = proof_evidence (p->session, why);
  const struct held *h = &p->slot->held;
  struct emi_span chain[EVIDENCE_CHAIN_MAX];
  struct evidence_answer answer;
  struct proof_trust t;
  struct evidence_signed in
      = { .certificate = held_once (h, "certificate"),
          .chain = chain,
          .n_chain = chain_of (h, chain),
          .algorithm = held_once (h, "algorithm"),
          .signature = held_once (h, "signature"),
          .challenge = { p->slot->challenge, CHALLENGE_LEN },
          .enrolled = p->enrolled,
          .enrolling = p->enrolling,
          .now = clock_seconds (p->session->clock),
          .cancel_fd = p->session->cancel_fd };
  bool good;

  if (!ops)
    return false;
  /* What is registered is the certificate whose key has just signed.  */
  if (p->enrolling && !same_span (in.certificate, p->enrolled))
    return fault_set (why, CODE_FACTOR_ATTEST,
                      "%s: the enrolment is not the certificate",
                      p->slot->instance);
  good = proof_trust_read (p, &t, why);
  if (good)
    {
      in.trust = t.trust;
      ops->signed_check (&in, &answer);
      good = proof_answer (p, &answer, why);
    }
  proof_trust_done (&t);
  return good;
}
