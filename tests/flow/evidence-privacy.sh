#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# After a whole story with everything that goes wrong in it: no name, number,
# birth date, free text, medical word or secret in any file of the hospital
# but the shared folders and the EHR's folder, in no message, in no log and in
# no file name, in whatever form.  Then the search itself is searched: what is
# planted with other tools is found.
. "$(dirname "$0")/evidence-lib.sh"
need_strace
command -v iconv >/dev/null || skip "iconv is missing"

vein_hospital
doctors=(dr-a dr-b dr-c dr-d dr-e dr-f)
mkdir "$work/tmp" "$work/home"
BEFORE=(env "TMPDIR=$work/tmp" "HOME=$work/home")
messages=$work/messages
: >"$messages"
run () {
  last_command="emi $*"
  emi "$@" >"$out" 2>"$err" </dev/null
  status=$?
  cat "$err" >>"$messages"
}
# What is printed for whoever looks after the machine may hold no patient.
no_people () { run "$@"; cat "$out" >>"$messages"; }
sims=$work/sims
: >"$sims"
scenario () {
  [ -z "$SIM_LOG" ] || cat "$SIM_LOG" >>"$sims"
  start_sim "$@"
}
words=$work/words
: >"$words"
word () { printf 'text\t%s\n' "$@" >>"$words"; }
used_code () { printf 'code\t%s\n' "$CODE" >>"$words"; }
# The words of lib.sh's requests, and our own.
chart=KX-4471902
WHY=(--consent difficult --hardship other:酸素投与中で発語なし
     --effort 呼びかけに応答なし --necessity stroke:右片麻痺あり)
ask () {
  request "$@"
  used_code
}

about "reception"
scenario
desk_answers
receive 0 - "press 1" --pressed-by family --arrival ambulance \
  --patient "$chart"
cat "$err" >>"$messages"
R=$RECEPTION
desk_answers mismatch
receive 3 photo-mismatch "press 3" --patient "$chart"
cat "$err" >>"$messages"
desk_answers match no
receive 3 person-differs "press 4" --patient "$chart"
cat "$err" >>"$messages"
as desk
run --json reception list --as desk
run --json reception show "$R" --as desk
run --json reception void "$(cat "$T/reception-2")" --reason 誤って受け付けた \
  --as desk
same "void" "$status" 0

about "requests of every kind"
ask 0 -
difficult=("${WHY[@]}")
WHY=(--consent given --given-by representative --necessity other:意識清明だが急変)
ask 0 -
WHY=("${difficult[@]}")
DR=dr-g
take_code dr-g
used_code
answers wrong "dr-g:password.password=chigau-aikotoba-7" "dr-g:totp.code=$CODE"
run --json request --as dr-g --reception "$R" "${WHY[@]}"
same "a wrong password" "$(json .error.code)" factor-refused
answers wrong "dr-h:password.password=$(password_of dr-h)" \
  dr-h:totp.code=918273
CODE=918273
used_code
run --json request --as dr-h --reception "$R" "${WHY[@]}"
same "a wrong code" "$(json .error.code)" factor-refused
WAIT=2
for s in refused err other-person unparsable one-field-differs name-differs \
  cp932; do
  scenario "$s"
  with_vein dr-d
  order dr-d
  run --json "${ORDER[@]}"
  ok "$s ends" test "$status" -lt 6
done
scenario late --delay 2
WAIT=1
ask 5 no-answer
late=$REQUEST
late_by=$DR
WAIT=10
until_true 10 test -e "$H/exchange/res/EMTESTa01res_${late#r-}.xml"

about "a delivery that fails, one that is cut off, one that is repeated"
scenario
mv "$H/outbox" "$H/outbox-away"
: >"$H/outbox"
ask 1 delivery-failed
rm "$H/outbox"
mv "$H/outbox-away" "$H/outbox"
with_vein dr-e
order dr-e
under -o /dev/null -e trace=mkdirat -e inject=mkdirat:signal=SIGKILL \
  -- "${ORDER[@]}"
cat "$err" >>"$messages"

about "collecting, tracing, looking after the machine"
with_vein "$late_by"
run --json request --as "$late_by" --collect "$late" "${FACTORS[@]}"
FACTORS=()
same "collected" "$status" 0
as support
for by in "--patient $chart" "--insured 01990019:試験:1234567" \
  "--kana シケンタロウ --birth 1953-05-03" "--request $late" \
  "--patient 知らない患者99"; do
  # shellcheck disable=SC2086
  run --json trace --as support $by
  ok "trace $by" test "$status" = 0 -o "$status" = 3
done
as privacy
run --json trace --as privacy --account dr-a
answers admin admin:password.password=hajime-no-kanri-1
run --json account list --review --by admin
run --json account revoke dr-f --by admin
ANSWERS=
no_people doctor
no_people --json doctor
no_people check
no_people verify --deep
no_people plugin list
no_people plugin describe totp
no_people request --as dr-a --necessity 不明
stop_sim
cat "$SIM_LOG" >>"$sims"
holds

