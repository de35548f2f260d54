/* SPDX-License-Identifier: Apache-2.0 */
/* The one-time code provider's own rules, through the real module.  The codes
   are those of RFC 6238, appendix B (SHA-1, the last six digits).  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "lib/caught.h"
#include "lib/fake-clock.h"
#include "lib/trial.h"

#define RFC_SEED "\1" "12345678901234567890"

static struct trial trial;
static struct caught caught;
static struct instance *totp;
static struct fault why;

static void
set_up (void)
{
  trial_init (&trial, 1111111109);
  trial_add (&trial, EMI_KIND_AUTH, "totp", "totp", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "totp", &totp, &why),
             "%s", why.detail);
  caught_init (&caught, NULL);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
}

TestSuite (totp, .init = set_up, .fini = tear_down);

static const char *
verdict (int64_t now, const char *code)
{
  const char *answers[] = { "code", code, NULL };
  struct emi_auth_verify in = { .size = sizeof in,
                                .account = "dr-a",
                                .enrolment = { RFC_SEED, 21 },
                                .challenge = { RFC_SEED, 21 } };

  fake_clock_set (trial.fake, now);
  caught_reset (&caught);
  caught.answers = answers;
  cr_assert_eq (instance_call (totp, CALL_auth_verify, &in, &caught.env, &why),
                EMI_OK, "%s", why.detail);
  caught.answers = NULL;
  return caught_text (&caught, "verdict");
}

Test (totp, rfc_6238)
{
  cr_assert_str_eq (verdict (59, "287082"), "granted");
  cr_assert_str_eq (caught_text (&caught, "counter"), "1");
  cr_assert_str_eq (verdict (1111111109, "081804"), "granted");
  cr_assert_str_eq (verdict (1111111111, "050471"), "granted");
  cr_assert_str_eq (caught_text (&caught, "counter"), "37037037");
  cr_assert_str_eq (verdict (2000000000, "279037"), "granted");
  cr_assert_str_eq (verdict (20000000000, "353130"), "granted");
}

Test (totp, one_step_either_way)
{
  /* 050471 belongs to 1111111110 .. 1111111139.  */
  cr_assert_str_eq (verdict (1111111080, "050471"), "granted");
  cr_assert_str_eq (verdict (1111111169, "050471"), "granted");
  cr_assert_str_eq (verdict (1111111079, "050471"), "refused");
  cr_assert_str_eq (caught_text (&caught, "wrong"), "1");
  cr_assert_str_eq (verdict (1111111170, "050471"), "refused");
}

Test (totp, other_lengths_are_wrong)
{
  static const char *const codes[]
    = { "", "81804", "07081804", "0818040", "081804 ", "+81804", "０８１８０４" };

  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    cr_assert_str_eq (verdict (1111111109, codes[i]), "refused", "%s",
                      codes[i]);
}

static emi_rc
enrol (const char *mode, const char *confirm, const void *seed, size_t len)
{
  struct emi_auth_enrol in = { .size = sizeof in,
                               .account = "dr-a",
                               .mode = mode,
                               .confirm = confirm,
                               .issuer = "救急 病院",
                               .enrolment = { seed, len } };

  caught_reset (&caught);
  return instance_call (totp, CALL_auth_enrol, &in, &caught.env, &why);
}

Test (totp, what_the_owner_is_shown)
{
  char first[128];

  cr_assert_eq (enrol ("set", NULL, NULL, 0), EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "state"), "pending");
  const char *uri = caught_text (&caught, "show");
  const char *begin = "otpauth://totp/%E6%95%91%E6%80%A5%20%E7%97%85%E9%99%A2"
                      ":dr-a?secret=";
  cr_assert_eq (strncmp (uri, begin, strlen (begin)), 0, "%s", uri);
  cr_assert_str_eq (uri + strlen (begin) + 32,
                    "&issuer=%E6%95%91%E6%80%A5%20%E7%97%85%E9%99%A2"
                    "&algorithm=SHA1&digits=6&period=30");
  const struct caught_result *r = caught_get (&caught, "enrolment", 0);
  cr_assert_eq (r->span.len, 21);
  memcpy (first, r->span.data, 21);
  cr_assert_eq (enrol ("set", NULL, NULL, 0), EMI_OK);
  cr_assert_neq (memcmp (first, caught_text (&caught, "enrolment"), 21), 0,
                 "the same seed twice");
}

Test (totp, confirmation)
{
  cr_assert_eq (enrol ("confirm", "081805", RFC_SEED, 21), EMI_OK);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "refused");
  cr_assert_str_eq (caught_text (&caught, "state"), "");
  cr_assert_eq (enrol ("confirm", "081804", RFC_SEED, 21), EMI_OK);
  cr_assert_str_eq (caught_text (&caught, "state"), "active");
  cr_assert_str_eq (caught_text (&caught, "counter"), "37037036");
  cr_assert_eq (enrol ("confirm", "081804", NULL, 0), EMI_PROTOCOL);
  cr_assert_eq (enrol ("confirm", NULL, RFC_SEED, 21), EMI_OK);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "refused");
  cr_assert_eq (enrol ("own", NULL, RFC_SEED, 21), EMI_UNSUPPORTED);
}
