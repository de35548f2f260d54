#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cards under an authority: chains, dates, revocation lists, a responder,
# renewed cards and the qualification that a role must have.  The cards are
# SoftHSM's, the authority is openssl's; all of it is made here.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$flow_dir/card-lib.sh"
new_hospital
PIN=2468 DR=dr-a
ca=$work/ca
mkdir -m 700 "$ca" "$ca/issued"
: >"$ca/index"
echo 1000 >"$ca/serial"
echo 01 >"$ca/crlnumber"
cat >"$ca/ca.cnf" <<END
[ca]
default_ca = here
[here]
database = $ca/index
serial = $ca/serial
crlnumber = $ca/crlnumber
new_certs_dir = $ca/issued
certificate = $ca/root.pem
private_key = $ca/root.key
default_md = sha256
default_days = 30
policy = any
unique_subject = no
[any]
countryName = optional
commonName = supplied
[person]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
[doctor]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
subjectDirectoryAttributes = ASN1:SEQUENCE:attributes
[attributes]
role = SEQUENCE:attribute
[attribute]
type = OID:1.0.17090.0.1
values = SET:actors
[actors]
one = SET:actor_set
[actor_set]
one = SEQUENCE:actor
[actor]
coded = EXPLICIT:0,SET:coded
[coded]
scheme = EXPLICIT:0,OID:1.2.392.100495.1.6.1.1
text = EXPLICIT:2,UTF8String:Medical Doctor
[responder]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
END
quiet () { "$@" >"$work/openssl.log" 2>&1 || { cat "$work/openssl.log"; bad "$*"; }; }
new_key () { quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }
new_key "$ca/root.key"
quiet openssl req -x509 -key "$ca/root.key" -subj "/C=JP/CN=Kakuu Ninshokyoku" -days 60 \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
  -out "$ca/root.pem"

# issue NAME SUBJECT EXTENSIONS [OPTION...]: NAME.key and NAME.pem
issue () {
  [ -e "$ca/$1.key" ] || new_key "$ca/$1.key"
  quiet openssl req -new -key "$ca/$1.key" -subj "$2" -out "$ca/$1.csr"
  quiet openssl ca -batch -config "$ca/ca.cnf" -in "$ca/$1.csr" -extensions "$3" \
    -out "$ca/$1.pem" -notext "${@:4}"
}
# a_card NAME: a card that holds NAME's key and certificate, on the reader
a_card () {
  soft_card "$1" new "$1"
  soft_card "$1" put "$1" 01 "$ca/$1"
  use_card "$1"
}
revoked_list () {
  quiet openssl ca -config "$ca/ca.cnf" -gencrl -crlhours "$1" -out "$H/trust/crl.pem"
}
# trust ATTRIBUTES [CHILDREN]: whom the hospital believes
trust () {
  sed -i "/<auth name=\"smartcard\"/s|<trust.*</trust>||
    /<auth name=\"smartcard\"/s|</auth>|<trust $1>${2:-}</trust></auth>|" "$H/emi.xml"
}
in_utc () { date -u -d "$1" +%Y%m%d%H%M%SZ; }

mkdir -m 700 "$H/trust"
cp "$ca/root.pem" "$H/trust/"
revoked_list 240
use_card () { mkdir -p "$cards/$1"; cp "$cards/$1/softhsm2.conf" "$cards/softhsm2.conf"; }
: >"$cards/softhsm2.conf"
export SOFTHSM2_CONF=$cards/softhsm2.conf
with_card /usr/lib/softhsm/libsofthsm2.so SOFTHSM2_CONF
start_sim success

about "an authority's card, with a revocation list"
trust 'ca="trust/root.pem" crl="trust/crl.pem"'
ANSWERS=
expect 0 - check
issue own "/C=JP/CN=Kakuu Ishi A" person
a_card own
card_enrol 0 - dr-a
card_request 0 -
json_is '.factors | sort | join(" ")' '1-02 3-01'
trace_of "$REQUEST"
ok "the record says what the card rests on" grep -q 'crl=good' "$out"

