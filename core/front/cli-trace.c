/* SPDX-License-Identifier: Apache-2.0 */
/* emi trace: who viewed a patient's national data, when, why and how.  */
#include "front/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/words.h"
#include "front/cli-words.h"
#include "report/trace-paper.h"

static json_t *
kinds_json (const char *kinds)
{
  json_t *list = json_array ();
  char word[24];
  long n;

  while (trace_next_kind (&kinds, word, &n))
    json_array_append_new (list, json_string (word));
  return list;
}

static json_t *
stages_json (const char *stages)
{
  json_t *list = json_array ();
  struct trace_stage s;

  while (trace_next_stage (&stages, &s))
    {
      json_t *o = json_object ();

      cli_set (o, "name", s.name);
      json_object_set_new (o, "at", json_integer (s.at));
      if (s.ms >= 0)
        json_object_set_new (o, "ms", json_integer (s.ms));
      if (s.by[0])
        cli_set (o, "by", s.by);
      json_array_append_new (list, o);
    }
  return list;
}

static json_t *
ladder_json (const char *ladder)
{
  json_t *list = json_array ();
  struct trace_rung r;

  while (trace_next_rung (&ladder, &r))
    json_array_append_new (list, json_pack ("{s:i, s:s, s:s}", "rung", r.rung,
                                            "provider", r.provider, "code",
                                            r.code));
  return list;
}

static json_t *
delivered_json (const struct trace_access *a)
{
  json_t *list = json_array (), *o;

  if (!a->adapter || !a->ref)
    return list;
  o = json_object ();
  cli_set (o, "adapter", a->adapter);
  cli_set (o, "ref", a->ref);
  if (a->delivery)
    cli_set (o, "delivery", a->delivery);
  json_array_append_new (list, o);
  return list;
}

static const char *
ground_word (enum trace_ground g)
{
  return g == TRACE_ASKED       ? "asked"
         : g == TRACE_RECEPTION ? "reception"
                                : "same-person";
}

static json_t *
records_json (const struct trace_access *a)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < a->n_seqs; i++)
    json_array_append_new (list, json_integer ((json_int_t) a->seqs[i]));
  return list;
}

/* What one differing item was let pass with; null where none did.  */
static json_t *
guard_json (const struct trace_access *a)
{
  json_t *o;

  if (!a->guard_reason)
    return json_null ();
  o = json_object ();
  cli_set (o, "fields", a->guard_fields);
  cli_set (o, "reason", a->guard_reason);
  return o;
}

static json_t *
proofs_json (const struct trace_access *a)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < a->n_proofs; i++)
    {
      const struct trace_proof *p = &a->proofs[i];
      json_t *o = json_object ();

      cli_set (o, "provider", p->provider);
      json_object_set_new (o, "methods", cli_words_json (p->methods));
      cli_set (o, "assurance", p->assurance);
      cli_set (o, "evidence", p->evidence);
      json_array_append_new (list, o);
    }
  return list;
}

static json_t *
access_json (const struct trace_access *a)
{
  json_t *o = json_object (), *need = json_object ();
  char when[21];

  date_utc (a->time, when);
  cli_set (o, "request", a->request);
  cli_set (o, "time", when);
  cli_set (o, "account", a->account);
  cli_set (o, "role", a->role);
  cli_set (o, "state", a->state);
  cli_set (o, "code", a->code);
  cli_set (o, "consent", a->consent);
  cli_set (o, "given_by", a->given_by);
  cli_set (o, "pressed_by", a->pressed);
  cli_set (o, "hardship", a->hardship);
  cli_set (o, "effort", a->effort);
  cli_set (need, "code", a->necessity);
  cli_set (need, "text", a->necessity_text);
  json_object_set_new (o, "necessity", need);
  json_object_set_new (o, "factors", cli_words_json (a->factors));
  json_object_set_new (o, "proofs", proofs_json (a));
  cli_set (o, "reception", a->reception);
  cli_set (o, "chart", a->chart);
  json_object_set_new (o, "with", cli_words_json (a->with));
  json_object_set_new (o, "kinds", kinds_json (a->kinds));
  json_object_set_new (o, "delivered", delivered_json (a));
  json_object_set_new (o, "late", json_boolean (a->late));
  json_object_set_new (o, "collected", json_boolean (a->collected));
  json_object_set_new (o, "drill", json_boolean (a->drill));
  json_object_set_new (o, "review", json_boolean (a->review));
  json_object_set_new (o, "review_reasons", cli_words_json (a->reasons));
  json_object_set_new (o, "guard", guard_json (a));
  json_object_set_new (o, "temporary", json_boolean (a->temporary));
  json_object_set_new (o, "ladder", ladder_json (a->ladder));
  cli_set (o, "handed_to", a->handed_to);
  cli_set (o, "handed_from", a->handed_from);
  json_object_set_new (o, "stages", stages_json (a->stages));
  cli_set (o, "found_by", ground_word (a->ground));
  json_object_set_new (o, "records", records_json (a));
  return o;
}

static json_t *
notices_json (const struct trace *t)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  json_t *list = json_array ();
  const char *word;

  for (size_t i = 0; trace_notice (t, i, LANG_EN, &word, &text); i++)
    json_array_append_new (list, json_string (word));
  return list;
}

