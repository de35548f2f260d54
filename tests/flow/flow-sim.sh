#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# emi-sim: what it leaves in the folders in every scenario, for every kind of
# request and reader; scenario files and their faults; what it does with bad
# requests, several folders and the end.  Then emi against what is new in it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# --- without emi: files in, files out ---

H=$work/bare
answers init password.new=hajime-no-kanri-1
made "$EMI" --answers "$ANSWERS" init "$H"
req=$H/exchange/req res=$H/exchange/res face=$H/exchange/face
n=0

# ask KIND [SED]: a request of KIND for patient 1, changed by SED, into req/;
# its suffix in $S.
ask () {
  local kind=$1 change=${2:-} prefix
  n=$((n + 1))
  printf -v S '20261121%04d' "$n"
  case $kind in
    emergency) prefix=EMTESTa01 ;;
    eligibility) prefix=OQSsiquc01 ;;
    drugs) prefix=YZKsiquc01 ;;
    checkups) prefix=TKKsiquc01 ;;
  esac
  REQ=${prefix}req_$S RES=${prefix}res_$S
  "ask_$kind" | sed -e "$change" >"$req/.tmp"
  mv "$req/.tmp" "$req/$REQ.xml"
}
numbers='<InsurerNumber>01990019</InsurerNumber><InsuredCardSymbol>試験</InsuredCardSymbol><InsuredIdentificationNumber>1234567</InsuredIdentificationNumber><InsuredBranchNumber>01</InsuredBranchNumber><Birthdate>19530503</Birthdate>'
head='<?xml version="1.0" encoding="UTF-8"?>
<XmlMsg><MessageHeader><QualificationConfirmationDate>20261121</QualificationConfirmationDate><MedicalInstitutionCode>1319999999</MedicalInstitutionCode>'
ask_emergency () {
  echo "$head<ArbitraryFileIdentifier>ID-$S</ArbitraryFileIdentifier></MessageHeader>
<MessageBody><EmergencyViewInfo>$numbers<MedicalTreatmentFlag>4</MedicalTreatmentFlag><EmConsentClassification>3</EmConsentClassification><EmRequestPattern>1</EmRequestPattern><EmViewAuthority>1</EmViewAuthority><EmAuthFactor1>1</EmAuthFactor1><EmAuthMethod1>01</EmAuthMethod1><EmAuthFactor2>3</EmAuthFactor2><EmAuthMethod2>02</EmAuthMethod2></EmergencyViewInfo></MessageBody></XmlMsg>"
}
ask_eligibility () {
  echo "$head<ArbitraryFileIdentifier>ID-$S</ArbitraryFileIdentifier></MessageHeader>
<MessageBody><QualificationConfirmSearchInfo>$numbers<LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg></QualificationConfirmSearchInfo></MessageBody></XmlMsg>"
}
ordinary () {
  echo "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<XmlMsg><MessageHeader><MedicalInstitutionCode>1319999999</MedicalInstitutionCode><InsurerNumber>01990019</InsurerNumber><InsuranceCardSymbol>試験</InsuranceCardSymbol><InsuredPersonIdentificationNumber>1234567</InsuredPersonIdentificationNumber><BranchNumber>01</BranchNumber><ArbitraryFileIdentifier>ID-$S</ArbitraryFileIdentifier></MessageHeader>
<MessageBody>$1<PrDiInfClassification>1</PrDiInfClassification><MedicalTreatmentFlag>1</MedicalTreatmentFlag></MessageBody></XmlMsg>"
}
ask_drugs () { ordinary '<StartDate>202001</StartDate><EndDate>209912</EndDate><FileCategory>4</FileCategory>'; }
ask_checkups () { ordinary '<FileCategory>2</FileCategory>'; }

