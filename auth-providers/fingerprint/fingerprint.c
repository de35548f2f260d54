/* SPDX-License-Identifier: Apache-2.0 */
/* Fingerprints (class 2, biometrics) through libfprint: the readers that it
   knows, attached to this machine.  Templates are bound to the kind of reader
   that took them, which the enrolment names.  */
#include "fingerprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct emi_option options[] = {
  { "device", EMI_OPT_TEXT, 0, NULL, NULL,
    "which reader, where there are several: libfprint's name of its driver, "
    "or the reader's own id" },
  { "fingers", EMI_OPT_NUMBER, 0, "2", "1..3",
    "how many fingers are enrolled" },
  { "finger-wait", EMI_OPT_MS, 0, "30000", "100..120000",
    "how long a finger is awaited" },
  { "tries", EMI_OPT_NUMBER, 0, "5", "1..20",
    "how many scans may be unreadable before it is given up" },
  EMI_OPTION_END,
};

#define FINGERS                                                               \
  "right-index right-middle right-thumb right-ring right-little "             \
  "left-index left-middle left-thumb left-ring left-little"

static const struct emi_prompt prompts[] = {
  { "place", EMI_PROMPT_GESTURE, NULL,
    "登録した指を、指紋センサーに置いて（またはなぞって）ください",
    "Place or swipe an enrolled finger on the fingerprint reader", NULL },
  { "same", EMI_PROMPT_GESTURE, NULL, "同じ指を、もう一度置いてください",
    "Place the same finger once more", NULL },
  { "again", EMI_PROMPT_NOTICE, NULL,
    "読み取れませんでした。もう一度置いてください",
    "It could not be read; place the finger again", NULL },
  { "longer", EMI_PROMPT_NOTICE, NULL,
    "短すぎました。もう少しゆっくり、もう一度お願いします",
    "Too short; again, and more slowly", NULL },
  { "centre", EMI_PROMPT_NOTICE, NULL,
    "指がずれています。中央に、もう一度置いてください",
    "Off centre; place the finger on the middle", NULL },
  { "lift", EMI_PROMPT_NOTICE, NULL,
    "指をいったん離し、拭いてから、もう一度置いてください",
    "Lift the finger, wipe it, and place it again", NULL },
  { "finger-1", EMI_PROMPT_CHOICE, FINGERS, "1 本目に登録する指",
    "The first finger to enrol", "right-index" },
  { "finger-2", EMI_PROMPT_CHOICE, FINGERS, "2 本目に登録する指",
    "The second finger to enrol", "left-index" },
  { "finger-3", EMI_PROMPT_CHOICE, FINGERS, "3 本目に登録する指",
    "The third finger to enrol", "right-middle" },
  { "take-1", EMI_PROMPT_GESTURE, NULL,
    "1 本目の指を、登録が終わるまで、置いては離してください",
    "Place and lift the first finger until it is enrolled", NULL },
  { "take-2", EMI_PROMPT_GESTURE, NULL,
    "2 本目の指を、登録が終わるまで、置いては離してください",
    "Place and lift the second finger until it is enrolled", NULL },
  { "take-3", EMI_PROMPT_GESTURE, NULL,
    "3 本目の指を、登録が終わるまで、置いては離してください",
    "Place and lift the third finger until it is enrolled", NULL },
  EMI_PROMPT_END,
};

static emi_rc
fingerprint_open (const struct emi_host *host, void *host_ctx,
                  struct emi_call *call, void **self_out)
{
  struct fingerprint *f = malloc (sizeof *f);

  if (!f)
    return host->fail (call, EMI_INTERNAL, "no memory");
  *f = (struct fingerprint){
    .host = host,
    .device = host->option (host_ctx, "device"),
    .wait_ms = host->option_number (host_ctx, "finger-wait"),
    .tries = (int) host->option_number (host_ctx, "tries"),
    .fingers = (size_t) host->option_number (host_ctx, "fingers"),
  };
  *self_out = f;
  return EMI_OK;
}

static void
fingerprint_close (void *self)
{
  free (self);
}

/* --- verify --- */

static emi_rc
attest (struct task *t, const struct emi_auth_verify *in, int finger,
        size_t scans)
{
  char evidence[128];
  int len
      = snprintf (evidence, sizeof evidence, "driver=%s finger=%s tries=%zu",
                  sensor_driver (t->sensor), finger_name (finger), scans);
  const struct emi_field v[] = {
    { "challenge", in->challenge },
    { "methods", { "2-01", 4 } },
    { "evidence", { evidence, (size_t) len } },
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };
  emi_rc rc = t->f->host->put_fields (t->call, "attestation", &fields);

  return rc == EMI_OK ? task_put (t, "verdict", "granted") : rc;
}

