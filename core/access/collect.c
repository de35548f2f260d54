/* SPDX-License-Identifier: Apache-2.0 */
/* A late answer (R7): the asker, two factors again, the reception still fresh,
   the same person, the bytes that the ledger noted; on record before it is
   shown.  The request's state stays indeterminate.  */
#include "access/stages.h"

#include <stdio.h>
#include <string.h>

#include "access/open-lock.h"
#include "access/request-load.h"
#include "access/request-row.h"

static bool
load (struct request *r, struct request_history *h)
{
  struct txn *t = NULL;
  bool found = false, lifted = false, ok;

  if (!ledger_begin (r->s->ledger, TXN_READ, &t, &r->fault))
    return false;
  ok = account_get (t, r->order.account, &r->account, &r->account_known,
                    &r->fault)
       && account_may_view (r->s, r->account_known ? &r->account : NULL,
                            clock_seconds (r->s->clock), &r->fault)
       && request_history_get (t, r->id, h, &found, &r->fault);
  if (ok && !found)
    ok = fault_set (&r->fault, CODE_REQUEST_UNKNOWN, "%s", "");
  if (ok && strcmp (h->account, r->order.account) != 0)
    ok = fault_set (&r->fault, CODE_NOT_ASKER, "%s", "");
  if (ok && h->drill)
    ok = fault_set (&r->fault, CODE_COLLECT_NOTHING, "drill");
  if (ok && (h->intent < 0 || strcmp (h->state, "indeterminate") != 0))
    ok = fault_set (&r->fault, CODE_COLLECT_NOTHING, "%s",
                    h->state[0] ? h->state : "open");
  if (ok)
    ok = reception_get (r->s, t, h->reception, &r->reception,
                        &r->reception_known, &r->fault);
  if (ok && !r->reception_known)
    ok = fault_set (&r->fault, CODE_RECEPTION_UNKNOWN, "%s", "");
  if (ok)
    ok = reception_allowed (r->s, t, &r->reception, &lifted, &r->fault);
  if (lifted)
    r->review |= REVIEW_LIFTED;
  txn_end (t);
  return ok;
}

static bool
fetch (struct request *r, const struct request_history *h)
{
  struct request_row row = { .noted = false };
  char hex[DIGEST_HEX];
  enum code code;

  snprintf (row.connector, sizeof row.connector, "%s",
            r->s->config->connector);
  snprintf (row.prefix, sizeof row.prefix, "%s",
            profile_prefix (
              r->s->profile,
              profile_pattern (r->s->profile, r->order.pattern)->request));
  snprintf (row.suffix, sizeof row.suffix, "%s", h->suffix);
  code = request_recover (r->s, &row, false, &r->x);
  if (code == CODE_NATIONAL_REFUSED || code == CODE_ANSWER_ERR)
    return fault_set (&r->fault, code, "%s", r->x.end_detail);
  if (code != CODE_OK)
    return fault_set (&r->fault, CODE_COLLECT_NOTHING, "%s",
                      code_info (code)->word);
  hex_encode (r->x.digest, DIGEST_LEN, hex);
  if (h->late_digest[0] && strcmp (hex, h->late_digest) != 0)
    return fault_set (&r->fault, CODE_ANSWER_UNFIT,
                      "its bytes are not those that the ledger noted");
  return true;
}

/* A use that waits for its review already is not counted again.  */
static void
draft_review (const struct request *r, struct draft *d)
{
  char words[REVIEW_WORDS];

  if (!r->reviewed)
    {
      review_draft (d, r->review, REVIEW_OF_USE);
      return;
    }
  review_words (r->review, words);
  draft_text (d, "review", words[0] ? words : NULL);
}

static bool
commit (struct request *r)
{
  struct draft *d = session_draft (r->s, "collect");
  struct txn *t = NULL;
  char hex[DIGEST_HEX];

  hex_encode (r->x.digest, DIGEST_LEN, hex);
  draft_text (d, "request", r->id);
  draft_text (d, "account", r->account.id);
  draft_text (d, "reception", r->reception.id);
  draft_text (d, "answer.digest", hex);
  draft_text (d, "delivered-adapter", r->adapter_name);
  draft_text (d, "delivered-ref", r->ref);
  guard_draft (&r->guard, d);
  draft_review (r, d);
  ladder_draft (&r->ladder, d);
  draft_text (d, "person-unchecked", r->unchecked ? "pdf" : NULL);
  draft_token (d, "request", r->id);
  draft_token (d, "account", r->account.id);
  draft_person_tokens (d, &r->reception.person, r->reception.chart);
  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, &r->fault))
    {
      draft_free (d);
      return false;
    }
  if (!factor_apply (r->s, t, d, r->account.id, &r->factors, &r->fault))
    {
      draft_free (d);
      txn_end (t);
      return false;
    }
  txn_add (t, d);
  if (r->adapter && !request_row_put_deliver (t, r, &r->fault))
    {
      txn_end (t);
      return false;
    }
  return txn_commit (t, &r->fault);
}

static bool
run (struct request *r, struct request_history *h)
{
  if (!load (r, h))
    return false;
  r->order.consent = h->consent;
  r->order.pattern = (int) h->pattern;
  r->intent_seq = (uint64_t) h->intent;
  r->reviewed = h->reviewed;
  snprintf (r->suffix, sizeof r->suffix, "%s", h->suffix);
  snprintf (r->file_id, sizeof r->file_id, "E-%s", r->suffix);
  r->order.pdf = h->pdf;
  exchange_init (&r->x, r->s, r->file_id, (int) h->pattern, h->pdf);
  r->n_trace = 1; /* the stages below note where they worked */
  if (!stage_authenticate (r) || !stage_justify (r) || !fetch (r, h)
      || !stage_person (r))
    return false;
  if (r->adapter)
    {
      r->ref = deliver_reference (r->adapter, r->id, NULL);
      if (!open_lock_take (r->s, "deliver", r->id, &r->deliver_fd,
                           &r->fault))
        return false;
    }
  if (!commit (r))
    {
      open_lock_drop (r->s, "deliver", r->id, &r->deliver_fd);
      return false;
    }
  r->outcome_done = true;
  return stage_arrange (r) && stage_deliver (r);
}

bool
request_collect (struct session *s, const struct request_order *order,
                 const char *request, struct request *r, struct fault *why)
{
  struct request_history h = { .intent = -1 };

  *r = (struct request) { .s = s, .lock_fd = -1, .deliver_fd = -1 };
  r->started = clock_seconds (s->clock);
  r->order.account = order->account;
  r->order.factors = order->factors;
  r->order.full = order->full;
  r->order.consent = "difficult";
  if (!id_valid (request, 'r'))
    return fault_set (why, CODE_REQUEST_UNKNOWN, "%s", "");
  snprintf (r->id, sizeof r->id, "%s", request);
  run (r, &h);
  /* The words of the order were the history's; they end here. */
  r->order.consent = strcmp (h.consent, "given") == 0 ? "given" : "difficult";
  /* Codes that were verified are used up, whatever became of it.  */
  if (!r->outcome_done
      && (r->factors.n > 0 || code_info (r->fault.code)->exit == 3))
    operator_refusal (s, order->account, "request collect",
                      r->reception_known ? r->reception.chart : NULL,
                      &r->factors, &r->fault);
  *why = r->fault;
  return r->outcome_done;
}
