/* SPDX-License-Identifier: Apache-2.0 */
/* A card through a whole request's factor: a module with a key in a file, the
   core's own check, one slot that is both classes, and enrolment.  */
#include "access/proof.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "access/ladder.h"
#include "host/pairs.h"
#include "host/part.h"
#include "lib/card-maker.h"
#include "lib/expect-code.h"
#include "lib/registry-double.h"
#include "lib/scratch.h"

static struct registry r;
static char *folder; /* the card */
static struct card_cert cert;
static char *providers[]
    = { (char *) "card", (char *) "password", (char *) "totp" };

static void
play (const char *words)
{
  scratch_write (r.trial.dir, "card/play", words, 0600);
}

static void
card_is (const struct card_want *want)
{
  struct card_want w = *want;

  w.now = clock_seconds (r.s.clock);
  card_done (&cert);
  card_make (&cert, &w);
  card_write (&cert, folder);
}

static bool
enrol (const char *id)
{
  return registry_enrol_set (&r, id, "card");
}

static void
begin (void)
{
  registry_init (&r);
  folder = scratch_path (r.trial.dir, "card");
  scratch_mkdir (r.trial.dir, "card", 0700);
  trial_add (&r.trial, EMI_KIND_AUTH, "card", "test-card", "card", folder,
             NULL);
  cr_assert (trial_module (&r.trial, EVIDENCE_MODULE));
  host_set_parts (r.s.host, r.trial.config.plugin_folder);
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  card_is (&(struct card_want){ .kind = NULL });
  play ("");
  cr_assert (enrol ("tanaka"), "%s %s", code_info (r.why.code)->word,
             r.why.detail);
  registry_answer (&r, "card.pin", "1234");
  r.terminals[0].providers = providers;
  r.terminals[0].n_providers = 3;
}

static void
end (void)
{
  card_done (&cert);
  free (folder);
  registry_done (&r);
}

TestSuite (proof, .init = begin, .fini = end);

static enum code
verify (struct factor_set *set)
{
  registry_advance (&r, 60);
  return registry_verify (&r, "tanaka", "card", set) ? CODE_OK : r.why.code;
}

#define EXPECT(call, code) EXPECT_CODE (call, code, r.why.detail)

/* --- one slot, two classes --- */

Test (proof, a_card_alone_is_the_whole_pair)
{
  struct factor_set set = { .n = 0 };
  char a[5], b[5], names[2][33];
  struct account account;
  struct record rec;
  size_t n = 0;

  cr_assert (registry_get (&r, "tanaka", &account));
  cr_assert (factor_choose (&r.s, &account, NULL, 2, names, &n, &r.why));
  cr_expect_eq (n, 1);
  cr_expect_str_eq (names[0], "card");
  cr_assert (factor_choose (&r.s, &account, "card", 2, names, &n, &r.why));
  cr_expect_eq (n, 1);
  cr_expect (
      !factor_choose (&r.s, &account, "password", 2, names, &n, &r.why));
  cr_expect_eq (r.why.code, CODE_FACTOR_CLASS);
  account_done (&account);

  EXPECT (verify (&set), OK);
  cr_expect_str_eq (set.use[0].methods, "3-01 1-02");
  cr_expect_str_eq (set.use[0].assurance, "core");
  cr_assert (factor_set_admissible (&r.s, &set, &r.why));
  cr_assert (factor_declaration (&set, a, b));
  cr_expect_str_eq (a, "1-02");
  cr_expect_str_eq (b, "3-01");

  cr_assert (registry_apply (&r, "tanaka", &set));
  registry_record (&r, "tanaka", 0, &rec);
  cr_expect_str_eq (record_text (&rec, "factors"), "3-01 1-02");
  cr_expect_str_eq (record_text (&rec, "factor.1.assurance"), "core");
  cr_expect (strncmp (record_text (&rec, "factor.1.evidence"), "cert=", 5)
             == 0);
  cr_expect (strstr (record_text (&rec, "factor.1.evidence"), "; pin=session"),
             "%s", record_text (&rec, "factor.1.evidence"));
  record_done (&rec);
}

