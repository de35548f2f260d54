/* SPDX-License-Identifier: Apache-2.0 */
/* What the sensor's files share.  */
#ifndef EMI_FINGERPRINT_SENSOR_PARTS_H
#define EMI_FINGERPRINT_SENSOR_PARTS_H

#include <fprint.h>

#include "loop.h"
#include "sensor.h"

#define WORDS_LEN 96

struct sensor
{
  const struct emi_host *host;
  struct emi_call *call;
  int64_t wait_ms;
  FpContext *context;
  FpDevice *device;
  bool open;
  bool stuck;       /* an operation did not end: nothing more is asked */
  GPtrArray *known; /* FpPrint, to compare to */
  GPtrArray *fresh; /* enrolled in this call */
  char words[WORDS_LEN];
};

/* Looked at whenever OP moved, outside the library; anything but SENSE_OK
   breaks OP off.  */
typedef enum sense (*sensor_look) (void *ctx, struct op *op);

/* Runs OP to its end.  FINGER: one has its time to come, anew whenever OP
   moved; else only the call's time counts.  SENSE_OK: OP ended by itself, its
   result is there.  Else it may be missing.  */
enum sense sensor_run (struct sensor *s, struct op *op, bool finger,
                       sensor_look look, void *ctx);

/* What a FpDeviceRetry tells people to do.  */
enum sense sensor_retry (int code);
/* What E means; takes it.  */
enum sense sensor_error (struct sensor *s, GError *e);

#endif
