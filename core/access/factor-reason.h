/* SPDX-License-Identifier: Apache-2.0 */
/* The reasons that providers give (EMI_REASON_... of emi/auth.h), and the
   codes that end a turn of a factor with a sentence of its own.  */
#ifndef EMI_ACCESS_FACTOR_REASON_H
#define EMI_ACCESS_FACTOR_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/codes.h"

struct factor_reason
{
  const char *word; /* as a provider puts it; NULL: the core's own */
  enum code code;
  bool unusable; /* it cannot be used now, and nothing of the person */
};

/* The reason WORD[0..LEN), or NULL where it is none.  */
const struct factor_reason *factor_reason (const void *word, size_t len);

/* What CODE stands for, or NULL where it is no reason.  */
const struct factor_reason *factor_reason_of (enum code code);

/* What is told after NOW where WAS was told before (either may be NULL): a
   refusal stays one whatever breaks afterwards.  */
const struct factor_reason *factor_reason_after (
    const struct factor_reason *was, const struct factor_reason *now);

/* Takes a provider's WORD[0..LEN) after what was told, *TOLD (NULL: nothing).
   False where it is none: a word of a later minor version says nothing and
   takes nothing away.  */
bool factor_reason_take (const struct factor_reason **told, const void *word,
                         size_t len);

#endif
