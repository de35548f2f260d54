#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rules R1 to R5 before the query: each stops the request with its own
# code, leaves one record and no request file, and nothing reaches the
# terminal.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

admin () { as admin; expect 0 - "$@" --by admin; }

# A second password: another provider of the same class.
sed -i 's|<auth name="password" plugin="password"/>|&\n  <auth name="password2" plugin="password"/>|
        s|providers="password totp"|providers="password totp password2"|' \
  "$H/emi.xml"
start_sim success

about "R1: no permission"
by_idle dr-none
refused not-permitted
about "R1: an account that does not exist"
by_idle dr-ghost
refused not-permitted
about "R1: revoked between two requests"
by dr-i
request 0 -
json_is .state completed
admin account revoke dr-i
by_idle dr-i
refused not-permitted
about "R1: granted again"
admin account grant dr-i
by dr-i
request 0 -

about "R1: revoked while the request waits for its code"
take_code dr-j
ANSWERS=
answers admin "admin:password.password=$(password_of admin)"
revoke="'$EMI' -c '$H/emi.xml' --answers '$ANSWERS' account revoke dr-j --by admin >/dev/null 2>&1"
ANSWERS=
taken=$(sim_taken)
dialogue --json request --as dr-j --reception "$R" "${WHY[@]}" --wait 5 <<SCRIPT
expect Password:
send $(password_of dr-j)
expect code
run $revoke
send $CODE
SCRIPT
judge 3 not-permitted
json_is .state refused
no_request_file
same "requests at the terminal" "$(sim_taken)" "$taken"
trace_is "$(json .id)" refused not-permitted
admin account grant dr-j

about "R1: the reception made void while the request waits"
take_code dr-b
desk_answers
receive 0 - "press 2"
ANSWERS=$work/answers-desk
void="'$EMI' -c '$H/emi.xml' --answers '$ANSWERS' reception void $RECEPTION --reason 誤り --as desk >/dev/null 2>&1"
ANSWERS=
dialogue --json request --as dr-b --reception "$RECEPTION" "${WHY[@]}" <<SCRIPT
expect Password:
send $(password_of dr-b)
expect code
run $void
send $CODE
SCRIPT
judge 3 reception-void
no_request_file
same "requests at the terminal" "$(sim_taken)" "$taken"

about "R1: nobody grants to themselves, an admin never holds it, other roles neither"
as admin
expect 3 not-for-oneself account grant admin --by admin
expect 3 role-cannot-hold account grant admin2 --by admin
expect 3 role-cannot-hold account grant nurse --by admin
expect 3 account-unknown account grant dr-ghost --by admin
as desk
expect 3 role-refused account grant dr-none --by desk

about "R2: a reception that does not exist, one made void"
kept_r=$R
R=99-99
refused reception-unknown
R=c-aaaaaaaaaaaaaaaaaaaaaaaaaa
refused reception-unknown
R=$RECEPTION
refused reception-void
R=$kept_r

about "R3: two factors of one class, one factor, one twice"
as admin password2.new=hito-ni-kimerareta-2
expect 0 - enrol dr-c password2 --by admin
answers own password2.password=hito-ni-kimerareta-2 password2.new=jibun-de-kimeta-2
expect 0 - enrol dr-c password2 --as dr-c
EXTRA=(password2.password=jibun-de-kimeta-2)
for pair in password,password2 password,password password totp,totp; do
  by_idle dr-c
  refused factors-one-class --factors "$pair"
done
EXTRA=()
about "R3: a provider that is not there, one that is not enrolled"
refused factor-unknown --factors password,iris
by_idle dr-d
refused factor-unknown --factors totp,password2
about "R3: the named pair, in any order"
by dr-c
request 0 - --factors totp,password
json_is '.factors | join(" ")' "1-01 3-02"
by dr-c
EXTRA=(password2.password=jibun-de-kimeta-2)
request 0 - --factors password2,totp
EXTRA=()

about "R3: a wrong password, and the delay after it"
# wrong ID LINE...: what is to be answered instead.
wrong_request () {
  local wanted=$1 code=$2 id=$3 before taken
  shift 3
  answers wrong "$@"
  before=$(records) taken=$(sim_taken)
  expect "$wanted" "$code" request --as "$id" --reception "$R" "${WHY[@]}"
  json_is .state refused
  same "records written" "$(($(records) - before))" 1
  same "requests at the terminal" "$(sim_taken)" "$taken"
  no_request_file
}
take_code dr-e
stop_clock
wrong_request 3 factor-refused dr-e password.password=chigau-aikotoba \
  "totp.code=$CODE"
wrong_request 3 factor-delay dr-e "password.password=$(password_of dr-e)" \
  "totp.code=$CODE"
json_ok '.error.detail | test("^[0-9]+ s$")'
BEFORE=()
about "R3: right again when the delay is over, the code was not used up"
delay_is_over () {
  answers wrong "password.password=$(password_of dr-e)" "totp.code=$CODE"
  run --json request --as dr-e --reception "$R" "${WHY[@]}" --wait 10
  [ "$status" -eq 0 ]
}
ok "the delay ends" until_true 10 delay_is_over

about "R3: a wrong code"
wrong_request 3 factor-refused dr-f "password.password=$(password_of dr-f)" \
  totp.code=000000
