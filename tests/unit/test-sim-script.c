/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts of emi-sim: what they mean, and every fault with its line.  */
#include <criterion/criterion.h>
#include <string.h>

#include "simulator/script.h"

struct read
{
  struct script s;
  struct config_faults faults;
  bool good;
};

static struct read
read_text (const char *text)
{
  struct read r = { .faults = { .v = NULL } };

  r.good = script_read ("x.scenario", text, strlen (text), &r.s, &r.faults);
  return r;
}

static void
read_done (struct read *r)
{
  if (r->good)
    script_done (&r->s);
  config_faults_done (&r->faults);
}

/* Exactly one fault, on LINE, with its word in both languages.  */
static void
faulty (const char *text, int line)
{
  struct read r = read_text (text);

  cr_assert_not (r.good, "%s", text);
  cr_assert_eq (r.faults.n, 1, "%s: %zu faults", text, r.faults.n);
  cr_assert_eq (r.faults.v[0].line, line, "%s: line %d", text,
                r.faults.v[0].line);
  cr_assert_str_eq (r.faults.v[0].file, "x.scenario");
  cr_assert_neq (r.faults.v[0].message[0][0], '\0');
  cr_assert_neq (r.faults.v[0].message[1][0], '\0');
  read_done (&r);
}

Test (script, turns_are_used_up_one_after_the_other)
{
  struct read r = read_text ("# a day\n"
                             "request\n"
                             "  wait 2s\n"
                             "  err cp932 \"項目 \\\"X\\\"\"  # why\n"
                             "request drugs 2\n"
                             "  return\n"
                             "\n"
                             "requests emergency\n"
                             "  answer half 1500ms cp932\n"
                             "reading\n"
                             "  read validity 3 consent drug,operation\n");
  const struct script_turn *t;

  cr_assert (r.good);
  cr_assert_eq (r.s.told, FOR_REQUESTS | FOR_READINGS);
  t = script_next (&r.s, FOR_EMERGENCY);
  cr_assert_eq (t->n_steps, 2);
  cr_assert_eq (t->steps[0].kind, STEP_WAIT);
  cr_assert_eq (t->steps[0].ms, 2000);
  cr_assert_eq (t->steps[1].kind, STEP_ERR);
  cr_assert (t->steps[1].cp932);
  cr_assert_str_eq (t->steps[1].text, "項目 \"X\"");
  for (int i = 0; i < 2; i++)
    cr_assert_eq (script_next (&r.s, FOR_DRUGS)->steps[0].kind, STEP_RETURN);
  /* Nothing more is said of drugs: they are answered.  */
  cr_assert_eq (script_next (&r.s, FOR_DRUGS)->steps[0].kind, STEP_ANSWER);
  for (int i = 0; i < 5; i++)
    {
      t = script_next (&r.s, FOR_EMERGENCY);
      cr_assert_eq (t->steps[0].how, HOW_HALF | HOW_CP932);
      cr_assert_eq (t->steps[0].half_ms, 1500);
    }
  t = script_next (&r.s, FOR_READINGS);
  cr_assert_eq (t->steps[0].validity, 3);
  cr_assert_eq (t->steps[0].consent, CONSENT_DRUG | CONSENT_OPERATION);
  cr_assert_eq (script_next (&r.s, FOR_READINGS)->steps[0].how, 0);
  read_done (&r);
}

Test (script, nothing_said_is_all_well)
{
  struct read r = read_text ("");

  cr_assert (r.good);
  cr_assert_eq (r.s.told, 0);
  cr_assert_eq (script_next (&r.s, FOR_CHECKUPS)->steps[0].kind, STEP_ANSWER);
  read_done (&r);
}

Test (script, words_take_what_belongs_to_them)
{
  struct read r = read_text ("request\r\n"
                             "  answer refused \"ABC1\" \"だめ\" twice 2m\r\n"
                             "  wait delay\r\n"
                             "  wait delay 200s\r\n"
                             "  answer huge 2MB twice unknown-elements\r\n"
                             "  remove\r\n");
  const struct script_turn *t;

  cr_assert (r.good);
  t = script_next (&r.s, FOR_EMERGENCY);
  cr_assert_eq (t->n_steps, 5);
  cr_assert_str_eq (t->steps[0].code, "ABC1");
  cr_assert_str_eq (t->steps[0].text, "だめ");
  cr_assert_eq (t->steps[0].twice_ms, 120000);
  cr_assert (t->steps[1].is_delay);
  cr_assert_eq (t->steps[1].ms, -1);
  cr_assert_eq (t->steps[2].ms, 200000);
  cr_assert_eq (t->steps[3].huge, 2000000);
  cr_assert_eq (t->steps[4].kind, STEP_REMOVE);
  read_done (&r);
}

Test (script, every_fault_has_its_line)
{
  faulty ("answer\n", 1);
  faulty ("\n\n  \"text\"\n", 3);
  faulty ("request\n  jump\n", 2);
  faulty ("request\n  read\n", 2);
  faulty ("reading\n  answer\n", 2);
  faulty ("reading\n  err\n", 2);
  faulty ("reading emergency\n", 1);
  faulty ("request 0\n", 1);
  faulty ("request -1\n", 1);
  faulty ("request 2 emergency\n", 1);
  faulty ("requests 2\n", 1);
  faulty ("request supper\n", 1);
  faulty ("request\n  wait\n", 2);
  faulty ("request\n  wait 2\n", 2);
  faulty ("request\n  wait 2s 3s\n", 2);
  faulty ("request\n  wait 25h\n", 2);
  faulty ("request\n  wait 99999999ms\n", 2);
  faulty ("request\n  answer half\n", 2);
  faulty ("request\n  answer half cp932\n", 2);
  faulty ("request\n  answer huge 2\n", 2);
  faulty ("request\n  answer huge 34MB\n", 2);
  faulty ("request\n  answer cp932 cp932\n", 2);
  faulty ("request\n  answer cp932 bom\n", 2);
  faulty ("request\n  answer pdf one-line\n", 2);
  faulty ("request\n  answer link pipe\n", 2);
  faulty ("request\n  answer refused in-progress\n", 2);
  faulty ("request\n  answer refused \"code\"\n", 2);
  faulty ("request\n  answer \"text\"\n", 2);
  faulty ("request emergency\n  answer validity 2\n", 2);
  faulty ("request eligibility\n  answer pdf\n", 2);
  faulty ("request\n  answer consent none\n", 2);
  faulty ("reading\n  read validity 7\n", 2);
  faulty ("reading\n  read consent some\n", 2);
  faulty ("reading\n  read consent drug,none\n", 2);
  faulty ("reading\n  read consent drug,\n", 2);
  faulty ("request\n  err \"open\n  answer\n", 2);
  faulty ("request\n  return now\n", 2);
  faulty ("request\n  answer\n  answer \xff\n", 3);
}

Test (script, all_faults_are_told_at_once)
{
  struct read r = read_text ("request\n  jump\n  wait\nrequest x\n"
                             "  this is not looked at\nrequest\n  fly\n");

  cr_assert_not (r.good);
  cr_assert_eq (r.faults.n, 4);
  cr_assert_eq (r.faults.v[0].line, 2);
  cr_assert_eq (r.faults.v[1].line, 3);
  cr_assert_eq (r.faults.v[2].line, 4);
  cr_assert_eq (r.faults.v[3].line, 7);
  read_done (&r);
}

Test (script, a_line_of_too_many_words)
{
  char text[2000] = "request\n answer";

  for (int i = 0; i < 60; i++)
    strcat (text, " x");
  faulty (text, 2);
}
