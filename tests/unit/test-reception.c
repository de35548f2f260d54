/* SPDX-License-Identifier: Apache-2.0 */
/* Receptions in a real ledger: every cell of R5 at the stage that looks at
   it, what confirms, binds, lifts and ends one, and whose refusal counts.  */
#include "access/reception.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/stages.h"
#include "base/cleanup.h"
#include "lib/registry-double.h"

static struct registry r;
static struct login ito, sato;

static const struct person husband = { .insurer = (char *) "01990019",
                                       .symbol = (char *) "試験",
                                       .number = (char *) "6789012",
                                       .branch = (char *) "01",
                                       .name = (char *) "試験　次郎",
                                       .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
                                       .birth = (char *) "19680722",
                                       .sex = (char *) "1" };
/* One number for the family, as it is printed on both cards.  */
static const struct person wife = { .insurer = (char *) "01990019",
                                    .symbol = (char *) "試験",
                                    .number = (char *) "6789012",
                                    .branch = (char *) "02",
                                    .name = (char *) "試験　梅",
                                    .kana = (char *) "ｼｹﾝ ｳﾒ",
                                    .birth = (char *) "19700101",
                                    .sex = (char *) "2" };

struct desk
{
  const struct person *who; /* NULL: no card was read */
  const char *chart;        /* NULL: a temporary one */
  const char *consent;      /* pressed; NULL: none */
  const char *pressed_by;
  const char *checked_by; /* NULL: ito */
  bool refused;
};

static int numbers;

static void
receive (const struct desk *desk, char id[ID_LEN + 1])
{
  struct draft *d = session_draft (&r.s, "reception");
  char number[16], temporary[ID_LEN + 1];
  const char *chart = desk->chart;
  struct txn *t;

  id_new ('c', id);
  id_new ('t', temporary);
  chart = chart ? chart : temporary;
  snprintf (number, sizeof number, "01-%02d", ++numbers);
  draft_text (d, "reception", id);
  draft_text (d, "number", number);
  draft_text (d, "reader", "er-face");
  draft_text (d, "operator", "ito");
  draft_text (d, "checked-by", desk->checked_by ? desk->checked_by : "ito");
  draft_text (d, "pressed-by", desk->pressed_by);
  draft_text (d, "chart", chart);
  draft_text (d, "chart-temporary", desk->chart ? NULL : "yes");
  draft_text (d, "refusal", desk->refused ? "yes" : NULL);
  draft_text (d, "notices", "");
  draft_text (d, "card-evidence", desk->who ? "file" : "none");
  draft_token (d, "reception", id);
  if (desk->who)
    {
      draft_number (d, "read-at", clock_seconds (r.s.clock));
      draft_text (d, "consent-pressed",
                  desk->consent ? desk->consent : "none");
      draft_person (d, desk->who);
      draft_person_tokens (d, desk->who, chart);
    }
  else
    draft_token (d, "chart", chart);
  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &r.why), "%s", r.why.detail);
}

static void
login (const char *id, struct login *out)
{
  cr_assert (operator_login (&r.s, id, ROLE_ANY, "test", out, &r.why), "%s",
             r.why.detail);
}

static void
begin (void)
{
  numbers = 0;
  registry_init (&r);
  registry_person (&r, "ito", ROLE_PHYSICIAN);
  registry_person (&r, "sato", ROLE_PHYSICIAN);
  registry_grant (&r, "ito");
  registry_grant (&r, "sato");
  login ("ito", &ito);
  login ("sato", &sato);
}

static void
end (void)
{
  login_done (&ito);
  login_done (&sato);
  registry_done (&r);
}

TestSuite (reception, .init = begin, .fini = end);

static enum code
change (const char *id, const char *state)
{
  const struct reception_change what = { .state = state };
  struct reception out;
  struct fault why = { .code = CODE_OK };

  if (reception_change (&r.s, &ito, &sato, id, &what, &out, &why))
    reception_done (&out);
  return why.code;
}

static enum code
bind (const char *id, const char *chart)
{
  struct reception out;
  struct fault why = { .code = CODE_OK };

  if (reception_bind (&r.s, &ito, id, chart, &out, &why))
    {
      cr_expect_str_eq (out.chart, chart);
      cr_expect_not (out.chart_temporary);
      reception_done (&out);
    }
  return why.code;
}

