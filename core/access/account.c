/* SPDX-License-Identifier: Apache-2.0 */
/* Reading and putting accounts, and the two questions everybody asks of them:
   may this account view (R1), and is that enrolment usable.  */
#include "access/account.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "access/account-json.h"
#include "base/buffer.h"
#include "base/cleanup.h"

#define ROW_KIND "account"
#define SEAL_CONTEXT "emi-cred"

static const struct
{
  enum role role;
  const char *name;
} roles[] = {
  { ROLE_PHYSICIAN, "physician" }, { ROLE_NURSE, "nurse" },
  { ROLE_RECEPTION, "reception" }, { ROLE_SUPPORT, "support" },
  { ROLE_PRIVACY, "privacy" },     { ROLE_ADMIN, "admin" },
  { ROLE_VENDOR, "vendor" },
};

const char *
role_name (enum role r)
{
  for (size_t i = 0; i < N_ELEMENTS (roles); i++)
    if (roles[i].role == r)
      return roles[i].name;
  return "";
}

bool
role_parse (const char *name, enum role *out)
{
  for (size_t i = 0; i < N_ELEMENTS (roles); i++)
    if (strcmp (roles[i].name, name) == 0)
      {
        *out = roles[i].role;
        return true;
      }
  return false;
}

bool
role_may_hold (const struct config *c, enum role r)
{
  /* Whatever the configuration says: who hands out permissions has none.  */
  if (r == ROLE_ADMIN)
    return false;
  for (size_t i = 0; i < c->n_permission_roles; i++)
    if (strcmp (c->permission_roles[i], role_name (r)) == 0)
      return true;
  return false;
}

static const char *const states[] = {
  [ENROLMENT_PENDING] = "pending",
  [ENROLMENT_ACTIVE] = "active",
  [ENROLMENT_ONE_TIME] = "one-time",
  [ENROLMENT_REVOKED] = "revoked",
};

const char *
enrolment_state_name (enum enrolment_state state)
{
  return states[state];
}

bool
enrolment_state_parse (const char *word, enum enrolment_state *out)
{
  for (size_t i = 0; word && i < N_ELEMENTS (states); i++)
    if (strcmp (word, states[i]) == 0)
      {
        *out = (enum enrolment_state) i;
        return true;
      }
  return false;
}

void
enrolment_revoke (struct enrolment *e, bool temporary_only)
{
  free (e->blob);
  e->blob = NULL;
  e->blob_len = 0;
  e->version++;
  e->state = ENROLMENT_REVOKED;
  if (temporary_only || !e->before)
    return;
  enrolment_done (e->before);
  free (e->before);
  e->before = NULL;
}

void
enrolment_done (struct enrolment *e)
{
  free (e->instance);
  free (e->blob);
  free (e->by);
  if (e->before)
    enrolment_done (e->before);
  free (e->before);
  *e = (struct enrolment){ .instance = NULL };
}

void
account_done (struct account *a)
{
  for (size_t i = 0; i < a->n_enrolments; i++)
    enrolment_done (&a->enrolments[i]);
  free (a->enrolments);
  free (a->id);
  free (a->name);
  free (a->kana);
  free (a->grant.by);
  free (a->grant.reason);
  *a = (struct account){ .id = NULL };
}

bool
account_get (struct txn *t, const char *id, struct account *out,
             bool *found_out, struct fault *why)
{
  struct buffer row = BUFFER_INIT;
  struct account a = { .id = NULL };
  bool found = false;
  bool good = txn_row_get (t, ROW_DOC, ROW_KIND, id, &row, &found, why);

  if (good && found
      && (!account_from_json (row.data, row.len, &a)
          || strcmp (a.id, id) != 0))
    good = fault_set (why, CODE_EVIDENCE,
                      "a row of the registry is not what "
                      "was put there");
  buffer_done (&row);
  if (!good)
    {
      account_done (&a);
      return false;
    }
  *found_out = found;
  if (found)
    *out = a;
  return true;
}

bool
account_read (struct session *s, const char *id, struct account *out,
              bool *found_out, struct fault *why)
{
  struct txn *t;
  bool good;

  if (!ledger_begin (s->ledger, TXN_READ, &t, why))
    return false;
  good = account_get (t, id, out, found_out, why);
  txn_end (t);
  return good;
}

bool
account_put (struct txn *t, const struct account *a, struct fault *why)
{
  char *text = account_to_json (a);
  bool good;

  if (!text)
    return fault_set (why, CODE_MEMORY, "account");
  good = txn_row_put (t, ROW_DOC, ROW_KIND, a->id, text, strlen (text), why);
  free (text);
  return good;
}

struct listing
{
  struct account *v;
  size_t n;
  size_t cap;
  enum code failed;
};

static bool
list_one (void *ctx, const void *data, size_t len)
{
  struct listing *l = ctx;

  if (l->n == l->cap)
    {
      size_t cap = l->cap ? 2 * l->cap : 16;
      struct account *v = realloc (l->v, cap * sizeof *v);

      if (!v)
        {
          l->failed = CODE_MEMORY;
          return false;
        }
      l->v = v;
      l->cap = cap;
    }
  if (!account_from_json (data, len, &l->v[l->n]))
    {
      l->failed = CODE_EVIDENCE;
      return false;
    }
  l->n++;
  return true;
}