static emi_rc
refuse (struct task *t)
{
  emi_rc rc = task_put (t, "reason", EMI_REASON_NO_MATCH);

  return rc == EMI_OK ? task_put (t, "verdict", "refused") : rc;
}

/* Readers that compare to one template at a time see the finger once for each;
   an unknown account (B NULL) is asked for as many.  */
static emi_rc
compare (struct task *t, const struct emi_auth_verify *in,
         const struct blob *b)
{
  static const char *const first[] = { "place" }, *const next[] = { "same" };
  size_t needed = sensor_scans (t->sensor, b ? b->n : t->f->fingers);
  emi_rc rc;

  for (size_t k = 0; k < needed; k++)
    {
      enum sense sense;
      size_t which = 0;

      t->to_come = needed - k;
      if ((rc = task_ask (t, k ? next : first, 1)) != EMI_OK)
        return rc;
      do
        {
          sense = b ? sensor_match (t->sensor, k, &which)
                    : sensor_touch (t->sensor);
          if (sense == SENSE_MATCH)
            return attest (t, in, b->prints[which].finger,
                           k + 1 + (size_t) t->unreadable);
        }
      while (sense >= SENSE_AGAIN && sense <= SENSE_AGAIN_LIFT
             && (sense = task_again (t, sense)) == SENSE_OK);
      if (sense != SENSE_NO_MATCH)
        return task_end (t, sense);
    }
  return refuse (t);
}

static emi_rc
verify_at (struct task *t, const struct emi_auth_verify *in,
           const struct blob *b)
{
  enum sense sense = sensor_open (t->sensor, t->f->device, b);

  /* Nobody's fingers are of no reader, so the first one will do.  */
  if (sense == SENSE_OK && b)
    sense = sensor_load (t->sensor, b);
  return sense == SENSE_OK ? compare (t, in, b) : task_end (t, sense);
}

static emi_rc
fingerprint_verify (void *self, struct emi_call *call,
                    const struct emi_auth_verify *in)
{
  const struct fingerprint *f = self;
  struct task t = { .f = f, .call = call };
  struct blob b;
  bool known = blob_decode (in->enrolment.data, in->enrolment.len, &b);

  if (!known && in->enrolment.len)
    return task_end (&t, SENSE_RUBBISH);
  t.sensor = sensor_new (f->host, call, f->wait_ms);
  emi_rc rc = verify_at (&t, in, known ? &b : NULL);
  sensor_free (t.sensor);
  return rc;
}

/* --- the rest --- */

static emi_rc
fingerprint_enrol (void *self, struct emi_call *call,
                   const struct emi_auth_enrol *in)
{
  const struct fingerprint *f = self;
  struct task t = { .f = f, .call = call };

  if (strcmp (in->mode, "set") != 0)
    return f->host->fail (call, EMI_UNSUPPORTED,
                          "fingers are enrolled by an administrator");
  t.sensor = sensor_new (f->host, call, f->wait_ms);
  emi_rc rc = fingerprint_set (&t, in);
  sensor_free (t.sensor);
  return rc;
}

static emi_rc
fingerprint_probe (void *self, struct emi_call *call,
                   const struct emi_auth_probe *in)
{
  const struct fingerprint *f = self;
  struct task t = { .f = f, .call = call };

  (void) in;
  t.sensor = sensor_new (f->host, call, f->wait_ms);
  emi_rc rc = task_end (&t, sensor_open (t.sensor, f->device, NULL));
  sensor_free (t.sensor);
  return rc;
}

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = fingerprint_verify,
  .enrol = fingerprint_enrol,
  .probe = fingerprint_probe,
};

/* One module's instances share GLib's main loop: EMI_THREAD_ONE.  It waits
   only in host->wait; what libfprint does without waiting there (looking for
   readers) it does not let be interrupted.  */
EMI_AUTH_PLUGIN (fingerprint, &ops, options, .name = "fingerprint",
                 .version = "1",
                 .summary = "Fingerprint readers through libfprint",
                 .threads = EMI_THREAD_ONE, .prompts = prompts,
                 .open = fingerprint_open, .close = fingerprint_close,
                 .methods = "2-01", .flags = EMI_PLUGIN_SEPARATE,
                 .needs = "devices unix");
