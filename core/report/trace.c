/* SPDX-License-Identifier: Apache-2.0 */
/* Making a trace: what is found is put in order and narrowed to the period,
   the whole chain is verified, and that somebody looked goes on record before
   anything is shown.  */
#include "report/trace.h"

#include <stdlib.h>
#include <string.h>

#include "access/account.h"
#include "ledger/verify.h"
#include "report/trace-parts.h"

void
trace_done (struct trace *t)
{
  for (size_t i = 0; i < t->n; i++)
    trace_access_done (&t->v[i]);
  free (t->v);
  *t = (struct trace){ .v = NULL };
}

const char *
trace_basis (const struct trace_query *q)
{
  return q->patient   ? "chart"
         : q->insured ? "insured"
         : q->request ? "request"
         : q->account ? "account"
                      : "person";
}

/* Does any record of A lie in the period, let out by SLACK seconds?  A request
   that begins before midnight and ends after it is of both days.  */
static bool
in_period (const struct trace_query *q, const struct trace_access *a,
           int64_t slack)
{
  for (size_t i = 0; i < a->n_seqs; i++)
    if ((q->from == 0 || a->times[i] >= q->from - slack)
        && (q->to == 0 || a->times[i] < q->to + slack))
      return true;
  return false;
}

static bool
add_access (struct txn *t, const struct trace_query *q,
            const struct trace_request *found, struct trace *out,
            struct fault *why)
{
  struct trace_access a, *grown;

  if (!trace_read (t, found->id, &a, why))
    return false;
  a.ground = found->ground;
  /* Without a time there is neither an intent nor an end: no access.  */
  if (a.time == 0 || !in_period (q, &a, 0))
    {
      out->near += a.time != 0 && in_period (q, &a, TRACE_NEAR_S);
      trace_access_done (&a);
      return true;
    }
  grown = reallocarray (out->v, out->n + 1, sizeof *grown);
  if (!grown)
    {
      trace_access_done (&a);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  out->v = grown;
  out->v[out->n++] = a;
  return true;
}

/* The people behind the accounts, for papers: one look a person.  */
static bool
add_names (struct txn *t, struct trace *out, struct fault *why)
{
  for (size_t i = 0; i < out->n; i++)
    {
      struct trace_access *a = &out->v[i];
      struct account account;
      bool found = false;

      for (size_t k = 0; a->account && k < i && !a->account_name; k++)
        if (out->v[k].account && out->v[k].account_name
            && strcmp (out->v[k].account, a->account) == 0)
          a->account_name = strdup (out->v[k].account_name);
      if (!a->account || a->account_name)
        continue;
      if (!account_get (t, a->account, &account, &found, why))
        return false;
      if (!found)
        continue;
      a->account_name = account.name ? strdup (account.name) : NULL;
      account_done (&account);
    }
  return true;
}

static int
by_time (const void *pa, const void *pb)
{
  const struct trace_access *a = pa, *b = pb;

  if (a->time != b->time)
    return a->time < b->time ? -1 : 1;
  return a->seqs[0] < b->seqs[0] ? -1 : 1;
}

static bool
collect (struct txn *t, const struct trace_query *q, struct trace *out,
         struct fault *why)
{
  struct trace_found found;
  bool ok = trace_find (t, q, &found, why);

  if (!ok)
    return false;
  for (size_t i = 0; ok && i < found.requests.n; i++)
    ok = add_access (t, q, &found.requests.v[i], out, why);
  out->elsewhere = found.elsewhere.n;
  out->zeros = found.zeros.n;
  out->persons = found.persons;
  trace_found_done (&found);
  if (out->n)
    qsort (out->v, out->n, sizeof *out->v, by_time);
  return ok && add_names (t, out, why);
}

/* Does everything hold?  The whole chain, not only the hits: a trace that
   found nothing says something too.  */
static bool
chain (struct session *s, struct trace *out, struct fault *why)
{
  struct instance *store;
  struct ledger_setup setup;
  struct verify_result v;

  if (!host_instance (s->host, EMI_KIND_STORE, s->config->ledger_store, &store,
                      why))
    return false;
  session_ledger_setup (s, store, &setup);
  if (!ledger_verify (&setup, false, s->config->run, NULL, NULL, &v, why))
    return false;
  out->holds = v.holds;
  out->records = v.records;
  verify_result_done (&v);
  return true;
}

static bool
record_trace (struct session *s, const struct login *by,
              const struct trace_query *q, size_t found, struct fault *why)
{
  struct draft *d = session_draft (s, "trace");

  draft_text (d, "by", trace_basis (q));
  draft_text (d, "chart", q->patient);
  draft_text (d, "insured", q->insured);
  draft_text (d, "person.kana", q->kana);
  draft_text (d, "person.birth", q->birth);
  draft_text (d, "request-asked", q->request);
  draft_text (d, "account-asked", q->account);
  draft_text (d, "period.from", q->from_day);
  draft_text (d, "period.to", q->to_day);
  draft_text (d, "format", q->format);
  draft_number (d, "found", (int64_t) found);
  return operator_write (s, by, d, why);
}

bool
trace_make (struct session *s, const struct login *by,
            const struct trace_query *q, struct trace *out, struct fault *why)
{
  struct trace made = { .v = NULL };
  struct txn *t = NULL;
  bool ok;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  ok = collect (t, q, &made, why);
  txn_end (t);
  if (ok)
    ok = record_trace (s, by, q, made.n, why) && chain (s, &made, why);
  if (!ok)
    {
      trace_done (&made);
      return false;
    }
  *out = made;
  return true;
}
