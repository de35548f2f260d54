#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Registering what cannot be handed over, replacing it, taking it back and
# listing it: the person is there, what does not work is not registered, and a
# revocation works at once.
. "$(dirname "${BASH_SOURCE[0]}")/evidence-lib.sh"
new_hospital
vein_plugins
sed -i -e "s|<!-- <plugins folder=.*|<plugins folder=\"$plugins\"/>|" \
  -e 's|<auth name="totp".*|&\n  <auth name="vein" plugin="test-vein"/>|' \
  -e 's|providers="password totp"|providers="password totp vein"|' "$H/emi.xml"

# factor ID PROVIDER FILTER: of the rows that the last list has for it.
factor () {
  gojq -r --arg id "$1" --arg p "$2" "[.accounts[] | select(.id == \$id)
    | .factors[] | select(.provider == \$p)] | $3" "$out"
}
# is_factor ID PROVIDER FILTER VALUE
is_factor () { same "$1 $2 $3" "$(factor "$1" "$2" "$3")" "$4"; }

about "the person is there: it has to work once before it counts"
before=$(records)
as admin dr-a:vein.palm=yes
expect 0 - enrol dr-a vein --by admin
json_is .state active
json_is .proof verified
json_is .version 1
json_is .replaced null
same "one record" "$(($(records) - before))" 1
as admin dr-b:vein.palm=yes
run --lang en enrol dr-b vein --by admin
same "status" "$status" 0
ok "whose turn it is" grep -q "It is dr-b's own turn: vein" "$out"
ok "and once more" grep -q 'dr-b, once more please: that vein works' "$out"
ok "what came of it" grep -q 'registered; the person has used it once' "$err"

about "what does not work leaves nothing, and counts like any wrong factor"
as admin dr-c:vein.palm=no
expect 3 factor-refused enrol dr-c vein --by admin
expect 0 - enrol dr-c --list --by admin
is_factor dr-c vein length 0
as admin
expect 2 prompt-unanswered enrol dr-d vein --by admin
json_ok '.error.detail | contains("vein.palm")'
expect 0 - enrol dr-d --list --by admin
is_factor dr-d vein length 0

about "the list: state, since, until, by whom, version, methods, last use"
as dr-a dr-a:vein.palm=yes
start_sim success
expect 0 - request --as dr-a --reception "$R" "${WHY[@]}" --factors password,vein
as admin
before=$(records)
expect 0 - enrol dr-a --list --by admin
same "listing is on record" "$(($(records) - before))" 1
json_is '.accounts | length' 1
is_factor dr-a vein '.[0] | "\(.state) \(.usable) \(.version) \(.by) \(.methods) \(.until)"' \
  'active true 1 admin 2-04 null'
is_factor dr-a vein '.[0].last_used | type' string
is_factor dr-a totp '.[0].last_used | type' null
is_factor dr-a password '.[0].by' dr-a
expect 0 - enrol --list --by admin
json_ok '.accounts | length > 10'
run --lang en enrol dr-a --list --by admin
ok "in words" grep -qE '^  vein 2-04 active \(version 1\) from .* by admin, last used 20' "$out"
expect 3 account-unknown enrol nobody --list --by admin
as dr-a
expect 3 role-refused enrol dr-a --list --by dr-a
expect 3 role-refused enrol dr-b vein --revoke --by dr-a

about "a second time replaces, and tells what goes"
as admin dr-a:vein.palm=yes
expect 0 - enrol dr-a vein --by admin
json_is .version 2
json_is '.replaced | "\(.version) \(.state) \(.by) \(.last_used | type)"' '1 active admin string'
as admin dr-a:vein.palm=no
expect 3 factor-refused enrol dr-a vein --by admin
as admin
expect 0 - enrol dr-a --list --by admin
is_factor dr-a vein '.[0] | "\(.state) \(.version)"' 'active 2'
as admin dr-b:vein.palm=yes
run --lang en enrol dr-b vein --by admin
ok "in words" grep -q 'the one before (version 1, active, since .* does not count any more' "$err"
until_true 5 eval 'as dr-a dr-a:vein.palm=yes; run --json request --as dr-a --reception "$R" "${WHY[@]}" --factors password,vein; [ $status -eq 0 ]'
json_is .state completed

about "taken back: on the next request, in the list, on record"
as admin
before=$(records)
expect 0 - enrol dr-a vein --revoke --reason 退職のため --by admin
json_is .state revoked
json_is .version 3
json_is '.replaced | "\(.version) \(.state)"' '2 active'
same "one record" "$(($(records) - before))" 1
expect 2 enrol-state enrol dr-a vein --revoke --by admin
expect 2 enrol-state enrol dr-none vein --revoke --by admin
expect 3 not-for-oneself enrol admin password --revoke --by admin
expect 3 account-unknown enrol nobody vein --revoke --by admin
expect 0 - enrol dr-a --list --by admin
is_factor dr-a vein '.[0] | "\(.state) \(.usable) \(.version)"' 'revoked false 3'
DR=dr-a CODE=000000 chosen=yes EXTRA=(dr-a:vein.palm=yes)
refused factor-unknown --factors password,vein
as admin
run --lang en enrol dr-b vein --revoke --by admin
ok "in words" grep -q 'vein was revoked: dr-b' "$err"

