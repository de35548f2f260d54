#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# R8 through the installed program, every cell: card against chart at the desk,
# answer against reception before anything is shown.  The answer is always that
# of patient 1; what differs is on the card, and the birth date in the answer.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
sed -i 's|<option name="folder" value="outbox"/>|&\n    <option name="charts" value="charts.xml"/>|' "$H/emi.xml"

press 1
template=$work/template.xml
cp "$(find "$H/exchange/face" -type f -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)" "$template"
card () { python3 "$flow_dir/card.py" "$template" "$H/exchange/face" "$@"; }

# The cells: bits kana 1, birth 2, sex 4, number 8, as words.
has () { [ $(($1 & $2)) -ne 0 ]; }
verdict () {
  case $1 in 0) echo same ;; 1) echo name ;; 2|4|8) echo one ;; *) echo other ;; esac
}

about "card against chart"
{
  echo '<?xml version="1.0" encoding="UTF-8"?><charts>'
  for cell in 0 1 2 3 4 5 6 7; do
    kana='シケン　タロウ' birth=1953-05-03 sex=1
    if has $cell 1; then kana='カクウ　タロウ'; fi
    if has $cell 2; then birth=1953-05-04; fi
    if has $cell 4; then sex=2; fi
    echo "<chart id=\"cell-$cell\" name=\"試験　太郎\" kana=\"$kana\" birth=\"$birth\" sex=\"$sex\"/>"
  done
  echo '<chart id="kana-only" name="架空　太郎" kana="カクウ　タロウ"/></charts>'
} >"$H/charts.xml"
start_sim success
notices () {
  as desk
  expect 0 - reception show "$RECEPTION" --as desk
  json_is '.notices | join(" ")' "$1"
}
for cell in 0 1 2 3 4 5 6 7; do
  about "card against chart, cell $cell"
  case $(verdict $cell) in
    same)
      desk_answers
      receive 0 - "press 1" --patient "cell-$cell"
      notices '' ;;
    name)
      desk_answers
      receive 0 - "press 1" --patient "cell-$cell"
      notices name-differs ;;
    one)
      desk_answers
      receive 2 prompt-unanswered "press 1" --patient "cell-$cell"
      desk_answers match yes guard.fields=sex
      receive 2 prompt-unanswered "press 1" --patient "cell-$cell"
      desk_answers match yes guard.reason=誤記
      receive 2 prompt-unanswered "press 1" --patient "cell-$cell"
      desk_answers match yes guard.fields=sex 'guard.reason=<script>../../x'
      receive 0 - "press 1" --patient "cell-$cell"
      notices chart-differs
      R=$RECEPTION
      request 0 -
      trace_of "$REQUEST"
      json_ok '.accesses[0].review_reasons | index("chart-differs") != null' ;;
    other)
      desk_answers match yes guard.fields=sex guard.reason=誤記
      receive 3 person-differs "press 1" --patient "cell-$cell" ;;
  esac
done
about "a chart that knows the kana alone: no changed surname, but asked"
desk_answers
receive 2 prompt-unanswered "press 1" --patient kana-only

# received CELL: a card that differs from patient 1 in kana, sex, number (its
# symbol: the others are what the national side looks for).
received () {
  local changes=()
  if has "$1" 1; then changes+=('NameKana=ｶｸｳ ﾀﾛｳ'); fi
  if has "$1" 4; then changes+=(Sex1=2); fi
  if has "$1" 8; then changes+=(InsuredCardSymbol=別); fi
  reading=(card ${changes[@]+"${changes[@]}"})
  desk_answers
  receive 0 - read_card
  R=$RECEPTION
}
read_card () { "${reading[@]}"; }
# answered STATUS CODE NOTICES
answered () {
  request "$1" "$2"
  json_is '.notices | join(" ")' "$3"
  if [ "$1" -eq 0 ]; then
    ok "delivered" test -d "$H/outbox/$REQUEST"
  else
    json_is .state refused
    not "nothing delivered" test -e "$H/outbox/$REQUEST"
    not "nothing of the answer on the screen" grep -q '試験用' "$out"
  fi
}
for card_cell in 0 1 4 5 8 9 12 13; do
  received $card_cell
  for birth in 0 2; do
    cell=$((card_cell | birth))
    about "answer against reception, cell $cell"
    if [ "$birth" = 2 ]; then start_sim one-field-differs; else start_sim success; fi
    EXTRA=()
    case $(verdict $cell) in
      same) answered 0 - '' ;;
      name) answered 0 - name-differs ;;
      one)
        answered 3 answer-other-person ''
        EXTRA=(guard.fields=birth)
        answered 3 answer-other-person ''
        EXTRA=(guard.fields=birth 'guard.reason=<script>alert(1)</script>')
        answered 0 - answer-differs
        not "no script on the page" grep -qF '<script' "$H/outbox/$REQUEST/summary.html"
        trace_of "$REQUEST"
        json_ok '.accesses[0].review_reasons | index("answer-differs") != null'
        json_is '.accesses[0].guard.reason' '<script>alert(1)</script>' ;;
      other)
        EXTRA=(guard.fields=birth guard.reason=誤記)
        answered 3 answer-other-person '' ;;
    esac
  done
done

EXTRA=()
verify_ok
finish
