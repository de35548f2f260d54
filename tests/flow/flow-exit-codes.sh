#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The command line's contract: every exit status, one JSON object whatever
# happens, the command's own keys in it, help, languages, and that what is not
# built yet is neither known nor told of.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

about "0: done"
expect 0 - verify
about "1: failed"
mv "$H/exchange/face" "$H/exchange/elsewhere"
expect 1 unreached receive er-face --as desk --wait 1
mv "$H/exchange/elsewhere" "$H/exchange/face"
about "2: wrong usage, an unanswered prompt"
expect 2 usage verify --nonsense
expect 2 prompt-unanswered reception list --as desk
json_ok '.error.detail | contains("password.password")'
about "3: refused by a rule"
as dr-a
expect 3 role-refused account list --by dr-a
about "5: outcome unknown"
start_sim silent
WAIT=0 request 5 no-answer
about "4: evidence does not hold"
kept_h=$H
new_hospital
sqlite3 "$H/data/ledger.db" 'update record set body = zeroblob(length(body))
  where seq = 3'
expect 4 chain-broken verify
json_is .holds false
json_is .first_break 3
H=$kept_h
ANSWERS=

# Every command: how it is called at least, and the keys that stay.
commands="
init|DIR|dir config
check||faults
doctor||ready items
account add|ID --name N --role nurse --by admin|account role
account grant|ID --by admin|account until
account revoke|ID --by admin|account
account list|--by admin|accounts
enrol|ID password --by admin|account provider state otpauth
factors try|--as dr-a|account terminal providers pairs
receive|er-face --as desk|id number reader checked_by operated_by pressed_by card_evidence patient validity consent_pressed notices
reception list|--as desk|receptions
reception show|R --as desk|id number
reception void|R --reason T --as desk|id
request|--as dr-a --consent given --necessity shock|id state reception pattern consent factors sections delivered
trace|--as support --patient 1|accesses chain
verify||holds records first_break warnings
plugin list||plugins
plugin describe|sqlite|name kind version file
plugin check|x.so|name kind version file checks
"
has_keys () {
  local key
  for key in $1; do json_ok "has(\"$key\")"; done
}

about "wrong usage prints the command's own keys and an error"
while IFS='|' read -r name args keys; do
  [ -n "$name" ] || continue
  # shellcheck disable=SC2086 # words
  expect 2 usage $name $args --nonsense
  has_keys "$keys"
  # shellcheck disable=SC2086
  run --lang en $name --help
  same "emi $name --help" "$status" 0
  ok "its usage is on standard output" grep -q "^emi $name" "$out"
  ok "help has $name" eval '"$EMI" help | grep -qE "^  '"$name"'( |$)"'
done <<<"$commands"

about "an option twice, without its value, a word too many, none at all"
expect 2 usage trace --as a --as b --patient 1
expect 2 usage trace --patient
expect 2 usage verify deep
expect 2 usage reception show --as desk
expect 2 usage account add x --name N --role nurse
expect 2 usage plugin
expect 2 usage frobnicate
expect 2 usage
run
same "emi alone" "$status" 2

about "a failure before any ledger prints the keys too"
H_kept=$H H=$work/nowhere
expect 2 config-missing request --as dr-a --consent given --necessity shock
has_keys "id state reception pattern consent factors sections delivered"
expect 2 config-missing doctor
has_keys "ready items"
H=$H_kept

about "--lang"
run --lang en trace --patient
ok "English" grep -q '^emi: the command was not understood' "$err"
run --lang ja trace --patient
ok "Japanese" grep -q '^emi: コマンドの使い方が違います' "$err"
run --lang fr verify
same "no French" "$status" 2
run --json --lang ja verify --nonsense
json_ok '.error.message | test("コマンド")'

about "--version, help"
run --version
same "--version" "$status" 0
expect 0 - --version
json_ok '.version | type == "string"'
run help
same "help" "$status" 0
run --help
same "--help" "$status" 0

about "what is not built is unknown, and absent from the help"
"$EMI" help >"$work/help"
for words in "plugin new" "inquiry open" inquiry \
  review "report monthly" "reconcile FILE" keys serve drill; do
  # shellcheck disable=SC2086
  expect 2 usage $words
  not "help has $words" grep -qE "^ *${words%% FILE}( |\$)" "$work/help"
done
while read -r command option value; do
  # shellcheck disable=SC2086
  expect 2 usage ${command/_/ } "$option" $value
  "$EMI" ${command/_/ } --help >"$work/help"
  not "help of $command has $option" grep -qF -e "$option" "$work/help"
done <<'LATER'
verify --bundle x
verify --vkey x
LATER
for format in pdf fhir; do
  expect 2 bad-value trace --as support --patient 1 --format "$format"
done
run trace --help
for format in pdf fhir; do
  not "help of trace has $format" grep -q "$format" "$out"
done

about "a broken pipe or a full standard output is no success"
if [ -e /dev/full ]; then
  emi --json verify >/dev/full 2>"$err"
  not "status 0 with nothing written" test $? -eq 0
fi

finish
