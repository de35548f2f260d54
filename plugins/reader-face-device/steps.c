/* SPDX-License-Identifier: Apache-2.0 */
/* The ministry's steps for the face-authentication reader worked on the
   reader itself; buttons and menus named exactly as printed (operation flow,
   page 3).  A hospital may replace the sentences in emi.xml by the names.  */
#include "face.h"

#include <string.h>

struct step
{
  const char *name;
  const char *ja;
  const char *en;
  const char *who;
  const char *device;
};

static const struct step steps[STEP_COUNT] = {
  [STEP_STAFF_BUTTON]
  = { "staff-button",
      "顔認証付きカードリーダーの初期画面にある「職員用ボタン」を押下する",
      "press 職員用ボタン (staff button) on the reader's first screen",
      "staff", "reader" },
  [STEP_PASSCODE]
  = { "passcode",
      "リーダーに「目視確認用パスコード」を入力する（emi には入力しない。"
      "未発行なら《アカウント情報管理》から発行する）",
      "type the 目視確認用パスコード on the reader (never into emi; issued "
      "under アカウント情報管理)",
      "staff", "reader" },
  [STEP_PHOTO] = { "photo", "マイナ保険証の顔写真が患者本人であることを目視で確認する",
                   "compare the photo on the card with the patient by eye",
                   "staff", "card" },
  [STEP_CARD]
  = { "card",
      "家族の方や介助者、職員等がマイナ保険証を顔認証付きカードリーダーに置く",
      "family, a helper or staff place the card on the reader", "helper",
      "reader" },
  [STEP_DECLINE]
  = { "decline",
      "リーダー上で情報閲覧に「同意しない」を選択する"
      "（救急の手順であり、拒否の意味ではありません）",
      "choose 同意しない on the reader (a step of the emergency procedure, "
      "not a refusal)",
      "helper", "reader" },
  [STEP_TAKE_CARD]
  = { "take-card",
      "マイナ保険証を取り出す（リーダーは自動で顔認証モードに戻る）",
      "take the card; the reader returns to face mode by itself", "helper",
      "reader" },
};

static struct emi_field
field (const char *name, const char *text)
{
  return (struct emi_field) { name, { text, strlen (text) } };
}

emi_rc
face_step (struct face *f, struct emi_call *call, enum face_step step,
           const char *state)
{
  const struct step *s = &steps[step];
  const struct emi_field v[] = {
    field ("name", s->name), field ("text.ja", s->ja),
    field ("text.en", s->en), field ("who", s->who),
    field ("device", s->device), field ("state", state),
  };
  const struct emi_fields fields = { v, sizeof v / sizeof *v };

  return f->host->put_fields (call, "step", &fields);
}

emi_rc
face_steps (struct face *f, struct emi_call *call)
{
  emi_rc rc = EMI_OK;

  for (int i = 0; rc == EMI_OK && i < STEP_COUNT; i++)
    rc = face_step (f, call, (enum face_step) i, "todo");
  return rc;
}
