/* SPDX-License-Identifier: Apache-2.0 */
/* Failures of an account at this terminal: what slows guessing down without
   ever locking anybody out.  Per account and terminal, so nobody can keep a
   doctor out from elsewhere.  */
#ifndef EMI_ACCESS_FACTOR_DELAY_H
#define EMI_ACCESS_FACTOR_DELAY_H

#include "access/session.h"

/* May account ID try now?  CODE_FACTOR_DELAY with the seconds left while a
   delay runs (over all providers); with CODES also CODE_FACTOR_TOO_MANY after
   five wrong codes in five minutes.  */
bool delay_check (struct session *s, struct txn *t, const char *id, bool codes,
                  struct fault *why);

/* How long account ID still has to wait, in milliseconds; 0: not at all.  */
bool delay_left (struct session *s, struct txn *t, const char *id,
                 int64_t *ms_out, struct fault *why);

/* Counts a failure of INSTANCE, at once and in a commit of its own.
   WRONG_CODE: it also counts among the wrong codes.  */
bool delay_count (struct session *s, const char *id, const char *instance,
                  bool wrong_code, struct fault *why);

/* A success of INSTANCE: its own failures no longer slow the account down.
   Writes only when there were any.  Wrong codes stay counted for their five
   minutes.  */
bool delay_clear (struct session *s, struct txn *t, const char *id,
                  const char *instance, struct fault *why);

#endif
