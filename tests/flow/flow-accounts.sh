#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Accounts, permission, enrolment: who may do what to whom, what is fixed in
# the objects, the owner's own password, temporary factors, the periodic
# review, and what looking at people leaves behind.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

about "init: a working hospital, its own admin"
H= T=$work
answers init password.new=hajime-no-kanri-1
run --json init "$work/fresh" --facility 1312345678
judge 0 -
json_ok '.dir | type == "string"'
json_ok '.config | endswith("/fresh/emi.xml")'
H=$work/fresh
for folder in exchange/req exchange/res exchange/face data keys seal outbox; do
  ok "$folder is there" test -d "$H/$folder"
done
same "keys" "$(stat -c %a "$H/keys")" 700
same "keys that others may read" "$(find "$H/keys" -type f -perm /077)" ""
ok "emi.xml begins with its declaration" grep -q '^<?xml' <(head -n 1 "$H/emi.xml")
ok "the facility" grep -q 'facility="1312345678"' "$H/emi.xml"
for name in er-face password totp outbox; do
  ok "$name" grep -q "name=\"$name\"" "$H/emi.xml"
done
ANSWERS=
expect 0 - check
as admin
expect 0 - account list --by admin
json_is '[.accounts[].id] | join(" ")' admin
json_is '.accounts[0].factors[0].state' active
answers init password.new=kurz
H=
expect 2 bad-value init "$work/short"
not "nothing is left of it" test -e "$work/short"
same "nothing else either" "$(find "$work" -maxdepth 1 -name '.emi-init*')" ""
ANSWERS=
expect 2 prompt-unanswered init "$work/short"
not "nothing is left of it" test -e "$work/short"

new_hospital
private_words+=(himitsu-no-kotoba)

about "add: an account; a second one of its name; who may"
as admin
expect 0 - account add dr-x --name "試験　医師" --kana "シケン　イシ" --role physician --by admin
json_is .account dr-x
json_is .role physician
expect 2 account-exists account add dr-x --name "試験　医師" --role nurse --by admin
for who in desk dr-a support privacy; do
  as "$who"
  expect 3 role-refused account add dr-y --name N --role nurse --by "$who"
done
answers nobody password.password=himitsu-no-kotoba
expect 3 factor-refused account list --by nobody
answers wrong password.password=himitsu-no-kotoba
stop_clock
expect 3 factor-refused account list --by admin2
expect 3 factor-delay account list --by admin2
BEFORE=()
as admin
expect 0 - account list --by admin
json_ok '[.accounts[] | select(.id == "dr-y")] | length == 0'
json_is '.accounts[] | select(.id == "dr-x") | [.name, .kana, .role] | join("|")' \
  '試験 医師|シケン イシ|physician'
json_is '.accounts[] | select(.id == "dr-x") | .permission' null
json_ok '.accounts[] | select(.id == "dr-a") | .permission.held'
json_is '.accounts[] | select(.id == "dr-a") | .permission.by' admin

about "grant with a last day, revoke"
day=$(TZ=Asia/Tokyo date -d '+10 days' +%F)
expect 0 - account grant dr-x --until "$day" --reason 応援 --by admin
json_ok '.until | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T15:00:00Z$")'
expect 0 - account revoke dr-x --by admin
expect 0 - account list --by admin
json_ok '.accounts[] | select(.id == "dr-x") | .permission == null or (.permission.held | not)'
as admin
expect 3 account-unknown account revoke nobody --by admin

about "a password of an admin is one-time until its owner changes it"
as admin password.new=hajimete-no-kotoba
expect 0 - enrol dr-x password --by admin
json_is .account dr-x
json_is .provider password
json_is .state one-time
json_is .otpauth null
expect 0 - account grant dr-x --by admin
answers own dr-x:password.password=hajimete-no-kotoba
expect 3 password-one-time reception list --as dr-x
answers own password.password=hajimete-no-kotoba password.new=kurz
expect 2 bad-value enrol dr-x password --as dr-x
answers own password.password=hajimete-no-kotoba password.new=hajimete-no-kotoba
expect 2 bad-value enrol dr-x password --as dr-x
answers own password.password=chigau-kotoba-1 password.new=himitsu-no-kotoba-2
expect 3 factor-refused enrol dr-x password --as dr-x
sleep 1.1
answers own password.password=hajimete-no-kotoba password.new=himitsu-no-kotoba-2
expect 0 - enrol dr-x password --as dr-x
json_is .state active
answers own dr-x:password.password=himitsu-no-kotoba-2
expect 0 - reception list --as dr-x
answers own dr-x:password.password=hajimete-no-kotoba
expect 3 factor-refused reception list --as dr-x

about "only for oneself with --as, never for oneself with --by"
as desk password.new=himitsu-no-kotoba-3
expect 3 role-refused enrol nurse password --as desk
as admin password.new=himitsu-no-kotoba-3
expect 3 not-for-oneself enrol admin password --by admin
expect 3 not-for-oneself enrol admin totp --by admin
expect 3 account-unknown enrol nobody password --by admin
run --json enrol nurse iris --by admin
same "an unknown provider" "$status" 3
as nurse
expect 3 not-for-oneself enrol nurse totp --as nurse
expect 2 usage enrol nurse password
expect 2 usage enrol nurse password --as nurse --by admin
expect 2 usage enrol nurse totp --by admin --temporary

