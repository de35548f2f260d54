/* SPDX-License-Identifier: Apache-2.0 */
/* Is the answer about the person who was received (R8)?  Before anything of
   it is shown.  */
#include "access/stages.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"

static const struct emi_prompt unchecked_prompt = {
  "unchecked",
  EMI_PROMPT_CHOICE,
  "yes no",
  "PDF の氏名と生年月日を、使う前にこの患者と照合しますか",
  "Will you compare name and birth date in the PDF with this patient before "
  "using it?",
  NULL
};

static void
notice (struct request *r, const char *word)
{
  if (r->notices.len)
    buffer_text (&r->notices, " ");
  buffer_text (&r->notices, word);
}

/* A PDF is handed on unread, so nothing here can say about whom it is: its
   reader has to, knows so before it is theirs, and that is on record.  */
static bool
ask_unchecked (struct request *r)
{
  struct question q = { .account = r->order.account,
                        .instance = "guard",
                        .prompt = &unchecked_prompt };
  struct secret answer = SECRET_INIT;
  struct buffer shown = { .wipe = true };
  char *who = person_text (&r->reception.person, r->s->lang);
  bool yes = false, asked;

  buffer_printf (
      &shown, "\n  %s\n  %s %s\n",
      said (r->s->lang,
            "結果は PDF です。emi は中身を読まないため、この患者のものか"
            "確かめていません。"),
      said (r->s->lang, "受付した患者:"), who ? who : "-");
  q.shown = buffer_string (&shown);
  asked = session_ask (r->s, &q, &answer, NULL, &r->fault);
  if (asked)
    yes = answer.len == 3 && memcmp (answer.data, "yes", 3) == 0;
  secret_done (&answer);
  buffer_done (&shown);
  free (who);
  if (!asked || !yes)
    return fault_set (&r->fault, CODE_ANSWER_UNCHECKED, "%s", "");
  r->unchecked = true;
  notice (r, "answer-unchecked-person");
  return true;
}

/* What an answer must say about its person.  The ordinary layouts have no
   place for the insured number.  */
static unsigned
needed (const struct emergency_answer *a)
{
  return a->message == PROFILE_EMERGENCY
             ? PERSON_KANA | PERSON_BIRTH | PERSON_NUMBER
             : PERSON_KANA | PERSON_BIRTH | PERSON_SEX;
}

/* Answer against reception; DIFFERENCE_OUT is for the record.  */
static enum person_verdict
answer_person (const struct emergency_answer *a, const struct reception *rec,
               unsigned *difference_out)
{
  *difference_out = person_compare (&rec->person, &a->person);
  /* An answer that does not say whom it is about is about nobody we know. */
  if (person_missing (&a->person) & needed (a))
    return PERSON_OTHER;
  /* Without a number that is equal another name is no mere surname (R8).  */
  if (*difference_out == PERSON_KANA
      && (person_missing (&a->person) & PERSON_NUMBER))
    return PERSON_ONE_DIFFERS;
  return person_judge (*difference_out, person_missing (&a->person)
                                            | person_missing (&rec->person));
}

bool
stage_person (struct request *r)
{
  const struct guard_sides sides
      = { .name = { N_ ("受付"), N_ ("返ってきた結果") },
          .person = { &r->reception.person, &r->x.answer.person } };
  char words[40];

  if (r->x.answer.summary.pdf)
    return ask_unchecked (r);
  switch (answer_person (&r->x.answer, &r->reception, &r->difference))
    {
    case PERSON_SAME:
      return true;
    case PERSON_NAME_DIFFERS:
      notice (r, "name-differs");
      return true;
    case PERSON_ONE_DIFFERS:
      if (!guard_ask (r->s, r->order.account, r->difference, &sides, &r->guard,
                      &r->fault))
        break;
      r->review |= REVIEW_ANSWER;
      notice (r, "answer-differs");
      return true;
    case PERSON_OTHER:
      break;
    }
  difference_words (r->difference, words);
  return fault_set (&r->fault, CODE_ANSWER_PERSON, "%s", words);
}
