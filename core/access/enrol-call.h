/* SPDX-License-Identifier: Apache-2.0 */
/* One enrol call of a provider and what it put.  */
#ifndef EMI_ACCESS_ENROL_CALL_H
#define EMI_ACCESS_ENROL_CALL_H

#include "access/account.h"
#include "access/asking.h"
#include "access/attest.h"

struct enrol_call
{
  struct asking asking; /* first: the context of the call */
  struct ledger *ledger;
  const char *instance;
  const char *mode;          /* set, own, confirm */
  const char *confirm;       /* or NULL */
  struct emi_span enrolment; /* the present one, or empty */

  struct secret blob; /* what the provider put */
  char state[12];     /* active, pending; "" when none was put */
  char *show;         /* or NULL; holds a secret */
  bool refused;
  const struct factor_reason *reason; /* what it said, or NULL */
  struct slot slot;                   /* for who can sign */
  bool has_counter;
  int64_t counter;
  uint32_t flags; /* EMI_AUTH_... of the provider */
};

/* Runs it.  False also when the provider put nonsense (CODE_PLUGIN_FAILED) or
   is not configured (CODE_FACTOR_UNKNOWN).  */
bool enrol_call_run (struct enrol_call *c, struct fault *why);
void enrol_call_done (struct enrol_call *c);
/* The fault of a run that was refused.  */
bool enrol_call_refuse (const struct enrol_call *c, struct fault *why);

/* A sealed enrolment of VERSION out of what was put; OUT is the caller's.  */
bool enrol_call_seal (struct enrol_call *c, uint32_t version,
                      enum enrolment_state state, const char *by,
                      int64_t until, struct enrolment *out, struct fault *why);

/* Frees TEXT after wiping it; NULL is fine.  */
void secret_text_free (char *text);

#endif
