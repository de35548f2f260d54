/* SPDX-License-Identifier: Apache-2.0 */
/* The desk's side of R2 and R8: lets the reader plugin walk its steps, reads
   what it brings, decides whose card it was and writes the reception.  */
#include "access/receive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/chart-check.h"
#include "access/receive-files.h"
#include "access/receive-steps.h"
#include "access/review.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/id.h"
#include "base/text.h"

struct receive
{
  struct session *s;
  struct receive_order order;
  struct instance *reader;
  const struct login *operator_;
  struct received_files files;
  struct guard guard;
  struct chart_person chart; /* the hospital's own data, may be empty */
  char chart_id[256]; /* 50 characters */
  char photo[16];
  char person[16];
  char date[16];
  char restored[16];
  struct buffer notices;
  struct receive_steps steps;
};

static void
notice (struct receive *r, const char *word)
{
  if (r->notices.len)
    buffer_text (&r->notices, " ");
  buffer_text (&r->notices, word);
}

/* --- what the reader puts --- */

static void
keep_answer (struct receive *r, const char *name, const void *data,
             size_t len)
{
  static const char *const names[] = { "answer.photo", "answer.person",
                                       "answer.date", "answer.restored" };
  char *to[] = { r->photo, r->person, r->date, r->restored };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0 && len < sizeof r->photo)
      {
        memcpy (to[i], data, len);
        to[i][len] = '\0';
      }
}

static emi_rc
on_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct receive *r = ctx;

  if (strcmp (name, "message") == 0)
    return received_files_message (&r->files, data, len);
  if (strcmp (name, "name") == 0)
    received_files_name (&r->files, data, len);
  else
    keep_answer (r, name, data, len);
  return EMI_OK;
}

static emi_rc
on_put_fields (void *ctx, const char *name, const struct emi_fields *f)
{
  struct receive *r = ctx;

  if (strcmp (name, "source") == 0)
    received_files_source (&r->files, f);
  else if (strcmp (name, "step") == 0)
    receive_steps_show (&r->steps, f);
  return EMI_OK;
}

/* The person read, beside what the hospital knows under this chart.  */
static char *
beside_chart (struct receive *r)
{
  const struct person *p = received_files_person (&r->files);
  bool en = r->s->lang == LANG_EN;
  CLEANUP_FREE char *card = p ? person_text (p, r->s->lang) : NULL;
  CLEANUP_FREE char *known
    = r->chart.known ? person_text (&r->chart.person, r->s->lang) : NULL;
  struct buffer b = BUFFER_INIT;

  if (!card)
    return NULL;
  buffer_printf (&b, en ? "  card   %s\n" : "  カード  %s\n", card);
  buffer_printf (&b, en ? "  chart  %s %s\n" : "  診療録  %s %s\n",
                 r->chart_id, known ? known : "");
  return buffer_steal (&b, NULL);
}

static bool
on_ask (void *ctx, const char *instance, const struct emi_prompt *prompt,
        struct secret *answer_out, struct fault *why)
{
  struct receive *r = ctx;
  CLEANUP_FREE char *shown
    = strcmp (prompt->id, "person") == 0 ? beside_chart (r) : NULL;
  char today[11];
  struct question q = {
    .account = r->operator_->account.id,
    .instance = instance,
    .prompt = prompt,
    .preset = prompt->preset,
    .shown = shown,
  };

  receive_steps_end (&r->steps);
  date_japan (clock_seconds (r->s->clock), today);
  if (prompt->preset && strcmp (prompt->preset, "today") == 0)
    q.preset = today;
  return session_ask (r->s, &q, answer_out, NULL, why);
}

/* --- the run --- */

bool
receive_prepare (struct session *s, const struct receive_order *order,
                 struct receive **out, struct fault *why)
{
  struct receive *r;
  char today[11];
  struct emi_reader_prepare in = { .size = sizeof in, .day = today };
  struct call_env env = { .timeout_ms = 10000 };

  if (!config_instance (s->config, EMI_KIND_READER, order->reader))
    return fault_set (why, CODE_READER_UNKNOWN, "%s", order->reader);
  r = calloc (1, sizeof *r);
  if (!r)
    return fault_set (why, CODE_MEMORY, "%s", "");
  r->s = s;
  r->order = *order;
  received_files_init (&r->files, s);
  receive_steps_init (&r->steps, s, order->reader);
  date_japan (clock_seconds (s->clock), today);
  if (!host_instance (s->host, EMI_KIND_READER, order->reader, &r->reader,
                      why)
      || instance_call (r->reader, CALL_reader_prepare, &in, &env, why)
           != EMI_OK)
    {
      receive_free (r);
      return false;
    }
  *out = r;
  return true;
}

