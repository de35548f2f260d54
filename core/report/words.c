/* SPDX-License-Identifier: Apache-2.0 */
/* One table for all lists.  */
#include "report/words.h"

#include <string.h>

static const struct
{
  const char *list;
  const char *word;
  const char *label[2];
} words[] = {
  { "state", "completed", { "完了", "completed" } },
  { "state", "refused", { "認められず", "refused" } },
  { "state", "failed", { "失敗", "failed" } },
  { "state", "cancelled", { "取りやめ", "cancelled" } },
  { "state", "indeterminate", { "結果不明", "outcome unknown" } },
  { "state", "open", { "照会中", "under way" } },
  { "role", "physician", { "医師", "physician" } },
  { "role", "nurse", { "看護師", "nurse" } },
  { "role", "reception", { "受付", "reception" } },
  { "role", "support", { "患者相談", "support" } },
  { "role", "privacy", { "個人情報保護担当", "privacy officer" } },
  { "role", "admin", { "管理者", "administrator" } },
  { "role", "vendor", { "ベンダー", "vendor" } },
  { "consent", "given", { "同意あり", "given" } },
  { "consent", "difficult", { "同意取得困難", "hard to obtain" } },
  { "given-by", "patient", { "本人", "the patient" } },
  { "given-by", "representative", { "法定代理人", "a legal representative" } },
  { "hardship", "unconscious", { "意識なし", "unconscious" } },
  { "hardship", "confused", { "意識混濁", "confused" } },
  { "hardship", "sedated", { "鎮静中", "sedated" } },
  { "hardship", "aphasia", { "失語", "aphasia" } },
  { "hardship", "minor", { "未成年で保護者不在", "minor" } },
  { "hardship", "other", { "その他", "other" } },
  { "necessity", "shock", { "ショック", "shock" } },
  { "necessity", "trauma", { "外傷", "trauma" } },
  { "necessity", "stroke", { "脳卒中の疑い", "stroke" } },
  { "necessity", "cardiac", { "心疾患", "cardiac" } },
  { "necessity", "respiratory", { "呼吸不全", "respiratory" } },
  { "necessity", "seizure", { "けいれん", "seizure" } },
  { "necessity", "poisoning", { "中毒", "poisoning" } },
  { "necessity", "anaphylaxis", { "アナフィラキシー", "anaphylaxis" } },
  { "necessity", "sepsis", { "敗血症", "sepsis" } },
  { "necessity", "other", { "その他", "other" } },
  { "stage", "authorise", { "権限", "permission" } },
  { "stage", "identify", { "受付", "reception" } },
  { "stage", "authenticate", { "二要素", "factors" } },
  { "stage", "justify", { "準備", "ways open" } },
  { "stage", "intent", { "照会の記録", "intent recorded" } },
  { "stage", "query", { "照会", "query" } },
  { "stage", "person", { "本人の照合", "person compared" } },
  { "stage", "outcome", { "結果の記録", "outcome recorded" } },
  { "stage", "arrange", { "並べ替え", "arranged" } },
  { "stage", "deliver", { "受渡し", "delivered" } },
  { "review", "consent-difficult",
    { "同意取得困難", "consent hard to obtain" } },
  { "review", "pressed-by-other",
    { "本人以外が同意を押した", "consent pressed by another" } },
  { "review", "refusal-lifted",
    { "拒否の記録の解除", "a refusal was lifted" } },
  { "review", "chart-differs",
    { "カードと診療録の違い", "card and chart differ" } },
  { "review", "answer-differs",
    { "受付と結果の違い", "reception and answer differ" } },
  { "delivery", "failed", { "（受渡し失敗）", "(delivery failed)" } },
  { "delivery", "repeated", { "（やり直して受渡し済み）", "(delivered later)" } },
};

const char *
word_label (const char *list, const char *word, enum lang lang)
{
  if (!word || !word[0])
    return "-";
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp (words[i].list, list) == 0
        && strcmp (words[i].word, word) == 0)
      return words[i].label[lang];
  return word;
}
