/* SPDX-License-Identifier: Apache-2.0 */
/* The patient's state changed after a real refusal (R5).  Two people who hold
   the permission say so, each in a record of their own in one commit; the
   refusal is lifted by that and by nothing else.  */
#include "access/reception-parts.h"

#include <stdio.h>
#include <string.h>

#include "access/review.h"
#include "base/text.h"

#define TEXT_MAX 2000 /* characters of free text in a record (ledger.md) */

bool
reception_change_check (const struct reception_change *c, struct fault *why)
{
  if (strcmp (c->state, "worsened") != 0 && strcmp (c->state, "agreed") != 0
      && strcmp (c->state, "other") != 0)
    return fault_set (why, CODE_VALUE, "--state worsened|agreed|other");
  if (!c->text || !c->text[0])
    return strcmp (c->state, "other") != 0
           || fault_set (why, CODE_VALUE, "--state other: words are required");
  if (!text_is_utf8 (c->text, strlen (c->text))
      || text_chars (c->text) > TEXT_MAX)
    return fault_set (why, CODE_VALUE,
                      "--state: at most %d characters of "
                      "UTF-8",
                      TEXT_MAX);
  return true;
}

/* Now, under the write lock: a revocation works at once.  */
static bool
permitted (struct session *s, struct txn *t, const char *id, struct fault *why)
{
  struct account now;
  bool found = false, ok;

  if (!account_get (t, id, &now, &found, why))
    return false;
  ok = account_may_view (s, found ? &now : NULL, clock_seconds (s->clock),
                         why);
  if (found)
    account_done (&now);
  if (!ok && why->code == CODE_NOT_PERMITTED)
    snprintf (why->detail, sizeof why->detail, "%s", id);
  return ok;
}

static struct draft *
change_draft (struct session *s, const struct reception *r,
              const struct reception_change *c, const char *with)
{
  struct draft *d = reception_draft (s, "reception-change", r);

  draft_text (d, "chart", r->chart);
  draft_text (d, "patient-state", c->state);
  draft_text (d, "patient-state-text", c->text);
  draft_text (d, "with", with);
  draft_person_tokens (d, &r->person, r->chart);
  review_draft (d, REVIEW_LIFTED, REVIEW_OF_RECEPTION);
  return d;
}

/* Both records; T is committed or ended.  */
static bool
write_both (struct session *s, struct txn *t, const struct reception *r,
            const struct login *by, const struct login *with,
            const struct reception_change *change, struct fault *why)
{
  struct draft *first = change_draft (s, r, change, with->account.id);
  struct draft *second = reception_draft (s, "reception-second", r);
  char seq[24];

  if (!operator_sign (s, t, first, by, why))
    {
      draft_free (second);
      draft_free (first);
      txn_end (t);
      return false;
    }
  snprintf (seq, sizeof seq, "%llu", (unsigned long long) txn_add (t, first));
  draft_text (second, "records", seq);
  return reception_commit (s, t, second, with, why);
}

/* The refusal that ID means.  */
static bool
find_refusal (struct session *s, struct txn *t, const char *id,
              struct reception *out, struct fault *why)
{
  struct refusals elsewhere;
  struct reception r;
  bool ok;

  if (!reception_living (s, t, id, &r, why))
    return false;
  if (r.refusal && !r.lifted)
    {
      *out = r;
      return true;
    }
  ok = reception_refusals (s, t, &r, &elsewhere, why)
       && (elsewhere.stands[0]
           || fault_set (why, CODE_NO_REFUSAL, "%s", r.number));
  reception_done (&r);
  return ok && reception_living (s, t, elsewhere.id, out, why);
}

bool
reception_change (struct session *s, const struct login *by,
                  const struct login *with, const char *id,
                  const struct reception_change *change, struct reception *out,
                  struct fault *why)
{
  struct txn *t = NULL;
  struct reception r;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!permitted (s, t, by->account.id, why)
      || !permitted (s, t, with->account.id, why)
      || !find_refusal (s, t, id, &r, why))
    {
      txn_end (t);
      return false;
    }
  if (!write_both (s, t, &r, by, with, change, why))
    {
      reception_done (&r);
      return false;
    }
  r.lifted = true;
  *out = r;
  return true;
}
