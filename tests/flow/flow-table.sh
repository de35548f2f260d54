#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every row of the pipeline's table, driven through emi-sim: the exit status,
# the error code, the state as the trace has it, and no request file left.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

# row SCENARIO STATUS CODE STATE [OPTION...]: one request; its trace is looked
# at with all the others.
row () {
  local scenario=$1 wanted=$2 code=$3 state=$4
  shift 4
  # shellcheck disable=SC2086 # a scenario comes with its options
  start_sim $scenario
  request "$wanted" "$code" "$@"
  json_is .state "$state"
  no_request_file
  in_trace "$REQUEST" "$DR" "$state" "${code/#-/ok}"
}

# Nothing of the answer was shown or handed over.
nothing_shown () {
  json_is '.sections | length' 0
  json_is '.delivered | length' 0
  not "something lies in the outbox" test -e "$H/outbox/$REQUEST"
}

about "an answer with our name and identifier: completed"
row success 0 - completed
trace_is "$REQUEST" completed ok
json_is '.accesses[0].delivered[0].adapter' outbox
json_is '.accesses[0].late' false
for file in summary.xml summary.html manifest.json; do
  ok "$file is delivered" test -s "$H/outbox/$REQUEST/$file"
done
ok "the manifest says what the access is good for" \
  gojq -e '.access == "emergency-permission-only"' "$H/outbox/$REQUEST/manifest.json"

about "the same answer in Shift_JIS, on one line, in two halves, written twice"
for scenario in cp932 one-line half-written twice; do
  row "$scenario" 0 - completed
done

about "SegmentOfResult other than 1 and 2: refused, code and text as received"
row refused 3 national-refused refused
start_sim refused
request 3 national-refused
json_is .answer.code ZZZT9001E
json_is .answer.text （試験用）処理が異常終了しました。
nothing_shown

about "the person's status 2: refused"
start_sim person-status-2
request 3 national-refused
json_is .answer.code ZZZT9002E
json_is .state refused
nothing_shown
in_trace "$REQUEST" "$DR" refused national-refused

about "SegmentOfResult 2, then the answer: completed"
row "in-progress --delay 1" 0 - completed

about ".err with our name: failed at once, its text as text"
start_sim err
request 1 answer-err
json_is .state failed
json_ok '.answer.text | contains("要求ファイルの項目が不正です")'
nothing_shown
no_request_file
in_trace "$REQUEST" "$DR" failed answer-err

about "our request back without an .err: failed after a moment"
row returned 1 request-returned failed

about "our request back, an .err after it: the .err is the answer"
row returned-err 1 answer-err failed

about "DOCTYPE, 12 MB, a link, a pipe: failed at once"
for scenario in doctype too-big link fifo; do
  SECONDS_BEFORE=$SECONDS
  WAIT=60 row "$scenario" 1 answer-unfit failed
  ok "it did not wait" test $((SECONDS - SECONDS_BEFORE)) -lt 30
done

about "an answer about another person: refused"
row other-person 3 answer-other-person refused

about "one field differs: refused without the two prompts"
start_sim one-field-differs
request 3 answer-other-person
json_is .state refused
nothing_shown
in_trace "$REQUEST" "$DR" refused answer-other-person
EXTRA=("guard.fields=birth")
request 3 answer-other-person
json_is .state refused
nothing_shown

about "one field differs: goes on when both prompts are answered"
EXTRA=("guard.fields=birth" "guard.reason=本人が訂正した")
request 0 -
json_is .state completed
trace_is "$REQUEST" completed ok
json_is '.accesses[0].review' true
EXTRA=()

about "only the name differs: goes on with a notice"
row name-differs 0 - completed
start_sim name-differs
request 0 -
json_is '.notices | join(" ")' name-differs

about "nothing comes: indeterminate"
WAIT=1 row silent 5 no-answer indeterminate

about "nobody takes the request: indeterminate, our own file removed"
WAIT=1 row not-fetched 5 no-answer indeterminate

about "a rule not met before the query: refused"
start_sim success
by_idle dr-none
refused not-permitted
in_trace "$REQUEST" "$DR" refused not-permitted

about "a prompt unanswered before the query: cancelled"
take_doctor
as "$DR"
before=$(records) taken=$(sim_taken)
expect 2 prompt-unanswered request --as "$DR" --reception "$R" "${WHY[@]}"
json_is .state cancelled
json_ok '.error.detail | contains("totp.code")'
same "one record" "$(($(records) - before))" 1
same "requests at the terminal" "$(sim_taken)" "$taken"
no_request_file
in_trace "$(json .id)" "$DR" cancelled prompt-unanswered

