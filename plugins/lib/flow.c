/* SPDX-License-Identifier: Apache-2.0 */
/* Walking a reader's tables: see flow.h.  */
#include "lib/flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct emi_field
field (const char *name, const char *text)
{
  return (struct emi_field){ name, { text, strlen (text) } };
}

static emi_rc
first_file (void *ctx, struct emi_call *call)
{
  struct flow *f = ctx;

  return flow_tick (f, call, f->kind->card, "seen");
}

emi_rc
flow_init (struct flow *f, const struct emi_host *host, void *host_ctx,
           struct emi_call *call, const struct flow_kind *kind,
           const struct flow_source *source)
{
  const char *folder = host->option (host_ctx, source->option);

  if (folder == NULL)
    return host->fail (call, EMI_CONFIG, "option %s is missing",
                       source->option);
  *f = (struct flow){
    .host = host,
    .kind = kind,
    .place = { .host = host,
               .folder = folder,
               .label = source->option,
               .prefix = source->prefix,
               .wanted = source->wanted,
               .settle_ms = host->option_number (host_ctx, "settle"),
               .first = first_file,
               .ctx = f },
  };
  return EMI_OK;
}

void
flow_done (struct flow *f)
{
  collect_place_done (&f->place);
}

emi_rc
flow_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           const struct flow_kind *kind, const struct flow_source *source,
           void **self_out)
{
  struct flow *f = malloc (sizeof *f);
  emi_rc rc;

  if (f == NULL)
    return host->fail (call, EMI_INTERNAL, "no memory");
  rc = flow_init (f, host, host_ctx, call, kind, source);
  if (rc == EMI_OK)
    *self_out = f;
  else
    free (f);
  return rc;
}

void
flow_close (void *self)
{
  flow_done (self);
  free (self);
}

/* Before anything is asked of anybody.  */
emi_rc
flow_prepare (void *self, struct emi_call *call,
              const struct emi_reader_prepare *in)
{
  struct flow *f = self;

  (void) in;
  return collect_prepare (&f->place, call);
}

