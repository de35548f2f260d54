#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# R5 through the installed program: what was pressed at the reader, what is said
# now, who pressed, and the patient's own refusal, cell by cell; and who looks
# on (--with).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
start_sim success
EXTRA=()

given () {
  local wanted=$1 code=$2
  shift 2
  if [ "$wanted" -eq 0 ]; then take_doctor; else DR=dr-l CODE=000000; fi
  as "$DR" "totp.code=$CODE" ${EXTRA[@]+"${EXTRA[@]}"}
  expect "$wanted" "$code" request --as "$DR" --reception "$R" \
    --consent given --necessity stroke --wait 10 "$@"
  REQUEST=$(json .id)
}
# reasons WORD...: those of the last request's review.
reasons () {
  trace_of "$REQUEST"
  json_is '.accesses[0].review_reasons | join(" ")' "$*"
  json_is '.accesses[0].review' "$([ -n "$*" ] && echo true || echo false)"
}
card () { python3 "$flow_dir/card.py" "$template" "$H/exchange/face" "$@"; }
without_step () { card flags=; }

press 1
template=$work/template.xml
cp "$(find "$H/exchange/face" -type f -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)" "$template"

about "pressed none or absent: given is allowed with who gave it, difficult too"
for pressed in none absent; do
  desk_answers
  if [ "$pressed" = none ]; then
    receive 0 - "press 1" --patient 00701
  else
    receive 0 - without_step --patient 00701
  fi
  as desk
  expect 0 - reception show "$RECEPTION" --as desk
  json_is .consent_pressed "$pressed"
  R=$RECEPTION
  given 0 - --given-by representative
  reasons
  json_is '.accesses[0].given_by' representative
  given 0 - --given-by patient
  trace_of "$REQUEST"
  json_is '.accesses[0].given_by' patient
  request 0 -
  reasons consent-difficult
  json_is '.accesses[0].given_by' null
done

about "pressed given, by each"
for who in patient family helper staff; do
  desk_answers
  receive 0 - "press 1 consent-given" --pressed-by "$who" --patient 00701
  R=$RECEPTION
  given 0 -
  reasons
  if [ "$who" = patient ]; then
    refused consent-conflict
    # What is recorded at the desk is not asked again.
    EXTRA=(guard.pressed=family)
    refused consent-conflict
    EXTRA=()
  else
    request 0 -
    reasons consent-difficult pressed-by-other
    json_is '.accesses[0].pressed_by' "$who"
  fi
done

about "pressed given, by nobody knows whom: asked, nothing is preselected"
desk_answers
receive 0 - "press 1 consent-given" --patient 00701
R=$RECEPTION
by_idle dr-l
request 2 prompt-unanswered
json_is .state cancelled
EXTRA=(guard.pressed=patient)
refused consent-conflict
EXTRA=(guard.pressed=robot)
by_idle dr-l
request 2 bad-value
EXTRA=(guard.pressed=staff)
request 0 -
reasons consent-difficult pressed-by-other
json_is '.accesses[0].pressed_by' staff
EXTRA=()
given 0 -

about "a real refusal blocks each of them, whatever was pressed"
as desk
expect 0 - receive er-face --as desk --refused --patient 00701 --wait 0
refusal=$(json .id)
given 3 patient-refused
given 3 patient-refused --given-by representative
EXTRA=(guard.pressed=staff)
refused patient-refused
EXTRA=()
about "lifted by two: each use is reviewed for it"
answers two "dr-a:password.password=$(password_of dr-a)" \
  "dr-b:password.password=$(password_of dr-b)"
expect 0 - reception change "$refusal" --state agreed:家族の前で --as dr-a --with dr-b
given 0 -
reasons refusal-lifted
EXTRA=(guard.pressed=staff)
request 0 -
reasons consent-difficult pressed-by-other refusal-lifted
EXTRA=()

about "doctor counts what waits, and names nobody"
ANSWERS=
run --json --lang en doctor
json_ok '.items[] | select(.id == "review") | .message | test("^[0-9]+ uses wait for the privacy officer")'
ok "silent about people" silent_about_people "$out" doctor
uses=$(json '.items[] | select(.id == "review") | .message' | grep -o '^[0-9]*')
given 0 -
ANSWERS=
run --json --lang en doctor
same "one more" "$(json '.items[] | select(.id == "review") | .message' | grep -o '^[0-9]*')" $((uses + 1))

about "co-viewers: permitted, recorded, on the summary and in the manifest"
R=$(cat "$T/reception-3")
take_doctor
while [ "$DR" = dr-a ] || [ "$DR" = dr-b ]; do take_doctor; done
chosen=yes
request 0 - --with dr-a,dr-b
json_is '.with | join(" ")' "dr-a dr-b"
manifest=$H/outbox/$REQUEST/manifest.json
same "manifest" "$(gojq -r '.viewers | join(" ")' "$manifest")" "$DR dr-a dr-b"
same "access" "$(gojq -r .access "$manifest")" emergency-permission-only
ok "the page" grep -qF "$DR dr-a dr-b" "$H/outbox/$REQUEST/summary.html"
trace_of "$REQUEST"
json_is '.accesses[0].with | join(" ")' "dr-a dr-b"
as privacy
expect 0 - trace --as privacy --account dr-b
json_ok "[.accesses[] | select(.request == \"$REQUEST\")] | length == 1"
about "the screen's head names them"
take_doctor
while [ "$DR" = dr-a ]; do take_doctor; done
as "$DR" "totp.code=$CODE"
emi --lang en request --as "$DR" --reception "$R" "${WHY[@]}" --with dr-a \
  >"$out" 2>"$err" </dev/null
status=$?
judge_text 0 -
ok "viewed by" grep -qF "Viewed by $DR dr-a" "$out"

about "not the asker, not one without permission, not one who is not there"
with () {
  by_idle dr-c
  refused "$@"
}
with second-person-same --with dr-c
with second-person-same --with dr-a,dr-c
with viewer-not-permitted --with dr-none
with viewer-not-permitted --with dr-a,nurse
with viewer-not-permitted --with nobody
for form in '' , dr-a, dr-a,dr-a '<script>' ../../x DR-A "dr-a dr-b"; do
  by_idle dr-c
  as dr-c
  expect 2 bad-value request --as dr-c --reception "$R" "${WHY[@]}" --with "$form"
done

about "a co-viewer's permission revoked while the request waits for its code"
take_code dr-d
ANSWERS=
answers admin "admin:password.password=$(password_of admin)"
revoke="'$EMI' -c '$H/emi.xml' --answers '$ANSWERS' account revoke dr-k --by admin >/dev/null 2>&1"
ANSWERS=
taken=$(sim_taken)
dialogue --json request --as dr-d --reception "$R" "${WHY[@]}" --with dr-k --wait 5 <<SCRIPT
expect Password:
send $(password_of dr-d)
expect code
run $revoke
send $CODE
SCRIPT
judge 3 viewer-not-permitted
json_is .state refused
no_request_file
same "requests at the terminal" "$(sim_taken)" "$taken"

verify_ok
finish
