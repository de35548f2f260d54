/* SPDX-License-Identifier: Apache-2.0 */
/* What a reception comes to: the reader's end put into the words of the desk,
   one person out of what was read, and the answers.  */
#include "access/receive-parts.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"

void
receive_notice (struct receive *r, const char *word)
{
  if (r->notices.len)
    buffer_text (&r->notices, " ");
  buffer_text (&r->notices, word);
}

static bool
nothing_came (struct receive *r, struct fault *why)
{
  if (r->order.refused && !r->files.unreadable[0])
    {
      /* No card is needed to record a refusal.  */
      *why = (struct fault){ .code = CODE_OK };
      return true;
    }
  return fault_set (
      why, r->files.unreadable[0] ? CODE_CARD_UNREADABLE : CODE_CARD_ABSENT,
      "%s", r->order.reader);
}

/* The reader's end, put into the words of the desk.  */
static bool
judge_end (struct receive *r, emi_rc rc, struct fault *why)
{
  if (r->photo[0] && strcmp (r->photo, "mismatch") == 0)
    return fault_set (why, CODE_PHOTO_MISMATCH, "%s", r->order.reader);
  if (r->photo[0] && strcmp (r->photo, "unable") == 0)
    return fault_set (why, CODE_PHOTO_UNABLE, "%s", r->order.reader);
  if (r->date_wrong)
    return fault_set (why, CODE_DATE_TODAY, "%s", r->order.reader);
  if (rc == EMI_DEADLINE)
    return nothing_came (r, why);
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

/* The card reading, else what staff copied; both must be of one person.  */
static bool
choose_result (struct receive *r, struct fault *why)
{
  bool whole = receive_copied_whole (r);

  if (!received_files_single (&r->files, why))
    return false;
  r->result = r->files.chosen;
  if (!whole)
    return true;
  if (r->result && person_compare (&r->result->person, &r->copied.person) != 0)
    return fault_set (why, CODE_PERSON_MANY, "%s", r->order.reader);
  if (!r->result)
    {
      r->result = &r->copied;
      receive_notice (r, "attested");
    }
  return true;
}

/* Notices for what goes on all the same.  */
static void
note_result (struct receive *r, const struct eligibility *e)
{
  if (e->validity != 1)
    {
      char word[24];

      snprintf (word, sizeof word, "validity-%d", e->validity);
      receive_notice (r, word);
    }
  if (e->error_text)
    receive_notice (r, "terminal-message");
  if (r->no_consent && e->consent == OQS_CONSENT_GIVEN)
    receive_notice (r, "consent-ticked");
}

/* One person out of what came.  */
static bool
judge_person (struct receive *r, struct fault *why)
{
  const struct eligibility *e;

  if (!choose_result (r, why))
    return false;
  e = r->result;
  if (!e)
    return r->order.refused
           || fault_set (why, CODE_CARD_ABSENT, "%s", r->order.reader);
  if (e == &r->copied)
    return true;
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
  note_result (r, e);
  return true;
}

static bool
judge_answers (struct receive *r, struct fault *why)
{
  char today[11];

  if (r->order.refused)
    return true;
  date_japan (clock_seconds (r->s->clock), today);
  /* It was today when it was typed.  */
  if (r->date[0] && strcmp (r->date, today) != 0)
    receive_notice (r, "day-changed");
  if (strcmp (r->photo, "match") != 0)
    return fault_set (why, CODE_PHOTO_UNABLE, "%s", r->order.reader);
  if (strcmp (r->person, "yes") != 0)
    return fault_set (why, CODE_PERSON_NO, "%s", r->order.reader);
  return chart_check (r->s, r->operator_->account.id, &r->chart,
                      &r->result->person, &r->notices, &r->guard, why);
}

bool
receive_judge (struct receive *r, emi_rc rc, struct fault *why)
{
  return judge_end (r, rc, why) && judge_person (r, why)
         && judge_answers (r, why);
}
