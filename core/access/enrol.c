/* SPDX-License-Identifier: Apache-2.0 */
/* Registering factors.  The provider makes the secret, the core seals it,
   puts it into the account's document and records who did it.  What an admin
   sets for somebody else is never a factor by itself: a password waits for
   its owner to change it, a code generator for its first code.  */
#include "access/enrol-parts.h"

#include <emi/auth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

void
enrol_result_done (struct enrol_result *r)
{
  secret_text_free (r->show);
  *r = (struct enrol_result){ .show = NULL };
}

void
enrol_making_done (struct enrol_making *m)
{
  enrol_call_done (&m->call);
  enrolment_done (&m->made);
}

/* --- the commit --- */

/* The code that confirmed is used up.  It has a record of its own: the
   enrolment's record may already hold the step of the admin's own code.  */
static bool
confirm_take (struct enrol_making *m, struct txn *t, struct fault *why)
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
making_draft (struct enrol_making *m)
{
  struct draft *d = session_draft (m->s, "enrol");
  char until[21];

  date_utc (m->made.until, until);
  draft_text (d, "account", m->id);
  draft_token (d, "account", m->id);
  draft_text (d, "provider", m->provider);
  draft_text (d, "mode", m->call.mode);
  draft_text (d, "state", enrolment_state_name (m->made.state));
  draft_number (d, "enrolment.version", m->made.version);
  draft_text (d, "until", m->made.until ? until : NULL);
  draft_text (d, "answered", asking_answered (&m->call.asking));
  draft_text (d, "proof", m->proof);
  enrol_before_draft (&m->before, d);
  return d;
}

/* Puts M's enrolment where the one it started from still stands.  */
static bool
document_change (struct enrol_making *m, struct txn *t, struct fault *why)
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

bool
enrol_making_commit (struct enrol_making *m, struct fault *why)
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

void
enrol_result_take (struct enrol_making *m, enum enrolment_state state,
                   struct enrol_result *out)
{
  snprintf (out->state, sizeof out->state, "%s", enrolment_state_name (state));
  out->version = m->seen + 1;
  out->proof = m->proof;
  out->before = m->before;
  out->show = m->call.show;
  m->call.show = NULL;
}

/* --- by an admin --- */

/* A reader with a memory of its own is cleared of what is replaced, so the
   provider sees it.  A loan replaces nothing.  */
static bool
set_call (struct enrol_making *m, const struct enrolment *e, struct fault *why)
{
  struct secret blob = SECRET_INIT;
  struct fault unread;
  bool good;

  if (e && !m->until
      && enrolment_unseal (m->s->ledger, m->id, e, &blob, &unread))
    m->call.enrolment = (struct emi_span){ blob.data, blob.len };
  good = enrol_call_run (&m->call, why);
  m->call.enrolment = (struct emi_span){ NULL, 0 };
  secret_done (&blob);
  return good;
}

static bool
set_new (struct enrol_making *m, const struct enrolment *e, struct fault *why)
{
  enum enrolment_state state = ENROLMENT_ACTIVE;
  uint32_t flags;
  bool person;

  m->call.mode = "set";
  if (!enrol_flags (m->s, m->provider, &flags, why))
    return false;
  person = enrol_needs_person (flags);
  if ((person && !enrol_turn (m, why))
      || !set_call (m, person ? e : NULL, why))
    return false;
  if (m->call.refused)
    return enrol_call_refuse (&m->call, why);
  if (strcmp (m->call.state, "pending") == 0)
    state = ENROLMENT_PENDING;
  else if (m->call.flags & EMI_AUTH_ONE_TIME)
    state = ENROLMENT_ONE_TIME;
  return enrol_call_seal (&m->call, m->seen + 1, state, m->by->account.id,
                          m->until, &m->made, why)
         && (!person || state != ENROLMENT_ACTIVE || enrol_prove (m, why));
}

/* The clock rule before the code is looked at, as for any code.  */
static bool
clock_fit (const struct enrol_making *m, struct fault *why)
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
confirm_call (struct enrol_making *m, const struct enrolment *e,
              const char *confirm, struct secret *blob, struct fault *why)
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
set_confirm (struct enrol_making *m, const struct enrolment *e,
             const char *confirm, struct fault *why)
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
set_checked (struct enrol_making *m, const struct account *a,
             const char *confirm, struct fault *why)
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
  if (confirm)
    return set_confirm (m, e, confirm, why);
  return enrol_before_read (m->s, m->id, e, &m->before, why)
         && set_new (m, e, why);
}

bool
enrol_set (struct session *s, const struct login *admin, const char *id,
           const char *provider, const char *confirm, int64_t until,
           struct enrol_result *out, struct fault *why)
{
  struct enrol_making m
      = { .s = s,
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
  good = good && enrol_making_commit (&m, why);
  if (good)
    enrol_result_take (&m, state, out);
  else
    operator_refuse (s, admin, "enrol", NULL, why);
  account_done (&a);
  enrol_making_done (&m);
  return good;
}
