/* SPDX-License-Identifier: Apache-2.0 */
/* Palm and finger veins (class 2, biometrics) through a maker's library with
   the calls of BioAPI 1.1.  Asks for the palm, hands the rate that is wanted
   to the library, and judges what it says; the library is never believed to
   be better than what it reports.  */
#include <emi/auth.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vein-device.h"

/* The library is to be back before the host ends the process.  */
#define MARGIN_MS 500

struct vein
{
  const struct emi_host *host;
  const char *rate_text;
  int32_t rate;
  int32_t wait_ms;
  int64_t tries;
  const struct vein_vendor *vendor;
  uint8_t module[16];
  struct vein_device *device;
};

/* --- life --- */

static emi_rc
settle (struct vein *v, void *host_ctx, struct emi_call *call)
{
  const struct emi_host *host = v->host;
  struct vein_settings s = { .library = host->option (host_ctx, "library") };
  const char *codes = host->option (host_ctx, "codes");

  v->rate_text = host->option (host_ctx, "far");
  v->wait_ms = (int32_t) host->option_number (host_ctx, "capture-wait");
  v->tries = host->option_number (host_ctx, "tries");
  s.device = (uint32_t) host->option_number (host_ctx, "device");
  s.vendor = vein_vendor (host->option (host_ctx, "vendor"));
  if (!vein_rate_parse (v->rate_text, &v->rate))
    return host->fail (call, EMI_CONFIG,
                       "far is to be from 0.00000001 to 0.01");
  if (!vein_uuid_parse (host->option (host_ctx, "module"), s.module))
    return host->fail (call, EMI_CONFIG,
                       "module is to be a UUID of 32 hexadecimal digits");
  if (codes && !vein_codes_parse (codes, &s.codes))
    return host->fail (call, EMI_CONFIG,
                       "codes is to be a list like busy=0x1801");
  if (!s.vendor || !(v->device = vein_device_new (&s)))
    return host->fail (call, EMI_INTERNAL, "no memory");
  v->vendor = s.vendor;
  memcpy (v->module, s.module, sizeof v->module);
  return EMI_OK;
}

static emi_rc
vein_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  struct vein *v = calloc (1, sizeof *v);
  emi_rc rc;

  if (!v)
    return host->fail (call, EMI_INTERNAL, "no memory");
  v->host = host;
  rc = settle (v, host_ctx, call);
  if (rc == EMI_OK)
    *self_out = v;
  else
    free (v);
  return rc;
}

static void
vein_close (void *self)
{
  struct vein *v = self;

  vein_device_free (v->device);
  free (v);
}

/* --- ends --- */

static emi_rc
put_text (const struct vein *v, struct emi_call *call, const char *name,
          const char *text)
{
  return v->host->put (call, name, text, strlen (text));
}

static const char *
reason_of (enum vein_end end)
{
  switch (end)
    {
    case VEIN_MISSING:
      return EMI_REASON_MODULE_MISSING;
    case VEIN_ABSENT:
      return EMI_REASON_DEVICE_ABSENT;
    case VEIN_BUSY:
      return EMI_REASON_DEVICE_BUSY;
    case VEIN_PULLED:
      return EMI_REASON_DEVICE_PULLED;
    case VEIN_QUALITY:
      return EMI_REASON_DEVICE_QUALITY;
    case VEIN_NOBODY:
      return EMI_REASON_DEVICE_NOBODY;
    case VEIN_OTHER:
      return EMI_REASON_DEVICE_OTHER;
    case VEIN_OK:
    case VEIN_FAILED:
    case VEIN_LIED:
      break;
    }
  return NULL;
}

/* It cannot be used now.  A library that lies is a fault of this provider's
   side; EMI_PROTOCOL would say, at enrolment, that a person entered something
   unfit.  */
static emi_rc
unusable (const struct vein *v, struct emi_call *call, enum vein_end end,
          const char *sentence)
{
  const char *reason = reason_of (end);
  emi_rc rc = reason ? put_text (v, call, "reason", reason) : EMI_OK;

  if (rc != EMI_OK)
    return rc;
  return v->host->fail (call, end == VEIN_LIED ? EMI_INTERNAL : EMI_UNREACHED,
                        "%s", sentence);
}

static emi_rc
refuse (const struct vein *v, struct emi_call *call)
{
  emi_rc rc = put_text (v, call, "reason", EMI_REASON_NO_MATCH);

  return rc == EMI_OK ? put_text (v, call, "verdict", "refused") : rc;
}

/* --- a palm --- */

static emi_rc
ask (const struct vein *v, struct emi_call *call, const char *prompt)
{
  return v->host->ask (call, &prompt, 1);
}

/* OK unless the person gave up or the time is over.  */
static emi_rc
still (const struct vein *v, struct emi_call *call)
{
  emi_rc rc = v->host->wait (call, -1, 0, 0);

  return rc == EMI_RETRY ? EMI_OK : rc;
}

struct turn
{
  const struct vein *v;
  struct emi_call *call;
};

