/* SPDX-License-Identifier: Apache-2.0 */
/* The table that plugins get (emi/host.h).  Each function first makes sure
   that the call is one that runs now, on this thread: a plugin that kept a
   pointer or started a thread is answered EMI_INTERNAL and changes
   nothing.  */
#include <string.h>

#include <sodium.h>

#include "host/internal.h"

#define FIELDS_MAX 65536

static bool
usable (const struct emi_call *call)
{
  return call && call->live && pthread_equal (call->thread, pthread_self ());
}

/* May CALL hand over results and ask?  */
static bool
open_for_more (const struct emi_call *call)
{
  return usable (call) && !call->opening && !call->failed
         && call->forced == EMI_OK;
}

static const struct option_value *
value_of (const void *host_ctx, const char *name)
{
  const struct instance *i = host_ctx;

  for (size_t k = 0; name && k < i->n_options; k++)
    if (strcmp (i->options[k].declared->name, name) == 0)
      return &i->options[k];
  return NULL;
}

static const char *
service_option (void *host_ctx, const char *name)
{
  const struct option_value *v = value_of (host_ctx, name);

  return v ? v->text : NULL;
}

static int64_t
service_option_number (void *host_ctx, const char *name)
{
  const struct option_value *v = value_of (host_ctx, name);

  return v ? v->number : -1;
}

static emi_rc
service_fail (struct emi_call *call, emi_rc rc, const char *fmt, ...)
{
  va_list ap;

  if (!usable (call))
    return EMI_INTERNAL;
  va_start (ap, fmt);
  call_say (call, fmt, ap);
  va_end (ap);
  call->failed = true;
  /* A failure that calls itself a success is none that can be believed.  */
  return rc == EMI_OK ? EMI_INTERNAL : rc;
}

static emi_rc
refuse_secret (struct emi_call *call)
{
  return call_force (call, EMI_INTERNAL, CODE_PLUGIN_FAILED,
                     "%s: " HOST_SAID_SECRET_PUT, call->instance->config->name);
}

/* A person's certificate and a signature are public, and digits of a PIN turn
   up in them by chance (a date is full of digits): whose the bytes are is the
   core's to check.  */
static bool
is_public (const struct emi_call *call, const char *name)
{
  static const char *const names[]
      = { "certificate", "chain", "enrolment", "signature" };
  const struct emi_plugin *p = &call->instance->module->plugin;

  if (p->kind != EMI_KIND_AUTH || !(p->auth_flags & EMI_AUTH_SIGNED))
    return false;
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (strcmp (names[k], name) == 0)
      return true;
  return false;
}

static emi_rc
service_put (struct emi_call *call, const char *name, const void *data,
             size_t len)
{
  if (!open_for_more (call) || !result_name_fits (name)
      || !result_data_fits (data, len))
    return EMI_INTERNAL;
  if (!is_public (call, name) && call_holds_secret (call, data, len))
    return refuse_secret (call);
  return call->env->put ? call->env->put (call->env->ctx, name, data, len)
                        : EMI_OK;
}

static emi_rc
service_put_fields (struct emi_call *call, const char *name,
                    const struct emi_fields *fields)
{
  if (!open_for_more (call) || !result_name_fits (name) || !fields
      || fields->n > FIELDS_MAX || (fields->n && !fields->v))
    return EMI_INTERNAL;
  for (size_t k = 0; k < fields->n; k++)
    {
      const struct emi_field *f = &fields->v[k];

      if (!result_name_fits (f->name)
          || !result_data_fits (f->value.data, f->value.len))
        return EMI_INTERNAL;
      if (!is_public (call, f->name)
          && call_holds_secret (call, f->value.data, f->value.len))
        return refuse_secret (call);
    }
  return call->env->put_fields
           ? call->env->put_fields (call->env->ctx, name, fields)
           : EMI_OK;
}

static emi_rc
service_ask (struct emi_call *call, const char *const *ids, size_t n)
{
  if (!open_for_more (call))
    return usable (call) && call->forced != EMI_OK ? call->forced
                                                   : EMI_INTERNAL;
  return n && !ids ? EMI_INTERNAL : call_ask (call, ids, n);
}

static const char *
service_answer (struct emi_call *call, const char *id)
{
  if (!usable (call) || !id)
    return NULL;
  for (size_t k = call->n_answers; k-- > 0;)
    {
      const struct call_answer *a = &call->answers[k];
      if (strcmp (a->prompt->id, id) == 0)
        return a->text.data ? (const char *) a->text.data : "";
    }
  return NULL;
}

static emi_rc
service_wait (struct emi_call *call, int fd, short events, int64_t ms)
{
  return usable (call) ? call_wait (call, fd, events, ms) : EMI_INTERNAL;
}

static int64_t
service_time_left (struct emi_call *call)
{
  return usable (call) ? call_left (call) : 0;
}

static int64_t
service_now (struct emi_call *call)
{
  return usable (call) ? clock_seconds (call->instance->host->clock) : 0;
}

static emi_rc
service_turn (struct emi_call *call, int on)
{
  if (!usable (call) || call->opening)
    return EMI_INTERNAL;
  if (on)
    return turn_take (call);
  turn_give (call);
  return EMI_OK;
}

static void
service_random (void *data, size_t len)
{
  randombytes_buf (data, len);
}

const struct emi_host *
services (void)
{
  static const struct emi_host table = {
    .size = sizeof table,
    .option = service_option,
    .option_number = service_option_number,
    .fail = service_fail,
    .put = service_put,
    .put_fields = service_put_fields,
    .ask = service_ask,
    .answer = service_answer,
    .wait = service_wait,
    .time_left = service_time_left,
    .now = service_now,
    .turn = service_turn,
    .random = service_random,
  };

  return &table;
}
