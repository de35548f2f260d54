/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/registry-double.h"

#include <liboath/oath.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/enrol-call.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"

static void
must (bool good, const char *what, const struct fault *why)
{
  if (good)
    return;
  fprintf (stderr, "registry: %s: %s %s\n", what,
           why ? code_info (why->code)->word : "", why ? why->detail : "");
  abort ();
}

static const char *
answer_find (const struct registry *r, const char *name)
{
  for (size_t i = 0; i < REGISTRY_ANSWERS; i++)
    if (r->answers[i].name && strcmp (r->answers[i].name, name) == 0)
      return r->answers[i].value;
  return NULL;
}

static bool
ask (struct prompter *p, const struct question *q, struct secret *answer_out,
     enum answer_from *from_out, struct fault *why)
{
  struct registry *r
      = (void *) ((char *) p - offsetof (struct registry, prompter));
  char full[160];
  const char *value;

  r->asked++;
  snprintf (r->last_account, sizeof r->last_account, "%s", q->account);
  snprintf (r->last_prompt, sizeof r->last_prompt, "%s.%s", q->instance,
            q->prompt->id);
  snprintf (full, sizeof full, "%s:%s", q->account, r->last_prompt);
  value = answer_find (r, full);
  if (!value)
    value = answer_find (r, r->last_prompt);
  if (!value)
    return fault_set (why, CODE_PROMPT_UNANSWERED, "%s", r->last_prompt);
  *from_out = r->from;
  return secret_set (answer_out, value, strlen (value));
}

void
registry_answer (struct registry *r, const char *name, const char *value)
{
  size_t at = REGISTRY_ANSWERS;

  for (size_t i = REGISTRY_ANSWERS; i-- > 0;)
    if (!r->answers[i].name || strcmp (r->answers[i].name, name) == 0)
      at = i;
  for (size_t i = 0; i < REGISTRY_ANSWERS; i++)
    if (r->answers[i].name && strcmp (r->answers[i].name, name) == 0)
      at = i;
  must (at < REGISTRY_ANSWERS, "too many answers", NULL);
  free (r->answers[at].name);
  free (r->answers[at].value);
  r->answers[at].name = value ? strdup (name) : NULL;
  r->answers[at].value = value ? strdup (value) : NULL;
}

static bool
first_docs (struct txn *t, void *ctx, struct fault *why)
{
  struct registry *r = ctx;

  return account_first_admin (&r->s, t, "admin", why);
}

static char *provider_names[]
    = { (char *) "password",    (char *) "totp",
        (char *) "vein",        (char *) "memory2",
        (char *) "bad-two",     (char *) "bad-oldchallenge",
        (char *) "bad-verdict", (char *) "bad-undeclared",
        (char *) "bad-eager" };
static char *physician[] = { (char *) "physician" };