# play SCENARIO [OPTION...]: answers what lies in req/ and ends.
play () {
  local scenario=$1
  shift
  "$SIM" -c "$H/emi.xml" --lang en --scenario "$scenario" --once "$@" \
    >"$out" 2>"$err"
  status=$?
  last_command="emi-sim --scenario $scenario $*"
  same "exit status" "$status" 0
}
swipe () {
  "$SIM" -c "$H/emi.xml" --lang en --press "$@" >"$out" 2>"$err"
  status=$?
  last_command="emi-sim --press $*"
}
empty () { find "$req" "$res" "$face" -mindepth 1 -delete; }

# What came: names in $res or $face, in order, without dot names.
came () { (cd "$1" && find . -mindepth 1 ! -name '.*' ! -name '*/.*' -printf '%P\n' | sort | tr '\n' ' '); }
only () { same "in res/" "$(came "$res")" "${*:+$* }"; }
# Text of ELEMENT in the only XML of folder $1, whatever its encoding.
text () {
  local file
  file=$(find "$1" -name '*.xml' | head -n1)
  { iconv -f UTF-8 -t UTF-8 "$file" 2>/dev/null || iconv -f CP932 -t UTF-8 "$file"; } |
    tr -d '\r\n' | grep -o "<$2>[^<]*</$2>" | head -n1 | sed 's/<[^>]*>//g'
}
said () { same "$1" "$(text "$res" "$1")" "$2"; }
is_utf8 () { iconv -f UTF-8 -t UTF-8 "$1" >/dev/null 2>&1; }
good_answer () {
  only "$RES.xml"
  said SegmentOfResult 1
  said ArbitraryFileIdentifier "ID-$S"
  said Birthdate 19530503
}

seen_success () { good_answer; said NameKana 'ｼｹﾝ ﾀﾛｳ'; }
seen_refused () { only "$RES.xml"; said SegmentOfResult 9; said ErrorCode ZZZT9001E; }
seen_person-status-2 () { said SegmentOfResult 1; said ProcessingResultStatus 2; }
seen_notice () { good_answer; said ProcessingResultCode ZZZT0001I; }
seen_in-progress () { good_answer; }
seen_err () { only "$REQ.err"; ok "UTF-8" is_utf8 "$res/$REQ.err"; }
seen_err-cp932 () {
  only "$REQ.err"
  not "it is UTF-8" is_utf8 "$res/$REQ.err"
  ok "its letters" grep -q '髙﨑①' <(iconv -f CP932 -t UTF-8 "$res/$REQ.err")
}
seen_returned () { only "$REQ.xml"; }
seen_returned-err () { only "$REQ.err" "$REQ.xml"; }
seen_other-identifier () { only "$RES.xml"; said ArbitraryFileIdentifier E-OTHER-0001; }
seen_other-institution () { said MedicalInstitutionCode 1318888888; }
seen_unparsable () { only "$RES.xml"; not "it is whole" grep -q '</XmlMsg>' "$res/$RES.xml"; }
seen_empty () { same "its size" "$(stat -c %s "$res/$RES.xml")" 0; }
seen_half-written () { good_answer; }
seen_slow () { good_answer; }
seen_doctype () { ok "its type" grep -q '<!DOCTYPE' "$res/$RES.xml"; }
seen_too-big () { ok "its size" test "$(stat -c %s "$res/$RES.xml")" -gt 8388608; }
seen_huge () {
  good_answer
  ok "its size" test "$(stat -c %s "$res/$RES.xml")" -ge 2000000
  ok "it is whole" grep -q '</XmlMsg>' "$res/$RES.xml"
}
seen_link () { ok "a link" test -L "$res/$RES.xml"; }
seen_fifo () { ok "a pipe" test -p "$res/$RES.xml"; }
seen_encrypted () { only "$RES.zip"; same "its start" "$(head -c2 "$res/$RES.zip")" PK; }
seen_other-person () { said NameKana 'ｼｹﾝ ｼﾞﾛｳ'; }
seen_name-differs () { said NameKana 'ｶｸｳ ﾐﾎﾝ'; said Birthdate 19530503; }
seen_one-field-differs () { said Birthdate 19530504; said Sex1 1; }
seen_two-fields-differ () { said Birthdate 19530504; said Sex1 2; }
seen_silent () { only; same "in req/" "$(came "$req")" ''; }
seen_late () { good_answer; }
seen_cp932 () {
  good_answer
  not "it is UTF-8" is_utf8 "$res/$RES.xml"
  said EmInstitutionName '架空髙﨑①クリニック～分院－２'
}
seen_bom () { good_answer; same "its start" "$(head -c3 "$res/$RES.xml" | xxd -p)" efbbbf; }
seen_one-line () { good_answer; ok "two lines" test "$(wc -l <"$res/$RES.xml")" -le 2; }
seen_any-order () {
  good_answer
  ok "the body comes first" grep -q MessageBody <(sed -n 3p "$res/$RES.xml")
}
seen_unknown-elements () { good_answer; ok "strangers" grep -q NewInNextYear "$res/$RES.xml"; }
seen_pdf () {
  only "$RES.pdf"
  same "its start" "$(head -c5 "$res/$RES.pdf")" %PDF-
  ok "its end" grep -q '%%EOF' <(tail -c 64 "$res/$RES.pdf")
}
seen_twice () { good_answer; }
seen_vanishing () { only; }
seen_not-fetched () { only; same "in req/" "$(came "$req")" "$REQ.xml "; }

