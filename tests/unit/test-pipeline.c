/* SPDX-License-Identifier: Apache-2.0 */
/* The pipeline from the order to its end, with a real ledger, real factors, a
   real adapter, and a connector that does what each test wants.  What a
   request file is not written for, and what nobody may be shown, is looked at
   each time.  */
#include "access/request.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "lib/registry-double.h"
#include "lib/scratch.h"
#include "report/render.h"

static struct registry r;
static struct screen screen;
static char *shown; /* what the person saw */
static char *script;
static char reception[ID_LEN + 1];
static struct config_section drugs = { .kind = (char *) "drug", .months = 3 };

static void
show (struct screen *s, const char *text)
{
  (void) s;
  free (shown);
  shown = strdup (text);
}

static void
plays (const char *word)
{
  scratch_write (r.trial.dir, "script", word, 0600);
}

static void
receive (int64_t read_at, const char *consent)
{
  struct person p = { .insurer = (char *) "01990019",
                      .number = (char *) "6789012",
                      .name = (char *) "試験　次郎",
                      .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
                      .birth = (char *) "19680722",
                      .sex = (char *) "1" };
  struct draft *d = session_draft (&r.s, "reception");
  struct txn *t;

  id_new ('c', reception);
  draft_text (d, "reception", reception);
  draft_text (d, "number", "01-01");
  draft_text (d, "reader", "er-face");
  draft_text (d, "checked-by", "tanaka");
  draft_text (d, "pressed-by", "family");
  draft_text (d, "chart", "00000001");
  draft_text (d, "photo", "match");
  draft_text (d, "person-confirmed", "yes");
  draft_text (d, "notices", "");
  draft_text (d, "card-evidence", "file");
  draft_number (d, "read-at", read_at);
  draft_number (d, "validity", 1);
  draft_text (d, "consent-pressed", consent);
  draft_person (d, &p);
  draft_token (d, "reception", reception);
  draft_person_tokens (d, &p, "00000001");
  cr_assert (ledger_begin (r.s.ledger, TXN_WRITE, &t, &r.why));
  txn_add (t, d);
  cr_assert (txn_commit (t, &r.why), "%s", r.why.detail);
}

static void
begin (void)
{
  registry_init (&r);
  script = scratch_path (r.trial.dir, "script");
  scratch_mkdir (r.trial.dir, "outbox", 0700);
  trial_add (&r.trial, EMI_KIND_CONNECTOR, "line", "test-line", "script",
             "script", NULL);
  trial_add (&r.trial, EMI_KIND_ADAPTER, "outbox", "folder", "folder",
             "outbox", NULL);
  r.trial.config.connector = (char *) "line";
  r.trial.config.sections = &drugs;
  r.trial.config.n_sections = 1;
  shown = NULL;
  screen.show = show;
  r.s.screen = &screen;
  r.s.renderer = &summary_renderer;
  registry_person (&r, "tanaka", ROLE_PHYSICIAN);
  registry_enrol (&r, "tanaka", "vein");
  registry_grant (&r, "tanaka");
  registry_answer (&r, "vein.palm", "yes");
  receive (REGISTRY_NOW - 600, "none");
  plays ("answer");
}

static void
end (void)
{
  free (shown);
  free (script);
  registry_done (&r);
}

TestSuite (pipeline, .init = begin, .fini = end);

static struct request_order
usual (void)
{
  return (struct request_order){ .account = "tanaka",
                                 .reception = reception,
                                 .consent = "difficult",
                                 .hardship = "unconscious",
                                 .effort = "呼びかけに応答なし",
                                 .necessity = "stroke",
                                 .pattern = 1,
                                 .wait_ms = 1000 };
}

static bool
asked (void)
{
  CLEANUP_FREE char *path = scratch_path (r.trial.dir, "script.asked");

  return access (path, F_OK) == 0;
}

static size_t
delivered (void)
{
  CLEANUP_FREE char *path = scratch_path (r.trial.dir, "outbox");

  return scratch_count (path);
}

