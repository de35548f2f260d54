#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What can be asked for: patterns, messages and forms by the profile; the
# ordinary answers, PDF, who an answer is about, and wishes that cannot be had.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/answers.sh"

new_hospital
outbox () { find "$H/outbox" -mindepth 1 -maxdepth 1 ! -name '.*' | wc -l; }

about "pattern 5: treatment and drugs"
by_sample YZKsiquc01res_202611210010.xml >"$work/yzk.xml"
answer_next "$work/yzk.xml"
request 0 - --pattern 5
json_is .pattern 5
json_is '[.sections[] | select(.items > 0) | "\(.kind)=\(.items)"] | join(" ")' \
  "drug=2 prescription=2 dialysis=1"
ok "the request is an emergency one" grep -q EmRequestPattern\>5 "$work/asked"
f=$H/outbox/$REQUEST
ok "the arranged file" grep -q '（試験用）人工腎臓' "$f/summary.xml"
ok "usage" grep -q '１日２回　朝夕食後　一包化' "$f/summary.html"
ok "prescriber" grep -q '<prescriber>架空内科クリニック' "$f/summary.xml"
same "period of the drugs" "$(json '.sections[] | select(.kind=="drug").period.from' \
  | tr -d -)" "$(TZ=Asia/Tokyo date -d '-3 months' +%Y%m%d)"
trace_of "$REQUEST"
json_is '.accesses[0].kinds | join(" ")' \
  "drug prescription treatment dialysis operation"

about "pattern 4, claimed and dispensed and prescribed: told once"
{
  printf '%s' "$yzk_head"
  claim 架空薬局 9 "<DrugInfs>$(drug 試験用錠Ａ 699999901)</DrugInfs>"
  printf '<CzDiInf><CzDiMonthInf><CzMeTrDiHNm>架空薬局</CzMeTrDiHNm>'
  printf '<CzDiDateInfs><CzDiDateInf><CzDiDate>%s</CzDiDate><CzDrugInfs>' "$(day 9)"
  printf '<CzDrugInf><CzDrugC>699999901</CzDrugC><CzDrugN>試験用錠Ａ</CzDrugN></CzDrugInf>'
  printf '<CzDrugInf><CzDrugC>699999904</CzDrugC><CzDrugN>試験用錠Ｄ</CzDrugN></CzDrugInf>'
  printf '</CzDrugInfs></CzDiDateInf></CzDiDateInfs></CzDiMonthInf></CzDiInf>'
  printf '%s' "$yzk_tail"
} >"$work/once.xml"
answer_next "$work/once.xml"
request 0 - --pattern 4
json_is '[.sections[] | select(.items > 0) | "\(.kind)=\(.items)"] | join(" ")' \
  "drug=1 prescription=1"
ok "the drug that only the pharmacy tells" \
  grep -q 試験用錠Ｄ "$H/outbox/$REQUEST/summary.xml"

about "pattern 6: check-ups with their values"
by_sample TKKsiquc01res_202611210012.xml >"$work/tkk.xml"
answer_next "$work/tkk.xml"
request 0 - --pattern 6
json_is '.sections[] | select(.kind=="checkup").items' 2
ok "a value" grep -q '165.0 cm' "$H/outbox/$REQUEST/summary.html"
ok "a coded value" grep -q 'はい' "$H/outbox/$REQUEST/summary.xml"

about "pattern 1: of a check-up the date only"
start_sim
request 0 -
json_is .pattern 1
not "a value" grep -q ' cm' "$H/outbox/$REQUEST/summary.html"
stop_sim

about "another character code, elements in another order, one line"
{
  printf '%s' "$yzk_head" | sed 's/UTF-8/Shift_JIS/'
  printf '<MeTrMonthInf><DiDateInfs><DiDateInf><DrugInfs>'
  printf '%s' "$(drug 試験用錠① 699999901)"
  printf '</DrugInfs><DiDate>%s</DiDate></DiDateInf></DiDateInfs>' "$(day 5)"
  printf '<MeTrDiHNm>架空髙﨑医院</MeTrDiHNm></MeTrMonthInf>%s' "$yzk_tail"
} | tr -d '\n' | iconv -t CP932 >"$work/sjis.xml"
answer_next "$work/sjis.xml"
request 0 - --pattern 4
ok "both characters" grep -q 架空髙﨑医院 "$H/outbox/$REQUEST/summary.xml"

about "R8: about whom"
sed 's/19530503/19530504/' "$work/yzk.xml" >"$work/birth.xml"
before=$(outbox)
answer_next "$work/birth.xml"
request 3 answer-other-person --pattern 5
json_is .state refused
same "delivered" "$(outbox)" "$before"
EXTRA=(guard.fields=birth guard.reason=家族が確認)
answer_next "$work/birth.xml"
request 0 - --pattern 5
EXTRA=()
sed 's/ﾀﾛｳ/ｼﾞﾛｳ/' "$work/yzk.xml" >"$work/kana.xml"
answer_next "$work/kana.xml"
request 3 answer-other-person --pattern 5 # no number that could be equal
EXTRA=(guard.fields=kana guard.reason=改姓と聞いた)
answer_next "$work/kana.xml"
request 0 - --pattern 5
EXTRA=()
json_is '.notices[0]' answer-differs
sed 's|<AdmGendCode>1</AdmGendCode>||' "$work/yzk.xml" >"$work/nosex.xml"
answer_next "$work/nosex.xml"
request 3 answer-other-person --pattern 5

about "refusals, other identifiers, what is no answer"
sed 's|\(<ArbitraryFileIdentifier>\)[^<]*|\1@ID@|' \
  "${top_srcdir:-.}/tests/samples/YZKsiquc01res_202611210011.xml" >"$work/no.xml"
