#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Veins: enrolment and whole requests through a library with the calls of
# BioAPI 1.1 that follows a script (tests/plugins/bioapi-scripted.c), in a
# process of its own; every way in which it does not work, each with its code;
# the ladder in its place; and a library that ends or hangs, which costs one
# request and no more.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
library=$(cd "${top_builddir:-.}" && pwd)/tests/plugins/.libs/bioapi-scripted.so
[ -f "$library" ] || skip "$library was not built"
new_hospital
script=$work/sensor
module=73637269-7074-6564-2d62-696f61706931

# sensor LINE...: what the sensor sees from now on.
sensor () { printf '%s\n' "$@" >"$script"; }
sensor 'scan a'

# provider [ATTRIBUTE...]: vein in emi.xml, with $LIBRARY and $MORE.
LIBRARY=$library MORE=
provider () {
  sed -i '/<auth name="vein"/,/<\/auth>/d' "$H/emi.xml"
  sed -i "s|<auth name=\"totp\" plugin=\"totp\"/>|&\n\
  <auth name=\"vein\" plugin=\"vein\" $*>\n\
    <option name=\"library\" value=\"$LIBRARY\"/>\n\
    <option name=\"module\" value=\"$module\"/>\n\
    $MORE<env name=\"EMI_BIOAPI_SCRIPT\" value=\"$script\"/>\n\
    <allow path=\"$script\" access=\"read\"/>\n\
  </auth>|" "$H/emi.xml"
}
# The commented example is not to be taken for it.
sed -i '/<!-- 静脈/,/<\/auth> -->/d' "$H/emi.xml"
provider
sed -i 's|providers="password totp"/>|providers="password vein totp"/>\n  <terminal name="er-2" readers="er-face" providers="password vein"/>|' "$H/emi.xml"

about "configuration: what fits, the pairs, and inside is refused"
ANSWERS=
expect 0 - check
json_is '[.pairs[] | select(.terminal == "er-1" and .admissible) | .providers | join("+")] | join(" ")' \
  'password+vein password+totp vein+totp'
json_is '.pairs[0].methods | join(" ")' '1-01 2-04'
provider 'run="inside"'
expect 2 config-faults check
json_ok '.faults | map(.message) | any(test("process of its own"))'
provider

about "enrolment: two captures that match, and nothing else"
enrol () { as admin; expect "$1" "$2" enrol "$3" vein --by admin; }
sensor 'scan a' 'scan b'
enrol 3 no-match dr-a
sensor nobody
enrol 1 device-nobody dr-a
sensor poor
enrol 1 device-quality dr-a
sensor 'scan a' 'size 1'
enrol 1 plugin-failed dr-a
sensor 'scan a'
for id in "${doctors[@]}"; do enrol 0 - "$id"; done
json_is .state active

start_sim success
EXTRA=()

about "a whole request: password and vein"
by_idle dr-a
request 0 -
json_is '.factors | join(" ")' '1-01 2-04'
json_is '.ladder | length' 0
trace_of "$REQUEST"
json_is '.accesses[0].factors | join(" ")' '1-01 2-04'
json_is '.accesses[0].proofs[] | select(.provider == "vein") | "\(.assurance) \(.evidence)"' \
  'separate score=100000 far=0.0000465661 requested=0.0001 quality=80'
verify_ok

about "it is read again where it could not be"
sensor poor 'scan a 12' 'scan a'
by_idle dr-a
request 0 -
json_is '.factors | join(" ")' '1-01 2-04'

about "another palm is refused, and no other factor is offered for it"
sensor 'scan b'
by_idle dr-c
refused no-match
json_is '.ladder | length' 0

about "so is a match at a worse rate than is asked for, and it is said"
sensor 'scan b' 'result 1' 'far 1000000'
by_idle dr-d
refused no-match
ANSWERS=
dialogue --lang en --json request --as dr-e --reception "$R" "${WHY[@]}" <<SCRIPT
expect Password:
send $(password_of dr-e)
expect Hold your palm
expect worse false acceptance rate
SCRIPT
judge 3 no-match

about "given up in the middle of a capture"
sensor wait
dialogue --lang en --json request --as dr-f --reception "$R" "${WHY[@]}" <<SCRIPT
expect Password:
send $(password_of dr-f)
expect Hold your palm
intr
SCRIPT
judge 1 cancelled
no_request_file

# cannot CODE LINE...: the palm cannot be used, and the code takes its place.
cannot () {
  local code=$1
  shift
  sensor "$@"
  take_doctor
  chosen=yes
  request 0 -
  json_is '.factors | join(" ")' '1-01 3-02'
  json_is '.ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' \
    "0 vein $code"
  trace_of "$REQUEST"
  json_is '.accesses[0].ladder | map("\(.provider) \(.code)") | join(",")' \
    "vein $code"
}
about "what makes it unusable, each with its code; the ladder takes over"
cannot device-nobody nobody
cannot device-quality poor
cannot device-pulled unplug
cannot device-busy 'attach 1009'
cannot device-absent 'attach 11f'
cannot module-missing 'load 116'
cannot device-other 'scan a' 'match 1109'
cannot plugin-failed 'scan a' 'far -1'
cannot unreached 'code 1801'
about "and no library at all"
LIBRARY=$work/gone.so provider
cannot module-missing 'scan a'
provider

# lost CODE LINE...: the provider's process is gone, which ends this request
# where nothing else is offered, and the next one works.
lost () {
  local code=$1
  shift
  sensor "$@"
  answers dr-a "password.password=$(password_of dr-a)"
  expect 1 factor-unusable --terminal er-2 request --as dr-a --reception "$R" "${WHY[@]}"
  json_is .state failed
  json_is '.ladder | map("\(.provider) \(.code)") | join(",")' "vein $code"
  no_request_file
  sensor 'scan a'
  expect 0 - --terminal er-2 request --as dr-a --reception "$R" "${WHY[@]}"
  json_is '.factors | join(" ")' '1-01 2-04'
}
about "a library that crashes, hangs, ends or lies costs one request; the next works"
lost helper-died crash
lost helper-died exit
MORE='<option name="capture-wait" value="1000"/>' provider
lost helper-died hang
lost plugin-failed 'scan a' 'result 2'
about "so does one that crashes at a terminal with another pair"
cannot helper-died crash
finish
