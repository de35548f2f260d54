/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder: what is a reason to step, which rungs there are, and what is
   asked.  The request's own way along it is tests/flow/flow-ladder.sh.  */
#include "access/ladder.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/registry-double.h"
#include "lib/scratch.h"

static struct registry r;
static struct ladder ladder;
static struct screen screen;
static struct buffer shown;
static char *device; /* the file that is the device */

static void
show (struct screen *s, const char *text)
{
  (void) s;
  buffer_text (&shown, text);
}

static void
begin (void)
{
  registry_init (&r);
  r.s.profile = r.profile;
  screen.show = show;
  r.s.screen = &screen;
  r.s.lang = LANG_EN;
  device = scratch_path (r.trial.dir, "device");
  trial_add (&r.trial, EMI_KIND_AUTH, "finger", "test-device", "device",
             device, NULL);
  r.trial.config.procedure[LANG_EN] = (char *) "call the desk";
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
}

static void
end (void)
{
  free (device);
  buffer_done (&shown);
  registry_done (&r);
}

TestSuite (ladder, .init = begin, .fini = end);

static void
device_is (const char *word)
{
  scratch_write (r.trial.dir, "device", word, 0600);
}

/* The rungs as "a+b a+c", with what SET and the ladder leave.  */
static const char *
rungs (const struct factor_set *set)
{
  static char out[400];
  struct account a;
  struct pair *v = NULL;
  size_t n = 0;

  out[0] = '\0';
  cr_assert (registry_get (&r, "tanaka", &a));
  cr_assert (ladder_pairs (&r.s, &a, set, &ladder, &v, &n, &r.why));
  for (size_t i = 0; i < n; i++)
    sprintf (out + strlen (out), "%s%s+%s", i ? " " : "", v[i].a, v[i].b);
  free (v);
  account_done (&a);
  return out;
}

/* --- what is a reason --- */

Test (ladder, a_dead_device_is_a_reason_and_a_refused_finger_is_none)
{
  static const struct
  {
    const char *device;
    bool reason;
  } rows[] = { { "absent", true }, { "broken", true }, { "half", false } };
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "finger");
  cr_expect (!registry_verify (&r, "tanaka", "finger", &set));
  cr_expect (ladder_unusable (r.why.code), "not plugged in");
  for (size_t i = 0; i < 3; i++)
    {
      device_is (rows[i].device);
      cr_expect (!registry_verify (&r, "tanaka", "finger", &set));
      cr_expect_eq (ladder_unusable (r.why.code), rows[i].reason, "%s: %s",
                    rows[i].device, code_info (r.why.code)->word);
    }
  cr_expect_eq (r.why.code, CODE_FACTOR_REFUSED);
  registry_advance (&r, 60);
  device_is ("ok");
  registry_answer (&r, "finger.finger", "no");
  cr_expect (!registry_verify (&r, "tanaka", "finger", &set));
  cr_expect (!ladder_unusable (r.why.code));
}

Test (ladder, reasons_say_what_happened_and_whether_to_step)
{
  static const struct
  {
    const char *device;
    enum code code;
    bool reason;
  } rows[] = {
    { "fail card-absent", CODE_REASON_CARD_ABSENT, true },
    { "fail card-locked", CODE_REASON_CARD_LOCKED, true },
    { "fail device-nobody", CODE_REASON_DEVICE_NOBODY, true },
    { "fail tired", CODE_UNREACHED, true },
    { "refuse pin-wrong", CODE_REASON_PIN_WRONG, false },
    { "refuse tired", CODE_FACTOR_REFUSED, false },
    /* Refused is refused, whatever it says of the device.  */
    { "refuse card-absent", CODE_FACTOR_REFUSED, false },
    { "fail pin-locked", CODE_REASON_PIN_LOCKED, false },
    { "fail pin-wrong card-pulled", CODE_REASON_PIN_WRONG, false },
  };
  struct factor_set set = { .n = 0 };

  registry_enrol (&r, "tanaka", "finger");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    {
      device_is (rows[i].device);
      cr_expect (!registry_verify (&r, "tanaka", "finger", &set));
      cr_expect_eq (r.why.code, rows[i].code, "%s: %s", rows[i].device,
                    code_info (r.why.code)->word);
      cr_expect_eq (ladder_unusable (r.why.code), rows[i].reason, "%s",
                    rows[i].device);
      if (rows[i].reason)
        continue;
      /* A refusal is counted, told with a failure or not.  */
      cr_expect (!registry_verify (&r, "tanaka", "finger", &set));
      cr_expect_eq (r.why.code, CODE_FACTOR_DELAY, "%s", rows[i].device);
      registry_advance (&r, 60);
    }
}

