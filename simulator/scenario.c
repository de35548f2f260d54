/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of scenarios: see scenario.h.  Names and sentences are compared
   with emi-sim(1) by a test.  */
#include "scenario.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"

static const struct scenario requests[] = {
  { "success", "answer", "三つの確認をして結果を返す",
    "checks, then the answer" },
  { "refused", "answer refused", "処理結果区分 9", "SegmentOfResult 9" },
  { "person-status-2", "answer person-status-2", "個人の処理結果 2",
    "ProcessingResultStatus 2" },
  { "notice", "answer notice", "結果に通知の文が付く",
    "a good answer with a message" },
  { "in-progress", "answer in-progress\nwait delay\nanswer",
    "処理結果区分 2 のまま（--delay の後に結果）",
    "SegmentOfResult 2 (the answer after --delay)" },
  { "err", "err", ".err だけが届く", "an .err only" },
  { "err-cp932", "err cp932", "Shift_JIS の .err が届く",
    "an .err in Shift_JIS" },
  { "returned", "return", "要求ファイルが res に戻る",
    "the request comes back" },
  { "returned-err", "return\nwait 800ms\nerr",
    "要求ファイルが戻り、.err が続く",
    "the request comes back, an .err follows" },
  { "other-identifier", "answer other-identifier", "別の任意のファイル識別子",
    "another file identifier" },
  { "other-institution", "answer other-institution", "別の医療機関コード",
    "another institution" },
  { "unparsable", "answer cut", "途中で切れたままの結果",
    "half an answer, for ever" },
  { "empty", "answer empty", "空のままの結果", "an empty file, for ever" },
  { "half-written", "answer half 1500ms", "二回に分けて書かれる結果",
    "written in two halves" },
  { "slow", "answer slow 2s", "少しずつ書かれる結果", "written bit by bit" },
  { "doctype", "answer doctype", "DOCTYPE のある結果",
    "an answer with a DOCTYPE" },
  { "too-big", "answer too-big", "12 MB の結果", "12 MB" },
  { "huge", "answer huge 2MB", "2 MB の正しい結果", "a good answer of 2 MB" },
  { "link", "answer link", "シンボリックリンク", "a symbolic link" },
  { "fifo", "answer pipe", "名前付きパイプ", "a named pipe" },
  { "encrypted", "answer encrypted", "暗号化された zip", "an encrypted zip" },
  { "other-person", "answer other-person", "別の人の結果",
    "an answer about another person" },
  { "name-differs", "answer other-name", "氏名だけが違う結果",
    "only the name differs" },
  { "one-field-differs", "answer other-birth", "生年月日だけが違う結果",
    "only the day of birth differs" },
  { "two-fields-differ", "answer other-birth other-sex",
    "生年月日と性別が違う結果", "day of birth and sex differ" },
  { "silent", "wait 0s", "受け取るが何も返さない", "nothing comes" },
  { "late", "wait delay 200s\nanswer", "--delay 秒の後に結果（初期値 200）",
    "after --delay seconds (200)" },
  { "cp932", "answer cp932", "Shift_JIS と拡張文字",
    "Shift_JIS with extension characters" },
  { "bom", "answer bom", "BOM の付いた結果", "with a byte order mark" },
  { "one-line", "answer one-line", "一行の結果", "all on one line" },
  { "any-order", "answer any-order", "要素の順序が逆",
    "elements in another order" },
  { "unknown-elements", "answer unknown-elements", "知らない要素がある",
    "with elements that nobody knows" },
  { "pdf", "answer pdf", "PDF の結果", "a PDF" },
  { "twice", "answer twice", "結果が二度書かれる", "written twice" },
  { "vanishing", "answer\nwait 30s\nremove", "結果が 30 秒後に消える",
    "the answer is gone after 30 s" },
  { "not-fetched", "leave", "要求を受け取らない",
    "the request is not even taken" },
};

