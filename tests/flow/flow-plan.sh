#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The preparation plan, from nothing declared to everything done: what emi sees
# and what the hospital says, ages, days to come, and dates that cannot be.
. "$(dirname "$0")/lib.sh"
new_hospital
cp "$H/emi.xml" "$work/bare.xml"

day () { TZ=Asia/Tokyo date -d "$1" +%F; }
row () { gojq -r --arg id "$1" ".plan[] | select(.id == \$id) | .$2" "$out"; }
item () { gojq -r --arg id "$1" ".items[] | select(.id == \$id) | .$2" "$out"; }
plan () { expect 0 - doctor --go-live "$(day '+200 days')"; }
# declare TEXT: as the only <plan> and what goes with it.
declare_plan () {
  { sed '/<\/emi>/d' "$work/bare.xml"; printf '%s\n</emi>\n' "$1"; } >"$H/emi.xml"
}

about "dates that cannot be"
for bad in 2027-02-30 2027-13-01 20270401 2027-4-1 tomorrow 令和9年4月1日 '' \
  "$(day yesterday)" 2020-01-01; do
  expect 2 bad-value doctor --go-live "$bad"
  json_ok 'has("ready") and has("items")'
done
expect 2 usage doctor --go-live
expect 2 usage doctor --go-live 2099-01-01 --go-live 2099-01-02
expect 0 - doctor --go-live "$(day today)"
expect 0 - doctor
json_ok 'has("plan") | not'

about "nothing declared"
plan
json_is .go_live "$(day '+200 days')"
json_ok '[.plan[].id] | length == (unique | length)'
for step in 0 1-1 1-2 2-1-1 2-1-2 2-1-3 2-2-1; do
  json_ok '[.plan[] | select(.step == "'$step'")] | length > 0'
done
json_ok '.plan | all(.owner != "" and .title != "" and .proof != "")'
json_ok '.plan | all((.state == "done") == (.next == ""))'
json_ok '.plan | all((.state == "open") == (.basis == null))'
same "the quote" "$(row 1-1 state)" open
ok "a rule of thumb" grep -q "rule of thumb" <<<"$(row 1-1 when)"
same "the permission is seen" "$(row 2-1-3.dr-a.permission basis)" found
same "the factors are seen" "$(row 2-1-3.dr-a.factors basis)" found
same "the devices are seen" "$(row 2-1-2.devices basis)" found
same "nobody said so" "$(row 2-1-3.dr-a.notice state)" open
same "without the permission" "$(row 2-1-3.dr-none.permission state)" ""
same "something is left" "$(item plan state)" warn
expect 0 - doctor --go-live "$(day '+30 days')"
ok "30 days are short" grep -q "30" <<<"$(row 1-1 reason)"

about "a request that completed is a trial"
same "not yet" "$(row 2-1-3.dr-b.tried state)" open
start_sim success
by dr-b
request 0 -
stop_sim
plan
same "seen" "$(row 2-1-3.dr-b.tried basis)" found
ok "with its day" grep -q "$(day today)" <<<"$(row 2-1-3.dr-b.tried reason)"
same "only for who asked" "$(row 2-1-3.dr-c.tried state)" open

about "everything declared"
doctors_of () {
  local id
  for id in "${doctors[@]}"; do
    printf '<doctor account="%s" notice="%s" tried="%s" procedure="%s"/>' \
      "$id" "$1" "$1" "$1"
  done
}
# whole DAY: everything was done on DAY.
whole () {
  local a apps= works= s
  for a in delivery face-library link face-reader; do
    apps+="<application name=\"$a\" version=\"1.0\" date=\"$1\" update=\"auto\"/>"
  done
  for s in flow rules doctors reception inquiry; do
    works+="<done step=\"$s\" date=\"$1\" roles=\"救急医 受付\"/>"
  done
  declare_plan "<hospital name=\"見本病院\"/><vendor for=\"ehr-vendor\"
    name=\"見本カルテ\"/><plan start=\"2099-04-01\"><introduced date=\"$1\"/>
    <quote date=\"$1\"/><order date=\"$1\" terminals=\"増設しない\"/>
    <software version=\"5.2\" date=\"$1\" way=\"remote\"/>
    $apps $(doctors_of "$1") $works</plan>"
}
whole "$(day today)"
ANSWERS=
expect 0 - check
plan
json_ok '.plan | all(.state == "done")'
same "all done" "$(item plan state)" ok
same "the four applications" "$(item applications state)" ""
same "declared" "$(row 2-2-1.flow basis)" declared
ok "its roles" grep -q '救急医 受付' <<<"$(row 2-2-1.flow reason)"
same "what is seen counts before what is said" \
  "$(row 2-1-3.dr-b.tried basis)" found

