/* SPDX-License-Identifier: Apache-2.0 */
/* Trying factors out: what is measured, what counts, and that it tells nothing
   to whoever is not the person.  */
#include "access/factor-try.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/registry-double.h"

static struct registry r;

/* The person needs as long as this for each prompt, and what they then type
   can change.  */
static struct person
{
  struct prompter prompter;
  int64_t seconds;
  const char *palms; /* y, n, or x for no answer; the last stays */
} person;

static struct watching
{
  struct try_watch watch;
  size_t begun;
  int64_t waited_ms;
  bool give_up;
} watching;

static bool
ask (struct prompter *p, const struct question *q, struct secret *answer_out,
     enum answer_from *from_out, struct fault *why)
{
  (void) p;
  registry_advance (&r, person.seconds);
  if (strcmp (q->prompt->id, "palm") == 0)
    {
      char now = *person.palms;

      if (person.palms[1])
        person.palms++;
      registry_answer (&r, "vein.palm",
                       now == 'x'   ? NULL
                       : now == 'y' ? "yes"
                                    : "no");
    }
  return r.prompter.ask (&r.prompter, q, answer_out, from_out, why);
}

static void
begun (struct try_watch *w, const char *instance, size_t round, size_t rounds)
{
  (void) w;
  cr_expect (instance[0] && round >= 1 && round <= rounds);
  watching.begun++;
}

static bool
waits (struct try_watch *w, int64_t ms)
{
  (void) w;
  watching.waited_ms += ms;
  registry_advance (&r, (ms + 999) / 1000);
  return !watching.give_up;
}

static struct try_report report;

static bool
run (const char *id, size_t rounds)
{
  return try_run (&r.s, id, rounds, &watching.watch, &report, &r.why);
}

static void
begin (void)
{
  registry_init (&r);
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_enrol (&r, "tanaka", "vein");
  person = (struct person){ .prompter = { .ask = ask }, .palms = "y" };
  watching = (struct watching){ .watch = { .begin = begun, .wait = waits } };
  r.s.prompter = &person.prompter;
}

static void
end (void)
{
  try_report_done (&report);
  registry_done (&r);
}

TestSuite (factor_try, .init = begin, .fini = end);

static const struct try_provider *
named (const char *instance)
{
  for (size_t i = 0; i < report.n; i++)
    if (strcmp (report.provider[i].instance, instance) == 0)
      return &report.provider[i];
  cr_assert_fail ("%s was not tried", instance);
  return NULL;
}

static void
expect_counts (const char *instance, size_t granted, size_t refused,
               size_t unusable)
{
  const struct try_provider *p = named (instance);

  cr_expect_eq (try_count (p, TRY_GRANTED), granted, "%s", instance);
  cr_expect_eq (try_count (p, TRY_REFUSED), refused, "%s", instance);
  cr_expect_eq (try_count (p, TRY_UNUSABLE), unusable, "%s", instance);
}

static void
expect_field (const char *id, size_t nth, const char *name, const char *value)
{
  struct record rec;
  const char *text;

  registry_record (&r, id, nth, &rec);
  text = record_text (&rec, name);
  cr_expect (value ? text && strcmp (text, value) == 0 : !text, "%s: %s", name,
             text ? text : "-");
  record_done (&rec);
}

Test (factor_try, each_is_tried_as_often_as_asked_and_its_time_taken)
{
  const struct try_provider *p;
  struct try_time t;
  uint64_t size = registry_size (&r);

  person.seconds = 2;
  cr_assert (run ("tanaka", 3), "%s", code_info (r.why.code)->word);
  cr_expect (report.proven);
  cr_expect_eq (report.n, 2);
  cr_expect_eq (watching.begun, 6);
  expect_counts ("password", 3, 0, 0);
  expect_counts ("vein", 3, 0, 0);
  p = named ("vein");
  cr_assert (try_times (p, &t));
  cr_expect (t.min == 2000 && t.median == 2000 && t.max == 2000);
  cr_expect_eq (try_again (p), 0);
  cr_expect_str_eq (p->use.methods, "2-04");
  /* A record for each and nothing else: no request, nobody admitted.  */
  cr_expect_eq (registry_size (&r), size + 2);
  expect_field ("tanaka", 0, "kind", "factor-try");
  expect_field ("tanaka", 0, "provider", "vein");
  expect_field ("tanaka", 0, "tries",
                "granted 2000\ngranted 2000\ngranted 2000");
  expect_field ("tanaka", 0, "factor.1.methods", "2-04");
  expect_field ("tanaka", 1, "provider", "password");
}

