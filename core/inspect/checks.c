/* SPDX-License-Identifier: Apache-2.0 */
/* The table of checks.  emi(1) lists the same.  */
#include "base/lang.h"
#include "inspect/parts.h"

const struct check_row check_rows[CHECK_COUNT] = {
  [CHECK_LOADS] = { "loads", 0, N_ ("読み込める") },
  [CHECK_CONTRACT] = { "contract", 0, N_ ("取り決めに合う") },
  [CHECK_TEXTS] = { "texts", 0, N_ ("設定と質問の文が揃っている") },
  [CHECK_OPENS] = { "opens", 0, N_ ("開ける") },
  [CHECK_OPENS_TWICE] = { "opens-twice", 0, N_ ("二つ並べて開ける") },
  [CHECK_ODD_OPTIONS]
  = { "odd-options", 0, N_ ("おかしな設定値でも落ちない") },
  [CHECK_IN_TIME] = { "in-time", 0, N_ ("呼び出しが終わる") },
  [CHECK_DEADLINE] = { "deadline", 0, N_ ("期限を守る") },
  [CHECK_CANCEL] = { "cancel", 0, N_ ("中止に応じる") },
  [CHECK_ABSENT] = { "absent", 0, N_ ("装置や置き場所がないときにそう言う") },
  [CHECK_ENROLS] = { "enrols", EMI_KIND_AUTH, N_ ("登録できる") },
  [CHECK_PROMPTS] = { "prompts", 0, N_ ("宣言した質問だけをする") },
  [CHECK_SECRETS] = { "secrets", 0, N_ ("暗証を漏らさない") },
  [CHECK_VERDICT] = { "verdict", EMI_KIND_AUTH, N_ ("判定を一つ告げる") },
  [CHECK_ATTESTATION]
  = { "attestation", EMI_KIND_AUTH, N_ ("証明はちょうど一つ") },
  [CHECK_METHODS]
  = { "methods", EMI_KIND_AUTH, N_ ("宣言した区分だけを証明する") },
  [CHECK_EVIDENCE]
  = { "evidence", EMI_KIND_AUTH, N_ ("記録に残す文が短く読める") },
  [CHECK_OLD_CHALLENGE]
  = { "old-challenge", EMI_KIND_AUTH, N_ ("前の照会の証明を使い回さない") },
  [CHECK_OTHER_CHALLENGE]
  = { "other-challenge", EMI_KIND_AUTH, N_ ("別の人の照会の証明を出さない") },
  [CHECK_REFUSAL] = { "refusal", EMI_KIND_AUTH, N_ ("断るときに証明しない") },
  [CHECK_EMPTY]
  = { "unknown-account", EMI_KIND_AUTH, N_ ("登録のない人を認めない") },
  [CHECK_WRONG_ANSWER]
  = { "wrong-answer", EMI_KIND_AUTH, N_ ("違う答えを認めない") },
  [CHECK_COUNTER]
  = { "counter", EMI_KIND_AUTH, N_ ("使った番号を二度認めない") },
  [CHECK_ROUND_TRIP]
  = { "round-trip", EMI_KIND_AUTH, N_ ("登録した人を認める") },
  [CHECK_PROOF]
  = { "proof", EMI_KIND_AUTH, N_ ("署名が emi 自身の照合に合う") },
  [CHECK_DELIVERS]
  = { "delivers", EMI_KIND_ADAPTER, N_ ("告げておいた場所に渡す") },
  [CHECK_REPEATS]
  = { "repeats", EMI_KIND_ADAPTER, N_ ("同じ結果を二度渡しても変わらない") },
  [CHECK_PROBE]
  = { "probe", EMI_KIND_CONNECTOR, N_ ("道が開いているかを答える") },
  [CHECK_QUERY]
  = { "query", EMI_KIND_CONNECTOR, N_ ("回答がないのに届いたと言わない") },
  [CHECK_STATUS] = { "status", EMI_KIND_READER, N_ ("今の様子を答える") },
  [CHECK_STORED]
  = { "stored", EMI_KIND_STORE, N_ ("書いたものがそのまま読める") },
  [CHECK_SURVIVES] = { "survives", 0, N_ ("百回呼んでも落ちない") },
  [CHECK_LEAKS] = { "leaks", 0, N_ ("記憶や接続を漏らさない") },
  [CHECK_CLOSES] = { "closes", 0, N_ ("閉じて、また開ける") },
  [CHECK_SILENT] = { "silent", 0, N_ ("標準出力に書かない") },
  [CHECK_KEYS] = { "keys", 0, N_ ("emi の鍵と記録に手を出さない") },
};