static const struct scenario presses[] = {
  { "success", "read", "同意しない、その患者の資格",
    "同意しない, the patient's own qualification" },
  { "half-written", "read half 1500ms", "二回に分けて書かれる",
    "written in two halves" },
  { "slow", "read slow 2s", "少しずつ書かれる", "written bit by bit" },
  { "unparsable", "read cut", "途中で切れたまま", "half a file, for ever" },
  { "empty", "read empty", "空のまま", "an empty file, for ever" },
  { "cp932", "read cp932", "Shift_JIS と拡張文字",
    "Shift_JIS with extension characters" },
  { "bom", "read bom", "BOM が付く", "with a byte order mark" },
  { "one-line", "read one-line", "一行の結果", "all on one line" },
  { "any-order", "read any-order", "要素の順序が逆",
    "elements in another order" },
  { "unknown-elements", "read unknown-elements", "知らない要素がある",
    "with elements that nobody knows" },
  { "doctype", "read doctype", "DOCTYPE がある", "with a DOCTYPE" },
  { "too-big", "read too-big", "12 MB", "12 MB" },
  { "link", "read link", "シンボリックリンク", "a symbolic link" },
  { "fifo", "read pipe", "名前付きパイプ", "a named pipe" },
  { "encrypted", "read encrypted", "暗号化された zip", "an encrypted zip" },
  { "two-people", "read\nread other-person", "別々の人の二つのファイル",
    "files of two people" },
  { "two-same", "read\nread", "同じ人の二つのファイル",
    "two files of one person" },
  { "twice", "read twice", "同じファイルが二度書かれる",
    "one file, written twice" },
  { "other-person", "read other-person", "別の人のカード",
    "another person's card" },
  { "notice", "read notice", "カードの有効期限の通知が付く",
    "the card expires soon" },
  { "validity-1", "read validity 1", "有効", "valid" },
  { "validity-2", "read validity 2", "無効", "no longer valid" },
  { "validity-3", "read validity 3", "無効（新しい資格あり）",
    "no longer valid, a newer one is there" },
  { "validity-4", "read validity 4 unread", "該当資格なし",
    "no such qualification" },
  { "validity-5", "read validity 5 unread", "複数該当", "several match" },
  { "validity-6", "read validity 6", "有効（未登録）",
    "valid, not registered" },
  { "consent-given", "read consent given", "閲覧に同意した",
    "viewing consented" },
  { "segment-9", "read refused unread", "処理結果区分 9",
    "SegmentOfResult 9" },
  { "other-institution", "read other-institution", "別の医療機関コード",
    "another institution" },
};

const struct scenario *
scenario_table (bool press, size_t *n_out)
{
  *n_out = press ? N_ELEMENTS (presses) : N_ELEMENTS (requests);
  return press ? presses : requests;
}

const struct scenario *
scenario_find (bool press, const char *name)
{
  size_t n;
  const struct scenario *table = scenario_table (press, &n);

  for (size_t i = 0; i < n; i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

static bool
load_file (const char *name, struct script *out, struct config_faults *faults,
           bool *known_out)
{
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;

  /* A link is fine here: whoever starts emi-sim names the file.  */
  CLEANUP_CLOSE int fd = open (name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  *known_out
      = fd >= 0 && file_read_fd (fd, SCRIPT_MAX_BYTES, &text) == FILE_OK;
  return *known_out
         && script_read (name, buffer_string (&text), text.len, out, faults);
}

bool
scenario_load (bool press, const char *name, struct script *out,
               struct config_faults *faults, bool *known_out)
{
  size_t n;
  const struct scenario *row
      = name ? scenario_find (press, name) : scenario_table (press, &n);
  CLEANUP (buffer_done) struct buffer text = BUFFER_INIT;
  bool good;

  *known_out = true;
  if (!row)
    good = load_file (name, out, faults, known_out);
  else
    {
      buffer_printf (&text, "%s\n%s\n", press ? "readings" : "requests",
                     row->steps);
      good = !text.failed
             && script_read (row->name, buffer_string (&text), text.len, out,
                             faults);
    }
  if (good)
    out->name = row ? row->name : name;
  return good;
}
