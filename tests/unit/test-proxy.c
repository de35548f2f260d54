/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins in a process of their own: the same as inside, and what becomes of
   one that ends, hangs or lies (tests/plugins/test-odd.c does one thing at a
   time).  */
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/proxy.h"
#include "lib/caught.h"
#include "lib/fake-clock.h"
#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;
static struct instance *odd;
static struct caught caught;
static struct fault why;

static void
add (const char *name, const char *plugin)
{
  trial_add (&trial, EMI_KIND_AUTH, name, plugin, NULL)->run
    = CONFIG_RUN_SEPARATE;
}

static void
set_up (void)
{
  trial_init (&trial, 0);
  trial.host->grace_ms = 300;
  add ("odd", "test-odd");
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "odd", &odd, &why),
             "%s: %s", code_info (why.code)->word, why.detail);
  caught_init (&caught, NULL);
}

static void
tear_down (void)
{
  caught_done (&caught);
  trial_done (&trial);
}

TestSuite (proxy, .init = set_up, .fini = tear_down);

static emi_rc
run_on (struct instance *i, const char *what)
{
  struct emi_auth_verify in
    = { .size = sizeof in, .account = what, .challenge = { "", 0 } };

  why = (struct fault) { .code = CODE_OK };
  caught_reset (&caught);
  return instance_call (i, CALL_auth_verify, &in, &caught.env, &why);
}

static emi_rc
run (const char *what)
{
  return run_on (odd, what);
}

Test (proxy, nothing_of_it_is_loaded_here)
{
  cr_assert_null (odd->module->handle);
  cr_assert_str_eq (odd->module->plugin.name, "test-odd");
  cr_assert_str_eq (host_assurance (trial.host, odd->config), "separate");
  cr_assert (proxy_strong (odd->proxy->isolated), "%d",
             (int) odd->proxy->isolated);
}

Test (proxy, answers_come_back)
{
  static const char *const answers[] = { "line", "hello", NULL };

  caught.answers = answers;
  for (int i = 0; i < 100; i++)
    {
      cr_assert_eq (run ("echo"), EMI_OK, "%s", why.detail);
      cr_assert_str_eq (caught_text (&caught, "answer"), "hello");
    }
}

Test (proxy, ended_in_the_middle)
{
  for (int i = 0; i < 2; i++)
    {
      pid_t was = odd->proxy->line.process.pid;

      cr_assert_eq (kill (was, SIGKILL), 0);
      cr_assert_eq (run ("end-0"), EMI_INTERNAL);
      cr_assert_eq (why.code, CODE_HELPER_DIED);
      cr_assert_str_eq (why.detail, "odd: killed by signal 9");
      /* Started again, at once the first time.  */
      cr_assert_eq (run ("end-0"), EMI_OK, "%s", why.detail);
      cr_assert_neq (odd->proxy->line.process.pid, was);
    }
}

/* --- those that ruin their process --- */

static struct instance *
open_bad (void)
{
  struct instance *i;

  add ("bad", "bad-process");
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "bad", &i, &why), "%s",
             why.detail);
  return i;
}

static void
costs_one (struct instance *bad, const char *what, enum code code)
{
  emi_rc (*put) (void *, const char *, const void *, size_t)
    = caught.env.put;

  /* What is sent by the thousand is not kept.  */
  caught.env.put = NULL;
  emi_rc rc = run_on (bad, what);
  caught.env.put = put;
  cr_assert_neq (rc, EMI_OK, "%s", what);
  cr_assert_eq (why.code, code, "%s: %s %s", what, code_info (why.code)->word,
                why.detail);
  /* The next one is served, by another process.  */
  cr_assert_eq (run_on (bad, "well"), EMI_OK, "%s: %s", what, why.detail);
  cr_assert_str_eq (caught_text (&caught, "verdict"), "refused");
}

Test (proxy, each_fault_costs_one_call)
{
  struct instance *bad = open_bad ();

  costs_one (bad, "crash", CODE_HELPER_DIED);
  costs_one (bad, "exit", CODE_HELPER_DIED);
  costs_one (bad, "kill", CODE_HELPER_DIED);
  costs_one (bad, "close", CODE_HELPER_DIED);
  costs_one (bad, "flood", CODE_HELPER_FLOOD);
  costs_one (bad, "big", CODE_HELPER_FLOOD);
  caught.env.timeout_ms = 100;
  costs_one (bad, "hang", CODE_HELPER_HUNG);
}

