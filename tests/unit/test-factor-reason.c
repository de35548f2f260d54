/* SPDX-License-Identifier: Apache-2.0 */
/* The table of reasons: every word of the contract, each with a sentence of
   its own, and told apart into refusals and what cannot be used.  */
#include "access/factor-reason.h"

#include <criterion/criterion.h>
#include <emi/auth.h>
#include <string.h>

#include "access/ladder.h"

static const char *const refusals[]
    = { EMI_REASON_PIN_WRONG,  EMI_REASON_PIN_FINAL,  EMI_REASON_PIN_LOCKED,
        EMI_REASON_PIN_LENGTH, EMI_REASON_CARD_OTHER, EMI_REASON_NO_MATCH,
        EMI_REASON_STATEMENT };

static const char *const unusable[]
    = { EMI_REASON_CARD_ABSENT,    EMI_REASON_CARD_PULLED,
        EMI_REASON_CARD_SEVERAL,   EMI_REASON_CARD_LOCKED,
        EMI_REASON_CARD_NO_KEY,    EMI_REASON_READER_ABSENT,
        EMI_REASON_MODULE_MISSING, EMI_REASON_DEVICE_ABSENT,
        EMI_REASON_DEVICE_BUSY,    EMI_REASON_DEVICE_OTHER,
        EMI_REASON_DEVICE_PULLED,  EMI_REASON_DEVICE_QUALITY,
        EMI_REASON_DEVICE_NOBODY,  EMI_REASON_STATEMENT_NONE };

#define N(list) (sizeof (list) / sizeof (list)[0])

static void
expect (const char *word, int exit, const char *state, bool steps)
{
  const struct factor_reason *r = factor_reason (word, strlen (word));

  cr_assert (r != NULL, "%s", word);
  cr_expect_str_eq (code_info (r->code)->word, word);
  cr_expect_eq (code_info (r->code)->exit, exit, "%s", word);
  cr_expect_str_eq (code_info (r->code)->state, state, "%s", word);
  cr_expect_eq (ladder_unusable (r->code), steps, "%s", word);
  cr_expect (factor_reason_of (r->code) == r, "%s", word);
}

Test (factor_reason, a_refusal_ends_with_3_and_is_no_reason_to_step)
{
  for (size_t i = 0; i < N (refusals); i++)
    expect (refusals[i], 3, "refused", false);
}

Test (factor_reason, what_cannot_be_used_ends_with_1_and_the_ladder_steps)
{
  for (size_t i = 0; i < N (unusable); i++)
    expect (unusable[i], 1, "failed", true);
}

Test (factor_reason, other_words_are_none)
{
  cr_expect (factor_reason ("", 0) == NULL);
  cr_expect (factor_reason (NULL, 0) == NULL);
  cr_expect (factor_reason ("pin-wrong", 8) == NULL);
  cr_expect (factor_reason ("pin-wrong ", 10) == NULL);
  cr_expect (factor_reason ("factor-refused", 14) == NULL);
  cr_expect (factor_reason_of (CODE_FACTOR_REFUSED) == NULL);
  cr_expect (factor_reason_of (CODE_OK) == NULL);
}

Test (factor_reason, a_later_word_takes_nothing_away)
{
  const struct factor_reason *told = NULL;

  cr_expect (factor_reason_take (&told, EMI_REASON_PIN_WRONG,
                                 strlen (EMI_REASON_PIN_WRONG)));
  cr_expect (told && strcmp (told->word, EMI_REASON_PIN_WRONG) == 0);
  cr_expect_not (factor_reason_take (&told, "a-later-word", 12));
  cr_expect (told && strcmp (told->word, EMI_REASON_PIN_WRONG) == 0);
  cr_expect (factor_reason_take (&told, EMI_REASON_CARD_PULLED,
                                 strlen (EMI_REASON_CARD_PULLED)));
  cr_expect (told && strcmp (told->word, EMI_REASON_PIN_WRONG) == 0);
}