Test (ladder, giving_up_and_rules_are_no_reason)
{
  static const enum code none[]
    = { CODE_CANCELLED,    CODE_FACTOR_REFUSED, CODE_FACTOR_DELAY,
        CODE_FACTOR_USED,  CODE_FACTOR_ATTEST,  CODE_PROMPT_UNANSWERED,
        CODE_STORE_WRITE,  CODE_EVIDENCE,       CODE_ANSWERS_PRODUCTION,
        CODE_CLOCK_BEHIND, CODE_MEMORY,         CODE_FACTOR_ONE_TIME };

  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    cr_expect (!ladder_unusable (none[i]), "%s", code_info (none[i])->word);
}

/* --- which rungs --- */

Test (ladder, the_pairs_that_are_enrolled_in_the_terminal_s_order)
{
  cr_expect_str_eq (rungs (NULL), "");
  registry_enrol (&r, "tanaka", "memory2");
  cr_expect_str_eq (rungs (NULL), "", "two of one class");
  registry_enrol (&r, "tanaka", "vein");
  cr_expect_str_eq (rungs (NULL), "password+vein vein+memory2");
}

Test (ladder, what_was_left_is_not_offered_again)
{
  registry_enrol (&r, "tanaka", "memory2");
  registry_enrol (&r, "tanaka", "vein");
  ladder_leave (&ladder, "password", CODE_UNREACHED);
  cr_expect_str_eq (rungs (NULL), "vein+memory2");
  ladder_leave (&ladder, "vein", CODE_UNREACHED);
  cr_expect_str_eq (rungs (NULL), "");
}

Test (ladder, what_is_proven_already_comes_first)
{
  struct factor_set set = { .n = 1 };

  registry_enrol (&r, "tanaka", "memory2");
  registry_enrol (&r, "tanaka", "vein");
  strcpy (set.use[0].instance, "memory2");
  cr_expect_str_eq (rungs (&set), "vein+memory2 password+vein");
}

Test (ladder, below_the_minimum_there_is_no_rung)
{
  registry_enrol (&r, "tanaka", "vein");
  r.trial.config.minimum = CONFIG_MINIMUM_SEPARATE;
  cr_expect_str_eq (rungs (NULL), "");
}

Test (ladder, it_has_an_end)
{
  for (int i = 0; i < 20; i++)
    ladder_leave (&ladder, "vein", CODE_UNREACHED);
  cr_expect_eq (ladder.n, LADDER_MAX);
  cr_expect (ladder_has_left (&ladder, "vein"));
  cr_expect (!ladder_has_left (&ladder, "totp"));
}

Test (ladder, on_record)
{
  struct draft *d = session_draft (&r.s, "intent");
  struct record rec;
  struct txn *t;

  ladder_leave (&ladder, "vein", CODE_UNREACHED);
  ladder_leave (&ladder, "totp", CODE_DEADLINE);
  ladder_draft (&ladder, d);
  draft_token (d, "account", "tanaka");
  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &r.why));
  registry_record (&r, "tanaka", 0, &rec);
  cr_expect_str_eq (record_text (&rec, "ladder"),
                    "0 vein unreached\n1 totp deadline");
  record_done (&rec);
}

