/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of scenarios: see scenario.h.  Names and sentences are compared
   with emi-sim(1) by a test.  */
#include "scenario.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/lang.h"

static const struct scenario requests[] = {
  { "success", "answer", N_ ("三つの確認をして結果を返す") },
  { "refused", "answer refused", N_ ("処理結果区分 9") },
  { "person-status-2", "answer person-status-2", N_ ("個人の処理結果 2") },
  { "notice", "answer notice", N_ ("結果に通知の文が付く") },
  { "in-progress", "answer in-progress\nwait delay\nanswer",
    N_ ("処理結果区分 2 のまま（--delay の後に結果）") },
  { "err", "err", N_ (".err だけが届く") },
  { "err-cp932", "err cp932", N_ ("Shift_JIS の .err が届く") },
  { "returned", "return", N_ ("要求ファイルが res に戻る") },
  { "returned-err", "return\nwait 800ms\nerr",
    N_ ("要求ファイルが戻り、.err が続く") },
  { "other-identifier", "answer other-identifier",
    N_ ("別の任意のファイル識別子") },
  { "other-institution", "answer other-institution",
    N_ ("別の医療機関コード") },
  { "unparsable", "answer cut", N_ ("途中で切れたままの結果") },
  { "empty", "answer empty", N_ ("空のままの結果") },
  { "half-written", "answer half 1500ms", N_ ("二回に分けて書かれる結果") },
  { "slow", "answer slow 2s", N_ ("少しずつ書かれる結果") },
  { "doctype", "answer doctype", N_ ("DOCTYPE のある結果") },
  { "too-big", "answer too-big", N_ ("12 MB の結果") },
  { "huge", "answer huge 2MB", N_ ("2 MB の正しい結果") },
  { "link", "answer link", N_ ("シンボリックリンク") },
  { "fifo", "answer pipe", N_ ("名前付きパイプ") },
  { "encrypted", "answer encrypted", N_ ("暗号化された zip") },
  { "other-person", "answer other-person", N_ ("別の人の結果") },
  { "name-differs", "answer other-name", N_ ("氏名だけが違う結果") },
  { "one-field-differs", "answer other-birth", N_ ("生年月日だけが違う結果") },
  { "two-fields-differ", "answer other-birth other-sex",
    N_ ("生年月日と性別が違う結果") },
  { "silent", "wait 0s", N_ ("受け取るが何も返さない") },
  { "late", "wait delay 200s\nanswer",
    N_ ("--delay 秒の後に結果（初期値 200）") },
  { "cp932", "answer cp932", N_ ("Shift_JIS と拡張文字") },
  { "bom", "answer bom", N_ ("BOM の付いた結果") },
  { "one-line", "answer one-line", N_ ("一行の結果") },
  { "any-order", "answer any-order", N_ ("要素の順序が逆") },
  { "unknown-elements", "answer unknown-elements", N_ ("知らない要素がある") },
  { "pdf", "answer pdf", N_ ("PDF の結果") },
  { "twice", "answer twice", N_ ("結果が二度書かれる") },
  { "vanishing", "answer\nwait 30s\nremove", N_ ("結果が 30 秒後に消える") },
  { "not-fetched", "leave", N_ ("要求を受け取らない") },
};

static const struct scenario presses[] = {
  { "success", "read", N_ ("同意しない、その患者の資格") },
  { "half-written", "read half 1500ms", N_ ("二回に分けて書かれる") },
  { "slow", "read slow 2s", N_ ("少しずつ書かれる") },
  { "unparsable", "read cut", N_ ("途中で切れたまま") },
  { "empty", "read empty", N_ ("空のまま") },
  { "cp932", "read cp932", N_ ("Shift_JIS と拡張文字") },
  { "bom", "read bom", N_ ("BOM が付く") },
  { "one-line", "read one-line", N_ ("一行の結果") },
  { "any-order", "read any-order", N_ ("要素の順序が逆") },
  { "unknown-elements", "read unknown-elements", N_ ("知らない要素がある") },
  { "doctype", "read doctype", N_ ("DOCTYPE がある") },
  { "too-big", "read too-big", "12 MB" },
  { "link", "read link", N_ ("シンボリックリンク") },
  { "fifo", "read pipe", N_ ("名前付きパイプ") },
  { "encrypted", "read encrypted", N_ ("暗号化された zip") },
  { "two-people", "read\nread other-person", N_ ("別々の人の二つのファイル") },
  { "two-same", "read\nread", N_ ("同じ人の二つのファイル") },
  { "twice", "read twice", N_ ("同じファイルが二度書かれる") },
  { "other-person", "read other-person", N_ ("別の人のカード") },
  { "notice", "read notice", N_ ("カードの有効期限の通知が付く") },
  { "validity-1", "read validity 1", N_ ("有効") },
  { "validity-2", "read validity 2", N_ ("無効") },
  { "validity-3", "read validity 3", N_ ("無効（新しい資格あり）") },
  { "validity-4", "read validity 4 unread", N_ ("該当資格なし") },
  { "validity-5", "read validity 5 unread", N_ ("複数該当") },
  { "validity-6", "read validity 6", N_ ("有効（未登録）") },
  { "consent-given", "read consent given", N_ ("閲覧に同意した") },
  { "segment-9", "read refused unread", N_ ("処理結果区分 9") },
  { "other-institution", "read other-institution", N_ ("別の医療機関コード") },
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
