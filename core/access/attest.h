/* SPDX-License-Identifier: Apache-2.0 */
/* One call of a provider as evidence: a single-use slot with its challenge,
   and what is accepted into it (security.md, factors 1 to 5).  Nothing a
   provider says counts unless it passed here.  */
#ifndef EMI_ACCESS_ATTEST_H
#define EMI_ACCESS_ATTEST_H

#include <stdint.h>

#include "access/asking.h"
#include "access/factor-reason.h"
#include "access/factor.h"
#include "access/held.h"

#define CHALLENGE_LEN 32

enum slot_verdict
{
  SLOT_NONE,    /* nothing was said: admits nobody */
  SLOT_GRANTED, /* with exactly one attestation that holds */
  SLOT_REFUSED,
  SLOT_BAD /* the provider broke the rules; `fault` says how */
};

struct slot
{
  struct asking asking; /* first: the slot is the context of the call */
  const char *instance;
  const char *allowed; /* the descriptor's methods */
  uint32_t flags;      /* EMI_AUTH_... of the descriptor */
  unsigned char challenge[CHALLENGE_LEN];
  int64_t deadline_ms; /* on the session's forward-only clock */
  bool open;

  unsigned attested;
  unsigned granted;
  unsigned refused;
  bool wrong; /* a code was entered and was wrong */
  bool has_counter;
  int64_t counter;
  char methods[40];
  char evidence[EVIDENCE_MAX + 1];
  const struct factor_reason *reason; /* what it said, or NULL */
  struct held held; /* what the core checks itself (access/proof.h) */
  const char *fault; /* NULL while nothing was out of order */
};

/* Makes the challenge and opens the slot for ACCOUNT and the provider
   INSTANCE, described by PLUGIN.  Borrows all.  */
void slot_open (struct slot *slot, struct session *s, const char *account,
                const char *instance, const struct emi_plugin *plugin,
                const struct factor_purpose *purpose);

/* For call_env.put and .put_fields, CTX the slot.  */
emi_rc slot_put (void *ctx, const char *name, const void *data, size_t len);
emi_rc slot_put_fields (void *ctx, const char *name,
                        const struct emi_fields *fields);

/* A counter as providers put it: 1 to 18 decimal digits.  */
bool counter_read (const void *data, size_t len, int64_t *out);

/* Closes the slot: whatever comes after is refused.  SLOT_GRANTED of a
   provider that the core checks itself counts only after proof_check.  */
enum slot_verdict slot_close (struct slot *slot);
/* Frees what it holds; a slot that was never opened may be all zero.  */
void slot_done (struct slot *slot);

#endif
