/* SPDX-License-Identifier: Apache-2.0 */
/* Instances in helpers: opened, called, closed, and started again where the
   helper was lost, each time a little later (proxy.h).  */
#include "host/proxy.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* How long an orderly end may take: it writes what it has to (a sanitizer
   looks for leaks), then emi goes on without it.  */
#define CLOSE_MS 5000
/* After a second failure in a row a helper waits, twice as long each time.  */
#define WAIT_MS 500
#define WAIT_MOST_MS 60000

bool
proxy_strong (int64_t isolated)
{
  return (isolated & ISOLATED_CALLS)
         && (isolated & (ISOLATED_FILES | ISOLATED_USER));
}

struct proxy *
proxy_of (struct host *h, const struct config_instance *c)
{
  struct proxy *p = h->proxies;

  while (p && p->config != c)
    p = p->next;
  if (p || !(p = calloc (1, sizeof *p)))
    return p;
  *p = (struct proxy) { .next = h->proxies, .config = c, .line = LINE_INIT };
  h->proxies = p;
  return p;
}

void
proxy_free (struct proxy *p)
{
  line_end (&p->line, 0, NULL);
  free (p);
}

static int64_t
mono (const struct instance *i)
{
  return i->host->clock->mono_ms (i->host->clock);
}

static void
note_failure (struct instance *i)
{
  struct proxy *p = i->proxy;
  int64_t wait = WAIT_MS;

  p->up = false;
  if (++p->failures < 2)
    return;
  for (unsigned k = 2; k < p->failures && wait < WAIT_MOST_MS; k++)
    wait *= 2;
  p->retry_ms = mono (i) + (wait < WAIT_MOST_MS ? wait : WAIT_MOST_MS);
}

/* How the plugin's call ends where the helper was lost in it.  What had an
   effect outside is not known, so it is no end that says it had none.  */
static emi_rc
rc_of (enum code code)
{
  switch (code)
    {
    case CODE_HELPER_HUNG:
      return EMI_DEADLINE;
    case CODE_CANCELLED:
      return EMI_CANCELLED;
    case CODE_HELPER_START:
    case CODE_HELPER_WAIT:
      return EMI_UNREACHED;
    default:
      return EMI_INTERNAL;
    }
}

/* The helper is of no more use.  One that died is asked how; the others are
   ended.  */
static emi_rc
lost (struct instance *i, struct emi_call *call, enum code code)
{
  CLEANUP (buffer_done) struct buffer how = BUFFER_INIT;

  line_end (&i->proxy->line, code == CODE_HELPER_DIED ? CLOSE_MS : 0,
            code == CODE_HELPER_DIED ? &how : NULL);
  note_failure (i);
  return call_force (call, rc_of (code), code, "%s%s%s", i->config->name,
                     how.len ? ": " : "", buffer_string (&how));
}

/* Sends what was begun; the plugin's end, or how the helper was lost.  */
static emi_rc
converse (struct instance *i, struct emi_call *call)
{
  enum code code;
  emi_rc rc = serve (i->proxy, call, &code);

  return code == CODE_OK ? rc : lost (i, call, code);
}

static struct patience
for_closing (const struct instance *i)
{
  return (struct patience) {
    .clock = i->host->clock,
    .deadline_ms = mono (i) + CLOSE_MS,
    .cancel_fd = -1,
  };
}

/* In order, where the helper still is.  */
static void
say_close (struct instance *i, struct buffer *how)
{
  struct line *l = &i->proxy->line;
  struct patience w = for_closing (i);

  if (!l->process.pid)
    return;
  channel_begin (&l->channel, MESSAGE_CLOSE, NULL);
  line_say (l, -1, &w);
  line_end (l, CLOSE_MS, how);
}

/* --- open --- */

static bool
begin_open (struct instance *i)
{
  struct emi_field v[MODULE_TABLE_MAX];
  struct buffer bytes[MODULE_TABLE_MAX];
  size_t n = i->n_options;
  bool good = true;

  for (size_t k = 0; k < n; k++)
    {
      const struct option_value *o = &i->options[k];
      const struct message_option plain = { o->text, o->number };

      bytes[k] = (struct buffer) { .wipe = true };
      wire_encode (&bytes[k], message_option_args, &plain);
      good = good && !bytes[k].failed;
      v[k] = (struct emi_field) { o->declared->name,
                                  { bytes[k].data, bytes[k].len } };
    }
  if (good)
    channel_begin (&i->proxy->line.channel, MESSAGE_OPEN,
                   &(const struct message_open) { .options = { v, n } });
  for (size_t k = 0; k < n; k++)
    buffer_done (&bytes[k]);
  return good;
}

