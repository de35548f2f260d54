/* SPDX-License-Identifier: Apache-2.0 */
/* emi request: the words of the order into the pipeline, its end onto the
   screen.  */
#include "front/front.h"

#include <stdlib.h>
#include <string.h>

#include "access/request.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "front/cli-words.h"
#include "front/drill-sim.h"
#include "report/words.h"

static json_t *
sections_json (const struct request *r)
{
  json_t *list = json_array ();

  /* What is in a PDF is not known to us. */
  if (r->x.answer.summary.pdf)
    return list;
  for (size_t i = 0; r->arranged_done && i < r->arranged.n_sections; i++)
    {
      const struct arranged_section *a = &r->arranged.sections[i];
      json_t *o = json_object (), *period = json_object ();

      cli_set (o, "kind", a->kind);
      json_object_set_new (o, "items", json_integer ((json_int_t) a->n_items));
      cli_set (period, "from", a->from[0] ? a->from : NULL);
      cli_set (period, "to", a->to);
      json_object_set_new (o, "period", period);
      json_array_append_new (list, o);
    }
  return list;
}

static json_t *
delivered_json (const struct request *r)
{
  json_t *list = json_array (), *o;

  if (!r->delivered)
    return list;
  o = json_object ();
  cli_set (o, "adapter", r->adapter_name);
  cli_set (o, "ref", r->ref);
  json_array_append_new (list, o);
  return list;
}

/* "dr-b,dr-c" as a list.  */
static json_t *
with_json (const char *with)
{
  json_t *list = json_array ();

  while (with && *with)
    {
      size_t n = strcspn (with, ",");

      json_array_append_new (list, json_stringn (with, n));
      with += n + strspn (with + n, ",");
    }
  return list;
}

/* The providers that could not be used, rung by rung.  */
static json_t *
ladder_json (const struct request *r)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < r->ladder.n; i++)
    json_array_append_new (
        list, json_pack ("{s:I, s:s, s:s}", "rung", (json_int_t) i, "provider",
                         r->ladder.left[i].instance, "code",
                         code_info (r->ladder.left[i].why)->word));
  return list;
}

static void
fill (struct cli *c, const struct request *r, const char *state)
{
  json_t *factors = json_array (), *answer;

  cli_set (c->out, "id", r->id);
  cli_set (c->out, "state", state);
  cli_set (c->out, "reception", r->reception_known ? r->reception.id : NULL);
  json_object_set_new (c->out, "pattern", json_integer (r->order.pattern));
  cli_set (c->out, "consent", r->order.consent);
  cli_set (c->out, "chart", r->reception_known ? r->reception.chart : NULL);
  json_object_set_new (c->out, "with", with_json (r->order.with));
  for (size_t i = 0; i < 2 && r->declared[0][0]; i++)
    json_array_append_new (factors, json_string (r->declared[i]));
  json_object_set_new (c->out, "factors", factors);
  json_object_set_new (c->out, "ladder", ladder_json (r));
  cli_set (c->out, "handed_to", r->handed_to[0] ? r->handed_to : NULL);
  cli_set (c->out, "handed_from", request_handed_from (r));
  json_object_set_new (c->out, "sections", sections_json (r));
  json_object_set_new (c->out, "delivered", delivered_json (r));
  json_object_set_new (c->out, "notices",
                       cli_words_json (buffer_string (&r->notices)));
  if (r->x.end_text[0] || r->x.end_detail[0])
    {
      answer = json_object ();
      cli_set (answer, "code", r->x.end_detail);
      cli_set (answer, "text", r->x.end_text);
      json_object_set_new (c->out, "answer", answer);
    }
}

static void
print_end (struct cli *c, const struct request *r, const char *state)
{
  struct buffer b = BUFFER_INIT;

  if (r->x.end_text[0])
    {
      buffer_printf (&b, "  %s %s\n", r->x.end_detail, r->x.end_text);
      c->session.screen->show (c->session.screen, buffer_string (&b));
      buffer_done (&b);
    }
  cli_print (c, said (c->session.lang, "\n照会 %s: %s\n"), r->id,
             word_label ("state", state, c->session.lang));
  if (r->handed_to[0])
    cli_say (c,
             N_ ("%s が自分で判断し、emi request --as %s --reception %s "
                 "で照会します"),
             r->handed_to, r->handed_to,
             r->reception.number ? r->reception.number : "R");
  if (r->delivered)
    cli_print (c, said (c->session.lang, "電子カルテへ: %s（%s）\n"),
               r->ref ? r->ref : "-", r->adapter_name);
}

/* The ledger could not even be opened: nothing is recorded, but whoever asked
   gets an id to name and the state.  */
