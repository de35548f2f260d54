/* SPDX-License-Identifier: Apache-2.0 */
/* The face-authentication reader, worked on the reader itself: the shortest
   of the three flows (SPEC section 4).  emi shows the steps, asks two things
   and takes the result file that the terminal writes; it never sees the
   passcode and restores nothing, since the reader returns by itself.  Buttons
   and menus are named exactly as printed (operation flow, page 3).  */
#include "lib/flow.h"

#include "lib/pattern.h"
#include "lib/prompts.h"

static const struct emi_option options[]
    = { { "face", EMI_OPT_PATH, EMI_OPT_REQUIRED, NULL, NULL,
          "folder in which the terminal writes the reader's results" },
        { "settle", EMI_OPT_MS, 0, "3000", "0..60000",
          "how long another file may follow one that was taken" },
        EMI_OPTION_END };

/* Nothing is preselected: a person says both, every time.  */
static const struct emi_prompt prompts[] = {
  { "photo", PROMPT_PHOTO },
  { "person", PROMPT_PERSON },
  EMI_PROMPT_END,
};

static const struct flow_step on_the_reader[] = {
  { "1", "staff-button",
    "顔認証付きカードリーダーの初期画面にある「職員用ボタン」を押下する",
    "press 職員用ボタン (staff button) on the reader's first screen", "staff",
    "reader" },
  { "2", "passcode",
    "リーダーに「目視確認用パスコード」を入力する（emi には入力しない。"
    "未発行なら《アカウント情報管理》から発行する）",
    "type the 目視確認用パスコード on the reader (never into emi; issued "
    "under アカウント情報管理)",
    "staff", "reader" },
  { "3", "photo", "マイナ保険証の顔写真が患者本人であることを目視で確認する",
    "compare the photo on the card with the patient by eye", "staff", "card" },
  { "3", "card", "マイナ保険証を顔認証付きカードリーダーに置く",
    "place the card on the reader", "helper", "reader" },
  { "4", "decline",
    "リーダー上で情報閲覧に「同意しない」を選択する"
    "（救急の手順であり、拒否の意味ではありません）",
    "choose 同意しない on the reader (a step of the emergency procedure, "
    "not a refusal)",
    "helper", "reader" },
  { "5", "take-card",
    "マイナ保険証を取り出す（リーダーは自動で顔認証モードに戻る）",
    "take the card; the reader returns to face mode by itself", "helper",
    "reader" },
  FLOW_END,
};
static const struct flow_step *const steps[] = { on_the_reader, NULL };

static const struct flow_question before[]
    = { { "photo", "photo" }, { NULL, NULL } };
static const struct flow_question after[]
    = { { "person", NULL }, { NULL, NULL } };

static const struct flow_words hints[] = {
  { "passcode",
    "「目視確認用パスコード」が未発行なら、管理アカウントで"
    "《アカウント情報管理》から発行してください",
    "when no 目視確認用パスコード was issued yet, an administrator issues one "
    "under アカウント情報管理" },
  { "order",
    "「職員用ボタン」と「目視確認用パスコード」が先、カードはそのあとです",
    "職員用ボタン and 目視確認用パスコード come first, the card after them" },
  { NULL, NULL, NULL },
};

static const struct flow_kind kind = {
  .steps = steps,
  .before = before,
  .after = after,
  .card = "card",
  .hints = hints,
};

static emi_rc
face_open (const struct emi_host *host, void *host_ctx, struct emi_call *call,
           void **self_out)
{
  static const struct flow_source face
      = { "face", PATTERN_FACE, pattern_is_face };

  return flow_open (host, host_ctx, call, &kind, &face, self_out);
}

static const struct emi_reader_ops ops = {
  .size = sizeof ops,
  .identify = flow_identify,
  .status = flow_status,
  .prepare = flow_prepare,
};

EMI_READER_PLUGIN (face_device, &ops, options, .threads = EMI_THREAD_INSTANCE,
                   .prompts = prompts, .name = "face-device", .version = "1",
                   .summary = "face-authentication card reader, worked on "
                              "the reader",
                   .open = face_open, .close = flow_close);
