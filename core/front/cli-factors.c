/* SPDX-License-Identifier: Apache-2.0 */
/* `emi factors try`: the account's own factors at this terminal, measured, as
   a table that a hospital can choose by.  */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor-try.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "base/width.h"
#include "front/cli.h"

#define ROUNDS 3
#define COLUMNS 10

/* The person is told which round begins, and waits out delays.  */
struct watching
{
  struct try_watch watch; /* first */
  struct cli *c;
};

static void
begin (struct try_watch *w, const char *instance, size_t round, size_t rounds)
{
  struct watching *me = (struct watching *) w;

  cli_say (me->c, N_ ("%s: %zu 回目（全 %zu 回）"), instance, round, rounds);
}

static bool
wait_delay (struct try_watch *w, int64_t ms)
{
  struct watching *me = (struct watching *) w;
  struct session *s = &me->c->session;
  struct pollfd p = { .fd = s->cancel_fd, .events = POLLIN };

  cli_say (me->c, N_ ("失敗の後なので %lld 秒待ちます"),
           (long long) (ms + 999) / 1000);
  poll (&p, s->cancel_fd >= 0, (int) ms);
  return !session_cancelled (s);
}

/* --- JSON --- */

static json_t *
seconds_json (int64_t ms)
{
  return json_real ((double) ms / 1000);
}

static json_t *
times_json (const struct try_provider *p)
{
  struct try_time t;

  if (!try_times (p, &t))
    return json_null ();
  return json_pack ("{s:o, s:o, s:o}", "min", seconds_json (t.min), "median",
                    seconds_json (t.median), "max", seconds_json (t.max));
}

static json_t *
codes_json (const struct try_provider *p)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < p->n; i++)
    json_array_append_new (
        list, p->round[i].code == CODE_OK
                  ? json_null ()
                  : json_string (code_info (p->round[i].code)->word));
  return list;
}

static json_t *
provider_json (const struct try_provider *p)
{
  return json_pack (
      "{s:s, s:s?, s:s?, s:s?, s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "provider",
      p->instance, "methods", p->proven ? p->use.methods : NULL, "assurance",
      p->proven ? p->use.assurance : NULL, "evidence",
      p->proven && p->use.evidence[0] ? p->use.evidence : NULL, "tries",
      (json_int_t) p->n, "granted", (json_int_t) try_count (p, TRY_GRANTED),
      "refused", (json_int_t) try_count (p, TRY_REFUSED), "unusable",
      (json_int_t) try_count (p, TRY_UNUSABLE), "again",
      (json_int_t) try_again (p), "seconds", times_json (p), "codes",
      codes_json (p));
}

static json_t *
pair_json (const struct try_pair *p)
{
  json_t *providers = json_array (), *factors = json_array ();

  json_array_append_new (providers, json_string (p->a));
  if (p->b)
    json_array_append_new (providers, json_string (p->b));
  for (size_t i = 0; p->proven && i < 2; i++)
    json_array_append_new (factors, json_string (p->declared[i]));
  return json_pack ("{s:o, s:o, s:o}", "providers", providers, "factors",
                    factors, "seconds",
                    p->proven ? seconds_json (p->ms) : json_null ());
}

static void
report_json (struct cli *c, const struct try_report *r)
{
  json_t *providers = json_array (), *pairs = json_array ();

  for (size_t i = 0; i < r->n; i++)
    json_array_append_new (providers, provider_json (&r->provider[i]));
  for (size_t i = 0; i < r->n_pairs; i++)
    json_array_append_new (pairs, pair_json (&r->pair[i]));
  json_object_set_new (c->out, "providers", providers);
  json_object_set_new (c->out, "pairs", pairs);
}

/* --- text --- */

/* Columns as wide as their widest cell, where a kanji takes two.  */
struct table
{
  struct buffer cell[1 + TRY_PROVIDERS_MAX][COLUMNS];
  size_t n;
};

static void
table_print (struct cli *c, struct table *t)
{
  size_t width[COLUMNS] = { 0 };
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;

  for (size_t i = 0; i < t->n; i++)
    for (size_t k = 0; k < COLUMNS; k++)
      {
        size_t w = width_columns (buffer_string (&t->cell[i][k]));

        width[k] = w > width[k] ? w : width[k];
      }
  for (size_t i = 0; i < t->n; i++)
    {
      for (size_t k = 0; k < COLUMNS; k++)
        {
          const char *text = buffer_string (&t->cell[i][k]);
          int pad = (int) (width[k] - width_columns (text));

          buffer_printf (&line, "%s%s%*s", k ? "  " : "", text,
                         k + 1 < COLUMNS ? pad : 0, "");
        }
      cli_print (c, "%s\n", buffer_string (&line));
      buffer_reset (&line);
    }
}

static void
table_done (struct table *t)
{
  for (size_t i = 0; i < t->n; i++)
    for (size_t k = 0; k < COLUMNS; k++)
      buffer_done (&t->cell[i][k]);
}

