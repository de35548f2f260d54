/* SPDX-License-Identifier: Apache-2.0 */
/* Changing the registry: each change is one commit of the document and its
   administration record, under one lock.  */
#include "access/account.h"

#include <stdlib.h>
#include <string.h>

#include "access/enrol-call.h"
#include "access/operator.h"
#include "base/date.h"
#include "base/text.h"

#define NAME_MAX_CHARS 100

/* One change in the making.  */
struct change
{
  struct session *s;
  const struct login *admin;
  const char *action;
  struct txn *t;
  struct draft *d;
  struct account a;
};

bool
account_name_fit (const char *name)
{
  char *safe;
  size_t n;
  bool same;

  if (!text_is_utf8 (name, strlen (name)))
    return false;
  n = text_chars (name);
  safe = text_safe (name, 0);
  same = safe && strcmp (safe, name) == 0;
  free (safe);
  return same && n > 0 && n <= NAME_MAX_CHARS;
}

static bool
reason_fit (const char *reason)
{
  return !reason
         || (text_is_utf8 (reason, strlen (reason))
             && text_chars (reason) <= ACCOUNT_REASON_MAX);
}

/* Begins the commit; FOUND says whether the account is there.  */
static bool
change_begin (struct change *c, const char *kind, const char *id, bool *found,
              struct fault *why)
{
  if (!ledger_begin (c->s->ledger, TXN_WRITE, &c->t, why))
    return false;
  c->d = session_draft (c->s, kind);
  draft_text (c->d, "account", id);
  draft_token (c->d, "account", id);
  return account_get (c->t, id, &c->a, found, why);
}

/* Ends it: GOOD so far, or rolled back and recorded as a refusal.  */
static bool
change_end (struct change *c, bool good, struct fault *why)
{
  good = good && account_put (c->t, &c->a, why)
         && operator_sign (c->s, c->t, c->d, c->admin, why);
  account_done (&c->a);
  if (good)
    {
      txn_add (c->t, c->d);
      return txn_commit (c->t, why);
    }
  draft_free (c->d);
  txn_end (c->t);
  return operator_refuse (c->s, c->admin, c->action, NULL, why);
}

static bool
account_fill (struct account *a, const char *id, const char *name,
              const char *kana, enum role role, int64_t now)
{
  a->id = strdup (id);
  a->name = text_nfkc_trim (name);
  a->kana = kana ? text_nfkc_trim (kana) : NULL;
  a->role = role;
  a->created = now;
  return a->id && a->name && (!kana || a->kana);
}

bool
account_add (struct session *s, const struct login *admin, const char *id,
             const char *name, const char *kana, enum role role,
             struct fault *why)
{
  struct change c = { .s = s, .admin = admin, .action = "account add" };
  bool found = false;
  bool good;

  if (!text_is_name (id) || !account_name_fit (name)
      || (kana && !account_name_fit (kana)))
    {
      fault_set (why, CODE_VALUE, "account");
      return operator_refuse (s, admin, c.action, NULL, why);
    }
  good = change_begin (&c, "account", id, &found, why);
  if (good && found)
    good = fault_set (why, CODE_ACCOUNT_EXISTS, "%s", id);
  if (good
      && !account_fill (&c.a, id, name, kana, role, clock_seconds (s->clock)))
    good = fault_set (why, CODE_MEMORY, "account");
  if (good)
    {
      draft_text (c.d, "name", c.a.name);
      draft_text (c.d, "kana", c.a.kana);
      draft_text (c.d, "account.role", role_name (role));
    }
  return change_end (&c, good, why);
}

static void
grant_clear (struct grant *g)
{
  free (g->by);
  free (g->reason);
  *g = (struct grant){ .given = false };
}

static bool
grant_fill (struct grant *g, const char *by, const char *reason, int64_t until,
            int64_t now)
{
  grant_clear (g);
  g->given = true;
  g->until = until;
  g->at = now;
  g->by = strdup (by);
  g->reason = reason ? strdup (reason) : NULL;
  return g->by && (!reason || g->reason);
}

/* What grant and revoke have in common: somebody else, and known.  */
static bool
other_begin (struct change *c, const char *kind, const char *id,
             struct fault *why)
{
  bool found = false;

  if (!change_begin (c, kind, id, &found, why))
    return false;
  if (strcmp (id, c->admin->account.id) == 0)
    return fault_set (why, CODE_SELF, "%s", "");
  return found || fault_set (why, CODE_ACCOUNT_UNKNOWN, "%s", "");
}

bool
account_grant (struct session *s, const struct login *admin, const char *id,
               int64_t until, const char *reason, struct fault *why)
{
  struct change c = { .s = s, .admin = admin, .action = "account grant" };
  int64_t now = clock_seconds (s->clock);
  char text[21];
  bool good = other_begin (&c, "grant", id, why);

  if (good && !role_may_hold (s->config, c.a.role))
    good = fault_set (why, CODE_ROLE_HOLD, "%s", role_name (c.a.role));
  if (good && (until < 0 || (until > 0 && until <= now)))
    good = fault_set (why, CODE_VALUE, "--until");
  if (good && !reason_fit (reason))
    good = fault_set (why, CODE_VALUE, "--reason");
  if (good && !grant_fill (&c.a.grant, admin->account.id, reason, until, now))
    good = fault_set (why, CODE_MEMORY, "grant");
  if (good)
    {
      date_utc (until, text);
      draft_text (c.d, "until", until ? text : NULL);
      draft_text (c.d, "reason", reason);
      draft_text (c.d, "account.role", role_name (c.a.role));
    }
  return change_end (&c, good, why);
}

bool
account_revoke (struct session *s, const struct login *admin, const char *id,
                const char *reason, struct fault *why)
{
  struct change c = { .s = s, .admin = admin, .action = "account revoke" };
  bool good = other_begin (&c, "revoke", id, why);

  if (good && !reason_fit (reason))
    good = fault_set (why, CODE_VALUE, "--reason");
  if (good)
    {
      draft_text (c.d, "reason", reason);
      /* Recorded also when nothing was held: whoever revokes wants it on
         paper that from here on there is none.  */
      draft_text (c.d, "held", c.a.grant.given ? "yes" : "no");
      grant_clear (&c.a.grant);
    }
  return change_end (&c, good, why);
}

bool
account_first_admin (struct session *s, struct txn *t, const char *id,
                     struct fault *why)
{
  struct account a = { .id = NULL };
  struct enrolment e = { .instance = NULL };
  struct enrol_call call = { .asking = { .session = s, .account = id },
                             .ledger = txn_ledger (t),
                             .instance = "password",
                             .mode = "own" };
  bool good
      = account_fill (&a, id, id, NULL, ROLE_ADMIN, clock_seconds (s->clock))
        || fault_set (why, CODE_MEMORY, "account");

  good = good && enrol_call_run (&call, why)
         && enrol_call_seal (&call, 1, ENROLMENT_ACTIVE, id, 0, &e, why)
         && account_set_enrolment (&a, &e, why) && account_put (t, &a, why);
  enrol_call_done (&call);
  enrolment_done (&e);
  account_done (&a);
  return good;
}
