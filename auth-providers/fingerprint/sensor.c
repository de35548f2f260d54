/* SPDX-License-Identifier: Apache-2.0 */
/* Finding, opening and closing the reader, and waiting for it.  */
#include "sensor-parts.h"

#include <stdio.h>
#include <string.h>

/* --- what the library says --- */

static bool
pulled (const struct sensor *s)
{
  gboolean removed = FALSE;

  g_object_get (s->device, "removed", &removed, NULL);
  return removed;
}

enum sense
sensor_retry (int code)
{
  switch (code)
    {
    case FP_DEVICE_RETRY_TOO_SHORT:
      return SENSE_AGAIN_LONGER;
    case FP_DEVICE_RETRY_CENTER_FINGER:
      return SENSE_AGAIN_CENTRE;
    case FP_DEVICE_RETRY_REMOVE_FINGER:
      return SENSE_AGAIN_LIFT;
    default:
      return SENSE_AGAIN;
    }
}

static enum sense
error_sense (int code)
{
  switch (code)
    {
    case FP_DEVICE_ERROR_BUSY:
    case FP_DEVICE_ERROR_ALREADY_OPEN:
    case FP_DEVICE_ERROR_TOO_HOT:
      return SENSE_BUSY;
    case FP_DEVICE_ERROR_REMOVED:
      return SENSE_PULLED;
    case FP_DEVICE_ERROR_DATA_NOT_FOUND:
      return SENSE_LOST;
    case FP_DEVICE_ERROR_DATA_FULL:
      return SENSE_FULL;
    case FP_DEVICE_ERROR_DATA_DUPLICATE:
      return SENSE_DUPLICATE;
    case FP_DEVICE_ERROR_DATA_INVALID:
      return SENSE_RUBBISH;
    default:
      return SENSE_FAULT;
    }
}

enum sense
sensor_error (struct sensor *s, GError *e)
{
  enum sense sense = SENSE_FAULT;

  if (!e)
    return SENSE_FAULT;
  snprintf (s->words, sizeof s->words, "%s", e->message);
  if (e->domain == FP_DEVICE_RETRY)
    sense = sensor_retry (e->code);
  else if (e->domain == FP_DEVICE_ERROR)
    sense = error_sense (e->code);
  g_error_free (e);
  return pulled (s) ? SENSE_PULLED : sense;
}

const char *
sensor_words (const struct sensor *s)
{
  return s->words;
}

/* --- waiting --- */

static int64_t
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static enum sense
turn_sense (emi_rc rc)
{
  switch (rc)
    {
    case EMI_OK:
      return SENSE_OK;
    case EMI_CANCELLED:
      return SENSE_CANCELLED;
    case EMI_DEADLINE:
      return SENSE_DEADLINE;
    default:
      return SENSE_FAULT;
    }
}

enum sense
sensor_run (struct sensor *s, struct op *op, bool finger, sensor_look look,
            void *ctx)
{
  int64_t end = now_ms () + s->wait_ms;
  enum sense sense = SENSE_OK;

  while (!op->result && sense == SENSE_OK)
    {
      int64_t left = end - now_ms ();

      if (finger && left <= 0)
        sense = SENSE_NOBODY;
      else
        sense = turn_sense (loop_turn (s->host, s->call, finger ? left : -1));
      if (sense == SENSE_OK && op->moved)
        {
          op->moved = false;
          sense = look ? look (ctx, op) : SENSE_OK;
          /* Telling somebody what to do takes time too.  */
          end = now_ms () + s->wait_ms;
        }
    }
  if (!op->result && !op_end (op))
    s->stuck = true;
  return sense;
}

/* --- life --- */

struct sensor *
sensor_new (const struct emi_host *host, struct emi_call *call,
            int64_t wait_ms)
{
  struct sensor *s = g_new0 (struct sensor, 1);

  s->host = host;
  s->call = call;
  s->wait_ms = wait_ms;
  s->known = g_ptr_array_new_with_free_func (g_object_unref);
  s->fresh = g_ptr_array_new_with_free_func (g_object_unref);
  return s;
}

/* Also when the person gave up or the time is over: a reader that is left open
   is busy for everybody else.  */
static void
shut (struct sensor *s)
{
  struct op *op = op_new ();

  fp_device_close (s->device, NULL, op_ready, op);
  /* Closing cannot be cancelled; op_end only waits for it.  */
  if (op_end (op))
    fp_device_close_finish (s->device, op->result, NULL);
  op_free (op);
}

void
sensor_free (struct sensor *s)
{
  if (!s)
    return;
  if (s->open && !s->stuck)
    shut (s);
  g_ptr_array_unref (s->known);
  g_ptr_array_unref (s->fresh);
  g_clear_object (&s->device);
  g_clear_object (&s->context);
  /* What was cancelled is let go by the loop.  */
  for (int i = 0; i < 100 && g_main_context_pending (NULL); i++)
    loop_turn_alone (0);
  g_free (s);
}

/* --- finding and opening --- */

static bool
named (FpDevice *d, const char *name)
{
  return !name || strcmp (fp_device_get_driver (d), name) == 0
         || strcmp (fp_device_get_device_id (d), name) == 0;
}

static bool
made_by (FpDevice *d, const struct blob *b)
{
  return strcmp (fp_device_get_driver (d), b->driver) == 0
         && strcmp (fp_device_get_device_id (d), b->device) == 0;
}

static enum sense
find (struct sensor *s, const char *name, const struct blob *wanted)
{
  FpDevice *found = NULL;
  bool several = false;

  s->context = fp_context_new ();
  GPtrArray *all = fp_context_get_devices (s->context);
  for (guint i = 0; all && i < all->len; i++)
    {
      FpDevice *d = g_ptr_array_index (all, i);

      if (!named (d, name))
        continue;
      several = several || found;
      if (!found || (wanted && made_by (d, wanted)))
        found = d;
    }
  if (!found)
    return SENSE_ABSENT;
  if (wanted && !made_by (found, wanted))
    {
      snprintf (s->words, sizeof s->words, "%s", fp_device_get_driver (found));
      return SENSE_OTHER;
    }
  if (several && !wanted)
    return SENSE_SEVERAL;
  s->device = g_object_ref (found);
  return SENSE_OK;
}

enum sense
sensor_open (struct sensor *s, const char *name, const struct blob *wanted)
{
  enum sense sense = find (s, name, wanted);
  struct op *op;
  GError *e = NULL;

  if (sense != SENSE_OK)
    return sense;
  op = op_new ();
  fp_device_open (s->device, op->cancel, op_ready, op);
  sense = sensor_run (s, op, false, NULL, NULL);
  if (op->result)
    s->open = fp_device_open_finish (s->device, op->result, &e);
  op_free (op);
  if (e)
    {
      enum sense why = sensor_error (s, e);

      /* Whatever keeps it from being opened: somebody else has it, or emi may
         not have it.  */
      if (sense == SENSE_OK)
        sense = why == SENSE_PULLED ? why : SENSE_BUSY;
    }
  return sense;
}

const char *
sensor_driver (const struct sensor *s)
{
  return fp_device_get_driver (s->device);
}

const char *
sensor_device (const struct sensor *s)
{
  return fp_device_get_device_id (s->device);
}
