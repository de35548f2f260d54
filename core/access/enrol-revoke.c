/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a factor back, and what is told of the one that goes.  It works on
   the next request, and in the intent of one that is under way: the version
   is another.  */
#include "access/enrol-parts.h"

#include <stdio.h>
#include <string.h>

#include "access/factor-past.h"
#include "base/text.h"

static void
before_fill (const struct enrolment *e, int64_t now, struct enrol_before *b)
{
  b->there = true;
  b->version = e->version;
  b->at = e->at;
  b->until = e->until;
  snprintf (b->state, sizeof b->state, "%s", enrolment_word (e, now));
  snprintf (b->by, sizeof b->by, "%s", e->by);
}

bool
enrol_before_read (struct session *s, const char *id,
                   const struct enrolment *e, struct enrol_before *out,
                   struct fault *why)
{
  struct factor_past past;
  struct txn *t;

  *out = (struct enrol_before){ .there = false };
  if (!e || e->state == ENROLMENT_REVOKED)
    return true;
  before_fill (e, clock_seconds (s->clock), out);
  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  past = (struct factor_past){ .instance = e->instance };
  factor_past (t, id, &past, 1);
  txn_end (t);
  out->used = past.at;
  return true;
}

void
enrol_before_draft (const struct enrol_before *b, struct draft *d)
{
  char text[40];

  snprintf (text, sizeof text, "%lu %s", (unsigned long) b->version, b->state);
  draft_text (d, "replaced", b->there ? text : NULL);
}

/* One revocation.  */
struct revoking
{
  struct session *s;
  const struct login *admin;
  const char *id;
  const char *provider;
  bool temporary_only;
  const char *reason;
  struct enrol_before before;
  uint32_t version;
};

/* What there is to take back.  */
static struct enrolment *
revocable (const struct revoking *r, const struct account *a)
{
  struct enrolment *e = account_enrolment (a, r->provider);

  if (!e || (r->temporary_only && !e->until))
    return NULL;
  /* Behind a temporary one that was taken back the owner's own counts.  */
  if (e->state == ENROLMENT_REVOKED && (r->temporary_only || !e->before))
    return NULL;
  return e;
}

static bool
document_revoke (struct revoking *r, struct txn *t, struct fault *why)
{
  struct account a = { .id = NULL };
  bool found = false;
  struct enrolment *e = NULL;
  bool good = account_get (t, r->id, &a, &found, why);

  if (good && !found)
    good = fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
  if (good && !(e = revocable (r, &a)))
    good = fault_set (why, CODE_ENROL_STATE, "%.64s", r->provider);
  if (good)
    {
      before_fill (e->state == ENROLMENT_REVOKED ? e->before : e,
                   clock_seconds (r->s->clock), &r->before);
      enrolment_revoke (e, r->temporary_only);
      r->version = e->version;
      good = account_put (t, &a, why);
    }
  account_done (&a);
  return good;
}

static void
revoking_draft (const struct revoking *r, struct draft *d)
{
  draft_text (d, "account", r->id);
  draft_token (d, "account", r->id);
  draft_text (d, "provider", r->provider);
  draft_text (d, "mode", r->temporary_only ? "temporary" : "all");
  draft_text (d, "reason", r->reason);
  draft_number (d, "enrolment.version", r->version);
  enrol_before_draft (&r->before, d);
}

static bool
revoking_commit (struct revoking *r, struct fault *why)
{
  struct draft *d;
  struct txn *t;
  bool good;

  if (!ledger_begin (r->s->ledger, TXN_WRITE, &t, why))
    return false;
  d = session_draft (r->s, "enrol-revoke");
  good = operator_sign (r->s, t, d, r->admin, why)
         && document_revoke (r, t, why);
  if (good)
    {
      revoking_draft (r, d);
      txn_add (t, d);
      return txn_commit (t, why);
    }
  draft_free (d);
  txn_end (t);
  return false;
}

static bool
reason_fit (const char *reason)
{
  return !reason
         || (text_is_utf8 (reason, strlen (reason))
             && text_chars (reason) <= ACCOUNT_REASON_MAX);
}

bool
enrol_revoke (struct session *s, const struct login *admin, const char *id,
              const char *provider, bool temporary_only, const char *reason,
              struct enrol_result *out, struct fault *why)
{
  struct revoking r = { .s = s,
                        .admin = admin,
                        .id = id,
                        .provider = provider,
                        .temporary_only = temporary_only,
                        .reason = reason };
  bool good = true;

  if (strcmp (id, admin->account.id) == 0)
    good = fault_set (why, CODE_SELF, "%s", "");
  else if (!reason_fit (reason))
    good = fault_set (why, CODE_VALUE, "--reason");
  if (!good || !revoking_commit (&r, why))
    return operator_refuse (s, admin, "enrol revoke", NULL, why);
  snprintf (out->state, sizeof out->state, "%s",
            enrolment_state_name (ENROLMENT_REVOKED));
  out->version = r.version;
  out->before = r.before;
  return true;
}
