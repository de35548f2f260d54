/* SPDX-License-Identifier: Apache-2.0 */
/* One verify of a provider under inspection: what it put, and what the core's
   own slot made of it.  */
#ifndef EMI_INSPECT_AUTH_H
#define EMI_INSPECT_AUTH_H

#include "access/attest.h"
#include "inspect/parts.h"

/* Challenges of earlier calls, and whose they were.  */
#define PAST_MOST 16

struct past
{
  unsigned char challenge[CHALLENGE_LEN];
  const char *account;
};

struct auth_state
{
  struct inspection *in;
  struct past past[PAST_MOST];
  size_t n_past;
};

struct verify
{
  struct slot slot; /* first: it is the context of the call */
  struct auth_state *state;
  emi_rc rc;
  enum slot_verdict verdict;
  bool explained; /* a check says already what the slot did not take */
};

/* For call_env; what they are handed goes on to the slot.  */
emi_rc judge_put (void *ctx, const char *name, const void *data, size_t len);
emi_rc judge_put_fields (void *ctx, const char *name,
                         const struct emi_fields *fields);
/* After the call, its slot closed.  */
void judge_verify (struct verify *v);

#endif
