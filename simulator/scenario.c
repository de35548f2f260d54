/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of scenarios: see scenario.h.  */
#include "scenario.h"

#include <string.h>

static const struct scenario requests[] = {
  { "success", 0, 0, "三つの確認をして結果を返す",
    "checks, then the answer" },
  { "refused", SC_REFUSED, 0, "処理結果区分 9", "SegmentOfResult 9" },
  { "person-status-2", SC_STATUS_2, 0, "個人の処理結果 2",
    "ProcessingResultStatus 2" },
  { "in-progress", SC_PROGRESS, 0,
    "処理結果区分 2 のまま（--delay の後に結果）",
    "SegmentOfResult 2 (the answer after --delay)" },
  { "err", SC_ERR, 0, ".err だけが届く", "an .err only" },
  { "returned", SC_BACK, 0, "要求ファイルが res に戻る",
    "the request comes back" },
  { "returned-err", SC_BACK | SC_ERR, 0, "要求ファイルが戻り、.err が続く",
    "the request comes back, an .err follows" },
  { "other-identifier", SC_IDENTIFIER, 0, "別の任意のファイル識別子",
    "another file identifier" },
  { "other-institution", SC_FACILITY, 0, "別の医療機関コード",
    "another institution" },
  { "unparsable", SC_CUT, 0, "途中で切れたままの結果",
    "half an answer, for ever" },
  { "half-written", SC_HALF, 0, "二回に分けて書かれる結果",
    "written in two halves" },
  { "doctype", SC_DOCTYPE, 0, "DOCTYPE のある結果",
    "an answer with a DOCTYPE" },
  { "too-big", SC_BIG, 0, "12 MB の結果", "12 MB" },
  { "link", SC_LINK, 0, "シンボリックリンク", "a symbolic link" },
  { "fifo", SC_FIFO, 0, "名前付きパイプ", "a named pipe" },
  { "other-person", SC_PERSON, 0, "別の人の結果",
    "an answer about another person" },
  { "name-differs", SC_KANA, 0, "氏名だけが違う結果",
    "only the name differs" },
  { "one-field-differs", SC_BIRTH, 0, "生年月日だけが違う結果",
    "only the day of birth differs" },
  { "silent", SC_SILENT, 0, "受け取るが何も返さない", "nothing comes" },
  { "late", SC_LATE, 0, "--delay 秒の後に結果（初期値 200）",
    "after --delay seconds (200)" },
  { "cp932", SC_CP932, 0, "Shift_JIS と拡張文字",
    "Shift_JIS with extension characters" },
  { "one-line", SC_ONE_LINE, 0, "一行の結果", "all on one line" },
  { "twice", SC_TWICE, 0, "結果が二度書かれる", "written twice" },
  { "not-fetched", SC_KEEP | SC_SILENT, 0, "要求を受け取らない",
    "the request is not even taken" },
};

static const struct scenario presses[] = {
  { "success", 0, 1, "同意しない、有効な資格", "同意しない, valid" },
  { "half-written", SC_HALF, 1, "二回に分けて書かれる",
    "written in two halves" },
  { "unparsable", SC_CUT, 1, "途中で切れたまま", "half a file, for ever" },
  { "cp932", SC_CP932, 1, "Shift_JIS と拡張文字",
    "Shift_JIS with extension characters" },
  { "one-line", SC_ONE_LINE, 1, "一行の結果", "all on one line" },
  { "doctype", SC_DOCTYPE, 1, "DOCTYPE がある", "with a DOCTYPE" },
  { "too-big", SC_BIG, 1, "12 MB", "12 MB" },
  { "link", SC_LINK, 1, "シンボリックリンク", "a symbolic link" },
  { "fifo", SC_FIFO, 1, "名前付きパイプ", "a named pipe" },
  { "two-people", SC_TWO, 1, "別々の人の二つのファイル",
    "files of two people" },
  { "two-same", SC_SAME, 1, "同じ人の二つのファイル",
    "two files of one person" },
  { "validity-2", 0, 2, "無効", "no longer valid" },
  { "validity-3", 0, 3, "無効（新しい資格あり）",
    "no longer valid, a newer one is there" },
  { "validity-4", SC_UNREAD, 4, "該当資格なし", "no such qualification" },
  { "validity-5", SC_UNREAD, 5, "複数該当", "several match" },
  { "validity-6", 0, 6, "有効（未登録）", "valid, not registered" },
  { "consent-given", SC_GIVEN, 1, "閲覧に同意した", "viewing consented" },
  { "segment-9", SC_REFUSED | SC_UNREAD, 1, "処理結果区分 9",
    "SegmentOfResult 9" },
  { "other-institution", SC_FACILITY, 1, "別の医療機関コード",
    "another institution" },
};

const struct scenario *
scenario_table (bool press, size_t *n_out)
{
  *n_out = press ? sizeof presses / sizeof *presses
                 : sizeof requests / sizeof *requests;
  return press ? presses : requests;
}

const struct scenario *
scenario_find (bool press, const char *name)
{
  size_t n;
  const struct scenario *table = scenario_table (press, &n);

  if (!name)
    return table;
  for (size_t i = 0; i < n; i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}
