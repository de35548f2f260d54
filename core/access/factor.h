/* SPDX-License-Identifier: Apache-2.0 */
/* Proving factors (security.md, "Factors and attestations"): slots and
   challenges, attestations, classes counted by the core, delays, one-use
   counters.  The declaration that goes into a national request is computed
   here and nowhere else.  */
#ifndef EMI_ACCESS_FACTOR_H
#define EMI_ACCESS_FACTOR_H

#include "access/account.h"

#define FACTOR_MAX 4
#define EVIDENCE_MAX 200 /* characters; emi/auth.h */

/* One provider's success for one purpose.  */
struct factor_use
{
  char instance[33];
  char methods[40];   /* "1-01", or "3-01 1-02" of a joint provider */
  char assurance[12]; /* core, separate, weak, inside */
  char answered[12];  /* terminal, file, preset, none */
  char evidence[EVIDENCE_MAX + 1]; /* the attestation's, printable ASCII */
  char module[65];    /* hex digest of the module's file */
  int64_t at;         /* UTC seconds */
  uint32_t version;   /* of the enrolment */
  bool has_counter;
  int64_t counter;
  char statement[65]; /* name of the statement that it uses up, or "" */
  int64_t stated_at;  /* when that was made, UTC seconds */
  int64_t enrolled; /* when, UTC seconds */
  int64_t until; /* of a temporary enrolment, UTC seconds; 0 */
  int rung;      /* of the ladder, at which it was proven */
  bool one_time; /* set by another person: proves who it is, is no factor */
};

struct factor_set
{
  struct factor_use use[FACTOR_MAX];
  size_t n;
};

struct factor_purpose
{
  const char *request;   /* request id, or "operator" */
  const char *reception; /* "" when none */
  int rung;              /* of the ladder (access/ladder.h) */
};

/* Chooses the instances to use for ACCOUNT at the session's terminal: WANTED
   "A,B" (checked: known, enrolled, not twice; CODE_FACTOR_CLASS when both are
   known beforehand to be of one class, or one alone that is not joint) or NULL for the first admissible pair
   in the terminal's order (one joint provider may do).  COUNT 1: the first
   usable single one.  */
bool factor_choose (struct session *s, const struct account *a,
                    const char *wanted, int count, char out[2][33],
                    size_t *n_out, struct fault *why);

/* Are A's two instances known beforehand (from their descriptors) to be able
   to yield two classes?  B NULL: A alone, which must be joint.  */
bool factor_pair_possible (struct session *s, const char *a, const char *b);

/* Runs INSTANCE for account ID (A is NULL when there is no such account: the
   same work, then refused).  Delays are checked before, failures counted
   after; a success is appended to SET.  ALLOW_ONE_TIME: the one-time password
   counts (only for changing it).  */
bool factor_verify (struct session *s, const char *id,
                    const struct account *a, const char *instance,
                    const struct factor_purpose *purpose,
                    bool allow_one_time, struct factor_set *set,
                    struct fault *why);

/* Was U enrolled so lately (24 hours) that whoever enrolled it may be who used
   it?  A privacy officer looks at such a request.  */
bool factor_use_fresh (const struct factor_use *u);

/* Two different classes in SET and the configured minimum assurance.  */
bool factor_set_admissible (const struct session *s,
                            const struct factor_set *set, struct fault *why);
/* The two class-methods of different classes to declare ("1-01", "3-02").  */
bool factor_declaration (const struct factor_set *set, char a[5], char b[5]);

/* In the transaction that records: the enrolments must be usable and of the
   same version, counters are taken by compare-and-set (CODE_FACTOR_USED), the
   clock rule of R10 holds; adds `factors`, `factor.N.*` and `totp` to DRAFT
   (which may be NULL: counters only), and only once everything holds.  Clears
   the failures of the factors that succeeded.  */
bool factor_apply (struct session *s, struct txn *t, struct draft *draft,
                   const char *id, const struct factor_set *set,
                   struct fault *why);
/* The same where the registry is known not to have changed since A was
   read.  */
bool factor_apply_to (struct session *s, struct txn *t, struct draft *draft,
                      const struct account *a, const struct factor_set *set,
                      struct fault *why);

/* Takes COUNTER of INSTANCE for account ID: CODE_FACTOR_USED unless it is
   larger than the last one taken, CODE_CLOCK_BEHIND by R10.  */
bool factor_counter_take (struct session *s, struct txn *t, const char *id,
                          const char *instance, int64_t counter,
                          struct fault *why);
/* "ACCOUNT INSTANCE STEP" into DRAFT's `totp`.  */
void factor_counter_field (struct draft *draft, const char *id,
                           const char *instance, int64_t counter);
/* R10: a clock more than 5 minutes behind the newest record takes no codes. */
bool factor_clock_check (const struct session *s, const struct txn *t,
                         struct fault *why);
/* The last counter taken; 0 when none.  */
bool factor_counter_get (struct txn *t, const char *id, const char *instance,
                         int64_t *out, struct fault *why);
/* Puts it without looking at the last one.  */
bool factor_counter_put (struct txn *t, const char *id, const char *instance,
                         int64_t counter, struct fault *why);

#endif
