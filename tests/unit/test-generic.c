/* SPDX-License-Identifier: Apache-2.0 */
/* The generic reader: its order, no consent step, a result copied from the
   screen, and the card's way in and out, of which the device is a script.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "reader-generic/generic.h"

#include "lib/reader-desk.h"
#include "lib/scratch.h"

#define A "OQSsiquc01res_202611210001.xml"

extern const struct emi_plugin generic_LTX_emi_plugin;

/* --- the device --- */

struct card
{
  int unused;
};

static enum card_seen script_seen;

struct card *
card_new (const char *name)
{
  script_seen = CARD_OUT;
  return name[0] ? calloc (1, sizeof (struct card)) : NULL;
}

void
card_free (struct card *c)
{
  free (c);
}

enum card_seen
card_look (struct card *c, const char **sentence_out)
{
  (void) c;
  *sentence_out = "no reader";
  return script_seen;
}

static void
insert (void *ctx)
{
  (void) ctx;
  script_seen = CARD_IN;
}

static void
take (void *ctx)
{
  (void) ctx;
  script_seen = CARD_OUT;
}

/* --- the desk --- */

static const struct double_pair yes[] = { { "photo", "match" },
                                          { "date", "2026-11-21" },
                                          { "person", "yes" },
                                          { NULL, NULL } };

static const struct double_pair copied[]
    = { { "photo", "match" },
        { "date", "2026-11-21" },
        { "completed", "yes" },
        { "number", "06270000::1234567:01" },
        { "kana", "シケン タロウ" },
        { "birth", "1953-05-03" },
        { "sex", "1" },
        { "person", "yes" },
        { NULL, NULL } };

/* At the desk of a reader that is watched as PCSC, or not (NULL).  */
static void
begin (struct desk *d, const char *pcsc, const struct double_pair *answers)
{
  const struct double_pair options[] = { { "settle", "100" },
                                         { "leave", "2000" },
                                         { pcsc ? "pcsc" : NULL, pcsc },
                                         { NULL, NULL } };

  desk_init (d, &generic_LTX_emi_plugin, "res", options, answers);
  desk_result (d, 1000, A);
}

Test (generic, the_tick_comes_first_and_nothing_is_pressed)
{
  static const char *const printed[]
      = { "「マイナンバーカードで確認」",
          "「マイナンバーカードの券面で目視確認」",
          "「目視で本人確認完了」",
          "資格確認日",
          "画面の案内に従う",
          "資格情報詳細" };
  struct desk d;

  begin (&d, NULL, yes);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert_lt (desk_at (&d, "ask=photo\n"), desk_at (&d, "ask=date\n"));
  cr_assert_lt (desk_at (&d, "ask=date\n"), desk_at (&d, "message=<a/>\n"));
  cr_assert_lt (desk_at (&d, "message=<a/>\n"), desk_at (&d, "ask=person\n"));
  cr_assert (double_put (&d.call, "consent=absent"));
  cr_assert_null (strstr (d.call.log, "同意しない"));
  for (size_t i = 0; i < sizeof printed / sizeof printed[0]; i++)
    desk_at (&d, printed[i]);
  desk_numbers (&d, 8);
  desk_done (&d);
}

Test (generic, without_a_file_the_screen_is_copied)
{
  static const char *const order[]
      = { "ask=completed\n", "ask=number\n", "ask=kana\n",
          "ask=birth\n",     "ask=sex\n",    "ask=person\n" };
  struct desk d;

  begin (&d, NULL, copied);
  d.call.events = NULL;
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  for (size_t i = 1; i < sizeof order / sizeof order[0]; i++)
    cr_assert_lt (desk_at (&d, order[i - 1]), desk_at (&d, order[i]));
  cr_assert (double_put (&d.call, "answer.number=06270000::1234567:01"));
  cr_assert_geq (d.call.now_ms, 180000, "not before the deadline");
  desk_done (&d);
}

Test (generic, not_completed_is_no_reading)
{
  static const struct double_pair no[] = { { "photo", "match" },
                                           { "date", "2026-11-21" },
                                           { "completed", "no" },
                                           { NULL, NULL } };
  struct desk d;

  begin (&d, NULL, no);
  d.call.events = NULL;
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_DEADLINE);
  cr_assert (double_put (&d.call, "hint.name=order"));
  cr_assert_eq (double_count (&d.call, "ask"), 3);
  desk_done (&d);
}

Test (generic, other_names_are_left_alone)
{
  static const char *const others[]
      = { "OQSsiquc01res_face_a_20261121021540.xml",
          "OQSsiquc01res_.xml",
          "OQSsiquc01res_2026.XML",
          "OQSsiquc01req_2026.xml",
          "EMTESTa01res_x.xml",
          ".OQSsiquc01res_2026.xml" };
  struct desk d;

  begin (&d, NULL, yes);
  d.call.events = NULL;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    scratch_write (d.dir, others[i], "<x/>", 0600);
  cr_assert_eq (desk_identify (&d, "refusal"), EMI_DEADLINE);
  cr_assert_eq (double_count (&d.call, "message"), 0);
  desk_done (&d);
}

Test (generic, the_card_is_seen_in_and_out)
{
  struct desk d;

  begin (&d, "Virtual", yes);
  d.events[0] = (struct double_event){ 1000, insert, NULL };
  d.events[1] = (struct double_event){ .at_ms = 0 };
  desk_result (&d, 2000, A);
  d.events[2] = (struct double_event){ 3000, take, NULL };
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert (double_put (&d.call, "open.name=card"));
  cr_assert (double_put (&d.call, "closed.name=card"));
  cr_assert_lt (desk_at (&d, "step.name=card\n"),
                desk_at (&d, "message=<a/>\n"));
  desk_at (&d, "hint.name=card\n");
  cr_assert_eq (double_count (&d.call, "hint.name"), 1);
  desk_done (&d);
}

Test (generic, a_card_left_behind_is_said)
{
  struct desk d;

  begin (&d, "Virtual", yes);
  d.events[0] = (struct double_event){ 1000, insert, NULL };
  d.events[1] = (struct double_event){ .at_ms = 0 };
  desk_result (&d, 2000, A);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert (double_put (&d.call, "hint.name=card"));
  cr_assert (double_put (&d.call, "open.name=card"));
  cr_assert_eq (double_count (&d.call, "closed.name"), 0);
  cr_assert_lt (d.call.now_ms, 10000, "people are not kept for ever");
  desk_done (&d);
}

Test (generic, a_card_before_the_tick_is_too_early)
{
  struct desk d;

  begin (&d, "Virtual", yes);
  script_seen = CARD_IN;
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert (double_put (&d.call, "hint.name=early"));
  cr_assert_lt (desk_at (&d, "hint.name=early\n"), desk_at (&d, "ask=date\n"));
  desk_done (&d);
}

Test (generic, a_reader_that_cannot_be_asked_keeps_nobody)
{
  const struct emi_reader_ops *ops = generic_LTX_emi_plugin.ops;
  struct emi_reader_status in = { .size = sizeof in, .day = "2026-11-21" };
  struct desk d;

  begin (&d, "Virtual", yes);
  script_seen = CARD_UNSEEN;
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "open.name"), 0);
  cr_assert_eq (ops->status (d.self, &d.call, &in), EMI_UNREACHED);
  d.call.failed = EMI_OK;
  script_seen = CARD_IN;
  cr_assert_eq (ops->status (d.self, &d.call, &in), EMI_OK);
  cr_assert (double_put (&d.call, "open.name=card"));
  desk_done (&d);
}