static int
by_id (const void *a, const void *b)
{
  return strcmp (((const struct account *) a)->id,
                 ((const struct account *) b)->id);
}

bool
account_list (struct txn *t, struct account **list_out, size_t *n_out,
              struct fault *why)
{
  struct listing l = { .failed = CODE_OK };
  bool good = txn_row_each (t, ROW_DOC, list_one, &l, why);

  if (good && l.failed != CODE_OK)
    good = fault_set (why, l.failed, "the registry of accounts");
  if (!good)
    {
      accounts_free (l.v, l.n);
      return false;
    }
  if (l.n > 1)
    qsort (l.v, l.n, sizeof *l.v, by_id);
  *list_out = l.v;
  *n_out = l.n;
  return true;
}

void
accounts_free (struct account *list, size_t n)
{
  for (size_t i = 0; i < n; i++)
    account_done (&list[i]);
  free (list);
}

struct enrolment *
account_enrolment (const struct account *a, const char *instance)
{
  for (size_t i = 0; a && i < a->n_enrolments; i++)
    if (strcmp (a->enrolments[i].instance, instance) == 0)
      return &a->enrolments[i];
  return NULL;
}

/* Moves what AT's owner has for good behind the temporary E.  */
static bool
keep_before (struct enrolment *at, struct enrolment *e)
{
  if (at->before)
    {
      e->before = at->before;
      at->before = NULL;
    }
  else if (at->state == ENROLMENT_ACTIVE && at->until == 0)
    {
      e->before = malloc (sizeof *e->before);
      if (!e->before)
        return false;
      *e->before = *at;
      *at = (struct enrolment){ .instance = NULL };
    }
  return true;
}

bool
account_set_enrolment (struct account *a, struct enrolment *e,
                       struct fault *why)
{
  struct enrolment *at = account_enrolment (a, e->instance);

  assert (a);
  if (!at)
    {
      struct enrolment *v
          = realloc (a->enrolments, (a->n_enrolments + 1) * sizeof *v);

      if (!v)
        return fault_set (why, CODE_MEMORY, "enrolment");
      a->enrolments = v;
      at = &v[a->n_enrolments++];
    }
  else
    {
      if (e->until && !keep_before (at, e))
        return fault_set (why, CODE_MEMORY, "enrolment");
      enrolment_done (at);
    }
  *at = *e;
  *e = (struct enrolment){ .instance = NULL };
  return true;
}

static bool
not_run_out (int64_t until, int64_t now)
{
  return until == 0 || now < until;
}

const struct enrolment *
account_enrolment_at (const struct account *a, const char *instance,
                      int64_t now)
{
  const struct enrolment *e = account_enrolment (a, instance);

  return e && e->before
             && (e->state == ENROLMENT_PENDING
                 || e->state == ENROLMENT_REVOKED
                 || !not_run_out (e->until, now))
           ? e->before
           : e;
}

bool
enrolment_usable (const struct enrolment *e, int64_t now)
{
  return e && e->state == ENROLMENT_ACTIVE && not_run_out (e->until, now);
}

/* What a sealed blob belongs to; another account, instance or an older
   version of it does not open.  */
static void
seal_text (struct buffer *out, const char *account, const struct enrolment *e)
{
  buffer_printf (out, "%s\n%s\n%lu", account, e->instance,
                 (unsigned long) e->version);
}

bool
enrolment_seal (struct ledger *l, const char *account, struct enrolment *e,
                const void *data, size_t len, struct fault *why)
{
  struct buffer text = BUFFER_INIT;
  struct buffer sealed = BUFFER_INIT;
  size_t sealed_len = 0;
  bool good;

  seal_text (&text, account, e);
  good = text.failed ? fault_set (why, CODE_MEMORY, "enrolment")
                     : ledger_seal (l, SEAL_CONTEXT, buffer_string (&text),
                                    data, len, &sealed, why);
  buffer_done (&text);
  if (good)
    {
      free (e->blob);
      e->blob = (unsigned char *) buffer_steal (&sealed, &sealed_len);
      e->blob_len = sealed_len;
      good = e->blob || fault_set (why, CODE_MEMORY, "enrolment");
    }
  buffer_done (&sealed);
  return good;
}

bool
enrolment_unseal (const struct ledger *l, const char *account,
                  const struct enrolment *e, struct secret *out,
                  struct fault *why)
{
  struct buffer text = BUFFER_INIT;
  bool good;

  seal_text (&text, account, e);
  good = text.failed ? fault_set (why, CODE_MEMORY, "enrolment")
                     : ledger_unseal (l, SEAL_CONTEXT, buffer_string (&text),
                                      e->blob, e->blob_len, out, why);
  buffer_done (&text);
  return good;
}

bool
account_may_view (const struct session *s, const struct account *a,
                  int64_t now, struct fault *why)
{
  if (!a || !a->grant.given || !not_run_out (a->grant.until, now)
      || !role_may_hold (s->config, a->role))
    return fault_set (why, CODE_NOT_PERMITTED, "%s", "");
  return true;
}
