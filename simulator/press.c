/* SPDX-License-Identifier: Apache-2.0 */
/* A card reading: the files that the terminal writes for a reader, and the
   entry in the national history.  */
#include "sim.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/lang.h"
#include "dress.h"
#include "leave.h"
#include "qualification.h"
#include "state.h"
#include "twist.h"

#define NAME_LEN 128

/* One reading, which may leave several files.  */
struct pressing
{
  struct sim *s;
  const struct press *p;
  const char *folder;
  const struct patient *who;
  int64_t now;   /* ProcessExecutionTime of the next file */
  int64_t at_ms; /* when it is left */
  char last[NAME_LEN];
};

static bool
is_generic (const struct press *p)
{
  return strcmp (p->reader, "generic") == 0;
}

/* What was pressed: the script says, else --consent, else the emergency's
   own: 同意しない, or at the generic reader no consent step at all.  */
static unsigned
consent_of (const struct press *p, const struct script_step *step)
{
  if (step->how & HOW_CONSENT)
    return step->consent;
  if (p->has_consent)
    return p->consent;
  return is_generic (p) ? CONSENT_ABSENT : CONSENT_NONE;
}

static void
describe (const struct pressing *g, const struct script_step *step,
          const char *day, struct qualification *q)
{
  *q = (struct qualification){
    .now = g->now,
    .day = day,
    .institution = step->how & HOW_INSTITUTION
                       ? "1318888888"
                       : g->s->exchanges[0].config->facility,
    .card = true,
    .segment = step->how & HOW_REFUSED    ? 9
               : step->how & HOW_PROGRESS ? 2
                                          : 1,
    .status = step->how & HOW_STATUS_2 ? 2 : 1,
    .validity
    = step->how & HOW_VALIDITY ? step->validity : g->who->cover.validity,
    .consent = consent_of (g->p, step),
    .limit = -1,
    .extension = step->how & HOW_CP932,
  };
  if (step->how & (HOW_REFUSED | HOW_PROGRESS | HOW_STATUS_2))
    {
      q->code = step->code ? step->code : "ZZZT9001E";
      q->text = step->code ? step->text : "（試験用）処理が異常終了しました。";
    }
  else if (step->how & HOW_NOTICE)
    {
      q->code = step->code ? step->code : "ZZZT0001I";
      q->text = step->code ? step->text
                           : "（試験用）カードの有効期限が３か月以内です。";
    }
}

static void
file_name (const struct pressing *g, const struct script_step *step,
           char out[NAME_LEN])
{
  const char *ext = step->how & HOW_ENCRYPTED ? "zip" : "xml";
  unsigned char bytes[10];
  char hex[21];
  char when[15];

  date_to_national (g->now, when);
  if (is_generic (g->p))
    {
      snprintf (out, NAME_LEN, "OQSsiquc01res_%.8s%04u.%s", when,
                (unsigned) randombytes_uniform (10000), ext);
      return;
    }
  /* A reader's file keeps its ending: it would not be taken for one else.  */
  randombytes_buf (bytes, sizeof bytes);
  hex_encode (bytes, sizeof bytes, hex);
  snprintf (out, NAME_LEN, "OQSsiquc01res_face_%s%s_%s.xml",
            g->s->exchanges[0].config->facility, hex, when);
}

static bool
write_reading (const struct qualification *q, unsigned how, struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer message = BUFFER_INIT;
  struct xml x;

  xml_begin (&x);
  xml_open (&x, "XmlMsg");
  qualification_write (&x, q);
  xml_close (&x);
  return xml_end (&x, &message) && dress (&message, how, out);
}

/* 0, or errno of the history.  */
static int
remember (const struct pressing *g, const struct script_step *step,
          const struct qualification *q)
{
  if (step->how & HOW_UNREAD)
    return 0;
  return state_pressed (g->s->exchanges[0].state, q->person, g->now,
                        q->consent & CONSENT_GIVEN);
}

static bool
post_reading (struct pressing *g, const struct script_step *step,
              const struct qualification *q)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;
  int error;

  file_name (g, step, g->last);
  if (!write_reading (q, step->how, &bytes)
      || !leave (&g->s->post, step, step->how, g->at_ms, g->folder, g->last,
                 &bytes))
    return false;
  error = remember (g, step, q);
  if (error)
    sim_say (g->s, N_ ("%s に書けません: %s"), g->s->exchanges[0].state,
             strerror (error));
  else
    sim_say (g->s, N_ ("%s（患者 %d、%s）"), g->last, q->patient->id,
             g->s->script.name);
  return !error;
}

static bool
play_read (struct pressing *g, const struct script_step *step)
{
  unsigned differs = step->how | g->p->mismatch;
  struct person person = { .name = NULL };
  struct qualification q;
  char now[15];
  char day[9];
  bool good;

  date_to_national (g->now, now);
  snprintf (day, sizeof day, "%.8s", now);
  describe (g, step, day, &q);
  q.patient = differs & HOW_PERSON ? patients_other (&g->s->patients, g->who)
                                   : g->who;
  q.person = &person;
  good = twist (differs, &q.patient->card, &person)
         && post_reading (g, step, &q);
  person_done (&person);
  g->now++; /* the next one is newer */
  return good;
}

/* False with *GOOD_OUT true: the rest does not come.  */
static bool
play_step (struct pressing *g, const struct script_step *step, bool *good_out)
{
  int64_t ms = step->ms;

  if (step->kind == STEP_WAIT)
    {
      if (step->is_delay && g->s->delay_ms >= 0)
        ms = g->s->delay_ms;
      g->at_ms += ms < 0 ? 0 : ms;
      return ms >= 0;
    }
  if (step->kind == STEP_ANSWER)
    *good_out = play_read (g, step);
  else if (step->kind == STEP_REMOVE && *g->last)
    *good_out = post_add (&g->s->post, g->at_ms, POST_REMOVE, g->folder,
                          g->last, NULL, 0);
  return *good_out;
}

/* Leaves the files at their times.  */
static int
post_all (struct sim *s)
{
  int64_t next;
  int error = 0;

  while (!error
         && (next = post_next (&s->post, s->clock->mono_ms (s->clock))) >= 0)
    {
      struct timespec t = { next / 1000, next % 1000 * 1000000 };

      nanosleep (&t, NULL);
      error = post_run (&s->post, s->clock->mono_ms (s->clock));
    }
  return error;
}

int
sim_press (struct sim *s, const char *folder, const struct press *p)
{
  const struct script_turn *turn = script_next (&s->script, FOR_READINGS);
  struct pressing g = {
    .s = s,
    .p = p,
    .folder = folder,
    .who = patients_by_id (&s->patients, p->person),
    .now = clock_seconds (s->clock),
    .at_ms
    = s->clock->mono_ms (s->clock) + (s->delay_ms > 0 ? s->delay_ms : 0),
  };
  bool good = true;
  int error = 0;

  if (!g.who)
    {
      sim_say (s, N_ ("患者 %d はいません"), p->person);
      return 2;
    }
  for (size_t i = 0; i < turn->n_steps; i++)
    if (!play_step (&g, &turn->steps[i], &good))
      break;
  if (good)
    error = post_all (s);
  if (error)
    sim_say (s, N_ ("%s に置けません: %s"), folder, strerror (error));
  return good && !error ? 0 : 1;
}
