#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An IC card and its PIN are two factors: registering it, a request by the card
# alone, every way in which a card can refuse or fail, and the ladder when it
# is pulled.  The card is SoftHSM's, made to misbehave by card-shim.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$flow_dir/card-lib.sh"
shim=$(readlink -f "${top_builddir:-.}/tests/plugins/.libs/card-shim.so") \
  || skip "card-shim was not built"
new_hospital
soft_card ours new ours
soft_card ours key ours 01 ec digitalSignature "/C=JP/CN=Kakuu Ishi A"
use_card ours
PIN=2468
export SOFTHSM2_CONF=$cards/softhsm2.conf CARD_SHIM=$cards
with_card "$shim" SOFTHSM2_CONF CARD_SHIM
mode () { rm -f "$cards/removed" "$cards/tries"; echo "$*" >"$cards/mode"; }
start_sim success

about "emi check: the card alone is a pair"
ANSWERS=
expect 0 - check
json_is '[.pairs[] | select(.terminal == "er-card-1" and .admissible) | .providers | join("+")] | join(" ")' \
  'smartcard smartcard+password smartcard+totp password+totp'

about "registering: the owner's PIN, the administrator's word"
mode lock
card_enrol 3 pin-wrong dr-a 1111
card_enrol 3 pin-length dr-a 11
mode no-reader
card_enrol 1 reader-absent dr-a
mode lock
card_enrol 0 - dr-a
json_is .state active
json_is .otpauth null
not "the PIN is nowhere" grep -qF -- "$PIN" "$out" "$err"

card_enrol 3 certificate-taken dr-b

about "a request by the card alone"
DR=dr-a
card_request 0 -
json_is .state completed
json_is '.factors | sort | join(" ")' '1-02 3-01'
json_is '.ladder | length' 0
trace_of "$REQUEST"
json_is '.accesses[0].state' completed
json_is '.accesses[0].factors | sort | join(" ")' '1-02 3-01'
json_is '.accesses[0].stages[] | select(.name == "authenticate") | .by' smartcard

about "the PIN: wrong, once more, locked, and no PIN is asked for any more"
PIN=1357
card_refused pin-wrong
card_refused pin-final
card_refused pin-locked
PIN=2468
card_unusable card-locked
mode lock
PIN=13
card_refused pin-length
PIN=2468
card_request 0 - # that used up no try

about "another card, a renewed one, several, none of use"
soft_card other new ours
soft_card other key ours 01 rsa digitalSignature "/C=JP/CN=Kakuu Ishi B"
use_card other
card_refused card-other
soft_card legal new ours
soft_card legal key ours 01 ec digitalSignature,nonRepudiation "/C=JP/CN=Kakuu Ishi A"
use_card legal
card_unusable card-no-key
cp -a "$cards/ours" "$cards/twice"
sed -i "s|/ours/|/twice/|" "$cards/twice/softhsm2.conf"
soft_card twice new second
soft_card twice put second 01 "$cards/ours/ours-01"
use_card twice
card_unusable card-several
use_card ours

about "two cards beside each other: the registered one is taken"
soft_card ours new theirs
soft_card ours key theirs 01 rsa digitalSignature "/C=JP/CN=Kakuu Ishi B"
card_request 0 -
card_enrol 1 card-several dr-b

about "somebody whose card is not registered"
DR=dr-c
card_request 3 factor-unknown --factors smartcard
DR=dr-a

about "readers, cards and modules that are not there"
mode no-reader
card_unusable reader-absent
mode no-service
card_unusable reader-absent
mode
touch "$cards/removed"
card_unusable card-absent
mode stranger
card_unusable card-no-key
mode pull-login
card_unusable card-pulled
mode pull-sign
card_unusable card-pulled
mode gone-sign
card_unusable reader-absent
mode fail-sign
card_unusable plugin-failed
mode huge-cert
card_unusable card-no-key
mode
cp "$H/emi.xml" "$work/emi.xml"
sed -i "s|$shim|$work/nowhere.so|" "$H/emi.xml"
card_unusable module-missing
ANSWERS=
run --lang en --json doctor
json_is '[.items[] | select(.state == "fail" and (.id | test("smartcard")))] | length' 1
cp "$work/emi.xml" "$H/emi.xml"

about "pulled in the middle: password and code in its place, by itself"
mode pull-sign
by dr-a
EXTRA=("dr-a:password.password=$(password_of dr-a)" "dr-a:totp.code=$CODE")
card_request 0 -
json_is '.factors | sort | join(" ")' '1-01 3-02'
json_is '.ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' '0 smartcard card-pulled'
trace_of "$REQUEST"
json_is '.accesses[0].ladder | map("\(.provider) \(.code)") | join(",")' 'smartcard card-pulled'
EXTRA=()
mode

about "in words"
touch "$cards/removed"
by dr-a
as dr-a "smartcard.pin=$PIN" "totp.code=$CODE"
at=$((at + 1))
run --lang en --terminal "er-card-$at" request --as dr-a --reception "$R" "${WHY[@]}" --wait 10
same "done by the other pair" "$status" 0
ok "which and why" grep -qF 'there is no card to authenticate with' "$out" "$err"
ok "the procedure" grep -qF 'Where a factor fails' "$out"

verify_ok
finish
