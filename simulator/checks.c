/* SPDX-License-Identifier: Apache-2.0 */
/* The national checks: see checks.h.  */
#include "checks.h"

#include <string.h>

#include "state.h"

static const struct refusal no_card
  = { "ZZZT9003E", "（試験用）本人確認の履歴がありません。" };
static const struct refusal no_emergency
  = { "ZZZT9004E", "（試験用）救急時の要求ではありません。" };
static const struct refusal no_factors
  = { "ZZZT9005E", "（試験用）２要素認証の履歴が確認できません。" };
static const struct refusal no_pattern
  = { "ZZZT9006E", "（試験用）情報要求パターンが不正です。" };
static const struct refusal no_institution
  = { "ZZZT9007E", "（試験用）医療機関コードが一致しません。" };

static bool
is_emergency (const struct emergency_asked *a)
{
  return a->treatment == 4 && a->authority == 1
         && (a->consent == 1 || a->consent == 3);
}

/* Two methods that exist, of two different classes.  */
static bool
has_two_factors (const struct profile *p, const struct emergency_asked *a)
{
  return a->factor[0] && a->factor[1] && profile_method (p, a->factor[0])
         && profile_method (p, a->factor[1])
         && a->factor[0][0] != a->factor[1][0];
}

const struct refusal *
checks_fail (const struct sim *s, const struct emergency_asked *a, int64_t now)
{
  const struct patient *who = patients_find (&s->patients, &a->person);

  if (!a->institution
      || strcmp (a->institution, s->config->facility) != 0)
    return &no_institution;
  if (!who
      || (a->person.birth && strcmp (a->person.birth, who->card.birth) != 0)
      || !state_was_pressed (s->state, &who->card, now,
                             s->profile->card_window_s))
    return &no_card;
  if (!is_emergency (a))
    return &no_emergency;
  if (!has_two_factors (s->profile, a))
    return &no_factors;
  if (a->pattern < 1 || a->pattern > 31
      || !(s->profile->patterns & 1u << a->pattern))
    return &no_pattern;
  return NULL;
}
