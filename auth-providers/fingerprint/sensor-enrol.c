/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolling, and what a reader keeps in a memory of its own.  */
#include "sensor-parts.h"

#include <string.h>

#include "template.h"

bool
sensor_finds_duplicates (const struct sensor *s)
{
  return fp_device_has_feature (s->device, FP_DEVICE_FEATURE_DUPLICATES_CHECK);
}

static void
progress (FpDevice *device, gint stages, FpPrint *print, gpointer data,
          GError *e)
{
  struct op *op = data;

  (void) device;
  (void) print;
  op->moved = true;
  op->stages = stages;
  if (e && e->domain == FP_DEVICE_RETRY)
    op->retry = e->code;
  /* From within, so that the driver does not go on to the next stage.  */
  if (op->once)
    g_cancellable_cancel (op->cancel);
}

static FpPrint *
blank (struct sensor *s, int finger)
{
  FpPrint *p = fp_print_new (s->device);
  GDate *day = g_date_new ();

  /* Readers with a memory of their own keep this, so there is no name.  */
  fp_print_set_finger (p, (FpFinger) finger);
  g_date_set_time_t (day, (time_t) s->host->now (s->call));
  fp_print_set_enroll_date (p, day);
  g_date_free (day);
  return p;
}

static bool
fresh_already (const struct sensor *s, FpPrint *print)
{
  for (guint i = 0; i < s->fresh->len; i++)
    if (fp_print_equal (g_ptr_array_index (s->fresh, i), print))
      return true;
  return false;
}

/* What came to its end although it was broken off is kept, so that
   sensor_undo finds it.  */
static enum sense
enrol (struct sensor *s, int finger, bool once, sensor_look look, void *ctx)
{
  struct op *op = op_new ();
  GError *e = NULL;
  FpPrint *print = NULL;
  bool twice = false;

  op->once = once;
  fp_device_enroll (s->device, blank (s, finger), op->cancel, progress, op,
                    NULL, op_ready, op);
  enum sense sense = sensor_run (s, op, true, look, ctx);
  if (op->result)
    print = fp_device_enroll_finish (s->device, op->result, &e);
  if (print)
    {
      twice = fresh_already (s, print);
      g_ptr_array_add (s->fresh, print);
    }
  else if (sense == SENSE_OK)
    sense = sensor_error (s, g_steal_pointer (&e));
  g_clear_error (&e);
  op_free (op);
  return sense == SENSE_OK && twice ? SENSE_DUPLICATE : sense;
}

struct again
{
  enum sense (*tell) (void *ctx, enum sense how);
  void *ctx;
};

static enum sense
look_again (void *ctx, struct op *op)
{
  const struct again *a = ctx;
  int retry = op->retry;

  op->retry = -1;
  return retry < 0 ? SENSE_OK : a->tell (a->ctx, sensor_retry (retry));
}

enum sense
sensor_enrol (struct sensor *s, int finger,
              enum sense (*again) (void *ctx, enum sense how), void *ctx)
{
  struct again a = { again, ctx };

  return s->stuck ? SENSE_FAULT : enrol (s, finger, false, look_again, &a);
}

/* --- a scan without a template --- */

static enum sense
look_once (void *ctx, struct op *op)
{
  (void) ctx;
  if (op->retry >= 0)
    return sensor_retry (op->retry);
  return op->stages > 0 ? SENSE_NO_MATCH : SENSE_OK;
}

enum sense
sensor_touch (struct sensor *s)
{
  enum sense sense = s->stuck
                         ? SENSE_FAULT
                         : enrol (s, FP_FINGER_UNKNOWN, true, look_once, NULL);

  sensor_undo (s);
  switch (sense)
    {
    /* Where one stage is all: read, and known or kept already.  */
    case SENSE_OK:
    case SENSE_DUPLICATE:
    case SENSE_FULL:
      return SENSE_NO_MATCH;
    default:
      return sense;
    }
}

/* --- what stays --- */

enum sense
sensor_blob (struct sensor *s, struct blob *out)
{
  struct blob b = { .n = 0 };

  if (strlen (sensor_driver (s)) >= sizeof b.driver
      || strlen (sensor_device (s)) >= sizeof b.device)
    return SENSE_FAULT;
  strcpy (b.driver, sensor_driver (s));
  strcpy (b.device, sensor_device (s));
  for (guint i = 0; i < s->fresh->len && i < BLOB_FINGERS; i++)
    {
      FpPrint *p = g_ptr_array_index (s->fresh, i);

      b.prints[i].finger = (int) fp_print_get_finger (p);
      if (!template_write (p, &b.prints[i].template))
        {
          sensor_done_blob (&b);
          return SENSE_FAULT;
        }
      b.n = i + 1;
    }
  *out = b;
  return SENSE_OK;
}

void
sensor_done_blob (struct blob *b)
{
  for (size_t i = 0; i < b->n; i++)
    template_wipe (&b->prints[i].template);
  b->n = 0;
}

/* Not cancelled with the call: what is left in the reader would keep the
   finger from being enrolled another time.  */
static void
erase (struct sensor *s, FpPrint *print)
{
  struct op *op;

  if (s->stuck || !s->open)
    return;
  op = op_new ();
  fp_device_delete_print (s->device, print, NULL, op_ready, op);
  /* That it was not there any more is as good.  */
  if (op_end (op))
    fp_device_delete_print_finish (s->device, op->result, NULL);
  else
    s->stuck = true;
  op_free (op);
}

static void
erase_all (struct sensor *s, GPtrArray *prints)
{
  for (guint i = 0; i < prints->len; i++)
    if (fp_print_get_device_stored (g_ptr_array_index (prints, i)))
      erase (s, g_ptr_array_index (prints, i));
  g_ptr_array_set_size (prints, 0);
}

void
sensor_undo (struct sensor *s)
{
  erase_all (s, s->fresh);
}

void
sensor_forget (struct sensor *s, const struct blob *b)
{
  if (strcmp (b->driver, sensor_driver (s)) == 0
      && strcmp (b->device, sensor_device (s)) == 0
      && sensor_load (s, b) == SENSE_OK)
    erase_all (s, s->known);
  g_ptr_array_set_size (s->known, 0);
}
