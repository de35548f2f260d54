#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Drills: the whole of a request with a test patient, against a simulator that
# emi starts itself, never through the hospital's own connector; what is marked,
# what is stale, and what a drill must not be.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
drill=(request --drill "${WHY[@]}" --wait 20)
# Nobody plays the terminal; whatever comes there is a mistake.
quiet () { same "requests at the hospital's own terminal" "$(find "$H/exchange/req" -mindepth 1 ! -name '.*' | wc -l)" 0; }

about "emi init leaves a drill that works"
ANSWERS=
expect 0 - check
take_code dr-a
as dr-a "totp.code=$CODE"
expect 0 - "${drill[@]}" --as dr-a
json_is .state completed
json_is .drill true
json_is '.factors | join(" ")' '1-01 3-02'
json_ok '.sections | map(.kind) | index("drug") != null'
json_is '.delivered | map(.adapter) | join(" ")' drill-outbox
json_ok '.notices | index("drill") != null'
made_drill=$(json .id)
quiet
ok "the result is where drills go" test -f "$H/drill/outbox/$made_drill/manifest.json"
same "its manifest says so" "$(gojq .drill "$H/drill/outbox/$made_drill/manifest.json")" true
ok "its summary says so" grep -q 'drill="yes"' "$H/drill/outbox/$made_drill/summary.xml"
ok "its page says so" grep -q 'this is a drill' "$H/drill/outbox/$made_drill/summary.html"
not "the EHR's own folder has nothing" test -e "$H/outbox/$made_drill"
not "no simulator is left behind" pgrep -f "emi-sim -c $H/emi.xml --drill"
take_code dr-b
as dr-b "totp.code=$CODE"
run --lang en "${drill[@]}" --as dr-b
same "in text" "$status" 0
ok "it is said before" grep -qF 'a drill: a test patient' "$err"
ok "and on the summary" grep -qF 'this is a drill' "$out"

about "marked in every record, seen in the trace, never waiting for a review"
trace_is "$made_drill" completed ok
json_is '.accesses[0].drill' true
json_is '.accesses[0].review' false
run --lang en trace --as support --request "$made_drill"
ok "in text" grep -q '  drill  ' "$out"
start_sim success
by dr-c
request 0 -
json_is .drill false
trace_of "$REQUEST"
json_is '.accesses[0].drill' false
stop_sim

about "the ladder is practised: a provider that is said not to work"
take_code dr-d
as dr-d "totp.code=$CODE"
expect 1 factor-unusable "${drill[@]}" --as dr-d --without totp
json_is .state failed
json_is '.ladder | map("\(.provider) \(.code)") | join(",")' 'totp unreached'
as dr-d request.rung=handover request.handover=dr-e
expect 1 handed-over "${drill[@]}" --as dr-d --without totp
json_is .handed_to dr-e
trace_is "$(json .id)" cancelled handed-over
json_is '.accesses[0].drill' true
expect 2 bad-value "${drill[@]}" --as dr-d --without iris
expect 2 bad-value "${drill[@]}" --as dr-d --without ''
expect 2 bad-value "${drill[@]}" --as dr-d --without totp,,password
expect 2 usage request --as dr-d "${WHY[@]}" --without totp
expect 1 factor-unusable "${drill[@]}" --as dr-d --without password,totp

about "what does not go together, and who may"
expect 2 usage "${drill[@]}" --as dr-d --reception "$R"
expect 2 usage request --drill --as dr-d --collect "$made_drill"
expect 2 bad-value "${drill[@]}" --as dr-d --adapter outbox
expect 3 not-permitted "${drill[@]}" --as dr-none
expect 3 not-permitted "${drill[@]}" --as nobody-here
make_account maker vendor
make_codes maker
take_code maker
as maker "totp.code=$CODE"
expect 0 - "${drill[@]}" --as maker
json_is .drill true
expect 3 not-permitted request --as maker --reception "$R" "${WHY[@]}"

about "no answer: nothing is left open or waited for"
sed "s|value=\"drill/re|value=\"$work/nobody/re|" "$H/emi.xml" >"$H/nobody.xml"
mkdir -p "$work/nobody/req" "$work/nobody/res"
chmod 555 "$work/nobody/res"
# The simulator cannot answer where it may not write; root may.
if [ "$(id -u)" -ne 0 ]; then
  take_code dr-f
  as dr-f "totp.code=$CODE"
  last_command="a drill without an answer"
  "$EMI" -c "$H/nobody.xml" --answers "$ANSWERS" --json "${drill[@]}" --wait 2 --as dr-f >"$out" 2>"$err"
  status=$?
  judge 5 no-answer
fi

about "doctor: who has practised, and whose practice is stale"
ANSWERS=
expect 0 - doctor
message () { gojq -r --arg id "$1" '.items[] | select(.id == $id) | .message' "$out"; }
ok "two have" grep -q ' 2$' <<<"$(message drills)"
ok "who has not" grep -qw dr-d <<<"$(message drill-never)"
not "who has" grep -qw dr-a <<<"$(message drill-never)"
json_is '[.items[] | select(.id == "drill-stale")] | length' 0
answers own password.password="$(password_of dr-a)" password.new=atarashii-kotoba-1
expect 0 - enrol dr-a password --as dr-a
ANSWERS=
expect 0 - doctor
ok "dr-a has another password now" grep -q 'dr-a' <<<"$(message drill-stale)"
not "dr-b has not" grep -q 'dr-b' <<<"$(message drill-stale)"

about "a drill that leads to patients is refused"
good=$work/good.xml
cp "$H/emi.xml" "$good"
# faulty SED WORD: emi check finds it, and nothing can be run with it.
faulty () {
  sed "$1" "$good" >"$H/emi.xml"
  ANSWERS=
  expect 2 config-faults check
  json_ok ".faults[] | select(.message | test(\"$2\"))"
  expect 2 config-faults "${drill[@]}" --as dr-b
  cp "$good" "$H/emi.xml"
}
faulty 's|<drill connector="drill">|<drill connector="oqs">|' 'must not be that of the emergency'
faulty 's|<connector name="drill" plugin="oqs-folder">|<connector name="drill" plugin="oqs-folder" production="yes">|' 'production connector'
faulty 's|value="drill/req"|value="exchange/req"|' 'one of its own'
faulty 's|value="drill/res"|value="./exchange//res"|' 'one of its own'
faulty 's|<patient insurer="39990015"|<patient insurer="01130012"|' 'prefecture number 99'
faulty 's|<drill connector="drill">|<drill connector="nowhere">|' 'nowhere'
about "no drill is configured"
python3 - "$good" "$H/emi.xml" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
text = re.sub(r'  <drill .*?</drill>\n', '', text, flags=re.S)
open(sys.argv[2], "w", encoding="utf-8").write(text)
PY
ANSWERS=
expect 2 drill-unset "${drill[@]}" --as dr-b
expect 0 - doctor
json_is '.items[] | select(.id == "drills") | .state' warn
cp "$good" "$H/emi.xml"

verify_ok
finish
