/* SPDX-License-Identifier: Apache-2.0 */
/* A patient who came without a name gets the hospital's chart (R8): the card
   is compared with what the chart says, and a chart under which somebody else
   was received lately is refused.  */
#include "access/reception-parts.h"

#include <stdlib.h>
#include <string.h>

#include "access/chart-check.h"
#include "access/review.h"
#include "base/cleanup.h"

/* How far back another person's reception counts: what is older may be the
   same person before a marriage and another insurer.  */
#define LOOK_BACK_SECONDS (31 * 86400)

/* The reception that record SEQ put under a chart, unless it is too old;
   NULL else.  New memory.  */
static bool
received_at (struct session *s, struct txn *t, uint64_t seq, char **id_out,
             struct fault *why)
{
  struct record rec;
  const char *kind, *id = NULL;

  if (!txn_read (t, seq, &rec, why))
    return false;
  kind = record_text (&rec, "kind");
  if (kind
      && (strcmp (kind, "reception") == 0
          || strcmp (kind, "reception-bind") == 0)
      && (int64_t) (rec.time_us / 1000000) + LOOK_BACK_SECONDS
             >= clock_seconds (s->clock))
    id = record_text (&rec, "reception");
  *id_out = id ? strdup (id) : NULL;
  record_done (&rec);
  return true;
}

/* The person received by record SEQ into OUT.  */
static bool
person_at (struct session *s, struct txn *t, uint64_t seq, struct person *out,
           bool *found_out, struct fault *why)
{
  CLEANUP_FREE char *id = NULL;
  struct reception r;
  bool found = false;

  if (!received_at (s, t, seq, &id, why)
      || (id && !reception_collect (t, id, &r, &found, why)))
    return false;
  if (!found)
    return true;
  *found_out = !r.voided && r.person.birth;
  if (*found_out && !person_copy (out, &r.person))
    {
      *found_out = false;
      fault_set (why, CODE_MEMORY, "%s", "");
      reception_done (&r);
      return false;
    }
  reception_done (&r);
  return true;
}

bool
chart_lately (struct session *s, const char *chart, struct person *out,
              bool *found_out, struct fault *why)
{
  CLEANUP_FREE uint64_t *seqs = NULL;
  struct txn *t = NULL;
  bool found = false, ok;
  size_t n = 0;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  ok = txn_find (t, "chart", chart, &seqs, &n, why);
  for (size_t i = ok ? n : 0; ok && !found && i > 0; i--)
    ok = person_at (s, t, seqs[i - 1], out, &found, why);
  txn_end (t);
  if (ok)
    *found_out = found;
  return ok;
}

static bool
of_another (struct session *s, struct txn *t, uint64_t seq,
            const struct reception *r, bool *is_out, struct fault *why)
{
  CLEANUP_FREE char *id = NULL;
  struct reception other;
  bool found = false;

  *is_out = false;
  if (!received_at (s, t, seq, &id, why))
    return false;
  if (!id || strcmp (id, r->id) == 0)
    return true;
  if (!reception_collect (t, id, &other, &found, why))
    return false;
  if (found)
    {
      *is_out = !other.voided && person_other (&r->person, &other.person);
      reception_done (&other);
    }
  return true;
}

static bool
chart_is_free (struct session *s, struct txn *t, const struct reception *r,
               const char *chart, struct fault *why)
{
  CLEANUP_FREE uint64_t *seqs = NULL;
  bool another = false;
  size_t n = 0;

  if (!txn_find (t, "chart", chart, &seqs, &n, why))
    return false;
  for (size_t i = 0; i < n && !another; i++)
    if (!of_another (s, t, seqs[i], r, &another, why))
      return false;
  return !another || fault_set (why, CODE_CHART_OTHER, "%s", r->number);
}

/* May R go under CHART?  OUT is made only on success.  */
static bool
read_bindable (struct session *s, struct txn *t, const char *id,
               const char *chart, struct reception *out, struct fault *why)
{
  struct reception r;

  if (!reception_living (s, t, id, &r, why))
    return false;
  if ((r.chart_temporary
       || fault_set (why, CODE_RECEPTION_BOUND, "%s", r.number))
      && chart_is_free (s, t, &r, chart, why))
    {
      *out = r;
      return true;
    }
  reception_done (&r);
  return false;
}

/* Prompts may follow, so no lock is held.  */
static bool
compare (struct session *s, const struct login *by, const char *id,
         const char *chart, struct buffer *notices, struct guard *guard,
         struct fault *why)
{
  struct chart_person known = { .known = false };
  struct reception r = { .id = NULL };
  struct txn *t = NULL;
  bool ok;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  ok = read_bindable (s, t, id, chart, &r, why);
  txn_end (t);
  ok = ok && chart_resolve (s, chart, &known, why)
       && chart_check (s, by->account.id, &known, &r.person, notices, guard,
                       why);
  person_done (&known.person);
  reception_done (&r);
  return ok;
}

static struct draft *
bind_draft (struct session *s, const struct reception *r, const char *chart,
            const struct buffer *notices, const struct guard *guard)
{
  struct draft *d = reception_draft (s, "reception-bind", r);

  draft_text (d, "chart", chart);
  draft_text (d, "chart-before", r->chart);
  draft_text (d, "notices", notices->len ? buffer_string (notices) : NULL);
  guard_draft (guard, d);
  review_draft (d, guard->reason ? REVIEW_CHART : 0, REVIEW_OF_RECEPTION);
  draft_person_tokens (d, &r->person, chart);
  draft_token (d, "chart", r->chart);
  return d;
}

static bool
write_bind (struct session *s, const struct login *by, const char *id,
            const char *chart, const struct buffer *notices,
            const struct guard *guard, struct reception *out,
            struct fault *why)
{
  struct txn *t = NULL;
  struct reception r;
  char whole[ID_LEN + 1];
  bool found = false;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!read_bindable (s, t, id, chart, &r, why))
    {
      txn_end (t);
      return false;
    }
  memcpy (whole, r.id, sizeof whole);
  if (!reception_commit (s, t, bind_draft (s, &r, chart, notices, guard), by,
                         why))
    {
      reception_done (&r);
      return false;
    }
  reception_done (&r);
  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  found = reception_get (s, t, whole, out, &found, why) && found;
  txn_end (t);
  return found;
}

bool
reception_bind (struct session *s, const struct login *by, const char *id,
                const char *chart, struct reception *out, struct fault *why)
{
  struct buffer notices = BUFFER_INIT;
  struct guard guard = { .fields = NULL };
  bool ok = compare (s, by, id, chart, &notices, &guard, why)
            && write_bind (s, by, id, chart, &notices, &guard, out, why);

  guard_done (&guard);
  buffer_done (&notices);
  return ok;
}