static void
fill_json (struct cli *c, const struct trace *t)
{
  json_t *list = json_array (), *chain = json_object ();

  for (size_t i = 0; i < t->n; i++)
    json_array_append_new (list, access_json (&t->v[i]));
  json_object_set_new (c->out, "accesses", list);
  json_object_set_new (chain, "holds", json_boolean (t->holds));
  json_object_set_new (chain, "records",
                       json_integer ((json_int_t) t->records));
  json_object_set_new (c->out, "chain", chain);
  json_object_set_new (c->out, "notices", notices_json (t));
}

/* Text, csv or html on standard output, whole or not at all.  */
static bool
print_paper (struct cli *c, const struct trace *t, const struct trace_query *q,
             const char *as, struct fault *why)
{
  CLEANUP (buffer_done) struct buffer b = { .wipe = true };
  const struct trace_paper paper = {
    .trace = t,
    .query = q,
    .profile = c->session.profile,
    .facility = c->session.config->facility,
    .made_by = as,
    .made_at = clock_seconds (c->session.clock),
    .lang = c->session.lang,
  };

  if (c->json)
    return true;
  if (strcmp (q->format, "csv") == 0)
    trace_csv (&paper, &b);
  else if (strcmp (q->format, "html") == 0)
    trace_html (&paper, &b);
  else
    trace_text (&paper, &b);
  if (b.failed)
    return fault_set (why, CODE_MEMORY, "%s", "");
  if (fwrite (buffer_string (&b), 1, b.len, stdout) != b.len
      || fflush (stdout) != 0)
    return fault_set (why, CODE_FILE_IO, "%s", "stdout");
  return true;
}

/* Exactly one way to name what is looked for.  */
static bool
check_query (const struct trace_query *q, struct fault *why)
{
  int n = !!q->patient + !!q->insured + !!q->request + !!q->account
          + (q->kana || q->birth);
  int64_t day;

  if (n != 1 || !q->kana != !q->birth)
    return fault_set (why, CODE_USAGE,
                      "--patient|--insured|--kana --birth|--request|"
                      "--account");
  if (q->birth && (strlen (q->birth) != 10 || !date_day (q->birth, &day)))
    return fault_set (why, CODE_VALUE, "--birth");
  return trace_query_fits (q, why) && cli_chart (q->patient, why);
}

static bool
parse_period (struct trace_query *q, struct fault *why)
{
  if (q->from_day
      && (strlen (q->from_day) != 10 || !date_day (q->from_day, &q->from)))
    return fault_set (why, CODE_VALUE, "--from %s", q->from_day);
  if (q->to_day && !cli_day_end ("--to", q->to_day, &q->to, why))
    return false;
  if (q->from_day && q->to_day && q->from >= q->to)
    return fault_set (why, CODE_VALUE, "--from %s --to %s", q->from_day,
                      q->to_day);
  return true;
}

static bool
choose_format (struct cli *c, struct trace_query *q, struct fault *why)
{
  if (q->format && !words_have ("text json csv html", q->format))
    return fault_set (why, CODE_VALUE, "--format %s", q->format);
  if (q->format && c->json && strcmp (q->format, "json") != 0)
    return fault_set (why, CODE_USAGE, "--json --format %s", q->format);
  if (q->format && strcmp (q->format, "json") == 0)
    c->json = true;
  if (!q->format)
    q->format = c->json ? "json" : "text";
  return true;
}

/* Support looks up the one patient who asks; a period, a person or a name
   shared by several is the privacy officer's.  */
static unsigned
roles_for (const struct trace_query *q)
{
  return q->account || q->kana || q->from_day || q->to_day
             ? ROLE_PRIVACY
             : ROLE_PRIVACY | ROLE_SUPPORT;
}

bool
cmd_trace (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct trace_query q = { .from = 0 };
  const char *as = NULL;
  const struct cli_opt opts[] = {
    { "--as", CLI_VALUE, true, &as },
    { "--patient", CLI_VALUE, false, &q.patient },
    { "--insured", CLI_VALUE, false, &q.insured },
    { "--kana", CLI_VALUE, false, &q.kana },
    { "--birth", CLI_VALUE, false, &q.birth },
    { "--request", CLI_VALUE, false, &q.request },
    { "--account", CLI_VALUE, false, &q.account },
    { "--from", CLI_VALUE, false, &q.from_day },
    { "--to", CLI_VALUE, false, &q.to_day },
    { "--format", CLI_VALUE, false, &q.format },
    { NULL, CLI_FLAG, false, NULL },
  };
  struct trace made;
  struct login who;
  bool ok;

  cli_keys (c, "accesses chain");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why)
      || !choose_format (c, &q, why) || !check_query (&q, why)
      || !parse_period (&q, why))
    return false;
  if (!cli_open (c, why)
      || !operator_login (&c->session, as, roles_for (&q), "trace", &who, why))
    return false;
  ok = trace_make (&c->session, &who, &q, &made, why);
  login_done (&who);
  if (!ok)
    return false;
  fill_json (c, &made);
  ok = print_paper (c, &made, &q, as, why)
       && (made.holds || fault_set (why, CODE_CHAIN_BROKEN, "%s", ""));
  trace_done (&made);
  return ok;
}
