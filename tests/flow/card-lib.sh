# SPDX-License-Identifier: Apache-2.0
# What the flows with IC cards share.  Sourced after lib.sh.

for card_tool in softhsm2-util pkcs11-tool openssl; do
  command -v "$card_tool" >/dev/null || skip "$card_tool is missing"
done

# The folders of the cards; the one that lies on the reader is `use_card`'s.
cards=$work/cards
mkdir "$cards"
# soft_card CARD COMMAND...: see tests/lib/soft-card.sh.
soft_card () { made "$flow_dir/../lib/soft-card.sh" "$cards/$1" "${@:2}"; }
use_card () { cp "$cards/$1/softhsm2.conf" "$cards/softhsm2.conf"; }

# with_card MODULE [VARIABLE...]: `smartcard` in the configuration, for MODULE
# and with these variables of ours in its environment, and terminals er-card-1
# and so on that offer it first: whoever was refused has to wait at one
# terminal, not at another.
card_terminals=40 at=0
with_card () {
  local inside terminals= n v
  inside="<option name=\"module\" value=\"$1\"/><option name=\"card-wait\" value=\"0\"/>"
  inside+="<allow path=\"$cards\" access=\"write\"/>"
  for v in "${@:2}"; do inside+="<env name=\"$v\" value=\"${!v}\"/>"; done
  for ((n = 1; n <= card_terminals; n++)); do
    terminals+="<terminal name=\"er-card-$n\" readers=\"er-face\" providers=\"smartcard password totp\"/>"
  done
  sed -i "s|<auth name=\"totp\" plugin=\"totp\"/>|&\n  <auth name=\"smartcard\" plugin=\"smartcard\">$inside</auth>|
    s|<!-- 訓練（emi request|$terminals\n  &|" "$H/emi.xml"
}

# card_enrol STATUS CODE ID [PIN]
card_enrol () {
  as admin "$3:smartcard.pin=${4:-$PIN}"
  expect "$1" "$2" enrol "$3" smartcard --by admin
}

# card_request STATUS CODE [OPTION...]: by $DR with $PIN and further $EXTRA
# answers, at a terminal where nobody was refused yet.
PIN= DR=
card_request () {
  local wanted=$1 code=$2
  shift 2
  at=$((at + 1))
  [ "$at" -le "$card_terminals" ] || bad "more terminals are needed"
  answers card "$DR:smartcard.pin=$PIN" ${EXTRA[@]+"${EXTRA[@]}"}
  expect "$wanted" "$code" --terminal "er-card-$at" request --as "$DR" \
    --reception "$R" "${WHY[@]}" --wait 10 "$@"
  REQUEST=$(json .id)
  not "the PIN is nowhere" grep -qF -- "$PIN" "$out" "$err"
}

# card_refused CODE: a rule stops it; nothing is asked of the terminal.
card_refused () {
  local before=$(sim_taken)
  card_request 3 "$1"
  json_is .state refused
  json_is '.ladder | length' 0
  no_request_file
  same "requests at the terminal" "$(sim_taken)" "$before"
}

# card_unusable CODE: it cannot be used, and with nobody to answer for another
# pair that is the end.
card_unusable () {
  local before=$(sim_taken)
  card_request 1 factor-unusable --factors smartcard
  json_is .state failed
  json_is '.ladder | map("\(.provider) \(.code)") | join(",")' "smartcard $1"
  no_request_file
  same "requests at the terminal" "$(sim_taken)" "$before"
}