Test (proof, a_card_whose_pin_was_not_checked_needs_another_factor)
{
  struct factor_set set = { .n = 0 };
  char a[5], b[5];

  play ("only=3-01");
  EXPECT (verify (&set), OK);
  cr_expect_str_eq (set.use[0].methods, "3-01");
  cr_expect (!factor_set_admissible (&r.s, &set, &r.why));
  cr_expect (!factor_declaration (&set, a, b));
  cr_assert (registry_verify (&r, "tanaka", "password", &set));
  cr_assert (factor_set_admissible (&r.s, &set, &r.why));
  cr_assert (factor_declaration (&set, a, b));
  cr_expect_str_eq (a, "1-01");
  cr_expect_str_eq (b, "3-01");
}

Test (proof, what_the_core_checked_is_more_than_any_word)
{
  struct factor_set set = { .n = 0 };
  struct pair p;

  r.trial.config.minimum = CONFIG_MINIMUM_CORE;
  host_pair (r.s.host, "card", NULL, &p);
  cr_expect_eq (p.verdict, PAIR_GOOD);
  host_pair (r.s.host, "card", "password", &p);
  cr_expect_eq (p.verdict, PAIR_MINIMUM);
  host_pair (r.s.host, "password", NULL, &p);
  cr_expect_eq (p.verdict, PAIR_ALONE);
  EXPECT (verify (&set), OK);
  cr_expect (factor_set_admissible (&r.s, &set, &r.why));
}

Test (proof, an_operator_of_two_factors_may_hold_them_in_one_card)
{
  struct login l;

  r.trial.config.operator_factors = 2;
  registry_advance (&r, 60);
  cr_assert (
      operator_login (&r.s, "tanaka", ROLE_PHYSICIAN, "test", &l, &r.why),
      "%s", code_info (r.why.code)->word);
  cr_expect_eq (l.factors.n, 1);
  login_done (&l);
  play ("only=3-01");
  registry_advance (&r, 60);
  cr_expect (
      !operator_login (&r.s, "tanaka", ROLE_PHYSICIAN, "test", &l, &r.why));
  cr_expect_eq (r.why.code, CODE_FACTOR_CLASS);
}

Test (proof, two_methods_are_declared_and_different)
{
  static const char *const bad[]
      = { "only=3-01,1-02", "only=1-01", "only=9-99" };
  struct factor_set set = { .n = 0 };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    {
      play (bad[i]);
      EXPECT (verify (&set), FACTOR_ATTEST);
    }
}

/* --- what does not hold --- */

Test (proof, every_fault_has_a_code_and_counts_as_a_failure)
{
  static const struct
  {
    const char *play;
    enum code code;
  } rows[] = {
    { "flip", CODE_SIGNATURE_WRONG },
    { "old", CODE_SIGNATURE_WRONG },
    { "algorithm=rsa-pss-sha256", CODE_SIGNATURE_WRONG },
    { "algorithm=md5", CODE_SIGNATURE_WRONG },
  };
  struct factor_set set = { .n = 0 };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      play (rows[i].play);
      cr_expect_eq (verify (&set), rows[i].code, "%s: %s", rows[i].play,
                    code_info (r.why.code)->word);
      cr_expect (!ladder_unusable (r.why.code));
      cr_expect (!registry_verify (&r, "tanaka", "card", &set));
      cr_expect_eq (r.why.code, CODE_FACTOR_DELAY, "%s", rows[i].play);
    }
  cr_expect_eq (set.n, 0);
  play ("");
  EXPECT (verify (&set), OK);
}

Test (proof, a_wrong_pin_is_told_as_one)
{
  struct factor_set set = { .n = 0 };

  registry_answer (&r, "card.pin", "9999");
  EXPECT (verify (&set), REASON_PIN_WRONG);
}

