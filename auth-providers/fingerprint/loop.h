/* SPDX-License-Identifier: Apache-2.0 */
/* GLib's main loop inside one call: what libfprint does happens only while
   the plugin waits, and the plugin waits only in the host's wait.  */
#ifndef EMI_FINGERPRINT_LOOP_H
#define EMI_FINGERPRINT_LOOP_H

#include <stdbool.h>

#include <emi/host.h>

#include <gio/gio.h>

/* Waits at most MS milliseconds (-1: until the deadline) for something to do
   and does it.  EMI_OK, or EMI_DEADLINE and EMI_CANCELLED as the host's wait
   gave them; what was ready was done all the same.  */
emi_rc loop_turn (const struct emi_host *host, struct emi_call *call,
                  int64_t ms);

/* The same without the host, which lets nobody wait any more once the person
   gave up: for what must be brought to its end.  */
void loop_turn_alone (int64_t ms);

/* An operation of libfprint that goes on.  Made before it is started and
   handed to it with op_ready; belongs to the caller until op_free.  */
struct op
{
  GAsyncResult *result; /* NULL while it goes on */
  GCancellable *cancel;
  bool forgotten; /* the caller does not wait any more */
  bool once;      /* to be cancelled as soon as anything was read */
  bool moved;     /* something was read since the caller looked */
  int stages;     /* of an enrolment, done */
  int retry;      /* the newest unreadable scan's FpDeviceRetry, or -1 */
};

struct op *op_new (void);
void op_ready (GObject *source, GAsyncResult *result, void *op);
/* Cancels OP and waits a little for its end; false when it does not come.  */
bool op_end (struct op *op);
/* An operation that goes on keeps its struct until it ends.  */
void op_free (struct op *op);

#endif
