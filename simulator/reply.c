/* SPDX-License-Identifier: Apache-2.0 */
/* Replies, good and bad: see reply.h.  */
#include "reply.h"

#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"
#include "checks.h"
#include "dress.h"
#include "leave.h"
#include "script.h"
#include "twist.h"

#define ERR_AFTER_MS 800 /* an .err behind the request it belongs to */
#define NAME_LEN 320

static const struct refusal spoiled
    = { "ZZZT9001E", "（試験用）処理が異常終了しました。" };
static const struct refusal bad_date
    = { "ZZZT9002E", "（試験用）資格確認日が不正です。" };
static const struct refusal in_progress
    = { "ZZZT0002I", "（試験用）処理中です。" };
static const struct refusal expiring
    = { "ZZZT0001I", "（試験用）カードの有効期限が３か月以内です。" };

/* One turn being played.  */
struct playing
{
  struct sim *s;
  const struct exchange *x;
  const struct request_seen *seen;
  const struct asked *asked;
  int64_t at_ms;          /* of the step */
  char last[NAME_LEN];    /* what was left last */
  struct refusal refused; /* its code NULL: not refused */
};

/* NAME is left in the results, and not for ever.  */
static bool
note (struct playing *g, const char *name)
{
  snprintf (g->last, sizeof g->last, "%s", name);
  return g->s->stay_ms == 0
         || post_stale (&g->s->post, g->at_ms + g->s->stay_ms, g->x->res,
                        name);
}

/* --- the request back, and .err --- */

static bool
play_return (struct playing *g)
{
  return post_add (&g->s->post, g->at_ms, POST_WHOLE, g->x->res, g->seen->name,
                   g->seen->bytes->data, g->seen->bytes->len)
         && note (g, g->seen->name);
}

static bool
post_err (struct playing *g, const char *text, bool cp932)
{
  CLEANUP (buffer_done) struct buffer line = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  char name[NAME_LEN];

  buffer_printf (&line, "%s\r\n", text);
  if (line.failed)
    return false;
  if (!cp932)
    buffer_add (&bytes, line.data, line.len);
  else if (!dress_cp932 (buffer_string (&line), line.len, &bytes))
    return false;
  snprintf (name, sizeof name, "%.*s.err", (int) strlen (g->seen->name) - 4,
            g->seen->name);
  return !bytes.failed
         && post_add (&g->s->post, g->at_ms, POST_WHOLE, g->x->res, name,
                      bytes.data, bytes.len)
         && note (g, name);
}

static bool
play_err (struct playing *g, const struct script_step *step)
{
  const char *usual
      = step->cp932 ? "（試験用）要求ファイルの項目が不正です。髙﨑①"
                    : "（試験用）要求ファイルの項目が不正です。MessageBody";

  return post_err (g, step->text ? step->text : usual, step->cp932);
}

/* --- answers --- */

static void
refuse (struct answer *a, int segment, int status, const struct refusal *why)
{
  a->segment = segment;
  a->status = status;
  a->code = why->code;
  a->text = why->text;
}

/* The patient of an answer with content, or NULL where there is none.  */
static const struct patient *
find (const struct playing *g, const struct script_step *step)
{
  const struct patients *all = &g->s->patients;
  const struct person *asked = &g->asked->e.person;
  const struct patient *who = patients_find (all, asked);

  if (g->asked->on == FOR_ELIGIBILITY && who
      && strcmp (asked->birth, who->card.birth) != 0)
    who = NULL;
  return who && step->how & HOW_PERSON ? patients_other (all, who) : who;
}

static int
validity (const struct script_step *step, const struct patient *who)
{
  if (step->how & HOW_VALIDITY)
    return step->validity;
  return who ? who->cover.validity : 4;
}

/* Fills A for what is asked, without its person.  */
static void
decide (struct playing *g, const struct script_step *step, struct answer *a)
{
  const struct emergency_asked *e = &g->asked->e;
  const struct refusal *why;

  *a = (struct answer){
    .asked = g->asked,
    .now = clock_seconds (g->s->clock),
    .file_id = step->how & HOW_IDENTIFIER ? "E-OTHER-0001" : e->file_id,
    .institution = step->how & HOW_INSTITUTION ? "1318888888" : e->institution,
    .segment = 1,
    .status = 1,
    .extension = step->how & HOW_CP932,
    .repeat = 1,
  };
  why = checks_fail (g->x, &g->s->patients, g->asked, a->now, &a->consent);
  if (step->how & HOW_REFUSED)
    refuse (a, 9, 0, &spoiled);
  else if (step->how & HOW_PROGRESS)
    refuse (a, 2, 0, &in_progress);
  else if (step->how & HOW_STATUS_2)
    refuse (a, 1, 2, &bad_date);
  else if (why)
    refuse (a, 9, 0, why);
  else
    {
      a->patient = find (g, step);
      a->validity = validity (step, a->patient);
      if (step->how & HOW_NOTICE)
        refuse (a, 1, 1, &expiring);
    }
  if (a->code && step->code && a->code != (why ? why->code : NULL))
    a->code = step->code, a->text = step->text;
}

/* Whether A comes as a PDF.  Nothing but content does.  */
static bool
is_pdf (const struct answer *a, const struct script_step *step)
{
  return a->person && a->asked->on != FOR_ELIGIBILITY && !(step->how & HOW_XML)
         && (step->how & HOW_PDF || a->asked->pdf);
}

