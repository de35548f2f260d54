/* SPDX-License-Identifier: Apache-2.0 */
/* The desk's side of R2 and R8: lets the reader plugin walk its steps, reads
   what it brings, decides whose card it was and writes the reception.  */
#include "access/receive-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"

/* --- what the reader puts --- */

static bool
is (const char *name, const char *answer)
{
  return strcmp (name, answer) == 0;
}

/* An answer that the reader hands on.  Anything but OK ends its flow.  */
static emi_rc
keep_answer (struct receive *r, const char *prompt, const char *answer)
{
  char today[11];

  if (is (prompt, "photo"))
    snprintf (r->photo, sizeof r->photo, "%s", answer);
  else if (is (prompt, "person"))
    snprintf (r->person, sizeof r->person, "%s", answer);
  else if (is (prompt, "completed") && is (answer, "yes"))
    {
      r->completed = true;
      r->copied.process_time = clock_seconds (r->s->clock);
    }
  else if (is (prompt, "date"))
    {
      snprintf (r->date, sizeof r->date, "%s", answer);
      date_japan (clock_seconds (r->s->clock), today);
      r->date_wrong = !is (r->date, today);
    }
  return r->date_wrong ? EMI_CANCELLED : EMI_OK;
}

static emi_rc
on_put (void *ctx, const char *name, const void *data, size_t len)
{
  static const char answer[] = "answer.";
  struct receive *r = ctx;
  CLEANUP_FREE char *text = NULL;

  if (is (name, "message"))
    {
      emi_rc rc = received_files_message (&r->files, data, len);

      /* The reader's flow had 同意しない as a step, and it was pressed.  */
      if (rc == EMI_OK && received_files_declined (&r->files))
        receive_steps_tick (&r->steps, "decline");
      return rc;
    }
  text = strndup (data ? data : "", len);
  if (!text)
    return EMI_INTERNAL;
  if (is (name, "name"))
    received_files_name (&r->files, data, len);
  else if (is (name, "consent") && is (text, "absent"))
    {
      r->no_consent = true;
      r->steps.family = false;
    }
  else if (strncmp (name, answer, sizeof answer - 1) == 0)
    return keep_answer (r, name + sizeof answer - 1, text);
  return EMI_OK;
}

static emi_rc
on_put_fields (void *ctx, const char *name, const struct emi_fields *f)
{
  struct receive *r = ctx;
  CLEANUP_FREE char *text = NULL;

  if (is (name, "source"))
    received_files_source (&r->files, f);
  else if (is (name, "step"))
    receive_steps_put (&r->steps, f);
  else if (is (name, "open"))
    modes_open (&r->modes, f);
  else if (is (name, "closed"))
    modes_close (&r->modes, f);
  else if (is (name, "hint"))
    {
      text = fields_text (f, r->s->lang == LANG_EN ? "text.en" : "text.ja");
      receive_steps_note (&r->steps, text);
    }
  return EMI_OK;
}

static const struct person *
person_so_far (struct receive *r)
{
  const struct person *read = received_files_person (&r->files);

  return read || !receive_copied_whole (r) ? read : &r->copied.person;
}

/* The person read, beside what the hospital knows under this chart.  */
static char *
beside_chart (struct receive *r)
{
  const struct person *p = person_so_far (r);
  enum lang lang = r->s->lang;
  CLEANUP_FREE char *card = p ? person_text (p, lang) : NULL;
  CLEANUP_FREE char *known = r->chart.known || r->chart.lately
                                 ? person_text (&r->chart.person, lang)
                                 : NULL;
  struct buffer b = BUFFER_INIT;

  if (!card)
    return NULL;
  buffer_printf (&b, said (lang, "  カード  %s\n"), card);
  buffer_printf (&b, said (lang, "  診療録  %s %s\n"), r->chart_id,
                 r->chart.known ? known : "");
  if (r->chart.lately && !r->chart.known)
    buffer_printf (&b, said (lang, "  この番号での最近の受付  %s\n"), known);
  return buffer_steal (&b, NULL);
}

#define TRIES 3

/* Asks until what staff copied can be what it is to be.  */
static bool
ask_valid (struct receive *r, const struct question *q,
           struct secret *answer_out, struct fault *why)
{
  for (int i = 0; i < TRIES; i++)
    {
      const char *text;

      if (!session_ask (r->s, q, answer_out, NULL, why))
        return false;
      text = answer_out->len ? (const char *) answer_out->data : "";
      if (receive_copied (r, q->prompt->id, text))
        return true;
      secret_done (answer_out);
      receive_steps_note (
          &r->steps,
          said (r->s->lang, "入力した内容は、この項目の形ではありません"));
    }
  return fault_set (why, CODE_VALUE, "%s.%s", q->instance, q->prompt->id);
}

