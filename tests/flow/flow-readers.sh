#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The readers beside the face reader worked on itself (SPEC section 4): their
# order, what they leave open, which reader comes next, two at once, midnight.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

show () {
  as desk
  expect 0 - reception show "$RECEPTION" --as desk
}
has_notice () { json_ok ".notices | index(\"$1\") != null"; }
today () { TZ=Asia/Tokyo date +%F; }
# terminal_answers [RESTORED [LEFT]]
terminal_answers () {
  as desk er-terminal.photo=match er-terminal.person=yes \
    "er-terminal.restored=${1:-yes}" ${2:+"er-terminal.left=$2"}
}
shown_once () { same "how often: $1" "$(grep -cF -- "$1" "$out")" 1; }
says () { ok "says: $1" grep -qF -- "$1" "$out" "$err"; }
says_not () { not "says: $1" grep -qF -- "$1" "$out" "$err"; }
# open_modes: what doctor says is to be restored.
open_modes () {
  ANSWERS= run --json doctor
  json '[.items[] | select(.id | startswith("left-open.")) | .id] | sort | join(" ")'
}

about "from the terminal: the paper's steps, on one screen"
READER=er-terminal
terminal_answers
receive 0 - "press 1" --patient 00123 --pressed-by family --arrival walk-in
for step in ' 1 □' ' 2 □' ' 3 □' ' 4 □' ' 5 □' ' 6 □' ' 7 □' ' 8 □' ' 9 □' \
  '10 □' '11 □'; do
  shown_once "$step"
done
for step in ' 5 ■' ' 6 ■' ' 7 ■' ' 8 ■' '11 ■'; do shown_once "$step"; done
for name in ログアウト 顔認証付きカードリーダー操作 目視確認 資格確認日 \
  目視で本人確認完了 同意しない 無人運転; do says "$name"; done
says "For the family: pressing 同意しない is a step of the emergency procedure"
ok "the closing line" grep -qE '^Reception ([0-9]{2}-[0-9]{2}) is done. Tell the treatment room: \1$' "$out"
show
json_is .reader er-terminal
json_is .consent_pressed none
json_is .card_evidence file
same "nothing is left open" "$(open_modes)" ""

about "what is left open is said, kept and closed"
terminal_answers no
receive 0 - "press 1"
says "the reader is still in 目視確認モード"
same "both are left" "$(open_modes)" "left-open.er-terminal.account left-open.er-terminal.mode"
json_ok '[.items[] | select(.id | startswith("left-open."))] | all(.state == "warn" and .owner == "hospital")'
terminal_answers no account
receive 0 - "press 1"
same "one is left" "$(open_modes)" "left-open.er-terminal.account"
desk_answers
READER=er-face receive 0 - "press 1"
same "another reader's reception closes nothing" "$(open_modes)" "left-open.er-terminal.account"
terminal_answers yes
receive 0 - "press 1"
same "restored" "$(open_modes)" ""
terminal_answers
WAIT=0 receive 1 card-not-read true
same "a reception that failed leaves it open" "$(open_modes)" \
  "left-open.er-terminal.account left-open.er-terminal.mode"

as desk
expect 3 reader-unknown receive nowhere --restored --as desk
expect 0 - receive er-terminal --restored --as desk
same "restored without a reception" "$(open_modes)" ""

about "a card read before the reception began: nobody's"
unclaimed () { ANSWERS= run --lang en --json doctor; json '[.items[] | select(.id == "unclaimed") | .message] | join(" ")'; }
same "none so far" "$(unclaimed)" ""
press 4
ok "doctor counts it once" grep -q '^1 card readings' <<<"$(unclaimed)"
terminal_answers
WAIT=0 receive 1 card-not-read true
says "1 card readings were taken by no reception"

about "the date comes first and is today in Japan"
terminal_answers
echo "er-terminal.date=2020-01-01" >>"$ANSWERS"
began=$SECONDS
WAIT=60 receive 3 date-not-today true
ok "at once" test $((SECONDS - began)) -lt 50
terminal_answers
echo "er-terminal.date=$(today)" >>"$ANSWERS"
receive 0 - "press 1"

about "the photo: mismatch and unable; the person: no"
for answer in mismatch unable; do
  as desk "er-terminal.photo=$answer"
  receive 3 "photo-$answer" true
done
as desk er-terminal.photo=match er-terminal.person=no
receive 3 person-differs "press 1"
as desk er-terminal.photo=match er-terminal.person=yes
receive 2 prompt-unanswered "press 1"

about "nothing read: what to look at, and the next reader"
terminal_answers
WAIT=1 receive 1 card-not-read true
says "資格確認日 comes first"
says "click 無人運転"
desk_answers
READER=er-face WAIT=1 receive 1 card-not-read true
says "when er-face cannot be used, receive at er-terminal"
says "アカウント情報管理"
mv "$H/exchange/face" "$H/exchange/away"
as desk
expect 1 unreached receive er-face --as desk
json_ok '.error.next | test("er-terminal")'
mv "$H/exchange/away" "$H/exchange/face"