about "cards that no authority stands for"
new_key "$ca/strange.key"
quiet openssl req -x509 -key "$ca/strange.key" -subj "/C=JP/CN=Kakuu Ishi B" -days 30 \
  -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
  -out "$ca/strange.pem"
a_card strange
card_enrol 3 certificate-untrusted dr-b
issue past "/C=JP/CN=Kakuu Ishi B" person -startdate "$(in_utc '-9 days')" \
  -enddate "$(in_utc '-1 day')"
a_card past
card_enrol 3 certificate-expired dr-b
issue future "/C=JP/CN=Kakuu Ishi B" person -startdate "$(in_utc '+1 day')" \
  -enddate "$(in_utc '+9 days')"
a_card future
card_enrol 3 certificate-not-yet dr-b

about "a renewed card: registered again, or the issuer vouches for it"
issue renewed "/C=JP/CN=Kakuu Ishi A" person
a_card renewed
card_refused certificate-renewed
trust 'accept="issuer" ca="trust/root.pem" crl="trust/crl.pem"'
card_request 0 -
issue other "/C=JP/CN=Kakuu Ishi B" person
a_card other
card_refused card-other
use_card own

about "a card that runs out while it is registered"
trust 'ca="trust/root.pem" crl="trust/crl.pem"'
issue short "/C=JP/CN=Kakuu Ishi B" person -enddate "$(in_utc '+2 hours')"
a_card short
card_enrol 0 - dr-b
DR=dr-b
card_request 0 -
shift_clock $((3 * 3600))
card_refused certificate-expired
BEFORE=() clock_shift=0
DR=dr-a
use_card own

about "a stale list: nobody knows who was revoked"
revoked_list 1
shift_clock $((2 * 3600))
card_unusable crl-stale
BEFORE=() clock_shift=0
: >"$H/trust/crl.pem"
card_unusable trust-unreadable
revoked_list 240
card_request 0 -

about "the responder: good, silent, taken all the same, revoked"
issue ocsp "/C=JP/CN=Kakuu Responder" responder
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
trust "ca=\"trust/root.pem\" ocsp=\"http://127.0.0.1:$port/\""
card_unusable ocsp-silent
trust "ca=\"trust/root.pem\" ocsp=\"http://127.0.0.1:$port/\" silent=\"accept\""
card_request 0 -
trace_of "$REQUEST"
ok "the record says that nobody answered" grep -q 'ocsp=silent' "$out"
responder=
start_responder () {
  openssl ocsp -port "$port" -index "$ca/index" -CA "$ca/root.pem" -rsigner "$ca/ocsp.pem" \
    -rkey "$ca/ocsp.key" -ignore_err >"$work/ocsp.log" 2>&1 &
  responder=$!
  started+=("$responder")
  until_true 10 grep -qi 'waiting for' "$work/ocsp.log" || bad "no responder"
}
start_responder
trust "ca=\"trust/root.pem\" ocsp=\"http://127.0.0.1:$port/\""
card_request 0 -
trace_of "$REQUEST"
ok "the record says what was answered" grep -q 'ocsp=good' "$out"

about "the qualification that a physician's card must state"
trust 'ca="trust/root.pem"' '<demand role="physician" hc-role="Medical Doctor"/>'
card_refused certificate-role
issue doctor "/C=JP/CN=Kakuu Ishi C" doctor
a_card doctor
card_enrol 0 - dr-a
card_request 0 -
trace_of "$REQUEST"
ok "the record names it" grep -q 'Medical Doctor' "$out"

about "a revoked card, by the responder and by the list"
quiet openssl ca -config "$ca/ca.cnf" -revoke "$ca/doctor.pem"
stop "$responder"
: >"$work/ocsp.log"
start_responder
trust "ca=\"trust/root.pem\" ocsp=\"http://127.0.0.1:$port/\" silent=\"accept\""
card_refused certificate-revoked
trust 'ca="trust/root.pem" crl="trust/crl.pem"'
card_request 0 -
revoked_list 240
card_refused certificate-revoked

verify_ok
finish