answer_next "$work/no.xml"
request 3 national-refused --pattern 5
json_is .answer.code 9
sed 's/@ID@/E-other/' "$work/yzk.xml" >"$work/foreign.xml"
answer_next "$work/foreign.xml"
WAIT=2 request 5 answer-foreign --pattern 5
answer_next "$work/tkk.xml"
WAIT=2 request 5 answer-unreadable --pattern 5
head -c 900 "$work/yzk.xml" >"$work/half.xml"
answer_next "$work/half.xml"
WAIT=2 request 5 answer-unreadable --pattern 5
{
  printf '<!DOCTYPE XmlMsg [<!ENTITY a "b">]>'
  sed 1d "$work/yzk.xml"
} >"$work/doctype.xml"
answer_next "$work/doctype.xml"
request 1 answer-unfit --pattern 5

about "PDF: only when asked for, and only by who compares"
printf '%%PDF-1.4\n%% synthetic <script>\n\377\376\n%%%%EOF\n' >"$work/form.pdf"
answer_next "$work/form.pdf" pdf
WAIT=2 request 5 answer-unreadable --pattern 4
before=$(outbox)
answer_next "$work/form.pdf" pdf
request 3 answer-unchecked --pattern 4 --form pdf
ok "the form is asked for" grep -q 'EmFileForm>1<' "$work/asked"
EXTRA=(guard.unchecked=no)
answer_next "$work/form.pdf" pdf
request 3 answer-unchecked --pattern 4 --form pdf
same "delivered" "$(outbox)" "$before"
EXTRA=(guard.unchecked=yes)
answer_next "$work/form.pdf" pdf
request 0 - --pattern 4 --form pdf
EXTRA=()
json_is '.notices[0]' answer-unchecked-person
json_is '.sections | length' 0
f=$H/outbox/$REQUEST
ok "byte for byte" cmp "$work/form.pdf" "$f/summary.pdf"
not "no page about what is not known" test -e "$f/summary.html"
same "forms" "$(gojq -c .forms "$f/manifest.json")" '["pdf"]'
answer_next "$work/yzk.xml"
request 0 - --pattern 4 --form pdf
json_is '.notices | length' 0

about "a late PDF, collected with the same question"
WAIT=1 request 5 no-answer --pattern 4 --form pdf
late=$REQUEST
printf '%%PDF-1.4\nlate\n%%%%EOF\n' \
  >"$H/exchange/res/EMTESTa01res_${late#r-}.pdf"
who=$DR
by "$who"
as "$who" "$who:totp.code=$CODE"
expect 3 answer-unchecked request --as "$who" --collect "$late"
by "$who"
as "$who" "$who:totp.code=$CODE" guard.unchecked=yes
expect 0 - request --as "$who" --collect "$late"
chosen=
ok "collected" grep -q late "$H/outbox/$late/summary.pdf"

about "the profile may say that an ordinary message asks"
cp "$H/profile.xml" "$work/profile.xml"
sed -i 's/number="5" request="emergency"/number="5" request="yzk"/' "$H/profile.xml"
answer_next "$work/yzk.xml" xml YZKsiquc01
request 0 - --pattern 5
for tag in 'FileCategory>4<' 'MedicalTreatmentFlag>4<' \
  'InsuredPersonIdentificationNumber>1234567<' \
  "EndDate>$(day 0 | cut -c1-6)<"; do
  ok "$tag" grep -q "$tag" "$work/asked"
done
same "operations reach back five years" \
  "$(sed -n 's|.*<StartDate>\(.*\)</.*|\1|p' "$work/asked")" \
  "$(TZ=Asia/Tokyo date -d '-60 months' +%Y%m)"
cp "$work/profile.xml" "$H/profile.xml"

about "wishes that cannot be had: emi check says the line, request asks nobody"
# check_fault LINE-PATTERN WORDS: a fault at the line that matches.
check_fault () {
  ANSWERS=
  expect 2 config-faults --lang en check
  json_is '.faults | length' 1
  same "line" "$(json '.faults[0].line')" "$(grep -n "$1" "$H/emi.xml" | cut -d: -f1)"
  ok "$2" grep -q "$2" "$out"
}
cp "$H/emi.xml" "$work/emi.xml"
wish () { sed "$1" "$work/emi.xml" >"$H/emi.xml"; }
wish 's|<ask pattern="1" form="xml"/>|<ask pattern="6" form="pdf"/>|'
ANSWERS=
expect 0 - check
sed -i -e 's/patterns="1 2 3 4 5 6"/patterns="1 2 3 4 5"/' \
  -e '/<pattern number="6"/,/<\/pattern>/d' "$H/profile.xml"
check_fault '<ask' 'the profile has no pattern 6'
n=$(records)
by_idle dr-a
request 2 pattern-unsupported
same "records" "$(records)" "$n"
cp "$work/profile.xml" "$H/profile.xml"
sed -i 's/number="6" \(.*\) forms="xml pdf"/number="6" \1 forms="xml"/' "$H/profile.xml"
check_fault '<ask' 'cannot be had as PDF'
by_idle dr-a
request 2 pattern-unsupported
cp "$work/profile.xml" "$H/profile.xml"
wish 's|kind="prescription" period="45d"|kind="prescription" period="101d"|'
check_fault '101d' 'longer than any pattern'
wish 's|kind="prescription" period="45d"|kind="prescription" period="100d"|'
expect 0 - check
wish 's|<ask pattern="1" form="xml"/>|&<ask pattern="1"/>|'
check_fault '<ask' 'written twice'
cp "$work/emi.xml" "$H/emi.xml"
by_idle dr-a
request 2 bad-value --form paper

no_request_file
verify_ok
finish
