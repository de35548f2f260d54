#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Reception at the face-authentication reader (R2, R5, R8): whose file it is,
# what the two answers decide, what goes on with a notice, and that a reception
# which did not come about leaves none.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

# Counted by another than the desk, whose answers stay as they are.
receptions () {
  local kept=$ANSWERS
  as nurse
  run --json reception list --as nurse
  ANSWERS=$kept
  json '.receptions | length'
}
# none STATUS CODE PRESS [OPTION...]: no reception comes of it.
none () {
  local before
  before=$(receptions)
  receive "$@"
  same "receptions" "$(receptions)" "$before"
}
# show: the last reception, into $out.
show () {
  as desk
  expect 0 - reception show "$RECEPTION" --as desk
}
has_notice () { json_ok ".notices | index(\"$1\") != null"; }

about "what a reception says"
desk_answers
receive 0 - "press 1" --patient 00123 --pressed-by helper --arrival ambulance
show
json_ok '.id | test("^c-[a-z2-7]{26}$")'
json_ok '.number | test("^[0-9]{2}-[0-9]{2}$")'
for pair in reader=er-face checked_by=desk operated_by=desk pressed_by=helper \
  card_evidence=file consent_pressed=none; do
  json_is ".${pair%%=*}" "${pair#*=}"
done
json_is '.patient | [.chart, .kana, .birth, .sex] | join("|")' \
  '00123|シケン タロウ|1953-05-03|1'
json_is '.validity' 1
json_is '.notices | length' 0
json_ok '.fresh == true and .void == false and .refusal == false'
json_ok '.time | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$")'
first=$RECEPTION
desk_answers
receive 0 - "press 2"
ok "the next number" test "${RECEPTION#*-}" = "$(printf %02d $((10#${first#*-} + 1)))"
show
json_ok '.patient.chart | test("^t-")'
json_is .pressed_by null

about "the photo: mismatch, unable; the person: no"
desk_answers mismatch
none 3 photo-mismatch "press 1"
desk_answers unable
none 3 photo-unable "press 1"
desk_answers match no
none 3 person-differs "press 1"

about "a prompt unanswered, an answer that is none"
as desk er-face.photo=match
none 2 prompt-unanswered "press 1"
desk_answers perhaps
none 2 bad-value true
as desk er-face.person=yes
none 2 prompt-unanswered true

about "no card in time"
desk_answers
WAIT=0 none 1 card-not-read true

about "a file that lay there before, also when it is written anew"
press 1
old=$(find "$H/exchange/face" -type f -newer "$work/answers-desk" | tail -n 1)
again () { echo >>"$old"; touch "$old"; }
WAIT=1 none 1 card-not-read true
WAIT=1 none 1 card-not-read again

about "another institution's result is not ours"
WAIT=1 none 1 card-not-read "press 1 other-institution"

about "a result that is none: SegmentOfResult 9, nobody, several"
none 3 card-result-refused "press 1 segment-9"
none 3 no-single-person "press 1 validity-4"
none 3 no-single-person "press 1 validity-5"

about "insurance status is not identity: goes on with a notice"
for validity in 2 3 6; do
  desk_answers
  receive 0 - "press 1 validity-$validity"
  show
  json_is .validity "$validity"
  has_notice "validity-$validity"
done
about "of two qualifications the current one is asked with"
start_sim success
desk_answers
receive 0 - "press 1 validity-3"
R=$RECEPTION
request 0 -
stop_sim

about "Shift_JIS, one line, in two halves, the same person twice"
for scenario in cp932 one-line half-written two-same; do
  desk_answers
  receive 0 - "press 1 $scenario"
done
about "half a file for ever is unfinished until the deadline"
desk_answers
WAIT=1 none 1 card-file-unreadable "press 1 unparsable"
about "files of two people"
none 3 several-people "press 1 two-people"

about "a DOCTYPE, 12 MB, a link, a pipe, a folder: at once"
began=$SECONDS
for scenario in doctype too-big link fifo; do
  WAIT=60 none 1 card-file-unfit "press 1 $scenario"
done
face_name () {
  echo "$H/exchange/face/OQSsiquc01res_face_1319999999$(openssl rand -hex 10 2>/dev/null || date +%N%N)_$(date +%Y%m%d%H%M%S).xml"
}
folder () { mkdir "$(face_name)"; }
WAIT=60 none 1 card-file-unfit folder
ok "none of them was waited for" test $((SECONDS - began)) -lt 60

