/* SPDX-License-Identifier: Apache-2.0 */
/* The prompts that several readers declare, each in one wording: what stands
   behind the id in a row of the table.  */
#ifndef EMI_PLUGINS_LIB_PROMPTS_H
#define EMI_PLUGINS_LIB_PROMPTS_H

/* What a person must say every time has no preset.  */
#define PROMPT_PHOTO                                                          \
  EMI_PROMPT_CHOICE, "match mismatch unable",                                 \
      "マイナ保険証の顔写真は患者本人ですか"                \
      "（match 一致 / mismatch 一致しない / unable 見比べられない）",         \
      "Is the photo on the card this patient (match, mismatch, unable)?",     \
      NULL

#define PROMPT_PERSON                                                         \
  EMI_PROMPT_CHOICE, "yes no",                                                \
      "読み取ったカードの人は、この患者ですか（yes はい / no いいえ）",       \
      "Is the person read this patient (yes, no)?", NULL

#define PROMPT_DATE                                                           \
  EMI_PROMPT_TEXT, NULL, "資格確認端末に入力した資格確認日（今日）",          \
      "資格確認日 as typed on the terminal (today)", "today"

#endif