static void
head_fill (struct buffer row[COLUMNS], enum lang lang)
{
  static const char *const heads[COLUMNS]
      = { N_ ("認証手段"),   N_ ("要素コード"), N_ ("成功"),
          N_ ("認められず"), N_ ("使用不可"),   N_ ("再試行"),
          N_ ("最短（秒）"), N_ ("中央（秒）"), N_ ("最長（秒）"),
          N_ ("コード") };

  for (size_t k = 0; k < COLUMNS; k++)
    buffer_text (&row[k], said (lang, heads[k]));
}

static void
time_fill (struct buffer *cell, bool known, int64_t ms)
{
  if (known)
    buffer_printf (cell, "%.1f", (double) ms / 1000);
  else
    buffer_text (cell, "-");
}

/* The codes that there were, each once.  */
static void
codes_fill (struct buffer *cell, const struct try_provider *p)
{
  for (size_t i = 0; i < p->n; i++)
    {
      bool before = p->round[i].code == CODE_OK;

      for (size_t k = 0; k < i; k++)
        before |= p->round[k].code == p->round[i].code;
      if (!before)
        buffer_printf (cell, "%s%s", cell->len ? " " : "",
                       code_info (p->round[i].code)->word);
    }
}

static void
row_fill (struct buffer row[COLUMNS], const struct try_provider *p)
{
  struct try_time t = { .min = 0 };
  bool known = try_times (p, &t);

  buffer_text (&row[0], p->instance);
  buffer_text (&row[1], p->proven ? p->use.methods : "-");
  buffer_printf (&row[2], "%zu", try_count (p, TRY_GRANTED));
  buffer_printf (&row[3], "%zu", try_count (p, TRY_REFUSED));
  buffer_printf (&row[4], "%zu", try_count (p, TRY_UNUSABLE));
  buffer_printf (&row[5], "%zu", try_again (p));
  time_fill (&row[6], known, t.min);
  time_fill (&row[7], known, t.median);
  time_fill (&row[8], known, t.max);
  codes_fill (&row[9], p);
}

static void
pair_print (struct cli *c, const struct try_pair *p)
{
  enum lang lang = c->session.lang;

  if (p->proven)
    cli_print (c, said (lang, "  %s%s%s: 申告 %s と %s、約 %.1f 秒\n"), p->a,
               p->b ? " + " : "", p->b ? p->b : "", p->declared[0],
               p->declared[1], (double) p->ms / 1000);
  else
    cli_print (c, said (lang, "  %s%s%s: 成功がなく、分かりません\n"), p->a,
               p->b ? " + " : "", p->b ? p->b : "");
}

static void
report_print (struct cli *c, const struct try_report *r)
{
  enum lang lang = c->session.lang;
  struct table t = { .n = 1 };

  head_fill (t.cell[0], lang);
  for (size_t i = 0; i < r->n; i++)
    row_fill (t.cell[t.n++], &r->provider[i]);
  table_print (c, &t);
  table_done (&t);
  cli_print (c, "\n%s\n", said (lang, "使える二要素の組"));
  for (size_t i = 0; i < r->n_pairs; i++)
    pair_print (c, &r->pair[i]);
  if (r->n_pairs == 0)
    cli_print (c, "  %s\n", said (lang, "なし"));
}

/* Whoever proved nothing is shown nothing.  */
static void
report_tell (struct cli *c, const struct try_report *r)
{
  if (!r->proven)
    return;
  report_json (c, r);
  if (!c->json)
    report_print (c, r);
}

static bool
rounds_parse (const char *text, size_t *out, struct fault *why)
{
  char *end = NULL;
  long n = text ? strtol (text, &end, 10) : ROUNDS;

  if (text
      && (text[0] < '0' || text[0] > '9' || *end || n < 1
          || n > TRY_ROUNDS_MAX))
    return fault_set (why, CODE_VALUE, "--rounds 1..%d", TRY_ROUNDS_MAX);
  *out = (size_t) n;
  return true;
}

bool
cmd_factors_try (struct cli *c, int argc, char **argv, struct fault *why)
{
  struct watching w
      = { .watch = { .begin = begin, .wait = wait_delay }, .c = c };
  const char *as = NULL, *rounds = NULL;
  const struct cli_opt opts[] = {
    { "--as", CLI_VALUE, true, &as },
    { "--rounds", CLI_VALUE, false, &rounds },
    { NULL, CLI_FLAG, false, NULL },
  };
  struct try_report *r;
  size_t n = 0;
  bool good;

  cli_keys (c, "account terminal providers pairs");
  if (!cli_parse (argc, argv, opts, NULL, NULL, 0, why)
      || !rounds_parse (rounds, &n, why) || !cli_open (c, why))
    return false;
  r = calloc (1, sizeof *r);
  if (!r)
    return fault_set (why, CODE_MEMORY, "tries");
  good = try_run (&c->session, as, n, &w.watch, r, why);
  cli_set (c->out, "account", as);
  cli_set (c->out, "terminal",
           c->session.terminal ? c->session.terminal->name : NULL);
  report_tell (c, r);
  try_report_done (r);
  free (r);
  return good;
}
