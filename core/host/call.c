/* SPDX-License-Identifier: Apache-2.0 */
/* One running call: its beginning, its deadline, its sentence and its end.
   What a plugin may do in between stands in services.c and ask.c.  */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/internal.h"

#define TIMEOUT_MS 30000
/* With the instance's name before it a sentence fits a fault's detail.  */
#define SENTENCE_CHARS 120
#define SECRET_IN_DATA_MIN 4

static int64_t
mono (const struct emi_call *call)
{
  const struct clock *clock = call->instance->host->clock;

  return clock->mono_ms (clock);
}

struct emi_call *
call_begin (struct instance *i, const struct call_env *env, bool opening)
{
  struct emi_call *call = &i->calls[i->next_call++ % CALL_RING];
  static const struct call_env none;

  *call = (struct emi_call) {
    .instance = i,
    .env = env ? env : &none,
    .live = true,
    .opening = opening,
    .thread = pthread_self (),
    .turn_fd = -1,
  };
  int64_t allowed = call->env->timeout_ms ? call->env->timeout_ms : TIMEOUT_MS;
  int64_t now = mono (call);
  call->began_ms = now;
  call->deadline_ms = allowed > INT64_MAX - now ? INT64_MAX : now + allowed;
  return call;
}

/* The code that people see for an end of the plugin's.  */
static enum code
code_of (emi_rc rc)
{
  switch (rc)
    {
    case EMI_OK:
      return CODE_OK;
    case EMI_CANCELLED:
      return CODE_CANCELLED;
    case EMI_DEADLINE:
      return CODE_DEADLINE;
    case EMI_UNREACHED:
      return CODE_UNREACHED;
    case EMI_CONFIG:
      return CODE_PLUGIN_CONFIG;
    case EMI_RETRY:
    case EMI_ABSENT:
    case EMI_PROTOCOL:
    case EMI_UNSUPPORTED:
    case EMI_INTERNAL:
      return CODE_PLUGIN_FAILED;
    }
  return CODE_PLUGIN_FAILED;
}

static void
report (const struct emi_call *call, emi_rc rc, struct fault *why)
{
  const char *name = call->instance->config->name;

  if (call->sentence)
    fault_set (why, code_of (rc), "%s: %s", name, call->sentence);
  else
    fault_set (why, code_of (rc), "%s", name);
}

/* Tells whoever watches the wait; a query's only, since at a reader the person
   sees each step.  */
static bool
call_told (const struct emi_call *call, int64_t waited_ms)
{
  const struct host *h = call->instance->host;

  if (!h->waiting || call->instance->module->plugin.kind != EMI_KIND_CONNECTOR)
    return false;
  h->waiting (h->waiting_ctx, waited_ms);
  return true;
}

emi_rc
call_end (struct emi_call *call, emi_rc rc, struct fault *why)
{
  if (call->forced != EMI_OK)
    {
      rc = call->forced;
      if (why)
        *why = call->forced_why;
    }
  else if ((unsigned) rc > EMI_INTERNAL)
    {
      fault_set (why, CODE_PLUGIN_FAILED, "%s: ended with %d, " HOST_SAID_NO_END,
                 call->instance->config->name, (int) rc);
      rc = EMI_INTERNAL;
    }
  else if (rc != EMI_OK)
    report (call, rc, why);

  call_told (call, -1);
  turn_give (call);
  for (size_t k = 0; k < call->n_answers; k++)
    secret_done (&call->answers[k].text);
  call->n_answers = 0;
  free (call->sentence);
  call->sentence = NULL;
  call->env = NULL;
  call->live = false;
  return rc;
}

emi_rc
call_force (struct emi_call *call, emi_rc rc, enum code code, const char *fmt,
            ...)
{
  va_list ap;

  /* What went wrong first is the reason for what follows.  */
  if (call->forced == EMI_OK)
    {
      va_start (ap, fmt);
      fault_vset (&call->forced_why, code, fmt, ap);
      va_end (ap);
      call->forced = rc;
    }
  return rc;
}

static bool
holds (const struct call_answer *a, const void *data, size_t len)
{
  /* memmem takes no NULL, which an empty result may be.  */
  return a->text.len && len >= a->text.len
         && memmem (data, len, a->text.data, a->text.len);
}

/* A line that an auth provider asks for is its secret too, shown or not (a
   one-time code).  */
static bool
secretive (const struct emi_call *call, const struct call_answer *a)
{
  return a->prompt->kind == EMI_PROMPT_SECRET
         || (a->prompt->kind == EMI_PROMPT_TEXT
             && call->instance->module->plugin.kind == EMI_KIND_AUTH);
}

bool
call_tells_secret (const struct emi_call *call, const char *sentence,
                   size_t len)
{
  for (size_t k = 0; k < call->n_answers; k++)
    if (secretive (call, &call->answers[k])
        && holds (&call->answers[k], sentence, len))
      return true;
  return false;
}

bool
call_holds_secret (const struct emi_call *call, const void *data, size_t len)
{
  for (size_t k = 0; k < call->n_answers; k++)
    if (call->answers[k].prompt->kind == EMI_PROMPT_SECRET
        && call->answers[k].text.len >= SECRET_IN_DATA_MIN
        && holds (&call->answers[k], data, len))
      return true;
  return false;
}

void
call_say (struct emi_call *call, const char *fmt, va_list ap)
{
  CLEANUP_FREE char *utf8 = NULL;
  char *raw;

  free (call->sentence);
  call->sentence = NULL;
  if (!fmt || vasprintf (&raw, fmt, ap) < 0)
    return;
  size_t len = strlen (raw);
  if (call_tells_secret (call, raw, len))
    call->sentence = strdup (HOST_SAID_SECRET_KEPT);
  else if ((utf8 = text_guess (raw, len)))
    call->sentence = text_safe (utf8, SENTENCE_CHARS);
  explicit_bzero (raw, len);
  free (raw);
}

int
call_cancel_fd (const struct emi_call *call)
{
  const struct instance *i = call->instance;

  return i->module->plugin.kind == EMI_KIND_STORE ? -1 : i->host->cancel_fd;
}

int64_t
call_left (const struct emi_call *call)
{
  int64_t now = mono (call);

  return now < call->deadline_ms ? call->deadline_ms - now : 0;
}

/* The order says what wins: giving up, then the deadline (so that a
   descriptor that is always ready cannot outlive it), then the event.  */
emi_rc
call_wait (struct emi_call *call, int fd, short events, int64_t ms)
{
  int64_t start = mono (call);

  for (;;)
    {
      struct pollfd fds[2] = { { .fd = call_cancel_fd (call),
                                 .events = POLLIN },
                               { .fd = fd, .events = events } };
      int64_t left = call_left (call);
      int64_t rest = ms < 0 ? left : ms - (mono (call) - start);
      bool pause = rest < left; /* MS comes before the deadline */
      int64_t allowed = pause ? (rest > 0 ? rest : 0) : left;
      bool told = call_told (call, mono (call) - call->began_ms);
      bool slice = told && allowed > 1000;

      if (slice)
        allowed = 1000;
      int n = poll (fds, 2, allowed > INT_MAX ? INT_MAX : (int) allowed);
      if (n > 0 && (fds[0].revents & (POLLIN | POLLHUP | POLLERR)))
        return EMI_CANCELLED;
      if (call_left (call) == 0)
        return EMI_DEADLINE;
      if (n > 0 && (fds[1].revents & POLLNVAL))
        return EMI_INTERNAL;
      if (n > 0 && fds[1].revents)
        return EMI_OK;
      if (n == 0 && pause && !slice)
        return EMI_RETRY;
    }
}
