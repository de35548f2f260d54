#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# R7: an answer that comes after the deadline is recorded by the next command,
# and may be collected: by who asked, with two factors, while the reception is
# fresh, when it is the same bytes.  The state stays what it was.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

# late_request: one whose answer comes after its deadline, into $LATE, by $WHO.
late_request () {
  start_sim late --delay 2
  WAIT=1 request 5 no-answer
  LATE=$REQUEST WHO=$DR
  json_is .state indeterminate
  no_request_file
}
answer_file () { find "$H/exchange/res" -name "[!.]*${LATE#r-}*" -type f; }
answered () { [ -n "$(answer_file)" ]; }

# collect STATUS CODE [idle]: by $WHO; idle is for what ends before the factors.
collect () {
  if [ "${3:-}" = idle ]; then by_idle "$WHO"; else by "$WHO"; fi
  chosen=
  as "$WHO" "totp.code=$CODE"
  expect "$1" "$2" request --as "$WHO" --collect "$LATE"
  no_request_file
}
nothing_new () {
  not "nothing lies in the outbox" test -e "$H/outbox/$LATE"
  json_is '.sections | length' 0
}

about "nothing came yet; the code that was given for it is used up"
start_sim silent
WAIT=1 request 5 no-answer
LATE=$REQUEST WHO=$DR
collect 1 nothing-to-collect
nothing_new
expect 3 code-used request --as "$WHO" --collect "$LATE"
trace_of "$LATE"
json_is '.accesses[0].late' false

about "it came: the next command that writes takes note of it"
late_request
ok "the answer comes" until_true 10 answered
digest=$(sha256sum "$(answer_file)")
as desk
expect 0 - reception list --as desk
trace_is "$LATE" indeterminate no-answer
json_is '.accesses[0].late' true
json_is '.accesses[0].collected' false
json_is '.accesses[0].delivered | length' 0

about "only for who asked, only with the permission, only what is known"
asker=$WHO
WHO=dr-a
[ "$asker" != dr-a ] || WHO=dr-b
collect 3 not-the-asker idle
nothing_new
WHO=dr-none
collect 3 not-permitted idle
nothing_new
WHO=$asker known=$LATE
for LATE in r-aaaaaaaaaaaaaaaaaaaaaaaaaa nonsense; do
  collect 3 request-unknown idle
done
LATE=$known

about "a wrong code, one factor: not collected"
answers wrong "password.password=$(password_of "$WHO")" totp.code=000000
expect 3 factor-refused request --as "$WHO" --collect "$LATE"
nothing_new
sleep 1.1
as "$WHO"
expect 2 prompt-unanswered request --as "$WHO" --collect "$LATE"
nothing_new
expect 3 factors-one-class request --as "$WHO" --collect "$LATE" \
  --factors password
nothing_new

about "the asker, with two factors: shown and delivered, the state stays"
collect 0 -
json_is .state indeterminate
json_is .id "$LATE"
json_ok '.sections | length > 0'
json_is '.delivered[0].adapter' outbox
json_is '.factors | join(" ")' "1-01 3-02"
ok "the EHR has it" test -s "$H/outbox/$LATE/summary.xml"
trace_is "$LATE" indeterminate no-answer
json_is '.accesses[0].late' true
json_is '.accesses[0].collected' true
json_is '.accesses[0].delivered[0].adapter' outbox
same "the answer file is untouched" "$(sha256sum "$(answer_file)")" "$digest"
as privacy
expect 0 - trace --as privacy --account "$WHO"
json_is "[.accesses[] | select(.request == \"$LATE\")] | length" 1

about "a request that has its answer has nothing to collect"
start_sim success
request 0 -
LATE=$REQUEST WHO=$DR
collect 1 nothing-to-collect idle

about "--collect finds it itself, before any other command took note"
late_request
ok "the answer comes" until_true 10 answered
collect 0 -
trace_of "$LATE"
json_is '.accesses[0].late' true
json_is '.accesses[0].state' indeterminate

about "other bytes than those that were noted"
late_request
ok "the answer comes" until_true 10 answered
as desk
expect 0 - reception list --as desk
file=$(answer_file)
sed 's/試験用降圧錠/試験用昇圧錠/' "$file" >"$work/changed"
cat "$work/changed" >"$file"
collect 1 answer-unfit
nothing_new

about "a late refusal is noted and told"
start_sim refused --delay 2
WAIT=1 request 5 no-answer
LATE=$REQUEST WHO=$DR
ok "the answer comes" until_true 10 answered
collect 3 national-refused
nothing_new
trace_is "$LATE" indeterminate no-answer

about "a late answer about another person is not shown"
start_sim other-person --delay 2
WAIT=1 request 5 no-answer
LATE=$REQUEST WHO=$DR
ok "the answer comes" until_true 10 answered
collect 3 answer-other-person
nothing_new

about "the permission is gone"
late_request
ok "the answer comes" until_true 10 answered
as admin
expect 0 - account revoke "$WHO" --by admin
collect 3 not-permitted idle
nothing_new
as admin
expect 0 - account grant "$WHO" --by admin

about "the reception was made void"
as desk
expect 0 - reception void "$R" --reason 誤り --as desk
collect 3 reception-void idle
nothing_new

about "the reception is stale"
R=$(cat "$T/reception-3")
late_request
ok "the answer comes" until_true 10 answered
shift_clock $((25 * 3600))
collect 3 reception-stale idle
nothing_new

verify_ok
finish