static bool
gave_up (void *ctx)
{
  const struct turn *t = ctx;

  return still (t->v, t->call) != EMI_OK;
}

/* One attempt, within what is left of the call.  */
static emi_rc
attempt (const struct vein *v, struct emi_call *call, enum vein_what what,
         BioAPI_BIR_HANDLE *out, int *quality_out, enum vein_end *end_out)
{
  struct turn turn = { v, call };
  const struct vein_gone gone = { gave_up, &turn };
  int64_t left = v->host->time_left (call) - MARGIN_MS;
  emi_rc rc = still (v, call);

  if (rc != EMI_OK)
    return rc;
  if (left <= 0)
    return v->host->fail (call, EMI_DEADLINE, "no time for a capture");
  *end_out = vein_device_take (v->device, what,
                               left < v->wait_ms ? (int32_t) left : v->wait_ms,
                               &gone, out, quality_out);
  return *end_out == VEIN_OK ? EMI_OK : still (v, call);
}

/* Asks for a palm by PROMPT, again while it could not be read.  */
static emi_rc
take (const struct vein *v, struct emi_call *call, const char *prompt,
      enum vein_what what, BioAPI_BIR_HANDLE *out, int *quality_out)
{
  enum vein_end end = VEIN_QUALITY;
  emi_rc rc;

  for (int64_t n = 0; end == VEIN_QUALITY && n < v->tries; n++)
    {
      rc = ask (v, call, n ? "again" : prompt);
      if (rc == EMI_OK)
        rc = attempt (v, call, what, out, quality_out, &end);
      if (rc != EMI_OK)
        return rc;
    }
  return end == VEIN_OK
             ? EMI_OK
             : unusable (v, call, end, vein_device_text (v->device));
}

/* Is what the library said of a match good enough?  A match at a worse rate
   than was asked for is none, and people are told so.  */
static emi_rc
weigh (const struct vein *v, struct emi_call *call, const struct vein_match *m,
       bool *good_out)
{
  *good_out = m->same;
  if (!m->same || v->vendor->score)
    return EMI_OK;
  if (m->far < 0)
    return unusable (v, call, VEIN_LIED,
                     "the library tells no FARAchieved with its match");
  *good_out = m->far <= v->rate;
  return *good_out ? EMI_OK : ask (v, call, "weak");
}

/* --- verify --- */

static emi_rc
grant (const struct vein *v, struct emi_call *call,
       const struct emi_span *challenge, const struct vein_match *m,
       int quality)
{
  char rate[VEIN_RATE_TEXT], evidence[160];
  emi_rc rc;

  vein_rate_text (v->vendor->score ? -1 : m->far, rate);
  int n = snprintf (evidence, sizeof evidence,
                    "score=%d far=%s requested=%.16s quality=%d", (int) m->far,
                    rate, v->rate_text, quality);
  const struct emi_field fields[] = {
    { "challenge", *challenge },
    { "methods", { "2-04", 4 } },
    { "evidence", { evidence, (size_t) n } },
  };
  const struct emi_fields all = { fields, sizeof fields / sizeof *fields };

  rc = v->host->put_fields (call, "attestation", &all);
  return rc == EMI_OK ? put_text (v, call, "verdict", "granted") : rc;
}

/* With the sensor taken.  T NULL: an unknown account.  */
static emi_rc
compare (const struct vein *v, struct emi_call *call,
         const struct vein_template *t, const struct emi_span *challenge)
{
  struct vein_match m = { .same = false };
  BioAPI_BIR_HANDLE sample;
  enum vein_end end;
  int quality;
  bool good;
  emi_rc rc = take (v, call, "palm", VEIN_SAMPLE, &sample, &quality);

  if (rc != EMI_OK)
    return rc;
  end = vein_device_match (v->device, sample, t, v->rate, &m);
  vein_device_drop (v->device, sample);
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  rc = weigh (v, call, &m, &good);
  if (rc != EMI_OK)
    return rc;
  return good && t ? grant (v, call, challenge, &m, quality)
                   : refuse (v, call);
}

/* The template in ENROLMENT.  */
static emi_rc
unpack (const struct vein *v, struct emi_call *call,
        const struct emi_span *enrolment, struct vein_template *out)
{
  if (!vein_blob_read (enrolment->data, enrolment->len, out))
    return v->host->fail (call, EMI_PROTOCOL,
                          "the enrolment is no vein template");
  if (memcmp (out->module, v->module, sizeof v->module) != 0)
    return unusable (v, call, VEIN_OTHER,
                     "the palm was registered with another module");
  return EMI_OK;
}

static emi_rc
vein_verify (void *self, struct emi_call *call,
             const struct emi_auth_verify *in)
{
  const struct vein *v = self;
  struct vein_template t;
  bool known = in->enrolment.len > 0;
  emi_rc rc = known ? unpack (v, call, &in->enrolment, &t) : EMI_OK;
  enum vein_end end;

  if (rc != EMI_OK)
    return rc;
  end = vein_device_attach (v->device);
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  rc = compare (v, call, known ? &t : NULL, &in->challenge);
  vein_device_detach (v->device);
  return rc;
}

