/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this reader share.  */
#ifndef EMI_READER_FACE_DEVICE_FACE_H
#define EMI_READER_FACE_DEVICE_FACE_H

#include <stdbool.h>

#include <emi/reader.h>

#include "lib/snapshot.h"

struct face
{
  const struct emi_host *host;
  const char *folder; /* where the reader's results appear */
  int64_t settle_ms;
  bool prepared;          /* `before` was noted for the next identify */
  struct snapshot before; /* what lay there, never this reception's */
};

/* Steps (steps.c).  */
enum face_step
{
  STEP_STAFF_BUTTON,
  STEP_PASSCODE,
  STEP_PHOTO,
  STEP_CARD,
  STEP_DECLINE,
  STEP_TAKE_CARD,
  STEP_COUNT
};
emi_rc face_step (struct face *f, struct emi_call *call, enum face_step step,
                  const char *state);
emi_rc face_steps (struct face *f, struct emi_call *call);

/* One watch over the folder (collect.c).  */
struct collect;

/* Notes in F what lies in the folder now.  EMI_OK or after host->fail.  */
emi_rc collect_prepare (struct face *f, struct emi_call *call);

/* Begins the watch; what F noted is used up.  NULL after host->fail with *RC
   set.  */
struct collect *collect_new (struct face *f, struct emi_call *call,
                             emi_rc *rc);

/* Hands over what appears within WAIT_MS, and what may follow it.  EMI_OK: at
   least one file was taken.  */
emi_rc collect_run (struct collect *c, int64_t wait_ms);
void collect_free (struct collect *c);

#endif
