#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is done to a reception after it was made: another person's photo check
# confirmed, a temporary number bound to a chart, a refusal lifted by two; and
# everything about it that must not work.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
start_sim success

show () { as desk; expect 0 - reception show "$1" --as desk; }
# two A B: both can authenticate.
two () {
  answers two "$1:password.password=$(password_of "$1")" \
    "$2:password.password=$(password_of "$2")"
}
# unchanged CODE... ARGS: refused, and only that is written.
refused_by () {
  local code=$1 before
  shift
  before=$(records)
  expect 3 "$code" "$@"
  same "records written" "$(($(records) - before))" 1
}

about "--checked-by: another compared the photo and says so later"
desk_answers
receive 0 - "press 2" --checked-by nurse --patient 00200
ok "told how to go on" grep -qF "emi reception confirm $RECEPTION --as nurse" "$out"
show "$RECEPTION"
json_is '[.checked_by, .operated_by] | join(" ")' "nurse desk"
json_ok '.confirmed == false and .fresh == false'
R=$RECEPTION
by_idle dr-a
refused reception-unconfirmed
as desk
expect 0 - reception list --fresh --as desk
json_ok "all(.receptions[]; .number != \"$R\")"
about "not by the operator, not by a third, not for one that there is not"
as desk
refused_by not-the-checker reception confirm "$R" --as desk
as dr-a
refused_by not-the-checker reception confirm "$R" --as dr-a
as support
refused_by role-refused reception confirm "$R" --as support
as nurse
refused_by reception-unknown reception confirm 99-99 --as nurse
refused_by reception-unknown reception confirm '<script>' --as nurse
refused_by reception-unknown reception confirm ../../x --as nurse
by_idle dr-a
refused reception-unconfirmed
about "once"
as nurse
expect 0 - reception confirm "$R" --as nurse
json_is .checked_by nurse
refused_by reception-confirmed reception confirm "$R" --as nurse
show "$R"
json_ok '.confirmed and .fresh'
request 0 -
about "the operator as checker is the operator alone"
desk_answers
receive 0 - "press 3" --checked-by desk
show "$RECEPTION"
json_ok .confirmed
as desk
refused_by reception-confirmed reception confirm "$RECEPTION" --as desk
about "a checker who is none"
desk_answers
receive 3 account-unknown true --checked-by nobody
desk_answers
receive 3 account-unknown true --checked-by '<script>'
desk_answers
receive 3 role-refused true --checked-by support
about "confirmed too late, or void"
desk_answers
receive 0 - "press 2" --checked-by nurse
late=$RECEPTION
as desk
expect 0 - reception void "$late" --reason 誤り --as desk
as nurse
refused_by reception-void reception confirm "$late" --as nurse
by_idle dr-a
R=$late
refused reception-void

about "a patient without a name: a temporary number, then the chart"
desk_answers
receive 0 - "press 3"
R=$RECEPTION
show "$R"
temporary=$(json .patient.chart)
json_ok '.temporary and (.patient.chart | test("^t-[a-z2-7]{26}$"))'
request 0 -
before_bind=$REQUEST
same "the request names it" "$(json .chart)" "$temporary"
about "who may bind, and to what"
as support
refused_by role-refused reception bind "$R" --patient 00300 --as support
as desk
expect 2 usage reception bind "$R" --as desk
expect 2 bad-value reception bind "$R" --patient '' --as desk
expect 2 bad-value reception bind "$R" --patient $'a\nb' --as desk
expect 2 bad-value reception bind "$R" --patient "$(printf 'x%.0s' {1..51})" --as desk
expect 2 bad-value reception bind "$R" --patient "$temporary" --as desk
refused_by reception-unknown reception bind 99-99 --patient 00300 --as desk
about "not to a chart under which somebody else was received"
refused_by chart-of-another reception bind "$R" --patient 00123 --as desk
refused_by chart-of-another reception bind "$R" --patient ' ００１２３ ' --as desk
show "$R"
json_ok .temporary
about "bound, once"
as desk
expect 0 - reception bind "$R" --patient 00300 --as desk
json_is .patient.chart 00300
refused_by reception-bound reception bind "$R" --patient 00300 --as desk
refused_by reception-bound reception bind "$R" --patient 00301 --as desk
refused_by reception-bound reception bind "$(cat "$T/reception-1")" --patient 00123 --as desk
show "$R"
json_ok '(.temporary | not) and .patient.chart == "00300"'
request 0 -
json_is .chart 00300
ok "the summary names the chart" grep -qF 00300 "$H/outbox/$REQUEST/summary.html"
about "both requests are found under both numbers"
as support
expect 0 - trace --as support --patient 00300
json_is '.accesses | map(.request) | join(" ")' "$before_bind $REQUEST"
expect 0 - trace --as support --patient "$temporary"
json_is '.accesses | map(.request) | index("'"$before_bind"'") != null' true
about "hostile words are words"
for chart in '<script>alert(1)</script>' '../../x' "'; DROP TABLE record; --" '=cmd|A1'; do
  desk_answers
  receive 0 - "press 3"
  as desk
  expect 0 - reception bind "$RECEPTION" --patient "$chart" --as desk
  same "kept as it is" "$(json .patient.chart)" "$chart"
  R=$RECEPTION
  request 0 -
  not "no script on the page" grep -qF '<script' "$H/outbox/$REQUEST/summary.html"
