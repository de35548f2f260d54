/* SPDX-License-Identifier: Apache-2.0 */
/* Is the answer about the person who was received (R8)?  Before anything of
   it is shown.  */
#include "access/stages.h"

/* Answer against reception; DIFFERENCE_OUT is for the record.  */
static enum person_verdict
answer_person (const struct emergency_answer *a, const struct reception *rec,
               unsigned *difference_out)
{
  *difference_out = person_compare (&rec->person, &a->person);
  /* An answer that does not say whom it is about is about nobody we know. */
  if (person_missing (&a->person)
      & (PERSON_KANA | PERSON_BIRTH | PERSON_NUMBER))
    return PERSON_OTHER;
  return person_judge (*difference_out, person_missing (&a->person)
                                          | person_missing (&rec->person));
}

static void
notice (struct request *r, const char *word)
{
  if (r->notices.len)
    buffer_text (&r->notices, " ");
  buffer_text (&r->notices, word);
}

bool
stage_person (struct request *r)
{
  const struct guard_sides sides
    = { .name = { { "受付", "reception" }, { "結果", "answer" } },
        .person = { &r->reception.person, &r->x.answer.person } };
  char words[40];

  switch (answer_person (&r->x.answer, &r->reception, &r->difference))
    {
    case PERSON_SAME:
      return true;
    case PERSON_NAME_DIFFERS:
      notice (r, "name-differs");
      return true;
    case PERSON_ONE_DIFFERS:
      if (!guard_ask (r->s, r->order.account, r->difference, &sides,
                      &r->guard, &r->fault))
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