about "a card must have been read first"
ask emergency
play success
said ErrorCode ZZZT9003E

swipe face --person 1
empty
"$SIM" --list >"$work/list"
for name in $(sed -n '1,/^--press/s/^  \([a-z0-9-]*\) .*/\1/p' "$work/list"); do
  about "for a request: $name"
  empty
  ask emergency
  case $name in
    in-progress | late) play "$name" --delay 1 ;;
    vanishing)
      "$SIM" --show "$name" | sed 's/30s/300ms/' >"$work/$name.scenario"
      play "$work/$name.scenario" ;;
    *) play "$name" ;;
  esac
  if declare -F "seen_$name" >/dev/null; then "seen_$name"; else bad "not looked at"; fi
done


about "in-progress without --delay stays so"
empty
ask emergency
play in-progress
said SegmentOfResult 2
said ErrorCode ZZZT0002I

about "資格確認 by number"
empty
ask eligibility
play success
good_answer
said ReferenceClassification 2
said QualificationValidity 1
said LimitApplicationCertificateClassificationFlag B04
empty
ask eligibility 's/1234567/7777777/'
play success
said QualificationValidity 4
empty
ask eligibility 's/1234567/7890128/;s/19530503/19810115/'
play success
said QualificationValidity 2
said ReasonOfLoss 03

about "薬剤情報 and 特定健診情報 need a consent at the reader"
empty
ask drugs
play success
only "$RES.xml"
said ResultCode 9
swipe face --person 1 --consent drug,treatment
for kind in drugs:SinInfN:（試験用）心電図検査 checkups:ResultCode:9; do
  IFS=: read -r kind element wanted <<<"$kind"
  empty
  ask "$kind"
  play success
  said "$element" "$wanted"
done
swipe face --person 1 --consent given
empty
ask checkups
play cp932
said ResultCode 1
said KanasName 'ｼｹﾝ ﾀﾛｳ'
not "it is UTF-8" is_utf8 "$res/$RES.xml"
for category in 1 3; do
  empty
  ask drugs "s/<FileCategory>4/<FileCategory>$category/"
  play success
  only "$RES.pdf"
done
for kind in eligibility drugs checkups; do
  for scenario in returned err half-written any-order unknown-elements; do
    empty
    ask "$kind"
    play "$scenario"
    case $scenario in
      returned | err) "seen_$scenario" ;;
      *) only "$RES.xml"; ok "$kind $scenario is whole" grep -q '</XmlMsg>' "$res/$RES.xml" ;;
    esac
  done
done

# --- card readings ---

