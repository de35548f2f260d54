/* SPDX-License-Identifier: Apache-2.0 */
/* A call in a helper: what its plugin wants of its host goes through the same
   functions as if it were here (services.c), so every rule holds for it.  What
   comes over is bytes of somebody who may lie.  */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "host/proxy.h"

/* What one call may send: far more than any needs.  A store hands over as many
   rows as it has, and is bounded by time alone.  */
#define MESSAGES_MAX 100000
#define BYTES_MAX ((uint64_t) 256 << 20)

struct serving
{
  struct proxy *proxy;
  struct emi_call *call;
  struct patience patience;
  struct message_return end;
  uint64_t messages, bytes;
};

static bool
too_much (struct serving *s)
{
  size_t len;

  channel_body (&s->proxy->line.channel, &len);
  s->messages++;
  s->bytes += len;
  return s->call->instance->module->plugin.kind != EMI_KIND_STORE
         && (s->messages > MESSAGES_MAX || s->bytes > BYTES_MAX);
}

static void
reply (struct serving *s, emi_rc rc, int64_t number)
{
  channel_begin (&s->proxy->line.channel, MESSAGE_REPLY,
                 &(const struct message_reply) { .rc = rc, .number = number });
}

static bool
on_put (struct serving *s, struct wire_memory *m)
{
  struct message_put in;

  if (!channel_take (&s->proxy->line.channel, &in, m))
    return false;
  reply (s, services ()->put (s->call, in.name, in.data.data, in.data.len), 0);
  return true;
}

static bool
on_put_fields (struct serving *s, struct wire_memory *m)
{
  struct message_put_fields in;

  if (!channel_take (&s->proxy->line.channel, &in, m))
    return false;
  reply (s, services ()->put_fields (s->call, in.name, &in.fields), 0);
  return true;
}

/* The answers go over at once: the plugin asks for them next.  */
static bool
on_ask (struct serving *s, struct wire_memory *m)
{
  struct message_ask in;
  const char *ids[PROMPTS_PER_CALL];
  struct emi_field answers[PROMPTS_PER_CALL];
  struct message_reply out = { .rc = EMI_OK };

  if (!channel_take (&s->proxy->line.channel, &in, m))
    return false;
  /* As many as are too many are as good as any number of them.  */
  size_t n = in.ids.n;
  for (size_t i = 0; i < n && i < PROMPTS_PER_CALL; i++)
    ids[i] = in.ids.v[i].name;
  out.rc = services ()->ask (s->call, ids, n);
  for (size_t i = 0; out.rc == EMI_OK && i < n; i++)
    {
      const char *text = services ()->answer (s->call, ids[i]);

      answers[i] = (struct emi_field) { ids[i], { text, text ? strlen (text)
                                                             : 0 } };
      out.answers = (struct emi_fields) { answers, i + 1 };
    }
  channel_begin (&s->proxy->line.channel, MESSAGE_REPLY, &out);
  return true;
}

static bool
on_wait (struct serving *s, struct wire_memory *m)
{
  struct message_wait in;

  if (!channel_take (&s->proxy->line.channel, &in, m)
      || in.events < SHRT_MIN || in.events > SHRT_MAX)
    return false;
  int fd = channel_passed (&s->proxy->line.channel);
  reply (s, services ()->wait (s->call, fd, (short) in.events, in.ms), 0);
  if (fd >= 0)
    close (fd);
  return true;
}

static bool
on_turn (struct serving *s, struct wire_memory *m)
{
  struct message_turn in;

  if (!channel_take (&s->proxy->line.channel, &in, m))
    return false;
  reply (s, services ()->turn (s->call, in.on != 0), 0);
  return true;
}

static bool
on_number (struct serving *s, struct wire_memory *m,
           int64_t (*number) (struct emi_call *))
{
  if (!channel_take (&s->proxy->line.channel, NULL, m))
    return false;
  reply (s, EMI_OK, number (s->call));
  return true;
}