static enum code
confirm (const struct login *by, const char *id)
{
  struct reception out;
  struct fault why = { .code = CODE_OK };

  if (reception_confirm (&r.s, by, id, &out, &why))
    reception_done (&out);
  return why.code;
}

/* What the identify stage says to a request on ID.  */
static enum code
identify (const char *id, const char *consent, unsigned *review_out)
{
  struct request q = { .s = &r.s, .lock_fd = -1, .deliver_fd = -1 };
  enum code code;

  q.order.account = "ito";
  q.order.reception = id;
  q.order.consent = consent;
  stage_identify (&q);
  code = q.fault.code;
  *review_out = q.review;
  free (q.pressed_answer);
  reception_done (&q.reception);
  return code;
}

/* --- R5, every cell --- */

static const char *const pressed[] = { "none", "given", "absent" };
static const char *const pressers[]
    = { NULL, "patient", "family", "helper", "staff" };
static const char *const replies[]
    = { NULL, "patient", "family", "helper", "staff" };

static bool
is (const char *a, const char *b)
{
  return a && strcmp (a, b) == 0;
}

/* One cell without a refusal: SAID is what is asked for now, BY who pressed as
   recorded, REPLY what is answered when nobody wrote it down.  */
static void
expect_cell (const char *id, const char *press, const char *said_now,
             const char *by, const char *reply, unsigned more)
{
  bool difficult = is (said_now, "difficult");
  const char *who = by ? by : reply;
  enum code want = CODE_OK, code;
  unsigned review, marks = more | (difficult ? REVIEW_DIFFICULT : 0u);

  if (difficult && is (press, "given"))
    {
      want = !who                  ? CODE_PROMPT_UNANSWERED
             : is (who, "patient") ? CODE_CONSENT
                                   : CODE_OK;
      marks |= want == CODE_OK ? REVIEW_PRESSED : 0u;
    }
  registry_answer (&r, "guard.pressed", reply);
  code = identify (id, said_now, &review);
  cr_expect_eq (code, want, "pressed %s by %s, %s, answered %s: %s", press,
                by ? by : "-", said_now, reply ? reply : "-",
                code_info (code)->word);
  if (want == CODE_OK)
    cr_expect_eq (review, marks, "pressed %s by %s, %s: review %u", press,
                  by ? by : "-", said_now, review);
}

static void
expect_refused (const char *id)
{
  unsigned review;

  cr_expect_eq (identify (id, "given", &review), CODE_RECEPTION_REFUSAL);
  cr_expect_eq (identify (id, "difficult", &review), CODE_RECEPTION_REFUSAL);
}

Test (reception, every_cell_of_consent)
{
  for (size_t p = 0; p < N_ELEMENTS (pressed); p++)
    for (size_t b = 0; b < N_ELEMENTS (pressers); b++)
      {
        const struct desk desk = { .who = &husband,
                                   .chart = "00000001",
                                   .consent = pressed[p],
                                   .pressed_by = pressers[b] };
        const struct desk no = { .chart = "00000001", .refused = true };
        char id[ID_LEN + 1], refusal[ID_LEN + 1];
        struct fault why;

        receive (&desk, id);
        for (size_t k = 0; k < N_ELEMENTS (replies); k++)
          {
            expect_cell (id, pressed[p], "given", pressers[b], replies[k], 0);
            expect_cell (id, pressed[p], "difficult", pressers[b], replies[k],
                         0);
          }
        receive (&no, refusal);
        expect_refused (id);
        cr_assert_eq (change (refusal, "worsened"), CODE_OK);
        for (size_t k = 0; k < N_ELEMENTS (replies); k++)
          {
            expect_cell (id, pressed[p], "given", pressers[b], replies[k],
                         REVIEW_LIFTED);
            expect_cell (id, pressed[p], "difficult", pressers[b], replies[k],
                         REVIEW_LIFTED);
          }
        /* So that the next cell has none.  */
        cr_assert (reception_void (&r.s, &ito, refusal, "x", &why));
      }
}

/* --- whose refusal --- */

