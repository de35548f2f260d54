/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin in a helper gets as its host (emi/host.h).  Everything that
   counts is asked of emi, which judges it as if the plugin were there; only
   what would read memory wrongly is refused here.  */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "host/helper.h"

#define SENTENCE_MAX 4096

/* --- asking emi --- */

void
helper_read (struct helper *h)
{
  /* Without emi there is nothing to be done for anybody.  */
  if (channel_read (&h->channel) != HEARD_MESSAGE)
    _exit (0);
}

void
helper_send (struct helper *h, int pass)
{
  if (channel_send (&h->channel, pass) != HEARD_MESSAGE)
    _exit (0);
}

/* Sends what was begun and reads the reply, whose answers go to CALL.  False
   when it could not be said at all.  */
static bool
converse (struct emi_call *call, int pass, struct message_reply *reply)
{
  struct helper *h = call->helper;
  struct wire_memory m = WIRE_MEMORY_INIT;

  if (h->channel.out.failed || h->channel.out.len > WIRE_MAX)
    return false;
  helper_send (h, pass);
  helper_read (h);
  if (channel_kind (&h->channel) != MESSAGE_REPLY
      || !channel_take (&h->channel, reply, &m))
    _exit (1);
  for (size_t i = 0;
       i < reply->answers.n && call->n_answers < PROMPTS_PER_CALL; i++)
    {
      const struct emi_field *f = &reply->answers.v[i];
      struct answer *a = &call->answers[call->n_answers];

      *a = (struct answer) { .id = strdup (f->name), .text = SECRET_INIT };
      if (!a->id || !secret_set (&a->text, f->value.data, f->value.len))
        _exit (1); /* no memory: emi sees an end in the middle */
      call->n_answers++;
    }
  wire_memory_done (&m);
  channel_forget (&h->channel);
  return true;
}

static emi_rc
ask_emi (struct emi_call *call, enum message m, const void *from, int pass)
{
  struct message_reply reply;

  channel_begin (&call->helper->channel, m, from);
  return converse (call, pass, &reply) ? (emi_rc) reply.rc : EMI_INTERNAL;
}

static int64_t
ask_number (struct emi_call *call, enum message m)
{
  struct message_reply reply;

  channel_begin (&call->helper->channel, m, NULL);
  return converse (call, -1, &reply) ? reply.number : 0;
}

/* --- what may be asked --- */

static bool
usable (const struct emi_call *call)
{
  return call && call->live && pthread_equal (call->thread, pthread_self ());
}

static bool
open_for_more (const struct emi_call *call)
{
  return usable (call) && !call->opening && !call->failed;
}

/* --- the table --- */

static const struct helper_option *
option_of (const void *host_ctx, const char *name)
{
  const struct helper *h = host_ctx;

  for (size_t k = 0; name && k < h->n_options; k++)
    if (strcmp (h->options[k].name, name) == 0)
      return &h->options[k];
  return NULL;
}

static const char *
service_option (void *host_ctx, const char *name)
{
  const struct helper_option *o = option_of (host_ctx, name);

  return o ? o->text : NULL;
}

static int64_t
service_option_number (void *host_ctx, const char *name)
{
  const struct helper_option *o = option_of (host_ctx, name);

  return o ? o->number : -1;
}

static emi_rc service_fail (struct emi_call *call, emi_rc rc, const char *fmt,
                            ...) EMI_PRINTF (3, 4);

static emi_rc
service_fail (struct emi_call *call, emi_rc rc, const char *fmt, ...)
{
  va_list ap;

  if (!usable (call))
    return EMI_INTERNAL;
  free (call->sentence);
  call->sentence = NULL;
  va_start (ap, fmt);
  if (!fmt || vasprintf (&call->sentence, fmt, ap) < 0)
    call->sentence = NULL;
  va_end (ap);
  if (call->sentence && strlen (call->sentence) > SENTENCE_MAX)
    call->sentence[SENTENCE_MAX] = '\0';
  call->failed = true;
  return rc == EMI_OK ? EMI_INTERNAL : rc;
}

static emi_rc
service_put (struct emi_call *call, const char *name, const void *data,
             size_t len)
{
  const struct message_put m = { name, { data, len } };

  if (!open_for_more (call) || !result_name_fits (name)
      || !result_data_fits (data, len))
    return EMI_INTERNAL;
  return ask_emi (call, MESSAGE_PUT, &m, -1);
}

static emi_rc
service_put_fields (struct emi_call *call, const char *name,
                    const struct emi_fields *fields)
{
  struct message_put_fields m = { .name = name };

  if (!open_for_more (call) || !result_name_fits (name) || !fields
      || (fields->n && !fields->v))
    return EMI_INTERNAL;
  m.fields = *fields;
  for (size_t k = 0; k < fields->n; k++)
    {
      const struct emi_field *f = &fields->v[k];

      if (!result_name_fits (f->name)
          || !result_data_fits (f->value.data, f->value.len))
        return EMI_INTERNAL;
    }
  return ask_emi (call, MESSAGE_PUT_FIELDS, &m, -1);
}

static emi_rc
service_ask (struct emi_call *call, const char *const *ids, size_t n)
{
  struct emi_field v[PROMPTS_PER_CALL + 1];
  struct message_ask m
      = { .ids = { v, n <= PROMPTS_PER_CALL ? n : PROMPTS_PER_CALL + 1 } };

  if (!open_for_more (call) || (n && !ids))
    return EMI_INTERNAL;
  /* Too many are refused there whatever they are called.  */
  for (size_t i = 0; i < m.ids.n; i++)
    v[i] = (struct emi_field) {
      n <= PROMPTS_PER_CALL && ids[i] ? ids[i] : "", { NULL, 0 }
    };
  return ask_emi (call, MESSAGE_ASK, &m, -1);
}

static const char *
service_answer (struct emi_call *call, const char *id)
{
  if (!usable (call) || !id)
    return NULL;
  for (size_t k = call->n_answers; k-- > 0;)
    if (strcmp (call->answers[k].id, id) == 0)
      return (const char *) call->answers[k].text.data;
  return NULL;
}

/* emi watches the descriptor with everything else that may end the wait. */
static emi_rc
service_wait (struct emi_call *call, int fd, short events, int64_t ms)
{
  const struct message_wait m = { events, ms };

  if (!usable (call) || (fd >= 0 && fcntl (fd, F_GETFD) < 0))
    return EMI_INTERNAL;
  return ask_emi (call, MESSAGE_WAIT, &m, fd >= 0 ? fd : -1);
}

static int64_t
service_time_left (struct emi_call *call)
{
  return usable (call) ? ask_number (call, MESSAGE_LEFT) : 0;
}

static int64_t
service_now (struct emi_call *call)
{
  return usable (call) ? ask_number (call, MESSAGE_NOW) : 0;
}

static emi_rc
service_turn (struct emi_call *call, int on)
{
  const struct message_turn m = { on };

  if (!usable (call) || call->opening)
    return EMI_INTERNAL;
  return ask_emi (call, MESSAGE_TURN, &m, -1);
}

static void
service_random (void *data, size_t len)
{
  randombytes_buf (data, len);
}

const struct emi_host *
helper_services (void)
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
