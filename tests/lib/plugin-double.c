/* SPDX-License-Identifier: Apache-2.0 */
/* The double of the host: see plugin-double.h.  */
#include "lib/plugin-double.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_MS 3600000
/* 2026-11-21 02:15:00 in Japan.  */
#define START_S 1795281300

static const char *
pair_find (const struct double_pair *p, const char *name)
{
  for (; p != NULL && p->name != NULL; p++)
    if (strcmp (p->name, name) == 0)
      return p->value;
  return NULL;
}

static const char *
double_option (void *ctx, const char *name)
{
  const struct emi_call *call = ctx;

  return pair_find (call->options, name);
}

static int64_t
double_option_number (void *ctx, const char *name)
{
  const char *text = double_option (ctx, name);

  return text == NULL ? -1 : strtoll (text, NULL, 10);
}

static emi_rc double_fail (struct emi_call *call, emi_rc rc, const char *fmt,
                           ...) EMI_PRINTF (3, 4);

static emi_rc
double_fail (struct emi_call *call, emi_rc rc, const char *fmt, ...)
{
  va_list ap;

  va_start (ap, fmt);
  vsnprintf (call->sentence, sizeof call->sentence, fmt, ap);
  va_end (ap);
  call->failed = rc;
  return rc;
}

static void
note (struct emi_call *call, const char *name, const void *data, size_t len)
{
  size_t at = strlen (call->log);

  snprintf (call->log + at, sizeof call->log - at, "%s=%.*s\n", name,
            (int) (len < 200 ? len : 200), data ? (const char *) data : "");
}

static emi_rc
double_put_span (struct emi_call *call, const char *name, const void *data,
                 size_t len)
{
  /* As the real host: a call that failed is over.  */
  if (call->failed != EMI_OK)
    return EMI_INTERNAL;
  note (call, name, data, len);
  if (strcmp (name, "message") != 0)
    return EMI_OK;
  if (call->judge == NULL)
    return EMI_OK;
  return call->judge (data, len, call->messages++);
}

static emi_rc
double_put_fields (struct emi_call *call, const char *name,
                   const struct emi_fields *fields)
{
  char full[128];

  if (call->failed != EMI_OK)
    return EMI_INTERNAL;
  for (size_t i = 0; i < fields->n; i++)
    {
      snprintf (full, sizeof full, "%s.%s", name, fields->v[i].name);
      note (call, full, fields->v[i].value.data, fields->v[i].value.len);
    }
  return EMI_OK;
}

static emi_rc
double_ask (struct emi_call *call, const char *const *ids, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      note (call, "ask", ids[i], strlen (ids[i]));
      call->asked++;
      if (pair_find (call->answers, ids[i]) == NULL)
        return EMI_CANCELLED;
    }
  return EMI_OK;
}

static const char *
double_answer (struct emi_call *call, const char *id)
{
  return pair_find (call->answers, id);
}

static int64_t
deadline (const struct emi_call *call)
{
  return call->deadline_ms > 0 ? call->deadline_ms : HOUR_MS;
}

static int64_t
double_time_left (struct emi_call *call)
{
  return call->now_ms < deadline (call) ? deadline (call) - call->now_ms : 0;
}

/* Moves the clock to the next thing that happens, at most to UNTIL.  */
static void
step (struct emi_call *call, int64_t until)
{
  const struct double_event *e
    = call->events != NULL ? &call->events[call->n_events] : NULL;

  if (call->cancel_ms > 0 && call->cancel_ms < until)
    until = call->cancel_ms;
  if (deadline (call) < until)
    until = deadline (call);
  if (e != NULL && e->does != NULL && e->at_ms <= until)
    {
      if (e->at_ms > call->now_ms)
        call->now_ms = e->at_ms;
      call->n_events++;
      e->does (e->ctx);
      return;
    }
  call->now_ms = until;
}

static emi_rc
double_wait (struct emi_call *call, int fd, short events, int64_t ms)
{
  int64_t until = ms < 0 ? deadline (call) : call->now_ms + ms;
  struct pollfd p = { .fd = fd, .events = events };

  call->waits++;
  for (;;)
    {
      if (call->cancel_ms > 0 && call->now_ms >= call->cancel_ms)
        return EMI_CANCELLED;
      if (call->now_ms >= deadline (call))
        return EMI_DEADLINE;
      if (fd >= 0 && poll (&p, 1, 0) > 0)
        return EMI_OK;
      if (call->now_ms >= until)
        return EMI_RETRY;
      step (call, until);
    }
}

static int64_t
double_now (struct emi_call *call)
{
  return START_S + call->now_ms / 1000;
}

static emi_rc
double_turn (struct emi_call *call, int on)
{
  (void) call;
  (void) on;
  return EMI_OK;
}

/* Not random: two names in one test still differ.  */
static void
double_random (void *data, size_t len)
{
  static unsigned char next;

  for (size_t i = 0; i < len; i++)
    ((unsigned char *) data)[i] = (unsigned char) (next++ * 37u);
}

const struct emi_host *
double_host (void)
{
  static const struct emi_host host = {
    .size = sizeof host,
    .option = double_option,
    .option_number = double_option_number,
    .fail = double_fail,
    .put = double_put_span,
    .put_fields = double_put_fields,
    .ask = double_ask,
    .answer = double_answer,
    .wait = double_wait,
    .time_left = double_time_left,
    .now = double_now,
    .turn = double_turn,
    .random = double_random,
  };

  return &host;
}

void *
double_open (const struct emi_plugin *plugin, struct emi_call *call)
{
  void *self = NULL;

  if (plugin->open (double_host (), call, call, &self) != EMI_OK)
    {
      fprintf (stderr, "%s: %s\n", plugin->name, call->sentence);
      abort ();
    }
  return self;
}

bool
double_put (const struct emi_call *call, const char *line)
{
  size_t len = strlen (line);

  for (const char *at = call->log; (at = strstr (at, line)) != NULL; at++)
    if ((at == call->log || at[-1] == '\n') && at[len] == '\n')
      return true;
  return false;
}

int
double_count (const struct emi_call *call, const char *name)
{
  size_t len = strlen (name);
  int n = 0;

  for (const char *at = call->log; (at = strstr (at, name)) != NULL; at++)
    if ((at == call->log || at[-1] == '\n') && at[len] == '=')
      n++;
  return n;
}
