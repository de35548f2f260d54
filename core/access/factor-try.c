/* SPDX-License-Identifier: Apache-2.0 */
/* The rounds.  Each is a turn as in a request, over the same path: slot,
   challenge, delay.  A code that a round took is used up when its provider is
   through; within that it may be typed again, or three rounds of a one-time
   code would measure the clock.  */
#include "access/factor-try.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/factor-delay.h"
#include "access/ladder.h"
#include "access/operator.h"
#include "base/buffer.h"

#define PROMPTS_MAX 8

/* One run, which is also the prompter that counts.  */
struct trying
{
  struct prompter prompter; /* first: the session's */
  struct prompter *real;
  struct session s; /* the caller's, but for the prompter */
  const char *id;
  struct account account;
  bool found;
  size_t rounds;
  struct try_watch *watch;
  struct try_report *report;
  const struct emi_prompt *asked[PROMPTS_MAX]; /* in this round */
  size_t n_asked;
  size_t again;
};

static const struct factor_purpose purpose
    = { .request = "try", .reception = "", .rung = 0 };

static bool
count_and_ask (struct prompter *p, const struct question *q,
               struct secret *answer_out, enum answer_from *from_out,
               struct fault *why)
{
  struct trying *t = (struct trying *) p;
  bool seen = false;

  for (size_t i = 0; i < t->n_asked; i++)
    seen |= t->asked[i] == q->prompt;
  t->again += seen;
  if (!seen && t->n_asked < PROMPTS_MAX)
    t->asked[t->n_asked++] = q->prompt;
  return t->real->ask (t->real, q, answer_out, from_out, why);
}

enum try_verdict
try_verdict (enum code code)
{
  if (code == CODE_OK)
    return TRY_GRANTED;
  return ladder_unusable (code) ? TRY_UNUSABLE : TRY_REFUSED;
}

/* "tries=3" of a device that read more than once.  */
static size_t
read_again (const char *evidence)
{
  const char *at = strstr (evidence, "tries=");
  long n = at ? strtol (at + strlen ("tries="), NULL, 10) : 1;

  return n > 1 && n <= 100 ? (size_t) n - 1 : 0;
}

/* Failures before this one still slow the account down: it is waited out and
   measures nothing.  */
static bool
wait_out (struct trying *t, struct fault *why)
{
  for (;;)
    {
      int64_t left = 0;
      struct txn *txn;
      bool good;

      if (!ledger_begin (t->s.ledger, TXN_READ, &txn, why))
        return false;
      good = delay_left (&t->s, txn, t->id, &left, why);
      txn_end (txn);
      if (!good || left == 0)
        return good;
      if (!t->watch->wait (t->watch, left))
        return fault_set (why, CODE_CANCELLED, "%s", "");
    }
}

/* One round into P.  False when it ended without being one: given up, nobody
   answered, or something broke that is not the provider's.  */
static bool
round_run (struct trying *t, struct try_provider *p, struct fault *why)
{
  const struct clock *clock = t->s.clock;
  struct factor_set set = { .n = 0 };
  struct try_round r = { .code = CODE_OK };
  int64_t began;

  if (!wait_out (t, why))
    return false;
  t->watch->begin (t->watch, p->instance, p->n + 1, t->rounds);
  t->n_asked = t->again = 0;
  began = clock->mono_ms (clock);
  if (!factor_verify (&t->s, t->id, t->found ? &t->account : NULL, p->instance,
                      &purpose, false, &set, why))
    {
      r.code = why->code;
      if (code_info (r.code)->exit != 3 && try_verdict (r.code) == TRY_REFUSED)
        return false;
    }
  r.ms = clock->mono_ms (clock) - began;
  r.again = t->again;
  if (set.n == 1)
    {
      int64_t newest = p->proven ? p->use.counter : 0;

      p->use = set.use[0];
      if (p->use.counter < newest)
        p->use.counter = newest;
      p->proven = t->report->proven = true;
      r.again += read_again (p->use.evidence);
    }
  p->round[p->n++] = r;
  *why = (struct fault){ .code = CODE_OK };
  return true;
}

/* --- on record --- */

