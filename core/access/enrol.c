/* SPDX-License-Identifier: Apache-2.0 */
/* Registering factors.  The provider makes the secret, the core seals it,
   puts it into the account's document and records who did it.  What an admin
   sets for somebody else is never a factor by itself: a password waits for
   its owner to change it, a code generator for its first code.  */
#include "access/enrol.h"

#include <emi/auth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/enrol-call.h"
#include "base/date.h"

/* One registration in the making.  */
struct making
{
  struct session *s;
  const struct login *by; /* who does it */
  const char *id;         /* for whom */
  const char *provider;
  int64_t until;
  uint32_t seen; /* version of the enrolment it started from; 0: none */
  struct enrolment made;
  struct enrol_call call;
};

void
enrol_result_done (struct enrol_result *r)
{
  secret_text_free (r->show);
  *r = (struct enrol_result){ .show = NULL };
}

static void
making_done (struct making *m)
{
  enrol_call_done (&m->call);
  enrolment_done (&m->made);
}

static const char *
state_word (enum enrolment_state state)
{
  switch (state)
    {
    case ENROLMENT_PENDING:
      return "pending";
    case ENROLMENT_ACTIVE:
      return "active";
    case ENROLMENT_ONE_TIME:
      return "one-time";
    }
  return "";
}

/* --- the commit --- */

/* The code that confirmed is used up.  It has a record of its own: the
   enrolment's record may already hold the step of the admin's own code.  */
static bool
confirm_take (struct making *m, struct txn *t, struct fault *why)
{
  struct draft *d;

  if (!m->call.has_counter)
    return true;
  if (!factor_counter_take (m->s, t, m->id, m->provider, m->call.counter, why))
    return false;
  d = session_draft (m->s, "code");
  draft_text (d, "account", m->id);
  draft_token (d, "account", m->id);
  factor_counter_field (d, m->id, m->provider, m->call.counter);
  txn_add (t, d);
  return true;
}

static struct draft *
making_draft (struct making *m)
{
  struct draft *d = session_draft (m->s, "enrol");
  char until[21];

  date_utc (m->made.until, until);
  draft_text (d, "account", m->id);
  draft_token (d, "account", m->id);
  draft_text (d, "provider", m->provider);
  draft_text (d, "mode", m->call.mode);
  draft_text (d, "state", state_word (m->made.state));
  draft_number (d, "enrolment.version", m->made.version);
  draft_text (d, "until", m->made.until ? until : NULL);
  draft_text (d, "answered", asking_answered (&m->call.asking));
  return d;
}

/* Puts M's enrolment where the one it started from still stands.  */
static bool
document_change (struct making *m, struct txn *t, struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false;
  const struct enrolment *e;
  bool good = account_get (t, m->id, &a, &found, why);

  if (good && !found)
    good = fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
  e = account_enrolment (&a, m->provider);
  if (good && (e ? e->version : 0) != m->seen)
    good = fault_set (why, CODE_ENROL_STATE, "%s", m->provider);
  /* A confirmation that another process was faster with.  */
  if (good && strcmp (m->call.mode, "confirm") == 0
      && e->state != ENROLMENT_PENDING)
    good = fault_set (why, CODE_ENROL_STATE, "%s", m->provider);
  good = good && account_set_enrolment (&a, &m->made, why)
         && account_put (t, &a, why);
  account_done (&a);
  return good;
}

static bool
making_commit (struct making *m, struct fault *why)
{
  struct draft *d;
  struct txn *t;
  bool good;

  if (!ledger_begin (m->s->ledger, TXN_WRITE, &t, why))
    return false;
  d = making_draft (m);
  /* Signed before the document changes: the owner's old password is what
     they sign with.  */
  good = operator_sign (m->s, t, d, m->by, why) && confirm_take (m, t, why)
         && document_change (m, t, why);
  if (good)
    {
      txn_add (t, d);
      return txn_commit (t, why);
    }
  draft_free (d);
  txn_end (t);
  return false;
}

/* What the caller is told; the provider's text changes hands.  */
static void
result_take (struct making *m, enum enrolment_state state,
             struct enrol_result *out)
{
  snprintf (out->state, sizeof out->state, "%s", state_word (state));
  out->show = m->call.show;
  m->call.show = NULL;
}

/* --- by an admin --- */

static bool
set_new (struct making *m, struct fault *why)
{
  enum enrolment_state state = ENROLMENT_ACTIVE;

  m->call.mode = "set";
  if (!enrol_call_run (&m->call, why))
    return false;
  if (m->call.refused)
    return enrol_call_refuse (&m->call, why);
  if (strcmp (m->call.state, "pending") == 0)
    state = ENROLMENT_PENDING;
  else if (m->call.flags & EMI_AUTH_ONE_TIME)
    state = ENROLMENT_ONE_TIME;
  return enrol_call_seal (&m->call, m->seen + 1, state, m->by->account.id,
                          m->until, &m->made, why);
}

