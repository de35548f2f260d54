/* SPDX-License-Identifier: Apache-2.0 */
/* Reading receptions back out of the ledger and saying what they are good
   for.  A reception's freshness counts from the card reading (R2).  */
#include "access/reception.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/id.h"

static char *
copy (const struct record *rec, const char *name)
{
  const char *v = record_text (rec, name);

  return v ? strdup (v) : NULL;
}

void
reception_done (struct reception *r)
{
  char **owned[] = { &r->id,          &r->number,     &r->reader,
                     &r->checked_by,  &r->operated_by, &r->pressed_by,
                     &r->arrival,     &r->card_evidence, &r->chart,
                     &r->notices };

  for (size_t i = 0; i < N_ELEMENTS (owned); i++)
    {
      free (*owned[i]);
      *owned[i] = NULL;
    }
  person_done (&r->person);
}

const char *
reception_consent_name (enum oqs_consent c)
{
  switch (c)
    {
    case OQS_CONSENT_NONE:
      return "none";
    case OQS_CONSENT_GIVEN:
      return "given";
    case OQS_CONSENT_ABSENT:
      break;
    }
  return "absent";
}

static enum oqs_consent
consent_from_name (const char *name)
{
  if (name && strcmp (name, "none") == 0)
    return OQS_CONSENT_NONE;
  if (name && strcmp (name, "given") == 0)
    return OQS_CONSENT_GIVEN;
  return OQS_CONSENT_ABSENT;
}

bool
reception_from_record (const struct record *rec, struct reception *out)
{
  const char *kind = record_text (rec, "kind");

  if (!kind || strcmp (kind, "reception") != 0)
    return false;
  *out = (struct reception) {
    .id = copy (rec, "reception"),
    .number = copy (rec, "number"),
    .reader = copy (rec, "reader"),
    .checked_by = copy (rec, "checked-by"),
    .operated_by = copy (rec, "operator"),
    .pressed_by = copy (rec, "pressed-by"),
    .arrival = copy (rec, "arrival"),
    .card_evidence = copy (rec, "card-evidence"),
    .chart = copy (rec, "chart"),
    .notices = copy (rec, "notices"),
    .read_at = record_number (rec, "read-at", 0),
    .made_at = (int64_t) (rec->time_us / 1000000),
    .validity = (int) record_number (rec, "validity", -1),
    .consent = consent_from_name (record_text (rec, "consent-pressed")),
    .refusal = record_text (rec, "refusal") != NULL,
    .seq = rec->seq,
  };
  person_from_record (rec, &out->person);
  return true;
}

/* Reads the records under ID's token into OUT.  */
static bool
reception_collect (struct txn *t, const char *id, struct reception *out,
                   bool *found_out, struct fault *why)
{
  uint64_t *seqs = NULL;
  size_t n = 0;
  bool found = false, ok = true;

  if (!txn_find (t, "reception", id, &seqs, &n, why))
    return false;
  for (size_t i = 0; i < n && ok; i++)
    {
      struct record rec;
      const char *kind;

      if (!txn_read (t, seqs[i], &rec, why))
        {
          ok = false;
          break;
        }
      kind = record_text (&rec, "kind");
      if (!found)
        found = reception_from_record (&rec, out);
      else if (kind && strcmp (kind, "reception-void") == 0)
        out->voided = true;
      record_done (&rec);
    }
  free (seqs);
  if (!ok && found)
    reception_done (out);
  *found_out = ok && found;
  return ok;
}

void
receptions_free (struct reception *list, size_t n)
{
  for (size_t i = 0; i < n; i++)
    reception_done (&list[i]);
  free (list);
}

/* Walks the ledger backwards as far as SECONDS go.  */
static bool
collect_recent (struct session *s, struct txn *t, int64_t seconds,
                struct reception **list_out, size_t *n_out,
                struct fault *why)
{
  int64_t limit = clock_seconds (s->clock) - seconds;
  struct reception *list = NULL;
  size_t n = 0;

  for (uint64_t seq = txn_size (t); seq > 0; seq--)
    {
      struct record rec;
      struct reception r, *grown;
      bool is;

      if (!txn_read (t, seq - 1, &rec, why))
        goto fail;
      /* A clock set back must not hide receptions: an hour of slack. */
      if ((int64_t) (rec.time_us / 1000000) < limit - 3600)
        {
          record_done (&rec);
          break;
        }
      is = reception_from_record (&rec, &r);
      record_done (&rec);
      if (!is)
        continue;
      grown = realloc (list, (n + 1) * sizeof *list);
      if (!grown)
        {
          reception_done (&r);
          fault_set (why, CODE_MEMORY, "%s", "");
          goto fail;
        }
      list = grown;
      list[n++] = r;
    }
  *list_out = list;
  *n_out = n;
  return true;

fail:
  receptions_free (list, n);
  return false;
}

bool
reception_list (struct session *s, struct txn *t, int64_t seconds, bool fresh,
                struct reception **list_out, size_t *n_out,
                struct fault *why)
{
  struct reception *all = NULL;
  size_t n = 0, kept = 0;

