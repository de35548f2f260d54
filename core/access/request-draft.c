/* SPDX-License-Identifier: Apache-2.0 */
/* What the two records of a request say.  The intent holds what was known
   before the query; the end holds how it ended and every stage.  A request
   that never came to an intent has one end record with all of it.  */
#include "access/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

const char *
request_handed_from (const struct request *r)
{
  const struct reception *c = &r->reception;

  return r->reception_known && c->handed_to
             && strcmp (c->handed_to, r->order.account) == 0
           ? c->handed_request
           : NULL;
}

void
request_draft_common (const struct request *r, struct draft *d)
{
  const struct request_order *o = &r->order;

  draft_text (d, "request", r->id);
  draft_text (d, "account", o->account);
  draft_text (d, "role",
              r->account_known ? role_name (r->account.role) : NULL);
  draft_text (d, "consent", o->consent);
  draft_text (d, "consent-given-by",
              strcmp (o->consent, "given") == 0
                ? (o->given_by ? o->given_by : "patient")
                : NULL);
  draft_text (d, "hardship", o->hardship);
  draft_text (d, "hardship-text", o->hardship_text);
  draft_text (d, "effort", o->effort);
  draft_text (d, "necessity", o->necessity);
  draft_text (d, "necessity-text", o->necessity_text);
  draft_number (d, "pattern", o->pattern);
  draft_text (d, "form", o->pdf ? "pdf" : NULL);
  draft_text (d, "suffix", r->suffix);
  draft_text (d, "pressed-by-asked", r->pressed_answer);
  ladder_draft (&r->ladder, d);
  draft_text (d, "handed-to", r->handed_to[0] ? r->handed_to : NULL);
  draft_text (d, "handed-from", request_handed_from (r));
  draft_token (d, "request", r->id);
  draft_token (d, "account", o->account);
  viewers_draft (o->with, d);
  if (!r->reception_known)
    return;
  draft_text (d, "reception", r->reception.id);
  draft_text (d, "reception-number", r->reception.number);
  draft_text (d, "chart", r->reception.chart);
  draft_person (d, &r->reception.person);
  draft_token (d, "reception", r->reception.id);
  draft_person_tokens (d, &r->reception.person, r->reception.chart);
}

/* A line per stage: name, UTC seconds, milliseconds or "-", where it worked. */
static void
draft_stages (const struct request *r, struct draft *d)
{
  struct buffer b = BUFFER_INIT;

  for (size_t i = 0; i < r->n_trace; i++)
    {
      const struct stage_trace *t = &r->trace[i];

      buffer_text (&b, i ? "\n" : "");
      buffer_text (&b, t->name);
      /* The stage that writes this record has not ended yet. */
      if (t->ms < 0)
        buffer_printf (&b, " %lld - ", (long long) t->at);
      else
        buffer_printf (&b, " %lld %lld ", (long long) t->at,
                       (long long) t->ms);
      buffer_text (&b, t->by);
    }
  draft_text (d, "stages", buffer_string (&b));
  buffer_done (&b);
}

/* Which kinds and how many items came, as received (R11): "drug=4 visit=0". */
static void
draft_kinds (const struct summary *s, struct draft *d)
{
  struct buffer b = BUFFER_INIT;

  for (int k = 0; k < 7; k++)
    {
      int n = 0;

      for (size_t i = 0; i < s->n_items; i++)
        if (summary_kind_index (s->items[i].kind) == k)
          n++;
      if (n > 0 || (s->kinds & (1u << k)))
        buffer_printf (&b, "%s%s=%d", b.len ? " " : "",
                       summary_kind_name (k), n);
    }
  draft_text (d, "kinds", buffer_string (&b));
  buffer_done (&b);
}

static void
draft_answer (const struct request *r, struct draft *d)
{
  const struct exchange *x = &r->x;
  char hex[DIGEST_HEX], words[40];

  draft_text (d, "answer.detail", x->end_detail[0] ? x->end_detail : NULL);
  draft_text (d, "answer.text", x->end_text[0] ? x->end_text : NULL);
  draft_text (d, "answer.foreign", x->saw_foreign ? "seen" : NULL);
  if (!x->taken)
    return;
  hex_encode (x->digest, DIGEST_LEN, hex);
  draft_text (d, "answer.digest", hex);
  draft_text (d, "answer.file", x->source_name[0] ? x->source_name : NULL);
  draft_number (d, "answer.time", x->source_time);
  draft_number (d, "answer.owner", x->source_owner);
  if (r->difference)
    {
      difference_words (r->difference, words);
      draft_text (d, "person-differs", words);
      /* Whoever asks by the new surname finds the access all the same.  */
      if (r->difference == PERSON_KANA && r->fault.code != CODE_ANSWER_PERSON)
        draft_name_tokens (d, &x->answer.person);
    }
  guard_draft (&r->guard, d);
  draft_text (d, "person-unchecked", r->unchecked ? "pdf" : NULL);
}

/* What was found out after the intent.  A use is counted once.  */
static void
draft_review (const struct request *r, struct draft *d)
{
  char words[REVIEW_WORDS];

  if (r->s->drill)
    return; /* a drill is no use to be reviewed */
  if (r->reviewed == 0)
    {
      review_draft (d, r->review, REVIEW_OF_USE);
      return;
    }
  review_words (r->review & ~r->reviewed, words);
  draft_text (d, "review", words[0] ? words : NULL);
}

struct draft *
request_draft_end (struct request *r)
{
  struct draft *d = session_draft (r->s, "end");
  enum request_state state = request_state (r);
  char seqs[32];

  draft_text (d, "state", request_state_name (state));
  draft_text (d, "code", code_info (r->fault.code)->word);
  draft_stages (r, d);
  draft_answer (r, d);
  draft_text (d, "notices", r->notices.len ? buffer_string (&r->notices)
                                           : NULL);
  if (state == REQUEST_COMPLETED)
    {
      draft_kinds (&r->x.answer.summary, d);
      draft_text (d, "delivered-adapter", r->adapter_name);
      draft_text (d, "delivered-ref", r->ref);
    }
  if (!r->intent_done)
    {
      request_draft_common (r, d);
      return d;
    }
  draft_review (r, d);
  /* The intent holds who, whom and why; both are under the same token. */
  snprintf (seqs, sizeof seqs, "%llu", (unsigned long long) r->intent_seq);
  draft_text (d, "records", seqs);
  draft_text (d, "request", r->id);
  draft_text (d, "account", r->order.account);
  draft_token (d, "request", r->id);
  return d;
}