about "totp: pending with its key, active with its first code, which is used up"
as admin
expect 2 enrol-state enrol dr-x totp --by admin --confirm 123456
expect 0 - enrol dr-x totp --by admin
json_is .state pending
json_ok '.otpauth | test("^otpauth://totp/.*secret=[A-Z2-7]{32}")'
json .otpauth | sed -n 's/.*[?&]secret=\([A-Z2-7]*\).*/\1/p' >"$T/seed-dr-x"
run account list --by admin
not "the key is shown once" grep -qF "$(cat "$T/seed-dr-x")" "$out"
answers own password.password=himitsu-no-kotoba-2 totp.code=000000
R=$(cat "$T/reception-1")
expect 3 no-factor-pair request --as dr-x --reception "$R" "${WHY[@]}"
as admin
expect 3 factor-refused enrol dr-x totp --by admin --confirm 000000
step=$(($(date +%s) / 30))
CODE=$(code_at dr-x "$step")
expect 0 - enrol dr-x totp --by admin --confirm "$CODE"
json_is .state active
expect 2 enrol-state enrol dr-x totp --by admin --confirm "$CODE"
sleep 1.1 # the delay after the wrong code
answers own password.password=himitsu-no-kotoba-2 "totp.code=$CODE"
expect 3 code-used request --as dr-x --reception "$R" "${WHY[@]}"
start_sim success
answers own password.password=himitsu-no-kotoba-2 "totp.code=$(code_at dr-x $((step + 1)))"
expect 0 - request --as dr-x --reception "$R" "${WHY[@]}"

about "text mode shows the key and a picture of it, once, at the terminal"
as admin
run --lang en enrol nurse totp --by admin
same "status" "$status" 0
ok "the address" grep -q '^otpauth://' "$out"
ok "the picture" grep -q '█' "$out"
not "not on stderr" grep -q 'otpauth\|█' "$err"

about "a factor for some hours"
until=$(date -u -d '+2 hours' +%FT%TZ)
expect 0 - enrol dr-none totp --by admin --temporary --until "$until"
json .otpauth | sed -n 's/.*[?&]secret=\([A-Z2-7]*\).*/\1/p' >"$T/seed-dr-none"
expect 0 - enrol dr-none totp --by admin --confirm \
  "$(code_at dr-none $(($(date +%s) / 30)))"
date +%s | awk '{print int($1 / 30)}' >"$T/step-dr-none"
expect 0 - account grant dr-none --by admin
by dr-none
request 0 -
trace_of "$REQUEST"
json_is '.accesses[0].temporary' true
by dr-b
request 0 -
trace_of "$REQUEST"
json_is '.accesses[0].temporary' false
as admin
expect 2 bad-value enrol dr-none totp --by admin --temporary \
  --until "$(date -u -d '+25 hours' +%FT%TZ)"
expect 3 not-for-oneself enrol admin totp --by admin --temporary --until "$until"
expect 2 bad-value enrol dr-none totp --by admin --temporary --until 2020-01-01
expect 2 bad-value enrol dr-none totp --by admin --temporary --until soon

about "the periodic review"
as admin
expect 0 - account list --review --by admin
json_ok '[.accounts[] | (.marks | type) == "array"] | all'
json_ok '.accounts[] | select(.id == "dr-x") | .last_use != null'
json_ok '.accounts[] | select(.id == "nurse") | .marks | index("enrolment-pending") != null'
expect 0 - account add dr-z --name "試験　医師" --role physician --by admin
expect 0 - account grant dr-z --until "$day" --by admin
expect 0 - account list --review --by admin
json_ok '.accounts[] | select(.id == "dr-z") | .marks | index("no-factor-pair") != null'
stop_sim
shift_clock $((11 * 86400))
as admin
expect 0 - account list --review --by admin
json_ok '.accounts[] | select(.id == "dr-z") | .marks | index("grant-expired") != null'
json_ok '.accounts[] | select(.id == "dr-z") | .permission.held | not'
json_ok '.accounts[] | select(.id == "dr-none") | .marks | index("enrolment-expired") != null'
BEFORE=() clock_shift=0

about "looking at people is on record; what is refused is too"
new_hospital
count () { echo $(($(records) - $1)); }
before=$(records)
as admin
expect 0 - account list --by admin
same "a list" "$(count "$before")" 1
as desk
expect 0 - reception list --as desk
same "receptions" "$(count "$before")" 2
as support
expect 0 - trace --as support --patient 00123
same "a trace" "$(count "$before")" 3
as nurse
expect 3 role-refused account list --by nurse
same "a refusal" "$(count "$before")" 4

about "who may trace what"
as support
expect 0 - trace --as support --insured 01990019:試験:1234567
expect 0 - trace --as support --insured 01990019:試験:1234567:01
json_ok '.accesses | type == "array"'
json_is .chain.holds true
json_ok '.chain.records | type == "number"'
expect 3 role-refused trace --as support --account dr-a
expect 3 role-refused trace --as support --kana シケン --birth 1953-05-03
expect 3 role-refused trace --as support --patient 00123 --from 2026-01-01
as privacy
expect 0 - trace --as privacy --account dr-a --from 2020-01-01 --to 2099-12-31
expect 0 - trace --as privacy --kana 'ｼｹﾝ ﾀﾛｳ' --birth 1953-05-03
for who in dr-a desk nurse; do
  as "$who"
  expect 3 role-refused trace --as "$who" --patient 00123
done

about "two factors of operators, where the hospital wants them"
sed -i 's|<operators factors="1"/>|<operators factors="2"/>|' "$H/emi.xml"
# Who has only one is asked like somebody who does not exist, and refused so.
as desk
expect 2 prompt-unanswered reception list --as desk
as desk totp.code=000000
expect 3 factor-refused reception list --as desk
by dr-a
chosen=
as dr-a "totp.code=$CODE"
expect 0 - reception list --as dr-a
expect 3 code-used reception list --as dr-a

verify_ok
finish