Test (factor_try, the_pairs_with_what_they_would_declare)
{
  const struct try_pair *p;

  person.seconds = 3;
  cr_assert (run ("tanaka", 2));
  cr_assert_eq (report.n_pairs, 1);
  p = &report.pair[0];
  cr_expect_str_eq (p->a, "password");
  cr_expect_str_eq (p->b, "vein");
  cr_expect (p->proven);
  cr_expect_str_eq (p->declared[0], "1-01");
  cr_expect_str_eq (p->declared[1], "2-04");
  cr_expect_eq (p->ms, 6000);
}

Test (factor_try, a_pair_whose_factor_was_never_granted_is_not_known)
{
  person.palms = "n";
  cr_assert (run ("tanaka", 2));
  expect_counts ("vein", 0, 2, 0);
  cr_assert_eq (report.n_pairs, 1);
  cr_expect (!report.pair[0].proven);
}

Test (factor_try, two_of_one_class_are_no_pair)
{
  char *names[] = { (char *) "password", (char *) "memory2" };

  registry_enrol (&r, "tanaka", "memory2");
  registry_answer (&r, "memory2.pin", "2468");
  r.terminals[1].providers = names;
  r.s.terminal = &r.terminals[1];
  cr_assert (run ("tanaka", 1));
  cr_expect_eq (report.n_pairs, 0);
}

Test (factor_try, a_wrong_try_counts_and_its_delay_is_waited_out)
{
  struct factor_set set = { .n = 0 };
  struct try_time t;

  person.palms = "nny";
  cr_assert (run ("tanaka", 3));
  expect_counts ("vein", 1, 2, 0);
  /* 1 s after the first, 2 s after the second; not part of any time.  */
  cr_expect_eq (watching.waited_ms, 3000);
  cr_assert (try_times (named ("vein"), &t));
  cr_expect_eq (t.max, 0);
  expect_field ("tanaka", 0, "tries",
                "factor-refused 0\nfactor-refused 0\ngranted 0");
  /* Granted in the end: its failures slow nobody down any more.  */
  cr_expect (registry_verify (&r, "tanaka", "vein", &set));
}

Test (factor_try, a_wrong_one_after_a_right_one_is_not_forgiven)
{
  struct factor_set set = { .n = 0 };

  person.palms = "ynn";
  cr_assert (run ("tanaka", 3));
  cr_expect (!registry_verify (&r, "tanaka", "vein", &set));
  cr_expect_eq (r.why.code, CODE_FACTOR_DELAY);
  expect_field ("tanaka", 0, "factor.1.methods", NULL);
}

Test (factor_try, who_gives_up_while_waiting_keeps_what_was_measured)
{
  person.palms = "yny";
  watching.give_up = true;
  cr_expect (!run ("tanaka", 3));
  cr_expect_eq (r.why.code, CODE_CANCELLED);
  expect_counts ("password", 3, 0, 0);
  expect_counts ("vein", 1, 1, 0);
  expect_field ("tanaka", 0, "tries", "granted 0\nfactor-refused 0");
}

Test (factor_try, an_unanswered_prompt_ends_it)
{
  person.palms = "yx";
  cr_expect (!run ("tanaka", 3));
  cr_expect_eq (r.why.code, CODE_PROMPT_UNANSWERED);
  cr_expect_str_eq (r.why.detail, "vein.palm");
  expect_counts ("vein", 1, 0, 0);
  expect_field ("tanaka", 0, "tries", "granted 0");
}