about "registered again: the version goes on"
as admin dr-a:vein.palm=yes
expect 0 - enrol dr-a vein --by admin
json_is .version 4
json_is .replaced null
EXTRA=(dr-a:vein.palm=yes)
DR=dr-a CODE=000000 chosen=yes
request 0 - --factors password,vein

about "revoked while its request is under way: no query leaves"
EXTRA=()
# The palm was right; while the password is asked for, it is taken back.
answers revoke admin:password.password=hajime-no-kanri-1
revoke="$EMI -c $H/emi.xml --answers $ANSWERS --json enrol dr-a vein --revoke --by admin"
taken=$(sim_taken)
dialogue --json request --as dr-a --reception "$R" "${WHY[@]}" \
  --factors vein,password --wait 10 <<SCRIPT
expect test
send yes
expect Password:
run $revoke >$work/revoke.out 2>&1
send $(password_of dr-a)
SCRIPT
judge 3 factor-refused
json_is .state refused
same "requests at the terminal" "$(sim_taken)" "$taken"

about "the first 24 hours: marked for the privacy officer, then no more"
EXTRA=()
by dr-g
request 0 -
trace_of "$REQUEST"
json_is '.accesses[0].review_reasons | join(" ")' consent-difficult
as admin dr-g:vein.palm=yes
expect 0 - enrol dr-g vein --by admin
DR=dr-g CODE=000000 chosen=yes EXTRA=(dr-g:vein.palm=yes)
request 0 - --factors password,vein
trace_of "$REQUEST"
json_is '.accesses[0].review' true
json_is '.accesses[0].review_reasons | join(" ")' 'consent-difficult factor-new'
as support
run --lang ja trace --as support --request "$REQUEST"
ok "in words" grep -q '要確認.*登録から24時間以内の認証手段' "$out"
for format in csv html; do
  run --lang en trace --as support --request "$REQUEST" --format "$format"
  ok "in $format" grep -q 'a factor in its first 24 hours' "$out"
done
about "a use with consent given waits for the officer only for it"
as dr-g dr-g:vein.palm=yes
ANSWERS=
expect 0 - doctor
uses=$(json '.items[] | select(.id == "review") | .message' | grep -o '^[0-9]*')
as dr-g dr-g:vein.palm=yes
expect 0 - request --as dr-g --reception "$R" --consent given --necessity shock \
  --factors password,vein
ANSWERS=
expect 0 - doctor
same "one more" "$(json '.items[] | select(.id == "review") | .message' | grep -o '^[0-9]*')" $((uses + 1))
shift_clock 86460
as dr-g dr-g:vein.palm=yes
expect 3 reception-stale request --as dr-g --reception "$R" "${WHY[@]}" --factors password,vein
BEFORE=() clock_shift=0 EXTRA=()

about "a loan that comes back early"
until=$(date -u -d '+2 hours' +%FT%TZ)
as admin dr-e:vein.palm=yes
expect 0 - enrol dr-e vein --by admin
expect 0 - enrol dr-e vein --by admin --temporary --until "$until"
expect 0 - enrol dr-e --list --by admin
is_factor dr-e vein 'map("\(.version) \(.state)") | join(", ")' '2 active, 1 set-aside'
expect 0 - enrol dr-e vein --revoke --temporary --by admin
expect 0 - enrol dr-e --list --by admin
is_factor dr-e vein 'map("\(.version) \(.state) \(.usable)") | join(", ")' '3 revoked false, 1 active true'
expect 2 enrol-state enrol dr-e vein --revoke --temporary --by admin
expect 0 - enrol dr-e vein --revoke --by admin
expect 0 - enrol dr-e --list --by admin
is_factor dr-e vein 'map("\(.version) \(.state) \(.usable)") | join(", ")' '4 revoked false'

about "a loan that is forgotten ends by itself"
as admin dr-f:vein.palm=yes
expect 0 - enrol dr-f vein --by admin --temporary --until "$until"
stop_sim
shift_clock $((3 * 3600))
as admin
expect 0 - enrol dr-f --list --by admin
is_factor dr-f vein '.[0] | "\(.state) \(.usable)"' 'expired false'
BEFORE=() clock_shift=0

about "what does not go together"
as admin
expect 2 usage enrol dr-a vein --list --by admin
expect 2 usage enrol dr-a --by admin
expect 2 usage enrol --by admin
expect 2 usage enrol dr-a vein --revoke --list --by admin
expect 2 usage enrol dr-a vein --revoke
expect 2 usage enrol dr-a --list
expect 2 usage enrol dr-a password --revoke --as dr-a
expect 2 usage enrol dr-a vein --reason x --by admin
expect 2 usage enrol dr-a vein --revoke --confirm 1 --by admin
expect 2 usage enrol dr-a vein --revoke --until 2030-01-01 --by admin
expect 2 usage enrol dr-a --list --temporary --by admin
expect 2 usage enrol dr-a --list --reason x --by admin

about "it all holds"
verify_ok
finish