/* The state in the newest record under the request's token; the caller's.  */
static char *
recorded_state (const struct request *q)
{
  uint64_t *seqs;
  size_t n;
  struct record rec;
  struct txn *t;
  char *state = NULL;

  cr_assert (ledger_begin (r.s.ledger, TXN_READ, &t, &r.why));
  cr_assert (txn_find (t, "request", q->id, &seqs, &n, &r.why));
  if (n > 0)
    {
      cr_assert (txn_read (t, seqs[n - 1], &rec, &r.why));
      const char *text = record_text (&rec, "state");
      state = text ? strdup (text) : NULL;
      record_done (&rec);
    }
  free (seqs);
  txn_end (t);
  return state;
}

/* Runs ORDER and says how it must end; nothing is shown or delivered unless it
   completed, and what is recorded is what is told.  */
static void
expect_end (const struct request_order *order, enum code code,
            const char *state, bool sent)
{
  struct request q;
  struct fault why = { .code = CODE_OK };
  bool completed = request_run (&r.s, order, &q, &why);
  CLEANUP_FREE char *in_ledger = recorded_state (&q);

  cr_expect (why.code == code, "%s: %s", code_info (why.code)->word,
             why.detail);
  cr_expect_str_eq (request_state_name (request_state (&q)), state);
  cr_assert_not_null (in_ledger);
  cr_expect_str_eq (in_ledger, state);
  cr_expect_eq (asked (), sent, "%s", code_info (code)->word);
  cr_expect_eq (completed, strcmp (state, "completed") == 0);
  cr_expect_eq (shown != NULL, completed);
  cr_expect_eq (delivered (), completed ? 1 : 0);
  request_done (&q);
}

/* --- after the query --- */

Test (pipeline, an_answer_is_shown_and_delivered)
{
  struct request_order o = usual ();

  expect_end (&o, CODE_OK, "completed", true);
  cr_assert_not_null (shown);
  cr_expect_not_null (strstr (shown, "試験用抗凝固カプセル"), "%s", shown);
}

Test (pipeline, each_way_an_answer_can_end_it)
{
  static const struct
  {
    const char *plays;
    enum code code;
    const char *state;
  } rows[] = {
    { "refused", CODE_NATIONAL_REFUSED, "refused" },
    { "in-progress", CODE_ANSWER_IN_PROGRESS, "indeterminate" },
    { "err", CODE_ANSWER_ERR, "failed" },
    { "returned", CODE_ANSWER_RETURNED, "failed" },
    { "link", CODE_ANSWER_UNFIT, "failed" },
    { "foreign", CODE_ANSWER_FOREIGN, "indeterminate" },
    { "broken", CODE_ANSWER_UNREADABLE, "indeterminate" },
    { "silent", CODE_NO_ANSWER, "indeterminate" },
    { "other-person", CODE_ANSWER_PERSON, "refused" },
    { "unreached", CODE_REQUEST_FILE, "failed" },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      struct request_order o = usual ();

      plays (rows[i].plays);
      expect_end (&o, rows[i].code, rows[i].state, true);
    }
}

/* --- before the query: no request leaves --- */

Test (pipeline, who_holds_no_permission_asks_nobody)
{
  struct request_order o = usual ();

  registry_person (&r, "suzuki", ROLE_PHYSICIAN);
  registry_enrol (&r, "suzuki", "vein");
  o.account = "suzuki";
  expect_end (&o, CODE_NOT_PERMITTED, "refused", false);
}

Test (pipeline, an_old_reception_is_refused)
{
  struct request_order o;

  receive (REGISTRY_NOW - 25 * 3600, "none");
  o = usual ();
  expect_end (&o, CODE_RECEPTION_STALE, "refused", false);
}

Test (pipeline, an_unknown_reception_is_refused)
{
  struct request_order o = usual ();

  o.reception = "31-99";
  expect_end (&o, CODE_RECEPTION_UNKNOWN, "refused", false);
}