Test (proof, another_card_is_refused_whether_or_not_there_is_an_account)
{
  struct factor_set set = { .n = 0 };

  card_is (&(struct card_want){ .name = "Jiro" });
  EXPECT (verify (&set), REASON_CARD_OTHER);
  registry_advance (&r, 60);
  cr_expect (!registry_verify (&r, "nobody", "card", &set));
  cr_expect_eq (r.why.code, CODE_REASON_CARD_OTHER);
}

Test (proof, rsa_cards_work_as_well)
{
  struct factor_set set = { .n = 0 };

  card_is (&(struct card_want){ .kind = "2048" });
  cr_assert (enrol ("tanaka"));
  EXPECT (verify (&set), OK);
  play ("pss");
  EXPECT (verify (&set), OK);
}

/* --- an authority --- */

static struct card_cert root;
static struct config_trust trust;

/* From now on the card is of an authority, and the authority trusted.  */
static void
trust_begin (struct card_want want)
{
  struct card_want ca
      = { .now = REGISTRY_NOW, .ca = true, .name = "Test Root" };

  card_make (&root, &ca);
  card_append (&root, r.trial.dir, "ca.pem");
  trust.ca = scratch_path (r.trial.dir, "ca.pem");
  for (size_t i = 0; i < r.trial.config.n_instances; i++)
    if (strcmp (r.trial.instances[i].name, "card") == 0)
      r.trial.instances[i].trust = &trust;
  want.issuer = &root;
  card_is (&want);
}

static void
trust_end (void)
{
  free (trust.ca);
  free (trust.crl);
  card_done (&root);
}

static void
list_is (const struct card_cert *revoked, int64_t to)
{
  size_t len;
  int64_t now = clock_seconds (r.s.clock);
  unsigned char *der = card_crl (&root, revoked, now - 60, now + to, &len);

  scratch_bytes (r.trial.dir, "ca.crl", der, len, 0600);
  OPENSSL_free (der);
  free (trust.crl);
  trust.crl = scratch_path (r.trial.dir, "ca.crl");
}

Test (proof, an_authority_is_asked_at_each_use)
{
  struct factor_set set = { .n = 0 };

  trust_begin ((struct card_want){ .kind = NULL });
  list_is (NULL, 7 * CARD_DAY);
  cr_assert (enrol ("tanaka"), "%s %s", code_info (r.why.code)->word,
             r.why.detail);
  EXPECT (verify (&set), OK);
  cr_expect (strstr (set.use[0].evidence, " crl=good; pin=session"), "%s",
             set.use[0].evidence);
  list_is (&cert, 7 * CARD_DAY);
  EXPECT (verify (&set), CERT_REVOKED);
  cr_expect (!ladder_unusable (r.why.code));
  list_is (NULL, 60);
  registry_advance (&r, 3600);
  EXPECT (verify (&set), CRL_STALE);
  cr_expect (ladder_unusable (r.why.code), "nothing is said of the person");
  trust_end ();
}

Test (proof, files_that_others_can_change_are_trusted_by_nobody)
{
  struct factor_set set = { .n = 0 };

  trust_begin ((struct card_want){ .kind = NULL });
  cr_assert (enrol ("tanaka"));
  cr_assert_eq (chmod (trust.ca, 0666), 0);
  EXPECT (verify (&set), TRUST_UNREADABLE);
  cr_expect (ladder_unusable (r.why.code));
  cr_assert_eq (unlink (trust.ca), 0);
  EXPECT (verify (&set), TRUST_UNREADABLE);
  trust_end ();
}

Test (proof, a_stranger_s_card_is_not_registered)
{
  trust_begin ((struct card_want){ .kind = NULL });
  card_is (&(struct card_want){ .kind = NULL });
  cr_expect (!enrol ("tanaka"));
  cr_expect_eq (r.why.code, CODE_CERT_UNTRUSTED);
  trust_end ();
}

