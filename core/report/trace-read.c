/* SPDX-License-Identifier: Apache-2.0 */
/* All records under a request's token tell its story.  */
#include "report/trace-parts.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* What intent and end say, and where it goes; the first that says it counts. */
static const struct
{
  const char *name;
  size_t at;
} fields[] = {
  { "account", offsetof (struct trace_access, account) },
  { "role", offsetof (struct trace_access, role) },
  { "consent", offsetof (struct trace_access, consent) },
  { "consent-given-by", offsetof (struct trace_access, given_by) },
  { "hardship", offsetof (struct trace_access, hardship) },
  { "hardship-text", offsetof (struct trace_access, hardship_text) },
  { "effort", offsetof (struct trace_access, effort) },
  { "necessity", offsetof (struct trace_access, necessity) },
  { "necessity-text", offsetof (struct trace_access, necessity_text) },
  { "factors", offsetof (struct trace_access, factors) },
  { "reception", offsetof (struct trace_access, reception) },
  { "reception-number", offsetof (struct trace_access, reception_number) },
  { "chart", offsetof (struct trace_access, chart) },
  { "with", offsetof (struct trace_access, with) },
  { "pressed-by-asked", offsetof (struct trace_access, pressed) },
  { "guard.fields", offsetof (struct trace_access, guard_fields) },
  { "guard.reason", offsetof (struct trace_access, guard_reason) },
  { "pattern", offsetof (struct trace_access, pattern) },
  { "kinds", offsetof (struct trace_access, kinds) },
  { "delivered-adapter", offsetof (struct trace_access, adapter) },
  { "delivered-ref", offsetof (struct trace_access, ref) },
  { "stages", offsetof (struct trace_access, stages) },
  { "ladder", offsetof (struct trace_access, ladder) },
  { "handed-to", offsetof (struct trace_access, handed_to) },
  { "handed-from", offsetof (struct trace_access, handed_from) },
  { "answer.text", offsetof (struct trace_access, national) },
  { "state", offsetof (struct trace_access, state) },
  { "code", offsetof (struct trace_access, code) },
};

static char **
slot (struct trace_access *a, size_t at)
{
  return (char **) ((char *) a + at);
}

void
trace_access_done (struct trace_access *a)
{
  for (size_t i = 0; i < N_ELEMENTS (fields); i++)
    free (*slot (a, fields[i].at));
  for (size_t i = 0; i < a->n_proofs; i++)
    {
      free (a->proofs[i].provider);
      free (a->proofs[i].methods);
      free (a->proofs[i].assurance);
      free (a->proofs[i].evidence);
    }
  free (a->request);
  free (a->account_name);
  free (a->delivery);
  free (a->reasons);
  free (a->seqs);
  free (a->times);
  *a = (struct trace_access){ .request = NULL };
}

static void
take (char **to, const struct record *rec, const char *name)
{
  const char *v = record_text (rec, name);

  if (v && !*to)
    *to = strdup (v);
}

/* factor.N.WHAT in new memory; NULL where it is not there.  */
static char *
proof_text (const struct record *rec, size_t n, const char *what)
{
  char name[32];
  const char *v;

  snprintf (name, sizeof name, "factor.%zu.%s", n, what);
  v = record_text (rec, name);
  return v ? strdup (v) : NULL;
}

static void
take_proofs (struct trace_access *a, const struct record *rec)
{
  if (a->n_proofs > 0)
    return;
  for (size_t n = 1; n <= TRACE_PROOFS; n++)
    {
      struct trace_proof *p = &a->proofs[a->n_proofs];

      p->provider = proof_text (rec, n, "instance");
      if (!p->provider)
        return;
      p->methods = proof_text (rec, n, "methods");
      p->assurance = proof_text (rec, n, "assurance");
      p->evidence = proof_text (rec, n, "evidence");
      a->n_proofs++;
    }
}

static bool
is_temporary (const struct record *rec)
{
  static const char *const names[]
      = { "factor.1.temporary", "factor.2.temporary", "factor.3.temporary",
          "factor.4.temporary" };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    if (record_text (rec, names[i]))
      return true;
  return false;
}

static void
add_request_record (struct trace_access *a, const struct record *rec, bool end)
{
  for (size_t i = 0; i < N_ELEMENTS (fields); i++)
    take (slot (a, fields[i].at), rec, fields[i].name);
  take_proofs (a, rec);
  a->temporary |= is_temporary (rec);
  a->drill |= record_text (rec, "drill") != NULL;
  if (!end || a->time == 0)
    a->time = (int64_t) (rec->time_us / 1000000);
}

static bool
add_number (struct trace_access *a, const struct record *rec)
{
  uint64_t *seqs = reallocarray (a->seqs, a->n_seqs + 1, sizeof *seqs);
  int64_t *times;

  if (!seqs)
    return false;
  a->seqs = seqs;
  times = reallocarray (a->times, a->n_seqs + 1, sizeof *times);
  if (!times)
    return false;
  a->times = times;
  a->seqs[a->n_seqs] = rec->seq;
  a->times[a->n_seqs++] = (int64_t) (rec->time_us / 1000000);
  return true;
}

/* Later records add to the reasons for a review.  */
static bool
add_reasons (struct trace_access *a, const char *words)
{
  struct buffer b = BUFFER_INIT;

  if (!words)
    return true;
  buffer_printf (&b, "%s%s%s", a->reasons ? a->reasons : "",
                 a->reasons ? " " : "", words);
  free (a->reasons);
  a->reasons = buffer_steal (&b, NULL);
  a->review = true;
  return a->reasons != NULL;
}

static bool
add_record (struct trace_access *a, const struct record *rec)
{
  const char *kind = record_text (rec, "kind");
  bool end = strcmp (kind, "end") == 0;

  if (!add_number (a, rec) || !add_reasons (a, record_text (rec, "review")))
    return false;
  if (end || strcmp (kind, "intent") == 0)
    add_request_record (a, rec, end);
  else if (strcmp (kind, "late") == 0)
    a->late = true;
  else if (strcmp (kind, "collect") == 0)
    {
      a->late = a->collected = true;
      take (&a->adapter, rec, "delivered-adapter");
      take (&a->ref, rec, "delivered-ref");
      take (&a->guard_fields, rec, "guard.fields");
      take (&a->guard_reason, rec, "guard.reason");
    }
  else if (strcmp (kind, "delivery") == 0)
    {
      free (a->delivery);
      a->delivery = NULL;
      take (&a->delivery, rec, "delivery");
    }
  return true;
}

bool
trace_read (struct txn *t, const char *request, struct trace_access *out,
            struct fault *why)
{
  struct trace_access a = { .request = strdup (request) };
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n = 0;
  bool ok
      = a.request != NULL && txn_find (t, "request", request, &seqs, &n, why);

  for (size_t i = 0; ok && i < n; i++)
    {
      struct record rec;

      ok = txn_read (t, seqs[i], &rec, why);
      if (!ok)
        break;
      if (record_text (&rec, "kind"))
        ok = add_record (&a, &rec) || fault_set (why, CODE_MEMORY, "%s", "");
      record_done (&rec);
    }
  if (ok && !a.state)
    a.state = strdup ("open");
  if (!ok)
    trace_access_done (&a);
  else
    *out = a;
  return ok;
}
