/* SPDX-License-Identifier: Apache-2.0 */
/* emi trace: who viewed a patient's national data, when, why and how.  */
#include "front/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "front/cli-words.h"
#include "oqs/emergency.h"
#include "report/trace.h"
#include "report/words.h"

/* The next "WORD=NUMBER" of AT, which moves on; false at the end.  */
static bool
next_kind (const char **at, char word[24], long *number)
{
  int used = 0;

  if (!*at || sscanf (*at, " %23[a-z]=%ld%n", word, number, &used) != 2)
    return false;
  *at += used;
  return true;
}

static json_t *
kinds_json (const char *kinds)
{
  json_t *list = json_array ();
  char word[24];
  long n;

  while (next_kind (&kinds, word, &n))
    json_array_append_new (list, json_string (word));
  return list;
}

/* The lines that request-draft.c writes.  */
static json_t *
stages_json (const char *stages)
{
  json_t *list = json_array ();

  while (stages && *stages)
    {
      json_t *o = json_object ();
      char name[24], ms[24], by[80] = "";
      long long at;

      if (sscanf (stages, "%23s %lld %23s%*1[ ]%79[^\n]", name, &at, ms, by)
          >= 3)
        {
          cli_set (o, "name", name);
          json_object_set_new (o, "at", json_integer (at));
          if (strcmp (ms, "-") != 0)
            json_object_set_new (o, "ms", json_integer (strtoll (ms, NULL, 10)));
          if (by[0])
            cli_set (o, "by", by);
          json_array_append_new (list, o);
        }
      else
        json_decref (o);
      stages += strcspn (stages, "\n");
      stages += *stages == '\n';
    }
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
  cli_set (o, "hardship", a->hardship);
  cli_set (o, "effort", a->effort);
  cli_set (need, "code", a->necessity);
  cli_set (need, "text", a->necessity_text);
  json_object_set_new (o, "necessity", need);
  json_object_set_new (o, "factors", cli_words_json (a->factors));
  cli_set (o, "reception", a->reception);
  json_object_set_new (o, "kinds", kinds_json (a->kinds));
  json_object_set_new (o, "delivered", delivered_json (a));
  json_object_set_new (o, "late", json_boolean (a->late));
  json_object_set_new (o, "collected", json_boolean (a->collected));
  json_object_set_new (o, "drill", json_false ());
  json_object_set_new (o, "review", json_boolean (a->review));
  json_object_set_new (o, "stages", stages_json (a->stages));
  return o;
}

static const char *
or_dash (const char *s)
{
  return s && s[0] ? s : "-";
}

/* "薬剤 4 件、受診歴 3 件", from the record's counts; new memory.  */
static char *
kinds_text (const char *kinds, enum lang lang)
{
  struct buffer b = BUFFER_INIT;
  char word[24];
  long n;

  while (next_kind (&kinds, word, &n))
    buffer_printf (&b, lang == LANG_EN ? "%s%s %ld" : "%s%s %ld 件",
                   b.len ? (lang == LANG_EN ? ", " : "、") : "",
                   summary_kind_label (word, lang), n);
  return buffer_steal (&b, NULL);
}

static void
print_why (struct cli *c, const struct trace_access *a)
{
  enum lang lang = c->session.lang;
  bool en = lang == LANG_EN;
  CLEANUP_FREE char *need
    = a->necessity_text ? text_safe (a->necessity_text, 200) : NULL;
  CLEANUP_FREE char *effort = a->effort ? text_safe (a->effort, 200) : NULL;

  cli_print (c, en ? "  consent    %s %s\n" : "  同意        %s %s\n",
             word_label ("consent", a->consent, lang),
             a->hardship ? word_label ("hardship", a->hardship, lang) : "");
  if (effort)
    cli_print (c, en ? "  tried      %s\n" : "  試みたこと  %s\n", effort);
  cli_print (c, en ? "  necessity  %s %s\n" : "  必要性      %s %s\n",
             word_label ("necessity", a->necessity, lang), need ? need : "");
}

