/* SPDX-License-Identifier: Apache-2.0 */
/* The vein provider through the real module, on a library with the standard's
   calls that follows a script (plugins/bioapi-scripted.c).  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/caught.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"
#include "lib/trial.h"

#define MODULE "73637269-7074-6564-2d62-696f61706931"
#define CHALLENGE "0123456789abcdef0123456789abcdef"

static struct trial trial;
static struct caught caught;
static struct instance *vein;
static struct fault why;
static char blob[4096];
static size_t blob_len;

/* What the sensor sees from now on.  */
static void
sensor (const char *script)
{
  scratch_write (trial.dir, "script", script, 0600);
}

/* An instance of its own, since a library is loaded once.  */
static bool
opens (const char *library, const char *option, const char *value)
{
  char *path = trial_built (library);
  static int n;
  char name[16];
  bool good;

  snprintf (name, sizeof name, "vein%d", n++);
  cr_assert (path, "%s was not built", library);
  trial_add (&trial, EMI_KIND_AUTH, name, "vein", "library", path, "module",
             MODULE, option, value, NULL)
      ->run
      = CONFIG_RUN_INSIDE;
  good = host_instance (trial.host, EMI_KIND_AUTH, name, &vein, &why);
  free (path);
  return good;
}

static void
use (const char *library, const char *option, const char *value)
{
  cr_assert (opens (library, option, value), "%s", why.detail);
}

static void
set_up (void)
{
  trial_init (&trial, 1795305600);
  char *script = scratch_path (trial.dir, "script");
  setenv ("EMI_BIOAPI_SCRIPT", script, 1);
  free (script);
  caught_init (&caught, NULL);
  use ("bioapi-scripted", NULL, NULL);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
}

TestSuite (vein, .init = set_up, .fini = tear_down);

static emi_rc
enrol (void)
{
  struct emi_auth_enrol in = { .size = sizeof in,
                               .account = "dr-a",
                               .mode = "set",
                               .issuer = "1319999999",
                               .challenge = { CHALLENGE, 32 },
                               .terminal = "er-1" };
  const struct caught_result *made;

  caught_reset (&caught);
  emi_rc rc = instance_call (vein, CALL_auth_enrol, &in, &caught.env, &why);
  blob_len = 0;
  if ((made = caught_get (&caught, "enrolment", 0)))
    {
      cr_assert_lt (made->span.len, sizeof blob);
      memcpy (blob, made->span.data, made->span.len);
      blob_len = made->span.len;
    }
  return rc;
}

static emi_rc
verify (void)
{
  struct emi_auth_verify in = { .size = sizeof in,
                                .account = "dr-a",
                                .enrolment = { blob, blob_len },
                                .challenge = { CHALLENGE, 32 },
                                .terminal = "er-1" };

  caught_reset (&caught);
  caught.asked = 0;
  return instance_call (vein, CALL_auth_verify, &in, &caught.env, &why);
}

static void
enrolled (void)
{
  sensor ("scan a\n");
  cr_assert_eq (enrol (), EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "state"), "active");
  cr_assert_gt (blob_len, 0);
}

static void
verified (const char *script, const char *verdict, const char *reason)
{
  sensor (script);
  cr_assert_eq (verify (), EMI_OK, "%s: %s", script, why.detail);
  cr_assert_str_eq (caught_text (&caught, "verdict"), verdict, "%s", script);
  cr_assert_str_eq (caught_text (&caught, "reason"), reason, "%s", script);
  cr_assert_eq (caught_count (&caught, "attestation"),
                strcmp (verdict, "granted") == 0, "%s", script);
}

static void
broken (const char *script, emi_rc rc, const char *reason, const char *said)
{
  sensor (script);
  emi_rc ended = verify ();
  cr_assert_eq (ended, rc, "%s: %d %s", script, (int) ended, why.detail);
  cr_assert_str_eq (caught_text (&caught, "reason"), reason, "%s", script);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "", "%s", script);
  cr_assert (strstr (why.detail, said), "%s: %s", script, why.detail);
}

Test (vein, the_right_palm)
{
  enrolled ();
  cr_assert_eq (caught.asked, 2);
  verified ("scan a 91\n", "granted", "");
  cr_assert_eq (caught.asked, 1);
  cr_assert_str_eq (
      caught_field (caught_get (&caught, "attestation", 0), "methods")->data,
      "2-04");
  cr_assert_str_eq (
      caught_field (caught_get (&caught, "attestation", 0), "evidence")->data,
      "score=100000 far=0.0000465661 requested=0.0001 quality=91");
  /* Nothing of the sensor is kept between two calls.  */
  for (int i = 0; i < 10; i++)
    verified ("scan a\n", "granted", "");
}

