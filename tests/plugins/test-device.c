/* SPDX-License-Identifier: Apache-2.0 */
/* A fingerprint reader whose device is a file: what stands in it is what the
   device does.  No file: it is not plugged in.  "ok": the prompt says whether
   the finger fits.  "absent": nobody puts a finger on it (a glove).
   "broken": it answers nonsense.  "half": a wrong finger, then it is gone.
   "fail REASON", "refuse REASON": it ends so, with the reason told.
   "part REASON OTHER": both reasons are told, then it is gone.  */
#include "auth-test.h"

#include <fcntl.h>
#include <unistd.h>

struct device
{
  struct auth_test base; /* first: auth_test_enrol takes it */
  const char *file;
};

static emi_rc
device_open (const struct emi_host *host, void *host_ctx,
             struct emi_call *call, void **self_out)
{
  struct device *d = calloc (1, sizeof *d);

  if (!d)
    return host->fail (call, EMI_INTERNAL, "no memory");
  d->base.host = host;
  d->file = host->option (host_ctx, "device");
  *self_out = d;
  return EMI_OK;
}

/* The device's word into OUT; false when it is not there.  */
static int
device_says (const struct device *d, char out[64])
{
  int fd = open (d->file, O_RDONLY | O_CLOEXEC);
  ssize_t n;

  if (fd < 0)
    return 0;
  n = read (fd, out, 63);
  close (fd);
  out[n > 0 ? n : 0] = '\0';
  out[strcspn (out, "\n")] = '\0';
  return 1;
}

static emi_rc
ask (struct device *d, struct emi_call *call, const struct emi_auth_verify *in)
{
  static const char *const ids[] = { "finger" };
  emi_rc rc = d->base.host->ask (call, ids, 1);

  if (rc != EMI_OK)
    return rc;
  if (in->enrolment.len
      && strcmp (d->base.host->answer (call, "finger"), "yes") == 0)
    return auth_test_grant (&d->base, call, in, "2-01");
  return auth_test_text (&d->base, call, "verdict", "refused");
}

/* Puts each word of REASONS.  */
static void
tell (struct device *d, struct emi_call *call, const char *reasons)
{
  while (*(reasons += strspn (reasons, " ")))
    {
      size_t n = strcspn (reasons, " ");

      d->base.host->put (call, "reason", reasons, n);
      reasons += n;
    }
}

/* WORD is "HOW REASON...".  */
static emi_rc
end_with_reason (struct device *d, struct emi_call *call, const char *word)
{
  tell (d, call, word + strcspn (word, " "));
  if (strncmp (word, "refuse ", 7) == 0)
    return auth_test_text (&d->base, call, "verdict", "refused");
  return d->base.host->fail (call, EMI_UNREACHED, "as the device says");
}

static emi_rc
enrol (void *self, struct emi_call *call, const struct emi_auth_enrol *in)
{
  struct device *d = self;
  char word[64];

  if (device_says (d, word) && strchr (word, ' '))
    return end_with_reason (d, call, word);
  return auth_test_enrol (self, call, in);
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct device *d = self;
  const struct emi_host *host = d->base.host;
  char word[64];

  if (!device_says (d, word))
    return host->fail (call, EMI_UNREACHED, "no reader is plugged in");
  if (strchr (word, ' '))
    return end_with_reason (d, call, word);
  if (strcmp (word, "absent") == 0)
    return host->fail (call, EMI_ABSENT, "no finger");
  if (strcmp (word, "broken") == 0)
    return host->fail (call, EMI_PROTOCOL, "it answers nonsense");
  if (strcmp (word, "half") == 0)
    {
      auth_test_text (&d->base, call, "wrong", "1");
      return host->fail (call, EMI_UNREACHED, "it is gone");
    }
  return ask (d, call, in);
}

static const struct emi_option options[] = {
  { "device", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "the file that is the device" },
  EMI_OPTION_END
};

AUTH_TEST_PROMPTS ("finger", EMI_PROMPT_CHOICE, "yes no");

static const struct emi_auth_ops ops
  = { .size = sizeof ops, .verify = verify, .enrol = enrol };

EMI_AUTH_PLUGIN (test_device, &ops, options, .name = "test-device",
                 .version = "1", .summary = "for tests only",
                 .prompts = prompts, .open = device_open,
                 .close = auth_test_close, .methods = "2-01");