about "hostile bytes"
# put NAME: what $work/hostile holds, as the reader would.
put () { cp "$work/hostile" "$H/exchange/face/.tmp" && mv "$H/exchange/face/.tmp" "$(face_name)"; }
hostile () { python3 -c "import sys; sys.stdout.buffer.write($1)" >"$work/hostile"; }
hostile 'b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><XmlMsg>&x;</XmlMsg>"'
WAIT=20 none 1 card-file-unfit put
hostile 'b"<a>" * 300000'
WAIT=20 none 1 card-file-unfit put
for bytes in 'b"\0" * 5000' 'bytes(range(256)) * 100' \
  'b"<XmlMsg>&bomb;</XmlMsg>"' 'b"<XmlMsg/>"' 'b""' \
  '"<?xml version=\"1.0\" encoding=\"UTF-16\"?><XmlMsg/>".encode("utf-16")'; do
  hostile "$bytes"
  WAIT=1 receive 1 card-file-unreadable put
done

about "one card reading serves one reception"
desk_answers
for n in 1 2; do
  emi receive er-face --as desk --wait 3 >"$work/two-$n" 2>"$work/two-$n.err" </dev/null &
  pids[n]=$!
  until_true 20 grep -q □ "$work/two-$n"
done
press 3
got=
for n in 1 2; do wait "${pids[n]}"; got="$got $?"; done
ok "one of two took it: $got" test "$(tr ' ' '\n' <<<"$got" | grep -cx 0)" -eq 1
ok "the other had none" grep -qF '[card-not-read]' "$work/two-1.err" "$work/two-2.err"

about "who may receive, where"
as desk
expect 3 reader-unknown receive nowhere --as desk
as support
expect 3 role-refused receive er-face --as support
answers nobody password.password=irgendetwas-1
expect 3 factor-refused receive er-face --as nobody
as desk
expect 2 bad-value receive er-face --as desk --pressed-by robot
expect 2 bad-value receive er-face --as desk --arrival rocket
expect 2 bad-value receive er-face --as desk --patient "$(printf 'x%.0s' {1..51})"
expect 2 bad-value receive er-face --as desk --patient $'a\nb'
expect 2 bad-value receive er-face --as desk --patient ''
expect 2 terminal-unknown --terminal nowhere reception list --as desk

about "card against chart (R8)"
cat >"$H/charts.xml" <<'CHARTS'
<?xml version="1.0" encoding="UTF-8"?>
<charts>
  <chart id="same" name="試験　太郎" kana="シケン　タロウ" birth="1953-05-03" sex="1"/>
  <chart id="renamed" name="架空　太郎" kana="カクウ　タロウ" birth="1953-05-03" sex="1"/>
  <chart id="birth" name="試験　太郎" kana="シケン　タロウ" birth="1953-05-04" sex="1"/>
  <chart id="two" name="試験　太郎" kana="シケン　タロウ" birth="1953-05-04" sex="2"/>
  <chart id="other" name="別人　花" kana="ベツジン　ハナ" birth="1999-01-01" sex="2"/>
</charts>
CHARTS
sed -i 's|<option name="folder" value="outbox"/>|&\n    <option name="charts" value="charts.xml"/>|' "$H/emi.xml"
desk_answers
receive 0 - "press 1" --patient same
show
json_is '.notices | length' 0
desk_answers
receive 0 - "press 1" --patient renamed
show
has_notice name-differs
desk_answers
receive 0 - "press 1" --patient unknown-chart
desk_answers
none 3 person-differs "press 1" --patient two
none 3 person-differs "press 1" --patient other
none 2 prompt-unanswered "press 1" --patient birth
desk_answers match yes guard.fields=birth guard.reason=誤記
receive 0 - "press 1" --patient birth
show
has_notice chart-differs

about "a reception is made void with a reason, once"
as desk
expect 2 usage reception void "$RECEPTION" --as desk
expect 2 bad-value reception void "$RECEPTION" --reason '' --as desk
expect 0 - reception void "$RECEPTION" --reason 誤り --as desk
expect 3 reception-void reception void "$RECEPTION" --reason 誤り --as desk
expect 3 reception-unknown reception void 99-99 --reason 誤り --as desk
expect 3 reception-unknown reception show 99-99 --as desk
expect 0 - reception list --fresh --as desk
json_ok '[.receptions[] | select(.void)] | length == 0'
expect 0 - reception list --as desk
json_is '[.receptions[] | select(.void)] | length' 1

about "the hospital's own words for a step, and its further steps"
sed -i 's|<option name="face" value="exchange/face"/>|&<step name="photo" ja="写真" en="our own words"/><step name="badge" ja="札" en="hand out the badge"/>|' "$H/emi.xml"
desk_answers
WAIT=1 receive 1 card-not-read true
ok "the step's own words" grep -q '□ our own words' "$out"
not "the words they replace" grep -q '□ .*photo on' "$out"
same "the further step is the last of the list" \
  "$(grep '□' "$out" | tail -n 1)" "   □ hand out the badge"

verify_ok
finish