Test (vein, another_palm)
{
  enrolled ();
  verified ("scan b\n", "refused", "no-match");
  cr_assert_eq (caught.asked, 1);
  verified ("scan a\n", "granted", "");
}

Test (vein, an_unknown_account_does_the_same)
{
  blob_len = 0;
  verified ("scan a\n", "refused", "no-match");
  cr_assert_eq (caught.asked, 1);
  verified ("scan a\nresult 1\n", "refused", "no-match");
  broken ("nobody\n", EMI_UNREACHED, "device-nobody", "0x1103");
}

Test (vein, reads_again_a_few_times)
{
  enrolled ();
  verified ("poor\nscan a 20\nscan a 26\n", "granted", "");
  cr_assert_eq (caught.asked, 3);
  broken ("poor\n", EMI_UNREACHED, "device-quality", "0x1101");
  cr_assert_eq (caught.asked, 3);
  broken ("scan a 25\n", EMI_UNREACHED, "device-quality", "quality 25");
  /* A quality that is not told is none that is bad.  */
  verified ("scan a -1\n", "granted", "");
}

Test (vein, what_makes_it_unusable)
{
  enrolled ();
  broken ("nobody\n", EMI_UNREACHED, "device-nobody", "0x1103");
  cr_assert_eq (caught.asked, 1);
  broken ("unplug\n", EMI_UNREACHED, "device-pulled", "Capture");
  broken ("attach 1009\n", EMI_UNREACHED, "device-busy", "ModuleAttach");
  broken ("attach 11f\n", EMI_UNREACHED, "device-absent", "ModuleAttach");
  broken ("attach 3001\n", EMI_UNREACHED, "device-absent", "ModuleAttach");
  broken ("attach 1002\n", EMI_UNREACHED, "", "0x1002");
  broken ("scan a\nmatch 1109\n", EMI_UNREACHED, "device-other", "0x1109");
  broken ("scan a\nmatch 1001\n", EMI_UNREACHED, "", "VerifyMatch");
  /* And it was plugged in again.  */
  verified ("scan a\n", "granted", "");
}

Test (vein, a_makers_own_returns)
{
  enrolled ();
  broken ("code 1801\n", EMI_UNREACHED, "", "0x1801");
  use ("bioapi-scripted", "codes", "busy=0x1801 quality=0x1802");
  broken ("code 1801\n", EMI_UNREACHED, "device-busy", "0x1801");
  verified ("code 1802\nscan a\n", "granted", "");
}

Test (vein, a_match_at_a_worse_rate_is_none)
{
  enrolled ();
  verified ("scan b\nresult 1\nfar 214749\n", "refused", "no-match");
  cr_assert_eq (caught.asked, 2); /* the palm, and that it is not accepted */
  verified ("scan b\nresult 1\nfar 2147483647\n", "refused", "no-match");
  verified ("scan b\nresult 1\n", "refused", "no-match");
  /* Just as good as asked for.  */
  verified ("scan a\nfar 214748\n", "granted", "");
  /* Nor is one without a rate.  */
  broken ("scan a\nfar -1\n", EMI_INTERNAL, "", "FARAchieved");
  broken ("scan a\nfar -2\n", EMI_INTERNAL, "", "FARAchieved");
  broken ("scan a\nfar -2147483648\n", EMI_INTERNAL, "", "FARAchieved");
}

Test (vein, asks_for_the_rate_and_keeps_to_the_time)
{
  enrolled ();
  /* 0.0001 of 2^31 - 1; the wait of 15 s.  */
  broken ("scan a\nmatch-tell\n", EMI_UNREACHED, "", "0x400346dc");
  broken ("tell\n", EMI_UNREACHED, "", "0x40003a98");
  /* Less is left of the call, of which half a second is the host's.  */
  caught.env.timeout_ms = 4500;
  broken ("tell\n", EMI_UNREACHED, "", "0x40000fa0");
  caught.env.timeout_ms = 400;
  broken ("tell\n", EMI_DEADLINE, "", "no time");
  caught.env.timeout_ms = 0;
  use ("bioapi-scripted", "far", "0.01");
  broken ("scan a\nmatch-tell\n", EMI_UNREACHED, "", "0x4147ae14");
  use ("bioapi-scripted", "capture-wait", "2000");
  broken ("tell\n", EMI_UNREACHED, "", "0x400007d0");
}

