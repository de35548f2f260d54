#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Trying factors out at a terminal: what is measured and shown, that a wrong
# try counts like any other, and that nobody learns what somebody else has.
. "$(dirname "${BASH_SOURCE[0]}")/evidence-lib.sh"
new_hospital
vein_plugins
module=${top_builddir:-.}/tests/plugins/.libs/test-device.so
[ -f "$module" ] || skip "$module was not built"
cp "$module" "$plugins/"
sed -i -e "s|<!-- <plugins folder=.*|<plugins folder=\"$plugins\"/>|" \
  -e 's|<auth name="totp".*|&\n  <auth name="vein" plugin="test-vein"/>\n  <auth name="finger" plugin="test-device"><option name="device" value="device"/></auth>|' \
  -e 's|providers="password totp"|providers="password totp vein finger"|' "$H/emi.xml"
echo ok >"$H/device"
as admin dr-a:vein.palm=yes dr-a:finger.finger=yes dr-c:vein.palm=yes
expect 0 - enrol dr-a vein --by admin
expect 0 - enrol dr-a finger --by admin
expect 0 - enrol dr-c vein --by admin

# provider NAME FILTER VALUE: of what was measured.
provider () {
  same "$1 $2" "$(gojq -r --arg p "$1" \
    ".providers[] | select(.provider == \$p) | $2" "$out")" "$3"
}

about "each factor three times, a record for each, no request"
start_sim success
take_code dr-a
as dr-a "dr-a:totp.code=$CODE" dr-a:vein.palm=yes dr-a:finger.finger=yes
before=$(records)
expect 0 - factors try --as dr-a
same "records" "$(($(records) - before))" 4
same "requests at the terminal" "$(sim_taken)" 0
no_request_file
json_is .account dr-a
json_is .terminal er-1
json_is '.providers | map(.provider) | join(" ")' 'password totp vein finger'
json_is '.providers | map("\(.tries) \(.granted) \(.refused) \(.unusable)") | unique | join(",")' '3 3 0 0'
provider vein .methods 2-04
provider vein .assurance inside
provider password '.seconds | (.min <= .median) and (.median <= .max) and (.max > 0)' true
json_is '.pairs | map("\(.providers | join("+")) \(.factors | join("+"))") | join(", ")' \
  'password+totp 1-01+3-02, password+vein 1-01+2-04, password+finger 1-01+2-01, totp+vein 2-04+3-02, totp+finger 2-01+3-02'
json_ok '[.pairs[].seconds | type == "number"] | all'
about "the code is used up by it, as by a request"
expect 3 code-used request --as dr-a --reception "$R" "${WHY[@]}" --factors password,totp

about "the table, in Japanese and English, as wide as its columns"
as dr-c dr-c:vein.palm=yes
sed -i 's|providers="password totp vein finger"|providers="password vein finger"|' "$H/emi.xml"
run --lang ja factors try --as dr-c --rounds 2
same "status" "$status" 0
ok "its head" grep -q '^認証手段  要素コード  成功  認められず  使用不可  再試行' "$out"
ok "a row" grep -qE '^password  1-01        2     0 ' "$out"
ok "a pair" grep -qE '^  password \+ vein: 申告 1-01 と 2-04、約 [0-9.]+ 秒' "$out"
ok "which round" grep -q 'vein: 2 回目（全 2 回）' "$err"
same "every row is as wide" "$(python3 - "$out" <<'PY'
import sys, unicodedata
wide = lambda s: sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in s)
rows = [l for l in open(sys.argv[1], encoding="utf-8").read().split("\n\n")[0].split("\n") if l]
at = lambda l, w: wide(l[:l.index(w)])
print(at(rows[1], "1-01") == at(rows[2], "2-04") == at(rows[0], "要素コード"))
PY
)" True
run --lang en factors try --as dr-c --rounds 1
ok "in English" grep -q '  password + vein: declares 1-01 and 2-04, about' "$out"

about "a wrong try counts; the delay is waited out, and told"
as dr-c dr-c:vein.palm=no dr-c:vein.palm=yes
run --lang en factors try --as dr-c --rounds 2
same "status" "$status" 0
ok "told" grep -q 'after a failure: waiting 1 s' "$err"
ok "its code" grep -qE '^vein .* factor-refused$' "$out"
as dr-c dr-c:vein.palm=yes dr-c:vein.palm=no
expect 0 - factors try --as dr-c --rounds 2
provider vein '.codes | map(. // "-") | join(" ")' '- factor-refused'
expect 3 factor-delay request --as dr-c --reception "$R" "${WHY[@]}" --factors password,vein

about "a device that is gone: unusable, with its code"
rm "$H/device"
as dr-a dr-a:vein.palm=yes
expect 0 - factors try --as dr-a --rounds 2
provider finger '"\(.granted) \(.refused) \(.unusable) \(.codes[0]) \(.seconds)"' '0 0 2 unreached null'
json_is '.pairs[] | select(.providers == ["password", "finger"]) | "\(.factors) \(.seconds)"' '[] null'

about "nobody learns what somebody else has"
answers wrong password.password=chigau-kotoba-1
before=$(records)
expect 3 factor-refused factors try --as dr-b
json_is .providers null
same "records" "$(($(records) - before))" 1
expect 3 factor-refused factors try --as dr-nobody
json_is .providers null
answers none
expect 2 prompt-unanswered factors try --as dr-d
json_ok '.error.detail | contains("password.password")'

about "what it does not take"
expect 2 bad-value factors try --as dr-a --rounds 0
expect 2 bad-value factors try --as dr-a --rounds 21
expect 2 bad-value factors try --as dr-a --rounds many
expect 2 usage factors try
expect 2 usage factors

about "Ctrl-C in the middle: what was measured is on record"
dialogue --json factors try --as dr-a --rounds 1 <<SCRIPT
expect Password:
send $(password_of dr-a)
expect test
intr
SCRIPT
judge 1 cancelled
provider password .granted 1

about "it all holds"
verify_ok
finish
