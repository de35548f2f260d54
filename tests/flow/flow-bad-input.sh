#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is wrong around emi: configuration, keys, store, share, plugins, answers
# files, words and hostile answers.  Each ends with its own code and status;
# nothing is asked, nothing half-recorded, nothing hangs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
good=$work/good.xml
cp "$H/emi.xml" "$good"

# Since $count was taken no record was written, and no request lies about.
nothing_happened () {
  cp "$good" "$H/emi.xml"
  same "records" "$(records)" "$count"
  no_request_file
}
count=$(records)
ask=(request --as dr-a --reception "$R" "${WHY[@]}" --wait 1)

about "no configuration"
(H=$work/nowhere expect 2 config-missing "${ask[@]}"; exit "$failures")
same "failures" $? 0
last_command="emi without -c"
EMI_CONFIG=$work/nowhere/emi.xml "$EMI" --json doctor >"$out" 2>"$err"
status=$?
judge 2 config-missing
EMI_CONFIG=$H/emi.xml "$EMI" --json verify >"$out" 2>"$err"
status=$?
judge 0 -

about "ten faults at once, each with its line, and nothing runs with them"
sed -i -e 's|facility="1319999999"|facility="131999999"|' \
  -e 's|reserve="64M"|reserve="much"|' \
  -e 's|<store name="ledger"|<store name="Ledger!"|' \
  -e 's|plugin="oqs-folder"|plugin="no-such-plugin"|' \
  -e '/<reader name="er-face"/,/settle/{s|name="face" value="exchange/face"|name="farce" value="x"|;s|value="300"|value="soon"|}' \
  -e 's|<auth name="totp" plugin="totp"/>|<auth name="password" plugin="totp"/>|' \
  -e 's|readers="er-face"|readers="er-nowhere"|' \
  -e 's|<permission roles="physician"/>|<permission roles="admin"/>|' \
  -e 's|<operators factors="1"/>|<operators factors="3"/>|' \
  -e 's|<section kind="visit" period="3m"/>|<section kind="visits" period="3w"/>|' \
  "$H/emi.xml"
diff "$good" "$H/emi.xml" | sed -n 's/^\([0-9,]*\)c.*/\1/p' >"$work/lines"
expect 2 config-faults check
json_ok '.faults | length >= 10'
json_ok '[.faults[] | (.file | type) == "string" and (.line | type) == "number"
          and .line > 0 and (.message | length) > 0] | all'
# Every line that was broken is named.
while IFS=, read -r from to; do
  json_ok "[.faults[].line] | map(. >= $from and . <= ${to:-$from}) | any"
done <"$work/lines"
expect 2 config-faults "${ask[@]}"
expect 2 config-faults doctor
cp "$good" "$H/emi.xml"

about "emi check: no fault, a file that is no XML, run=elsewhere, a DOCTYPE"
expect 0 - check
json_is '.faults | length' 0
sed -i 's|<auth name="totp" plugin="totp"/>|<auth name="totp" plugin="totp" run="elsewhere"/>|' "$H/emi.xml"
expect 2 config-faults check
json_is '.faults | length' 1
cp "$good" "$H/emi.xml"
sed -i 's|providers="password totp"|providers="password"|' "$H/emi.xml"
expect 2 config-faults check
json_ok '.faults | length == 1 and (.[0].message | test("pair of factors"))'
for text in '' '<emi' '<?xml version="1.0"?><other/>' \
  '<?xml version="1.0"?><!DOCTYPE emi [<!ENTITY a SYSTEM "file:///etc/passwd">]><emi version="1">&a;</emi>'; do
  printf '%s' "$text" >"$H/emi.xml"
  expect 2 config-faults check
  not "a file from elsewhere" grep -q 'root:' "$out" "$err"
done
nothing_happened

about "a configuration or keys that others may change"
chmod o+w "$H/emi.xml"
expect 2 config-unsafe "${ask[@]}"
chmod 664 "$H/emi.xml"
expect 2 config-unsafe check
chmod 644 "$H/emi.xml"
chmod g+w "$H"
expect 2 config-unsafe "${ask[@]}"
chmod g-w "$H"
chmod 770 "$H/keys"
expect 2 config-unsafe "${ask[@]}"
chmod 750 "$H/keys"
expect 2 config-unsafe "${ask[@]}"
chmod 700 "$H/keys"
mv "$H/emi.xml" "$H/real.xml" && ln -s real.xml "$H/emi.xml"
expect 2 config-unsafe "${ask[@]}"
rm "$H/emi.xml"
nothing_happened

