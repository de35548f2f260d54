#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Ctrl-C at a terminal, at each prompt and during the wait: the command ends at
# once with its own status, the terminal is as it was, nothing is
# half-recorded, and what was asked after the query stays unknown.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
start_sim success
press="'$SIM' -c '$H/emi.xml' --press face --person 2 >/dev/null"
receive_json=(--json receive er-face --as desk --wait 20)

about "receive: at the operator's password"
before=$(records)
dialogue "${receive_json[@]}" <<'SCRIPT'
expect Password:
echo off
intr
SCRIPT
judge 1 cancelled
same "records" "$(records)" "$before"

about "receive: at the photo"
dialogue "${receive_json[@]}" <<SCRIPT
expect Password:
send $(password_of desk)
expect Is the photo
echo on
intr
SCRIPT
judge 1 cancelled
json_is .id null
same "records" "$(records)" "$before"

about "receive: while the card is waited for"
dialogue "${receive_json[@]}" <<SCRIPT
expect Password:
send $(password_of desk)
expect Is the photo
send match
expect ■
intr
SCRIPT
judge 1 cancelled
same "records" "$(records)" "$before"

about "receive: at the person"
dialogue "${receive_json[@]}" <<SCRIPT
expect Password:
send $(password_of desk)
expect Is the photo
send match
run $press
expect Is the person
intr
SCRIPT
judge 1 cancelled
json_is .id null
same "records" "$(records)" "$before"
ok "the person stood beside the chart, at the terminal" grep -q 試験 "$shown"
not "and nowhere else" grep -q 試験 "$out" "$err"

about "receive: to its end at a terminal, nothing private but there"
dialogue "${receive_json[@]}" <<SCRIPT
expect Password:
send $(password_of desk)
expect Steps at the reader
expect Is the photo
send nonsense
expect Is the photo
send match
run $press
expect Is the person
send yes
SCRIPT
judge 0 -
json_is .patient.birth 1968-07-22
not "a password is never echoed" grep -q "$(password_of desk)" "$shown"
same "records" "$(records)" "$((before + 1))"

# cancelled_request: the last dialogue was a request that ended before its query.
cancelled_request () {
  judge 1 cancelled
  json_is .state cancelled
  same "records" "$(records)" "$((before + 1))"
  same "requests at the terminal" "$(sim_taken)" 0
  no_request_file
  trace_is "$(json .id)" cancelled cancelled
}

about "request: at the reception"
before=$(records)
dialogue --json request --as dr-a "${WHY[@]}" <<'SCRIPT'
expect Which reception
intr
SCRIPT
cancelled_request
not "no name before two factors" grep -q 試験 "$shown"

about "request: at the password"
before=$(records)
dialogue --json request --as dr-a --reception "$R" "${WHY[@]}" <<'SCRIPT'
expect Password:
echo off
intr
SCRIPT
cancelled_request

about "request: at the code"
before=$(records)
dialogue --json request --as dr-a --reception "$R" "${WHY[@]}" <<SCRIPT
expect Password:
send $(password_of dr-a)
expect code
intr
SCRIPT
cancelled_request

about "request: Ctrl-C stops within a second while it waits, the outcome unknown"
start_sim silent
take_code dr-b
started_at=$SECONDS
dialogue --json request --as dr-b --reception "$R" "${WHY[@]}" --wait 60 <<SCRIPT
expect Password:
send $(password_of dr-b)
expect code
send $CODE
until grep -q 'req_.*:' '$SIM_LOG'
intr
SCRIPT
ok "at once" test $((SECONDS - started_at)) -lt 20
judge 5 interrupted
json_is .state indeterminate
json_is '.sections | length' 0
no_request_file
trace_is "$(json .id)" indeterminate interrupted
not "a code is never echoed after its prompt" grep -q "$(password_of dr-b)" "$shown"

about "request: Ctrl-C when nobody has taken the request yet"
stop_sim
SIM_LOG=/dev/null
take_code dr-c
dialogue --json request --as dr-c --reception "$R" "${WHY[@]}" --wait 60 <<SCRIPT
expect Password:
send $(password_of dr-c)
expect code
send $CODE
until test -n "\$(find '$H/exchange/req' -name '*.xml')"
intr
SCRIPT
judge 5 interrupted
no_request_file

about "request: SIGTERM and SIGHUP while it waits"
for signal in TERM HUP; do
  start_sim silent
  take_doctor
  as "$DR" "totp.code=$CODE"
  "$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --json request --as "$DR" \
    --reception "$R" "${WHY[@]}" --wait 60 >"$out" 2>"$err" </dev/null &
  pid=$!
  until_true 20 grep -q 'req_.*:' "$SIM_LOG"
  kill "-$signal" "$pid"
  wait "$pid"
  status=$?
  judge 5 interrupted
  no_request_file
done

about "request: at the terminal to its end, the summary on screen"
start_sim success
ANSWERS=
take_code dr-d
dialogue --json request --as dr-d "${WHY[@]}" --wait 20 <<SCRIPT
expect Which reception
send $("$EMI" -c "$H/emi.xml" --answers "$work/answers-support" --json trace --as support --patient 00123 >/dev/null 2>&1; cat "$T/reception-1")
expect Password:
send $(password_of dr-d)
expect code
send $CODE
SCRIPT
judge 0 -
ok "the summary is at the terminal" grep -q 試験用抗凝固カプセル "$shown"
not "and not in the object" grep -q 試験用抗凝固カプセル "$out"

about "a prompt that is never answered rightly, a terminal that goes away"
dialogue --json reception list --as desk <<'SCRIPT'
expect Password:
send
expect Password:
send
expect Password:
send
SCRIPT
judge 2 prompt-unanswered

about "enrol: at the new password"
before=$(records)
dialogue --json enrol dr-a password --as dr-a <<SCRIPT
expect Password:
send $(password_of dr-a)
expect New password
echo off
intr
SCRIPT
judge 1 cancelled
same "records" "$(records)" "$before"

verify_ok
finish
