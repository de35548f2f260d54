/* SPDX-License-Identifier: Apache-2.0 */
/* Operators.  An account that does not exist, one without an enrolment here
   and a wrong password are one and the same to whoever asks; the role is
   looked at last.  */
#include "access/operator.h"

#include <stdio.h>

#include "base/text.h"

static const struct factor_purpose purpose
    = { .request = "operator", .reception = "", .rung = 0 };

void
login_done (struct login *l)
{
  account_done (&l->account);
  l->factors = (struct factor_set){ .n = 0 };
}

/* The provider of this terminal whose password the owner still has to change:
   it can tell who it is before the next step is told.  */
static bool
choose_one_time (const struct session *s, const struct account *a,
                 char out[33])
{
  const struct config_terminal *t = s->terminal;

  for (size_t i = 0; a && t && i < t->n_providers; i++)
    {
      const struct enrolment *e = account_enrolment (a, t->providers[i]);

      if (e && e->state == ENROLMENT_ONE_TIME)
        {
          snprintf (out, 33, "%s", e->instance);
          return true;
        }
    }
  return false;
}

static size_t
factors_demanded (const struct session *s)
{
  return s->config->operator_factors == 2 ? 2 : 1;
}

static bool
providers_choose (struct session *s, const struct account *a,
                  char names[2][33], size_t *n_out, struct fault *why)
{
  int count = (int) factors_demanded (s);

  if (factor_choose (s, a, NULL, count, names, n_out, why))
    return true;
  if (why->code == CODE_FACTOR_ONE_TIME && choose_one_time (s, a, names[0]))
    {
      *n_out = 1;
      return true;
    }
  /* Asked like an account that does not exist, and refused like one.  */
  return a && why->code == CODE_FACTOR_NONE
         && factor_choose (s, NULL, NULL, count, names, n_out, why);
}

static bool
authenticate (struct session *s, const char *id, const struct account *a,
              struct factor_set *set, struct fault *why)
{
  char names[2][33];
  size_t n = 0;

  if (!providers_choose (s, a, names, &n, why))
    return false;
  for (size_t i = 0; i < n; i++)
    if (!factor_verify (s, id, a, names[i], &purpose, false, set, why))
      return false;
  /* One joint provider may be both.  */
  return factors_demanded (s) < 2 || factor_set_admissible (s, set, why);
}

/* SET: codes that were verified before the refusal and are used up by it.  */
static void
record_refusal (struct session *s, const char *id, const char *action,
                const char *chart, const struct login *l,
                const struct factor_set *set, const struct fault *why)
{
  struct fault ignored;
  struct txn *t;
  struct draft *d;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, &ignored))
    return;
  d = session_draft (s, "refusal");
  draft_text (d, "action", action);
  draft_text (d, "code", code_info (why->code)->word);
  draft_text (d, "chart", chart && *chart ? chart : NULL);
  draft_token (d, "chart", chart);
  /* What is no name cannot be an account; it may be a password typed into the
     wrong place.  */
  if (text_is_name (id))
    {
      draft_text (d, "account", id);
      draft_token (d, "account", id);
    }
  /* A code that another process took meanwhile is used up already.  */
  if (l)
    operator_sign (s, t, d, l, &ignored);
  else if (set && set->n > 0)
    factor_apply (s, t, d, id, set, &ignored);
  txn_add (t, d);
  txn_commit (t, &ignored);
}

void
operator_refusal (struct session *s, const char *id, const char *action,
                  const char *chart, const struct factor_set *set,
                  const struct fault *why)
{
  record_refusal (s, id, action, chart, NULL, set, why);
}

bool
operator_refuse (struct session *s, const struct login *l, const char *action,
                 const char *chart, const struct fault *why)
{
  int exit = code_info (why->code)->exit;

  if (exit == 2 || exit == 3)
    record_refusal (s, l->account.id, action, chart, l, NULL, why);
  return false;
}

bool
operator_login (struct session *s, const char *id, unsigned roles,
                const char *action, struct login *out, struct fault *why)
{
  struct login l = { .account = { .id = NULL } };
  bool found = false;
  bool good;

  if (!account_read (s, id, &l.account, &found, why))
    return false;
  good = authenticate (s, id, found ? &l.account : NULL, &l.factors, why);
  if (good && !(l.account.role & roles))
    good = fault_set (why, CODE_ROLE, "%s", role_name (l.account.role));
  if (good)
    {
      *out = l;
      return true;
    }
  /* A prompt nobody answered is no refusal, but codes given before it are
     used up all the same.  */
  if (code_info (why->code)->exit == 3 || l.factors.n > 0)
    record_refusal (s, id, action, NULL, NULL, &l.factors, why);
  login_done (&l);
  return false;
}

bool
operator_sign (struct session *s, struct txn *t, struct draft *draft,
               const struct login *l, struct fault *why)
{
  draft_text (draft, "operator", l->account.id);
  draft_text (draft, "role", role_name (l->account.role));
  return factor_apply (s, t, draft, l->account.id, &l->factors, why);
}

bool
operator_write (struct session *s, const struct login *l, struct draft *draft,
                struct fault *why)
{
  struct txn *t;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    {
      draft_free (draft);
      return false;
    }
  if (!operator_sign (s, t, draft, l, why))
    {
      draft_free (draft);
      txn_end (t);
      return false;
    }
  txn_add (t, draft);
  return txn_commit (t, why);
}

bool
operator_record (struct session *s, const struct login *l, const char *kind,
                 struct fault *why)
{
  struct draft *d = session_draft (s, kind);

  draft_token (d, "account", l->account.id);
  return operator_write (s, l, d, why);
}
