#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fingerprints at libfprint's two virtual readers, with the provider in a
# process of its own: enrolling, the right and the wrong finger, each way in
# which a reader cannot be used with its own sentence, and the ladder that goes
# on without it.  Only the one fingers are pressed at is plugged in.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ -f "$EMI_PREFIX/lib/emi/plugins/fingerprint.so" ] || skip "fingerprint is not installed"
new_hospital

reader=$work/fingers/reader
mkdir "$work/fingers"
# plug VARIABLE OPTION...: the provider as it is from now on; VARIABLE is the
# reader that is plugged in.
plug () {
  local variable=$1 options= o
  shift
  for o in "$@"; do options+="<option name=\"${o%%=*}\" value=\"${o#*=}\"/>"; done
  sed -i '/^  <auth name="fingerprint"/d' "$H/emi.xml"
  sed -i "s|^  <auth name=\"totp\" plugin=\"totp\"/>|&\n  <auth name=\"fingerprint\" plugin=\"fingerprint\">$options<env name=\"$variable\" value=\"$reader\"/><allow path=\"$work/fingers\" access=\"write\"/></auth>|" \
    "$H/emi.xml"
}
plain=(device=virtual_device fingers=1)
storing=(device=virtual_device_storage)
sed -i 's|providers="password totp"|providers="password fingerprint totp"|' "$H/emi.xml"
plug FP_VIRTUAL_DEVICE "${plain[@]}"

# at_reader COMMAND...: somebody does that during the next command.
at_reader () {
  python3 "$flow_dir/../lib/finger.py" "$reader" "$@" 9>&- &
  finger=$!
  started+=("$finger")
}
# Whatever of it was not done is not done any more.
gone () { stop "$finger"; }
five () { printf '%s\n' "$1" "$1" "$1" "$1" "$1"; }

# enrols STATUS CODE ID COMMAND...: ID at the reader, with the admin.
enrols () {
  local wanted=$1 code=$2 id=$3
  shift 3
  as admin
  at_reader "$@"
  expect "$wanted" "$code" enrol "$id" fingerprint --by admin
  gone
}
# asks STATUS CODE DOCTOR COMMAND...: a request with password and finger.
asks () {
  local wanted=$1 code=$2
  by_idle "$3"
  shift 3
  at_reader "$@"
  request "$wanted" "$code" --factors password,fingerprint
  gone
}
mapfile -t own < <(five "SCAN a")

about "enrolled: five stages, then it has to work once"
start_sim success
for id in dr-a dr-b dr-c dr-d; do
  enrols 0 - "$id" "${own[@]}" REOPENED "SCAN a"
  json_is .state active
  json_is .proof verified
done

about "which pairs there are with it"
ANSWERS=
expect 0 - check
json_is '[.pairs[] | select(.admissible) | .methods | join("+")] | unique | join(" ")' \
  '1-01+2-01 1-01+3-02 2-01+3-02'

about "the right finger, and the one after two that could not be read"
asks 0 - dr-a "SCAN a"
json_is '.factors | join(" ")' '1-01 2-01'
json_is '.ladder | length' 0
asks 0 - dr-a "RETRY 1" "RETRY 2" "SCAN a"

about "another person's finger is no reason to step"
asks 3 no-match dr-a "SCAN x"
json_is .state refused
json_is '.ladder | length' 0
no_request_file
# A failure was counted; it is over with the next that fits.
until_true 10 eval 'by_idle dr-a; as dr-a; at_reader "SCAN a";
  run --json request --as dr-a --reception "$R" "${WHY[@]}" --factors password,fingerprint
  gone; [ $status -eq 0 ]'

about "each way in which the reader cannot be used"
# cannot CODE ID COMMAND...: the request has no other pair to go to.
cannot () {
  local code=$1
  shift
  asks 1 factor-unusable "$@"
  json_is .state failed
  json_is '.ladder | map("\(.provider) \(.code)") | join(",")' "fingerprint $code"
}
cannot device-pulled dr-b UNPLUG
json_ok '.error.next | contains("plug it in again")'
cannot device-busy dr-b "ERROR 4"
json_ok '.error.next | contains("another program")'
cannot device-quality dr-b "RETRY 0" "RETRY 0" "RETRY 0" "RETRY 0" "RETRY 0"
json_ok '.error.next | contains("could not read any of the tries")'
plug FP_VIRTUAL_DEVICE "${plain[@]}" finger-wait=300
cannot device-nobody dr-b
json_ok '.error.next | contains("nothing was presented")'
plug FP_VIRTUAL_DEVICE_STORAGE "${storing[@]}"
cannot device-other dr-b
json_ok '.error.next | contains("another kind of device")'
plug NO_READER "${plain[@]}"
cannot device-absent dr-b
json_ok '.error.next | contains("is not there")'
no_request_file

about "doctor says so too"
ANSWERS=
run --json doctor
json_ok '[.items[] | select(.id | test("fingerprint")) | select(.state != "ok")] | length >= 1'
plug FP_VIRTUAL_DEVICE "${plain[@]}"

about "the sensor is unplugged: password and code, by itself"
by dr-b
at_reader UNPLUG
request 0 -
gone
json_is '.factors | join(" ")' '1-01 3-02'
json_is '.ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' '0 fingerprint device-pulled'
trace_of "$REQUEST"
json_is '.accesses[0].ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' \
  '0 fingerprint device-pulled'

about "an enrolment that is broken off after three stages leaves none"
enrols 1 device-pulled dr-e "SCAN a" "SCAN a" "SCAN a" UNPLUG
as admin
expect 0 - enrol dr-e --list --by admin
json_is '[.accounts[].factors[] | select(.provider == "fingerprint")] | length' 0
enrols 3 no-match dr-e "${own[@]}" REOPENED "SCAN x"
as admin
expect 0 - enrol dr-e --list --by admin
json_is '[.accounts[].factors[] | select(.provider == "fingerprint")] | length' 0

about "the same finger twice"
plug FP_VIRTUAL_DEVICE device=virtual_device
enrols 2 bad-value dr-f "${own[@]}" "SCAN a"
json_ok '.error.detail | contains("enrolled already")'
answers twice admin:password.password=hajime-no-kanri-1 \
  fingerprint.finger-1=left-ring fingerprint.finger-2=left-ring
expect 2 bad-value enrol dr-f fingerprint --by admin
json_ok '.error.detail | contains("named twice")'

about "a reader with a memory of its own, and two fingers"
plug FP_VIRTUAL_DEVICE_STORAGE "${storing[@]}"
mapfile -t thumb < <(five "SCAN b")
# It finds a finger that it has by itself: no scan to compare in between.
enrols 0 - dr-g "${own[@]}" "${thumb[@]}" \
  REOPENED "INSERT a" "INSERT b" "SCAN b"
asks 0 - dr-g "INSERT a" "INSERT b" "SCAN a"
asks 0 - dr-g "INSERT a" "INSERT b" "SCAN b"
asks 3 no-match dr-g "INSERT a" "INSERT b" "INSERT x" "SCAN x"
cannot device-other dr-d

verify_ok
finish
