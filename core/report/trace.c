/* SPDX-License-Identifier: Apache-2.0 */
/* From the hits of a token to whole requests: each hit names a request, and
   all records under that request's token tell its story.  */
#include "report/trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "ledger/verify.h"

static void
access_done (struct trace_access *a)
{
  char **owned[] = { &a->request,   &a->account,        &a->role,
                     &a->state,     &a->code,           &a->consent,
                     &a->hardship,  &a->effort,         &a->necessity,
                     &a->factors,   &a->necessity_text, &a->reception,
                     &a->kinds,     &a->adapter,        &a->ref,
                     &a->delivery,  &a->stages,         &a->national };

  for (size_t i = 0; i < N_ELEMENTS (owned); i++)
    free (*owned[i]);
  free (a->seqs);
}

void
trace_done (struct trace *t)
{
  for (size_t i = 0; i < t->n; i++)
    access_done (&t->v[i]);
  free (t->v);
  *t = (struct trace) { .v = NULL };
}

static void
take (char **to, const struct record *rec, const char *name)
{
  const char *v = record_text (rec, name);

  if (v && !*to)
    *to = strdup (v);
}

static void
add_request_record (struct trace_access *a, const struct record *rec,
                    const char *kind)
{
  bool end = strcmp (kind, "end") == 0;
  const struct
  {
    const char *name;
    char **to;
  } rows[] = {
    { "account", &a->account },
    { "role", &a->role },
    { "consent", &a->consent },
    { "hardship", &a->hardship },
    { "effort", &a->effort },
    { "necessity", &a->necessity },
    { "necessity-text", &a->necessity_text },
    { "factors", &a->factors },
    { "reception", &a->reception },
    { "kinds", &a->kinds },
    { "delivered-adapter", &a->adapter },
    { "delivered-ref", &a->ref },
    { "stages", &a->stages },
    { "answer.text", &a->national },
    { "state", &a->state },
    { "code", &a->code },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    take (rows[i].to, rec, rows[i].name);
  if (record_text (rec, "review"))
    a->review = true;
  if (!end || a->time == 0)
    a->time = (int64_t) (rec->time_us / 1000000);
}

static bool
add_record (struct trace_access *a, const struct record *rec)
{
  const char *kind = record_text (rec, "kind");
  uint64_t *seqs = realloc (a->seqs, (a->n_seqs + 1) * sizeof *seqs);

  if (!seqs)
    return false;
  a->seqs = seqs;
  a->seqs[a->n_seqs++] = rec->seq;
  if (strcmp (kind, "intent") == 0 || strcmp (kind, "end") == 0)
    add_request_record (a, rec, kind);
  else if (strcmp (kind, "late") == 0)
    a->late = true;
  else if (strcmp (kind, "collect") == 0)
    {
      a->late = a->collected = true;
      take (&a->adapter, rec, "delivered-adapter");
      take (&a->ref, rec, "delivered-ref");
    }
  else if (strcmp (kind, "delivery") == 0)
    {
      free (a->delivery);
      a->delivery = NULL;
      take (&a->delivery, rec, "delivery");
    }
  return true;
}

static bool
read_access (struct txn *t, const char *request, struct trace_access *out,
             struct fault *why)
{
  struct trace_access a = { .request = strdup (request) };
  uint64_t *seqs = NULL;
  size_t n = 0;
  bool ok = a.request != NULL && txn_find (t, "request", request, &seqs, &n,
                                           why);

  for (size_t i = 0; ok && i < n; i++)
    {
      struct record rec;

      ok = txn_read (t, seqs[i], &rec, why);
      if (!ok)
        break;
      if (record_text (&rec, "kind"))
        ok = add_record (&a, &rec)
             || fault_set (why, CODE_MEMORY, "%s", "");
      record_done (&rec);
    }
  free (seqs);
  if (ok && !a.state)
    a.state = strdup ("open");
  if (!ok)
    access_done (&a);
  else
    *out = a;
  return ok;
}

static bool
known (const struct trace *t, const char *request)
{
  for (size_t i = 0; i < t->n; i++)
    if (strcmp (t->v[i].request, request) == 0)
      return true;
  return false;
}

static bool
in_period (const struct trace_query *q, int64_t time)
{
  return (q->from == 0 || time >= q->from) && (q->to == 0 || time < q->to);
}

/* The request that record SEQ belongs to, in new memory; NULL when none.  */
static bool
request_of (struct txn *t, uint64_t seq, char **out, struct fault *why)
{
  struct record rec;
  const char *kind, *name;

  *out = NULL;
  if (!txn_read (t, seq, &rec, why))
    return false;
  kind = record_text (&rec, "kind");
  name = record_text (&rec, "request");
  /* A record about a trace names what was asked for; it is no access. */
  if (name && kind && strcmp (kind, "trace") != 0
      && strcmp (kind, "refusal") != 0)
    *out = strdup (name);
  record_done (&rec);
  return true;
}

static bool
add_hits (struct txn *t, const struct trace_query *q, const char *kind,
          const char *value, struct trace *out, struct fault *why)
{
  uint64_t *seqs = NULL;
  size_t n = 0;
  bool ok = txn_find (t, kind, value, &seqs, &n, why);

  for (size_t i = 0; ok && i < n; i++)
    {
      CLEANUP_FREE char *request = NULL;
      struct trace_access a, *grown;

      ok = request_of (t, seqs[i], &request, why);
      if (!ok || !request || known (out, request))
        continue;
      ok = read_access (t, request, &a, why);
      if (!ok)
        break;
      if (a.time == 0 || !in_period (q, a.time))
        {
          access_done (&a);
          continue;
        }
      grown = realloc (out->v, (out->n + 1) * sizeof *grown);
      if (!grown)
        {
          access_done (&a);
          ok = fault_set (why, CODE_MEMORY, "%s", "");
          break;
        }
      out->v = grown;
      out->v[out->n++] = a;
    }
  free (seqs);
  return ok;
}

static int
colons (const char *s)
{
  int n = 0;

  for (; *s; s++)
    n += *s == ':';
  return n;
}

static bool
search (struct txn *t, const struct trace_query *q, struct trace *out,
        struct fault *why)
{
  char birth[9];
  struct buffer person = BUFFER_INIT;
  bool ok;

  if (q->patient)
    return add_hits (t, q, "chart", q->patient, out, why);
  if (q->insured)
    return add_hits (t, q,
                     colons (q->insured) == 3 ? "insured-branch" : "insured",
                     q->insured, out, why);
  if (q->request)
    return add_hits (t, q, "request", q->request, out, why);
  if (q->account)
    return add_hits (t, q, "account", q->account, out, why);
  if (!q->birth || !date_compact (q->birth, birth))
    return fault_set (why, CODE_VALUE, "--birth");
  buffer_printf (&person, "%s:%s", q->kana, birth);
  ok = add_hits (t, q, "person", buffer_string (&person), out, why);
  buffer_done (&person);
  return ok;
}

static int
by_time (const void *pa, const void *pb)
{
  const struct trace_access *a = pa, *b = pb;

  if (a->time != b->time)
    return a->time < b->time ? -1 : 1;
  return a->seqs[0] < b->seqs[0] ? -1 : 1;
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
  const char *basis = q->patient   ? "chart"
                      : q->insured ? "insured"
                      : q->request ? "request"
                      : q->account ? "account"
                                   : "person";

  draft_text (d, "by", basis);
  draft_text (d, "chart", q->patient);
  draft_text (d, "insured", q->insured);
  draft_text (d, "request-asked", q->request);
  draft_text (d, "account-asked", q->account);
  draft_number (d, "found", (int64_t) found);
  return operator_write (s, by, d, why);
}

bool
trace_make (struct session *s, const struct login *by,
            const struct trace_query *q, struct trace *out,
            struct fault *why)
{
  struct trace made = { .v = NULL };
  struct txn *t = NULL;
  bool ok;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  ok = search (t, q, &made, why);
  txn_end (t);
  if (ok)
    ok = record_trace (s, by, q, made.n, why) && chain (s, &made, why);
  if (!ok)
    {
      trace_done (&made);
      return false;
    }
  if (made.n)
    qsort (made.v, made.n, sizeof *made.v, by_time);
  *out = made;
  return true;
}