/* What it tells now must be what it told when it was looked at.  */
static bool
same (const struct module *m, const struct message_descriptor *now,
      struct fault *why)
{
  const struct emi_span *t = &now->told;

  return (t->len == m->told->len
          && memcmp (t->data, m->told->bytes, t->len) == 0)
         || fault_set (why, CODE_HELPER_PROTOCOL, "%s: two descriptors",
                       m->file);
}

static bool
start (struct instance *i, struct fault *why)
{
  struct proxy *p = i->proxy;
  struct message_descriptor now;

  if (!helper_start (i->host, i->config, i->module, i, &p->line, &now, why))
    return false;
  p->isolated = now.isolated;
  bool good = same (i->module, &now, why);
  channel_forget (&p->line.channel);
  if (good && !proxy_strong (p->isolated) && !i->config->weak)
    good = fault_set (why, CODE_HELPER_START,
                      "%s: no sandbox on this system (isolation=\"weak\")",
                      i->config->name);
  if (good && !begin_open (i))
    good = fault_set (why, CODE_MEMORY, "%s", "");
  if (!good)
    line_end (&p->line, 0, NULL);
  return good;
}

emi_rc
proxy_open (struct instance *i, struct emi_call *call)
{
  struct proxy *p = i->proxy;
  struct fault why;
  int64_t wait = p->retry_ms - mono (i);

  if (p->failures > 1 && wait > 0)
    return call_force (call, rc_of (CODE_HELPER_WAIT), CODE_HELPER_WAIT,
                       "%s: %lld s", i->config->name,
                       (long long) (wait + 999) / 1000);
  if (!start (i, &why))
    {
      note_failure (i);
      return call_force (call, rc_of (why.code), why.code, "%s", why.detail);
    }
  bool was = call->opening;
  call->opening = true;
  emi_rc rc = converse (i, call);
  call->opening = was;
  p->up = rc == EMI_OK;
  if (!p->up)
    say_close (i, NULL);
  return rc;
}

/* --- call, close --- */

emi_rc
proxy_call (struct instance *i, struct emi_call *call, enum call_op op,
            const void *args)
{
  struct proxy *p = i->proxy;
  struct channel *c = &p->line.channel;
  emi_rc rc = p->up ? EMI_OK : proxy_open (i, call);

  if (rc != EMI_OK)
    return rc;
  p->call++;
  channel_begin (c, MESSAGE_CALL, NULL);
  buffer_u32 (&c->out, (uint32_t) p->call);
  buffer_u32 (&c->out, op);
  wire_encode (&c->out, call_row (op)->args, args);
  rc = converse (i, call);
  if (p->up)
    p->failures = 0;
  return rc;
}

void
proxy_close (struct instance *i, struct buffer *how)
{
  if (!i->proxy->up)
    return;
  i->proxy->up = false;
  say_close (i, how);
}

bool
instance_stop (struct instance *i, struct buffer *how)
{
  if (!i->proxy || !i->proxy->up)
    return false;
  proxy_close (i, how);
  return true;
}

bool
instance_held (struct instance *i, struct instance_held *out)
{
  struct proxy *p = i->proxy;
  struct patience w = for_closing (i);
  struct wire_memory m = WIRE_MEMORY_INIT;
  struct message_measured in;

  if (!p || !p->up)
    return false;
  channel_begin (&p->line.channel, MESSAGE_MEASURE, NULL);
  bool good = line_say (&p->line, -1, &w) == HEARD_MESSAGE
              && line_hear (&p->line, &w) == HEARD_MESSAGE
              && channel_kind (&p->line.channel) == MESSAGE_MEASURED
              && channel_take (&p->line.channel, &in, &m);
  wire_memory_done (&m);
  if (!good)
    {
      line_end (&p->line, 0, NULL);
      note_failure (i);
      return false;
    }
  channel_forget (&p->line.channel);
  *out = (struct instance_held) { in.bytes, in.files, in.threads };
  return true;
}
