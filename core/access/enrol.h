/* SPDX-License-Identifier: Apache-2.0 */
/* Registering a factor; each call records itself and commits.  */
#ifndef EMI_ACCESS_ENROL_H
#define EMI_ACCESS_ENROL_H

#include "access/operator.h"

struct enrol_result
{
  char state[12]; /* pending, active, one-time */
  char *show;     /* what the owner sees once (otpauth URI), or NULL */
};

/* An admin registers PROVIDER for ID (never for themselves).  CONFIRM is the
   code that activates a pending one, or NULL.  UNTIL 0: for good.  */
bool enrol_set (struct session *s, const struct login *admin, const char *id,
                const char *provider, const char *confirm, int64_t until,
                struct enrol_result *out, struct fault *why);

/* The owner sets their own password: the old one is password.password (the
   one-time password counts), the new one password.new.  */
bool enrol_own (struct session *s, const char *id, const char *provider,
                struct enrol_result *out, struct fault *why);
void enrol_result_done (struct enrol_result *r);

#endif
