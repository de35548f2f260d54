/* SPDX-License-Identifier: Apache-2.0 */
/* The face reader worked from the terminal: its order, and what it leaves.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <emi/reader.h>

#include "lib/reader-desk.h"

#define A "OQSsiquc01res_face_a_20261121021540.xml"

extern const struct emi_plugin face_terminal_LTX_emi_plugin;

static const struct double_pair yes[] = { { "date", "2026-11-21" },
                                          { "photo", "match" },
                                          { "person", "yes" },
                                          { "restored", "yes" },
                                          { NULL, NULL } };

/* At the desk of a reader whose home is HOME.  */
static void
begin (struct desk *d, const char *home, const struct double_pair *answers)
{
  const struct double_pair options[]
      = { { "settle", "100" }, { "home-mode", home }, { NULL, NULL } };

  desk_init (d, &face_terminal_LTX_emi_plugin, "face", options, answers);
  desk_result (d, 1000, A);
}

Test (face_terminal, asks_in_the_order_of_the_paper)
{
  struct desk d;

  begin (&d, "face", yes);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert_lt (desk_at (&d, "ask=date\n"), desk_at (&d, "ask=photo\n"));
  cr_assert_lt (desk_at (&d, "ask=photo\n"), desk_at (&d, "message=<a/>\n"));
  cr_assert_lt (desk_at (&d, "message=<a/>\n"), desk_at (&d, "ask=person\n"));
  cr_assert_lt (desk_at (&d, "ask=person\n"), desk_at (&d, "ask=restored\n"));
  desk_done (&d);
}

Test (face_terminal, shows_the_names_as_printed_and_every_number)
{
  static const char *const printed[]
      = { "「ログアウト」",
          "管理アカウントのユーザIDとパスワード",
          "「顔認証付きカードリーダー操作」",
          "「目視確認」",
          "資格確認日",
          "「目視で本人確認完了」",
          "「同意しない」",
          "画面の案内に従う",
          "「無人運転」" };
  struct desk d;

  begin (&d, "face", yes);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  for (size_t i = 0; i < sizeof printed / sizeof printed[0]; i++)
    desk_at (&d, printed[i]);
  desk_numbers (&d, 11);
  /* eleven, of which four are ticked */
  cr_assert_eq (double_count (&d.call, "step.name"), 15);
  desk_done (&d);
}

Test (face_terminal, what_was_changed_is_open_until_restored)
{
  struct desk d;

  begin (&d, "face", yes);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert (double_put (&d.call, "open.name=mode"));
  cr_assert (double_put (&d.call, "open.name=account"));
  cr_assert_lt (desk_at (&d, "open.name=mode\n"), desk_at (&d, "ask=photo\n"));
  cr_assert (double_put (&d.call, "closed.name=mode"));
  cr_assert (double_put (&d.call, "closed.name=account"));
  cr_assert_eq (double_count (&d.call, "ask"), 4, "left is not asked");
  desk_done (&d);
}

Test (face_terminal, not_restored_asks_what_is_left)
{
  static const char *const left[] = { "mode", "account", "both" };

  for (size_t i = 0; i < 3; i++)
    {
      const struct double_pair no[]
          = { { "date", "2026-11-21" }, { "photo", "match" },
              { "person", "yes" },      { "restored", "no" },
              { "left", left[i] },      { NULL, NULL } };
      struct desk d;

      begin (&d, "face", no);
      cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
      cr_assert_eq (double_put (&d.call, "closed.name=mode"), i == 1);
      cr_assert_eq (double_put (&d.call, "closed.name=account"), i == 0);
      desk_done (&d);
    }
}

Test (face_terminal, another_photo_and_another_person_leave_it_open)
{
  static const struct double_pair mismatch[]
      = { { "date", "2026-11-21" }, { "photo", "mismatch" }, { NULL, NULL } };
  static const struct double_pair other[] = { { "date", "2026-11-21" },
                                              { "photo", "match" },
                                              { "person", "no" },
                                              { NULL, NULL } };
  const struct double_pair *const answers[] = { mismatch, other };

  for (size_t i = 0; i < 2; i++)
    {
      struct desk d;

      begin (&d, "face", answers[i]);
      cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
      cr_assert (double_put (&d.call, "open.name=mode"));
      cr_assert_eq (double_count (&d.call, "closed.name"), 0);
      cr_assert_eq (double_count (&d.call, "message"), (int) i);
      desk_done (&d);
    }
}

Test (face_terminal, nothing_came_says_what_to_look_at)
{
  struct desk d;

  begin (&d, "face", yes);
  d.call.events = NULL;
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_DEADLINE);
  cr_assert (double_put (&d.call, "hint.name=order"));
  cr_assert_eq (double_count (&d.call, "ask"), 2, "nothing more is asked");
  cr_assert (double_put (&d.call, "open.name=mode"));
  desk_done (&d);
}

Test (face_terminal, at_home_in_visual_mode_it_stays_there)
{
  static const struct double_pair at_home[] = {
    { "date", "2026-11-21" },
    { "photo", "match" },
    { "person", "yes" },
    { NULL, NULL },
  };
  struct desk d;

  begin (&d, "visual", at_home);
  cr_assert_eq (desk_identify (&d, "emergency"), EMI_OK);
  cr_assert_eq (double_count (&d.call, "open.name"), 0);
  cr_assert_null (strstr (d.call.log, "無人運転"));
  desk_at (&d, "目視確認モードでないときだけ");
  desk_done (&d);
}

Test (face_terminal, a_refusal_asks_and_opens_nothing)
{
  struct desk d;

  begin (&d, "face", NULL);
  cr_assert_eq (desk_identify (&d, "refusal"), EMI_OK);
  cr_assert_eq (d.call.asked, 0);
  cr_assert_eq (double_count (&d.call, "open.name"), 0);
  cr_assert (double_put (&d.call, "message=<a/>"));
  desk_done (&d);
}