static void
print_access (struct cli *c, const struct trace_access *a)
{
  enum lang lang = c->session.lang;
  bool en = lang == LANG_EN;
  CLEANUP_FREE char *kinds = kinds_text (a->kinds, lang);
  char when[17];

  date_japan_minute (a->time, when);
  cli_print (c, "%s  %s  %s%s\n", when, a->request,
             word_label ("state", a->state, lang),
             a->late ? (en ? " (late answer)" : "（結果は後から到着）") : "");
  cli_print (c, en ? "  by         %s (%s), factors %s\n"
                   : "  行った職員  %s（%s） 二要素 %s\n",
             or_dash (a->account), word_label ("role", a->role, lang),
             or_dash (a->factors));
  print_why (c, a);
  cli_print (c, en ? "  reception  %s\n" : "  受付        %s\n",
             or_dash (a->reception));
  cli_print (c, en ? "  kinds      %s\n" : "  情報の種類  %s\n",
             or_dash (kinds));
  cli_print (c, en ? "  delivered  %s %s\n" : "  受渡し      %s %s\n",
             or_dash (a->ref),
             a->delivery ? word_label ("delivery", a->delivery, lang) : "");
}

static void
print_trace (struct cli *c, const struct trace *t)
{
  bool en = c->session.lang == LANG_EN;
  json_t *list = json_array (), *chain = json_object ();

  for (size_t i = 0; i < t->n; i++)
    {
      json_array_append_new (list, access_json (&t->v[i]));
      print_access (c, &t->v[i]);
    }
  json_object_set_new (c->out, "accesses", list);
  json_object_set_new (chain, "holds", json_boolean (t->holds));
  json_object_set_new (chain, "records",
                       json_integer ((json_int_t) t->records));
  json_object_set_new (c->out, "chain", chain);
  if (t->n == 0)
    cli_print (c, "%s\n", en ? "no access is on record"
                             : "閲覧の記録はありません");
  cli_print (c, en ? "%zu accesses; %llu records, %s\n"
                   : "%zu 件。記録 %llu 件、%s\n",
             t->n, (unsigned long long) t->records,
             t->holds ? (en ? "all hold" : "改変なし")
                      : (en ? "DO NOT HOLD" : "改変のおそれあり"));
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
  return cli_chart (q->patient, why);
}

static bool
parse_period (const char *from, const char *to, struct trace_query *q,
              struct fault *why)
{
  if (from && (strlen (from) != 10 || !date_day (from, &q->from)))
    return fault_set (why, CODE_VALUE, "--from %s", from);
  return !to || cli_day_end ("--to", to, &q->to, why);
}

bool
cmd_trace (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct trace_query q = { .from = 0 };
  const char *as = NULL, *from = NULL, *to = NULL, *format = NULL;
  const struct cli_opt opts[] = {
    { "--as", CLI_VALUE, true, &as },
    { "--patient", CLI_VALUE, false, &q.patient },
    { "--insured", CLI_VALUE, false, &q.insured },
    { "--kana", CLI_VALUE, false, &q.kana },
    { "--birth", CLI_VALUE, false, &q.birth },
    { "--request", CLI_VALUE, false, &q.request },
    { "--account", CLI_VALUE, false, &q.account },
    { "--from", CLI_VALUE, false, &from },
    { "--to", CLI_VALUE, false, &to },
    { "--format", CLI_VALUE, false, &format },
    { NULL, CLI_FLAG, false, NULL },
  };
  unsigned roles = ROLE_PRIVACY;
  struct trace made;
  struct login who;
  bool ok;

  cli_keys (c, "accesses chain");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why)
      || !check_query (&q, why) || !parse_period (from, to, &q, why))
    return false;
  if (format && !cli_one_of (format, "text json"))
    return fault_set (why, CODE_VALUE, "--format %s", format);
  if (format && strcmp (format, "json") == 0)
    c->json = true;
  /* Support looks up the one patient who asks; a period, a person or a name
     shared by several is the privacy officer's. */
  if (!q.account && !q.kana && !from && !to)
    roles |= ROLE_SUPPORT;
  if (!cli_open (c, why)
      || !operator_login (&c->session, as, roles, "trace", &who, why))
    return false;
  ok = trace_make (&c->session, &who, &q, &made, why);
  login_done (&who);
  if (!ok)
    return false;
  print_trace (c, &made);
  ok = made.holds || fault_set (why, CODE_CHAIN_BROKEN, "%s", "");
  trace_done (&made);
  return ok;
}