static void
fill_unasked (struct cli *c, const struct request_order *o,
              const struct fault *why)
{
  char id[ID_LEN + 1];

  id_new ('r', id);
  cli_set (c->out, "id", id);
  cli_set (c->out, "state", request_state_name (request_state_of (why->code)));
  json_object_set_new (c->out, "pattern", json_integer (o->pattern));
  cli_set (c->out, "consent", o->consent);
}

static bool
ask (struct cli *c, struct request_order *o, struct fault *why)
{
  struct request r;
  const char *state;
  pid_t sim = -1;
  bool ok;

  /* Not before: what was recovered just now was no drill.  */
  c->session.drill = o->drill;
  if (o->drill)
    {
      sim = drill_sim_start (c->session.config);
      cli_say (c, N_ ("訓練です。試験用の患者と模擬の端末で行います"));
    }
  cli_say (
      c, N_ ("二つの要素を確かめて照会します（結果を最長 %lld 秒待ちます）…"),
      (long long) o->wait_ms / 1000);
  ok = request_run (&c->session, o, &r, why);
  drill_sim_stop (sim);
  state = request_state_name (request_state (&r));
  fill (c, &r, state);
  print_end (c, &r, state);
  request_done (&r);
  return ok;
}

static bool
collect (struct cli *c, const struct request_order *o, const char *request,
         struct fault *why)
{
  struct request r;
  bool ok = request_collect (&c->session, o, request, &r, why);

  /* Whatever is collected, the state that stands in the ledger stays. */
  fill (c, &r, "indeterminate");
  cli_set (c->out, "id", request);
  if (ok)
    print_end (c, &r, "indeterminate");
  request_done (&r);
  return ok;
}

bool
cmd_request (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct request_order o = { .wait_ms = 180000 };
  const char *wait = NULL, *pattern = NULL, *hardship = NULL,
             *necessity = NULL, *late = NULL, *drill = NULL, *full = NULL;
  const struct cli_opt opts[] = {
    { "--as", CLI_VALUE, true, &o.account },
    { "--reception", CLI_VALUE, false, &o.reception },
    { "--consent", CLI_VALUE, false, &o.consent },
    { "--given-by", CLI_VALUE, false, &o.given_by },
    { "--hardship", CLI_VALUE, false, &hardship },
    { "--effort", CLI_VALUE, false, &o.effort },
    { "--necessity", CLI_VALUE, false, &necessity },
    { "--pattern", CLI_VALUE, false, &pattern },
    { "--form", CLI_VALUE, false, &o.form },
    { "--full", CLI_FLAG, false, &full },
    { "--factors", CLI_VALUE, false, &o.factors },
    { "--adapter", CLI_VALUE, false, &o.adapter },
    { "--with", CLI_VALUE, false, &o.with },
    { "--drill", CLI_FLAG, false, &drill },
    { "--without", CLI_VALUE, false, &o.without },
    { "--wait", CLI_VALUE, false, &wait },
    { "--collect", CLI_VALUE, false, &late },
    { NULL, CLI_FLAG, false, NULL },
  };
  CLEANUP_FREE char *hard = NULL;
  CLEANUP_FREE char *need = NULL;

  cli_keys (c, "id state reception pattern consent handed_to handed_from");
  json_object_set_new (c->out, "factors", json_array ());
  json_object_set_new (c->out, "ladder", json_array ());
  json_object_set_new (c->out, "sections", json_array ());
  json_object_set_new (c->out, "delivered", json_array ());
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why)
      || !cli_wait (wait, &o.wait_ms, why))
    return false;
  if (pattern && (strlen (pattern) != 1 || !strchr ("123456", pattern[0])))
    return fault_set (why, CODE_VALUE, "--pattern %s", pattern);
  if (pattern)
    o.pattern = pattern[0] - '0';
  hard = hardship ? strdup (hardship) : NULL;
  need = necessity ? strdup (necessity) : NULL;
  o.hardship = cli_split_code (hard, &o.hardship_text);
  o.necessity = cli_split_code (need, &o.necessity_text);
  if (late && (drill || o.without))
    return fault_set (why, CODE_USAGE, "--collect");
  o.drill = drill != NULL;
  json_object_set_new (c->out, "drill", json_boolean (o.drill));
  if (!cli_setup (c, why))
    return false;
  o.full = full != NULL;
  request_settle_order (&c->session, &o);
  if (!late && !request_check_order (&c->session, &o, why))
    return false;
  if (!cli_open_ledger (c, why))
    {
      if (!late)
        fill_unasked (c, &o, why);
      return false;
    }
  return late ? collect (c, &o, late, why) : ask (c, &o, why);
}