about "a key is missing"
for key in root.key epoch-1.key seal.key; do
  mv "$H/keys/$key" "$work/key"
  expect 2 key-missing "${ask[@]}"
  mv "$work/key" "$H/keys/$key"
done
mv "$H/keys/seal.pub" "$work/key"
expect 2 key-missing "${ask[@]}"
expect 2 key-missing verify
mv "$work/key" "$H/keys/seal.pub"
nothing_happened

about "the store is not there, is no store"
mv "$H/data" "$work/data"
expect 1 store-unreached "${ask[@]}"
expect 1 store-unreached verify
mkdir -m 700 "$H/data"
expect 1 store-unreached "${ask[@]}"
not "no store is made by the way" test -e "$H/data/ledger.db"
printf 'this is no database, though it is long enough to be read as one %04096d' 0 >"$H/data/ledger.db"
run --json "${ask[@]}"
ok "a file that is no store: refused ($status)" test "$status" -eq 1 -o "$status" -eq 4
rm -r "$H/data" && mv "$work/data" "$H/data"
nothing_happened

about "a store that may not be written"
# As another user where this is root, whom no permission stops.
if [ "$(id -u)" -eq 0 ]; then
  chmod 755 "$work" "$work"/h*
  if setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$EMI" -a -r "$H/emi.xml"; then
    chown -R 65534:65534 "$H"
    take_code dr-a
    as dr-a "totp.code=$CODE"
    chown 65534:65534 "$ANSWERS"
    BEFORE=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  fi
else
  take_code dr-a
  as dr-a "totp.code=$CODE"
