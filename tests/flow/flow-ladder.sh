#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# When a factor cannot be used (R9): the next admissible pair, never for one
# that was refused; what is offered in words; another doctor who goes on; and
# a terminal full of wrong passwords beside a doctor who gets in.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
module=${top_builddir:-.}/tests/plugins/.libs/test-device.so
[ -f "$module" ] || skip "$module was not built"
new_hospital

about "three providers, and a terminal with two of one class"
mkdir "$work/plugins"
cp "$EMI_PREFIX"/lib/emi/plugins/*.so "$module" "$work/plugins/"
sed -i "s|<!-- <plugins folder=.*|<plugins folder=\"$work/plugins\"/>|
  s|<auth name=\"totp\"|<auth name=\"finger\" plugin=\"test-device\"><option name=\"device\" value=\"device\"/></auth>\n  <auth name=\"password2\" plugin=\"password\"/>\n  &|
  s|providers=\"password totp\"/>|providers=\"password finger totp\"/>\n  <terminal name=\"er-2\" readers=\"er-face\" providers=\"password finger password2\"/>|" \
  "$H/emi.xml"
device () { if [ "$1" = gone ]; then rm -f "$H/device"; else echo "$1" >"$H/device"; fi; }

about "emi check says which pairs there are, and why one is none"
ANSWERS=
expect 0 - check
json_is '[.pairs[] | select(.terminal == "er-1" and .admissible) | .providers | join("+")] | join(" ")' \
  'password+finger password+totp finger+totp'
json_is '.pairs[] | select(.terminal == "er-2" and (.admissible | not)) | .providers | join("+")' \
  'password+password2'
json_is '.pairs[0].methods | join(" ")' '1-01 2-01'
run --lang ja check
ok "in Japanese words" grep -qF '記憶 1-01（ID／パスワード） + 生体 2-01（指紋）' "$out"
ok "two of one class" grep -qF 'どちらも区分 1（記憶）' "$out"
sed 's|providers="password finger totp"|providers="password password2"|' "$H/emi.xml" >"$H/bad.xml"
last_command="check of bad.xml"
"$EMI" -c "$H/bad.xml" --json check >"$out" 2>"$err"
status=$?
judge 2 config-faults
json_ok '.faults[] | .message | test("er-1")'

about "which of them an account has"
device ok
for id in dr-a dr-c dr-d dr-f dr-g dr-h dr-i dr-j; do
  as admin "$id:finger.finger=yes"
  expect 0 - enrol "$id" finger --by admin
done
as admin
expect 0 - account list --by admin
pairs () { gojq -r --arg id "$1" --arg at "$2" '[.accounts[] | select(.id == $id) | .pairs[]
  | select(.terminal == $at) | .providers | join("+")] | join(" ")' "$out"; }
same "dr-a at er-1" "$(pairs dr-a er-1)" "password+finger password+totp finger+totp"
same "dr-a at er-2" "$(pairs dr-a er-2)" "password+finger"
same "dr-b at er-1" "$(pairs dr-b er-1)" "password+totp"
same "dr-b at er-2" "$(pairs dr-b er-2)" ""
run --lang en account list --by admin
ok "in words" grep -qF 'pairs at er-1: password + finger, password + totp, finger + totp' "$out"

start_sim success
procedure='Where a factor fails'

about "everything works: the first pair, no ladder"
device ok
EXTRA=(finger.finger=yes)
by_idle dr-a
request 0 -
json_is '.factors | join(" ")' '1-01 2-01'
json_is '.ladder | length' 0

for what in dr-a:gone:unreached dr-f:absent:plugin-failed dr-g:broken:plugin-failed; do
  DR=${what%%:*} what=${what#*:}
  about "the finger cannot be used (${what%:*}): the code in its place, by itself"
  device "${what%:*}"
  by "$DR"
  request 0 -
  json_is '.factors | join(" ")' '1-01 3-02'
  json_is '.ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' "0 finger ${what#*:}"
  trace_of "$REQUEST"
  json_is '.accesses[0].ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' \
    "0 finger ${what#*:}"
  json_is '.accesses[0].stages[] | select(.name == "authenticate") | .by' 'password finger totp'
done
about "the hospital's procedure goes with it, in text"
by dr-h
as dr-h "totp.code=$CODE"
run --lang en request --as dr-h --reception "$R" "${WHY[@]}" --wait 10
same "done" "$status" 0
ok "which and why" grep -qF 'finger cannot be used' "$out"
ok "the procedure" grep -qF "$procedure" "$out"

about "a refused finger is no reason to step, nor a wrong one before it broke"
device ok
EXTRA=(finger.finger=no)
by_idle dr-c
refused factor-refused
json_is '.ladder | length' 0
device half
by_idle dr-d
refused factor-refused
json_is '.ladder | length' 0
EXTRA=()

about "named factors: only where somebody answers"
device gone
by_idle dr-a
request 1 factor-unusable --factors password,finger
json_is .state failed
json_is '.ladder[0].provider' finger
no_request_file
ok "the procedure on stderr" grep -qF "$procedure" "$err"
EXTRA=(request.rung=password,totp)
by dr-i
request 0 - --factors password,finger
EXTRA=()

about "the person stops"
by_idle dr-a
EXTRA=(request.rung=stop)
request 1 cancelled
json_is .state cancelled
EXTRA=(request.rung=7)
by_idle dr-a
request 2 bad-value
EXTRA=()

about "no other pair is left at this terminal"
answers dr-a "password.password=$(password_of dr-a)"
expect 1 factor-unusable --terminal er-2 request --as dr-a --reception "$R" "${WHY[@]}"
json_is .state failed
ok "the procedure on stderr" grep -qF "$procedure" "$err"
answers dr-b "password.password=$(password_of dr-b)"
expect 3 no-factor-pair --terminal er-2 request --as dr-b --reception "$R" "${WHY[@]}"

about "another doctor judges and asks in their own name"
# over TO STATUS CODE: dr-a at er-2 hands over.
over () {
  answers dr-a "password.password=$(password_of dr-a)" request.rung=handover \
    "request.handover=$1"
  expect "$2" "$3" --terminal er-2 request --as dr-a --reception "$R" "${WHY[@]}"
}
over dr-a 3 handover-unfit
json_is .state refused
over dr-none 3 handover-unfit
over nobody-here 3 handover-unfit
over support 3 handover-unfit
over dr-b 1 handed-over
json_is .state cancelled
json_is .handed_to dr-b
first=$(json .id)
no_request_file
by dr-e
request 0 -
json_is .handed_from null
by dr-b
request 0 -
json_is .handed_from "$first"
second=$REQUEST
by dr-b
request 0 -
json_is .handed_from null
trace_is "$first" cancelled handed-over
json_is '.accesses[0].handed_to' dr-b
trace_is "$second" completed ok
json_is '.accesses[0].handed_from' "$first"
json_is '.accesses[0].account' dr-b

about "nobody has a pair: handed over all the same"
answers dr-b "password.password=$(password_of dr-b)" request.rung=handover request.handover=dr-c
expect 1 handed-over --terminal er-2 request --as dr-b --reception "$R" "${WHY[@]}"
json_is .handed_to dr-c

about "a forgotten phone: only the person knows"
device ok
ANSWERS=
dialogue --lang en --json request --as dr-a --reception "$R" "${WHY[@]}" \
  --factors password,totp --wait 10 <<SCRIPT
expect Password:
send $(password_of dr-a)
expect code
send
expect code
send
expect code
send
expect totp cannot be used
expect $procedure
expect 1  password + finger
expect How to go on
send what
expect How to go on
send 1
expect [yes no]
send yes
SCRIPT
judge 0 -
json_is '.factors | join(" ")' '1-01 2-01'
json_is '.ladder[0].code' prompt-unanswered
about "and nobody there to choose: as any unanswered prompt"
answers dr-a "password.password=$(password_of dr-a)"
expect 2 prompt-unanswered request --as dr-a --reception "$R" "${WHY[@]}" --factors password,totp
json_is .state cancelled
json_is '.ladder | length' 0

about "200 wrong passwords at one terminal, the doctor gets in at another"
device ok
answers wrong password.password=chigau-aikotoba finger.finger=yes
for ((i = 0; i < 200; i++)); do
  emi --json request --as dr-d --reception "$R" "${WHY[@]}" 2>/dev/null </dev/null \
    | gojq -r .error.code
done >"$work/guesses" &
guessing=$!
started+=("$guessing")
until_true 20 grep -q factor-refused "$work/guesses"
answers right "password.password=$(password_of dr-d)" finger.finger=yes
expect 0 - --terminal er-2 request --as dr-d --reception "$R" "${WHY[@]}" --wait 20
json_is '.factors | join(" ")' '1-01 2-01'
wait "$guessing"
same "guesses" "$(wc -l <"$work/guesses")" 200
same "what they heard" "$(sort -u "$work/guesses" | tr '\n' ' ')" 'factor-delay factor-refused '
expect 3 factor-delay request --as dr-d --reception "$R" "${WHY[@]}"
expect 0 - --terminal er-2 request --as dr-d --reception "$R" "${WHY[@]}" --wait 20

verify_ok
finish
