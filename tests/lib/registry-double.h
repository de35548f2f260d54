/* SPDX-License-Identifier: Apache-2.0 */
/* A small hospital for tests of accounts and factors: a real ledger on the
   real sqlite store, the real password and totp modules and those made for
   tests, a fake clock, and prompts answered from a list.  Its first account
   is `admin`.  All abort when they cannot do their work.  */
#ifndef EMI_TESTS_REGISTRY_DOUBLE_H
#define EMI_TESTS_REGISTRY_DOUBLE_H

#include "access/enrol.h"
#include "access/operator.h"
#include "lib/trial.h"

#define REGISTRY_NOW INT64_C (1767225600) /* 2026-01-01 in UTC */
#define ADMIN_PASSWORD "correct horse battery"

#define REGISTRY_ANSWERS 16

struct registry
{
  struct trial trial;
  struct session s;
  struct config_terminal terminals[2];
  struct config_instance *connector;
  struct profile *profile;
  struct prompter prompter; /* answers from the list below */
  struct
  {
    char *name; /* "password.password" or "tanaka:password.password" */
    char *value;
  } answers[REGISTRY_ANSWERS];
  enum answer_from from;
  size_t asked;
  char last_account[64]; /* whose answer was asked for last */
  char last_prompt[80];
  struct fault why; /* for any call */
};

void registry_init (struct registry *r);
void registry_done (struct registry *r);

/* Sets or replaces an answer; VALUE NULL: unanswered from now on.  */
void registry_answer (struct registry *r, const char *name, const char *value);
/* Lets time go by.  */
void registry_advance (struct registry *r, int64_t seconds);

/* `admin`, authenticated anew.  Waits out a delay first when there is one.  */
void registry_admin (struct registry *r, struct login *out);
/* An account with its own password ("NAME's password").  */
void registry_person (struct registry *r, const char *id, enum role role);
void registry_grant (struct registry *r, const char *id);
/* enrol_set by `admin`, a minute later, with nothing to print or confirm.  */
bool registry_enrol_set (struct registry *r, const char *id,
                         const char *provider);
/* Enrols a test module's instance, active at once.  */
void registry_enrol (struct registry *r, const char *id, const char *provider);
/* Enrols and confirms totp for ID, 90 s before now at the end.  The secret in
   base 32 goes to SECRET_OUT.  */
void registry_totp (struct registry *r, const char *id, char secret_out[64]);
/* Sets the answer totp.code to the right code for now.  */
void registry_code (struct registry *r, const char *secret);
/* The secret of an otpauth address.  */
void registry_secret (const char *uri, char secret_out[64]);

/* Reads the account; false when there is none.  */
bool registry_get (struct registry *r, const char *id, struct account *out);
/* The Nth newest record under the account's token; the caller's.  */
void registry_record (struct registry *r, const char *id, size_t n,
                      struct record *out);
/* How many records there are in all.  */
uint64_t registry_size (struct registry *r);

/* Runs one factor and, when it succeeds, applies it in a commit.  */
bool registry_prove (struct registry *r, const char *id, const char *instance);
/* factor_verify with the account as it is now.  */
bool registry_verify (struct registry *r, const char *id, const char *instance,
                      struct factor_set *set);
bool registry_apply (struct registry *r, const char *id,
                     const struct factor_set *set);

#endif