static void
configure (struct registry *r)
{
  struct trial *t = &r->trial;
  struct config *c = &t->config;

  trial_add (t, EMI_KIND_STORE, "ledger", "sqlite", "file", "data/ledger.db",
             NULL);
  trial_add (t, EMI_KIND_AUTH, "password", "password", NULL);
  trial_add (t, EMI_KIND_AUTH, "totp", "totp", NULL);
  trial_add (t, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  trial_add (t, EMI_KIND_AUTH, "memory2", "test-memory2", NULL);
  for (size_t i = 4; i < 9; i++)
    trial_add (t, EMI_KIND_AUTH, provider_names[i], provider_names[i], NULL);
  r->connector = trial_add (t, EMI_KIND_CONNECTOR, "oqs", "oqs-folder", NULL);
  memcpy (c->facility, "1319999999", 11);
  c->node = (char *) "n1";
  c->ledger_store = (char *) "ledger";
  c->connector = (char *) "oqs";
  c->keys = scratch_path (t->dir, "keys");
  c->seal = scratch_path (t->dir, "seal/checkpoint");
  c->permission_roles = physician;
  c->n_permission_roles = 1;
  c->operator_factors = 1;
  c->temporary_hours = 24;
  r->terminals[0] = (struct config_terminal){ .name = (char *) "er-1",
                                              .providers = provider_names,
                                              .n_providers = 9 };
  r->terminals[1] = (struct config_terminal){ .name = (char *) "er-2",
                                              .providers = provider_names,
                                              .n_providers = 2 };
  c->terminals = r->terminals;
  c->n_terminals = 2;
  scratch_mkdir (t->dir, "data", 0700);
  scratch_mkdir (t->dir, "seal", 0700);
}

static void
profile_open (struct registry *r)
{
  const char *top = getenv ("top_srcdir");
  char *path = NULL;

  must (asprintf (&path, "%s/conf/profiles/placeholder.xml", top ? top : ".")
            >= 0,
        "no memory", NULL);
  must (profile_load (path, &r->profile, NULL, &r->why), "profile", &r->why);
  free (path);
}

static void
ledger_make (struct registry *r)
{
  struct session *s = &r->s;
  struct ledger_setup setup;
  struct instance *store;

  must (host_instance (s->host, EMI_KIND_STORE, "ledger", &store, &r->why),
        "store", &r->why);
  session_ledger_setup (s, store, &setup);
  registry_answer (r, "password.new", ADMIN_PASSWORD);
  must (ledger_create (&setup, session_draft (s, "first"), first_docs, r,
                       &r->why),
        "ledger_create", &r->why);
  registry_answer (r, "password.new", NULL);
  must (session_open_ledger (s, &r->why), "ledger_open", &r->why);
}

void
registry_init (struct registry *r)
{
  *r = (struct registry){ .prompter = { .ask = ask },
                          .from = ANSWER_TERMINAL };
  trial_init (&r->trial, REGISTRY_NOW);
  configure (r);
  profile_open (r);
  r->s = (struct session){ .config = &r->trial.config,
                           .profile = r->profile,
                           .clock = r->trial.clock,
                           .host = r->trial.host,
                           .terminal = &r->terminals[0],
                           .prompter = &r->prompter,
                           .cancel_fd = r->trial.cancel[0] };
  ledger_make (r);
  registry_answer (r, "admin:password.password", ADMIN_PASSWORD);
}

void
registry_done (struct registry *r)
{
  ledger_close (r->s.ledger);
  profile_free (r->profile);
  free (r->trial.config.keys);
  free (r->trial.config.seal);
  for (size_t i = 0; i < REGISTRY_ANSWERS; i++)
    {
      free (r->answers[i].name);
      free (r->answers[i].value);
    }
  trial_done (&r->trial);
}

void
registry_advance (struct registry *r, int64_t seconds)
{
  fake_clock_advance_ms (r->trial.fake, 1000 * seconds);
}

void
registry_admin (struct registry *r, struct login *out)
{
  must (operator_login (&r->s, "admin", ROLE_ADMIN, "test", out, &r->why),
        "admin", &r->why);
}

void
registry_person (struct registry *r, const char *id, enum role role)
{
  struct login admin;
  struct enrol_result done = { .show = NULL };
  char own[80], prompt[80];

  registry_admin (r, &admin);
  must (account_add (&r->s, &admin, id, "試験 太郎", "シケン タロウ", role,
                     &r->why),
        "account_add", &r->why);
  registry_answer (r, "password.new", "first password");
  must (enrol_set (&r->s, &admin, id, "password", NULL, 0, &done, &r->why),
        "enrol_set", &r->why);
  enrol_result_done (&done);
  login_done (&admin);
  snprintf (own, sizeof own, "%s's password", id);
  snprintf (prompt, sizeof prompt, "%s:password.password", id);
  registry_answer (r, prompt, "first password");
  registry_answer (r, "password.new", own);
  must (enrol_own (&r->s, id, "password", &done, &r->why), "enrol_own",
        &r->why);
  enrol_result_done (&done);
  registry_answer (r, "password.new", NULL);
  registry_answer (r, prompt, own);
}

void
registry_grant (struct registry *r, const char *id)
{
  struct login admin;

  registry_admin (r, &admin);
  must (account_grant (&r->s, &admin, id, 0, NULL, &r->why), "account_grant",
        &r->why);
  login_done (&admin);
}

bool
registry_enrol_set (struct registry *r, const char *id, const char *provider)
{
  struct enrol_result done = { .show = NULL };
  struct login admin;
  bool good;

  registry_advance (r, 60);
  registry_admin (r, &admin);
  good = enrol_set (&r->s, &admin, id, provider, NULL, 0, &done, &r->why);
  enrol_result_done (&done);
  login_done (&admin);
  return good;
}

/* Puts the enrolment without what enrol_set demands: some of these modules
   would never get through it.  */
void
registry_enrol (struct registry *r, const char *id, const char *provider)
{
  struct enrol_call call = { .asking = { .session = &r->s, .account = id },
                             .ledger = r->s.ledger,
                             .instance = provider,
                             .mode = "set" };
  struct account a = { .id = NULL };
  struct enrolment e = { .instance = NULL };
  struct draft *d = session_draft (&r->s, "enrol");
  const struct enrolment *was;
  struct txn *t;

  must (registry_get (r, id, &a), id, NULL);
  was = account_enrolment (&a, provider);
  draft_token (d, "account", id);
  must (enrol_call_run (&call, &r->why)
            && enrol_call_seal (&call, was ? was->version + 1 : 1,
                                ENROLMENT_ACTIVE, "admin", 0, &e, &r->why)
            && account_set_enrolment (&a, &e, &r->why)
            && ledger_begin (r->s.ledger, TXN_WRITE, &t, &r->why)
            && account_put (t, &a, &r->why),
        provider, &r->why);
  txn_add (t, d);
  must (txn_commit (t, &r->why), provider, &r->why);
  enrol_call_done (&call);
  account_done (&a);
}

void
registry_secret (const char *uri, char secret_out[64])
{
  const char *at = uri ? strstr (uri, "secret=") : NULL;

  must (at != NULL, "no secret in the address", NULL);
  snprintf (secret_out, 64, "%.*s", (int) strcspn (at + 7, "&"), at + 7);
}

static void
code_now (struct registry *r, const char *secret, char code[7])
{
  char *seed = NULL;
  size_t len = 0;

  must (oath_base32_decode (secret, strlen (secret), &seed, &len) == OATH_OK
            && oath_totp_generate (seed, len,
                                   (time_t) clock_seconds (r->s.clock), 30, 0,
                                   6, code)
                   == OATH_OK,
        "code", NULL);
  free (seed);
}

void
registry_code (struct registry *r, const char *secret)
{
  char code[7];

  code_now (r, secret, code);
  registry_answer (r, "totp.code", code);
}

void
registry_totp (struct registry *r, const char *id, char secret_out[64])
{
  struct login admin;
  struct enrol_result done = { .show = NULL };
  char code[7];

  registry_admin (r, &admin);
  must (enrol_set (&r->s, &admin, id, "totp", NULL, 0, &done, &r->why), "totp",
        &r->why);
  registry_secret (done.show, secret_out);
  enrol_result_done (&done);
  code_now (r, secret_out, code);
  must (enrol_set (&r->s, &admin, id, "totp", code, 0, &done, &r->why),
        "confirm", &r->why);
  enrol_result_done (&done);
  login_done (&admin);
  registry_advance (r, 90);
}

bool
registry_get (struct registry *r, const char *id, struct account *out)
{
  struct txn *t;
  bool found = false;

  must (ledger_begin (r->s.ledger, TXN_READ, &t, &r->why), "begin", &r->why);
  must (account_get (t, id, out, &found, &r->why), "account_get", &r->why);
  txn_end (t);
  return found;
}

void
registry_record (struct registry *r, const char *id, size_t n,
                 struct record *out)
{
  struct txn *t;
  uint64_t *seqs;
  size_t count;

  must (ledger_begin (r->s.ledger, TXN_READ, &t, &r->why), "begin", &r->why);
  must (txn_find (t, "account", id, &seqs, &count, &r->why) && count > n,
        "no such record", &r->why);
  must (txn_read (t, seqs[count - 1 - n], out, &r->why), "read", &r->why);
  free (seqs);
  txn_end (t);
}

uint64_t
registry_size (struct registry *r)
{
  struct txn *t;
  uint64_t n;

  must (ledger_begin (r->s.ledger, TXN_READ, &t, &r->why), "begin", &r->why);
  n = txn_size (t);
  txn_end (t);
  return n;
}

bool
registry_verify (struct registry *r, const char *id, const char *instance,
                 struct factor_set *set)
{
  static const struct factor_purpose purpose
      = { .request = "r-test", .reception = "c-test", .rung = 0 };
  struct account a = { .id = NULL };
  bool found = registry_get (r, id, &a);
  bool good = factor_verify (&r->s, id, found ? &a : NULL, instance, &purpose,
                             false, set, &r->why);

  account_done (&a);
  return good;
}

bool
registry_apply (struct registry *r, const char *id,
                const struct factor_set *set)
{
  struct draft *d = session_draft (&r->s, "intent");
  struct txn *t;

  draft_token (d, "account", id);
  must (ledger_begin (r->s.ledger, TXN_WRITE, &t, &r->why), "begin", &r->why);
  if (factor_apply (&r->s, t, d, id, set, &r->why))
    {
      txn_add (t, d);
      return txn_commit (t, &r->why);
    }
  draft_free (d);
  txn_end (t);
  return false;
}

bool
registry_prove (struct registry *r, const char *id, const char *instance)
{
  struct factor_set set = { .n = 0 };

  return registry_verify (r, id, instance, &set)
         && registry_apply (r, id, &set);
}
