/* SPDX-License-Identifier: Apache-2.0 */
/* What a call says to people, while it goes on and when it ends.  */
#include "fingerprint.h"

#include <string.h>

/* The host's own limit (security.md): one more ends the call.  */
#define PROMPTS_PER_CALL 8

emi_rc
task_put (struct task *t, const char *name, const char *text)
{
  return t->f->host->put (t->call, name, text, strlen (text));
}

emi_rc
task_ask (struct task *t, const char *const *ids, size_t n)
{
  t->asked += n;
  t->to_come -= n < t->to_come ? n : t->to_come;
  t->ask_rc = t->f->host->ask (t->call, ids, n);
  return t->ask_rc;
}

static const char *
notice_of (enum sense how)
{
  switch (how)
    {
    case SENSE_AGAIN_LONGER:
      return "longer";
    case SENSE_AGAIN_CENTRE:
      return "centre";
    case SENSE_AGAIN_LIFT:
      return "lift";
    default:
      return "again";
    }
}

enum sense
task_again (void *task, enum sense how)
{
  struct task *t = task;
  const char *id = notice_of (how);

  if (++t->unreadable >= t->f->tries)
    return SENSE_UNREADABLE;
  /* Where no prompt is to spare the finger is simply awaited again.  */
  if (t->asked + t->to_come >= PROMPTS_PER_CALL)
    return SENSE_OK;
  t->asked++;
  t->ask_rc = t->f->host->ask (t->call, &id, 1);
  return t->ask_rc == EMI_OK ? SENSE_OK : SENSE_CANCELLED;
}

/* --- how it ends --- */

/* A reason goes before the failure: after it nothing is taken.  */
static emi_rc
unusable (struct task *t, const char *reason, const char *sentence,
          const char *words)
{
  emi_rc rc = reason ? task_put (t, "reason", reason) : EMI_OK;

  if (rc != EMI_OK)
    return rc;
  return t->f->host->fail (t->call, EMI_UNREACHED, "%s%s%s", sentence,
                           words ? ": " : "", words ? words : "");
}

emi_rc
task_end (struct task *t, enum sense sense)
{
  const struct emi_host *host = t->f->host;
  const char *words = t->sensor ? sensor_words (t->sensor) : NULL;

  switch (sense)
    {
    case SENSE_OK:
    case SENSE_MATCH:
    case SENSE_NO_MATCH:
      return EMI_OK;
    case SENSE_AGAIN:
    case SENSE_AGAIN_LONGER:
    case SENSE_AGAIN_CENTRE:
    case SENSE_AGAIN_LIFT:
    case SENSE_UNREADABLE:
      return unusable (t, EMI_REASON_DEVICE_QUALITY,
                       "no scan of the finger could be read", NULL);
    case SENSE_NOBODY:
      return unusable (t, EMI_REASON_DEVICE_NOBODY, "no finger came in time",
                       NULL);
    case SENSE_ABSENT:
      return unusable (t, EMI_REASON_DEVICE_ABSENT,
                       "no fingerprint reader is connected", NULL);
    case SENSE_OTHER:
      return unusable (t, EMI_REASON_DEVICE_OTHER,
                       "enrolled at another reader than this one", words);
    case SENSE_LOST:
      return unusable (t, EMI_REASON_DEVICE_OTHER,
                       "the reader does not hold these fingers any more",
                       NULL);
    case SENSE_BUSY:
      return unusable (t, EMI_REASON_DEVICE_BUSY,
                       "the reader cannot be used now", words);
    case SENSE_PULLED:
      return unusable (t, EMI_REASON_DEVICE_PULLED, "the reader was unplugged",
                       NULL);
    case SENSE_FULL:
      return unusable (t, NULL, "the reader's own memory is full", NULL);
    case SENSE_FAULT:
      return unusable (t, NULL, "the reader failed", words);
    case SENSE_SEVERAL:
      return host->fail (t->call, EMI_CONFIG,
                         "several readers: name one in option device");
    case SENSE_RUBBISH:
      return host->fail (t->call, EMI_PROTOCOL,
                         "the enrolment holds no fingerprints");
    case SENSE_DUPLICATE:
      return host->fail (t->call, EMI_PROTOCOL,
                         "this finger is enrolled already; take another one");
    case SENSE_CANCELLED:
      return t->ask_rc != EMI_OK ? t->ask_rc : EMI_CANCELLED;
    case SENSE_DEADLINE:
      return EMI_DEADLINE;
    }
  return EMI_INTERNAL;
}