# pressed PERSON: exactly one whole reading of that day of birth in folder $1.
pressed () {
  same "status" "$status" 0
  same "files" "$(came "$1" | wc -w)" 1
  same "ReferenceClassification" "$(text "$1" ReferenceClassification)" 1
  same "Birthdate" "$(text "$1" Birthdate)" "$2"
}
flag () { text "$face" "${1}ConsFlg"; }
file () { find "$face" -mindepth 1 -name 'OQS*'; }

left_success () { pressed "$face" 19530503; same drug "$(flag PharmacistsInfo)" 0; }
left_half-written () { pressed "$face" 19530503; }
left_slow () { pressed "$face" 19530503; }
left_unparsable () { not "whole" grep -q '</XmlMsg>' "$(file)"; }
left_empty () { same "size" "$(stat -c %s "$(file)")" 0; }
left_cp932 () { pressed "$face" 19530503; not "UTF-8" is_utf8 "$(file)"
  same address "$(text "$face" Address)" '架空県架空市髙﨑町①－２～３'; }
left_bom () { same "start" "$(head -c3 "$(file)" | xxd -p)" efbbbf; }
left_one-line () { pressed "$face" 19530503; ok "lines" test "$(wc -l <"$(file)")" -le 2; }
left_any-order () { pressed "$face" 19530503; ok "order" grep -q MessageBody <(sed -n 3p "$(file)"); }
left_unknown-elements () { pressed "$face" 19530503; ok "strangers" grep -q NewInNextYear "$(file)"; }
left_doctype () { ok "type" grep -q '<!DOCTYPE' "$(file)"; }
left_too-big () { ok "size" test "$(stat -c %s "$(file)")" -gt 8388608; }
left_link () { ok "link" test -L "$(file)"; }
left_fifo () { ok "pipe" test -p "$(file)"; }
left_encrypted () { same "start" "$(head -c2 "$face"/OQS*)" PK; }
left_two-people () { same "people" "$(cat "$face"/OQS* | grep -o '<Birthdate>[0-9]*' | sort -u | wc -l)" 2; }
left_two-same () { same "files" "$(came "$face" | wc -w)" 2
  same "people" "$(cat "$face"/OQS* | grep -o '<Birthdate>[0-9]*' | sort -u | wc -l)" 1; }
left_twice () { pressed "$face" 19530503; }
left_other-person () { pressed "$face" 19680722; }
left_notice () { pressed "$face" 19530503; same code "$(text "$face" ProcessingResultCode)" ZZZT0001I; }
validity () { same validity "$(text "$face" QualificationValidity)" "$1"; }
left_validity-1 () { validity 1; }
left_validity-2 () { validity 2; }
left_validity-3 () { validity 3; same results "$(grep -c '<ResultOfQ' "$(file)")" 2; }
left_validity-4 () { validity 4; not "a person" grep -q '<Birthdate>' "$(file)"; }
left_validity-5 () { validity 5; not "a person" grep -q '<Birthdate>' "$(file)"; }
left_validity-6 () { validity 6; }
left_consent-given () { same drug "$(flag PharmacistsInfo)" 1; same operation "$(flag OperationInfo)" 1; }
left_segment-9 () { same segment "$(text "$face" SegmentOfResult)" 9; }
left_other-institution () { same institution "$(text "$face" MedicalInstitutionCode)" 1318888888; }

for name in $(sed -n '/^--press/,$s/^  \([a-z0-9-]*\) .*/\1/p' "$work/list"); do
  about "for a card reading: $name"
  empty
  swipe face --person 1 --scenario "$name"
  same "status" "$status" 0
  if declare -F "left_$name" >/dev/null; then "left_$name"; else bad "not looked at"; fi
done

about "from the terminal, with a generic reader, for each patient"
empty
swipe terminal --person 3
pressed "$face" 19790214
same kana "$(text "$face" NameKana)" 'ｼｹﾝ ﾀｶｺ'
for person in 1 2 3 4 5 6 7 8; do
  empty
  swipe generic --person "$person"
  same "status" "$status" 0
  same "name" "$(came "$res" | sed 's/[0-9]\{12\}/N/')" 'OQSsiquc01res_N.xml '
  said ReferenceClassification 1
  not "flags" grep -q PharmacistsInfoConsFlg "$res"/OQS*