fi
if [ "$(id -u)" -ne 0 ] || [ ${#BEFORE[@]} -gt 0 ]; then
  chmod 500 "$H/data"
  chmod 400 "$H"/data/*
  run --json "${ask[@]}"
  ok "code" gojq -e '.error.code == "ledger-write" or .error.code == "store-unreached"' "$out"
  same "status" "$status" 1
  json_is .state failed
  chmod 700 "$H/data"
  chmod 600 "$H"/data/*
else
  say "   not tried: $EMI cannot be reached by another user"
fi
BEFORE=() ANSWERS=
chown -R "$(id -u):$(id -g)" "$H"
nothing_happened

about "less room than the reserve"
sed -i 's|reserve="64M"|reserve="900000G"|' "$H/emi.xml"
start_sim success
request 1 disk-reserve
json_is .state failed
same "requests at the terminal" "$(sim_taken)" 0
stop_sim
cp "$good" "$H/emi.xml"
count=$(records)

about "the share is gone, belongs to another node"
SIM_LOG=/dev/null
mv "$H/exchange/res" "$H/exchange/away"
request 1 unreached
mv "$H/exchange/away" "$H/exchange/res"
mark=$(cat "$H/exchange/req/.emi-owner" 2>/dev/null)
ok "the share is marked" test -n "$mark"
echo emi.1319999999.n2 >"$H/exchange/req/.emi-owner"
request 2 share-foreign
json_is .state failed
no_request_file
expect 1 not-ready doctor
json_ok '[.items[] | select(.state == "fail")] | length > 0'
same "the mark is left" "$(cat "$H/exchange/req/.emi-owner")" emi.1319999999.n2
echo "$mark" >"$H/exchange/req/.emi-owner"
count=$(records)

about "a production connector takes no answers from files, no placeholder"
sed -i 's|production="no"|production="yes"|' "$H/emi.xml"
take_code dr-b
as dr-b "totp.code=$CODE"
expect 2 answers-production "${ask[@]/dr-a/dr-b}"
json_is .state cancelled
no_request_file
sed -i 's|production="yes"|production="yes" file-answers="yes"|' "$H/emi.xml"
expect 2 profile-placeholder "${ask[@]/dr-a/dr-b}"
json_is .state failed
no_request_file
ANSWERS=
expect 2 config-faults check
"$SIM" -c "$H/emi.xml" --once >"$out" 2>&1
same "emi-sim on a production connector" $? 2
cp "$good" "$H/emi.xml"
count=$(records)

about "an answers file that others may read, a link, no file"
as desk
file=$ANSWERS
unsafe () {
  expect 2 answers-unsafe reception list --as desk
  ANSWERS=$file
}
for mode in 0644 0640 0604 0700 0660; do
  chmod "$mode" "$file"
  unsafe
done
chmod 600 "$file"
ln -s "$file" "$work/link" && ANSWERS=$work/link unsafe
ln "$file" "$work/hard" && unsafe
rm "$work/hard"
mkfifo -m 600 "$work/fifo" && ANSWERS=$work/fifo unsafe
mkdir -m 600 "$work/folder" && ANSWERS=$work/folder unsafe
ANSWERS=$work/none unsafe
(umask 077; head -c 70000 /dev/zero | tr '\0' '\n' >"$work/long") && ANSWERS=$work/long unsafe
if [ "$(id -u)" -eq 0 ]; then
  chown 65534 "$file"
  unsafe
  chown 0 "$file"
fi
expect 0 - reception list --as desk
ANSWERS=
emi --json --answers - reception list --as desk <"$file" >"$out" 2>"$err"
status=$?
judge 0 -
nothing_left=$(records)
same "what was refused left no record" "$((nothing_left - count))" 2

about "words that are none"
as support
for day in 2026-13-01 2026-02-30 26-01-01 yesterday 2026-1-1 ''; do
  expect 2 bad-value trace --as support --kana シケン --birth "$day"
  expect 2 bad-value trace --as support --patient 1 --from "$day"
  expect 2 bad-value trace --as support --patient 1 --to "$day"
done
expect 2 usage trace --as support
expect 2 usage trace --as support --patient 1 --request r-1
expect 2 usage trace --as support --kana シケン
expect 2 bad-value account grant dr-none --until 2026-02-30 --by admin
expect 2 bad-value account grant dr-none --until 2020-01-01 --by admin
expect 2 bad-value account add Bad_Name --name N --role nurse --by admin
expect 2 bad-value account add x --name N --role chief --by admin
expect 2 bad-value init "$work/new" --facility 123
expect 2 init-not-new init "$H"
not "no folder is left" test -e "$work/new"
latin=$(printf '\xff\xfe')
expect 2 bad-value request --as dr-a --consent given --necessity "other:$latin"
expect 2 bad-value request --as dr-a --consent given \
  --necessity "other:$(printf 'あ%.0s' {1..2001})"
same "records" "$(records)" "$nothing_left"

about "the longest words that are allowed"
start_sim success
take_doctor
as "$DR" "totp.code=$CODE"
expect 0 - request --as "$DR" --reception "$R" --consent given \
  --necessity "other:$(printf 'あ%.0s' {1..2000})" --wait 10
trace_of "$(json .id)"
json_is '.accesses[0].necessity.text | length' 2000

about "hostile answers"
# answer_with PYTHON: takes the request's place in res/ with those bytes.
answer_with () {
  local name
  until name=$(find "$H/exchange/req" -name '*req_*.xml' -printf '%f\n') && [ -n "$name" ]; do
    kill -0 "$asked" 2>/dev/null || return
    sleep 0.05
  done
  python3 -c "import sys; sys.stdout.buffer.write($1)" >"$H/exchange/.answer"
  mv "$H/exchange/.answer" "$H/exchange/res/${name/req_/res_}"
}
# hostile STATUS CODE PYTHON
hostile () {
  take_doctor
  as "$DR" "totp.code=$CODE"
  last_command="emi request; the answer is $3"
  "$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --json request --as "$DR" \
    --reception "$R" "${WHY[@]}" --wait 2 >"$out" 2>"$err" </dev/null &
  asked=$!
  answer_with "$3"
  wait "$asked"
  status=$?
  judge "$1" "$2"
  json_is '.sections | length' 0
  not "nothing of another file" grep -q 'root:' "$out" "$err"
  no_request_file
}
start_sim not-fetched
hostile 1 answer-unfit 'b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"" + b"a" * 1000 + b"\">" + b"".join(b"<!ENTITY a%d \"%s\">" % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(9)) + b"]><XmlMsg>&a8;</XmlMsg>"'
hostile 1 answer-unfit 'b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><XmlMsg>&x;</XmlMsg>"'
hostile 1 answer-unfit 'b"<a>" * 300000'
hostile 1 answer-unfit 'b"<XmlMsg>" + b"x" * (12 << 20)'
hostile 5 answer-unreadable 'b"\0" * 4096'
hostile 5 answer-unreadable '"<?xml version=\"1.0\" encoding=\"UTF-16\"?><XmlMsg>".encode("utf-16")'
hostile 5 answer-unreadable 'bytes(range(256)) * 64'

verify_ok
finish
