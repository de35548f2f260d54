#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two factors that another product states (emi-assertion(7)): one statement is
# both factors of one request, once, here, now; everything else is refused with
# its sentence, and only where none came the next pair is offered.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
signer=${EMI_PREFIX:-/usr/local}/bin/emi-statement
[ -x "$signer" ] || skip "$signer is not installed"
new_hospital
mkdir "$work/product" "$H/statements"
cd "$work/product" || exit 1

iss=https://2fa.example
ok "a key" "$signer" key one.jwk ES256 2026-11
ok "another" "$signer" key two.jwk RS256 2026-12
not "a key is never overwritten" "$signer" key one.jwk ES256
same "readable by its owner only" "$(stat -c %a one.jwk)" 600
keys () { "$signer" jwks "$@" >"$work/keys.new" && cat "$work/keys.new" >"$H/keys.json"; }
keys one.jwk
ok "only what is public" gojq -e '[.keys[] | has ("d")] | any | not' "$H/keys.json"

# trust [ATTRIBUTE...]: the configuration with it; sso-drop waits in a folder.
trust () {
  cp "$work/before.xml" "$H/emi.xml"
  sed -i "s|<auth name=\"totp\"|<auth name=\"sso\" plugin=\"assertion\">\n    <trust keys=\"keys.json\" issuer=\"$iss\" $*/>\n  </auth>\n  <auth name=\"sso-drop\" plugin=\"assertion\" run=\"separate\">\n    <option name=\"folder\" value=\"statements\"/>\n    <option name=\"wait\" value=\"${DROP_WAIT:-1000}\"/>\n    <trust keys=\"keys.json\" issuer=\"$iss\" $*/>\n  </auth>\n  &|
    s|providers=\"password totp\"/>|providers=\"password totp sso sso-drop\"/>\n  <terminal name=\"er-2\" readers=\"er-face\" providers=\"sso-drop password totp\"/>|" \
    "$H/emi.xml"
}
cp "$H/emi.xml" "$work/before.xml"
trust

# sign KEY SUB [CLAIM=VALUE...]: into $S.
sign () {
  local key=$1 sub=$2
  shift 2
  S=$("$signer" sign "$key" "iss=$iss" "sub=$sub" aud=1319999999 \
    terminal=er-1 methods=3-01,2-01 "$@") || bad "cannot sign"
}
# tried ID ARGS...: emi as ID, again while the delay after a refusal runs.
tried () {
  run --json "${@:2}"
  while [ "$(json .error.code)" = factor-delay ]; do
    sleep 0.3
    run --json "${@:2}"
  done
}
# asks ID STATUS CODE FACTORS [OPTION...]: ID asks with $S at hand.
asks () {
  local id=$1 wanted=$2 code=$3 factors=$4
  shift 4
  answers "$id" "sso.statement=$S" "password.password=$(password_of "$id")"
  tried "$id" "${AT[@]}" request --as "$id" --reception "$R" "${WHY[@]}" \
    --wait 10 ${factors:+--factors "$factors"} "$@"
  judge "$wanted" "$code"
  REQUEST=$(json .id)
}
AT=()
shown () { asks "$1" "$2" "$3" sso "${@:4}"; }

about "what emi check says of it"
ANSWERS=
expect 0 - check
json_is '[.pairs[] | select(.terminal == "er-1" and .admissible) | .providers | join("+")] | index("sso") != null' true

about "an administrator says who it is over there"
enrol () {
  as admin "$2.subject=$3"
  expect "${4:-0}" "${5:--}" enrol "$1" "$2" --by admin
}
for id in "${doctors[@]}"; do enrol "$id" sso "$id@example"; done
json_is .state active
enrol dr-none sso '佐藤.花子'
enrol nurse sso 'dr-a@example' 3 subject-taken
enrol nurse sso-drop 'dr-a@example' 3 subject-taken
enrol nurse sso ' dr-a@example' 2 bad-value
enrol nurse sso '' 2 bad-value
for id in "${doctors[@]}"; do enrol "$id" sso-drop "$id@example"; done

start_sim success