about "the search"
word "試験　太郎" "試験 太郎" "試験太郎" "シケン タロウ" "シケンタロウ" \
  "シケン　タロウ" "ｼｹﾝ ﾀﾛｳ" "ｼｹﾝﾀﾛｳ" "しけん" "試験　次郎" "ｼｹﾝ ｼﾞﾛｳ" \
  "シケン ジロウ" "試験　髙子" "試験　高子" "ｼｹﾝ ﾀｶｺ" "シケン タカコ" "タロウ" \
  "試験　職員" 19530503 1953-05-03 1953/05/03 1953年 昭和28年 S28.05.03 \
  19680722 1968-07-22 19790214 1979-02-14 19911103 1991-11-03 \
  1234567 6789012 2345678 01990019 00990010 "01990019:試験:1234567" "$chart" \
  知らない患者99 意識清明だが急変 酸素投与中で発語なし 呼びかけに応答なし 右片麻痺あり 救急当直 \
  誤って受け付けた 試験用抗凝固 試験用降圧錠 架空循環器病院 架空内科クリニック \
  冠動脈形成術 699999902 hajime-no-kanri-1 hito-ni-kimerareta \
  jibun-de-kimeta chigau-aikotoba-7
printf 'file\t%s\n' 00123 >>"$words"
for id in "${doctors[@]}" dr-g dr-h dr-none; do
  word "$(cat "$T/seed-$id")"
  printf 'hexbytes\t%s\n' "$(base32 -d <"$T/seed-$id" 2>/dev/null \
    | od -An -v -tx1 | tr -d ' \n')"
done >>"$words"
search_for () {
  python3 "$flow_dir/evidence-privacy.py" "$words" "$@" \
    >"$work/found" 2>"$work/search.err"
}
search=("$H/emi.xml" "$H/profile.xml" "$H/data" "$H/seal" "$H/run"
        "$messages" "$sims" "$work/tmp" "$work/home")
# Whatever else lies in the hospital, by name.
while read -r path; do
  search+=("$path")
done < <(find "$H" -mindepth 1 -maxdepth 1 ! -name outbox ! -name exchange \
  ! -name keys ! -name data ! -name seal ! -name run ! -name emi.xml \
  ! -name profile.xml)
search_for "${search[@]}"
same "the search ends with" "$?" 0
same "found" "$(sed "s|$H/||" "$work/found")" ""
say "   $(cat "$work/search.err")"
ok "something was searched" test "$(cat "$H/data/ledger.db" "$messages" \
  "$sims" | wc -c)" -gt 100000
# Names in the folders that hold people's data, but for what the terminal
# chose: a name that speaks of nobody.
(cd "$H" && find outbox exchange/req exchange/res -mindepth 1) \
  >"$work/names"
grep -v '^file' "$words" >"$work/words.names"
words=$work/words.names search_for "$work/names"
same "found in names" "$(cat "$work/found")" ""

about "the search finds what is planted"
plant=$work/planted
mkdir "$plant"
printf 'text\t%s\n' "$chart" 呼びかけに応答なし "ｼｹﾝ ﾀﾛｳ" jibun-de-kimeta \
  >"$work/words.planted"
printf 'code\t271828\nhexbytes\t00ff10ee20dd30cc40bb\n' \
  >>"$work/words.planted"
# plant_as NAME: stdin, in the midst of other bytes.
plant_as () {
  { head -c 999 /dev/urandom; cat; head -c 999 /dev/urandom; } >"$plant/$1"
}
n=0
while IFS=$'\t' read -r kind text; do
  [ "$kind" = text ] || continue
  n=$((n + 1))
  for code in UTF-8 CP932 UTF-16LE UTF-16BE; do
    printf %s "$text" | iconv -f UTF-8 -t "$code" >"$work/form"
    plant_as "$n-$code" <"$work/form"
    od -An -v -tx1 "$work/form" | tr -d ' \n' | plant_as "$n-$code-hex"
    for before in '' a ab; do
      { printf %s "$before"; cat "$work/form"; echo; } | base64 -w 0 \
        | plant_as "$n-$code-base64-${#before}"
    done
  done
done <"$work/words.planted"
printf 'x271828y' | plant_as code
printf '00ff10ee20dd30cc40bb' | tr a-f A-F | plant_as hexbytes
# Not a code: digits of a longer number.
printf '52718281' >"$work/no-code"
words=$work/words.planted search_for "$plant" "$work/no-code"
same "the search ends with" "$?" 1
same "files in which it found something" \
  "$(cut -f1 "$work/found" | sort -u | wc -l)" "$((4 * 4 * 5 + 2))"
same "a longer number is no code" "$(grep -c no-code "$work/found")" 0
: >"$plant/$chart.txt"
words=$work/words.planted search_for "$plant/$chart.txt"
same "found in a name" "$(grep -c 'its name' "$work/found")" 1
finish
