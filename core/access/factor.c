/* SPDX-License-Identifier: Apache-2.0 */
/* One provider's turn.  What a person is told never depends on whether the
   account exists: unknown accounts, missing enrolments and wrong secrets do
   the same work and end the same way.  */
#include "access/factor.h"

#include <assert.h>
#include <emi/auth.h>
#include <stdio.h>
#include <string.h>

#include "access/attest.h"
#include "access/factor-delay.h"
#include "access/ladder.h"
#include "access/proof.h"

/* One run of factor_verify.  */
struct turn
{
  struct session *s;
  const char *id;
  enum role role; /* 0: no such account */
  const struct config_instance *config;
  struct instance *instance;
  const struct emi_plugin *plugin;
  int64_t last_counter;
  const struct enrolment *enrolment; /* NULL: nothing usable */
  struct secret blob;                /* what it holds */
  struct slot slot;
  struct proof proof;
};

/* What may stop the attempt before anybody is asked.  */
static bool
look_before (struct turn *v, struct fault *why)
{
  bool codes = v->plugin->auth_flags & EMI_AUTH_COUNTER;
  /* What counts once, and for so long as a clock says.  */
  bool once = codes || (v->plugin->auth_flags & EMI_AUTH_STATEMENT);
  struct txn *t;
  bool good;

  if (!ledger_begin (v->s->ledger, TXN_READ, &t, why))
    return false;
  good = delay_check (v->s, t, v->id, codes, why)
         && (!once
             || (factor_clock_check (v->s, t, why)
                 && factor_counter_get (t, v->id, v->config->name,
                                        &v->last_counter, why)));
  txn_end (t);
  return good;
}

static bool
provider_find (struct turn *v, const char *instance, struct fault *why)
{
  v->config = config_instance (v->s->config, EMI_KIND_AUTH, instance);
  if (!v->config)
    return fault_set (why, CODE_FACTOR_UNKNOWN, "%s", instance);
  if (!host_instance (v->s->host, EMI_KIND_AUTH, instance, &v->instance, why))
    return false;
  v->plugin = instance_plugin (v->instance);
  return true;
}

/* The enrolment that may speak for the account; one that is pending, revoked
   or ran out is as good as none.  */
static void
enrolment_find (struct turn *v, const struct account *a)
{
  int64_t now = clock_seconds (v->s->clock);
  const struct enrolment *e = account_enrolment_at (a, v->config->name, now);

  if (e && e->state != ENROLMENT_PENDING && e->state != ENROLMENT_REVOKED
      && (e->until == 0 || now < e->until))
    v->enrolment = e;
}

static bool
provider_call (struct turn *v, const struct factor_purpose *purpose,
               struct fault *why)
{
  struct emi_auth_verify in
      = { .size = sizeof in,
          .account = v->id,
          .counter = v->last_counter,
          .terminal = v->s->terminal ? v->s->terminal->name : NULL };
  struct call_env env = { .timeout_ms = ASKING_TIMEOUT_MS,
                          .ctx = &v->slot,
                          .put = slot_put,
                          .put_fields = slot_put_fields,
                          .ask = asking_ask };
  emi_rc rc;

  if (v->enrolment
      && !enrolment_unseal (v->s->ledger, v->id, v->enrolment, &v->blob, why))
    return false;
  slot_open (&v->slot, v->s, v->id, v->config->name, v->plugin, purpose);
  in.enrolment = (struct emi_span){ v->blob.data, v->blob.len };
  in.challenge = (struct emi_span){ v->slot.challenge, CHALLENGE_LEN };
  rc = instance_call (v->instance, CALL_auth_verify, &in, &env, why);
  return rc == EMI_OK;
}

/* Several processes may have passed the first look together and guess side by
   side.  Whoever comes after the first failure is told to wait, right or
   wrong alike, else the answer would tell which.  */
static bool
look_after (struct turn *v, struct fault *why)
{
  struct txn *t;
  struct fault seen;
  bool good;

  if (!ledger_begin (v->s->ledger, TXN_READ, &t, why))
    return false;
  good = delay_check (v->s, t, v->id, false, &seen);
  txn_end (t);
  if (good)
    return true;
  if (seen.code == CODE_FACTOR_DELAY
      && !delay_count (v->s, v->id, v->config->name, v->slot.wrong, why))
    return false;
  *why = seen;
  return false;
}

/* Counted before the person hears of it: ending the process early must not
   make a guess free.  */
static bool
refuse (struct turn *v, struct fault *why)
{
  const struct factor_reason *reason = v->slot.reason;
  bool known = reason && !reason->unusable;

  if (!delay_count (v->s, v->id, v->config->name, v->slot.wrong, why))
    return false;
  return fault_set (why, known ? reason->code : CODE_FACTOR_REFUSED, "%s",
                    v->config->name);
}

/* What the core checks itself, also where there is no account: somebody
   else's card is somebody else's.  */
static bool
prove (struct turn *v, struct fault *why)
{
  const struct factor_reason *reason;
  struct fault found;

  v->proof = (struct proof){
    .session = v->s,
    .config = v->config,
    .slot = &v->slot,
    .account = v->id,
    .role = v->role,
    .enrolled = { v->blob.data, v->blob.len },
  };
  if (proof_check (&v->proof, &found))
    return true;
  reason = factor_reason_of (found.code);
  /* A good statement a second time is no guess and counts as none.  */
  if (reason && !reason->unusable && found.code != CODE_STATEMENT_USED
      && !delay_count (v->s, v->id, v->config->name, v->slot.wrong, why))
    return false;
  *why = found;
  return false;
}