/* --- asking --- */

static const struct pair pairs[]
  = { { .a = "password", .b = "vein", .methods_a = "1-01",
        .methods_b = "2-04" },
      { .a = "vein", .b = "memory2", .methods_a = "2-04",
        .methods_b = "1-02" } };

static bool
ask (const char *answer, enum ladder_choice *choice, size_t *pair,
     bool by_itself)
{
  static const struct fault why
    = { .code = CODE_UNREACHED, .detail = "totp: no" };
  const struct ladder_step step = { .account = "tanaka",
                                    .instance = "totp",
                                    .why = &why,
                                    .pairs = pairs,
                                    .n_pairs = 2,
                                    .device = true,
                                    .by_itself = by_itself };

  registry_answer (&r, "request.rung", answer);
  return ladder_ask (&r.s, &step, choice, pair, &r.why);
}

Test (ladder, by_number_or_by_name)
{
  static const char *const second[] = { "2", "vein,memory2", "memory2,vein" };
  enum ladder_choice choice;
  size_t pair = 9;

  for (size_t i = 0; i < 3; i++)
    {
      cr_expect (ask (second[i], &choice, &pair, true));
      cr_expect_eq (choice, LADDER_PAIR);
      cr_expect_eq (pair, 1);
    }
  cr_expect (ask ("handover", &choice, &pair, true));
  cr_expect_eq (choice, LADDER_HANDOVER);
  cr_expect (ask ("stop", &choice, &pair, true));
  cr_expect_eq (choice, LADDER_STOP);
  cr_expect_str_eq (r.last_account, "tanaka");
}

Test (ladder, the_procedure_is_told_each_time)
{
  enum ladder_choice choice;
  size_t pair;

  cr_expect (ask ("1", &choice, &pair, true));
  cr_expect (strstr (buffer_string (&shown), "call the desk"));
  cr_expect (strstr (buffer_string (&shown), "totp cannot be used"));
}

Test (ladder, nonsense_in_a_file_is_not_guessed_at)
{
  static const char *const bad[] = { "0", "3", "password", "password,totp",
                                     "", "01", "1 ", "STOP" };
  enum ladder_choice choice;
  size_t pair, asked;

  r.from = ANSWER_FILE;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      asked = r.asked;
      cr_expect (!ask (bad[i], &choice, &pair, true), "%s", bad[i]);
      cr_expect_eq (r.why.code, CODE_VALUE);
      cr_expect_eq (r.asked, asked + 1);
    }
  /* A person may mistype, three times.  */
  r.from = ANSWER_TERMINAL;
  asked = r.asked;
  cr_expect (!ask ("what?", &choice, &pair, true));
  cr_expect_eq (r.asked, asked + 3);
}

Test (ladder, nobody_answers)
{
  enum ladder_choice choice;
  size_t pair;

  cr_expect (!ask (NULL, &choice, &pair, false));
  cr_expect_eq (r.why.code, CODE_PROMPT_UNANSWERED);
}

Test (ladder, to_whom)
{
  static const char *const bad[] = { "tanaka", "nobody", "sato", "admin",
                                     "a b", "" };
  char to[33] = "";

  registry_person (&r, "sato", ROLE_PHYSICIAN);
  r.from = ANSWER_FILE;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      registry_answer (&r, "request.handover", bad[i]);
      cr_expect (!ladder_ask_handover (&r.s, "tanaka", to, &r.why));
      cr_expect_eq (r.why.code, CODE_HANDOVER, "%s", bad[i]);
    }
  registry_grant (&r, "sato");
  registry_answer (&r, "request.handover", "sato");
  cr_expect (ladder_ask_handover (&r.s, "tanaka", to, &r.why));
  cr_expect_str_eq (to, "sato");
}