  if (!collect_recent (s, t, seconds, &all, &n, why))
    return false;
  for (size_t i = 0; i < n; i++)
    {
      struct reception r;
      bool found = false;

      if (!reception_collect (t, all[i].id, &r, &found, why))
        {
          receptions_free (all, n);
          return false;
        }
      if (!found)
        continue;
      reception_done (&all[i]);
      all[i] = r;
    }
  /* Newest first as read; callers want oldest first. */
  for (size_t i = 0; i < n / 2; i++)
    {
      struct reception swap = all[i];
      all[i] = all[n - 1 - i];
      all[n - 1 - i] = swap;
    }
  for (size_t i = 0; i < n; i++)
    if (!fresh || reception_usable (s, &all[i], NULL))
      {
        struct reception keep = all[i];
        all[i] = all[kept];
        all[kept++] = keep;
      }
  for (size_t i = kept; i < n; i++)
    reception_done (&all[i]);
  *list_out = all;
  *n_out = kept;
  return true;
}

bool
reception_get (struct session *s, struct txn *t, const char *name,
               struct reception *out, bool *found_out, struct fault *why)
{
  struct reception *list = NULL;
  size_t n = 0;

  if (id_valid (name, 'c'))
    return reception_collect (t, name, out, found_out, why);
  *found_out = false;
  if (!reception_list (s, t, 31 * 86400, false, &list, &n, why))
    return false;
  for (size_t i = n; i > 0 && !*found_out; i--)
    if (list[i - 1].number && strcmp (list[i - 1].number, name) == 0)
      {
        *out = list[i - 1];
        list[i - 1] = (struct reception) { .id = NULL };
        *found_out = true;
      }
  receptions_free (list, n);
  return true;
}

bool
reception_fresh (struct session *s, const struct reception *r)
{
  int64_t now = clock_seconds (s->clock);

  return r->read_at > 0 && r->read_at + s->profile->card_window_s >= now;
}

bool
reception_usable (struct session *s, const struct reception *r,
                  struct fault *why)
{
  if (r->voided)
    return fault_set (why, CODE_RECEPTION_VOID, "%s", r->number);
  if (r->refusal)
    return fault_set (why, CODE_RECEPTION_REFUSAL, "%s", r->number);
  if (!reception_fresh (s, r))
    return fault_set (why, CODE_RECEPTION_STALE, "%s", r->number);
  return true;
}

/* Does SEQ hold a refusal that still counts?  */
static bool
refusal_at (struct session *s, struct txn *t, uint64_t seq, bool *is_out,
            struct fault *why)
{
  struct record rec;
  struct reception r, whole;
  bool found = false, ok;

  if (!txn_read (t, seq, &rec, why))
    return false;
  *is_out = false;
  if (!reception_from_record (&rec, &r))
    {
      record_done (&rec);
      return true;
    }
  record_done (&rec);
  ok = true;
  if (r.refusal
      && r.made_at + s->profile->card_window_s >= clock_seconds (s->clock))
    {
      ok = reception_collect (t, r.id, &whole, &found, why);
      if (ok && found)
        {
          *is_out = !whole.voided;
          reception_done (&whole);
        }
    }
  reception_done (&r);
  return ok;
}

static int
by_number (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

/* Most records of a person stand under the chart as well, and opening one is
   what costs: each is opened once, and R's own, which the caller has judged
   (reception_usable), not at all.  */
bool
reception_refused_elsewhere (struct session *s, struct txn *t,
                             const struct reception *r, bool *refused_out,
                             struct fault *why)
{
  CLEANUP_FREE char *insured = person_insured (&r->person, false);
  const char *kinds[2][2] = { { "insured", insured }, { "chart", r->chart } };
  uint64_t *seqs[2] = { NULL, NULL };
  size_t n[2] = { 0, 0 };
  bool refused = false, ok = true;

  for (size_t k = 0; k < 2 && ok && !refused; k++)
    {
      if (kinds[k][1])
        ok = txn_find (t, kinds[k][0], kinds[k][1], &seqs[k], &n[k], why);
      for (size_t i = ok ? n[k] : 0; ok && !refused && i > 0; i--)
        {
          const uint64_t *seq = &seqs[k][i - 1];

          if (*seq == r->seq
              || (k == 1 && n[0]
                  && bsearch (seq, seqs[0], n[0], sizeof *seq, by_number)))
            continue;
          ok = refusal_at (s, t, *seq, &refused, why);
        }
    }
  free (seqs[0]);
  free (seqs[1]);
  if (ok)
    *refused_out = refused;
  return ok;
}

bool
reception_void (struct session *s, const struct login *by, const char *id,
                const char *reason, struct fault *why)
{
  struct txn *t = NULL;
  struct draft *d = NULL;
  struct reception r;
  bool found = false;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!reception_get (s, t, id, &r, &found, why))
    goto fail;
  if (!found || r.voided)
    {
      fault_set (why, found ? CODE_RECEPTION_VOID : CODE_RECEPTION_UNKNOWN,
                 "%s", id);
      goto fail;
    }
  d = session_draft (s, "reception-void");
  draft_text (d, "reception", r.id);
  draft_text (d, "chart", r.chart);
  draft_text (d, "reason", reason);
  draft_token (d, "reception", r.id);
  draft_person_tokens (d, &r.person, r.chart);
  if (!operator_sign (s, t, d, by, why))
    goto fail;
  reception_done (&r);
  txn_add (t, d);
  return txn_commit (t, why);

fail:
  if (found)
    reception_done (&r);
  draft_free (d);
  txn_end (t);
  return false;
}
