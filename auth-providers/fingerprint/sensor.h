/* SPDX-License-Identifier: Apache-2.0 */
/* The device: one fingerprint reader for one call, through libfprint.  Only
   sensor*.c, loop.c and template.c know the library.  */
#ifndef EMI_FINGERPRINT_SENSOR_H
#define EMI_FINGERPRINT_SENSOR_H

#include <stdbool.h>

#include <emi/host.h>

#include "blob.h"

enum sense
{
  SENSE_OK,       /* done */
  SENSE_MATCH,    /* the finger fits */
  SENSE_NO_MATCH, /* it was read and does not */
  /* It could not be read; what people are told to do.  */
  SENSE_AGAIN,
  SENSE_AGAIN_LONGER,
  SENSE_AGAIN_CENTRE,
  SENSE_AGAIN_LIFT,
  SENSE_UNREADABLE, /* so often that it is given up */
  SENSE_NOBODY,     /* no finger came in time */
  SENSE_ABSENT,     /* no reader */
  SENSE_SEVERAL,    /* which one? */
  SENSE_OTHER,      /* not the reader that the templates are of */
  SENSE_RUBBISH,    /* templates that are none */
  SENSE_LOST,       /* the reader does not hold the template any more */
  SENSE_BUSY,       /* it cannot be opened, or is too hot */
  SENSE_PULLED,
  SENSE_FULL,      /* its own memory */
  SENSE_DUPLICATE, /* the finger is enrolled already */
  SENSE_FAULT,     /* anything else: sensor_words says what */
  SENSE_CANCELLED, /* the person gave up */
  SENSE_DEADLINE,  /* the call's time is over */
};

struct sensor;

/* For this CALL; a finger has WAIT_MS to come each time.  Touches nothing.  */
struct sensor *sensor_new (const struct emi_host *host, struct emi_call *call,
                           int64_t wait_ms);
/* Closes the reader.  NULL is taken.  */
void sensor_free (struct sensor *s);

/* Finds and opens a reader: one whose driver or device id is NAME (NULL: any),
   of several the one that WANTED is of (NULL: SENSE_SEVERAL).  */
enum sense sensor_open (struct sensor *s, const char *name,
                        const struct blob *wanted);
const char *sensor_driver (const struct sensor *s);
const char *sensor_device (const struct sensor *s);
/* What the library said last, for a sentence.  */
const char *sensor_words (const struct sensor *s);

/* The templates that fingers are compared to from now on.  */
enum sense sensor_load (struct sensor *s, const struct blob *b);
/* How many scans it takes until a finger was compared to N templates.  */
size_t sensor_scans (const struct sensor *s, size_t n);
/* Takes a scan, the Kth of these, and says which template (in the blob's
   order) fits.  */
enum sense sensor_match (struct sensor *s, size_t k, size_t *which_out);
/* Takes a scan that is compared to nothing: SENSE_NO_MATCH when it was read.
 */
enum sense sensor_touch (struct sensor *s);

/* Takes the stages of FINGER.  AGAIN is called after each scan that could not
   be read, outside the library, and ends it with anything but SENSE_OK.  The
   template stays with S; those before it are what sensor_match compares to
   when nothing was loaded.  */
enum sense sensor_enrol (struct sensor *s, int finger,
                         enum sense (*again) (void *ctx, enum sense how),
                         void *ctx);
/* Does the reader itself notice a finger that it has already?  */
bool sensor_finds_duplicates (const struct sensor *s);
/* Writes what was enrolled; end with sensor_done_blob, which wipes it.  */
enum sense sensor_blob (struct sensor *s, struct blob *out);
void sensor_done_blob (struct blob *b);
/* Takes what was enrolled in this call out of the reader's own memory.  */
void sensor_undo (struct sensor *s);
/* The same for the templates in B, where they are of this reader.  */
void sensor_forget (struct sensor *s, const struct blob *b);

#endif