about "one statement is both factors"
sign one.jwk dr-a@example
first=$S
shown dr-a 0 -
json_is '.factors | join(" ")' '2-01 3-01'
json_is .state completed
trace_of "$REQUEST"
json_is '.accesses[0].factors | join(" ")' '3-01 2-01'

about "once"
S=$first
shown dr-a 3 statement-used
json_is .state refused
json_is '.ladder | length' 0
no_request_file
about "nor at another instance"
printf '%s\n' "$S" >"$H/statements/er-1-used.jws"
asks dr-a 3 statement-used sso-drop
rm "$H/statements/er-1-used.jws"

about "what is not of this person, here and now: refused, and no ladder"
n=0
# wrong CODE: by the next doctor, who is left out of delays so.
wrong () {
  local code=$1 id=${doctors[$((n % 11 + 1))]}
  n=$((n + 1))
  shift
  sign "${KEY:-one.jwk}" "$id@example" "$@"
  [ -z "${TWIST:-}" ] || S=$($TWIST "$S")
  shown "$id" 3 "$code"
  json_is .state refused
  json_is '.ladder | length' 0
  no_request_file
}
wrong statement-other sub=dr-a@example
wrong statement-other terminal=er-2
wrong statement-other aud=1319999998
wrong statement-other iss=https://else.example
wrong statement-old "iat=$(($(date +%s) - 960))" "exp=$(($(date +%s) + 300))"
wrong statement-old "exp=$(($(date +%s) - 1))"
wrong statement-old "iat=$(($(date +%s) + 300))"
wrong statement-old "methods=3-01@$(($(date +%s) - 960)),2-01"
wrong statement-methods methods=3-01,3-02
wrong statement-methods methods=3-01,2-01,1-01
wrong statement-methods methods=3-01,2-99
altered () { printf '%s' "${1%?????}AAAAA"; }
TWIST=altered wrong statement-signature
KEY=two.jwk wrong statement-signature
ok "a shared key" "$signer" key shared.jwk HS256 2026-11
KEY=shared.jwk wrong statement-unreadable
json_form () { printf '{"payload":"%s"}' "$1"; }
TWIST=json_form wrong statement-unreadable
padded () { printf '%s=' "$1"; }
TWIST=padded wrong statement-unreadable

about "two processes with the same one: one of them"
sign one.jwk dr-a@example
answers race "sso.statement=$S"
pids=()
for i in 1 2; do
  (
    until [ -e "$work/go" ]; do :; done
    emi --json request --as dr-a --reception "$R" "${WHY[@]}" --wait 10 \
      --factors sso >"$work/race-$i" 2>"$work/race-$i.err" </dev/null
    echo $? >"$work/race-$i.status"
  ) &
  pids+=($!)
done
: >"$work/go"
wait "${pids[@]}"
same "how they ended" "$(for i in 1 2; do
  echo "$(cat "$work/race-$i.status") $(gojq -r '"\(.state) \(.error.code // "-")"' \
    "$work/race-$i")"
done | sort | tr '\n' ',')" '0 completed -,3 refused statement-used,'

about "a key is exchanged: both for a while, then the new one only"
keys one.jwk two.jwk
sign two.jwk dr-b@example
shown dr-b 0 -
sign one.jwk dr-b@example
shown dr-b 0 -
keys two.jwk
sign two.jwk dr-b@example
shown dr-b 0 -
KEY=one.jwk wrong statement-signature
about "a key file that cannot be used: the next pair is for the person to choose"
for bad in private writable gone; do
  keys two.jwk
  case $bad in
    private) cat two.jwk >"$H/keys.json" ;;
    writable) chmod 666 "$H/keys.json" ;;
    gone) rm "$H/keys.json" ;;
  esac
  sign two.jwk dr-b@example
  asks dr-b 1 factor-unusable sso
  json_is '.ladder[0].code' statement-keys
  answers none
  run --json doctor
  json_ok '[.items[] | select(.id == "auth.sso") | .state == "fail"] == [true]'
  [ "$bad" = private ] || {
    ANSWERS=
    expect 2 config-faults check
    json_ok '[.faults[].message] | any (test ("sso"))'
  }
  rm -f "$H/keys.json"