Test (proof, a_renewed_card_where_the_issuer_vouches)
{
  struct factor_set set = { .n = 0 };

  trust_begin ((struct card_want){ .kind = NULL });
  cr_assert (enrol ("tanaka"));
  card_is (&(struct card_want){ .issuer = &root });
  EXPECT (verify (&set), CERT_RENEWED);
  trust.by_issuer = true;
  EXPECT (verify (&set), OK);
  registry_person (&r, "sato", ROLE_PHYSICIAN);
  cr_expect (!enrol ("sato"), "it is tanaka's, renewed");
  cr_expect_eq (r.why.code, CODE_CERT_TAKEN);
  trust_end ();
}

Test (proof, the_qualification_goes_by_the_account_s_role)
{
  struct config_demand demand
      = { (char *) "physician", (char *) "Medical Doctor" };
  struct factor_set set = { .n = 0 };
  size_t len;
  unsigned char *role = card_role ("Medical Doctor", &len);

  trust_begin ((struct card_want){ .kind = NULL });
  trust.demands = &demand;
  trust.n_demands = 1;
  cr_expect (!enrol ("tanaka"));
  cr_expect_eq (r.why.code, CODE_CERT_ROLE);
  demand.role = (char *) "nurse";
  cr_assert (enrol ("tanaka"), "%s", code_info (r.why.code)->word);
  demand.role = (char *) "physician";
  EXPECT (verify (&set), CERT_ROLE);
  card_is (&(struct card_want){ .issuer = &root, .role = { role, len } });
  cr_assert (enrol ("tanaka"));
  EXPECT (verify (&set), OK);
  cr_expect (strstr (set.use[0].evidence, "hcrole=\"Medical Doctor\""), "%s",
             set.use[0].evidence);
  OPENSSL_free (role);
  trust_end ();
}

/* --- the module --- */

Test (proof, without_the_module_nothing_is_believed)
{
  struct factor_set set = { .n = 0 };
  char *empty = scratch_path (r.trial.dir, "run");

  trial_restart (&r.trial);
  r.s.host = r.trial.host;
  host_set_parts (r.s.host, empty);
  /* The ledger's store lives in the old host.  */
  ledger_close (r.s.ledger);
  cr_assert (session_open_ledger (&r.s, &r.why));
  EXPECT (verify (&set), PLUGIN_MISSING);
  cr_expect (ladder_unusable (r.why.code));
  cr_expect_eq (set.n, 0);
  free (empty);
}

/* --- enrolment --- */

Test (proof, only_who_can_sign_is_registered)
{
  static const struct
  {
    const char *play;
    enum code code;
  } rows[] = {
    { "silent", CODE_FACTOR_ATTEST },
    { "flip", CODE_SIGNATURE_WRONG },
    { "other", CODE_FACTOR_ATTEST },
  };
  struct card_cert second;

  card_make (&second, &(struct card_want){ .now = REGISTRY_NOW });
  card_append (&second, folder, "chain.pem");
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      play (rows[i].play);
      cr_expect (!enrol ("tanaka"), "%s", rows[i].play);
      cr_expect_eq (r.why.code, rows[i].code, "%s: %s %s", rows[i].play,
                    code_info (r.why.code)->word, r.why.detail);
    }
  card_done (&second);
}

Test (proof, an_expired_card_is_not_registered)
{
  card_is (&(struct card_want){ .to = REGISTRY_NOW - CARD_DAY });
  cr_expect (!enrol ("tanaka"));
  cr_expect_eq (r.why.code, CODE_CERT_EXPIRED);
}

Test (proof, one_card_one_account)
{
  registry_person (&r, "sato", ROLE_PHYSICIAN);
  cr_expect (!enrol ("sato"));
  cr_expect_eq (r.why.code, CODE_CERT_TAKEN, "%s",
                code_info (r.why.code)->word);
  cr_expect (!strstr (r.why.detail, "tanaka"), "whose it is, is not told");
  /* The owner's own again is no question.  */
  cr_expect (enrol ("tanaka"), "%s", code_info (r.why.code)->word);
}
