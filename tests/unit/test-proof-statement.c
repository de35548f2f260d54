/* SPDX-License-Identifier: Apache-2.0 */
/* Another product's statement through a whole factor: the real provider, the
   core's own check against a key file that changes, once and never again, and
   one name for one account.  */
#include "access/proof.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>

#include "access/statement-once.h"
#include "host/pairs.h"
#include "host/part.h"
#include "lib/expect-code.h"
#include "lib/registry-double.h"
#include "lib/scratch.h"
#include "lib/statement-maker.h"

static struct registry r;
static json_t *key;
static struct config_trust trust, trust_b;

static void
keys_are (json_t *public_half)
{
  char *text = json_dumps (public_half, 0);

  scratch_write (r.trial.dir, "keys.json", text, 0600);
  free (text);
  json_decref (public_half);
}

static bool
enrol (const char *id, const char *provider, const char *subject)
{
  char prompt[64];

  snprintf (prompt, sizeof prompt, "%s.subject", provider);
  registry_answer (&r, prompt, subject);
  return registry_enrol_set (&r, id, provider);
}

static void
begin (void)
{
  registry_init (&r);
  key = key_new ("ES256", "one");
  keys_are (key_public (key));
  trust
      = (struct config_trust){ .keys = scratch_path (r.trial.dir, "keys.json"),
                               .issuer = (char *) "iss" };
  trust_b = trust;
  trial_add (&r.trial, EMI_KIND_AUTH, "sso", "assertion", NULL)->trust
      = &trust;
  trial_add (&r.trial, EMI_KIND_AUTH, "sso-b", "assertion", NULL)->trust
      = &trust_b;
  cr_assert (trial_module (&r.trial, EVIDENCE_MODULE));
  host_set_parts (r.s.host, r.trial.config.plugin_folder);
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_person (&r, "sato", ROLE_PHYSICIAN);
  cr_assert (enrol ("tanaka", "sso", "t.tanaka"), "%s %s",
             code_info (r.why.code)->word, r.why.detail);
}

static void
end (void)
{
  json_decref (key);
  free (trust.keys);
  registry_done (&r);
}

TestSuite (proof_statement, .init = begin, .fini = end);

/* Says that SUBJECT has passed METHODS now, under the name JTI, and shows it
   to PROVIDER.  */
static void
show (const char *provider, const char *subject, const char *jti,
      const char *methods)
{
  long long now = (long long) clock_seconds (r.s.clock);
  char *claims = NULL, *text, prompt[64], list[160] = "";
  size_t used = 0;

  for (const char *m = methods; *m; m += 4, m += *m == ' ')
    used += (size_t) snprintf (list + used, sizeof list - used,
                               "%s{\"method\":\"%.4s\",\"at\":%lld}",
                               used ? "," : "", m, now);
  cr_assert (asprintf (&claims,
                       "{\"iss\":\"iss\",\"sub\":\"%s\",\"aud\":\"%s\","
                       "\"terminal\":\"%s\",\"iat\":%lld,\"jti\":\"%s\","
                       "\"methods\":[%s]}",
                       subject, r.trial.config.facility, r.s.terminal->name,
                       now, jti, list)
             > 0);
  text = sign_text (key, "{\"alg\":\"ES256\",\"kid\":\"one\"}", claims);
  snprintf (prompt, sizeof prompt, "%s.statement", provider);
  registry_answer (&r, prompt, text);
  free (text);
  free (claims);
}

static enum code
verify (const char *id, const char *provider, struct factor_set *set)
{
  return registry_verify (&r, id, provider, set) ? CODE_OK : r.why.code;
}

#define EXPECT(call, code) EXPECT_CODE (call, code, r.why.detail)

#define JTI "0123456789abcdef-"

Test (proof_statement, both_factors_and_what_is_recorded)
{
  struct factor_set set = { .n = 0 };
  struct record rec;
  char a[5], b[5];

  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  cr_assert (factor_set_admissible (&r.s, &set, &r.why));
  cr_assert (factor_declaration (&set, a, b));
  cr_expect_str_eq (a, "2-04");
  cr_expect_str_eq (b, "3-01");
  cr_expect_str_eq (set.use[0].assurance, "core");
  cr_assert (registry_apply (&r, "tanaka", &set));
  registry_record (&r, "tanaka", 0, &rec);
  cr_expect_str_eq (record_text (&rec, "factors"), "3-01 2-04");
  cr_expect_eq (strlen (record_text (&rec, "factor.1.statement")), 64);
  cr_expect_eq (strncmp (record_text (&rec, "factor.1.evidence"),
                         "iss=iss kid=one alg=ES256 jti=", 30),
                0, "%s", record_text (&rec, "factor.1.evidence"));
  record_done (&rec);
}

Test (proof_statement, once)
{
  struct factor_set set = { .n = 0 }, again = { .n = 0 };
  struct factor_set late = { .n = 0 };

  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  /* Another process has looked at it, too, before anybody took it.  */
  EXPECT (verify ("tanaka", "sso", &late), OK);
  cr_assert (registry_apply (&r, "tanaka", &set));
  cr_expect_not (registry_apply (&r, "tanaka", &late));
  cr_expect_eq (r.why.code, CODE_STATEMENT_USED);
  EXPECT (verify ("tanaka", "sso", &again), STATEMENT_USED);
  /* It is no guess, so nothing has to be waited for.  */
  EXPECT (verify ("tanaka", "sso", &again), STATEMENT_USED);
  /* Under another name it is another one, though made in the same second. */
  show ("sso", "t.tanaka", JTI "2", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &again), OK);
  cr_expect (registry_apply (&r, "tanaka", &again));
}