about "two files 2 s apart"
sed -i '/name="settle" value="300"/d' "$H/emi.xml"
two () { press "$1"; sleep 2; press "$2"; }
terminal_answers
receive 3 several-people "two 1 3"
terminal_answers
receive 0 - "two 1 1"
show
json_is .patient.birth 1953-05-03
sed -i 's|<option name="face" value="exchange/face"/>|&\n    <option name="settle" value="300"/>|' "$H/emi.xml"

about "the wife's card for the husband's chart"
cat >"$H/charts.xml" <<'CHARTS'
<?xml version="1.0" encoding="UTF-8"?>
<charts>
  <chart id="husband" name="試験　太郎" kana="シケン　タロウ" birth="1953-05-03" sex="1"/>
</charts>
CHARTS
sed -i 's|<option name="folder" value="outbox"/>|&\n    <option name="charts" value="charts.xml"/>|' "$H/emi.xml"
terminal_answers
receive 3 person-differs "press 3" --patient husband
terminal_answers
receive 0 - "press 1" --patient husband

about "hostile names: of a card, a chart, a reader"
# A reading of patient 1 whose names carry ESC, a tag and U+202E.
hostile () {
  local made name
  press 1
  made=$(find "$H/exchange/face" -name 'OQSsiquc01res_face_*' -newer "$ANSWERS" -printf '%T@ %p\n' | sort | tail -n 1 | cut -d' ' -f2)
  name=$H/exchange/face/OQSsiquc01res_face_1319999999hostile_$(date +%Y%m%d%H%M%S).xml
  sed $'s|<Name>[^<]*<|<Name>試\xe2\x80\xae験\xc2\x9b31m<|' "$made" >"$work/hostile"
  rm "$made"
  mv "$work/hostile" "$name"
}
terminal_answers
receive 0 - hostile
not "no bidi or control character on the screen" grep -qP '\x{202e}|\x{9b}|\x1b' "$out"
terminal_answers
receive 0 - "press 1" --patient ../../x
show
json_is .patient.chart ../../x
ok "and nothing was written there" test ! -e "$H/../../x"
as desk
expect 3 reader-unknown receive ../../x --as desk
expect 3 account-unknown receive er-terminal --as desk --checked-by ../../x

about "midnight between the date and the card"
echo $(($(TZ=Asia/Tokyo date -d "$(today) 23:00" +%s) - $(date +%s))) >"$work/shift"
BEFORE=(env "LD_PRELOAD=$T/shift-clock.so" "EMI_FLOW_SHIFT_FILE=$work/shift")
after_midnight () {
  echo $(($(cat "$work/shift") + 7200)) >"$work/shift.new"
  mv "$work/shift.new" "$work/shift"
  press_then
}
# The simulator's own clock has not moved; the reading is of the same night.
press_then () { press 2; }
READER=er-terminal
terminal_answers
receive 0 - after_midnight
show
has_notice day-changed
json_ok '.number | test("^[0-9]{2}-01$")'
BEFORE=()

about "two readers at once: both are told, one card reading serves one"
terminal_answers
cat >>"$ANSWERS" <<'MORE'
er-face.photo=match
er-face.person=yes
MORE
for n in er-face er-terminal; do
  emi --lang en receive "$n" --as desk --wait 4 >"$work/two-$n" 2>"$work/two-$n.err" </dev/null &
  pids[${#n}]=$!
  until_true 20 grep -q □ "$work/two-$n"
done
press 3
got=
for n in er-face er-terminal; do wait "${pids[${#n}]}"; got="$got $?"; done
same "one took it" "$(tr ' ' '\n' <<<"$got" | grep -cx 0)" 1
ok "the second was told" grep -q 'another reception is under way at er-face' "$work/two-er-terminal"

about "who compared the photo may be another; must be somebody"
terminal_answers
receive 0 - "press 1" --checked-by nurse
show
json_is .checked_by nurse
json_is .operated_by desk
as desk
expect 3 account-unknown receive er-terminal --as desk --checked-by nobody
expect 3 role-refused receive er-terminal --as desk --checked-by support

about "a screen that is drawn on, and one that is not"
drawn () {
  dialogue receive er-face --as desk --wait 20 <<SCRIPT
expect Password:
send $(password_of desk)
expect Steps at the reader
expect Is the photo
send match
run $SIM -c $H/emi.xml --press face --person 2
expect Is the person
send yes
expect is done
SCRIPT
}
ANSWERS= to=-
BEFORE=(env TERM=xterm LINES=40)
export DIALOGUE_SIZE=40x100
drawn
same status "$status" 0
ok "drawn in place" grep -q $'\033\[H' "$shown"
BEFORE=(env TERM=dumb)
drawn
not "plain lines with TERM=dumb" grep -q $'\033' "$shown"
BEFORE=()
unset DIALOGUE_SIZE
to=

verify_ok
finish