/* Answers one wish; false when it is none.  */
static bool
answer (struct serving *s, struct wire_memory *m)
{
  switch (channel_kind (&s->proxy->line.channel))
    {
    case MESSAGE_PUT:
      return on_put (s, m);
    case MESSAGE_PUT_FIELDS:
      return on_put_fields (s, m);
    case MESSAGE_ASK:
      return on_ask (s, m);
    case MESSAGE_WAIT:
      return on_wait (s, m);
    case MESSAGE_LEFT:
      return on_number (s, m, services ()->time_left);
    case MESSAGE_NOW:
      return on_number (s, m, services ()->now);
    case MESSAGE_TURN:
      return on_turn (s, m);
    case MESSAGE_START:
    case MESSAGE_OPEN:
    case MESSAGE_CALL:
    case MESSAGE_CLOSE:
    case MESSAGE_REPLY:
    case MESSAGE_DESCRIPTOR:
    case MESSAGE_FAILED:
    case MESSAGE_RETURN:
    case MESSAGE_MEASURE:
    case MESSAGE_MEASURED:
      break;
    }
  return false;
}

/* The plugin is done.  Its sentence is taken while the answers it must not
   tell are still known.  */
static bool
take_return (struct serving *s, struct wire_memory *m, emi_rc *rc_out)
{
  struct message_return in;

  if (!channel_take (&s->proxy->line.channel, &in, m) || in.rc < INT_MIN
      || in.rc > INT_MAX)
    return false;
  *rc_out = (emi_rc) in.rc;
  if (in.sentence)
    services ()->fail (s->call, *rc_out, "%s", in.sentence);
  return true;
}

static enum code
code_of (const struct serving *s, enum heard h)
{
  switch (h)
    {
    case HEARD_PART:
      /* Whether a connector had sent anything is then not known.  */
      return s->patience.gone
                 && s->call->instance->module->plugin.kind
                      != EMI_KIND_CONNECTOR
               ? CODE_CANCELLED
               : CODE_HELPER_HUNG;
    case HEARD_END:
      return CODE_HELPER_DIED;
    case HEARD_NONSENSE:
      return CODE_HELPER_PROTOCOL;
    case HEARD_MEMORY:
      return CODE_MEMORY;
    case HEARD_MESSAGE:
      break;
    }
  return CODE_OK;
}

/* One message each way; CODE_OK and *DONE when the plugin returned.  */
static enum code
turn (struct serving *s, bool *done, emi_rc *rc_out)
{
  struct line *l = &s->proxy->line;
  struct wire_memory m = WIRE_MEMORY_INIT;
  enum heard h = line_say (l, -1, &s->patience);
  bool good;

  if (h == HEARD_MESSAGE)
    h = line_hear (l, &s->patience);
  if (h != HEARD_MESSAGE)
    return code_of (s, h);
  if (too_much (s))
    return CODE_HELPER_FLOOD;
  *done = channel_kind (&l->channel) == MESSAGE_RETURN;
  good = *done ? take_return (s, &m, rc_out) : answer (s, &m);
  wire_memory_done (&m);
  channel_forget (&l->channel);
  return good ? CODE_OK : CODE_HELPER_PROTOCOL;
}

emi_rc
serve (struct proxy *p, struct emi_call *call, enum code *why_out)
{
  const struct host *h = call->instance->host;
  struct serving s = {
    .proxy = p,
    .call = call,
    .patience = { .clock = h->clock,
                  .deadline_ms = call->deadline_ms,
                  .cancel_fd = call_cancel_fd (call),
                  .grace_ms = h->grace_ms,
                  .interrupts
                  = call->instance->module->plugin.interrupt != NULL,
                  .call = p->call },
  };
  emi_rc rc = EMI_INTERNAL;
  bool done = false;

  do
    *why_out = turn (&s, &done, &rc);
  while (*why_out == CODE_OK && !done);
  return rc;
}