/* --- enrol --- */

static emi_rc
keep (const struct vein *v, struct emi_call *call,
      const struct vein_template *t)
{
  size_t len = vein_blob_size (t);
  uint8_t *blob = len ? malloc (len) : NULL;
  emi_rc rc;

  if (!blob)
    return v->host->fail (call, EMI_INTERNAL, "no memory");
  vein_blob_write (t, blob);
  rc = v->host->put (call, "enrolment", blob, len);
  explicit_bzero (blob, len);
  free (blob);
  return rc == EMI_OK ? put_text (v, call, "state", "active") : rc;
}

/* With the sensor taken: a template, and the same palm once more, so that
   what is registered is known to be recognised.  */
static emi_rc
learn (const struct vein *v, struct emi_call *call)
{
  struct vein_match m = { .same = false };
  BioAPI_BIR_HANDLE made, sample;
  struct vein_template t;
  enum vein_end end;
  int quality;
  bool good;
  emi_rc rc = take (v, call, "palm", VEIN_TEMPLATE, &made, &quality);

  if (rc != EMI_OK)
    return rc;
  end = vein_device_read (v->device, made, &t);
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  rc = take (v, call, "second", VEIN_SAMPLE, &sample, &quality);
  if (rc != EMI_OK)
    return rc;
  end = vein_device_match (v->device, sample, &t, v->rate, &m);
  vein_device_drop (v->device, sample);
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  rc = weigh (v, call, &m, &good);
  if (rc != EMI_OK)
    return rc;
  return good ? keep (v, call, &t) : refuse (v, call);
}

static emi_rc
vein_enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  const struct vein *v = self;
  enum vein_end end;
  emi_rc rc;

  if (strcmp (in->mode, "set") != 0)
    return v->host->fail (call, EMI_UNSUPPORTED,
                          "a palm is registered by an administrator");
  end = vein_device_attach (v->device);
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  rc = learn (v, call);
  vein_device_detach (v->device);
  return rc;
}

static emi_rc
vein_probe (void *self, struct emi_call *call, const struct emi_auth_probe *in)
{
  const struct vein *v = self;
  enum vein_end end = vein_device_attach (v->device);

  (void) in;
  if (end != VEIN_OK)
    return unusable (v, call, end, vein_device_text (v->device));
  vein_device_detach (v->device);
  return EMI_OK;
}

/* --- tables --- */

static const struct emi_option options[] = {
  { "library", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "the maker's BioAPI 1.1 library" },
  { "module", EMI_OPT_TEXT, EMI_OPT_REQUIRED, NULL, NULL,
    "UUID of the maker's module" },
  { "far", EMI_OPT_TEXT, 0, "0.0001", NULL,
    "false acceptance rate asked for, 0.00000001 to 0.01" },
  { "capture-wait", EMI_OPT_MS, 0, "15000", "1000..60000",
    "how long one capture waits for a palm" },
  { "tries", EMI_OPT_NUMBER, 0, "3", "1..3",
    "captures before a palm counts as unreadable" },
  { "vendor", EMI_OPT_CHOICE, 0, "standard", VEIN_VENDORS,
    "calling details of the library" },
  { "device", EMI_OPT_NUMBER, 0, "0", "0..4294967295",
    "which sensor, by the library's number; 0: any" },
  { "codes", EMI_OPT_TEXT, 0, NULL, NULL,
    "what the maker's own return codes mean" },
  EMI_OPTION_END,
};

static const struct emi_prompt prompts[] = {
  { "palm", EMI_PROMPT_GESTURE, NULL, "手をセンサーにかざしてください",
    "Hold your palm over the sensor", NULL },
  { "again", EMI_PROMPT_GESTURE, NULL,
    "読み取れませんでした。もう一度、手をかざしてください",
    "It could not be read. Hold your palm over the sensor again", NULL },
  { "second", EMI_PROMPT_GESTURE, NULL,
    "確かめます。同じ手をもう一度かざしてください",
    "To make sure: the same palm once more", NULL },
  { "weak", EMI_PROMPT_NOTICE, NULL,
    "装置は一致と答えましたが、誤受入率が設定より悪いため、認めません",
    "The device says it matches, but at a worse false acceptance rate than "
    "is asked for; it is not accepted",
    NULL },
  EMI_PROMPT_END,
};

static const struct emi_auth_ops ops = {
  .size = sizeof ops,
  .verify = vein_verify,
  .enrol = vein_enrol,
  .probe = vein_probe,
};

EMI_AUTH_PLUGIN (vein, &ops, options, .name = "vein", .version = "1",
                 .summary = "Palm and finger veins (BioAPI 1.1 libraries)",
                 .threads = EMI_THREAD_ONE, .prompts = prompts,
                 .open = vein_open, .close = vein_close, .methods = "2-04",
                 .flags = EMI_PLUGIN_SEPARATE | EMI_PLUGIN_ALWAYS_SEPARATE,
                 .needs = "devices unix");
