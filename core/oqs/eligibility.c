/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a 資格確認 result (eligibility.h).  */
#include "oqs/eligibility.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "oqs/eligibility-rules.h"
#include "oqs/message.h"

/* One qualification of the result list.  */
struct result
{
  struct person person;
  char *chart;
  char *from;
  char *lost;
};

struct reading
{
  struct eligibility e;
  char *time;
  char *code; /* of the person; the header's wins */
  char *message;
  struct result now;  /* the one that is open */
  struct result best; /* the most current one so far */
  bool several;       /* results of people who cannot be one */
};

static void
result_done (struct result *r)
{
  person_done (&r->person);
  free (r->chart);
  free (r->from);
  free (r->lost);
  *r = (struct result){ 0 };
}

void
eligibility_done (struct eligibility *e)
{
  free (e->institution);
  free (e->file_id);
  free (e->error_code);
  free (e->error_text);
  person_done (&e->person);
  free (e->chart);
  *e = (struct eligibility){ 0 };
}

/* Only 1 is a consent; 0, 2 (run out) and 3 (hard to obtain) are flags that
   are there and say no.  An empty one says nothing.  */
static void
keep_flag (struct eligibility *e, const char *text)
{
  if (strcmp (text, "1") == 0)
    e->consent = OQS_CONSENT_GIVEN;
  else if (*text && e->consent == OQS_CONSENT_ABSENT)
    e->consent = OQS_CONSENT_NONE;
}

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;

  if (id >= ELIGIBILITY_PERSON && id < ELIGIBILITY_SKIP)
    return person_keep (&r->now.person,
                        (enum person_field) (id - ELIGIBILITY_PERSON), text);
  switch (id)
    {
    case ELIGIBILITY_TIME:
      return message_keep (&r->time, text);
    case ELIGIBILITY_INSTITUTION:
      return message_keep (&r->e.institution, text);
    case ELIGIBILITY_FILE_ID:
      return message_keep (&r->e.file_id, text);
    case ELIGIBILITY_REFERENCE:
      return message_keep_int (&r->e.reference, text);
    case ELIGIBILITY_SEGMENT:
      return message_keep_int (&r->e.segment, text);
    case ELIGIBILITY_ERROR_CODE:
      return message_keep (&r->e.error_code, text);
    case ELIGIBILITY_ERROR_TEXT:
      return message_keep (&r->e.error_text, text);
    case ELIGIBILITY_STATUS:
      return message_keep_int (&r->e.status, text);
    case ELIGIBILITY_CODE:
      return message_keep (&r->code, text);
    case ELIGIBILITY_MESSAGE:
      return message_keep (&r->message, text);
    case ELIGIBILITY_VALIDITY:
      return message_keep_int (&r->e.validity, text);
    case ELIGIBILITY_FROM:
      return message_keep (&r->now.from, text);
    case ELIGIBILITY_LOST:
      return message_keep (&r->now.lost, text);
    case ELIGIBILITY_CHART:
      return message_keep (&r->now.chart, text);
    case ELIGIBILITY_FLAG:
      keep_flag (&r->e, text);
      return OQS_READ_OK;
    default:
      return OQS_READ_OK;
    }
}

/* Current before lost, then the newer beginning.  */
static bool
more_current (const struct result *a, const struct result *b)
{
  if ((a->lost != NULL) != (b->lost != NULL))
    return a->lost == NULL;
  return strcmp (a->from ? a->from : "", b->from ? b->from : "") > 0;
}

/* A name may have changed between two qualifications, birth and sex not.  */
static enum oqs_read
on_close (void *ctx, int id)
{
  struct reading *r = ctx;

  if (id != ELIGIBILITY_RESULT)
    return OQS_READ_OK;
  if (r->e.n_results++ > 0)
    r->several |= (person_compare (&r->now.person, &r->best.person)
                   & (PERSON_BIRTH | PERSON_SEX))
                  != 0;
  if (r->e.n_results == 1 || more_current (&r->now, &r->best))
    {
      struct result old = r->best;
      r->best = r->now;
      r->now = old;
    }
  result_done (&r->now);
  return OQS_READ_OK;
}

/* Each level of success promises the next one; a message without it is of
   another kind, or not whole.  Several people where the validity speaks of
   one contradict it.  */
static bool
whole (const struct reading *r)
{
  const struct eligibility *e = &r->e;

  if (e->segment < 0)
    return false;
  if (e->segment != 1)
    return true;
  if (e->status < 0 || (e->status == 1 && e->validity < 0))
    return false;
  return !r->several || e->validity == 5;
}

/* Hands over what belongs to the message as a whole.  Where it names no
   single person (4 none, 5 several) none is handed over.  */
static void
settle (struct reading *r)
{
  struct eligibility *e = &r->e;

  if (!date_from_national (r->time, &e->process_time))
    e->process_time = 0;
  if (!e->error_code && !e->error_text)
    {
      e->error_code = r->code;
      e->error_text = r->message;
      r->code = r->message = NULL;
    }
  if (e->validity == 4 || e->validity == 5)
    return;
  e->person = r->best.person;
  e->chart = r->best.chart;
  r->best.person = (struct person){ 0 };
  r->best.chart = NULL;
}

enum oqs_read
eligibility_read (const void *data, size_t len, struct eligibility *out)
{
  struct reading r = {
    .e = { .reference = -1, .segment = -1, .status = -1, .validity = -1 },
  };
  const struct message_reader reader = {
    .rules = eligibility_rules,
    .n_rules = n_eligibility_rules,
    .text = on_text,
    .close = on_close,
    .ctx = &r,
  };

  enum oqs_read rc = message_read (&reader, data, len, &r.e.n_unknown);
  if (rc == OQS_READ_OK && !whole (&r))
    rc = OQS_READ_UNFINISHED;
  if (rc == OQS_READ_OK)
    settle (&r);
  else
    eligibility_done (&r.e);

  *out = r.e;
  result_done (&r.now);
  result_done (&r.best);
  free (r.time);
  free (r.code);
  free (r.message);
  return rc;
}
