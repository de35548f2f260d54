/* SPDX-License-Identifier: Apache-2.0 */
/* What the host does for plugins, and against those that do odd things
   (tests/plugins/test-odd.c does one at a time).  */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "host/internal.h"
#include "lib/caught.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;
static struct instance *odd;
static struct caught caught;
static struct fault why;

static void
set_up (void)
{
  trial_init (&trial, 1700000000);
  trial_add (&trial, EMI_KIND_AUTH, "odd", "test-odd", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "odd", &odd, &why),
             "%s", why.detail);
  caught_init (&caught, NULL);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
}

TestSuite (services, .init = set_up, .fini = tear_down);

static emi_rc
run (const char *what)
{
  struct emi_auth_verify in
    = { .size = sizeof in, .account = what, .challenge = { "", 0 } };

  why = (struct fault) { .code = CODE_OK };
  caught_reset (&caught);
  return instance_call (odd, CALL_auth_verify, &in, &caught.env, &why);
}

Test (services, ends_have_their_codes)
{
  static const struct
  {
    const char *what;
    emi_rc rc;
    enum code code;
    const char *detail;
  } rows[] = {
    { "end-0", EMI_OK, CODE_OK, "" },
    { "end-1", EMI_RETRY, CODE_PLUGIN_FAILED, "odd" },
    { "say-2", EMI_ABSENT, CODE_PLUGIN_FAILED, NULL },
    { "say-3", EMI_CANCELLED, CODE_CANCELLED, NULL },
    { "say-4", EMI_DEADLINE, CODE_DEADLINE, NULL },
    { "say-5", EMI_UNREACHED, CODE_UNREACHED, NULL },
    { "say-6", EMI_PROTOCOL, CODE_PLUGIN_FAILED, NULL },
    { "say-7", EMI_CONFIG, CODE_PLUGIN_CONFIG, NULL },
    { "say-8", EMI_UNSUPPORTED, CODE_PLUGIN_FAILED, NULL },
    { "say-9", EMI_INTERNAL, CODE_PLUGIN_FAILED, NULL },
    { "say-0", EMI_INTERNAL, CODE_PLUGIN_FAILED, NULL },
  };

  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    {
      const char *detail = rows[i].detail;
      cr_assert_eq (run (rows[i].what), rows[i].rc, "%s", rows[i].what);
      cr_assert_eq (why.code, rows[i].code, "%s", rows[i].what);
      /* The bell of the plugin's sentence must not ring.  */
      cr_assert_str_eq (why.detail,
                        detail ? detail : "odd: bell\uFFFD and more");
    }
}

Test (services, ends_outside_the_contract)
{
  cr_assert_eq (run ("number"), EMI_INTERNAL);
  cr_assert_eq (why.code, CODE_PLUGIN_FAILED);
  cr_assert (strstr (why.detail, "odd: ended with 77"), "%s", why.detail);
  cr_assert_eq (run ("minus"), EMI_INTERNAL);
}

Test (services, nothing_is_taken_after_a_failure)
{
  cr_assert_eq (run ("after-fail"), EMI_OK);
  cr_assert_eq (caught.n, 0);
}

Test (services, a_kept_call_is_worth_nothing)
{
  cr_assert_eq (run ("late"), EMI_OK);
  cr_assert_eq (run ("late"), EMI_INTERNAL);
  cr_assert_eq (caught.n, 0);
}

Test (services, other_threads_are_refused)
{
  cr_assert_eq (run ("thread"), EMI_INTERNAL);
  cr_assert_eq (caught.n, 0);
}

Test (services, bad_results_are_refused)
{
  cr_assert_eq (run ("results"), EMI_OK, "%s", why.detail);
  cr_assert_eq (caught.n, 0);
}

Test (services, answers_come_back)
{
  static const char *const answers[] = { "line", "hello", NULL };

  caught.answers = answers;
  cr_assert_eq (run ("echo"), EMI_OK);
  cr_assert_str_eq (caught_text (&caught, "answer"), "hello");
}