static void
draft_tries (const struct try_provider *p, struct draft *d)
{
  struct buffer b = BUFFER_INIT;

  for (size_t i = 0; i < p->n; i++)
    buffer_printf (&b, "%s%s %lld", i ? "\n" : "",
                   p->round[i].code == CODE_OK
                       ? "granted"
                       : code_info (p->round[i].code)->word,
                   (long long) p->round[i].ms);
  draft_text (d, "tries", b.len ? buffer_string (&b) : NULL);
  buffer_done (&b);
}

/* The newest code is used up in any case.  Only where the last round was
   granted its failures stop counting: a wrong one after it must not be
   forgiven by it.  */
static bool
use_up (struct trying *t, struct txn *txn, const struct try_provider *p,
        struct draft *d, struct fault *why)
{
  const struct factor_set set = { .n = 1, .use = { p->use } };

  if (!p->proven)
    return true;
  if (p->round[p->n - 1].code == CODE_OK)
    return factor_apply (&t->s, txn, d, t->id, &set, why);
  if (!p->use.has_counter)
    return true;
  if (!factor_counter_take (&t->s, txn, t->id, p->instance, p->use.counter,
                            why))
    return false;
  factor_counter_field (d, t->id, p->instance, p->use.counter);
  return true;
}

static bool
provider_record (struct trying *t, const struct try_provider *p,
                 struct fault *why)
{
  struct draft *d = session_draft (&t->s, "factor-try");
  struct fault ignored;
  struct txn *txn;
  bool good;

  draft_text (d, "account", t->id);
  draft_token (d, "account", t->id);
  draft_text (d, "provider", p->instance);
  draft_tries (p, d);
  if (!ledger_begin (t->s.ledger, TXN_WRITE, &txn, why))
    {
      draft_free (d);
      return false;
    }
  good = use_up (t, txn, p, d, why);
  txn_add (txn, d);
  /* What was tried is on record also where its code was used elsewhere
     meanwhile.  */
  return txn_commit (txn, good ? why : &ignored) && good;
}

/* --- the run --- */

/* Refused before anybody has proved who they are.  */
static bool
is_nobody (const struct trying *t, const struct try_provider *p)
{
  return p->n > 0 && !t->report->proven
         && try_verdict (p->round[p->n - 1].code) == TRY_REFUSED;
}

static bool
provider_run (struct trying *t, struct try_provider *p, struct fault *why)
{
  struct fault seen = { .code = CODE_OK };
  bool good = true;

  while (good && p->n < t->rounds && !is_nobody (t, p)
         && (p->n == 0 || p->round[p->n - 1].code != CODE_FACTOR_TOO_MANY))
    good = round_run (t, p, &seen);
  /* An account that does not exist is answered like a wrong password, and
     costs the same.  */
  if (is_nobody (t, p))
    return fault_set (why, p->round[p->n - 1].code, "%s", p->instance);
  if (p->n > 0 && t->found && !provider_record (t, p, why))
    return false;
  if (!good)
    *why = seen;
  return good;
}

static struct try_provider *
provider_add (struct try_report *r, const char *instance)
{
  struct try_provider *p = &r->provider[r->n++];

  snprintf (p->instance, sizeof p->instance, "%s", instance);
  return p;
}

/* What the account has at this terminal.  Where that is nothing, the first one
   that there is, which then refuses like everybody's.  */
static bool
providers_find (struct trying *t, struct fault *why)
{
  const struct config_terminal *at = t->s.terminal;
  int64_t now = clock_seconds (t->s.clock);
  char names[2][33];
  size_t n = 0;

  for (size_t i = 0; t->found && at && i < at->n_providers
                     && t->report->n < TRY_PROVIDERS_MAX;
       i++)
    if (enrolment_usable (
            account_enrolment_at (&t->account, at->providers[i], now), now))
      provider_add (t->report, at->providers[i]);
  if (t->report->n > 0)
    return true;
  if (!factor_choose (&t->s, NULL, NULL, 1, names, &n, why))
    return false;
  provider_add (t->report, names[0]);
  return true;
}

/* --- the pairs --- */