/* The better rate is handed on: the library itself finds no match then.  */
Test (vein, a_better_rate_than_the_palm_has)
{
  enrolled ();
  use ("bioapi-scripted", "far", "0.00001");
  verified ("scan a\n", "refused", "no-match");
}

Test (vein, giving_up_ends_a_capture)
{
  enrolled ();
  trial_cancel (&trial);
  sensor ("wait\n");
  cr_assert_eq (verify (), EMI_CANCELLED, "%s", why.detail);
}

static void
give_up (void *ctx, const char *prompt)
{
  (void) prompt;
  trial_cancel (ctx);
}

/* In the middle of it: by the standard's way to end a capture.  */
Test (vein, giving_up_while_it_waits)
{
  enrolled ();
  caught.on_ask = give_up;
  caught.ctx = &trial;
  sensor ("wait\n");
  cr_assert_eq (verify (), EMI_CANCELLED, "%s", why.detail);
}

Test (vein, a_library_that_lies)
{
  enrolled ();
  broken ("null\n", EMI_INTERNAL, "", "no handle");
  broken ("scan a\nbad-header\n", EMI_INTERNAL, "", "header");
  broken ("scan a 101\n", EMI_INTERNAL, "", "header");
  broken ("scan a\nresult 2\n", EMI_INTERNAL, "", "neither");
  broken ("scan a\nresult 4294967295\n", EMI_INTERNAL, "", "neither");
  verified ("scan a\n", "granted", "");
}

static void
not_enrolled (const char *script, const char *said)
{
  sensor (script);
  emi_rc rc = enrol ();
  cr_assert_eq (rc, EMI_INTERNAL, "%s: %d %s", script, (int) rc, why.detail);
  cr_assert_eq (blob_len, 0, "%s", script);
  cr_assert (strstr (why.detail, said), "%s: %s", script, why.detail);
}

Test (vein, templates_that_lie)
{
  not_enrolled ("scan a\nsize 1\n", "another length");
  not_enrolled ("scan a\nsize 100000\n", "another length");
  not_enrolled ("scan a\nsize -24\n", "another length");
  not_enrolled ("scan a\nsize -41\n", "another length");
  not_enrolled ("scan a\noutside\n", "another length");
  not_enrolled ("scan a\nnone\n", "outside");
  not_enrolled ("scan a\nsignature-size 5\n", "signature");
  not_enrolled ("scan a\nsignature-size 4294967295\n", "signature");
  enrolled ();
}

Test (vein, two_captures_must_match)
{
  sensor ("scan a\nscan b\n");
  cr_assert_eq (enrol (), EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "refused");
  cr_assert_str_eq (caught_text (&caught, "reason"), "no-match");
  cr_assert_str_eq (caught_text (&caught, "state"), "");
  cr_assert_eq (blob_len, 0);
  sensor ("poor\nscan a\nscan a 3\nscan a\n");
  caught.asked = 0;
  cr_assert_eq (enrol (), EMI_OK, "%s", why.detail);
  cr_assert_str_eq (caught_text (&caught, "state"), "active");
  cr_assert_eq (caught.asked, 4);
  sensor ("scan a\nnobody\n");
  cr_assert_eq (enrol (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "device-nobody");
  cr_assert_eq (blob_len, 0);
}

Test (vein, a_signed_template_keeps_its_signature)
{
  sensor ("scan a\nsigned\n");
  cr_assert_eq (enrol (), EMI_OK, "%s", why.detail);
  verified ("scan a\n", "granted", "");
  blob[blob_len - 1] ^= 1;
  broken ("scan a\n", EMI_UNREACHED, "device-other", "0x1105");
}

Test (vein, enrolments_of_others)
{
  enrolled ();
  /* Another module's, told before a palm is asked for.  */
  blob[1] ^= 1;
  broken ("scan a\n", EMI_UNREACHED, "device-other", "another module");
  cr_assert_eq (caught.asked, 0);
  blob[1] ^= 1;
  /* Another format's: the library says so.  */
  blob[19] ^= 1;
  broken ("scan a\n", EMI_UNREACHED, "device-other", "0x1109");
  blob[19] ^= 1;
  blob_len--;
  broken ("scan a\n", EMI_PROTOCOL, "", "no vein template");
}

Test (vein, only_an_administrator_registers)
{
  struct emi_auth_enrol in = {
    .size = sizeof in, .account = "dr-a", .mode = "own", .issuer = "1319999999"
  };

  sensor ("scan a\n");
  caught_reset (&caught);
  cr_assert_eq (instance_call (vein, CALL_auth_enrol, &in, &caught.env, &why),
                EMI_UNSUPPORTED);
  cr_assert_eq (caught_count (&caught, "enrolment"), 0);
}

static emi_rc
probe (void)
{
  struct emi_auth_probe in = { .size = sizeof in };

  caught_reset (&caught);
  return instance_call (vein, CALL_auth_probe, &in, &caught.env, &why);
}

Test (vein, says_what_it_lacks)
{
  cr_assert_eq (probe (), EMI_OK, "%s", why.detail);
  sensor ("attach 11f\n");
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "device-absent");
  /* A library without the calls of its row.  */
  use ("bioapi-plain", NULL, NULL);
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "module-missing");
  cr_assert (strstr (why.detail, "no BioAPI_Init"), "%s", why.detail);
  /* Something else altogether.  */
  use ("test-vein", NULL, NULL);
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert (strstr (why.detail, "BioAPI_"), "%s", why.detail);
}