about "the ledger cannot be written before the query: nothing is recorded"
before=$(records) taken=$(sim_taken)
take_doctor
ANSWERS= to=-
# No file of this process may grow any more: a full disk, for it alone.
dialogue --json request --as "$DR" --reception "$R" "${WHY[@]}" <<SCRIPT
expect Password:
send $(password_of "$DR")
expect code
run prlimit --pid \$PID --fsize=0:0
send $CODE
SCRIPT
to=
same "exit status" "$status" 1
ok "its code" grep -qE '"code": "(ledger-write|store-unreached)"' "$shown"
ok "state failed" grep -q '"state": "failed"' "$shown"
same "records" "$(records)" "$before"
same "requests at the terminal" "$(sim_taken)" "$taken"
no_request_file

about "the ledger cannot be written after the query: nothing is shown"
start_sim success --delay 1
take_doctor
as "$DR" "$DR:totp.code=$CODE"
# Its output goes through pipes, which know no limit.
mkfifo "$work/pipe" "$work/pipe2"
cat "$work/pipe" >"$out" &
reader=$!
cat "$work/pipe2" >"$err" &
reader2=$!
"$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --json request --as "$DR" \
  --reception "$R" "${WHY[@]}" --wait 10 >"$work/pipe" 2>"$work/pipe2" \
  </dev/null &
pid=$!
until_true 20 grep -q 'req_.*:' "$SIM_LOG"
ok "its limit is set" prlimit --pid "$pid" --fsize=0:0
wait "$pid"
status=$?
wait "$reader" "$reader2"
judge 5 ledger-write-after
json_is .state indeterminate
REQUEST=$(json .id)
nothing_shown
no_request_file
as desk
expect 0 - reception list --as desk
trace_is "$REQUEST" indeterminate interrupted
json_is '.accesses[0].delivered | length' 0

about "killed after the query: the next start closes it"
start_sim silent
take_doctor
as "$DR" "$DR:totp.code=$CODE"
"$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --json request --as "$DR" \
  --reception "$R" "${WHY[@]}" --wait 60 >"$out" 2>"$err" </dev/null &
pid=$!
until_true 20 grep -q 'req_.*:' "$SIM_LOG"
kill -9 "$pid"
wait "$pid" 2>/dev/null
expect 0 - verify --deep
json_ok '.warnings | length > 0'
as privacy
expect 0 - trace --as privacy --account "$DR"
json_is '.accesses[-1].state' indeterminate
json_is '.accesses[-1].code' interrupted
no_request_file

about "an adapter fails after completion: completed, and delivered later"
start_sim success
mv "$H/outbox" "$work/outbox" && : >"$H/outbox"
request 1 delivery-failed
json_is .state completed
json_is '.delivered | length' 0
trace_is "$REQUEST" completed ok
rm "$H/outbox" && mv "$work/outbox" "$H/outbox"
as desk
expect 0 - reception list --as desk
ok "the summary came later" test -s "$H/outbox/$REQUEST/summary.xml"
trace_of "$REQUEST"
json_is '.accesses[0].delivered[0].delivery' repeated

about "the trace of all of them"
check_traces

# Apart from the others: as long as such an answer lies there, every command
# looks at it again.
new_hospital
about "SegmentOfResult 2 until the deadline: indeterminate"
WAIT=1 row in-progress 5 answer-in-progress indeterminate

about "another identifier, another institution: ignored until the deadline"
WAIT=1 row other-identifier 5 answer-foreign indeterminate
WAIT=1 row other-institution 5 answer-foreign indeterminate

about "an answer that does not parse: unfinished until the deadline"
WAIT=1 row unparsable 5 answer-unreadable indeterminate

about "the trace of these"
check_traces

start_sim success
about "the ledger does not hold: nothing is recorded, nothing asked"
before=$(sqlite3 "$H/data/ledger.db" 'select count(*) from record')
taken=$(sim_taken)
sqlite3 "$H/data/ledger.db" 'update record set bytes = zeroblob(152)
  where seq = (select max(seq) from record)'
request 4 evidence-broken
json_is .state failed
nothing_shown
same "records" "$(sqlite3 "$H/data/ledger.db" 'select count(*) from record')" "$before"
same "requests at the terminal" "$(sim_taken)" "$taken"
no_request_file

finish