static const struct try_provider *
provider_named (const struct try_report *r, const char *name)
{
  for (size_t i = 0; name && i < r->n; i++)
    if (strcmp (r->provider[i].instance, name) == 0)
      return &r->provider[i];
  return NULL;
}

static void
pair_add (struct trying *t, const struct pair *p)
{
  const struct try_provider *a = provider_named (t->report, p->a);
  const struct try_provider *b = provider_named (t->report, p->b);
  struct try_pair out = { .a = p->a, .b = p->b };
  struct factor_set set = { .n = 0 };
  struct try_time time;
  struct fault why;

  if (a && a->proven && try_times (a, &time))
    {
      set.use[set.n++] = a->use;
      out.ms += time.median;
    }
  if (b && b->proven && try_times (b, &time))
    {
      set.use[set.n++] = b->use;
      out.ms += time.median;
    }
  out.proven = set.n == (p->b ? 2u : 1u);
  /* What was attested counts, and not what could have been.  */
  if (out.proven
      && (!factor_set_admissible (&t->s, &set, &why)
          || !factor_declaration (&set, out.declared[0], out.declared[1])))
    return;
  t->report->pair[t->report->n_pairs++] = out;
}

static bool
pairs_find (struct trying *t, struct fault *why)
{
  struct pair *v = NULL;
  size_t n = 0;

  if (!ladder_pairs (&t->s, &t->account, NULL, NULL, &v, &n, why))
    return false;
  t->report->pair = calloc (n ? n : 1, sizeof *t->report->pair);
  for (size_t i = 0; t->report->pair && i < n; i++)
    pair_add (t, &v[i]);
  free (v);
  return t->report->pair || fault_set (why, CODE_MEMORY, "pairs");
}

static bool
run (struct trying *t, struct fault *why)
{
  if (!account_read (&t->s, t->id, &t->account, &t->found, why)
      || !providers_find (t, why))
    return false;
  for (size_t i = 0; i < t->report->n; i++)
    if (!provider_run (t, &t->report->provider[i], why))
      {
        t->report->n = i + (t->report->provider[i].n > 0);
        return false;
      }
  if (!t->report->proven)
    return fault_set (why, CODE_FACTOR_UNUSABLE, "%s",
                      t->s.terminal ? t->s.terminal->name : "");
  return pairs_find (t, why);
}

bool
try_run (struct session *s, const char *id, size_t rounds,
         struct try_watch *watch, struct try_report *out, struct fault *why)
{
  struct trying t
      = { .prompter = { .ask = count_and_ask },
          .real = s->prompter,
          .s = *s,
          .id = id,
          .rounds = rounds < TRY_ROUNDS_MAX ? rounds : TRY_ROUNDS_MAX,
          .watch = watch,
          .report = out };
  bool good;

  *out = (struct try_report){ .n = 0 };
  t.s.prompter = &t.prompter;
  good = run (&t, why);
  if (!good && code_info (why->code)->exit == 3)
    operator_refusal (s, id, "factors try", NULL, NULL, why);
  account_done (&t.account);
  return good;
}

void
try_report_done (struct try_report *r)
{
  free (r->pair);
  *r = (struct try_report){ .n = 0 };
}

/* --- counting --- */

size_t
try_count (const struct try_provider *p, enum try_verdict v)
{
  size_t n = 0;

  for (size_t i = 0; i < p->n; i++)
    n += try_verdict (p->round[i].code) == v;
  return n;
}

size_t
try_again (const struct try_provider *p)
{
  size_t n = 0;

  for (size_t i = 0; i < p->n; i++)
    n += p->round[i].again;
  return n;
}

static int
by_ms (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

bool
try_times (const struct try_provider *p, struct try_time *out)
{
  int64_t ms[TRY_ROUNDS_MAX];
  size_t n = 0;

  for (size_t i = 0; i < p->n; i++)
    if (p->round[i].code == CODE_OK)
      ms[n++] = p->round[i].ms;
  if (n == 0)
    return false;
  qsort (ms, n, sizeof *ms, by_ms);
  *out = (struct try_time){ .min = ms[0],
                            .median = (ms[(n - 1) / 2] + ms[n / 2]) / 2,
                            .max = ms[n - 1] };
  return true;
}