Test (vein, a_module_that_cannot_be_loaded)
{
  sensor ("load 116\n");
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "module-missing");
  cr_assert (strstr (why.detail, "ModuleLoad"), "%s", why.detail);
  /* Whatever the return, licences for example.  */
  sensor ("load 1801\n");
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "module-missing");
  /* It is tried anew at the next call.  */
  sensor ("scan a\n");
  cr_assert_eq (probe (), EMI_OK, "%s", why.detail);
}

Test (vein, a_library_that_others_can_write)
{
  char *from = trial_built ("bioapi-scripted");
  char *to = scratch_path (trial.dir, "loose.so");
  char command[512];

  snprintf (command, sizeof command, "cp '%s' '%s'", from, to);
  cr_assert_eq (system (command), 0);
  cr_assert_eq (chmod (to, 0666), 0);
  trial_add (&trial, EMI_KIND_AUTH, "loose", "vein", "library", "loose.so",
             "module", MODULE, NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "loose", &vein, &why));
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert_str_eq (caught_text (&caught, "reason"), "module-missing");
  cr_assert (strstr (why.detail, "writable"), "%s", why.detail);
  trial_add (&trial, EMI_KIND_AUTH, "none", "vein", "library", "none.so",
             "module", MODULE, NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "none", &vein, &why));
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert (strstr (why.detail, "cannot be read"), "%s", why.detail);
  trial_add (&trial, EMI_KIND_AUTH, "dir", "vein", "library", "plugins",
             "module", MODULE, NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "dir", &vein, &why));
  cr_assert_eq (probe (), EMI_UNREACHED);
  cr_assert (strstr (why.detail, "regular"), "%s", why.detail);
  free (from);
  free (to);
}

/* Nothing but the end of its process ends a library that hangs.  */
Test (vein, never_inside)
{
  host_set_all_inside (trial.host, false);
  cr_assert_not (opens ("bioapi-scripted", NULL, NULL));
  cr_assert_eq (why.code, CODE_PLUGIN_CONFIG);
  cr_assert (strstr (why.detail, "process of its own"), "%s", why.detail);
}

Test (vein, other_vendors)
{
  static const char *const rows[][2] = { { "bioapi-scripted", "enroll" },
                                         { "bioapi-scripted", "score" },
                                         { "bioapi-plain", "plain" } };

  for (size_t i = 0; i < 3; i++)
    {
      use (rows[i][0], "vendor", rows[i][1]);
      enrolled ();
      verified ("scan a\n", "granted", "");
      verified ("scan b\n", "refused", "no-match");
      broken ("nobody\n", EMI_UNREACHED, "device-nobody", "0x1103");
    }
}

/* Where what is told is a maker's score, it is kept and not compared.  */
Test (vein, a_score_is_no_rate)
{
  use ("bioapi-scripted", "vendor", "score");
  enrolled ();
  verified ("scan a\nfar 987654\n", "granted", "");
  cr_assert_str_eq (
      caught_field (caught_get (&caught, "attestation", 0), "evidence")->data,
      "score=987654 far=unknown requested=0.0001 quality=80");
}

Test (vein, options_that_cannot_work)
{
  static const char *const bad[][2] = {
    { "far", "0.1" },      { "far", "1" },          { "far", "0" },
    { "codes", "busy=1" }, { "tries", "4" },        { "tries", "0" },
    { "vendor", "acme" },  { "capture-wait", "1" },
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      cr_assert_not (opens ("bioapi-scripted", bad[i][0], bad[i][1]), "%s=%s",
                     bad[i][0], bad[i][1]);
      cr_assert_eq (why.code, CODE_PLUGIN_CONFIG, "%s", why.detail);
    }
}