void
receive_free (struct receive *r)
{
  if (!r)
    return;
  received_files_done (&r->files);
  person_done (&r->chart.person);
  guard_done (&r->guard);
  buffer_done (&r->notices);
  free (r);
}

/* The reader's end, put into the words of the desk.  */
static bool
judge_end (struct receive *r, emi_rc rc, struct fault *why)
{
  if (r->photo[0] && strcmp (r->photo, "mismatch") == 0)
    return fault_set (why, CODE_PHOTO_MISMATCH, "%s", r->order.reader);
  if (r->photo[0] && strcmp (r->photo, "unable") == 0)
    return fault_set (why, CODE_PHOTO_UNABLE, "%s", r->order.reader);
  if (rc == EMI_DEADLINE)
    {
      if (r->order.refused && !r->files.unreadable)
        {
          /* No card is needed to record a refusal.  */
          *why = (struct fault) { .code = CODE_OK };
          return true;
        }
      return fault_set (why,
                        r->files.unreadable ? CODE_CARD_UNREADABLE
                                            : CODE_CARD_ABSENT,
                        "%s", r->order.reader);
    }
  if (rc == EMI_PROTOCOL)
    {
      why->code = CODE_CARD_UNFIT;
      if (r->files.unfit[0])
        fault_set (why, CODE_CARD_UNFIT, "%s: %s", r->order.reader,
                   r->files.unfit);
      return false;
    }
  return rc == EMI_OK;
}

/* The terminal's own words: nobody knows what they say, so they go to the
   screen and into no message.  */
static void
show_terminal_text (struct receive *r, const char *text)
{
  CLEANUP_FREE char *safe = text ? text_safe (text, 200) : NULL;
  struct buffer line = BUFFER_INIT;

  if (!safe)
    return;
  buffer_printf (&line, "  %s\n", safe);
  r->s->screen->show (r->s->screen, buffer_string (&line));
  buffer_done (&line);
}

/* One person out of what came; notices for what goes on all the same.  */
static bool
judge_person (struct receive *r, struct fault *why)
{
  const struct eligibility *e;

  if (!received_files_single (&r->files, why))
    return false;
  e = r->files.chosen;
  if (!e)
    return r->order.refused
           || fault_set (why, CODE_CARD_ABSENT, "%s", r->order.reader);
  if (e->segment != 1 || e->status == 2)
    {
      show_terminal_text (r, e->error_text);
      return fault_set (why, CODE_CARD_REFUSED, "%s",
                        session_plain_code (e->error_code));
    }
  if (e->validity < 1 || e->validity == 4 || e->validity == 5
      || !e->person.number || !e->person.birth)
    return fault_set (why, CODE_PERSON_NONE, "QualificationValidity %d",
                      e->validity);
  if (e->validity != 1)
    {
      char word[24];

      snprintf (word, sizeof word, "validity-%d", e->validity);
      notice (r, word);
    }
  if (e->error_text)
    notice (r, "terminal-message");
  return true;
}

static bool
judge_answers (struct receive *r, struct fault *why)
{
  char today[11];

  date_japan (clock_seconds (r->s->clock), today);
  if (r->date[0] && strcmp (r->date, today) != 0)
    return fault_set (why, CODE_DATE_TODAY, "%s", r->order.reader);
  if (r->order.refused)
    return true;
  if (strcmp (r->photo, "match") != 0)
    return fault_set (why, CODE_PHOTO_UNABLE, "%s", r->order.reader);
  if (strcmp (r->person, "yes") != 0)
    return fault_set (why, CODE_PERSON_NO, "%s", r->order.reader);
  return chart_check (r->s, r->operator_->account.id, &r->chart,
                      &r->files.chosen->person, &r->notices, &r->guard, why);
}