done
not "nothing climbed out" test -e "$work/x"
about "void, then bound"
desk_answers
receive 0 - "press 3"
as desk
expect 0 - reception void "$RECEPTION" --reason '<script>' --as desk
refused_by reception-void reception bind "$RECEPTION" --patient 00300 --as desk
about "the wrong reception made void gives its chart free"
desk_answers
receive 0 - "press 2" --patient 00400
wrong=$RECEPTION
desk_answers
receive 0 - "press 3"
as desk
refused_by chart-of-another reception bind "$RECEPTION" --patient 00400 --as desk
expect 0 - reception void "$wrong" --reason 番号違い --as desk
expect 0 - reception bind "$RECEPTION" --patient 00400 --as desk
about "card against chart at the bind (R8)"
cat >"$H/charts.xml" <<'CHARTS'
<?xml version="1.0" encoding="UTF-8"?>
<charts>
  <chart id="c-renamed" name="架空　髙子" kana="カクウ　タカコ" birth="1979-02-14" sex="2"/>
  <chart id="c-birth" name="試験　髙子" kana="シケン　タカコ" birth="1979-02-15" sex="2"/>
  <chart id="c-husband" name="試験　太郎" kana="シケン　タロウ" birth="1953-05-03" sex="1"/>
</charts>
CHARTS
sed -i 's|<option name="folder" value="outbox"/>|&\n    <option name="charts" value="charts.xml"/>|' "$H/emi.xml"
start_sim success
desk_answers
receive 0 - "press 3"
R=$RECEPTION
as desk
refused_by person-differs reception bind "$R" --patient c-husband --as desk
expect 2 prompt-unanswered reception bind "$R" --patient c-birth --as desk
show "$R"
json_ok .temporary
as desk guard.fields=birth guard.reason=戸籍の誤記
expect 0 - reception bind "$R" --patient c-birth --as desk
json_ok '.notices | index("chart-differs") != null'
request 0 -
trace_of "$REQUEST"
json_ok '.accesses[0].review_reasons | index("chart-differs") != null'
desk_answers
receive 0 - "press 3"
as desk
expect 0 - reception bind "$RECEPTION" --patient c-renamed --as desk
json_is '.notices | join(" ")' name-differs
about "the wife's card for the husband's chart"
desk_answers
receive 3 person-differs "press 3" --patient c-husband
desk_answers match no
receive 3 person-differs "press 3" --patient 00123
about "where the EHR knows nothing, the last one received under it is shown"
desk_answers
receive 0 - "press 3" --patient 00123
as desk
expect 0 - reception show "$RECEPTION" --as desk
json_is '.notices | join(" ")' chart-other-before
expect 0 - reception void "$RECEPTION" --reason 番号違い --as desk
desk_answers
receive 0 - "press 1" --patient 00123
as desk
expect 0 - reception show "$RECEPTION" --as desk
json_is '.notices | length' 0