done
keys one.jwk
run --json doctor
json_ok '[.items[] | select(.id == "auth.sso") | .state == "ok"] == [true]'

about "narrowed to the card: one factor, the other is asked for"
trust 'methods=\"3-01\"'
sign one.jwk dr-c@example
shown dr-c 3 factors-one-class
sign one.jwk dr-c@example
asks dr-c 0 - password,sso
json_is '.factors | join(" ")' '1-01 3-01'
sign one.jwk dr-c@example methods=2-01,1-01
asks dr-c 3 statement-methods password,sso
trust 'methods=\"9-99\"'
ANSWERS=
expect 2 config-faults check
json_ok '[.faults[].message] | any (test ("9-99"))'
trust
sed -i 's| issuer="[^"]*"||' "$H/emi.xml"
expect 2 config-faults check
json_ok '[.faults[].message] | any (test ("issuer"))'
trust

about "dropped into the folder, before or while emi waits"
drop () { printf '%s\n' "$S" >"$work/drop.tmp"; mv "$work/drop.tmp" "$H/statements/$1"; }
sign one.jwk dr-d@example
drop er-1-d1.jws
sign one.jwk dr-e@example
drop er-1-e1.jws
asks dr-d 0 - sso-drop
json_is '.factors | join(" ")' '2-01 3-01'
DROP_WAIT=60000 trust
sign one.jwk dr-d@example "iat=$(($(date +%s) + 5))"
answers drop
emi --json request --as dr-d --reception "$R" "${WHY[@]}" --wait 10 \
  --factors sso-drop >"$out" 2>"$err" </dev/null &
pid=$!
started+=("$pid")
drop er-1-d2.jws
wait "$pid"
status=$?
judge 0 -
same "files of others" "$(ls "$H/statements" | tr '\n' ' ')" \
  'er-1-d1.jws er-1-d2.jws er-1-e1.jws '

about "none came: the next pair, by itself"
trust
AT=(--terminal er-2)
take_code dr-f
answers dr-f "password.password=$(password_of dr-f)" "totp.code=$CODE"
expect 0 - --terminal er-2 request --as dr-f --reception "$R" "${WHY[@]}" --wait 10
json_is '.factors | join(" ")' '1-01 3-02'
json_is '.ladder | map("\(.rung) \(.provider) \(.code)") | join(",")' '0 sso-drop statement-none'
about "one for another terminal is none, and a refused one is no reason to step"
sign one.jwk dr-g@example terminal=er-1
drop er-2-g.jws
S= asks dr-g 1 factor-unusable sso-drop
json_is '.ladder[0].code' statement-none
sign two.jwk dr-g@example terminal=er-2
drop er-2-g.jws
take_code dr-g
answers dr-g "password.password=$(password_of dr-g)" "totp.code=$CODE"
expect 3 statement-signature --terminal er-2 request --as dr-g --reception "$R" "${WHY[@]}" --wait 10
json_is '.ladder | length' 0
AT=()

about "by openssl alone, as the manual has it"
page=${top_srcdir:-$flow_dir/../..}/auth-providers/assertion/assertion.pod
example () { sed -n "/^=for test $1\$/,/^=\|^[A-Z]/p" "$page" | sed -n 's/^ //p'; }
mkdir "$work/openssl"
cd "$work/openssl" || exit 1
example openssl-key >key.sh
example openssl-sign >sign.sh
ok "the examples were found" test -s key.sh -a -s sign.sh
ok "makes a key" bash -e key.sh
cp sso-keys.pem "$H/keys.json"
gojq -n --arg iss "$iss" --argjson now "$(date +%s)" '{iss: $iss, sub: "dr-h@example",
  aud: ["emi:1319999999"], terminal: "er-1", iat: $now, nonce: "openssl-openssl-1",
  methods: [{method: "3-01", at: $now}, {method: "1-02", at: $now}]}' >claims.json
ok "makes a statement" bash -e sign.sh
S=$(cat er-1-new.jws)
shown dr-h 0 -
json_is '.factors | join(" ")' '1-02 3-01'

about "what is on record"
verify_ok
trace_of "$REQUEST"
json_is '.accesses[0].factors | join(" ")' '3-01 1-02'
finish
