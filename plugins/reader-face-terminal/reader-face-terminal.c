/* SPDX-License-Identifier: Apache-2.0 */
/* The face-authentication reader, worked from the 資格確認端末 (SPEC section
   4).  An administrator's account switches the reader into 目視確認モード, the
   資格確認日 comes first and then the tick, and at the end the reader is to be
   brought back.  A reader whose home is 目視確認モード stays there.  Buttons
   and menus are named exactly as printed (operation flow, page 4).  */
#include "lib/flow.h"

#include <string.h>

#include "lib/pattern.h"
#include "lib/prompts.h"

static const struct emi_option options[] = {
  { "face", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
    "folder in which the terminal writes the reader's results" },
  { "home-mode", EMI_OPT_CHOICE, 0, "face", "face visual",
    "mode in which this reader is left: visual stays in 目視確認モード" },
  { "settle", EMI_OPT_MS, 0, "3000", "0..60000",
    "how long another file may follow one that was taken" },
  EMI_OPTION_END
};

static const struct emi_prompt prompts[] = {
  { "date", PROMPT_DATE },
  { "photo", PROMPT_PHOTO },
  { "person", PROMPT_PERSON },
  { "restored", EMI_PROMPT_CHOICE, "yes no",
    "「無人運転」で顔認証モードに戻し、管理アカウントからログアウトしましたか"
    "（yes はい / no いいえ）",
    "Is the reader back in face mode (無人運転) and the administrator's "
    "account logged out (yes, no)?",
    NULL },
  { "left", EMI_PROMPT_CHOICE, "mode account both",
    "まだ戻していないのはどれですか（mode 目視確認モード / account "
    "管理アカウント / both 両方）",
    "What is still to restore (mode the reader's mode, account the login, "
    "both)?",
    "both" },
  EMI_PROMPT_END
};

static const struct flow_step to_visual[] = {
  { "1", "logout",
    "一般アカウントにログインしていれば、「ログアウト」をクリックする",
    "if the general account is logged in, click ログアウト (log out)", "staff",
    "terminal" },
  { "2", "login",
    "管理アカウントのユーザIDとパスワードを入力する（emi には入力しない）",
    "type the administrator's user id and password there (never into emi)",
    "staff", "terminal" },
  { "3", "operate", "メニューの「顔認証付きカードリーダー操作」をクリックする",
    "click 顔認証付きカードリーダー操作 in the menu", "staff", "terminal" },
  { "4", "visual", "「目視確認」をクリックする",
    "click 目視確認 (visual confirmation)", "staff", "terminal" },
  FLOW_END,
};

/* At home in 目視確認モード, for when the reader is not in it.  */
static const struct flow_step to_visual_unless[] = {
  { "1", "logout",
    "目視確認モードでないときだけ: 一般アカウントにログインしていれば、"
    "「ログアウト」をクリックする",
    "only when not in 目視確認モード: if the general account is logged in, "
    "click ログアウト (log out)",
    "staff", "terminal" },
  { "2", "login",
    "目視確認モードでないときだけ: "
    "管理アカウントのユーザIDとパスワードを入力する"
    "（emi には入力しない）",
    "only when not in 目視確認モード: type the administrator's user id and "
    "password there (never into emi)",
    "staff", "terminal" },
  { "3", "operate",
    "目視確認モードでないときだけ: "
    "メニューの「顔認証付きカードリーダー操作」を"
    "クリックする",
    "only when not in 目視確認モード: click 顔認証付きカードリーダー操作 in "
    "the "
    "menu",
    "staff", "terminal" },
  { "4", "visual", "目視確認モードでないときだけ: 「目視確認」をクリックする",
    "only when not in 目視確認モード: click 目視確認 (visual confirmation)",
    "staff", "terminal" },
  FLOW_END,
};

static const struct flow_step confirmation[] = {
  { "5", "date", "資格確認日（今日）を入力する",
    "type 資格確認日, which is today", "staff", "terminal" },
  { "6", "tick", "顔写真を見比べて「目視で本人確認完了」にチェックする",
    "compare the photo and tick 目視で本人確認完了", "staff", "terminal" },
  { "7", "card", "マイナ保険証を顔認証付きカードリーダーに置く",
    "place the card on the reader", "helper", "reader" },
  { "8", "decline",
    "リーダー上で情報閲覧に「同意しない」を選択する"
    "（救急の手順であり、拒否の意味ではありません）",
    "choose 同意しない on the reader (a step of the emergency procedure, not "
    "a refusal)",
    "helper", "reader" },
  { "9", "screen", "画面の案内に従う", "follow the screen", "helper",
    "reader" },
  { "10", "take-card", "マイナ保険証を取り出す", "take the card", "helper",
    "reader" },
  FLOW_END,
};