/* It broke off; CALLED says how.  A refusal that was told before stays one,
   and is no reason to step to another factor (R9).  */
static bool
broke_off (struct turn *v, enum slot_verdict verdict,
           const struct fault *called, struct fault *why)
{
  const struct factor_reason *reason = v->slot.reason;
  bool refused = verdict == SLOT_REFUSED || v->slot.wrong
                 || (reason && !reason->unusable);

  if (refused
      && !delay_count (v->s, v->id, v->config->name, v->slot.wrong, why))
    return false;
  *why = *called;
  if (!ladder_unusable (called->code))
    return false;
  if (reason && reason->unusable != refused)
    why->code = reason->code;
  else if (refused)
    why->code = CODE_FACTOR_REFUSED;
  return false;
}

static bool
judge (struct turn *v, enum slot_verdict verdict, bool allow_one_time,
       struct fault *why)
{
  if (verdict == SLOT_BAD)
    return fault_set (why, CODE_FACTOR_ATTEST, "%s: %s", v->config->name,
                      v->slot.fault);
  if (verdict == SLOT_NONE)
    return fault_set (why, CODE_FACTOR_ATTEST, "%s: no verdict",
                      v->config->name);
  if (!look_after (v, why))
    return false;
  /* A right code a second time is no guess and counts as none.  */
  if (v->enrolment && v->slot.has_counter && !v->slot.wrong
      && v->slot.counter <= v->last_counter)
    return fault_set (why, CODE_FACTOR_USED, "%s", v->config->name);
  if (verdict == SLOT_GRANTED && !prove (v, why))
    return false;
  /* Granted on an empty enrolment is a fault of the provider; the person
     hears what everybody hears.  */
  if (verdict == SLOT_REFUSED || !v->enrolment)
    return refuse (v, why);
  if (v->enrolment->state == ENROLMENT_ONE_TIME && !allow_one_time)
    return fault_set (why, CODE_FACTOR_ONE_TIME, "%s", v->config->name);
  return true;
}

/* What the core found, then what the provider says of itself.  */
static void
evidence_fill (const struct turn *v, struct factor_use *u)
{
  const char *core = v->proof.note, *own = v->slot.evidence;

  snprintf (u->evidence, sizeof u->evidence, "%s%s%.*s", core,
            *core && *own ? "; " : "", EVIDENCE_MAX - EVIDENCE_TEXT - 2, own);
}

static void
use_fill (const struct turn *v, int rung, struct factor_use *u)
{
  const char *module = host_instance_digest (v->s->host, v->config);

  *u = (struct factor_use){
    .at = clock_seconds (v->s->clock),
    .version = v->enrolment->version,
    .rung = rung,
    .enrolled = v->enrolment->at,
    .until = v->enrolment->until,
    .has_counter = v->slot.has_counter,
    .counter = v->slot.counter,
    .stated_at = v->proof.stated_at,
    .one_time = v->enrolment->state == ENROLMENT_ONE_TIME,
  };
  snprintf (u->instance, sizeof u->instance, "%s", v->config->name);
  snprintf (u->methods, sizeof u->methods, "%s",
            v->proof.methods[0] ? v->proof.methods : v->slot.methods);
  snprintf (u->statement, sizeof u->statement, "%s", v->proof.statement);
  snprintf (u->assurance, sizeof u->assurance, "%s",
            proof_needed (v->slot.flags)
                ? "core"
                : host_assurance (v->s->host, v->config));
  snprintf (u->answered, sizeof u->answered, "%s",
            asking_answered (&v->slot.asking));
  evidence_fill (v, u);
  snprintf (u->module, sizeof u->module, "%s", module ? module : "");
}

/* V from the call to its judgement.  */
static bool
turn_run (struct turn *v, const struct factor_purpose *purpose,
          bool allow_one_time, struct fault *why)
{
  struct fault called;
  enum slot_verdict verdict;
  bool done = provider_call (v, purpose, &called);
  bool spoiled = v->slot.fault != NULL;

  verdict = slot_close (&v->slot);
  /* It ended because the slot did not take what it said.  */
  if (!done && spoiled && called.code == CODE_PLUGIN_FAILED)
    done = true;
  if (!done)
    return broke_off (v, verdict, &called, why);
  return judge (v, verdict, allow_one_time, why);
}

bool
factor_verify (struct session *s, const char *id, const struct account *a,
               const char *instance, const struct factor_purpose *purpose,
               bool allow_one_time, struct factor_set *set, struct fault *why)
{
  struct turn v = { .s = s,
                    .id = id,
                    .role = a ? a->role : (enum role) 0,
                    .blob = SECRET_INIT };
  bool good;

  assert (set->n < FACTOR_MAX);
  if (!provider_find (&v, instance, why) || !look_before (&v, why))
    return false;
  enrolment_find (&v, a);
  good = turn_run (&v, purpose, allow_one_time, why);
  if (good)
    use_fill (&v, purpose->rung, &set->use[set->n++]);
  slot_done (&v.slot);
  secret_done (&v.blob);
  return good;
}