done
said QualificationValidity 2

about "what was pressed, and readings that differ"
empty
swipe generic --person 1 --consent given
ok "flags" grep -q 'PharmacistsInfoConsFlg>1' "$res"/OQS*
empty
swipe face --person 1 --consent drug,checkup
same drug "$(flag PharmacistsInfo)" 1
same checkup "$(flag SpecificHealthCheckupsInfo)" 1
same treatment "$(flag DiagnosisInfo)" 0
empty
swipe face --person 1 --mismatch kana,birth
pressed "$face" 19530504
same kana "$(text "$face" NameKana)" 'ｶｸｳ ﾐﾎﾝ'
# The national side has the card as the file says it.
empty
ask emergency 's/19530503/19530504/'
play success
said SegmentOfResult 1
said Birthdate 19530503
empty
swipe face --person 1 --mismatch person
pressed "$face" 19680722

# --- scenario files ---

about "a scenario file: each request its own"
cat >"$work/night.scenario" <<'SCENARIO'
# a bad night
request emergency 2
  answer refused "ZZZT8001E" "（試験用）混み合っています。"
request
  return
  wait 300ms
  err cp932 "項目が不正です。髙﨑"   # at last
requests eligibility
  answer validity 3 one-line
reading
  read notice
  wait 300ms
  read notice bom
SCENARIO
stop_sim
start_sim "$work/night.scenario"
for wanted in ZZZT8001E ZZZT8001E; do
  empty
  ask emergency
  until_true 20 test -e "$res/$RES.xml"
  said ErrorCode "$wanted"
  said ErrorMessage （試験用）混み合っています。
done
empty
ask emergency
until_true 20 test -e "$res/$REQ.err"
only "$REQ.err" "$REQ.xml"
same "its text" "$(iconv -f CP932 -t UTF-8 "$res/$REQ.err" | tr -d '\r')" '項目が不正です。髙﨑'
for i in 1 2; do
  empty
  ask eligibility
  until_true 20 test -e "$res/$RES.xml"
  said QualificationValidity 3
done
empty
ask emergency
until_true 20 test -e "$res/$RES.xml"
good_answer
stop_sim
empty
swipe face --person 1 --scenario "$work/night.scenario"
same "files" "$(came "$face" | wc -w)" 2

about "faults of a scenario file, each with its line"
printf 'request\n  jump\n  answer link pipe\nrequests 3\n' >"$work/bad.scenario"
"$SIM" -c "$H/emi.xml" --lang en --scenario "$work/bad.scenario" >"$out" 2>"$err"
same "exit status" $? 2
same "lines" "$(sed -n "s|^$work/bad.scenario:\([0-9]*\): .*|\1|p" "$err" | tr '\n' ' ')" '2 3 4 '
same "nothing is watched" "$(cat "$out")" ''
for wrong in "--scenario no-such" "--scenario $work" "--once --press face --person 1" \
  "--person 1" "--press face" "--press nose --person 1" "--press face --person x" \
  "--consent none" "--press face --person 1 --consent all" "--stay x" "--delay -1" \
  "--press face --person 1 --mismatch nose" "--lang de" "--show no-such" "extra"; do
  # shellcheck disable=SC2086
  "$SIM" -c "$H/emi.xml" $wrong >"$out" 2>"$err"
  same "exit status of $wrong" $? 2
  ok "a sentence" test -s "$err"
done
swipe face --person 99
same "nobody" "$status" 2
for name in $(sed -n 's/^  \([a-z0-9-]*\) .*/\1/p' "$work/list" | sort -u); do
  "$SIM" --show "$name" | grep -v '^#' >"$work/shown.scenario"
  ok "--show $name can be played" grep -qE '^(requests|readings)$' "$work/shown.scenario"
