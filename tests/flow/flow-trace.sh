#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The trace as papers and by every way to name somebody: csv and html with
# hostile words in them, kana and written names in other spellings, insured
# numbers in any width, a changed surname, and days on both sides of midnight.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
start_sim success

# paper FORMAT ARGS...: a trace by support (or $BY) on standard output.
BY=support
paper () {
  local format=$1
  shift
  as "$BY"
  run --lang ja trace --as "$BY" --format "$format" "$@"
  judge_text 0 -
}
found () { # found N ARGS...: a trace by privacy has N accesses
  local n=$1
  shift
  as privacy
  expect 0 - trace --as privacy "$@"
  same "accesses for $*" "$(json '.accesses | length')" "$n"
}

about "two accesses, one with words that would like to act"
request 0 -
FIRST=$REQUEST
evil=$'=HYPERLINK("http://x/")<script>alert(1)</script>\e[31m\u202e../../x'
WHY=(--consent difficult --hardship "other:＝$evil" --effort "@$evil"
     --necessity "other:-$evil")
request 0 -
WHY=(--consent difficult --hardship unconscious
     --effort 呼びかけに応答なし --necessity stroke:右片麻痺)

about "csv: as Excel wants it, and no cell acts"
paper csv --patient 00123
cp "$out" "$work/trace.csv"
python3 - "$work/trace.csv" >"$work/csv.said" 2>&1 <<'PY'
import csv, io, sys
raw = open(sys.argv[1], "rb").read()
assert raw.startswith(b"\xef\xbb\xbf"), "no mark"
text = raw.decode("utf-8-sig")
assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n") == 3
rows = list(csv.reader(io.StringIO(text), strict=True))
assert len(rows) == 3 and len({len(r) for r in rows}) == 1, rows
assert rows[0][0] == "日時（日本時間）" and rows[0][1] == "照会番号"
for line in text.split("\r\n")[:-1]:
    assert line.startswith('"') and line.endswith('"'), line
for row in rows:
    for cell in row:
        assert not cell or cell[0] not in "=+-@＝＋－＠\t\r", cell
        assert "\x1b" not in cell and "\u202e" not in cell, cell
evil = [c for c in rows[2] if "HYPERLINK" in c]
assert len(evil) == 3 and all(c.startswith("'") for c in evil), evil
PY
ok "the file is what it should be ($(cat "$work/csv.said"))" test ! -s "$work/csv.said"
ok "the request is in it" grep -q "$FIRST" "$work/trace.csv"

about "csv in English has English titles and as many columns"
run --lang en trace --as support --format csv --patient 00123
ok "English titles" grep -q '"time (Japan)","request"' "$out"
same "columns" "$(head -n 1 "$out" | grep -o '","' | wc -l)" \
  "$(head -n 1 "$work/trace.csv" | grep -o '","' | wc -l)"

about "html: the internal sheet, and nothing in it acts"
paper html --patient 00123
cp "$out" "$work/trace.html"
for words in 院内資料 "試験 職員" 同意取得困難 脳卒中の疑い 記憶 薬剤 改変なし \
  "default-src 'none'" 'size:A4' "$FIRST"; do
  ok "it has $words" grep -qF "$words" "$work/trace.html"
done
not "a script" grep -qi '<script' "$work/trace.html"
ok "but the words are there" grep -qF '&lt;script&gt;' "$work/trace.html"
not "a control" grep -qP '\x1b|\xe2\x80\xae' "$work/trace.html"
ok "it is well-formed" xmllint --html --noout "$work/trace.html"

about "that papers were made is on record; text and json stay"
paper text --patient 00123
ok "the verdict" grep -q '改変なし\|all hold' "$out"
found 2 --patient 00123
json_is .chain.holds true
json_is '.accesses[0].found_by' asked
expect 2 usage trace --as privacy --patient 00123 --format html
expect 2 bad-value trace --as privacy --patient 00123 --format xls

about "a number in any width, and what is none"
for number in 01990019:試験:1234567 1990019:試験:1234567 \
  '０１９９００１９：試験：１２３４５６７' ' 1990019 : 試験 : 1234567 ' \
  01990019:試験:1234567:1 1990019:試験:1234567:０１; do
  found 2 --insured "$number"
done
found 0 --insured 01990019:試験:1234567:02
for number in 1234567 01990019:試験 ../../x:a:b 1:2:3:4:5 ''; do
  as privacy
  expect 2 bad-value trace --as privacy --insured "$number"
done

about "a name in any spelling"
for name in 'ｼｹﾝ ﾀﾛｳ' シケンタロウ 'シケン　タロウ' 'しけん たろう' \
  '試験　太郎' 試験太郎; do
  found 2 --kana "$name" --birth 1953-05-03
done
found 0 --kana シケンタロウ --birth 1953-05-04
for name in '' '　' $'\xff'; do
  as privacy
  expect 2 bad-value trace --as privacy --kana "$name" --birth 1953-05-03
done
as privacy
expect 2 bad-value trace --as privacy --kana シケンタロウ --birth 19530503

about "a variant character, and a surname that the answer had"
R=$(cat "$T/reception-3")
request 0 -
for name in '試験　髙子' '試験 高子' シケンタカコ; do
  found 1 --kana "$name" --birth 1979-02-14
done
R=$(cat "$T/reception-4")
request 0 -
for name in 'ｼｹﾝ ﾊﾅｺ' 架空花子 'かくう はなこ'; do
  found 1 --kana "$name" --birth 1991-11-03
done

about "both sides of midnight in Japan"
new_hospital
# The next midnight may be a day away, and the card was read before.
sed -i 's/card-window="24h"/card-window="4d"/' "$H/profile.xml"
start_sim success
midnight=$((($(date +%s) + 9 * 3600) / 86400 * 86400 + 86400 - 9 * 3600))
before=$(date -u -d "@$((midnight + 9 * 3600 - 1))" +%F)
after=$(date -u -d "@$((midnight + 9 * 3600))" +%F)
shift_clock $((midnight - 150 - $(date +%s)))
request 0 -
EVENING=$REQUEST
shift_clock $((midnight + 30 - $(date +%s)))
request 0 -
MORNING=$REQUEST
found 2 --patient 00123 --from "$before" --to "$after"
json_is '.accesses[0].request' "$EVENING"
json_is '.accesses[1].request' "$MORNING"
found 1 --patient 00123 --from "$before" --to "$before"
json_is '.accesses[0].request' "$EVENING"
json_is '.notices[0]' near-period
found 1 --patient 00123 --from "$after" --to "$after"
json_is '.accesses[0].request' "$MORNING"
found 0 --patient 00123 --to 2020-01-01
as privacy
expect 2 bad-value trace --as privacy --patient 00123 --from "$after" --to "$before"

verify_ok

about "papers of a ledger that was altered say so, and the command ends with 4"
db=$H/data/ledger.db
sqlite3 "$db" "UPDATE record SET body = substr(body, 1, 90) || x'00' ||
  substr(body, 92) WHERE seq = 3"
for format in html csv text; do
  as support
  run --lang ja trace --as support --patient 00123 --format "$format"
  judge_text 4 chain-broken
  ok "$format says it" grep -q 改変のおそれあり "$out"
done
finish
