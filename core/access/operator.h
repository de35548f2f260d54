/* SPDX-License-Identifier: Apache-2.0 */
/* Who runs a command: authenticated first, then their role is looked at, so
   that an answer tells nothing to someone unproven.  */
#ifndef EMI_ACCESS_OPERATOR_H
#define EMI_ACCESS_OPERATOR_H

#include "access/factor.h"

struct login
{
  struct account account;
  struct factor_set factors;
};

/* Authenticates ID (operators factors of the configuration) and demands one
   of ROLES.  A refusal is recorded (kind `refusal` with action and code)
   before it is returned.  ACTION: the command's words ("account grant").  */
bool operator_login (struct session *s, const char *id, unsigned roles,
                     const char *action, struct login *out,
                     struct fault *why);
void login_done (struct login *l);

/* Adds operator, role and factors to DRAFT and takes the counters in T.  */
bool operator_sign (struct session *s, struct txn *t, struct draft *draft,
                    const struct login *l, struct fault *why);

/* Records a refusal by a rule (WHY is kept as it is).  Tokens: account and,
   when given, chart.  SET: codes that were verified before it and are used up
   by it; or NULL.  */
void operator_refusal (struct session *s, const char *id, const char *action,
                       const char *chart, const struct factor_set *set,
                       const struct fault *why);

/* The same for an operator who has proved who they are: the record is signed
   and their one-time code is used up although nothing was done.  Only what
   the person could have known better is recorded (exit status 2 and 3).
   Returns false.  */
bool operator_refuse (struct session *s, const struct login *l,
                      const char *action, const char *chart,
                      const struct fault *why);

/* Signs DRAFT, which becomes its own, and commits it alone.  */
bool operator_write (struct session *s, const struct login *l,
                     struct draft *draft, struct fault *why);

/* Records that L did KIND where there is nothing else to record (reading).  */
bool operator_record (struct session *s, const struct login *l,
                      const char *kind, struct fault *why);

#endif
