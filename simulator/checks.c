/* SPDX-License-Identifier: Apache-2.0 */
/* The national checks: see checks.h.  */
#include "checks.h"

#include <string.h>

#include "script.h"
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

/* The person of the request, whose card this hospital read: what the reader
   said of it, and not what we know better.  */
static bool
was_read (const struct exchange *x, const struct patients *patients,
          const struct person *who, int64_t now)
{
  struct state_reading reading;

  return patients_find (patients, who)
         && state_find (x->state, who, now, x->profile->card_window_s,
                        &reading);
}

static bool
is_emergency (const struct emergency_asked *e)
{
  return e->treatment == 4 && e->authority == 1
         && (e->consent == 1 || e->consent == 3);
}

/* Two methods that exist, of two different classes.  */
static bool
has_two_factors (const struct profile *p, const struct emergency_asked *e)
{
  return e->factor[0] && e->factor[1] && profile_method (p, e->factor[0])
         && profile_method (p, e->factor[1])
         && e->factor[0][0] != e->factor[1][0];
}

static const struct refusal *
emergency_fail (const struct exchange *x, const struct patients *patients,
                const struct emergency_asked *e, int64_t now)
{
  if (!was_read (x, patients, &e->person, now))
    return &no_card;
  if (!is_emergency (e))
    return &no_emergency;
  if (!has_two_factors (x->profile, e))
    return &no_factors;
  if (e->pattern < 1 || e->pattern > 31
      || !(x->profile->patterns & 1u << e->pattern))
    return &no_pattern;
  return NULL;
}

const struct refusal *
checks_fail (const struct exchange *x, const struct patients *patients,
             const struct asked *a, int64_t now)
{
  if (!a->e.institution
      || strcmp (a->e.institution, x->config->facility) != 0)
    return &no_institution;
  if (a->on == FOR_EMERGENCY)
    return emergency_fail (x, patients, &a->e, now);
  return NULL;
}
