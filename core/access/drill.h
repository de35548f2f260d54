/* SPDX-License-Identifier: Apache-2.0 */
/* A drill: the whole of a request with a test patient, through a connector of
   its own that leads to the simulator and nowhere else.  Every record of it
   says so (session_draft), nothing of it waits for a review, and no adapter
   gets it that does not say that it takes drills.  */
#ifndef EMI_ACCESS_DRILL_H
#define EMI_ACCESS_DRILL_H

#include "access/request.h"

/* Is there a drill to be had?  CODE_DRILL_NONE; CODE_DRILL_PRODUCTION where
   its connector is one for real patients.  */
bool drill_ready (const struct session *s, struct fault *why);

/* Who may ask: holders of the permission, in a drill vendors too.  */
bool drill_may_ask (const struct session *s, const struct account *a,
                    struct fault *why);

/* The test patient as if received just now; in no ledger.  */
bool drill_reception (struct session *s, const char *account,
                      struct reception *out, struct fault *why);

/* --without: every name is a provider of the configuration (CODE_VALUE).  */
bool drill_without_check (const struct session *s, const char *without,
                          struct fault *why);
bool drill_without (const char *without, const char *instance);

/* The adapter that a drill goes to when none is named; NULL: the screen
   only.  */
const char *drill_adapter (const struct config *c);
bool drill_takes (const struct config *c, const char *adapter);

/* --- who has practised --- */

enum drill_past
{
  DRILL_NEVER,
  DRILL_FRESH,
  DRILL_PAIR,     /* the doctor's pair is another now */
  DRILL_PROVIDER, /* an enrolment or a provider's module changed */
  DRILL_VERSION   /* emi changed */
};

/* In the transaction of a completed drill: R's account has practised this
   pair.  */
bool drill_note (struct txn *t, const struct request *r, struct fault *why);
/* What A's drills are worth now, for the pair that a request would use.  */
bool drill_look (struct session *s, struct txn *t, const struct account *a,
                 enum drill_past *out, struct fault *why);

#endif
