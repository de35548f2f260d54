#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every plugin in a process of its own: a whole day's work goes as it does
# inside, and the record says so; a plugin that wants more than it needs gets
# nothing; one that is killed costs one answer.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
nosy=${top_builddir:-.}/tests/plugins/.libs/test-nosy.so
[ -f "$nosy" ] || skip "$nosy was not built"
new_hospital
inside=$H/inside.xml
cp "$H/emi.xml" "$inside"
separate () {
  sed 's/\(<\(store\|connector\|reader\|auth\|adapter\) [^>]*plugin="[^"]*"\)/\1 run="separate"/' \
    "$inside" >"$H/emi.xml"
}
# The word of a provider inside counts for nothing from now on.
sed -i 's|minimum="inside"|minimum="separate"|' "$inside"
grep -q 'minimum="separate"' "$inside" || bad "there is no <factors>"
separate
ok "all instances" test "$(grep -c 'run="separate"' "$H/emi.xml")" -ge 11

about "emi check and doctor look at all of them"
ANSWERS=
expect 0 - check
json_is '.faults | length' 0
run --json doctor
json_is '[.items[] | select(.id | test("^(reader|connector|auth|adapter)[.]")) | .state] | unique | join(" ")' ok

about "a reception, a request and its trace"
start_sim success
desk_answers
READER=er-face receive 0 - "press 1" --patient 00123 --pressed-by family \
  --arrival ambulance
[ -n "$RECEPTION" ] && R=$RECEPTION
request 0 -
json_is .state completed
apart=$(gojq '[paths | map(tostring) | join(".")]' "$out")
trace_is "$REQUEST" completed ok
shape=$(gojq '.accesses[0] | [paths | map(tostring) | join(".")]' "$out")
verify_ok

about "the same inside: nothing differs but what it counts for"
cp "$inside" "$H/emi.xml"
refused no-factor-pair
sed -i 's|minimum="separate"|minimum="inside"|' "$inside"
cp "$inside" "$H/emi.xml"
request 0 -
json_is .state completed
same "what a request answers" \
  "$(gojq '[paths | map(tostring) | join(".")]' "$out")" "$apart"
trace_is "$REQUEST" completed ok
same "what a trace tells" \
  "$(gojq '.accesses[0] | [paths | map(tostring) | join(".")]' "$out")" "$shape"

about "what a plugin that wants more than it needs gets"
mkdir "$work/plugins"
cp "$EMI_PREFIX"/lib/emi/plugins/*.so "$nosy" "$work/plugins/"
ln -s keys "$H/way-in"
nosy_xml () {
  sed "s|<!-- <plugins folder=.*|<plugins folder=\"$work/plugins\"/>|
    s|<auth name=\"totp\"|<auth name=\"nosy\" plugin=\"test-nosy\" $1><option name=\"secret\" value=\"$H/keys/seal.key\"/><option name=\"ledger\" value=\"$H/data/ledger.db\"/>$2</auth>\n  &|" \
    "$inside" >"$H/emi.xml"
}
told () { json .error.detail | tr ' ' '\n' | sed -n "s/^$1=//p"; }
nosy_xml 'run="inside"'
as admin
expect 1 unreached enrol dr-a nosy --by admin
same "inside, the keys are read" "$(told keys)" 0
nosy_xml 'run="separate"'
expect 1 unreached enrol dr-a nosy --by admin
same "the keys (EACCES)" "$(told keys)" 13
same "the ledger (EACCES)" "$(told ledger)" 13
same "tracing emi (EPERM)" "$(told trace)" 1
same "emi's memory (EPERM)" "$(told memory)" 1
ok "emi's environment" test "$(told parent)" -ne 0
same "connecting out (EPERM)" "$(told connect)" 1
same "starting a program (EPERM)" "$(told exec)" 1
same "no core file, not to be looked into, no new rights" "$(told closed)" 0

about "what would open the way to the keys is a fault"
ANSWERS=
for way in keys . way-in data/ledger.db seal/checkpoint /; do
  nosy_xml 'run="separate"' "<allow path=\"$way\" access=\"read\"/>"
  expect 2 config-faults check
  json_ok '.faults | length == 1 and (.[0].message | test("open the way"))'
done
nosy_xml 'run="separate"' '<option name="writable" value="beside-the-keys"/>'
expect 2 config-faults check
nosy_xml 'run="separate"' '<env name="LD_PRELOAD" value="/tmp/x.so"/>'
expect 2 config-faults check
json_ok '.faults[0].message | test("LD_PRELOAD")'
nosy_xml 'run="inside"' '<env name="A" value="b"/>'
expect 2 config-faults check
nosy_xml 'run="separate"' '<allow path="exchange" access="read"/><env name="A" value="b"/>'
expect 0 - check

about "isolation=\"weak\": it works, and it is said"
nosy_xml 'run="separate" isolation="weak"'
as admin
expect 1 unreached enrol dr-a nosy --by admin
same "no sandbox" "$(told keys)" 0
ANSWERS=
run --json doctor
json_is '.items[] | select(.id == "auth.nosy.isolation") | .state' warn
finish
