#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The generic card reader (SPEC section 4): tick first, no consent step, the
# unsolicited result or what staff copy, and the card seen through PC/SC.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$flow_dir/pcsc-lib.sh"
new_hospital
READER=er-generic

show () {
  as desk
  expect 0 - reception show "$RECEPTION" --as desk
}
has_notice () { json_ok ".notices | index(\"$1\") != null"; }
says () { ok "says: $1" grep -qF -- "$1" "$out" "$err"; }
generic_answers () {
  as desk er-generic.photo=match er-generic.person=yes "$@"
}
copied=(er-generic.completed=yes "er-generic.number=０１９９００１９:試験:1234567:1"
  "er-generic.kana=ｼｹﾝ ﾀﾛｳ" er-generic.birth=1953-05-03 er-generic.sex=1)
# put NAME TEXT...: a result as the terminal writes it.
put () {
  local name=$1
  shift
  printf '%s' "$*" >"$H/exchange/res/.tmp"
  mv "$H/exchange/res/.tmp" "$H/exchange/res/$name"
}
serial=0
# reading [CHANGES]: a card reading of patient 1 at the generic reader; CHANGES
# is a sed script over the simulator's face file.
reading () {
  local made
  serial=$((serial + 1))
  press 1
  made=$(find "$H/exchange/face" -type f -newer "$ANSWERS" -printf '%T@ %p\n' | sort | tail -n 1 | cut -d' ' -f2)
  put "OQSsiquc01res_20261122$(printf %04d "$serial").xml" "$(sed "${1:-}" "$made")"
}

about "a result that nobody asked for"
generic_answers
receive 0 - reading --patient 00123 --pressed-by helper --arrival transfer
for name in マイナンバーカードで確認 マイナンバーカードの券面で目視確認 \
  目視で本人確認完了 資格確認日 資格情報詳細; do says "$name"; done
not "nothing is pressed" grep -q 同意しない "$out"
show
json_is .reader er-generic
json_is .card_evidence file
json_is .consent_pressed absent
json_is '.patient.birth' 1953-05-03
json_is '.notices | length' 0

about "a viewing consent was ticked all the same"
consent='s|ConsFlg>0<|ConsFlg>1<|g'
generic_answers
receive 0 - "reading $consent"
show
json_is .consent_pressed given
has_notice consent-ticked

about "no card was read, or another's: not ours"
generic_answers er-generic.completed=no
WAIT=1 receive 1 card-not-read "reading s|ReferenceClassification>1<|ReferenceClassification>2<|"
WAIT=1 receive 1 card-not-read "reading s|ReferenceClassification>1<|ReferenceClassification><|"
WAIT=1 receive 1 card-not-read "reading s|1319999999|1318888888|"

about "the terminal wrote none: copied from its screen"
generic_answers "${copied[@]}"
WAIT=1 receive 0 - true --patient 00123
R=$RECEPTION
show
json_is .card_evidence attested
json_is .consent_pressed absent
json_is '.patient | [.kana, .birth, .sex] | join("|")' 'シケン タロウ|1953-05-03|1'
json_is .validity null
has_notice attested

about "what cannot be is asked again, then refused"
generic_answers "${copied[@]}"
sed -i '/number=/i er-generic.number=abc' "$ANSWERS"
sed -i '/birth=/i er-generic.birth=1953-02-30' "$ANSWERS"
WAIT=1 receive 0 - true
for wrong in number=1:2 number= kana= birth=2199-01-01 birth=yesterday; do
  generic_answers "${copied[@]}"
  sed -i "/${wrong%%=*}=/c er-generic.$wrong" "$ANSWERS"
  WAIT=1 receive 2 bad-value true
done
generic_answers "${copied[@]}"
sed -i '/sex=/c er-generic.sex=9' "$ANSWERS"
WAIT=1 receive 2 bad-value true

about "half a result is no missing one"
half () { put OQSsiquc01res_half.xml '<XmlMsg><MessageHeader>'; }
generic_answers "${copied[@]}"
WAIT=1 receive 1 card-file-unreadable half

about "the order of the answers, the photo, the date"
as desk er-generic.photo=mismatch
receive 3 photo-mismatch true
as desk er-generic.photo=unable
receive 3 photo-unable true
generic_answers er-generic.date=2020-01-01
receive 3 date-not-today true
as desk er-generic.photo=match er-generic.person=no
receive 3 person-differs reading

about "hostile results"
hostile () { put OQSsiquc01res_hostile.xml '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><XmlMsg>&x;</XmlMsg>'; }
generic_answers
WAIT=30 receive 1 card-file-unfit hostile

about "escape and bidi characters in a name"
hidden=$'s|<Name>[^<]*<|<Name>試験\xe2\x80\xae郎太<|'
generic_answers
receive 0 - "reading $hidden"
not "no bidi control on the screen" grep -q $'\xe2\x80\xae' "$out"
generic_answers "${copied[@]}"
sed -i "/kana=/c er-generic.kana=シケン"$'\x1b[31m'"タロウ" "$ANSWERS"
WAIT=1 run --lang en receive er-generic --as desk --wait 1
not "no escape on the screen" grep -q $'\x1b' "$out" "$err"

about "a request for what staff attested"
start_sim success
press 1
R=$(as desk; run --json reception list --as desk; json '[.receptions[] | select(.card_evidence == "attested" and .patient.chart == "00123")][0].number')
request 0 -
stop_sim

about "the card in and out, seen through PC/SC"
start_pcscd
sed -i "/plugin=\"generic\"/,/<\/reader>/s|<option name=\"res\" value=\"exchange/res\"/>|&\n    <option name=\"pcsc\" value=\"$pcsc_reader\"/>\n    <option name=\"leave\" value=\"800\"/>|" "$H/emi.xml"
seen () { grep -q "$1 ■" "$out"; }
walk () {
  card_in
  until_true 20 seen ' 6' || bad "the card in was not seen"
  reading
  until_true 20 seen ' 7' || true
  card_out
}
sed -i 's|name="leave" value="800"|name="leave" value="20000"|' "$H/emi.xml"
generic_answers
WAIT=30 receive 0 - walk
says ' 6 ■'
says ' 8 ■'
ANSWERS= run --json doctor
json_ok '[.items[] | select(.id == "reader.er-generic" and .state == "ok")] | length == 1'
json_ok '[.items[] | select(.id | test("card|open-mode"))] | length == 0'

about "a card left on the reader"
sed -i 's|name="leave" value="20000"|name="leave" value="500"|' "$H/emi.xml"
left () {
  card_in
  until_true 20 seen ' 6' || bad "the card in was not seen"
  reading
}
generic_answers
WAIT=30 receive 0 - left
says "the card is still on the reader"
ANSWERS= run --json doctor
json_ok '[.items[] | select(.id == "left-open.er-generic.card")] | length == 1'
json_ok '[.items[] | select(.id == "open-mode")] | length == 1'

about "a card before the tick"
generic_answers
WAIT=30 receive 0 - reading
says "the card was placed before"
card_out

about "no service any more: the reception goes on, doctor says so"
stop_pcscd
generic_answers
WAIT=30 receive 0 - reading
ANSWERS= run --json doctor
json_ok '[.items[] | select(.id == "reader.er-generic" and .state == "fail")] | length == 1'

verify_ok
finish
