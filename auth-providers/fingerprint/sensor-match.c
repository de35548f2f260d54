/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing a finger to templates.  */
#include "sensor-parts.h"

#include "template.h"

enum sense
sensor_load (struct sensor *s, const struct blob *b)
{
  g_ptr_array_set_size (s->known, 0);
  for (size_t i = 0; i < b->n; i++)
    {
      FpPrint *p
          = template_read (&b->prints[i].template, b->driver, b->device);

      if (!p)
        return SENSE_RUBBISH;
      g_ptr_array_add (s->known, p);
    }
  return SENSE_OK;
}

static bool
identifies (const struct sensor *s)
{
  return fp_device_has_feature (s->device, FP_DEVICE_FEATURE_IDENTIFY);
}

size_t
sensor_scans (const struct sensor *s, size_t n)
{
  return identifies (s) ? 1 : n;
}

static enum sense
identify (struct sensor *s, GPtrArray *prints, size_t *which_out)
{
  struct op *op = op_new ();
  FpPrint *match = NULL;
  GError *e = NULL;
  guint which = 0;

  fp_device_identify (s->device, prints, op->cancel, NULL, NULL, NULL,
                      op_ready, op);
  enum sense sense = sensor_run (s, op, true, NULL, NULL);
  if (sense == SENSE_OK
      && !fp_device_identify_finish (s->device, op->result, &match, NULL, &e))
    sense = sensor_error (s, e);
  else if (sense == SENSE_OK)
    sense = match && g_ptr_array_find (prints, match, &which) ? SENSE_MATCH
                                                              : SENSE_NO_MATCH;
  if (sense == SENSE_MATCH)
    *which_out = which;
  g_clear_object (&match);
  op_free (op);
  return sense;
}

static enum sense
compare (struct sensor *s, FpPrint *print)
{
  struct op *op = op_new ();
  gboolean match = FALSE;
  GError *e = NULL;

  fp_device_verify (s->device, print, op->cancel, NULL, NULL, NULL, op_ready,
                    op);
  enum sense sense = sensor_run (s, op, true, NULL, NULL);
  if (sense == SENSE_OK
      && !fp_device_verify_finish (s->device, op->result, &match, NULL, &e))
    sense = sensor_error (s, e);
  else if (sense == SENSE_OK)
    sense = match ? SENSE_MATCH : SENSE_NO_MATCH;
  op_free (op);
  return sense;
}

enum sense
sensor_match (struct sensor *s, size_t k, size_t *which_out)
{
  GPtrArray *prints = s->known->len ? s->known : s->fresh;

  if (s->stuck || k >= prints->len)
    return SENSE_FAULT;
  if (identifies (s))
    return identify (s, prints, which_out);
  enum sense sense = compare (s, g_ptr_array_index (prints, k));
  if (sense == SENSE_MATCH)
    *which_out = k;
  return sense;
}