about "R3: a code a second time"
take_code dr-g
right=("password.password=$(password_of dr-g)" "totp.code=$CODE")
answers right "${right[@]}"
expect 0 - request --as dr-g --reception "$R" "${WHY[@]}"
wrong_request 3 code-used dr-g "${right[@]}"
about "R3: a code that an aborted request verified is used up too"
take_code dr-h
right=("password.password=$(password_of dr-h)" "totp.code=$CODE")
answers right "${right[@]}"
mv "$H/exchange/req" "$H/exchange/away"
expect 1 unreached request --as dr-h --reception "$R" "${WHY[@]}"
json_is .state failed
mv "$H/exchange/away" "$H/exchange/req"
wrong_request 3 code-used dr-h "${right[@]}"

about "R3: a password set by another person is no factor"
as admin password.new=hito-ni-kimerareta-1
expect 0 - account add dr-new --name "試験　新人" --role physician --by admin
expect 0 - account grant dr-new --by admin
expect 0 - enrol dr-new password --by admin
json_is .state one-time
wrong_request 3 password-one-time dr-new \
  password.password=hito-ni-kimerareta-1 totp.code=123456

about "R4: what must be said is missing or too much: 2, before any prompt"
words () {
  local before taken
  ANSWERS=
  before=$(records) taken=$(sim_taken)
  expect 2 bad-value request --as dr-a --reception "$R" --wait 1 "$@"
  same "records" "$(records)" "$before"
  same "requests at the terminal" "$(sim_taken)" "$taken"
}
hard=(--hardship unconscious --effort 家族に連絡)
words
words --consent difficult "${hard[@]}"
words --consent given
words --consent maybe --necessity shock
words --consent difficult --necessity shock
words --consent difficult --hardship unconscious --necessity shock
words --consent difficult --effort 家族に連絡 --necessity shock
words --consent difficult --hardship tired --effort x --necessity shock
words --consent difficult --hardship other --effort x --necessity shock
words --consent difficult --hardship other: --effort x --necessity shock
words --consent difficult "${hard[@]}" --necessity other
words --consent difficult "${hard[@]}" --necessity hurry
words --consent difficult "${hard[@]}" --necessity shock --given-by patient
words --consent given --necessity shock --hardship unconscious
words --consent given --necessity shock --given-by family
words --consent given --necessity shock --pattern 7
words --consent given --necessity shock --adapter nowhere
ANSWERS=
expect 2 bad-value request --as dr-a --consent given --necessity shock \
  --wait soon
cp "$H/profile.xml" "$work/profile.xml"
sed -i -e 's/patterns="1 2 3 4 5 6"/patterns="1 2 3 4 5"/' \
  -e '/<pattern number="6"/,/<\/pattern>/d' "$H/profile.xml"
expect 2 pattern-unsupported request --as dr-a --consent given \
  --necessity shock --pattern 6
cp "$work/profile.xml" "$H/profile.xml"

about "R4: consent given, by patient or representative"
for who in patient representative; do
  take_doctor
  as "$DR" "totp.code=$CODE"
  expect 0 - request --as "$DR" --reception "$R" --consent given \
    --given-by "$who" --necessity other:出血
  json_is .consent given
done

about "R5: consent pressed by the patient, but said to be hard to obtain"
desk_answers
receive 0 - "press 3 consent-given" --pressed-by patient
kept_r=$R R=$RECEPTION
refused consent-conflict
about "R5: pressed by another: goes on, for review"
desk_answers
receive 0 - "press 3 consent-given" --pressed-by family
R=$RECEPTION
request 0 -
trace_of "$REQUEST"
json_is '.accesses[0].review' true
about "R5: nobody wrote down who pressed: asked"
desk_answers
receive 0 - "press 3 consent-given"
R=$RECEPTION
EXTRA=(guard.pressed=patient)
refused consent-conflict
EXTRA=(guard.pressed=helper)
request 0 -
EXTRA=()

about "R5: a real refusal blocks, also through the reception before it"
R=$(cat "$T/reception-4")
request 0 -
desk_answers
receive 0 - "press 4" --refused
as desk
expect 0 - reception list --as desk
refusal=$(json '.receptions[-1].id')
json_is '.receptions[-1].refusal' true
refused patient-refused
R=$refusal
refused patient-refused
about "R5: with the chart alone, and lifted only by making it void"
R=$kept_r
as desk
expect 0 - receive er-face --as desk --refused --patient 00123 --wait 0
refusal=$(json .id)
json_is .card_evidence none
refused patient-refused
as desk
expect 0 - reception void "$refusal" --reason 記録の誤り --as desk
request 0 -

verify_ok

about "R1, R2: what time brings about"
new_hospital
as admin
expect 0 - account grant dr-none --until "$(TZ=Asia/Tokyo date -d tomorrow +%F)" --by admin
start_sim success
by dr-none
request 0 -
stop_sim
SIM_LOG=/dev/null
shift_clock $((25 * 3600))
refused reception-stale
shift_clock $((3 * 86400))
by_idle dr-none
refused not-permitted

about "R3: five wrong codes, then even a right one is refused"
new_hospital
start_sim success
for ahead in 0 40 80 120 160; do
  shift_clock "$ahead"
  wrong_request 3 factor-refused dr-a "password.password=$(password_of dr-a)" \
    totp.code=000000
done
shift_clock 210
take_code dr-a
wrong_request 3 factor-too-many dr-a "password.password=$(password_of dr-a)" \
  "totp.code=$CODE"
about "R3: right codes do not count, another account is not held up"
by dr-b
request 0 -

about "R10: a clock far behind the newest record refuses codes"
BEFORE=() clock_shift=0
shift_clock 1000
as desk
expect 0 - reception list --as desk
shift_clock 0
by dr-c
refused clock-behind

finish