about "ages and days to come"
whole "$(day '30 days ago')"
plan
same "30 days" "$(row 2-1-2.link state)" done
whole "$(day '31 days ago')"
plan
same "31 days" "$(row 2-1-2.link state)" stale
same "told without a date too" "$(item application.link state)" warn
whole "$(day '+2 days')"
plan
same "still to come" "$(row 1-2 state)" open
same "and told" "$(item plan-future state)" warn

about "declarations that cannot be"
for bad in '<plan start="2027-02-30"/>' '<plan><order date="soon"/></plan>' \
  '<plan><order/></plan>' '<plan><party date="2027-01-01"/></plan>' \
  '<plan><application name="link" version="1" date="2027-01-01"/>
   <application name="link" version="1" date="2027-01-01"/></plan>' \
  '<plan><doctor account="../x"/></plan>' '<plan/><plan/>' \
  '<vendor for="ehr-vendor" name=""/>'; do
  declare_plan "$bad"
  expect 2 config-faults check
  json_ok '.faults | length == 1 and .[0].line > 100'
done
declare_plan '<plan><doctor account="nobody-here" notice="2026-01-01"/></plan>'
plan
same "an account that is not there" "$(row 2-1-3.nobody-here.permission state)" open
cp "$work/bare.xml" "$H/emi.xml"

about "on a screen"
run --lang ja doctor --go-live "$(day '+200 days')"
same "status" "$status" 0
for step in 0 1-1 1-2 2-1-1 2-1-2 2-1-3 2-2-1; do
  same "$step once" "$(grep -c "^$step " "$out")" 1
done
ok "how long" grep -q 'あと 200 日' "$out"
run --lang en doctor --go-live "$(day '+200 days')"
ok "in English" grep -q 'in 200 days' "$out"

about "sheets"
whole "$(day today)"
for sheet in quote doctors reception no-vendor; do
  expect 0 - doctor --sheet "$sheet"
  json_is .sheet.name "$sheet"
  json_is .sheet.format text
  json_ok 'has("items") | not'
  run doctor --sheet "$sheet" --format html
  same "status" "$status" 0
  ok "$sheet is a page" xmllint --html --noout "$out"
  ok "with its policy" grep -q "default-src 'none'" "$out"
  not "with nothing from elsewhere" grep -q '<\(script\|link\|img\)' "$out"
  run doctor --sheet "$sheet"
  ok "$sheet has the hospital's name" grep -q 見本病院 "$out"
done
run doctor --sheet quote
ok "the wanted start of emi.xml" grep -q '2099年4月1日' "$out"
ok "the vendor" grep -q '見本カルテ 御中' "$out"
ok "the wishes" grep -q '電子処方箋: 直近' "$out"
run doctor --sheet quote --go-live 2098-10-01
ok "the wanted start of the option" grep -q '2098年10月1日' "$out"
run doctor --sheet no-vendor
ok "the kind" grep -q 'オンライン資格確認の導入について' "$out"
ok "the subject" grep -q \
  '【救急時医療情報閲覧機能】電子カルテシステムが非対応である旨の相談' "$out"
run doctor --sheet reception
ok "this hospital's reader" grep -q 職員用ボタン "$out"
expect 2 bad-value doctor --sheet letter
expect 2 bad-value doctor --sheet quote --format pdf
expect 2 bad-value doctor --sheet quote --go-live 2020-01-01
expect 2 usage doctor --format html
expect 2 usage doctor --sheet
cp "$work/bare.xml" "$H/emi.xml"

about "without the ledger"
mv "$H/data" "$work/away"
expect 1 not-ready doctor --go-live 2099-01-01
same "not known" "$(row 2-1-3 state)" open
expect 0 - doctor --sheet doctors
mv "$work/away" "$H/data"

finish
