/* SPDX-License-Identifier: Apache-2.0 */
/* A reception's record, with its number, its claim on the card reading and
   what it leaves open at the reader, in one commit.  */
#include "access/receive-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/review.h"
#include "base/date.h"
#include "base/id.h"

/* "21-07": the day of the month and how many receptions that day had.  */
static bool
spoken_number (struct receive *r, struct txn *t, char out[16],
               struct fault *why)
{
  struct buffer row = BUFFER_INIT, next = BUFFER_INIT;
  bool found = false, ok;
  char today[11];
  int n = 0;

  date_japan (clock_seconds (r->s->clock), today);
  ok = txn_row_get (t, ROW_COUNT, "reception", "number", &row, &found, why);
  if (ok && found && row.len > 11
      && memcmp (buffer_string (&row), today, 10) == 0)
    n = (int) strtol (buffer_string (&row) + 11, NULL, 10);
  n++;
  snprintf (out, 16, "%.2s-%02d", today + 8, n % 10000);
  buffer_printf (&next, "%s %d", today, n);
  ok = ok
       && txn_row_put (t, ROW_COUNT, "reception", "number", next.data,
                       next.len, why);
  buffer_done (&row);
  buffer_done (&next);
  return ok;
}

/* What was pressed: a flow without a consent step has nothing to press, and
   a consent ticked all the same is said.  */
static enum oqs_consent
pressed (const struct receive *r)
{
  if (r->no_consent && r->result->consent == OQS_CONSENT_NONE)
    return OQS_CONSENT_ABSENT;
  return r->result->consent;
}

/* The person, and how it is known.  */
static void
draft_result (struct receive *r, struct draft *d)
{
  const struct eligibility *e = r->result;

  if (!e)
    {
      draft_text (d, "card-evidence", "none");
      draft_token (d, "chart", r->chart_id);
      return;
    }
  draft_text (d, "card-evidence", e == &r->copied ? "attested" : "file");
  draft_number (d, "read-at", e->process_time);
  draft_number (d, "validity", e->validity);
  draft_text (d, "consent-pressed", reception_consent_name (pressed (r)));
  draft_text (d, "terminal-code", e->error_code);
  draft_text (d, "terminal-text", e->error_text);
  if (e != &r->copied)
    received_files_draft (&r->files, d);
  draft_person (d, &e->person);
  draft_person_tokens (d, &e->person, r->chart_id);
  draft_name_tokens (d, &e->person);
}

static struct draft *
make_draft (struct receive *r, const char *id, const char *number)
{
  struct draft *d = session_draft (r->s, "reception");
  const char *me = r->operator_->account.id;
  const char *checked = r->order.checked_by;
  char left[300];

  modes_words (&r->modes, left);

  draft_text (d, "reception", id);
  draft_text (d, "number", number);
  draft_text (d, "reader", r->order.reader);
  draft_text (d, "checked-by", checked ? checked : me);
  draft_text (d, "pressed-by", r->order.pressed_by);
  draft_text (d, "arrival", r->order.arrival);
  draft_text (d, "chart", r->chart_id);
  draft_text (d, "chart-temporary", r->order.chart ? NULL : "yes");
  draft_text (d, "photo", r->photo[0] ? r->photo : NULL);
  draft_text (d, "person-confirmed", r->person[0] ? r->person : NULL);
  draft_text (d, "date", r->date[0] ? r->date : NULL);
  draft_text (d, "left-open", left[0] ? left : NULL);
  draft_text (d, "refusal", r->order.refused ? "yes" : NULL);
  draft_text (d, "notices", buffer_string (&r->notices));
  guard_draft (&r->guard, d);
  review_draft (d, r->guard.reason ? REVIEW_CHART : 0, REVIEW_OF_RECEPTION);
  draft_token (d, "reception", id);
  draft_result (r, d);
  return d;
}

/* A flow that nobody walked leaves the reader as it was.  */
static bool
keep_modes (struct receive *r, struct txn *t, struct fault *why)
{
  return r->order.refused
         || modes_keep (t, r->order.reader, &r->modes,
                        clock_seconds (r->s->clock), why);
}

bool
receive_record (struct receive *r, struct reception *out, struct fault *why)
{
  char id[ID_LEN + 1], number[16];
  struct txn *t = NULL;
  struct draft *d = NULL;
  bool found = false;

  id_new ('c', id);
  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!received_files_unclaimed (&r->files, t, why)
      || !spoken_number (r, t, number, why) || !keep_modes (r, t, why))
    goto fail;
  d = make_draft (r, id, number);
  if (!operator_sign (r->s, t, d, r->operator_, why))
    goto fail;
  txn_add (t, d);
  if (!txn_commit (t, why) || !ledger_begin (r->s->ledger, TXN_READ, &t, why))
    return false;
  if (!reception_get (r->s, t, id, out, &found, why))
    {
      txn_end (t);
      return false;
    }
  txn_end (t);
  return found || fault_set (why, CODE_EVIDENCE, "%s", "");

fail:
  draft_free (d);
  txn_end (t);
  return false;
}
