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

static const struct refusal no_person
    = { "ZZZT9008E", "（試験用）該当する資格がありません。" };
static const struct refusal no_consent
    = { "ZZZT9009E", "（試験用）閲覧の同意がありません。" };
static const struct refusal old_consent
    = { "ZZZT9010E", "（試験用）閲覧同意の有効期限が切れています。" };

#define CONSENT_LASTS_S (24 * 3600) /* research note 2.4 */
#define REMEMBERED_S (7 * 24 * 3600)

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
  if (x->drill ? !patients_find (patients, &e->person)
               : !was_read (x, patients, &e->person, now))
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

/* The viewing consents that a request needs.  */
static unsigned
needed (const struct asked *a)
{
  if (a->on == FOR_CHECKUPS)
    return CONSENT_CHECKUP;
  return a->treatment ? CONSENT_DRUG | CONSENT_TREATMENT : CONSENT_DRUG;
}

/* Ordinary requests name no day of birth, so the card's own is looked for.
   With 診療区分 4 the card reading alone counts: the message has no room for
   factors.  */
static const struct refusal *
ordinary_fail (const struct exchange *x, const struct patients *patients,
               const struct asked *a, int64_t now, unsigned *consent_out)
{
  const struct patient *who = patients_find (patients, &a->e.person);
  struct state_reading reading;

  if (!who)
    return &no_person;
  if (a->e.treatment == 4)
    {
      *consent_out = CONSENT_GIVEN;
      return state_find (x->state, &who->card, now, x->profile->card_window_s,
                         &reading)
                 ? NULL
                 : &no_card;
    }
  if (!state_find (x->state, &who->card, now, REMEMBERED_S, &reading)
      || (reading.consent & needed (a)) != needed (a))
    return &no_consent;
  *consent_out = reading.consent;
  return now - reading.time <= CONSENT_LASTS_S ? NULL : &old_consent;
}

const struct refusal *
checks_fail (const struct exchange *x, const struct patients *patients,
             const struct asked *a, int64_t now, unsigned *consent_out)
{
  *consent_out = 0;
  if (!a->e.institution || strcmp (a->e.institution, x->config->facility) != 0)
    return &no_institution;
  if (a->on == FOR_EMERGENCY)
    return emergency_fail (x, patients, &a->e, now);
  if (a->on == FOR_DRUGS || a->on == FOR_CHECKUPS)
    return ordinary_fail (x, patients, a, now, consent_out);
  return NULL;
}
