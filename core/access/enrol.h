/* SPDX-License-Identifier: Apache-2.0 */
/* Registering a factor; each call records itself and commits.  */
#ifndef EMI_ACCESS_ENROL_H
#define EMI_ACCESS_ENROL_H

#include "access/operator.h"

/* An enrolment that another one replaces, or that is taken back.  */
struct enrol_before
{
  bool there;
  uint32_t version;
  char state[12];
  char by[33];
  int64_t at;
  int64_t until;
  int64_t used; /* last, UTC seconds; 0: not found */
};

struct enrol_result
{
  char state[12]; /* pending, active, one-time, revoked */
  char *show;     /* what the owner sees once (otpauth URI), or NULL */
  uint32_t version;
  const char *proof; /* the person, right after: signed, verified; or NULL */
  struct enrol_before before;
};

/* An admin registers PROVIDER for ID (never for themselves).  CONFIRM is the
   code that activates a pending one, or NULL.  UNTIL 0: for good.  Where the
   person must be there, their new factor has to work once before it counts.  */
bool enrol_set (struct session *s, const struct login *admin, const char *id,
                const char *provider, const char *confirm, int64_t until,
                struct enrol_result *out, struct fault *why);

/* The owner sets their own password: the old one is password.password (the
   one-time password counts), the new one password.new.  */
bool enrol_own (struct session *s, const char *id, const char *provider,
                struct enrol_result *out, struct fault *why);
void enrol_result_done (struct enrol_result *r);

/* Takes PROVIDER of ID back, never for oneself; CODE_ENROL_STATE when there is
   nothing to take.  TEMPORARY_ONLY: the owner's own counts again.  */
bool enrol_revoke (struct session *s, const struct login *admin,
                   const char *id, const char *provider, bool temporary_only,
                   const char *reason, struct enrol_result *out,
                   struct fault *why);

/* One enrolment of a list; borrows from its account.  */
struct enrol_row
{
  const struct enrolment *e;
  const char *state;   /* as enrolment_word, and "set-aside": the owner's own
                        while a temporary one stands in for it */
  const char *methods; /* NULL: its module cannot be looked at */
  int64_t used;        /* last, UTC seconds; 0: not found */
  bool usable;
};
/* The caller frees *OUT.  */
bool enrol_rows (struct session *s, struct txn *t, const struct account *a,
                 struct enrol_row **out, size_t *n_out, struct fault *why);
/* pending, active, one-time, revoked, expired.  */
const char *enrolment_word (const struct enrolment *e, int64_t now);

#endif
