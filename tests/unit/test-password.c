/* SPDX-License-Identifier: Apache-2.0 */
/* The password provider's own rules, through the real module.  */
#include <criterion/criterion.h>
#include <sodium.h>
#include <string.h>

#include "lib/caught.h"
#include "lib/trial.h"

#define OLD "the old password"

static struct trial trial;
static struct caught caught;
static struct instance *password;
static struct fault why;

static void
set_up (void)
{
  trial_init (&trial, 1700000000);
  trial_add (&trial, EMI_KIND_AUTH, "password", "password", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "password", &password,
                            &why),
             "%s", why.detail);
  caught_init (&caught, NULL);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
}

TestSuite (password, .init = set_up, .fini = tear_down);

static emi_rc
enrol (const char *mode, const char *new, const char *hash)
{
  const char *answers[] = { "new", new, NULL };
  struct emi_auth_enrol in = { .size = sizeof in,
                               .account = "dr-a",
                               .mode = mode,
                               .issuer = "1319999999",
                               .enrolment = { hash, hash ? strlen (hash) : 0 } };

  caught_reset (&caught);
  caught.answers = answers;
  emi_rc rc = instance_call (password, CALL_auth_enrol, &in, &caught.env, &why);
  caught.answers = NULL;
  return rc;
}

Test (password, hash_is_the_agreed_one)
{
  cr_assert_eq (enrol ("set", OLD, NULL), EMI_OK, "%s", why.detail);
  const char *hash = caught_text (&caught, "enrolment");
  cr_assert_eq (strncmp (hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0, "%s",
                hash);
  cr_assert_eq (crypto_pwhash_str_verify (hash, OLD, strlen (OLD)), 0);
  cr_assert_str_eq (caught_text (&caught, "state"), "active");
}

/* Characters are counted, not bytes.  */
Test (password, short_ones_are_refused)
{
  cr_assert_eq (enrol ("set", "nine char", NULL), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "10"), "%s", why.detail);
  cr_assert_null (strstr (why.detail, "nine char"));
  cr_assert_eq (caught.n, 0);
  cr_assert_eq (enrol ("set", "山田山田山田", NULL), EMI_PROTOCOL);
  cr_assert_eq (enrol ("set", "山田山田山田山田山田", NULL), EMI_OK, "%s",
                why.detail);
  cr_assert_eq (enrol ("set", "", NULL), EMI_PROTOCOL);
}

Test (password, own_one_must_be_another)
{
  cr_assert_eq (enrol ("set", OLD, NULL), EMI_OK);
  char *hash = strdup (caught_text (&caught, "enrolment"));

  cr_assert_eq (enrol ("own", OLD, hash), EMI_PROTOCOL);
  cr_assert_eq (caught.n, 0);
  cr_assert_eq (enrol ("own", "another password", hash), EMI_OK, "%s",
                why.detail);
  cr_assert_str_neq (caught_text (&caught, "enrolment"), hash);
  /* Whoever sets it for another does not learn what it was.  */
  cr_assert_eq (enrol ("set", OLD, hash), EMI_OK);
  free (hash);
}