Test (factor_try, nobody_learns_what_somebody_else_has)
{
  uint64_t size = registry_size (&r);

  registry_answer (&r, "tanaka:password.password", "a guess of mine");
  cr_expect (!run ("tanaka", 3));
  cr_expect_eq (r.why.code, CODE_FACTOR_REFUSED);
  cr_expect (!report.proven);
  cr_expect_eq (watching.begun, 1);
  cr_expect_str_eq (r.last_prompt, "password.password");
  cr_expect_eq (registry_size (&r), size + 1);
  expect_field ("tanaka", 0, "kind", "refusal");
  expect_field ("tanaka", 0, "action", "factors try");
  try_report_done (&report);

  registry_answer (&r, "password.password", "a guess of mine");
  cr_expect (!run ("nobody", 3));
  cr_expect_eq (r.why.code, CODE_FACTOR_REFUSED);
  cr_expect_str_eq (r.last_prompt, "password.password");
  cr_expect_eq (registry_size (&r), size + 2);
}

Test (factor_try, a_first_password_is_to_be_changed_first)
{
  struct login admin;
  struct enrol_result done = { .show = NULL };

  r.s.prompter = &r.prompter;
  registry_admin (&r, &admin);
  cr_assert (
      account_add (&r.s, &admin, "new", "新人", NULL, ROLE_PHYSICIAN, &r.why));
  registry_answer (&r, "password.new", "first password");
  cr_assert (
      enrol_set (&r.s, &admin, "new", "password", NULL, 0, &done, &r.why));
  enrol_result_done (&done);
  login_done (&admin);
  registry_answer (&r, "new:password.password", "first password");
  cr_expect (!run ("new", 3));
  cr_expect_eq (r.why.code, CODE_FACTOR_ONE_TIME);
}

Test (factor_try, a_code_may_be_typed_again_and_is_then_used_up)
{
  struct factor_set set = { .n = 0 };
  char secret[64];

  r.s.prompter = &r.prompter;
  registry_totp (&r, "tanaka", secret);
  registry_code (&r, secret);
  registry_answer (&r, "vein.palm", "yes");
  cr_assert (run ("tanaka", 3));
  expect_counts ("totp", 3, 0, 0);
  cr_expect (!registry_verify (&r, "tanaka", "totp", &set)
             && r.why.code == CODE_FACTOR_USED);
  cr_expect_eq (report.n_pairs, 3);
}

Test (factor_try, a_device_that_is_not_there_is_no_refusal)
{
  char *names[] = { (char *) "finger", (char *) "password" };

  trial_add (&r.trial, EMI_KIND_AUTH, "finger", "test-device", "device",
             "no-such-device", NULL);
  r.terminals[1].providers = names;
  r.s.terminal = &r.terminals[1];
  registry_enrol (&r, "tanaka", "finger");
  cr_assert (run ("tanaka", 2), "%s", code_info (r.why.code)->word);
  expect_counts ("finger", 0, 0, 2);
  expect_counts ("password", 2, 0, 0);
  expect_field ("tanaka", 1, "tries", "unreached 0\nunreached 0");

  /* Nothing but that: nobody has proved anything.  */
  try_report_done (&report);
  r.terminals[1].n_providers = 1;
  cr_expect (!run ("tanaka", 2));
  cr_expect_eq (r.why.code, CODE_FACTOR_UNUSABLE);
  cr_expect (!report.proven);
}

Test (factor_try, times_are_those_of_what_was_granted)
{
  struct try_provider p
      = { .n = 5,
          .round = { { .code = CODE_OK, .ms = 400 },
                     { .code = CODE_FACTOR_REFUSED, .ms = 9000 },
                     { .code = CODE_OK, .ms = 100 },
                     { .code = CODE_OK, .ms = 200 },
                     { .code = CODE_OK, .ms = 300 } } };
  struct try_time t;

  cr_assert (try_times (&p, &t));
  cr_expect_eq (t.min, 100);
  cr_expect_eq (t.median, 250);
  cr_expect_eq (t.max, 400);
  p.n = 1;
  cr_assert (try_times (&p, &t));
  cr_expect_eq (t.median, 400);
  p.round[0].code = CODE_UNREACHED;
  cr_expect (!try_times (&p, &t));
}