done

# --- it stands what comes ---

about "bad requests come back with an .err that names what is wrong"
empty
start_sim success
ask eligibility 's/20261121<\/QualificationC/2026-11-21<\/QualificationC/'
until_true 20 test -e "$res/$REQ.err"
only "$REQ.err" "$REQ.xml"
ok "the element" grep -q QualificationConfirmationDate "$res/$REQ.err"
empty
ask drugs 's/<FileCategory>4/<FileCategory>7/'
until_true 20 test -e "$res/$REQ.err"
ok "the element" grep -q FileCategory "$res/$REQ.err"
empty
ask emergency 's/1319999999/13199/'
until_true 20 test -e "$res/$REQ.err"
ok "the element" grep -q MedicalInstitutionCode "$res/$REQ.err"
empty
echo '<XmlMsg><Mess' >"$req/EMTESTa01req_half.xml"
until_true 20 test -e "$res/EMTESTa01req_half.err"
ok "it is gone" test ! -e "$req/EMTESTa01req_half.xml"
ln -s /etc/passwd "$req/EMTESTa01req_link.xml"
mkfifo "$req/EMTESTa01req_pipe.xml"
mkdir "$req/EMTESTa01req_folder.xml"
truncate -s 9M "$req/EMTESTa01req_big.xml"
for name in link pipe folder big; do
  until_true 20 test -e "$res/EMTESTa01req_$name.err" || bad "no .err for the $name"
  ok "the $name stays" test -e "$req/EMTESTa01req_$name.xml" -o -L "$req/EMTESTa01req_$name.xml"
done
not "a stranger's file" grep -rq root: "$res"
empty
touch "$req/EMTESTa01req_x.txt" "$req/OQSsiimm01req_1.xml" "$req/EMTESTa01req_.xml" "$req/.hidden"
ask emergency
until_true 20 test -e "$res/$RES.xml"
only "$RES.xml"
same "left alone" "$(came "$req")" 'EMTESTa01req_.xml EMTESTa01req_x.txt OQSsiimm01req_1.xml '

about "requests that go away, folders that go away"
for i in $(seq 1 200); do
  ask emergency
  rm -f "$req/$REQ.xml"
done
mv "$res" "$res.away"
ask emergency
until_true 20 grep -q 'cannot be used' "$SIM_LOG"
mv "$res.away" "$res"
mv "$req" "$req.away"
until_true 20 grep -q "$req cannot be used" "$SIM_LOG"
mv "$req.away" "$req"
empty
ask emergency
until_true 20 test -e "$res/$RES.xml"
good_answer
ok "each told once" test "$(grep -c 'cannot be used' "$SIM_LOG")" -le 3

about "two thousand requests do not make it grow"
stop_sim
start_sim success --stay 0
resident () { awk '/^VmRSS/ { print $2 }' "/proc/$SIM_PID/status"; }
answered () { [ "$(find "$res" -name "EMTESTa01res_F$1x*.xml" | wc -l)" -eq "$2" ]; }
# flood NAME N: N requests, all there when it looks, so that each flood is as
# much at once as the others.
flood () {
  local i body
  body=$(ask_emergency)
  empty
  kill -STOP "$SIM_PID"
  for ((i = 0; i < $2; i++)); do echo "$body" >"$req/EMTESTa01req_F$1x$i.xml"; done
  kill -CONT "$SIM_PID"
  until_true 60 answered "$1" "$2" || bad "not all of $2 are answered"
}
flood a 400
before=$(resident)
for name in b c d e f; do flood "$name" 400; done
after=$(resident)
# The C library gives memory back or keeps it, 2 MB more or less.  2000 answers
# of 4 kB that are not given back would be four times that.
ok "it grew from $before to $after kB" test $((after - before)) -lt 3000