static bool
on_ask (void *ctx, const char *instance, const struct emi_prompt *prompt,
        struct secret *answer_out, struct fault *why)
{
  struct receive *r = ctx;
  CLEANUP_FREE char *shown
      = is (prompt->id, "person") ? beside_chart (r) : NULL;
  char today[11];
  struct question q = {
    .account = r->operator_->account.id,
    .instance = instance,
    .prompt = prompt,
    .preset = prompt->preset,
    .shown = shown,
  };

  receive_steps_end (&r->steps);
  /* What the terminal wrote is not to be replaced by what staff copy.  */
  if (is (prompt->id, "completed") && r->files.unreadable[0])
    return fault_set (why, CODE_CARD_UNREADABLE, "%s", instance);
  date_japan (clock_seconds (r->s->clock), today);
  if (prompt->preset && is (prompt->preset, "today"))
    q.preset = today;
  return ask_valid (r, &q, answer_out, why);
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
  r->lock = -1;
  r->copied.validity = -1;
  received_files_init (&r->files, s);
  receive_steps_init (&r->steps, s, order->reader);
  date_japan (clock_seconds (s->clock), today);
  if (!host_instance (s->host, EMI_KIND_READER, order->reader, &r->reader, why)
      || instance_call (r->reader, CALL_reader_prepare, &in, &env, why)
             != EMI_OK)
    {
      receive_next (s, order->reader, why);
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
  receive_others_done (r);
  received_files_done (&r->files);
  eligibility_done (&r->copied);
  receive_steps_done (&r->steps);
  modes_done (&r->modes);
  person_done (&r->chart.person);
  guard_done (&r->guard);
  buffer_done (&r->notices);
  free (r);
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
  return receive_judge (r, rc, why);
}

/* Somebody else may have compared the photo; they confirm it later.  */
static bool
checker_known (struct receive *r, struct fault *why)
{
  struct account a;
  bool found = false;

  if (!r->order.checked_by)
    return true;
  if (!account_read (r->s, r->order.checked_by, &a, &found, why))
    return false;
  if (!found)
    return fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", r->order.checked_by);
  found = (a.role & RECEIVE_ROLES) != 0;
  if (!found)
    fault_set (why, CODE_ROLE, "%s", role_name (a.role));
  account_done (&a);
  return found;
}

#define UNCLAIMED_S (15 * 60)

/* The card may have been read before the reception began.  */
static void
note_unclaimed (struct receive *r)
{
  struct buffer b = BUFFER_INIT;
  int64_t newest = 0;
  size_t n = receive_unclaimed (
      r->s, clock_seconds (r->s->clock) - UNCLAIMED_S, &newest);
  char when[17];

  if (n == 0)
    return;
  date_japan_minute (newest, when);
  buffer_printf (
      &b,
      said (r->s->lang,
            "どの受付にも使われていない読取り結果が %zu 件あります"
            "（最新 %s）。受付を始めてから、カードを読み直してください"),
      n, when);
  receive_steps_note (&r->steps, buffer_string (&b));
  buffer_done (&b);
}

/* The reception did not come about: what to do now, and what the reader was
   left in.  */
static bool
not_received (struct receive *r, struct fault *why)
{
  int exit = code_info (why->code)->exit;
  struct fault ignored;

  for (size_t i = 0; i < r->modes.n; i++)
    receive_steps_note (&r->steps, r->modes.v[i].text[r->s->lang]);
  if (why->code == CODE_CARD_ABSENT)
    note_unclaimed (r);
  receive_next (r->s, r->order.reader, why);
  operator_refuse (r->s, r->operator_, "receive", r->chart_id, why);
  if (r->modes.n)
    modes_record (r->s, r->operator_, exit != 2 && exit != 3, r->order.reader,
                  &r->modes, &ignored);
  return false;
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
  if (!checker_known (r, why))
    return operator_refuse (r->s, operator_, "receive", r->chart_id, why);
  if (r->order.chart && !chart_resolve (r->s, r->order.chart, &r->chart, why))
    return false;
  receive_others (r);
  if (walk (r, why) && receive_record (r, out, why))
    return true;
  return not_received (r, why);
}

const struct open_modes *
receive_left (const struct receive *r)
{
  return &r->modes;
}

bool
receive_restored (struct session *s, const struct login *by,
                  const char *reader, struct fault *why)
{
  const struct open_modes nothing = { .n = 0 };

  return modes_record (s, by, true, reader, &nothing, why);
}