static const struct flow_step back[] = {
  { "11", "restore", "「無人運転」をクリックして顔認証モードに戻す",
    "click 無人運転 to return to face mode", "staff", "terminal" },
  FLOW_END,
};

static const struct flow_step *const steps[]
    = { to_visual, confirmation, back, NULL };
static const struct flow_step *const steps_at_home[]
    = { to_visual_unless, confirmation, NULL };

static const struct flow_question before[]
    = { { "date", "date" }, { "photo", "tick" }, { NULL, NULL } };
static const struct flow_question after[]
    = { { "person", NULL }, { "restored", "restore" }, { NULL, NULL } };
static const struct flow_question after_at_home[]
    = { { "person", NULL }, { NULL, NULL } };

enum
{
  OPEN_MODE,
  OPEN_ACCOUNT
};
static const struct flow_words open_words[] = {
  [OPEN_MODE] = { "mode",
                  "カードリーダーが目視確認モードのままです。「無人運転」を"
                  "クリックして顔認証モードに戻してください",
                  "the reader is still in 目視確認モード; click 無人運転 to "
                  "bring it back to face mode" },
  [OPEN_ACCOUNT] = { "account",
                     "資格確認端末が管理アカウントでログインしたままです。"
                     "ログアウトしてください",
                     "the terminal is still logged in with the "
                     "administrator's account; log out" },
  { NULL, NULL, NULL },
};

static const struct flow_words hints[] = {
  { "order",
    "資格確認日の入力が先、「目視で本人確認完了」のチェックが次、カードは"
    "そのあとです。順番が違うと読取りは始まりません",
    "資格確認日 comes first, then the tick 目視で本人確認完了, then the card; "
    "in another order nothing is read" },
  { "account",
    "「顔認証付きカードリーダー操作」は管理アカウントにだけあります",
    "顔認証付きカードリーダー操作 is there for an administrator's account "
    "only" },
  { NULL, NULL, NULL },
};

static emi_rc
close_word (struct flow *f, struct emi_call *call, int which)
{
  return flow_say (f, call, "closed", &open_words[which]);
}

/* What `restored` and `left` mean.  */
static emi_rc
restored (struct flow *f, struct emi_call *call, const char *prompt,
          const char *answer)
{
  bool mode, account;
  emi_rc rc = EMI_OK;

  if (strcmp (prompt, "restored") != 0)
    return EMI_OK;
  mode = account = strcmp (answer, "yes") == 0;
  if (!mode)
    {
      rc = flow_ask (f, call, "left", &answer);
      if (rc != EMI_OK)
        return rc;
      mode = strcmp (answer, "account") == 0;
      account = strcmp (answer, "mode") == 0;
    }
  if (mode)
    rc = close_word (f, call, OPEN_MODE);
  if (rc == EMI_OK && account)
    rc = close_word (f, call, OPEN_ACCOUNT);
  return rc;
}

static const struct flow_kind goes_back = {
  .steps = steps,
  .before = before,
  .after = after,
  .card = "card",
  .open = open_words,
  .hints = hints,
  .answered = restored,
};

static const struct flow_kind stays = {
  .steps = steps_at_home,
  .before = before,
  .after = after_at_home,
  .card = "card",
  .hints = hints,
};

static emi_rc
terminal_open (const struct emi_host *host, void *host_ctx,
               struct emi_call *call, void **self_out)
{
  static const struct flow_source face
      = { "face", PATTERN_FACE, pattern_is_face };
  const char *home = host->option (host_ctx, "home-mode");
  bool visual = home != NULL && strcmp (home, "visual") == 0;

  return flow_open (host, host_ctx, call, visual ? &stays : &goes_back, &face,
                    self_out);
}

static const struct emi_reader_ops ops = {
  .size = sizeof ops,
  .identify = flow_identify,
  .status = flow_status,
  .prepare = flow_prepare,
};

EMI_READER_PLUGIN (face_terminal, &ops, options,
                   .threads = EMI_THREAD_INSTANCE, .prompts = prompts,
                   .name = "face-terminal", .version = "1",
                   .summary = "face-authentication card reader, worked from "
                              "the terminal",
                   .open = terminal_open, .close = flow_close);
