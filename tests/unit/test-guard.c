/* SPDX-License-Identifier: Apache-2.0 */
/* R8 in every cell: which of kana, birth date, sex and number differ, times
   what is answered, for card against chart and for answer against reception.
   What must come out is written down here once more, by hand.  */
#include "access/chart-check.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "access/stages.h"
#include "base/cleanup.h"
#include "lib/catalogue.h"

enum verdict
{
  SAME,
  NAME,
  ASKED,
  OTHER
};

/* By the bits of enum person_difference: kana 1, birth 2, sex 4, number 8. */
static const enum verdict table[16] = {
  SAME,  NAME,  ASKED, OTHER, /* -      kana   birth  kana+birth */
  ASKED, OTHER, OTHER, OTHER, /* sex    with kana, birth, both */
  ASKED, OTHER, OTHER, OTHER, /* number with kana, birth, both */
  OTHER, OTHER, OTHER, OTHER, /* number and sex */
};

/* What is answered; NULL: nothing.  */
static const struct
{
  const char *fields;
  const char *reason;
} replies[] = {
  { NULL, NULL },          { "birth", NULL },
  { NULL, "誤記" },        { "birth", "<script>誤記 ../../x" },
  { "", "誤記" },          { "birth", "" },
  { "birth", "\xff\xfe" },
};

static bool
both (size_t reply)
{
  return reply == 3;
}

struct asked
{
  struct prompter base;
  size_t reply;
  size_t n;
  char shown[512]; /* beside the first question */
};

static bool
ask (struct prompter *base, const struct question *q, struct secret *out,
     enum answer_from *from_out, struct fault *why)
{
  struct asked *a = (struct asked *) base;
  bool first = strcmp (q->prompt->id, "fields") == 0;
  const char *value
      = first ? replies[a->reply].fields : replies[a->reply].reason;

  cr_assert_str_eq (q->instance, "guard");
  cr_assert_str_eq (q->account, "dr-a");
  cr_assert (first || strcmp (q->prompt->id, "reason") == 0);
  if (q->shown)
    snprintf (a->shown, sizeof a->shown, "%s", q->shown);
  a->n++;
  *from_out = ANSWER_FILE;
  if (!value)
    return fault_set (why, CODE_PROMPT_UNANSWERED, "guard.%s", q->prompt->id);
  return secret_set (out, value, strlen (value));
}

static const struct person one = { .insurer = (char *) "01990019",
                                   .symbol = (char *) "試験",
                                   .number = (char *) "6789012",
                                   .branch = (char *) "01",
                                   .name = (char *) "試験　次郎",
                                   .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
                                   .birth = (char *) "19680722",
                                   .sex = (char *) "1" };

/* ONE in another spelling, but for what DIFFERENCE says.  */
static struct person
other (unsigned difference)
{
  struct person p = { .insurer = (char *) " 1990019",
                      .symbol = (char *) "試験",
                      .number = (char *) "６７８９０１２",
                      .branch = (char *) "1",
                      .kana = (char *) "シケン　ジロウ",
                      .birth = (char *) "19680722",
                      .sex = (char *) "1" };

  if (difference & PERSON_KANA)
    p.kana = (char *) "ｶｸｳ ｼﾞﾛｳ";
  if (difference & PERSON_BIRTH)
    p.birth = (char *) "19680723";
  if (difference & PERSON_SEX)
    p.sex = (char *) "2";
  if (difference & PERSON_NUMBER)
    p.branch = (char *) "02";
  return p;
}

struct desk
{
  struct config config;
  struct asked asked;
  struct session s;
};

static void
desk_init (struct desk *d, size_t reply)
{
  *d = (struct desk){ .asked = { .base = { .ask = ask }, .reply = reply } };
  d->config.connector = (char *) "none";
  d->s = (struct session){ .config = &d->config,
                           .lang = LANG_EN,
                           .prompter = &d->asked.base,
                           .cancel_fd = -1 };
}

Test (guard, every_cell_of_card_against_chart)
{
  for (unsigned cell = 0; cell < 16; cell++)
    for (size_t reply = 0; reply < N_ELEMENTS (replies); reply++)
      {
        struct chart_person chart = { .known = true, .person = other (cell) };
        struct buffer notices = BUFFER_INIT;
        struct guard g = { .fields = NULL };
        struct fault why = { .code = CODE_OK };
        struct desk d;
        bool ok, goes_on;

        desk_init (&d, reply);
        goes_on
            = table[cell] < ASKED || (table[cell] == ASKED && both (reply));
        ok = chart_check (&d.s, "dr-a", &chart, &one, &notices, &g, &why);
        cr_expect_eq (ok, goes_on, "cell %u reply %zu", cell, reply);
        cr_expect_eq (d.asked.n > 0, table[cell] == ASKED, "cell %u", cell);
        if (table[cell] == OTHER)
          cr_expect_eq (why.code, CODE_PERSON_NO, "cell %u", cell);
        else if (!goes_on)
          cr_expect (why.code == CODE_PROMPT_UNANSWERED
                         || why.code == CODE_VALUE,
                     "cell %u reply %zu", cell, reply);
        cr_expect_str_eq (buffer_string (&notices),
                          !ok || table[cell] == SAME ? ""
                          : table[cell] == NAME      ? "name-differs"
                                                     : "chart-differs");
        cr_expect_eq (g.reason != NULL, ok && table[cell] == ASKED);
        guard_done (&g);
        buffer_done (&notices);
      }
}