static bool
walk (struct receive *r, struct fault *why)
{
  char today[11];
  struct emi_reader_identify in = {
    .size = sizeof in,
    .wait_ms = r->order.wait_ms,
    .day = today,
    .mode = r->order.refused ? "refusal" : "emergency",
  };
  /* Prompts wait for people; only the file has the short deadline. */
  struct call_env env = {
    .timeout_ms = r->order.wait_ms + 30 * 60 * 1000,
    .ctx = r,
    .put = on_put,
    .put_fields = on_put_fields,
    .ask = on_ask,
  };
  emi_rc rc;

  date_japan (clock_seconds (r->s->clock), today);
  rc = instance_call (r->reader, CALL_reader_identify, &in, &env, why);
  return judge_end (r, rc, why) && judge_person (r, why)
         && judge_answers (r, why);
}

/* --- the record --- */

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

static struct draft *
make_draft (struct receive *r, const char *id, const char *number)
{
  struct draft *d = session_draft (r->s, "reception");
  const struct eligibility *e = r->files.chosen;
  const char *checked = r->order.checked_by;

  draft_text (d, "reception", id);
  draft_text (d, "number", number);
  draft_text (d, "reader", r->order.reader);
  draft_text (d, "checked-by",
              checked ? checked : r->operator_->account.id);
  draft_text (d, "pressed-by", r->order.pressed_by);
  draft_text (d, "arrival", r->order.arrival);
  draft_text (d, "chart", r->chart_id);
  draft_text (d, "chart-temporary", r->order.chart ? NULL : "yes");
  draft_text (d, "photo", r->photo[0] ? r->photo : NULL);
  draft_text (d, "person-confirmed", r->person[0] ? r->person : NULL);
  draft_text (d, "refusal", r->order.refused ? "yes" : NULL);
  draft_text (d, "notices", buffer_string (&r->notices));
  guard_draft (&r->guard, d);
  review_draft (d, r->guard.reason ? REVIEW_CHART : 0, REVIEW_OF_RECEPTION);
  draft_token (d, "reception", id);
  if (e)
    {
      draft_text (d, "card-evidence", "file");
      draft_number (d, "read-at", e->process_time);
      draft_number (d, "validity", e->validity);
      draft_text (d, "consent-pressed", reception_consent_name (e->consent));
      draft_text (d, "terminal-code", e->error_code);
      draft_text (d, "terminal-text", e->error_text);
      received_files_draft (&r->files, d);
      draft_person (d, &e->person);
      draft_person_tokens (d, &e->person, r->chart_id);
      draft_name_tokens (d, &e->person);
    }
  else
    {
      draft_text (d, "card-evidence", "none");
      draft_token (d, "chart", r->chart_id);
    }
  return d;
}

static bool
record (struct receive *r, struct reception *out, struct fault *why)
{
  char id[ID_LEN + 1], number[16];
  struct txn *t = NULL;
  struct draft *d = NULL;
  bool found = false;

  id_new ('c', id);
  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, why))
    return false;
  if (!received_files_unclaimed (&r->files, t, why)
      || !spoken_number (r, t, number, why))
    goto fail;
  d = make_draft (r, id, number);
  if (!operator_sign (r->s, t, d, r->operator_, why))
    goto fail;
  txn_add (t, d);
  if (!txn_commit (t, why)
      || !ledger_begin (r->s->ledger, TXN_READ, &t, why))
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

/* Whoever compared the photo is somebody who could have received.  */
static bool
checker_known (struct receive *r, struct fault *why)
{
  struct account a;
  bool found = false, ok;

  if (!r->order.checked_by)
    return true;
  if (!account_read (r->s, r->order.checked_by, &a, &found, why))
    return false;
  if (!found)
    return fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", r->order.checked_by);
  ok = (a.role & RECEIVE_ROLES)
       || fault_set (why, CODE_ROLE, "%s: %s", a.id, role_name (a.role));
  account_done (&a);
  return ok;
}

bool
receive_run (struct receive *r, const struct login *operator_,
             struct reception *out, struct fault *why)
{
  r->operator_ = operator_;
  if (r->order.chart)
    snprintf (r->chart_id, sizeof r->chart_id, "%s", r->order.chart);
  else
    id_new ('t', r->chart_id);
  if (r->order.chart
      && !chart_resolve (r->s, r->order.chart, &r->chart, why))
    return false;
  if (checker_known (r, why) && walk (r, why) && record (r, out, why))
    return true;
  return operator_refuse (r->s, operator_, "receive", r->chart_id, why);
}
