/* SPDX-License-Identifier: Apache-2.0 */
/* Reading receptions back out of the ledger and saying what they are good
   for.  A reception's freshness counts from the card reading (R2).  */
#include "access/reception.h"

#include <stdlib.h>
#include <string.h>

#include "access/reception-parts.h"
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
                     &r->notices,     &r->handed_to,  &r->handed_request };

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

/* Whoever did not do it themselves has to say so later.  */
static bool
waits_for_checker (const struct record *rec)
{
  const char *checked = record_text (rec, "checked-by");
  const char *operated = record_text (rec, "operator");

  return checked && operated && strcmp (checked, operated) != 0;
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
    .chart_temporary = record_text (rec, "chart-temporary") != NULL,
    .notices = copy (rec, "notices"),
    .read_at = record_number (rec, "read-at", 0),
    .made_at = (int64_t) (rec->time_us / 1000000),
    .validity = (int) record_number (rec, "validity", -1),
    .consent = consent_from_name (record_text (rec, "consent-pressed")),
    .refusal = record_text (rec, "refusal") != NULL,
    .unconfirmed = waits_for_checker (rec),
    .guarded = record_text (rec, "guard.reason") != NULL,
    .seq = rec->seq,
  };
  person_from_record (rec, &out->person);
  return true;
}

/* Notices of the bind stand behind the reception's own.  */
static void
add_notices (struct reception *r, const char *words)
{
  struct buffer b = BUFFER_INIT;

  if (!words || !*words)
    return;
  buffer_printf (&b, "%s%s%s", r->notices ? r->notices : "",
                 r->notices && *r->notices ? " " : "", words);
  free (r->notices);
  r->notices = buffer_steal (&b, NULL);
}

static void
apply_bind (struct reception *r, const struct record *rec)
{
  char *chart = copy (rec, "chart");

  if (!chart)
    return;
  free (r->chart);
  r->chart = chart;
  r->chart_temporary = false;
  r->guarded |= record_text (rec, "guard.reason") != NULL;
  add_notices (r, record_text (rec, "notices"));
}

/* A request for this reception that was handed over, until the other one has
   begun theirs.  */
static void
note_handover (const struct record *rec, struct reception *out)
{
  const char *to = record_text (rec, "handed-to");
  const char *from = record_text (rec, "handed-from");
  bool taken = from && out->handed_request
               && strcmp (from, out->handed_request) == 0;

  if (!to && !taken)
    return;
  free (out->handed_to);
  free (out->handed_request);
  out->handed_to = to ? copy (rec, "handed-to") : NULL;
  out->handed_request = to ? copy (rec, "request") : NULL;
}

/* What became of R later.  */
static void
apply (struct reception *r, const struct record *rec)
{
  const char *kind = record_text (rec, "kind");

  if (!kind)
    return;
  if (strcmp (kind, "reception-void") == 0)
    r->voided = true;
  else if (strcmp (kind, "reception-confirm") == 0)
    r->unconfirmed = false;
  else if (strcmp (kind, "reception-bind") == 0)
    apply_bind (r, rec);
  else if (strcmp (kind, "reception-change") == 0)
    r->lifted = r->refusal;
  else
    note_handover (rec, r);
}

bool
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

      if (!txn_read (t, seqs[i], &rec, why))
        {
          ok = false;
          break;
        }
      if (!found)
        found = reception_from_record (&rec, out);
      else
        apply (out, &rec);
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
  if (r->refusal && !r->lifted)
    return fault_set (why, CODE_RECEPTION_REFUSAL, "%s", r->number);
  /* Nobody compared a photo for it (R2).  */
  if (r->refusal)
    return fault_set (why, CODE_RECEPTION_PHOTO, "%s", r->number);
  if (!reception_fresh (s, r))
    return fault_set (why, CODE_RECEPTION_STALE, "%s", r->number);
  if (r->unconfirmed)
    return fault_set (why, CODE_RECEPTION_UNCONFIRMED, "%s", r->number);
  return true;
}