about "it ends when it is told to, cleanly"
for signal in TERM INT; do
  start_sim late --delay 100
  ask emergency
  until_true 20 test ! -e "$req/$REQ.xml"
  kill -"$signal" "$SIM_PID"
  wait "$SIM_PID"
  same "exit status after $signal" $? 0
  same "its last word" "$(tail -n1 "$SIM_LOG")" ending
  SIM_PID=
done

about "several folders, several hospitals, and never production"
mkdir -p "$work/two"
answers init2 password.new=hajime-no-kanri-1
made "$EMI" --answers "$ANSWERS" init "$work/south" --facility 1310000001
mkdir "$H/exchange2" "$H/exchange2/req" "$H/exchange2/res" "$H/prod"
cp "$H/emi.xml" "$work/emi.one"
sed -i -e 's|<profile file="profile.xml"/>|<profile file="profile.xml" connector="oqs"/>|' \
  -e 's|^  <connector name="oqs"|  <connector name="spare" plugin="oqs-folder" production="no">\n    <option name="req" value="exchange2/req"/>\n    <option name="res" value="exchange2/res"/>\n  </connector>\n  <connector name="real" plugin="oqs-folder" production="yes">\n    <option name="req" value="prod"/>\n    <option name="res" value="exchange/res"/>\n  </connector>\n&|' \
  "$H/emi.xml"
SIM_LOG=$work/sim.log
"$SIM" -c "$H/emi.xml" -c "$work/south/emi.xml" --lang en >"$SIM_LOG" 2>&1 &
SIM_PID=$!
started+=("$SIM_PID")
until_true 20 grep -q "watching $work/south" "$SIM_LOG"
same "folders" "$(grep -c '^watching' "$SIM_LOG")" 3
not "production" grep -q "watching $H/prod" "$SIM_LOG"
empty
ask emergency
cp "$req/$REQ.xml" "$H/exchange2/req/"
until_true 20 test -e "$H/exchange2/res/$RES.xml"
until_true 20 test -e "$res/$RES.xml"
good_answer
# Another hospital's card readings are its own.
empty
ask emergency 's/1319999999/1310000001/'
mv "$req/$REQ.xml" "$work/south/exchange/req/"
until_true 20 test -e "$work/south/exchange/res/$RES.xml"
same "south" "$(text "$work/south/exchange/res" ErrorCode)" ZZZT9003E
stop_sim
cp "$work/emi.one" "$H/emi.xml"
sed -i 's|production="no"|production="yes"|' "$H/emi.xml"
"$SIM" -c "$H/emi.xml" --lang en >"$out" 2>"$err"
same "exit status" $? 2
ok "why" grep -q production "$err"

# --- with emi ---

new_hospital
# row SCENARIO STATUS CODE STATE
row () {
  about "emi and $1"
  # shellcheck disable=SC2086
  start_sim $1
  request "$2" "$3"
  json_is .state "$4"
  no_request_file
}
for scenario in bom any-order unknown-elements slow notice; do
  row "$scenario" 0 - completed
done
WAIT=30 row huge 0 - completed
row err-cp932 1 answer-err failed
json_ok '.answer.text | contains("髙﨑①")'
row two-fields-differ 3 answer-other-person refused
about "every pattern, in the message that the profile declares"
start_sim success
for wanted in "2 drug prescription operation visit checkup" "3 drug prescription operation visit checkup" \
  "4 drug prescription" "5 drug prescription operation treatment" "6 checkup"; do
  read -r pattern kinds <<<"$wanted"
  request 0 - --pattern "$pattern"
  same "kinds of pattern $pattern" \
    "$(json '[.sections[] | select(.items > 0) | .kind] | join(" ")')" "$kinds"
done
EXTRA=(guard.unchecked=yes)
request 0 - --pattern 5 --form pdf
ok "the PDF is the simulator's" \
  grep -q '%%EOF' <(tail -c 64 "$H/outbox/$REQUEST/summary.pdf")
EXTRA=()
row encrypted 1 answer-unfit failed
WAIT=1 row empty 5 answer-unreadable indeterminate
WAIT=1 row pdf 5 answer-unreadable indeterminate

finish
