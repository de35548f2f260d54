#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What doctor says besides the machine: groups and owners, whom to ask and
# whether they are there, facts that are old, broken or not to be trusted; and
# whom an error names.
. "$(dirname "$0")/lib.sh"
new_hospital
cp "$H/emi.xml" "$work/good.xml"
facts=$EMI_PREFIX/share/emi/facts.xml

# at DAY TIME: the clock stands there, in Japan.
at () {
  BEFORE=(env "LD_PRELOAD=$T/shift-clock.so"
    "EMI_FLOW_AT=$(TZ=Asia/Tokyo date -d "$1 $2" +%s)")
}
item () { gojq -r --arg id "$1" ".items[] | select(.id == \$id) | .$2" "$out"; }

about "groups and owners"
expect 0 - doctor
json_ok '[.items[].group] | all(. == "tonight" or . == "go-live" or . == "tidy")'
json_ok '[.items[].owner] | all(. == "hospital" or . == "ehr-vendor" or
  . == "2fa-vendor" or . == "oqs-vendor" or . == "reader-maker")'
same "the share's owner" "$(item connector.oqs owner)" oqs-vendor
same "the reader's owner" "$(item reader.er-face owner)" reader-maker
run --lang ja doctor
ok "groups stand in order" awk '/^今夜の支障/ { a = NR } /^運用開始までに/ { b = NR }
  /^整えておくもの/ { c = NR } /^問い合わせ先/ { d = NR }
  END { exit !(a && a < b && b < c && c < d) }' "$out"
ok "owners stand below" grep -qx '  資格確認端末の保守業者' "$out"

about "the call centre, at the edges of its hours"
# hours DAY TIME OPEN UNTIL|OPENS
hours () {
  at "$1" "$2"
  expect 0 - doctor
  json_is '.contacts[-1].who' centre
  json_is '.contacts[-1].where' 0800-080-4583
  json_is '.contacts[-1].open' "$3"
  json_is '.contacts[-1] | .until // .opens' "$4"
}
# 2027: Friday 8 January; Monday 11 is a holiday.
hours 2027-01-08 07:59:59 false 2027-01-07T23:00:00Z
hours 2027-01-08 08:00:00 true 2027-01-08T09:00:00Z
hours 2027-01-08 18:00:00 false 2027-01-08T23:00:00Z
hours 2027-01-09 15:59:59 true 2027-01-09T07:00:00Z
hours 2027-01-09 16:00:00 false 2027-01-11T23:00:00Z
hours 2027-01-11 10:00:00 false 2027-01-11T23:00:00Z
at 2027-12-20 10:00:00
expect 0 - doctor
same "next year's holidays are missing" "$(item facts-holidays state)" warn
BEFORE=()

about "this hospital and its vendors come first"
expect 0 - doctor
same "no line is set" "$(item contact state)" warn
own='<contact>当直 0000</contact>'
keeper='<vendor for="oqs-vendor" name="見本保守" contact="03-0000-0001"/>'
sed -i "s|</emi>|$own$keeper</emi>|" "$H/emi.xml"
expect 0 - doctor
same "a line is set" "$(item contact state)" ""
same "in this order" "$(gojq -r '[.contacts[].who] | join(" ")' "$out")" \
  "hospital oqs-vendor faq form centre"

about "an error that is the terminal's names whom to ask"
start_sim silent
WAIT=1 request 5 no-answer
json_is '.error.contacts[0].who' hospital
json_is '.error.contacts[-1].who' centre
ok "on the screen too" grep -q '0800-080-4583' "$err"
ok "this hospital first" grep -q '当直 0000' "$err"
stop_sim
by_idle dr-b
request 3 factor-refused
json_is '.error.contacts' null
cp "$work/good.xml" "$H/emi.xml"

about "facts of the hospital's own"
[ -f "$facts" ] || bad "facts.xml is not installed"
sed 's/0800-080-4583/0800-000-0000/' "$facts" >"$H/facts.xml"
expect 0 - doctor
json_is '.contacts[-1].where' 0800-000-0000
sed 's/date="2024-10-25"/& checked="'"$(TZ=Asia/Tokyo date +%F)"'"/' "$facts" \
  >"$H/facts.xml"
expect 0 - doctor
same "compared today" "$(item facts-age state)" ""
sed 's/date="2024-10-25"/& checked="2099-01-01"/' "$facts" >"$H/facts.xml"
expect 0 - doctor
same "compared tomorrow" "$(item facts-future state)" warn

about "facts that cannot be used"
# passed_over WHAT: doctor says so, and the number is there all the same.
passed_over () {
  topic="facts that cannot be used: $1"
  expect 0 - doctor
  same "told" "$(item facts-file state)" warn
  json_is '.contacts[-1].where' 0800-080-4583
}
cp "$facts" "$H/facts.xml"
expect 0 - check
expect 0 - doctor
same "a good one" "$(item facts-file state)" ""
printf 'x' >"$H/facts.xml"
passed_over "no XML"
head -c 3000 "$facts" >"$H/facts.xml"
passed_over "half of it"
: >"$H/facts.xml"
passed_over "nothing in it"
sed 's|<facts |<!DOCTYPE facts [<!ENTITY x SYSTEM "file:///etc/passwd">]>&|' \
  "$facts" >"$H/facts.xml"
passed_over "a DOCTYPE"
sed 's/2024-10-25/2024-02-31/' "$facts" >"$H/facts.xml"
passed_over "a day that does not exist"
expect 2 config-faults check
json_ok '.faults | length > 1 and all(.file | endswith("facts.xml"))'
head -c 2000000 /dev/zero | tr '\0' ' ' >"$H/facts.xml"
passed_over "2 MB"
cp "$facts" "$H/facts.xml"
chmod 666 "$H/facts.xml"
passed_over "others can write it"
rm "$H/facts.xml"
ln -s "$facts" "$H/facts.xml"
passed_over "a link"
rm "$H/facts.xml"
mkfifo "$H/facts.xml"
passed_over "a pipe"
rm "$H/facts.xml"
mkdir "$H/facts.xml"
passed_over "a folder"
rmdir "$H/facts.xml"
expect 0 - doctor
same "none is no fault" "$(item facts-file state)" ""

finish