/* Appends A, repeated until it has SIZE bytes where it has content.  */
static bool
write_huge (const struct profile *p, struct answer *a, size_t size,
            struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer one = BUFFER_INIT;
  CLEANUP (buffer_done) struct buffer two = BUFFER_INIT;

  if (size > 0)
    {
      a->repeat = 2;
      if (!answer_write (p, a, &two))
        return false;
      a->repeat = 1;
      if (!answer_write (p, a, &one))
        return false;
      if (two.len > one.len && size > one.len)
        a->repeat
            = 1 + (unsigned) ((size - one.len) / (two.len - one.len) + 1);
    }
  return answer_write (p, a, out);
}

/* Appends the bytes of A in the dress of STEP.  */
static bool
make_answer (struct playing *g, const struct script_step *step,
             struct answer *a, struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer message = BUFFER_INIT;

  if (is_pdf (a, step))
    return answer_pdf (a, out);
  return write_huge (g->x->profile, a, step->huge, &message)
         && dress (&message, step->how, out);
}

static bool
post_answer (struct playing *g, const struct script_step *step,
             struct answer *a)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  const char *ext = step->how & HOW_ENCRYPTED ? "zip"
                    : is_pdf (a, step)        ? "pdf"
                                              : "xml";
  char name[NAME_LEN];

  snprintf (name, sizeof name, "%sres_%.*s.%s",
            asked_prefix (g->x->profile, g->asked->on),
            (int) strlen (g->seen->suffix) - 4, g->seen->suffix, ext);
  return make_answer (g, step, a, &bytes)
         && leave (&g->s->post, step, step->how, g->at_ms, g->x->res, name,
                   &bytes)
         && note (g, name);
}

static bool
play_answer (struct playing *g, const struct script_step *step)
{
  struct person person = { .name = NULL };
  struct answer a;
  bool good = true;

  decide (g, step, &a);
  if (a.patient && a.segment == 1 && a.status == 1)
    {
      good = twist (step->how,
                    a.asked->on == FOR_ELIGIBILITY ? &a.patient->card
                                                   : &a.patient->answer,
                    &person);
      a.person = &person;
    }
  good = good && post_answer (g, step, &a);
  person_done (&person);
  if (a.segment != 1 || a.status == 2)
    g->refused = (struct refusal){ a.code, a.text };
  return good;
}

/* --- the turn --- */

/* False with *GOOD_OUT true: the rest does not come.  */
static bool
play_step (struct playing *g, const struct script_step *step, bool *good_out)
{
  int64_t ms = step->ms;

  switch (step->kind)
    {
    case STEP_WAIT:
      if (step->is_delay && g->s->delay_ms >= 0)
        ms = g->s->delay_ms;
      g->at_ms += ms < 0 ? 0 : ms;
      return ms >= 0;
    case STEP_ANSWER:
      return *good_out = play_answer (g, step);
    case STEP_ERR:
      return *good_out = play_err (g, step);
    case STEP_RETURN:
      return *good_out = play_return (g);
    case STEP_REMOVE:
      if (*g->last)
        *good_out = post_add (&g->s->post, g->at_ms, POST_REMOVE, g->x->res,
                              g->last, NULL, 0);
      return *good_out;
    case STEP_LEAVE:
      return true;
    }
  return true;
}

/* --delay comes first where the turn does not say where.  */
static bool
has_delay (const struct script_turn *turn)
{
  for (size_t i = 0; i < turn->n_steps; i++)
    if (turn->steps[i].kind == STEP_WAIT && turn->steps[i].is_delay)
      return true;
  return false;
}

bool
reply (struct sim *s, const struct exchange *x,
       const struct request_seen *seen, const struct asked *asked,
       const struct script_turn *turn)
{
  struct playing g = {
    .s = s,
    .x = x,
    .seen = seen,
    .asked = asked,
    .at_ms = s->clock->mono_ms (s->clock),
  };
  const struct patient *who = patients_find (&s->patients, &asked->e.person);
  bool good = true;

  if (s->delay_ms > 0 && !has_delay (turn))
    g.at_ms += s->delay_ms;
  for (size_t i = 0; i < turn->n_steps; i++)
    if (!play_step (&g, &turn->steps[i], &good))
      break;
  if (good && g.refused.code)
    sim_say (s, N_ ("%s: %s（患者 %d）%s"), seen->name, g.refused.code,
             who ? who->id : 0, g.refused.text);
  else if (good)
    sim_say (s, N_ ("%s: %s（患者 %d）"), seen->name, s->script.name,
             who ? who->id : 0);
  return good;
}

bool
reply_fault (struct sim *s, const struct exchange *x,
             const struct request_seen *seen, const char *element)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  struct playing g = {
    .s = s,
    .x = x,
    .seen = seen,
    .at_ms = s->clock->mono_ms (s->clock),
  };
  bool good = play_return (&g);

  buffer_printf (&text, "（試験用）要求ファイルの項目が不正です。%s",
                 element ? element : "XmlMsg");
  g.at_ms += ERR_AFTER_MS;
  good = good && !text.failed && post_err (&g, buffer_string (&text), false);
  if (good)
    sim_say (s, N_ ("%s: 要求を読めません（%s）"), seen->name,
             element ? element : "XmlMsg");
  return good;
}
