/* SPDX-License-Identifier: Apache-2.0 */
/* One table for all lists.  */
#include "report/words.h"

#include <string.h>

#include "base/lang.h"

static const struct
{
  const char *list;
  const char *word;
  const char *label; /* Japanese */
} words[] = {
  { "state", "completed", N_ ("完了") },
  { "state", "refused", N_ ("認められず") },
  { "state", "failed", N_ ("失敗") },
  { "state", "cancelled", N_ ("取りやめ") },
  { "state", "indeterminate", N_ ("結果不明") },
  { "state", "open", N_ ("照会中") },
  { "role", "physician", N_ ("医師") },
  { "role", "nurse", N_ ("看護師") },
  { "role", "reception", N_ ("受付") },
  { "role", "support", N_ ("患者相談") },
  { "role", "privacy", N_ ("個人情報保護担当") },
  { "role", "admin", N_ ("管理者") },
  { "role", "vendor", N_ ("ベンダー") },
  { "consent", "given", N_ ("同意あり") },
  { "consent", "difficult", N_ ("同意取得困難") },
  { "given-by", "patient", N_ ("本人") },
  { "given-by", "representative", N_ ("法定代理人") },
  { "hardship", "unconscious", N_ ("意識なし") },
  { "hardship", "confused", N_ ("意識混濁") },
  { "hardship", "sedated", N_ ("鎮静中") },
  { "hardship", "aphasia", N_ ("失語") },
  { "hardship", "minor", N_ ("未成年で保護者不在") },
  { "hardship", "other", N_ ("その他") },
  { "necessity", "shock", N_ ("ショック") },
  { "necessity", "trauma", N_ ("外傷") },
  { "necessity", "stroke", N_ ("脳卒中の疑い") },
  { "necessity", "cardiac", N_ ("心疾患") },
  { "necessity", "respiratory", N_ ("呼吸不全") },
  { "necessity", "seizure", N_ ("けいれん") },
  { "necessity", "poisoning", N_ ("中毒") },
  { "necessity", "anaphylaxis", N_ ("アナフィラキシー") },
  { "necessity", "sepsis", N_ ("敗血症") },
  { "necessity", "other", N_ ("その他") },
  { "stage", "authorise", N_ ("権限") },
  { "stage", "identify", N_ ("受付") },
  { "stage", "authenticate", N_ ("二要素") },
  { "stage", "justify", N_ ("準備") },
  { "stage", "intent", N_ ("照会の記録") },
  { "stage", "query", N_ ("照会") },
  { "stage", "person", N_ ("本人の照合") },
  { "stage", "outcome", N_ ("結果の記録") },
  { "stage", "arrange", N_ ("並べ替え") },
  { "stage", "deliver", N_ ("受渡し") },
  { "enrolment", "pending", N_ ("確認待ち") },
  { "enrolment", "active", N_ ("使用可") },
  { "enrolment", "one-time", N_ ("初期パスワード") },
  { "enrolment", "revoked", N_ ("取消し済み") },
  { "enrolment", "expired", N_ ("期限超過") },
  { "enrolment", "set-aside", N_ ("一時登録の間は休止") },
  { "review", "consent-difficult", N_ ("同意取得困難") },
  { "review", "pressed-by-other", N_ ("本人以外が同意を押した") },
  { "review", "refusal-lifted", N_ ("拒否の記録の解除") },
  { "review", "chart-differs", N_ ("カードと診療録の違い") },
  { "review", "answer-differs", N_ ("受付と結果の違い") },
  { "review", "factor-new", N_ ("登録から24時間以内の認証手段") },
  { "delivery", "failed", N_ ("（受渡し失敗）") },
  { "delivery", "repeated", N_ ("（やり直して受渡し済み）") },
};

const char *
word_label (const char *list, const char *word, enum lang lang)
{
  if (!word || !word[0])
    return "-";
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp (words[i].list, list) == 0 && strcmp (words[i].word, word) == 0)
      return said (lang, words[i].label);
  return word;
}