Test (reception, a_refusal_is_the_persons_and_the_charts)
{
  const struct desk his = { .who = &husband, .chart = "00000001" };
  const struct desk hers = { .who = &wife, .chart = "00000002" };
  const struct desk no = { .who = &wife, .refused = true };
  char a[ID_LEN + 1], b[ID_LEN + 1], refusal[ID_LEN + 1];
  unsigned review;

  receive (&his, a);
  receive (&hers, b);
  receive (&no, refusal);
  expect_refused (b);
  cr_expect_eq (identify (a, "given", &review), CODE_OK,
                "the husband has not refused, though they share a number");
  cr_expect_eq (bind (refusal, "00000002"), CODE_OK);
  expect_refused (b);
  cr_expect_eq (identify (refusal, "given", &review), CODE_RECEPTION_REFUSAL);
  cr_expect_eq (change (refusal, "agreed"), CODE_OK);
  cr_expect_eq (identify (b, "given", &review), CODE_OK);
  cr_expect_eq (review, (unsigned) REVIEW_LIFTED);
  cr_expect_eq (identify (refusal, "given", &review), CODE_RECEPTION_PHOTO);
}

Test (reception, a_nameless_refusal_counts_once_bound)
{
  const struct desk his = { .who = &husband, .chart = "00000001" };
  const struct desk no = { .refused = true };
  char a[ID_LEN + 1], refusal[ID_LEN + 1];
  unsigned review;

  receive (&his, a);
  receive (&no, refusal);
  cr_expect_eq (identify (a, "given", &review), CODE_OK);
  cr_expect_eq (bind (refusal, "00000001"), CODE_OK);
  expect_refused (a);
  registry_advance (&r, r.s.profile->card_window_s + 1);
  receive (&his, a);
  cr_expect_eq (identify (a, "given", &review), CODE_OK, "it is over");
}

Test (reception, lifting_needs_a_refusal_and_two_who_may)
{
  const struct desk his = { .who = &husband, .chart = "00000001" };
  const struct desk no = { .who = &husband, .refused = true };
  char a[ID_LEN + 1], refusal[ID_LEN + 1];
  struct login admin;
  struct fault why;

  receive (&his, a);
  cr_expect_eq (change (a, "worsened"), CODE_NO_REFUSAL);
  receive (&no, refusal);
  registry_admin (&r, &admin);
  cr_assert (account_revoke (&r.s, &admin, "sato", NULL, &why));
  login_done (&admin);
  cr_expect_eq (change (refusal, "worsened"), CODE_NOT_PERMITTED,
                "revoked after both had authenticated");
  expect_refused (a);
  registry_grant (&r, "sato");
  cr_expect_eq (change (a, "worsened"), CODE_OK, "by the one it keeps");
  cr_expect_eq (change (a, "worsened"), CODE_NO_REFUSAL);
  cr_expect_eq (change (refusal, "worsened"), CODE_NO_REFUSAL);
  cr_assert (reception_void (&r.s, &ito, refusal, "x", &why));
  cr_expect_eq (change (refusal, "worsened"), CODE_RECEPTION_VOID);
}

Test (reception, states_of_a_change)
{
  static const struct
  {
    const char *state, *text;
    bool good;
  } rows[] = { { "worsened", NULL, true },       { "agreed", "", true },
               { "worsened", "<script>", true }, { "other", "言葉", true },
               { "other", NULL, false },         { "other", "", false },
               { "better", "x", false },         { "", "x", false },
               { "worsened", "\xff", false },    { "Worsened", NULL, false } };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      const struct reception_change c
          = { .state = rows[i].state, .text = rows[i].text };

      cr_expect_eq (reception_change_check (&c, NULL), rows[i].good, "%zu", i);
    }
}

/* --- confirming --- */