/* The same one twice in one record.  */
Test (proof_statement, not_at_two_instances)
{
  struct factor_set set = { .n = 0 };

  cr_assert (enrol ("tanaka", "sso-b", "t.tanaka"));
  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  show ("sso-b", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  EXPECT (verify ("tanaka", "sso-b", &set), OK);
  cr_expect_not (registry_apply (&r, "tanaka", &set));
  cr_expect_eq (r.why.code, CODE_STATEMENT_USED);
}

Test (proof_statement, the_provider_hears_what_was_taken_last)
{
  struct factor_set set = { .n = 0 };
  struct txn *t;
  int64_t last = -1;

  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  cr_assert (registry_apply (&r, "tanaka", &set));
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (statement_last (t, "tanaka", "sso", &last, &r.why));
  txn_end (t);
  cr_expect_eq (last, clock_seconds (r.s.clock));
}

Test (proof_statement, of_nobody_is_refused_like_any)
{
  struct factor_set set = { .n = 0 };

  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("sato", "sso", &set), REASON_STATEMENT_OTHER);
  registry_advance (&r, 60);
  show ("sso", "t.tanaka", JTI "2", "3-01 2-04");
  EXPECT (verify ("nobody", "sso", &set), REASON_STATEMENT_OTHER);
  registry_advance (&r, 60);
  show ("sso", "", JTI "3", "3-01 2-04");
  EXPECT (verify ("nobody", "sso", &set), REASON_STATEMENT_OTHER);
}

Test (proof_statement, a_refusal_is_waited_for)
{
  struct factor_set set = { .n = 0 };

  show ("sso", "t.tanaka", JTI "1", "3-01 3-02");
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_METHODS);
  EXPECT (verify ("tanaka", "sso", &set), FACTOR_DELAY);
}

Test (proof_statement, the_clock_must_not_be_behind)
{
  struct factor_set set = { .n = 0 };

  registry_advance (&r, 3600);
  registry_answer (&r, "password.password", "tanaka's password");
  cr_assert (registry_prove (&r, "tanaka", "password"));
  registry_advance (&r, -600);
  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), CLOCK_BEHIND);
}

Test (proof_statement, narrowed)
{
  struct factor_set set = { .n = 0 };
  struct pair p;

  trust.methods = (char *) "3-01 1-01";
  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  cr_expect_str_eq (set.use[0].methods, "3-01");
  cr_expect_not (factor_set_admissible (&r.s, &set, &r.why));
  show ("sso", "t.tanaka", JTI "2", "2-04");
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_METHODS);
  host_pair (r.s.host, "sso", NULL, &p);
  cr_expect_eq (p.verdict, PAIR_GOOD);
  cr_expect_str_eq (p.methods_a, "3-01 1-01");
  trust.methods = (char *) "1-01";
  host_pair (r.s.host, "sso", NULL, &p);
  cr_expect_eq (p.verdict, PAIR_ONE_CLASS);
  host_pair (r.s.host, "sso", "password", &p);
  cr_expect_eq (p.verdict, PAIR_ONE_CLASS);
}

/* --- keys --- */

Test (proof_statement, the_key_file_is_read_each_time)
{
  struct factor_set set = { .n = 0 };
  json_t *other = key_new ("ES256", "one");

  keys_are (key_public (other));
  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_SIGNATURE);
  keys_are (key_public (key));
  registry_advance (&r, 60);
  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "sso", &set), OK);
  json_decref (other);
}

Test (proof_statement, a_key_file_that_cannot_be_trusted)
{
  struct factor_set set = { .n = 0 };

  show ("sso", "t.tanaka", JTI "1", "3-01 2-04");
  cr_assert_eq (chmod (trust.keys, 0622), 0);
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_KEYS);
  keys_are (json_incref (key));
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_KEYS);
  cr_assert_eq (remove (trust.keys), 0);
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_KEYS);
  trust.issuer = NULL;
  EXPECT (verify ("tanaka", "sso", &set), STATEMENT_KEYS);
  trial_add (&r.trial, EMI_KIND_AUTH, "bare", "assertion", NULL);
  cr_assert (enrol ("tanaka", "bare", "t.tanaka"));
  show ("bare", "t.tanaka", JTI "1", "3-01 2-04");
  EXPECT (verify ("tanaka", "bare", &set), STATEMENT_KEYS);
  cr_expect_eq (set.n, 0);
}

/* --- enrolling --- */

Test (proof_statement, one_name_one_account)
{
  cr_expect_not (enrol ("sato", "sso", "t.tanaka"));
  cr_expect_eq (r.why.code, CODE_SUBJECT_TAKEN);
  cr_expect_not (enrol ("sato", "sso-b", "t.tanaka"));
  cr_expect_eq (r.why.code, CODE_SUBJECT_TAKEN);
  cr_expect (enrol ("sato", "sso", "T.tanaka"), "nothing is folded");
  /* Of another product it is another person's name.  */
  trust_b.issuer = (char *) "other";
  cr_expect (enrol ("sato", "sso-b", "t.tanaka"));
  /* One's own may be registered again, and at a second instance.  */
  cr_expect (enrol ("tanaka", "sso", "t.tanaka"));
}

Test (proof_statement, what_is_no_name)
{
  cr_expect_not (enrol ("sato", "sso", ""));
  cr_expect_eq (r.why.code, CODE_VALUE);
  cr_expect_not (enrol ("sato", "sso", "a\x01"));
  cr_expect_eq (r.why.code, CODE_VALUE);
}
