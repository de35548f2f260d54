/* SPDX-License-Identifier: Apache-2.0 */
/* Real refusals (R5): whether this person refused at another reception, and
   whether that still stands.  A refusal is a reception of its own; it is found
   by the insured number and by the chart.  */
#include "access/reception.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/chart-check.h"
#include "access/reception-parts.h"
#include "base/cleanup.h"

bool
person_other (const struct person *a, const struct person *b)
{
  return person_judge (person_compare (a, b), 0) == PERSON_OTHER;
}

/* The reception that the record SEQ is about, when it may be a refusal: the
   refusal itself, or the bind of one to its chart.  NULL else; new memory.  */
static bool
candidate (struct txn *t, uint64_t seq, char **id_out, struct fault *why)
{
  struct record rec;
  const char *kind, *id = NULL;

  if (!txn_read (t, seq, &rec, why))
    return false;
  kind = record_text (&rec, "kind");
  if (kind
      && (strcmp (kind, "reception-bind") == 0
          || (strcmp (kind, "reception") == 0
              && record_text (&rec, "refusal"))))
    id = record_text (&rec, "reception");
  *id_out = id ? strdup (id) : NULL;
  record_done (&rec);
  return true;
}

/* A family shares a number: what was found by it counts unless it is another
   person's beyond doubt.  The chart is one patient's.  */
static bool
counts (struct session *s, const struct reception *r,
        const struct reception *found, bool by_chart)
{
  return found->refusal && !found->voided
         && found->made_at + s->profile->card_window_s
                >= clock_seconds (s->clock)
         && (by_chart || !person_other (&r->person, &found->person));
}

static bool
look (struct session *s, struct txn *t, const struct reception *r,
      uint64_t seq, bool by_chart, struct refusals *out, struct fault *why)
{
  CLEANUP_FREE char *id = NULL;
  struct reception found;
  bool is = false;

  if (!candidate (t, seq, &id, why))
    return false;
  if (!id || strcmp (id, r->id) == 0)
    return true;
  if (!reception_collect (t, id, &found, &is, why))
    return false;
  if (!is)
    return true;
  if (counts (s, r, &found, by_chart))
    {
      if (found.lifted)
        out->lifted = true;
      else
        {
          snprintf (out->stands, sizeof out->stands, "%s",
                    found.number ? found.number : "-");
          snprintf (out->id, sizeof out->id, "%s", id);
        }
    }
  reception_done (&found);
  return true;
}

static int
by_number (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

/* Most records of a person stand under the chart as well, and opening one is
   what costs: each is opened once, and R's own, which the caller judges, not
   at all.  The chart comes first, because what stands under it counts whoever
   the card says it is.  */
bool
reception_refusals (struct session *s, struct txn *t,
                    const struct reception *r, struct refusals *out,
                    struct fault *why)
{
  CLEANUP_FREE char *insured = person_insured (&r->person, false);
  const char *kinds[2][2] = { { "chart", r->chart }, { "insured", insured } };
  uint64_t *seqs[2] = { NULL, NULL };
  size_t n[2] = { 0, 0 };
  struct refusals all = { .stands = "" };
  bool ok = true;

  for (size_t k = 0; k < 2 && ok && !all.stands[0]; k++)
    {
      if (kinds[k][1])
        ok = txn_find (t, kinds[k][0], kinds[k][1], &seqs[k], &n[k], why);
      for (size_t i = ok ? n[k] : 0; ok && !all.stands[0] && i > 0; i--)
        {
          const uint64_t *seq = &seqs[k][i - 1];

          if (*seq == r->seq
              || (k == 1 && n[0]
                  && bsearch (seq, seqs[0], n[0], sizeof *seq, by_number)))
            continue;
          ok = look (s, t, r, *seq, k == 0, &all, why);
        }
    }
  free (seqs[0]);
  free (seqs[1]);
  if (ok)
    *out = all;
  return ok;
}

bool
reception_allowed (struct session *s, struct txn *t, const struct reception *r,
                   bool *lifted_out, struct fault *why)
{
  struct refusals found;

  if (!reception_usable (s, r, why)
      || !reception_refusals (s, t, r, &found, why))
    return false;
  if (found.stands[0])
    return fault_set (why, CODE_RECEPTION_REFUSAL, "%s", found.stands);
  *lifted_out = found.lifted;
  return true;
}
