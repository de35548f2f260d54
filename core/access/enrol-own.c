/* SPDX-License-Identifier: Apache-2.0 */
/* The owner's own part: changing what another person had set.  */
#include "access/enrol-parts.h"

#include <emi/auth.h>

static const struct factor_purpose own_purpose
    = { .request = "enrol", .reception = "", .rung = 0 };

/* Only what another person may set once is the owner's to change; whatever
   else is registered, an admin registers.  */
static bool
own_allowed (struct session *s, const char *provider, struct fault *why)
{
  uint32_t flags;

  if (!enrol_flags (s, provider, &flags, why))
    return false;
  return (flags & EMI_AUTH_ONE_TIME)
         || fault_set (why, CODE_SELF, "%s", provider);
}

/* Changes the one that counts; a temporary one that ended stands before it
   and goes with it.  */
static bool
own_make (struct enrol_making *m, const struct account *a, struct fault *why)
{
  const struct enrolment *e
      = account_enrolment_at (a, m->provider, clock_seconds (m->s->clock));
  struct secret blob = SECRET_INIT;
  bool good = enrolment_unseal (m->s->ledger, m->id, e, &blob, why);

  m->seen = account_enrolment (a, m->provider)->version;
  m->call.mode = "own";
  m->call.enrolment = (struct emi_span){ blob.data, blob.len };
  good = good && enrol_call_run (&m->call, why);
  if (good && m->call.refused)
    good = enrol_call_refuse (&m->call, why);
  good = good
         && enrol_call_seal (&m->call, m->seen + 1, ENROLMENT_ACTIVE, m->id,
                             e->until, &m->made, why);
  secret_done (&blob);
  return good;
}

bool
enrol_own (struct session *s, const char *id, const char *provider,
           struct enrol_result *out, struct fault *why)
{
  struct login l = { .account = { .id = NULL } };
  struct enrol_making m
      = { .s = s,
          .by = &l,
          .id = id,
          .provider = provider,
          .call = { .asking = { .session = s, .account = id },
                    .ledger = s->ledger,
                    .instance = provider } };
  bool found = false;
  bool good = account_read (s, id, &l.account, &found, why)
              && own_allowed (s, provider, why)
              && factor_verify (s, id, found ? &l.account : NULL, provider,
                                &own_purpose, true, &l.factors, why)
              && own_make (&m, &l.account, why)
              && enrol_making_commit (&m, why);

  if (good)
    enrol_result_take (&m, ENROLMENT_ACTIVE, out);
  else if (code_info (why->code)->exit == 3)
    operator_refusal (s, id, "enrol own", NULL, NULL, why);
  enrol_making_done (&m);
  login_done (&l);
  return good;
}