Test (guard, every_cell_of_answer_against_reception)
{
  for (unsigned cell = 0; cell < 16; cell++)
    for (size_t reply = 0; reply < N_ELEMENTS (replies); reply++)
      {
        struct request r = { .lock_fd = -1 };
        struct desk d;
        bool ok, goes_on;

        desk_init (&d, reply);
        r.s = &d.s;
        r.order.account = "dr-a";
        r.reception.person = one;
        r.x.answer.person = other (cell);
        goes_on
            = table[cell] < ASKED || (table[cell] == ASKED && both (reply));
        ok = stage_person (&r);
        cr_expect_eq (ok, goes_on, "cell %u reply %zu", cell, reply);
        cr_expect_eq (d.asked.n > 0, table[cell] == ASKED, "cell %u", cell);
        cr_expect_eq (r.fault.code, goes_on ? CODE_OK : CODE_ANSWER_PERSON,
                      "cell %u reply %zu", cell, reply);
        cr_expect_eq (r.difference, cell);
        cr_expect_eq (r.review,
                      ok && table[cell] == ASKED ? REVIEW_ANSWER : 0u);
        cr_expect_str_eq (buffer_string (&r.notices),
                          !ok || table[cell] == SAME ? ""
                          : table[cell] == NAME      ? "name-differs"
                                                     : "answer-differs");
        if (ok && table[cell] == ASKED)
          cr_expect_str_eq (r.guard.reason, replies[3].reason);
        guard_done (&r.guard);
        buffer_done (&r.notices);
      }
}

/* Whoever has to judge sees both values; of a number only that it differs. */
Test (guard, shows_what_differs_and_no_number)
{
  static const struct
  {
    unsigned cell;
    const char *left, *right;
  } rows[] = { { PERSON_BIRTH, "1968-07-22", "1968-07-23" },
               { PERSON_SEX, "male", "female" },
               { PERSON_NUMBER, "number", "number" } };

  catalogue_begin ();
  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      struct chart_person chart
          = { .known = true, .person = other (rows[i].cell) };
      struct buffer notices = BUFFER_INIT;
      struct guard g = { .fields = NULL };
      struct desk d;

      desk_init (&d, 3);
      cr_expect (chart_check (&d.s, "dr-a", &chart, &one, &notices, &g, NULL));
      cr_expect (strstr (d.asked.shown, rows[i].left), "%s", d.asked.shown);
      cr_expect (strstr (d.asked.shown, rows[i].right), "%s", d.asked.shown);
      cr_expect_null (strstr (d.asked.shown, "9012"));
      guard_done (&g);
      buffer_done (&notices);
    }
}

/* A changed surname is one only where the rest is known to be equal.  */
Test (guard, kana_alone_with_nothing_beside_it)
{
  for (int k = 0; k < 4; k++)
    {
      struct chart_person chart
          = { .known = true, .person = other (PERSON_KANA) };
      struct buffer notices = BUFFER_INIT;
      struct guard g = { .fields = NULL };
      struct fault why = { .code = CODE_OK };
      struct desk d;
      bool ok;

      if (k & 1)
        chart.person.birth = NULL;
      if (k & 2)
        chart.person.sex = NULL;
      chart.person.insurer = chart.person.number = NULL; /* charts have none */
      desk_init (&d, 0);
      ok = chart_check (&d.s, "dr-a", &chart, &one, &notices, &g, &why);
      cr_expect_eq (ok, k == 0, "%d", k);
      cr_expect_eq (d.asked.n > 0, k != 0, "%d", k);
      buffer_done (&notices);
    }
}

Test (guard, an_answer_that_does_not_say_whom_it_is_about)
{
  for (int k = 0; k < 3; k++)
    {
      struct request r = { .lock_fd = -1 };
      struct desk d;

      desk_init (&d, 3);
      r.s = &d.s;
      r.order.account = "dr-a";
      r.reception.person = one;
      r.x.answer.person = one;
      if (k == 0)
        r.x.answer.person.kana = NULL;
      else if (k == 1)
        r.x.answer.person.birth = NULL;
      else
        r.x.answer.person.number = NULL;
      cr_expect_not (stage_person (&r), "%d", k);
      cr_expect_eq (r.fault.code, CODE_ANSWER_PERSON);
      cr_expect_eq (d.asked.n, 0u);
    }
}

Test (guard, a_chart_that_nobody_knows_stops_nothing)
{
  struct chart_person chart = { .known = false };
  struct buffer notices = BUFFER_INIT;
  struct guard g = { .fields = NULL };
  struct desk d;

  desk_init (&d, 0);
  cr_expect (chart_check (&d.s, "dr-a", &chart, &one, &notices, &g, NULL));
  cr_expect_eq (d.asked.n, 0u);
}

/* What an earlier reception says is no data of the hospital's: told, and the
   person at the desk decides.  */
Test (guard, an_earlier_reception_only_speaks_up)
{
  for (unsigned cell = 0; cell < 16; cell++)
    {
      struct chart_person chart = { .lately = true, .person = other (cell) };
      struct buffer notices = BUFFER_INIT;
      struct guard g = { .fields = NULL };
      struct desk d;

      desk_init (&d, 0);
      cr_expect (chart_check (&d.s, "dr-a", &chart, &one, &notices, &g, NULL));
      cr_expect_eq (d.asked.n, 0u);
      cr_expect_str_eq (buffer_string (&notices),
                        table[cell] == OTHER ? "chart-other-before" : "");
      buffer_done (&notices);
    }
}

Test (guard, two_people_beyond_doubt)
{
  for (unsigned cell = 0; cell < 16; cell++)
    {
      struct person p = other (cell);

      cr_expect_eq (person_other (&one, &p), table[cell] == OTHER, "%u", cell);
    }
}
