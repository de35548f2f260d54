/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolling one person's fingers: all of them, or none.  */
#include "fingerprint.h"

#include <stdlib.h>
#include <string.h>

static const char *const ask_finger[BLOB_FINGERS]
    = { "finger-1", "finger-2", "finger-3" };
static const char *const ask_take[BLOB_FINGERS]
    = { "take-1", "take-2", "take-3" };

/* Which fingers, all asked at once.  */
static emi_rc
choose (struct task *t, int fingers[BLOB_FINGERS])
{
  size_t n = t->f->fingers;
  emi_rc rc = task_ask (t, ask_finger, n);

  for (size_t i = 0; rc == EMI_OK && i < n; i++)
    {
      fingers[i] = finger_number (t->f->host->answer (t->call, ask_finger[i]));
      for (size_t k = 0; k < i; k++)
        if (fingers[k] == fingers[i])
          rc = t->f->host->fail (t->call, EMI_PROTOCOL,
                                 "the same finger is named twice");
    }
  return rc;
}

/* Readers that do not look themselves: does the finger that lies there now fit
   one that was just taken?  */
static enum sense
check_new (struct task *t, size_t taken)
{
  size_t scans = sensor_finds_duplicates (t->sensor)
                     ? 0
                     : sensor_scans (t->sensor, taken);
  enum sense sense = SENSE_NO_MATCH;

  for (size_t k = 0; taken && k < scans && sense == SENSE_NO_MATCH; k++)
    do
      {
        size_t which;

        sense = sensor_match (t->sensor, k, &which);
      }
    while (sense >= SENSE_AGAIN && sense <= SENSE_AGAIN_LIFT
           && (sense = task_again (t, sense)) == SENSE_OK);
  if (sense == SENSE_MATCH)
    return SENSE_DUPLICATE;
  /* A reader with a memory says so of a finger that it never saw.  */
  return sense == SENSE_NO_MATCH || sense == SENSE_LOST ? SENSE_OK : sense;
}

static emi_rc
take (struct task *t, const int fingers[BLOB_FINGERS])
{
  for (size_t i = 0; i < t->f->fingers; i++)
    {
      emi_rc rc = task_ask (t, &ask_take[i], 1);
      enum sense sense;

      if (rc != EMI_OK)
        return rc;
      t->unreadable = 0;
      sense = check_new (t, i);
      if (sense == SENSE_OK)
        sense = sensor_enrol (t->sensor, fingers[i], task_again, t);
      if (sense != SENSE_OK)
        return task_end (t, sense);
    }
  return EMI_OK;
}

static emi_rc
put_bytes (struct task *t, const struct blob *b)
{
  size_t size = blob_size (b);
  unsigned char *bytes = size ? malloc (size) : NULL;
  emi_rc rc;

  if (!size)
    return t->f->host->fail (t->call, EMI_UNSUPPORTED,
                             "what this reader gives is too large to keep");
  if (!bytes)
    return t->f->host->fail (t->call, EMI_INTERNAL, "no memory");
  blob_encode (b, bytes);
  rc = t->f->host->put (t->call, "enrolment", bytes, size);
  explicit_bzero (bytes, size);
  free (bytes);
  return rc == EMI_OK ? task_put (t, "state", "active") : rc;
}

static emi_rc
keep (struct task *t)
{
  struct blob b;
  enum sense sense = sensor_blob (t->sensor, &b);

  if (sense != SENSE_OK)
    return task_end (t, sense);
  emi_rc rc = put_bytes (t, &b);
  sensor_done_blob (&b);
  return rc;
}

emi_rc
fingerprint_set (struct task *t, const struct emi_auth_enrol *in)
{
  enum sense sense = sensor_open (t->sensor, t->f->device, NULL);
  int fingers[BLOB_FINGERS];
  struct blob old;

  if (sense != SENSE_OK)
    return task_end (t, sense);
  t->to_come = 2 * t->f->fingers;
  emi_rc rc = choose (t, fingers);
  if (rc != EMI_OK)
    return rc;
  /* A reader with a memory would refuse fingers that it has.  */
  if (blob_decode (in->enrolment.data, in->enrolment.len, &old))
    sensor_forget (t->sensor, &old);
  rc = take (t, fingers);
  if (rc == EMI_OK)
    rc = keep (t);
  if (rc != EMI_OK)
    sensor_undo (t->sensor);
  return rc;
}