Test (reception, only_the_named_one_confirms_and_once)
{
  const struct desk desk
      = { .who = &husband, .chart = "00000001", .checked_by = "sato" };
  char id[ID_LEN + 1];
  unsigned review;

  receive (&desk, id);
  cr_expect_eq (identify (id, "given", &review), CODE_RECEPTION_UNCONFIRMED);
  cr_expect_eq (confirm (&ito, id), CODE_NOT_CHECKER);
  cr_expect_eq (confirm (&sato, id), CODE_OK);
  cr_expect_eq (identify (id, "given", &review), CODE_OK);
  cr_expect_eq (confirm (&sato, id), CODE_RECEPTION_CONFIRMED);
  cr_expect_eq (confirm (&sato, "c-aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                CODE_RECEPTION_UNKNOWN);
  receive (&desk, id);
  registry_advance (&r, r.s.profile->card_window_s + 1);
  cr_expect_eq (confirm (&sato, id), CODE_RECEPTION_STALE);
}

/* --- binding --- */

Test (reception, a_chart_is_one_persons)
{
  const struct desk his = { .who = &husband, .chart = "00000001" };
  const struct desk nameless = { .who = &wife };
  char a[ID_LEN + 1], b[ID_LEN + 1], c[ID_LEN + 1];
  struct fault why;

  receive (&his, a);
  receive (&nameless, b);
  cr_expect_eq (bind (a, "00000002"), CODE_RECEPTION_BOUND);
  cr_expect_eq (bind (b, "00000001"), CODE_CHART_OTHER);
  cr_expect_eq (bind (b, "00000002"), CODE_OK);
  cr_expect_eq (bind (b, "00000002"), CODE_RECEPTION_BOUND);
  receive (&nameless, c);
  cr_expect_eq (bind (c, "00000002"), CODE_OK, "the same person again");
  receive (&nameless, c);
  cr_assert (reception_void (&r.s, &ito, a, "wrong number", &why));
  cr_expect_eq (bind (c, "00000001"), CODE_OK, "the wrong one is void");
  receive (&nameless, c);
  cr_assert (reception_void (&r.s, &ito, c, "x", &why));
  cr_expect_eq (bind (c, "00000002"), CODE_RECEPTION_VOID);
}

Test (reception, what_is_long_ago_keeps_no_chart)
{
  const struct desk his = { .who = &husband, .chart = "00000001" };
  const struct desk nameless = { .who = &wife };
  char a[ID_LEN + 1], b[ID_LEN + 1];

  receive (&his, a);
  registry_advance (&r, 32 * 86400);
  receive (&nameless, b);
  cr_expect_eq (bind (b, "00000001"), CODE_OK);
}

/* --- the mark for the privacy officer --- */

Test (reception, marks_are_counted)
{
  const struct desk no
      = { .who = &husband, .chart = "00000001", .refused = true };
  char refusal[ID_LEN + 1], words[REVIEW_WORDS];
  struct txn *t;
  size_t n = 9;

  receive (&no, refusal);
  cr_assert_eq (change (refusal, "worsened"), CODE_OK);
  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_expect (review_count (t, REVIEW_OF_USE, &n, &r.why) && n == 0);
  cr_expect (review_count (t, REVIEW_OF_RECEPTION, &n, &r.why) && n == 1);
  txn_end (t);
  review_words (REVIEW_DIFFICULT | REVIEW_PRESSED | REVIEW_LIFTED
                    | REVIEW_CHART | REVIEW_ANSWER | REVIEW_FACTOR,
                words);
  cr_expect_str_eq (words, "consent-difficult pressed-by-other refusal-lifted "
                           "chart-differs answer-differs factor-new");
  review_words (0, words);
  cr_expect_str_eq (words, "");
}

/* --- co-viewers --- */

Test (reception, the_form_of_co_viewers)
{
  static const struct
  {
    const char *with;
    bool good;
  } rows[] = {
    { NULL, true },
    { "sato", true },
    { "sato,abe", true },
    { "", false },
    { ",", false },
    { "sato,", false },
    { ",sato", false },
    { "sato,,abe", false },
    { "sato,sato", false },
    { "<script>", false },
    { "../../x", false },
    { "SATO", false },
    { "sato abe", false },
    { "sato\n", false },
    { "さとう", false },
    { "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", true },
    { "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", false },
    { "abcdefghijklmnopqrstuvwxyz-012345", false },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    cr_expect_eq (viewers_check (rows[i].with, NULL), rows[i].good, "%s",
                  rows[i].with ? rows[i].with : "-");
}

static enum code
viewers (const char *with, const char *asker)
{
  struct viewers v = { .n = 0 };
  struct fault why = { .code = CODE_OK };
  struct txn *t;

  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  viewers_read (&r.s, t, with, asker, &v, &why);
  txn_end (t);
  viewers_done (&v);
  return why.code;
}

Test (reception, co_viewers_hold_the_permission)
{
  registry_person (&r, "abe", ROLE_PHYSICIAN);
  cr_expect_eq (viewers (NULL, "ito"), CODE_OK);
  cr_expect_eq (viewers ("sato", "ito"), CODE_OK);
  cr_expect_eq (viewers ("sato,ito", "ito"), CODE_SECOND_SAME);
  cr_expect_eq (viewers ("abe", "ito"), CODE_VIEWER);
  cr_expect_eq (viewers ("nobody", "ito"), CODE_VIEWER);
  cr_expect_eq (viewers ("sato,abe", "ito"), CODE_VIEWER);
}
