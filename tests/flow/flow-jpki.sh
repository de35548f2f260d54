#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A card with the JPKI application (公的個人認証), as OpenSC, pcscd and a
# reader see it: user authentication and its PIN are two factors, the key for
# signatures is never used, and what becomes of card, reader and service in the
# middle is told.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$flow_dir/pcsc-lib.sh"
. "$flow_dir/card-lib.sh"
opensc=$(find /usr/lib -name opensc-pkcs11.so -not -path '*/pkcs11/*' 2>/dev/null | head -n 1)
[ -n "$opensc" ] || skip "opensc-pkcs11 is missing"
new_hospital

# The certificates as the card has them.
card=$cards/jpki
mkdir "$card"
certify () {
  local name=$1
  shift
  made openssl req -x509 -newkey rsa:2048 -nodes -keyout "$card/$name.key" -out "$card/$name.pem" \
    -days 3 "$@"
  made openssl x509 -in "$card/$name.pem" -outform DER -out "$card/$name.der"
}
certify ca -subj "/C=JP/CN=Kakuu CA" -addext basicConstraints=critical,CA:TRUE
certify auth -subj "/C=JP/CN=Kakuu Ishi" -addext basicConstraints=critical,CA:FALSE \
  -addext keyUsage=critical,digitalSignature
certify sign -subj "/C=JP/CN=Kakuu Ishi" -addext basicConstraints=critical,CA:FALSE \
  -addext keyUsage=critical,digitalSignature,nonRepudiation
seen () { [ "$(opensc-tool -n 2>/dev/null)" = jpki ]; }
lay () {
  card_in fake-jpki "$card"
  until_true 20 seen || bad "the card is not seen"
}
gone () { ! seen; }
take () {
  card_out
  until_true 20 gone || bad "the card is still seen"
}

start_pcscd
with_card "$opensc" PCSCLITE_CSOCK_NAME
start_sim success
DR=dr-a PIN=1234

about "registering and a request by the card alone"
card_enrol 1 card-absent dr-a
lay
card_enrol 0 - dr-a
card_request 0 -
json_is '.factors | sort | join(" ")' '1-02 3-01'
trace_of "$REQUEST"
json_is '.accesses[0].factors | sort | join(" ")' '1-02 3-01'

about "named by its token, and never the token for signatures"
cp "$H/emi.xml" "$work/emi.xml"
uri () {
  sed "s|<option name=\"card-wait\"|<option name=\"uri\" value=\"pkcs11:token=JPKI%20%28$1%20PIN%29\"/>&|" \
    "$work/emi.xml" >"$H/emi.xml"
}
uri User%20Authentication
card_request 0 -
uri Digital%20Signature
card_unusable card-no-key
cp "$work/emi.xml" "$H/emi.xml"

about "its PIN: another length, wrong, once more, locked"
PIN=12345
card_refused pin-length
PIN=9876
card_refused pin-wrong
card_refused pin-final
card_refused pin-locked
PIN=1234
card_unusable card-locked
rm "$card/tries-auth"
card_request 0 -

about "taken out, taken out in the middle, laid again"
take
card_unusable card-absent
lay
touch "$card/pull"
card_unusable card-pulled
rm "$card/pull"
lay
card_request 0 -

about "the reader's service has ended"
stop_pcscd
card_unusable reader-absent

verify_ok
finish