Test (pipeline, a_wrong_factor_is_refused)
{
  struct request_order o = usual ();

  registry_answer (&r, "tanaka:password.password", "guess");
  expect_end (&o, CODE_FACTOR_REFUSED, "refused", false);
}

Test (pipeline, an_unanswered_prompt_cancels)
{
  struct request_order o = usual ();

  registry_answer (&r, "tanaka:password.password", NULL);
  expect_end (&o, CODE_PROMPT_UNANSWERED, "cancelled", false);
}

Test (pipeline, giving_up_before_the_query_cancels)
{
  struct request_order o = usual ();

  trial_cancel (&r.trial);
  expect_end (&o, CODE_CANCELLED, "cancelled", false);
}

Test (pipeline, another_node_s_share_is_not_used)
{
  struct request_order o = usual ();

  plays ("closed");
  expect_end (&o, CODE_SHARE_FOREIGN, "failed", false);
}

/* --- R4, R6 --- */

Test (pipeline, two_commits_a_request)
{
  struct request_order o = usual ();
  uint64_t before = registry_size (&r);

  expect_end (&o, CODE_OK, "completed", true);
  cr_expect_eq (registry_size (&r), before + 2);
}

Test (pipeline, each_stage_leaves_its_trace)
{
  static const char *const names[]
      = { "authorise", "identify", "authenticate", "justify", "intent",
          "query",     "person",   "outcome",      "arrange", "deliver" };
  struct request_order o = usual ();
  struct request q;

  cr_assert (request_run (&r.s, &o, &q, &r.why), "%s", r.why.detail);
  cr_assert_eq (q.n_trace, N_ELEMENTS (names));
  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    {
      cr_expect_str_eq (q.trace[i].name, names[i]);
      cr_expect_geq (q.trace[i].ms, 0);
      cr_expect_geq (q.trace[i].at, REGISTRY_NOW);
    }
  request_done (&q);
}

Test (pipeline, the_words_are_checked_before_anything)
{
  static const struct
  {
    const char *consent, *hardship, *effort, *necessity, *text;
    bool good;
  } rows[] = {
    { "difficult", "unconscious", "呼んだ", "stroke", NULL, true },
    { "given", NULL, NULL, "stroke", NULL, true },
    { "difficult", "other", "呼んだ", "stroke", NULL, false },
    { "difficult", NULL, "呼んだ", "stroke", NULL, false },
    { "difficult", "unconscious", NULL, "stroke", NULL, false },
    { "difficult", "unconscious", "呼んだ", NULL, NULL, false },
    { "difficult", "unconscious", "呼んだ", "other", NULL, false },
    { "difficult", "unconscious", "呼んだ", "other", "落雷", true },
    { "difficult", "unconscious", "呼んだ", "headache", NULL, false },
    { "given", "unconscious", NULL, "stroke", NULL, false },
    { "perhaps", NULL, NULL, "stroke", NULL, false },
    { NULL, NULL, NULL, "stroke", NULL, false },
    { "difficult", "unconscious", "\xff", "stroke", NULL, false },
  };

  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      struct request_order o = { .account = "tanaka",
                                 .consent = rows[i].consent,
                                 .hardship = rows[i].hardship,
                                 .effort = rows[i].effort,
                                 .necessity = rows[i].necessity,
                                 .necessity_text = rows[i].text,
                                 .pattern = 1 };

      cr_expect_eq (request_check_order (&r.s, &o, &r.why), rows[i].good,
                    "row %zu", i);
    }
}

Test (pipeline, every_code_ends_a_request_in_one_state)
{
  for (int c = 0; c < CODE_COUNT; c++)
    {
      const struct code_info *info = code_info (c);
      enum request_state s = request_state_of (c);

      if (info->state[0])
        cr_expect_str_eq (request_state_name (s), info->state, "%s",
                          info->word);
      cr_expect_eq (s == REQUEST_COMPLETED,
                    info->exit == 0 || strcmp (info->state, "completed") == 0,
                    "%s", info->word);
    }
}