static emi_rc
put_step (struct flow *f, struct emi_call *call, const struct flow_step *s,
          const char *state)
{
  const struct emi_field v[] = {
    field ("name", s->name),  field ("number", s->number),
    field ("text.ja", s->ja), field ("text.en", s->en),
    field ("who", s->who),    field ("device", s->device),
    field ("state", state),
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return f->host->put_fields (call, "step", &fields);
}

emi_rc
flow_tick (struct flow *f, struct emi_call *call, const char *name,
           const char *state)
{
  for (const struct flow_step *const *part = f->kind->steps; *part; part++)
    for (const struct flow_step *s = *part; s->name != NULL; s++)
      if (strcmp (s->name, name) == 0)
        return put_step (f, call, s, state);
  return EMI_OK;
}

static emi_rc
list_steps (struct flow *f, struct emi_call *call)
{
  emi_rc rc = EMI_OK;

  for (const struct flow_step *const *part = f->kind->steps; *part; part++)
    for (const struct flow_step *s = *part; rc == EMI_OK && s->name; s++)
      rc = put_step (f, call, s, "todo");
  return rc;
}

emi_rc
flow_say (struct flow *f, struct emi_call *call, const char *what,
          const struct flow_words *w)
{
  const struct emi_field v[] = {
    field ("name", w->name),
    field ("text.ja", w->ja),
    field ("text.en", w->en),
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return f->host->put_fields (call, what, &fields);
}

static emi_rc
say_all (struct flow *f, struct emi_call *call, const char *what,
         const struct flow_words *list)
{
  emi_rc rc = EMI_OK;

  for (; rc == EMI_OK && list != NULL && list->name != NULL; list++)
    rc = flow_say (f, call, what, list);
  return rc;
}

emi_rc
flow_ask (struct flow *f, struct emi_call *call, const char *prompt,
          const char **answer_out)
{
  char put[48];
  emi_rc rc = f->host->ask (call, &prompt, 1);
  const char *answer;

  if (rc != EMI_OK)
    return rc;
  answer = f->host->answer (call, prompt);
  if (answer == NULL)
    return f->host->fail (call, EMI_CANCELLED, "%s: no answer", prompt);
  *answer_out = answer;
  snprintf (put, sizeof put, "answer.%s", prompt);
  return f->host->put (call, put, answer, strlen (answer));
}

/* Whoever confirms a step works on the devices: from now on what they changed
   is to be restored, however this ends.  */
static emi_rc
begin (struct flow *f, struct emi_call *call)
{
  if (f->begun)
    return EMI_OK;
  f->begun = true;
  return say_all (f, call, "open", f->kind->open);
}

/* Another face, or another person's card: nothing more is done for it, and
   the core says so.  */
static bool
ends (const char *prompt, const char *answer)
{
  return (strcmp (prompt, "photo") == 0 && strcmp (answer, "match") != 0)
         || (strcmp (prompt, "person") == 0 && strcmp (answer, "yes") != 0);
}

/* Asks the questions of LIST in turn.  *GO_OUT false: the flow ends here.  */
static emi_rc
ask_all (struct flow *f, struct emi_call *call,
         const struct flow_question *list, bool *go_out)
{
  emi_rc rc = EMI_OK;

  *go_out = true;
  for (; rc == EMI_OK && list->prompt != NULL; list++)
    {
      const char *answer;

      rc = flow_ask (f, call, list->prompt, &answer);
      if (rc == EMI_OK)
        rc = begin (f, call);
      if (rc == EMI_OK && f->kind->answered != NULL)
        rc = f->kind->answered (f, call, list->prompt, answer);
      if (rc == EMI_OK && ends (list->prompt, answer))
        {
          *go_out = false;
          return EMI_OK;
        }
      if (rc == EMI_OK && list->step != NULL && strcmp (answer, "no") != 0)
        rc = flow_tick (f, call, list->step, "done");
    }
  return rc;
}

/* No result came in time.  */
static emi_rc
absent (struct flow *f, struct emi_call *call, struct collect *c)
{
  emi_rc rc = EMI_OK;

  if (f->kind->absent != NULL && f->host->time_left (call) > 0
      && !collect_unreadable (c))
    return f->kind->absent (f, call, c);
  if (f->host->time_left (call) > 0)
    rc = say_all (f, call, "hint", f->kind->hints);
  return rc == EMI_OK ? collect_nothing (c) : rc;
}

/* The emergency flow: steps, confirmations, card, person.  */
static emi_rc
receive (struct flow *f, struct emi_call *call, struct collect *c,
         int64_t wait_ms)
{
  bool go = true;
  emi_rc rc = list_steps (f, call);

  if (rc == EMI_OK && f->kind->no_consent)
    rc = f->host->put (call, "consent", "absent", strlen ("absent"));
  if (rc == EMI_OK)
    rc = ask_all (f, call, f->kind->before, &go);
  if (rc != EMI_OK || !go)
    return rc;
  rc = collect_run (c, wait_ms);
  if (rc == EMI_DEADLINE)
    rc = absent (f, call, c);
  if (rc == EMI_OK)
    rc = ask_all (f, call, f->kind->after, &go);
  /* People take longer to answer than another file to come.  */
  if (rc == EMI_OK)
    rc = collect_settle (c);
  if (rc == EMI_OK && f->kind->leave != NULL)
    rc = f->kind->leave (f, call);
  return rc;
}

/* The patient's own refusal: whatever is read is taken, nothing is asked.  */
static emi_rc
refusal (struct collect *c, int64_t wait_ms)
{
  emi_rc rc = collect_run (c, wait_ms);

  if (rc == EMI_DEADLINE)
    return collect_nothing (c);
  return rc == EMI_OK ? collect_settle (c) : rc;
}

emi_rc
flow_identify (void *self, struct emi_call *call,
               const struct emi_reader_identify *in)
{
  struct flow *f = self;
  emi_rc rc = EMI_OK;
  struct collect *c = collect_new (&f->place, call, &rc);

  if (c == NULL)
    return rc;
  f->begun = false;
  if (strcmp (in->mode, "refusal") == 0)
    rc = refusal (c, in->wait_ms);
  else
    rc = receive (f, call, c, in->wait_ms);
  collect_free (c);
  return rc;
}

/* How far back a result that nobody claimed is worth a word.  */
#define RECENT_S (24 * 3600)

emi_rc
flow_status (void *self, struct emi_call *call,
             const struct emi_reader_status *in)
{
  struct flow *f = self;

  (void) in;
  return collect_recent (&f->place, call, f->host->now (call) - RECENT_S);
}