about "a real refusal, lifted by two"
desk_answers
receive 0 - "press 4" --patient 00500
R=$RECEPTION
desk_answers
receive 0 - "press 4" --refused
as desk
expect 0 - reception list --as desk
refusal=$(json '.receptions[-1].id') number=$(json '.receptions[-1].number')
refused patient-refused
json_is .error.detail "$number"
about "not without a second, with oneself, without permission, in an unknown state"
two dr-a dr-b
expect 2 usage reception change "$refusal" --state worsened --as dr-a
expect 2 bad-value reception change "$refusal" --state better --as dr-a --with dr-b
expect 2 bad-value reception change "$refusal" --state '<script>' --as dr-a --with dr-b
expect 2 bad-value reception change "$refusal" --state other --as dr-a --with dr-b
expect 2 bad-value reception change "$refusal" --state other: --as dr-a --with dr-b
refused_by second-person-same reception change "$refusal" --state worsened --as dr-a --with dr-a
two dr-none dr-b
refused_by not-permitted reception change "$refusal" --state worsened --as dr-none --with dr-b
two dr-b dr-none
expect 3 not-permitted reception change "$refusal" --state worsened --as dr-b --with dr-none
two dr-a desk
expect 3 not-permitted reception change "$refusal" --state worsened --as dr-a --with desk
two desk dr-a
refused_by not-permitted reception change "$refusal" --state worsened --as desk --with dr-a
answers two "dr-a:password.password=$(password_of dr-a)" \
  password.password=irgendetwas-1
expect 3 factor-refused reception change "$refusal" --state worsened --as dr-a --with nobody
as dr-a
expect 2 prompt-unanswered reception change "$refusal" --state worsened --as dr-a --with dr-b
two dr-a dr-b
expect 3 reception-unknown reception change 99-99 --state worsened --as dr-a --with dr-b
refused patient-refused
show "$refusal"
json_ok '.refusal and (.lifted | not)'
about "lifted; the refusal itself never serves, no photo was compared"
two dr-a dr-b
expect 0 - reception change "$R" --state 'worsened:<script>../../x' --as dr-a --with dr-b
json_is '[.id, .number, .state, .with] | join(" ")' "$refusal $number worsened dr-b"
show "$refusal"
json_ok '.refusal and .lifted and (.fresh | not)'
two dr-a dr-b
expect 3 no-refusal reception change "$refusal" --state worsened --as dr-a --with dr-b
request 0 -
trace_of "$REQUEST"
json_ok '.accesses[0] | .review and (.review_reasons | index("refusal-lifted") != null)'
kept=$R R=$refusal
refused reception-without-photo
as desk
refused_by reception-without-photo reception confirm "$refusal" --as desk
about "a new refusal blocks again"
R=$kept
as desk
expect 0 - receive er-face --as desk --refused --patient 00500 --wait 0
refused patient-refused
two dr-a dr-b
expect 0 - reception change "$R" --state agreed --as dr-a --with dr-b
take_doctor
as "$DR" "totp.code=$CODE"
expect 0 - request --as "$DR" --reception "$R" --consent given --necessity shock
about "a refusal of a patient without a name counts once it is bound"
desk_answers
receive 0 - "press 1" --patient 00600
R=$RECEPTION
as desk
expect 0 - receive er-face --as desk --refused --wait 0
nameless=$(json .id)
request 0 -
as desk
expect 0 - reception bind "$nameless" --patient 00600 --as desk
refused patient-refused
about "confirmed, bound or void at the same time: one of two"
desk_answers
receive 0 - "press 2" --checked-by nurse
as nurse
pids=()
for n in 1 2; do
  emi --json reception confirm "$RECEPTION" --as nurse >"$work/two-$n" 2>/dev/null </dev/null &
  pids+=("$!")
done
got=
for pid in "${pids[@]}"; do wait "$pid"; got="$got $?"; done
same "one did it, one was too late" "$(tr ' ' '\n' <<<"$got" | sort | tr -d '\n')" 03

about "how much waits for the privacy officer"
run --json doctor
json_ok '.items[] | select(.id == "review") | .state == "warn" and
  (.message | test("wait for the privacy officer|確認を待つ"))'
verify_ok
finish
