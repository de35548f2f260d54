/* SPDX-License-Identifier: Apache-2.0 */
/* What the glue's two files share.  */
#ifndef EMI_FINGERPRINT_H
#define EMI_FINGERPRINT_H

#include <emi/auth.h>

#include "sensor.h"

struct fingerprint
{
  const struct emi_host *host;
  const char *device; /* NULL: any */
  int64_t wait_ms;
  int tries;
  size_t fingers;
};

/* One call.  */
struct task
{
  const struct fingerprint *f;
  struct emi_call *call;
  struct sensor *sensor;
  size_t asked;   /* prompts, of those that a call may ask */
  size_t to_come; /* prompts that must still be asked */
  int unreadable; /* scans */
  emi_rc ask_rc;  /* how a prompt ended that was not answered */
};

emi_rc task_put (struct task *t, const char *name, const char *text);
/* Asks N declared prompts.  */
emi_rc task_ask (struct task *t, const char *const *ids, size_t n);
/* Counts a scan that could not be read and tells what to do: SENSE_OK to go
   on.  */
enum sense task_again (void *task, enum sense how);
/* Ends the call for SENSE: its reason and its sentence.  */
emi_rc task_end (struct task *t, enum sense sense);

/* enrol, mode "set".  */
emi_rc fingerprint_set (struct task *t, const struct emi_auth_enrol *in);

#endif
