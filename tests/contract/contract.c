/* SPDX-License-Identifier: Apache-2.0 */
/* The driver.  Usage: contract [--plugin NAME] [--mode plain|poison|separate]; other
   arguments (Criterion's, from the test harness) are passed over.  Prints
   TAP.  */
#include "contract.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STANDS_AT 1795305600 /* 2026-11-22 00:00:00 UTC */
#define NOT_APPLICABLE 77
/* Far more than any test takes; only a hang reaches it.  */
#define HANG_S 120

static const char *const modes[] = {
  [MODE_PLAIN] = "plain",
  [MODE_POISON] = "poison",
  [MODE_SEPARATE] = "separate",
};

struct run
{
  const char *plugin; /* NULL: all */
  const char *mode;   /* NULL: all */
  bool bad_subject;
  int n;
  int bad;
};

void
check_failed (const char *file, int line, const char *what, const char *fmt,
              ...)
{
  va_list ap;

  printf ("# %s:%d: not (%s): ", file, line, what);
  va_start (ap, fmt);
  vprintf (fmt, ap);
  va_end (ap);
  putchar ('\n');
  fflush (stdout);
  /* No clean-up, and so no report of what a failed test left behind.  */
  _exit (1);
}

void
not_applicable (void)
{
  _exit (NOT_APPLICABLE);
}

struct instance *
open_one (struct ctx *c, const char *name)
{
  struct instance *i;

  CHECK (host_instance (c->trial.host, c->subject->kind, name, &i, &c->why),
         "%s", c->why.detail);
  return i;
}

emi_rc
call_op (struct ctx *c, struct instance *i, enum call_op op, const void *args)
{
  caught_reset (&c->caught);
  c->why = (struct fault) { .code = CODE_OK };
  const struct auth_skill *skill = c->subject->auth;
  if (skill && skill->before)
    skill->before (c, op);
  emi_rc rc = instance_call (i, op, args, &c->caught.env, &c->why);
  if (skill && skill->after)
    skill->after (c);
  CHECK ((rc == EMI_OK) == (c->why.code == CODE_OK), "%s ended with %d and %s",
         call_row (op)->name, (int) rc, code_info (c->why.code)->word);
  /* A sentence that had to be withheld is a plugin's fault, not luck.  */
  CHECK (!strstr (c->why.detail, "withheld"), "%s tells a secret",
         call_row (op)->name);
  return rc;
}

/* In the child: one test from beginning to end.  */
static void
run_test (const struct run *r, const struct subject *s, const struct test *t,
          enum mode mode)
{
  struct ctx c = { .subject = s, .mode = mode };

  alarm (HANG_S);
  trial_init (&c.trial, t->real_clock || r->bad_subject ? 0 : STANDS_AT);
  caught_init (&c.caught, NULL);
  /* Some of the bad ones wait for ever.  */
  if (r->bad_subject)
    c.caught.env.timeout_ms = 50;
  CHECK (trial_module (&c.trial, s->plugin), "%s was not built", s->plugin);
  s->add (&c.trial, "one");
  s->add (&c.trial, "two");
  if (s->add_absent)
    s->add_absent (&c.trial, "absent");
  host_set_poison (c.trial.host, mode == MODE_POISON);
  for (size_t i = 0; i < c.trial.config.n_instances; i++)
    c.trial.instances[i].run
      = mode == MODE_SEPARATE ? CONFIG_RUN_SEPARATE : CONFIG_RUN_INSIDE;
  t->run (&c);
  caught_done (&c.caught);
  trial_done (&c.trial);
}

static void
report (struct run *r, const struct subject *s, const struct test *t,
        enum mode mode, int status)
{
  bool good = WIFEXITED (status) && WEXITSTATUS (status) == 0;

  if (WIFSIGNALED (status))
    printf ("# ended by %s\n", strsignal (WTERMSIG (status)));
  /* What does not apply is no skipped test: nothing is missing.  */
  if (WIFEXITED (status) && WEXITSTATUS (status) == NOT_APPLICABLE)
    {
      printf ("# %s %s: does not apply\n", s->plugin, t->name);
      return;
    }
  r->n++;
  r->bad += !good;
  printf ("%s %d - %s %s%s%s%s\n", good ? "ok" : "not ok", r->n, s->plugin,
          t->name, mode ? " (" : "", mode ? modes[mode] : "",
          mode ? ")" : "");
}

static void
fork_test (struct run *r, const struct subject *s, const struct test *t,
           enum mode mode)
{
  int status = 0;

  fflush (stdout);
  pid_t child = fork ();
  if (child == 0)
    {
      run_test (r, s, t, mode);
      exit (0);
    }
  if (child < 0 || waitpid (child, &status, 0) != child)
    {
      perror ("contract");
      exit (99);
    }
  report (r, s, t, mode, status);
}

static void
run_tests (struct run *r, const struct subject *s, const struct test *tests)
{
  for (const struct test *t = tests; t->name; t++)
    if (!t->kind || t->kind == s->kind)
      for (int mode = MODE_PLAIN; mode <= MODE_SEPARATE; mode++)
        if (!r->mode || strcmp (r->mode, modes[mode]) == 0)
          fork_test (r, s, t, (enum mode) mode);
}

static void
run_subject (struct run *r, const struct subject *s)
{
  run_tests (r, s, tests_any);
  run_tests (r, s, tests_adapter);
  run_tests (r, s, tests_auth);
  run_tests (r, s, tests_connector);
  run_tests (r, s, tests_reader);
  run_tests (r, s, tests_store);
}

static void
run_all (struct run *r)
{
  for (const struct subject *s = subjects; s->plugin; s++)
    if (!r->plugin || strcmp (r->plugin, s->plugin) == 0)
      run_subject (r, s);
  r->bad_subject = true;
  for (const struct subject *s = bad_subjects; s->plugin; s++)
    if (r->plugin && strcmp (r->plugin, s->plugin) == 0)
      run_subject (r, s);
}

int
main (int argc, char **argv)
{
  struct run r = { .n = 0 };

  for (int i = 1; i + 1 < argc; i++)
    if (strcmp (argv[i], "--plugin") == 0)
      r.plugin = argv[++i];
    else if (strcmp (argv[i], "--mode") == 0)
      r.mode = argv[++i];

  /* A test that fails leaves its folder; all go together.  */
  char *dir = scratch_new ();
  setenv ("TMPDIR", dir, 1);
  run_all (&r);
  scratch_done (dir);
  printf ("1..%d\n", r.n);
  return r.n == 0 || r.bad > 0;
}
