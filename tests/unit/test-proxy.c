/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins in a process of their own: the same as inside, and what becomes of
   one that ends, hangs or lies (tests/plugins/test-odd.c does one thing at a
   time).  */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
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
