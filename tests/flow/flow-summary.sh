#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What people see of a long answer: at most 40 lines on the screen with what
# was left out, all of it with --full and on the page, and nothing of a hostile
# text that acts.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/answers.sh"

new_hospital

# screen [OPTION...]: the request as a person runs it, into $out.
screen () {
  take_doctor
  as "$DR" "$DR:totp.code=$CODE"
  last_command="emi request $*"
  emi --lang en request --as "$DR" --reception "$R" "${WHY[@]}" --wait 20 "$@" \
    >"$out" 2>"$err" </dev/null
  status=$?
  judge_text 0 -
  REQUEST=$(sed -n 's/^Request \(r-[a-z0-9]*\): .*/\1/p' "$out")
}

about "a long answer"
{
  printf '%s' "$yzk_head"
  for i in $(seq 1 60); do
    claim "架空長い名前の総合医療センター附属第$i診療所" $((i + 20)) \
      "<DrugInfs>$(drug "試験用とても長い名前の口腔内崩壊錠第$i号２．５ｍｇ「架空」" "6$i")" \
      "$(drug 試験用抗凝固カプセル１１０ｍｇ "69")</DrugInfs>" \
      "<MeTrInfs>$(treatment （試験用）人工腎臓 199999901 40)" \
      "$(treatment （試験用）創傷処置 1 40)$(treatment （試験用）冠動脈形成術 2 50)</MeTrInfs>"
  done
  printf '%s' "$yzk_tail"
} >"$work/long.xml"
answer_next "$work/long.xml"
screen --pattern 5
lines=$(wc -l <"$out")
ok "at most 40 lines, not $lines" [ "$lines" -le 41 ] # one said it is asking
ok "each section says what is left" grep -qE '120, +[0-9]+ shown here, [0-9]+ more' "$out"
same "the same drug stands once" "$(grep -c 試験用抗凝固 "$out")" 1
ok "and says how often" grep -qE '\(and [0-9]+ before\)' "$out"
ok "and the whole says it" grep -q 'more items are not shown here' "$out"
ok "the highlighted first" grep -q '★抗血栓薬' "$out"
ok "no line is wider than the screen" test "$(
  python3 -c 'import sys, unicodedata as u
print(max(sum(2 if u.east_asian_width(c) in "WF" else 1 for c in l.rstrip("\n"))
          for l in open(sys.argv[1], encoding="utf-8")))' "$out")" -le 80
month=$(TZ=Asia/Tokyo date -d '-21 days' +%Y-%m)
ok "how far claims reach" grep -q "up to $month" "$out"
ok "who is never found" grep -q "Self-Defense" "$out"
f=$H/outbox/$REQUEST
same "on the page" "$(grep -c '<tr' "$f/summary.html")" \
  "$(($(gojq '[.items[]] | add' "$f/manifest.json") + 4))"
long=$f

about "the same with --full"
answer_next "$work/long.xml"
screen --pattern 5 --full
same "drugs" "$(grep -c '試験用とても長い名前\|試験用抗凝固' "$out")" 120
not "nothing left out" grep -q 'shown here' "$out"
ok "the last one" grep -q '架空長い名前の総合医療センター附属第60診療所' "$out"

about "Japanese, and a narrow screen is still whole"
answer_next "$work/long.xml"
take_doctor
as "$DR" "$DR:totp.code=$CODE"
emi --lang ja request --as "$DR" --reception "$R" "${WHY[@]}" --pattern 5 \
  >"$out" 2>"$err" </dev/null
ok "how many more" grep -qE '120 件のうち [0-9]+ 件を表示（あと [0-9]+ 件）' "$out"

about "nothing found, and no section of it"
printf '%s%s' "$yzk_head" "$yzk_tail" >"$work/empty.xml"
answer_next "$work/empty.xml"
screen --pattern 4
same "nothing is proof" "$(grep -c 'no proof' "$out")" 2
ok "what was not asked for" grep -qF 'Not asked for (pattern 4): Dialysis, Operations' "$out"

about "texts that would act"
{
  printf '%s' "$yzk_head"
  for name in '&lt;script&gt;alert(1)&lt;/script&gt;' '../../../tmp/x' \
    $'\u202Eabc' '=cmd|x' '&lt;img src=x onerror=y&gt;' "a&amp;'b&quot;" \
    $'\u009b31m'; do
    claim "$name" 9 "<DrugInfs>$(drug "$name" "$name")</DrugInfs>" \
      "<MeTrInfs>$(treatment "$name" "$name" "$name")</MeTrInfs>"
  done
  printf '<Neu><a/></Neu>%s' "$yzk_tail"
} >"$work/evil.xml"
answer_next "$work/evil.xml"
screen --pattern 5 --full
f=$H/outbox/$REQUEST
not "no script" grep -qi '<script\|<img' "$f/summary.html"
ok "it is shown as text" grep -q '&lt;script&gt;alert(1)' "$f/summary.html"
ok "content policy" grep -q "default-src 'none'" "$f/summary.html"
for file in "$out" "$f/summary.html" "$f/summary.xml"; do
  not "no control in $file" grep -qP '\x1b|\x{202e}|\x{9b}' "$file"
done
ok "well-formed" xmllint --noout --nonet "$f/summary.xml"
same "the outbox has results only" \
  "$(find "$H/outbox" -mindepth 1 -maxdepth 1 ! -name 'r-*' | wc -l)" 0
# An escape is no character of XML: the file is unfinished for ever.
sed $'s/alert/\x1b[31m/' "$work/evil.xml" >"$work/escape.xml"
answer_next "$work/escape.xml"
WAIT=2 request 5 answer-unreadable --pattern 5

about "50 000 drugs"
{
  printf '%s' "$yzk_head"
  printf '<MeTrMonthInf><MeTrMonth>%s</MeTrMonth><DiDateInfs><DiDateInf>' \
    "$(day 9 | cut -c1-6)"
  printf '<DrugInfs>'
  seq -f '<DrugInf><DrugN>試験用錠第%.0f号</DrugN></DrugInf>' 50000
  printf '</DrugInfs><DiDate>%s</DiDate></DiDateInf></DiDateInfs>' "$(day 9)"
  printf '</MeTrMonthInf>%s' "$yzk_tail"
} >"$work/many.xml"
answer_next "$work/many.xml"
WAIT=60 request 0 - --pattern 4
json_is '.sections[] | select(.kind=="drug").items' 50000
same "all of them" "$(grep -c '<item>' "$H/outbox/$REQUEST/summary.xml")" 50000

# For whoever wants to look at them.
[ -z "${FLOW_PAGES:-}" ] || cp "$long/summary.html" "$FLOW_PAGES/"
verify_ok
finish