Test (proxy, lies_are_seen)
{
  static const char *const lies[]
    = { "lie-text", "lie-huge", "lie-kind", "lie-empty" };
  struct instance *bad = open_bad ();

  for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
    costs_one (bad, lies[i], CODE_HELPER_PROTOCOL);
  /* An end that it told itself, and then its own: one is too many, at the
     latest for the next call.  */
  run_on (bad, "lie-twice");
  run_on (bad, "well");
  run_on (bad, "well");
  cr_assert_eq (run_on (bad, "well"), EMI_OK, "%s", why.detail);
}

Test (proxy, the_person_gives_up)
{
  struct instance *bad = open_bad ();

  trial_cancel (&trial);
  cr_assert_eq (run_on (bad, "hang"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_CANCELLED);
}

Test (proxy, rests_after_failing_again)
{
  struct instance *bad = open_bad ();

  cr_assert_neq (run_on (bad, "exit"), EMI_OK);
  cr_assert_neq (run_on (bad, "exit"), EMI_OK);
  cr_assert_eq (why.code, CODE_HELPER_DIED);
  cr_assert_eq (run_on (bad, "well"), EMI_UNREACHED);
  cr_assert_eq (why.code, CODE_HELPER_WAIT);
  cr_assert_str_eq (why.detail, "bad: 1 s");
  /* The others are not concerned.  */
  cr_assert_eq (run ("end-0"), EMI_OK);
  bad->proxy->retry_ms = 0;
  cr_assert_eq (run_on (bad, "well"), EMI_OK, "%s", why.detail);
  cr_assert_eq (bad->proxy->failures, 0);
}

Test (proxy, closed_while_it_hangs)
{
  struct instance *bad = open_bad ();
  pid_t pid = bad->proxy->line.process.pid;

  cr_assert_eq (kill (pid, SIGSTOP), 0);
  caught.env.timeout_ms = 50;
  cr_assert_eq (run_on (bad, "well"), EMI_DEADLINE);
  cr_assert_eq (why.code, CODE_HELPER_HUNG);
  cr_assert_eq (kill (pid, 0), -1, "it is gone");
}

static void
refused (const char *plugin, enum code code)
{
  struct instance *i;

  add ("other", plugin);
  cr_assert_not (host_instance (trial.host, EMI_KIND_AUTH, "other", &i, &why));
  cr_assert_eq (why.code, code, "%s: %s", code_info (why.code)->word,
                why.detail);
}

Test (proxy, one_that_ends_while_it_is_loaded)
{
  refused ("bad-load", CODE_HELPER_DIED);
  cr_assert (strstr (why.detail, "signal 6"), "%s", why.detail);
}

/* Without a word in the configuration: its descriptor says it, and that is
   read before anything of it runs (or this test would be over).  */
Test (proxy, the_descriptor_asks_for_it)
{
  struct instance *i;

  trial_add (&trial, EMI_KIND_AUTH, "default", "bad-load", NULL);
  cr_assert_not (
    host_instance (trial.host, EMI_KIND_AUTH, "default", &i, &why));
  cr_assert_eq (why.code, CODE_HELPER_DIED);
}

Test (proxy, no_helper)
{
  host_set_helper (trial.host, "/nowhere/emi-plugin-host");
  refused ("test-vein", CODE_HELPER_START);
}

Test (proxy, a_helper_that_says_nothing)
{
  host_set_helper (trial.host, "/bin/true");
  refused ("test-vein", CODE_HELPER_DIED);
}

Test (proxy, a_helper_that_talks_nonsense)
{
  char *babble = realpath ("tests/lib/helper-babble", NULL);

  host_set_helper (trial.host, babble);
  refused ("test-vein", CODE_HELPER_PROTOCOL);
  free (babble);
}

Test (proxy, what_cannot_be_loaded_says_why)
{
  refused ("bad-undefined", CODE_PLUGIN_LOAD);
  cr_assert (strstr (why.detail, "undefined symbol"), "%s", why.detail);
}

Test (proxy, two_instances_are_two_processes)
{
  struct instance *one, *two;

  add ("one", "test-vein");
  add ("two", "test-vein");
  cr_assert (host_instance (trial.host, 0, "one", &one, &why));
  cr_assert (host_instance (trial.host, 0, "two", &two, &why));
  cr_assert_neq (one->proxy->line.process.pid, two->proxy->line.process.pid);
  cr_assert_eq (kill (one->proxy->line.process.pid, SIGKILL), 0);
  cr_assert_eq (run_on (two, "a"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);
  cr_assert_eq (run_on (one, "a"), EMI_INTERNAL);
}

/* --- the rules that hold inside hold here --- */

Test (proxy, ends_have_their_codes)
{
  static const struct
  {
    const char *what;
    emi_rc rc;
    enum code code;
  } rows[] = {
    { "end-0", EMI_OK, CODE_OK },
    { "end-1", EMI_RETRY, CODE_PLUGIN_FAILED },
    { "say-3", EMI_CANCELLED, CODE_CANCELLED },
    { "say-5", EMI_UNREACHED, CODE_UNREACHED },
    { "say-7", EMI_CONFIG, CODE_PLUGIN_CONFIG },
    { "say-0", EMI_INTERNAL, CODE_PLUGIN_FAILED },
    { "number", EMI_INTERNAL, CODE_PLUGIN_FAILED },
    { "minus", EMI_INTERNAL, CODE_PLUGIN_FAILED },
  };

  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    {
      cr_assert_eq (run (rows[i].what), rows[i].rc, "%s", rows[i].what);
      cr_assert_eq (why.code, rows[i].code, "%s", rows[i].what);
    }
}

Test (proxy, rules_of_results_and_prompts)
{
  static const char *const line[] = { "line", "314159", NULL };
  static const char *const secret[] = { "secret", "open sesame", NULL };

  cr_assert_eq (run ("after-fail"), EMI_OK);
  cr_assert_eq (caught.n, 0);
  cr_assert_eq (run ("late"), EMI_OK);
  cr_assert_eq (run ("late"), EMI_INTERNAL);
  cr_assert_eq (caught.n, 0);
  cr_assert_eq (run ("thread"), EMI_INTERNAL);
  cr_assert_eq (run ("results"), EMI_OK, "%s", why.detail);
  cr_assert_eq (caught.n, 0);
  cr_assert_eq (run ("deaf"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);
  cr_assert_eq (caught.n, 0);
  caught.answers = line;
  cr_assert_eq (run ("nine"), EMI_INTERNAL);
  cr_assert_eq (run ("line"), EMI_PROTOCOL);
  cr_assert (strstr (why.detail, "withheld"), "%s", why.detail);
  caught.answers = secret;
  cr_assert_eq (run ("give"), EMI_INTERNAL);
  cr_assert_null (strstr (why.detail, "sesame"));
  cr_assert_eq (run ("turn"), EMI_OK, "%s", why.detail);
}

Test (proxy, interrupt_ends_what_blocks)
{
  struct instance *block;
  pid_t pid;

  trial.host->grace_ms = 10000;
  add ("block", "test-block");
  cr_assert (host_instance (trial.host, 0, "block", &block, &why), "%s",
             why.detail);
  pid = block->proxy->line.process.pid;
  caught.env.timeout_ms = 20;
  cr_assert_eq (run_on (block, "a"), EMI_CANCELLED);
  trial_cancel (&trial);
  cr_assert_eq (run_on (block, "a"), EMI_CANCELLED);
  cr_assert_eq (block->proxy->line.process.pid, pid, "it lives");
}

/* --- the sandbox (tests/plugins/test-nosy.c tries one thing at a time) --- */

#ifndef __SANITIZE_ADDRESS__

static int
attempt (struct instance *nosy, const char *fmt, ...)
{
  char text[512];
  va_list ap;

  va_start (ap, fmt);
  vsnprintf (text, sizeof text, fmt, ap);
  va_end (ap);
  cr_assert_eq (run_on (nosy, text), EMI_OK, "%s", why.detail);
  return atoi (caught_text (&caught, "errno"));
}

static struct instance *
open_nosy (void)
{
  struct config_instance *c;
  struct instance *nosy;

  scratch_mkdir (trial.dir, "keys", 0700);
  scratch_write (trial.dir, "keys/seal.key", "x", 0600);
  scratch_mkdir (trial.dir, "data", 0700);
  scratch_mkdir (trial.dir, "open", 0700);
  scratch_mkdir (trial.dir, "shared", 0700);
  scratch_write (trial.dir, "open/a", "x", 0600);
  scratch_write (trial.dir, "shared/a", "x", 0600);
  trial.config.keys = scratch_path (trial.dir, "keys");
  trial_add (&trial, EMI_KIND_STORE, "ledger", "sqlite", "file",
             "data/ledger.db", NULL);
  c = trial_add (&trial, EMI_KIND_AUTH, "nosy", "test-nosy", "readable",
                 "open", "writable", "shared", NULL);
  c->run = CONFIG_RUN_SEPARATE;
  trial_env (c, "EMI_TEST_THERE", "1");
  trial_env (c, "LD_PRELOAD", "/nowhere.so");
  setenv ("EMI_TEST_HERE", "1", 1);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "nosy", &nosy, &why),
             "%s", why.detail);
  return nosy;
}

Test (proxy, opens_only_what_it_is_given)
{
  struct instance *nosy = open_nosy ();
  const char *dir = trial.dir;

  cr_assert_eq (attempt (nosy, "read %s/keys/seal.key", dir), EACCES);
  cr_assert_eq (attempt (nosy, "list %s/keys", dir), EACCES);
  cr_assert_eq (attempt (nosy, "write %s/data/ledger.db", dir), EACCES);
  cr_assert_eq (attempt (nosy, "list %s", dir), EACCES);
  cr_assert_eq (attempt (nosy, "read %s/open/a", dir), 0);
  cr_assert_eq (attempt (nosy, "write %s/open/a", dir), EACCES);
  cr_assert_eq (attempt (nosy, "read %s/shared/a", dir), 0);
  cr_assert_eq (attempt (nosy, "write %s/shared/b", dir), 0);
  cr_assert_eq (attempt (nosy, "read /etc/passwd"), 0);
  cr_assert_eq (attempt (nosy, "read /etc/shadow"), EACCES);
  cr_assert_eq (attempt (nosy, "write /tmp/emi-nosy"), EACCES);
  free (trial.config.keys);
  trial.config.keys = NULL;
}

Test (proxy, reaches_nobody_else)
{
  struct instance *nosy = open_nosy ();

  cr_assert_eq (attempt (nosy, "trace"), EPERM);
  cr_assert_eq (attempt (nosy, "memory"), EPERM);
  cr_assert_neq (attempt (nosy, "parent"), 0);
  cr_assert_eq (attempt (nosy, "kill"), EPERM);
  cr_assert_eq (attempt (nosy, "connect 9"), EPERM);
  cr_assert_eq (attempt (nosy, "unix"), EPERM);
  cr_assert_eq (attempt (nosy, "mount"), EPERM);
  cr_assert_eq (attempt (nosy, "exec"), EPERM);
  cr_assert_eq (attempt (nosy, "closed"), 0);
  cr_assert_eq (attempt (nosy, "variable PATH"), 0);
  cr_assert_eq (attempt (nosy, "variable EMI_TEST_THERE"), 0);
  cr_assert_eq (attempt (nosy, "variable EMI_TEST_HERE"), ENOENT);
  cr_assert_eq (attempt (nosy, "variable LD_PRELOAD"), ENOENT);
  /* /dev/null three times, the socket, the module.  */
  cr_assert_eq (attempt (nosy, "files"), 5);
  free (trial.config.keys);
  trial.config.keys = NULL;
}

#endif

/* --- another user, no sandbox --- */

Test (proxy, a_user_of_its_own)
{
  struct instance *i;
  struct config_instance *c;

  if (geteuid () != 0)
    return; /* nobody else can become somebody else */
  c = trial_add (&trial, EMI_KIND_AUTH, "nobody", "test-vein", NULL);
  c->run = CONFIG_RUN_SEPARATE;
  c->user = (char *) "nobody";
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "nobody", &i, &why),
             "%s: %s", code_info (why.code)->word, why.detail);
  cr_assert (i->proxy->isolated & ISOLATED_USER);
  cr_assert_eq (run_on (i, "a"), EMI_CANCELLED);
  cr_assert_eq (why.code, CODE_PROMPT_UNANSWERED);

  c = trial_add (&trial, EMI_KIND_AUTH, "missing", "test-memory2", NULL);
  c->run = CONFIG_RUN_SEPARATE;
  c->user = (char *) "no-such-user";
  cr_assert_not (host_instance (trial.host, EMI_KIND_AUTH, "missing", &i,
                                &why));
  cr_assert_eq (why.code, CODE_HELPER_START);
  cr_assert (strstr (why.detail, "no-such-user"), "%s", why.detail);
}

Test (proxy, what_is_strong_enough)
{
  cr_assert (proxy_strong (ISOLATED_CALLS | ISOLATED_FILES));
  cr_assert (proxy_strong (ISOLATED_CALLS | ISOLATED_USER));
  cr_assert_not (proxy_strong (ISOLATED_CALLS));
  cr_assert_not (proxy_strong (ISOLATED_FILES | ISOLATED_USER));
  cr_assert_not (proxy_strong (0));
}

/* What cannot be shut in is not opened, unless the hospital says so.  */
Test (proxy, weak_is_said)
{
  struct instance *i;
  struct config_instance *c
    = trial_add (&trial, EMI_KIND_AUTH, "weak", "test-vein", NULL);

  c->run = CONFIG_RUN_SEPARATE;
  c->weak = true;
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "weak", &i, &why));
  cr_assert_eq (i->proxy->isolated, 0);
  cr_assert_str_eq (host_assurance (trial.host, c), "weak");
  cr_assert_str_eq (host_assurance (trial.host, odd->config), "separate");
}
