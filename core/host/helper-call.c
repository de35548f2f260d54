/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin's operations, run as emi asks for them.  */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/helper.h"
#include "host/process.h"

/* Room for the arguments of any operation.  */
union arguments
{
  uint32_t size;
#define X(KIND, kind, op) struct emi_##kind##_##op kind##_##op;
  EMI_ALL_CALLS (X)
#undef X
};

/* --- interrupting --- */

void
interrupts_block (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, PROCESS_INTERRUPT);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
}

/* An interrupt that comes late is for a call that is over.  */
static void *
interrupt_run (void *arg)
{
  struct helper *h = arg;
  siginfo_t info;
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, PROCESS_INTERRUPT);
  for (;;)
    {
      if (sigwaitinfo (&set, &info) < 0)
        continue;
      pthread_mutex_lock (&h->lock);
      if (h->running && info.si_value.sival_int == h->number)
        h->module->plugin.interrupt (h->self);
      pthread_mutex_unlock (&h->lock);
    }
  return NULL;
}

static void
run_begin (struct helper *h, int number)
{
  if (!h->module->plugin.interrupt)
    return;
  if (!h->interrupting)
    h->interrupting
      = pthread_create (&h->interrupter, NULL, interrupt_run, h) == 0;
  pthread_mutex_lock (&h->lock);
  h->running = true;
  h->number = number;
  pthread_mutex_unlock (&h->lock);
}

static void
run_end (struct helper *h)
{
  if (!h->module->plugin.interrupt)
    return;
  pthread_mutex_lock (&h->lock);
  h->running = false;
  pthread_mutex_unlock (&h->lock);
}

/* --- calls --- */

static struct emi_call *
call_begin (struct helper *h, bool opening)
{
  struct emi_call *call = &h->calls[h->next_call++ % CALL_RING];

  *call = (struct emi_call) {
    .helper = h,
    .live = true,
    .opening = opening,
    .thread = pthread_self (),
  };
  return call;
}

static void
call_end (struct emi_call *call, emi_rc rc)
{
  struct helper *h = call->helper;
  /* What is no end at all goes over as it is: emi judges it.  */
  const struct message_return m = { (int) rc, call->sentence };

  call->live = false;
  for (size_t k = 0; k < call->n_answers; k++)
    {
      secret_done (&call->answers[k].text);
      free (call->answers[k].id);
    }
  call->n_answers = 0;
  channel_begin (&h->channel, MESSAGE_RETURN, &m);
  if (call->sentence)
    explicit_bzero (call->sentence, strlen (call->sentence));
  free (call->sentence);
  call->sentence = NULL;
  helper_send (h, -1);
}

/* What emi sends is sound, or it is not emi.  */
static void
must (bool good)
{
  if (!good)
    _exit (1);
}

static char *
copy (const char *text)
{
  char *made = text ? strdup (text) : NULL;

  must (made || !text);
  return made;
}

static void
take_options (struct helper *h, const struct emi_fields *f)
{
  h->options = calloc (f->n ? f->n : 1, sizeof *h->options);
  must (h->options != NULL);
  for (size_t i = 0; i < f->n; i++)
    {
      struct wire_memory m = WIRE_MEMORY_INIT;
      struct message_option o;

      must (wire_decode (f->v[i].value.data, f->v[i].value.len,
                         message_option_args, &o, &m));
      h->options[i] = (struct helper_option) { copy (f->v[i].name),
                                               copy (o.text), o.number };
      h->n_options = i + 1;
    }
}

static void
on_open (struct helper *h)
{
  struct wire_memory m = WIRE_MEMORY_INIT;
  struct message_open in;

  must (!h->options && channel_take (&h->channel, &in, &m));
  take_options (h, &in.options);
  wire_memory_done (&m);
  channel_forget (&h->channel);
  struct emi_call *call = call_begin (h, true);
  emi_rc rc
    = h->module->plugin.open (helper_services (), h, call, &h->self);
  h->opened = rc == EMI_OK;
  call_end (call, rc);
}

/* The plugin borrows its arguments from the message, which is therefore kept
   aside: the same channel carries what the plugin asks for meanwhile.  */
static void
on_call (struct helper *h)
{
  struct wire_memory m = WIRE_MEMORY_INIT;
  union arguments args = { .size = 0 };
  struct buffer kept = h->channel.in;
  size_t len;
  const unsigned char *body = channel_body (&h->channel, &len);
  struct cursor c = cursor_on (body, len);
  int number = (int) cursor_u32 (&c);
  uint32_t op = cursor_u32 (&c);

  h->channel.in = h->spare;
  must (h->opened && !c.failed && op < CALL_COUNT);
  const struct call_row *row = call_row ((enum call_op) op);
  must (row->kind == h->module->plugin.kind
        && wire_decode (c.at, c.left, row->args, &args, &m));
  args.size = (uint32_t) row->args_size;

  struct emi_call *call = call_begin (h, false);
  run_begin (h, number);
  emi_rc rc = h->module->ops.size < row->ops_need
                ? EMI_UNSUPPORTED
                : row->run (h->module->plugin.ops, h->self, call, &args);
  run_end (h);
  wire_memory_done (&m);
  buffer_wipe (&kept);
  h->spare = kept;
  call_end (call, rc);
}

static void
close_all (struct helper *h)
{
  if (h->interrupting)
    {
      pthread_cancel (h->interrupter);
      pthread_join (h->interrupter, NULL);
    }
  if (h->opened && h->module->plugin.close)
    h->module->plugin.close (h->self);
  for (size_t i = 0; i < h->n_options; i++)
    {
      free (h->options[i].name);
      free (h->options[i].text);
    }
  free (h->options);
  buffer_done (&h->spare);
}

void
helper_serve (struct helper *h)
{
  for (;;)
    {
      helper_read (h);
      switch (channel_kind (&h->channel))
        {
        case MESSAGE_OPEN:
          on_open (h);
          break;
        case MESSAGE_CALL:
          on_call (h);
          break;
        case MESSAGE_MEASURE:
          channel_forget (&h->channel);
          helper_measure (h);
          break;
        case MESSAGE_CLOSE:
          close_all (h);
          return;
        default:
          must (false);
        }
    }
}