/* The clock rule before the code is looked at, as for any code.  */
static bool
clock_fit (const struct making *m, struct fault *why)
{
  struct txn *t;
  bool good;

  if (!ledger_begin (m->s->ledger, TXN_READ, &t, why))
    return false;
  good = factor_clock_check (m->s, t, why);
  txn_end (t);
  return good;
}

static bool
confirm_call (struct making *m, const struct enrolment *e, const char *confirm,
              struct secret *blob, struct fault *why)
{
  m->call.mode = "confirm";
  m->call.confirm = confirm;
  if (!e || e->state != ENROLMENT_PENDING)
    return fault_set (why, CODE_ENROL_STATE, "%s", m->provider);
  if (!clock_fit (m, why)
      || !enrolment_unseal (m->s->ledger, m->id, e, blob, why))
    return false;
  m->call.enrolment = (struct emi_span){ blob->data, blob->len };
  if (!enrol_call_run (&m->call, why))
    return false;
  if (m->call.refused)
    return enrol_call_refuse (&m->call, why);
  if ((m->call.flags & EMI_AUTH_COUNTER) && !m->call.has_counter)
    return fault_set (why, CODE_FACTOR_ATTEST, "%s: no counter", m->provider);
  return true;
}

/* Activates the pending enrolment E.  */
static bool
set_confirm (struct making *m, const struct enrolment *e, const char *confirm,
             struct fault *why)
{
  struct secret blob = SECRET_INIT;
  bool good = confirm_call (m, e, confirm, &blob, why);

  /* A provider that keeps the secret as it is need not put it again.  */
  if (good && !m->call.blob.data)
    good = secret_set (&m->call.blob, blob.data, blob.len)
           || fault_set (why, CODE_MEMORY, "enrolment");
  good = good
         && enrol_call_seal (&m->call, m->seen + 1, ENROLMENT_ACTIVE,
                             m->by->account.id, m->until ? m->until : e->until,
                             &m->made, why);
  secret_done (&blob);
  return good;
}

static bool
set_checked (struct making *m, const struct account *a, const char *confirm,
             struct fault *why)
{
  const struct enrolment *e = account_enrolment (a, m->provider);

  m->seen = e ? e->version : 0;
  if (m->until && m->until <= clock_seconds (m->s->clock))
    return fault_set (why, CODE_VALUE, "--until");
  if (m->until
      && m->until > clock_seconds (m->s->clock)
                      + INT64_C (3600) * m->s->config->temporary_hours)
    return fault_set (why, CODE_VALUE, "--until: factors temporary-hours %d",
                      m->s->config->temporary_hours);
  return confirm ? set_confirm (m, e, confirm, why) : set_new (m, why);
}

bool
enrol_set (struct session *s, const struct login *admin, const char *id,
           const char *provider, const char *confirm, int64_t until,
           struct enrol_result *out, struct fault *why)
{
  struct making m = { .s = s,
                      .by = admin,
                      .id = id,
                      .provider = provider,
                      .until = until,
                      .call = { .asking = { .session = s, .account = id },
                                .ledger = s->ledger,
                                .instance = provider } };
  struct account a = { .id = NULL };
  enum enrolment_state state = ENROLMENT_PENDING;
  bool found = false;
  bool good;

  if (strcmp (id, admin->account.id) == 0)
    good = fault_set (why, CODE_SELF, "%s", "");
  else
    good = account_read (s, id, &a, &found, why);
  if (good && !found)
    good = fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
  good = good && set_checked (&m, &a, confirm, why);
  state = m.made.state;
  good = good && making_commit (&m, why);
  if (good)
    result_take (&m, state, out);
  else
    operator_refuse (s, admin, "enrol", NULL, why);
  account_done (&a);
  making_done (&m);
  return good;
}

/* --- by the owner --- */

static const struct factor_purpose own_purpose
    = { .request = "enrol", .reception = "", .rung = 0 };

/* Only what another person may set once is the owner's to change; whatever
   else is registered, an admin registers.  */
static bool
own_allowed (struct session *s, const char *provider, struct fault *why)
{
  const struct config_instance *c
      = config_instance (s->config, EMI_KIND_AUTH, provider);
  const struct emi_plugin *p;

  if (!c)
    return fault_set (why, CODE_FACTOR_UNKNOWN, "%.64s", provider);
  if (!host_describe (s->host, EMI_KIND_AUTH, c->plugin, c->sha256, &p, why))
    return false;
  if (!(p->auth_flags & EMI_AUTH_ONE_TIME))
    return fault_set (why, CODE_SELF, "%s", provider);
  return true;
}

static bool
own_make (struct making *m, const struct enrolment *e, struct fault *why)
{
  struct secret blob = SECRET_INIT;
  bool good = enrolment_unseal (m->s->ledger, m->id, e, &blob, why);

  m->seen = e->version;
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
  struct making m = { .s = s,
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
              && own_make (&m, account_enrolment (&l.account, provider), why)
              && making_commit (&m, why);

  if (good)
    result_take (&m, ENROLMENT_ACTIVE, out);
  else if (code_info (why->code)->exit == 3)
    operator_refusal (s, id, "enrol own", NULL, NULL, why);
  making_done (&m);
  login_done (&l);
  return good;
}
