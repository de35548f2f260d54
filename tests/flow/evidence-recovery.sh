#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a later command makes good: a delivery that was cut off, an EHR's folder
# that could not be written, an answer that came after everybody had gone.
# Each is done once and is on record.
. "$(dirname "$0")/evidence-lib.sh"
need_strace

vein_hospital
start_sim
# An operator's command, which writes one record of its own; $made is how many
# more came with it, what it said of recovery is in $err.
made=0
any_command () {
  local before
  before=$(records)
  as desk
  run --lang en reception list --as desk
  same "exit status" "$status" 0
  made=$(($(records) - before - 1))
}
files_of () { (cd "$H/outbox/$1" 2>/dev/null && ls | tr '\n' ' '); }
res_of () { echo "$H/exchange/res/EMTESTa01res_${1#r-}.xml"; }
said () { grep -c "$1" "$err"; }
complete="manifest.json summary.html summary.xml "

about "killed after the outcome, before delivery"
with_vein dr-a
order dr-a
under -o /dev/null -e trace=mkdirat -e inject=mkdirat:signal=SIGKILL \
  -- "${ORDER[@]}"
same "exit status" "$status" 137
same "delivered" "$(delivered)" ""
holds
same "open requests" "$gone" 0
any_command
same "it says so" "$(said 'repeated 1 deliver')" 1
same "records" "$made" 1
whole
id=$(cut -d' ' -f1 "$work/accesses")
same "state" "$(state_of "$id")" completed
same "files" "$(files_of "$id")" "$complete"
moment=$(stat -c %Y-%i "$H/outbox/$id")
any_command
same "said again" "$(said 'deliver')" 0
same "records of a command with nothing to do" "$made" 0
same "the folder" "$(stat -c %Y-%i "$H/outbox/$id")" "$moment"

about "killed in the middle of the delivery"
with_vein dr-b
order dr-b
under -o /dev/null -e trace=?renameat2,?rename \
  -e "inject=?renameat2,?rename:signal=SIGKILL:when=2" -- "${ORDER[@]}"
same "exit status" "$status" 137
same "half a folder under a dot name" \
  "$(find "$H/outbox" -mindepth 1 -maxdepth 1 -name '.emi-*' | wc -l)" 1
same "delivered" "$(delivered)" "$id"
any_command
same "it says so" "$(said 'repeated 1 deliver')" 1
whole

about "killed after the delivery, before its lock was given back"
with_vein dr-c
order dr-c
under -o /dev/null -e trace=?unlink -e inject=?unlink:signal=SIGKILL:when=2 \
  -- "${ORDER[@]}"
same "exit status" "$status" 137
delivered >"$work/had"
any_command
whole
same "delivered" "$(delivered)" "$(cat "$work/had")"

about "the EHR's folder cannot be written"
mv "$H/outbox" "$H/outbox-away"
: >"$H/outbox"
with_vein dr-d
order dr-d
expect 1 delivery-failed "${ORDER[@]}"
json_is .state completed
json_ok '.sections | length > 0'
json_is '.delivered | length' 0
id=$(json .id)
any_command
same "it says that it is not there" "$(said '1 results* ha.* not reached')" 1
same "records" "$made" 1
any_command
same "it says so again" "$(said '1 results* ha.* not reached')" 1
same "records of trying again in vain" "$made" 0
holds
rm "$H/outbox"
mv "$H/outbox-away" "$H/outbox"
any_command
same "it says so" "$(said 'repeated 1 deliver')" 1
whole
same "state" "$(state_of "$id")" completed
same "files" "$(files_of "$id")" "$complete"
ok "it is about the patient" grep -q 'シケン' "$H/outbox/$id/summary.xml"
any_command
same "records afterwards" "$made" 0

about "a delivery whose answer was changed meanwhile"
with_vein dr-e
order dr-e
under -o /dev/null -e trace=mkdirat -e inject=mkdirat:signal=SIGKILL \
  -- "${ORDER[@]}"
trace_file=$(find "$H/exchange/res" -name '*.xml' -newer "$work/accesses.json")
sed -i 's/試験用降圧錠/試験用昇圧錠/' "$trace_file"
any_command
same "it is not delivered" "$(said 'repeated')" 0
same "it says so" "$(said '1 results* ha.* not reached')" 1
id=r-$(sed 's/.*res_\(.*\)\.xml/\1/' <<<"$trace_file")
not "it is in the outbox" test -e "$H/outbox/$id"
sed -i 's/試験用昇圧錠/試験用降圧錠/' "$trace_file"
any_command
same "with the true bytes it is" "$(said 'repeated 1 deliver')" 1
whole

about "an answer that comes late"
start_sim late --delay 2
with_vein dr-f
WAIT=1
order dr-f
expect 5 no-answer "${ORDER[@]}"
json_is .state indeterminate
json_is '.sections | length' 0
id=$(json .id)
no_request_file
any_command
same "nothing has come" "$(said 'late answer')" 0
same "records" "$made" 0
ok "it comes" until_true 10 test -e "$(res_of "$id")"
# Somebody else's answer for a request of that name is not it.
any_command
same "it is noted" "$(said 'noted 1 late answer')" 1
same "records" "$made" 1
any_command
same "once" "$(said 'late answer')" 0
same "records" "$made" 0
trace_is "$id" indeterminate no-answer
json_is '.accesses[0].late' true
json_is '.accesses[0].collected' false
not "it is in the outbox" test -e "$H/outbox/$id"

about "collecting it"
with_vein dr-a
expect 3 not-the-asker request --as dr-a --collect "$id" "${FACTORS[@]}"
cp "$(res_of "$id")" "$work/true-answer"
sed -i 's/試験用降圧錠/試験用昇圧錠/' "$(res_of "$id")"
with_vein dr-f
expect 1 answer-unfit request --as dr-f --collect "$id" "${FACTORS[@]}"
not "it is in the outbox" test -e "$H/outbox/$id"
cat "$work/true-answer" >"$(res_of "$id")"
with_vein dr-f
expect 0 - request --as dr-f --collect "$id" "${FACTORS[@]}"
json_is .state indeterminate
json_ok '.sections | length > 0'
same "files" "$(files_of "$id")" "$complete"
trace_is "$id" indeterminate no-answer
json_is '.accesses[0].collected' true

about "collecting is cut off before delivery"
start_sim late --delay 2
with_vein dr-b
order dr-b
expect 5 no-answer "${ORDER[@]}"
id=$(json .id)
ok "it comes" until_true 10 test -e "$(res_of "$id")"
with_vein dr-b
under -o /dev/null -e trace=mkdirat -e inject=mkdirat:signal=SIGKILL \
  -- request --as dr-b --collect "$id" "${FACTORS[@]}"
same "exit status" "$status" 137
any_command
same "it is delivered" "$(said 'repeated 1 deliver')" 1
same "files" "$(files_of "$id")" "$complete"
trace_is "$id" indeterminate no-answer
json_is '.accesses[0].collected' true
holds
same "lock files" "$(find "$H/run" -name '*.lock' -o -name '*.deliver')" ""
finish