Test (services, an_unanswered_prompt_ends_the_call)
{
  cr_assert_eq (run ("deaf"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);
  cr_assert_str_eq (why.detail, "odd.line");
  cr_assert_eq (caught.n, 0, "a result was taken without the answer");
  /* Nobody there to ask.  */
  caught.env.ask = NULL;
  cr_assert_eq (run ("deaf"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);
}

Test (services, prompts_are_counted)
{
  static const char *const answers[] = { "line", "x", NULL };

  caught.answers = answers;
  cr_assert_eq (run ("nine"), EMI_INTERNAL);
  cr_assert_eq (caught.asked, 0);
  cr_assert (strstr (why.detail, "8"), "%s", why.detail);
}

Test (services, sentences_do_not_tell_answers)
{
  static const char *const answers[] = { "line", "314159", NULL };

  caught.answers = answers;
  cr_assert_eq (run ("line"), EMI_PROTOCOL);
  cr_assert_null (strstr (why.detail, "314159"), "%s", why.detail);
  cr_assert (strstr (why.detail, "withheld"));
}

Test (services, secrets_are_no_results)
{
  static const char *const answers[] = { "secret", "open sesame", NULL };

  caught.answers = answers;
  cr_assert_eq (run ("give"), EMI_INTERNAL);
  cr_assert_eq (caught.n, 0);
  cr_assert_null (strstr (why.detail, "sesame"));
}

Test (services, broken_answers_are_no_answers)
{
  static const char *const answers[] = { "line", "\xff\xfe", NULL };

  caught.answers = answers;
  cr_assert_eq (run ("echo"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);
}

Test (services, waiting)
{
  cr_assert_eq (run ("wait"), EMI_RETRY);
  fake_clock_ticking (trial.fake, 1);
  caught.env.timeout_ms = 12;
  cr_assert_eq (run ("for-ever"), EMI_DEADLINE);
  cr_assert_eq (why.code, CODE_DEADLINE);
  caught.env.timeout_ms = -1;
  cr_assert_eq (run ("wait"), EMI_DEADLINE);
  trial_cancel (&trial);
  cr_assert_eq (run ("wait"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_CANCELLED);
}

Test (services, turn_count)
{
  const uint64_t mib = 1024 * 1024;

  cr_assert_eq (turn_count (4, 0), 1);
  cr_assert_eq (turn_count (0, 64000 * mib), 1);
  cr_assert_eq (turn_count (4, 64000 * mib), 4);
  cr_assert_eq (turn_count (64, 8 * 19 * 3 * mib), 3);
  cr_assert_eq (turn_count (64, 8 * 19 * 3 * mib - 1), 2);
}

/* Holds all slots that there can be on this machine.  */
static size_t
take_slots (int *fds, size_t max)
{
  for (size_t i = 0; i < max; i++)
    {
      char name[32];
      snprintf (name, sizeof name, "turn-%zu", i);
      char *path = scratch_path (trial.config.run, name);
      fds[i] = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      cr_assert_eq (flock (fds[i], LOCK_EX | LOCK_NB), 0, "%s", path);
      free (path);
    }
  return max;
}

Test (services, turns_are_shared_and_given_back)
{
  int fds[256];
  size_t n = (size_t) sysconf (_SC_NPROCESSORS_ONLN);

  /* More calls than there are turns: each gives its own back.  */
  for (size_t i = 0; i < n + 2; i++)
    cr_assert_eq (run ("turn"), EMI_OK, "%s", why.detail);
  take_slots (fds, n < 256 ? n : 256);
  fake_clock_ticking (trial.fake, 5);
  caught.env.timeout_ms = 100;
  cr_assert_eq (run ("turn"), EMI_DEADLINE);
  close (fds[n - 1]);
  cr_assert_eq (run ("turn"), EMI_OK);
  for (size_t i = 0; i + 1 < n; i++)
    close (fds[i]);
}

Test (services, options_reach_the_instance)
{
  const struct emi_host *host = services ();
  struct option_value values[2] = {
    { &(const struct emi_option) { .name = "a" }, (char *) "text", -1 },
    { &(const struct emi_option) { .name = "b" }, (char *) "12", 12 },
  };
  struct instance i = { .options = values, .n_options = 2 };

  cr_assert_str_eq (host->option (&i, "a"), "text");
  cr_assert_eq (host->option_number (&i, "a"), -1);
  cr_assert_eq (host->option_number (&i, "b"), 12);
  cr_assert_null (host->option (&i, "c"));
  cr_assert_eq (host->option_number (&i, "c"), -1);
  cr_assert_eq (host->option_number (&i, NULL), -1);
}

/* A library that blocks on its own is interrupted (tests/plugins/test-block.c
   waits without the host until then).  */
Test (services, interrupt_ends_what_blocks)
{
  struct emi_auth_verify in = { .size = sizeof in, .account = "a" };
  struct instance *block;

  trial_add (&trial, EMI_KIND_AUTH, "block", "test-block", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "block", &block, &why),
             "%s", why.detail);
  trial_cancel (&trial);
  cr_assert_eq (instance_call (block, CALL_auth_verify, &in, &caught.env,
                               &why),
                EMI_CANCELLED);
  caught.env.timeout_ms = -1;
  cr_assert_eq (instance_call (block, CALL_auth_verify, &in, &caught.env,
                               &why),
                EMI_CANCELLED);
}

static void
call_again (void *ctx, const char *name)
{
  (void) ctx;
  (void) name;
  struct emi_auth_probe in = { .size = sizeof in };
  instance_call (odd, CALL_auth_probe, &in, NULL, NULL);
}

/* Two calls on one instance are our own mistake, found at once.  */
Test (services, one_call_at_a_time, .signal = SIGABRT)
{
  static const char *const answers[] = { "line", "x", NULL };

  caught.answers = answers;
  caught.on_put = call_again;
  run ("echo");
}
