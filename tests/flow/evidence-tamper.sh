#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Whoever keeps the store alters it: every stored value in turn, rows put back,
# swapped, cut off and made up, other hospitals' rows and keys, the file
# itself.  Each is found, and where it matters no request is asked any more.
# A small hospital is made with its history kept at two moments; the
# alterations are evidence-tamper.py's.
. "$(dirname "$0")/evidence-lib.sh"

small_hospital () {
  H=$1 T=$2
  mkdir -p "$T"
  answers init password.new=hajime-no-kanri-1
  made "$EMI" --answers "$ANSWERS" init "$H"
  sed -i -e "s|<!-- <plugins folder=.*|<plugins folder=\"$plugins\"/>|" \
    -e 's|<auth name="totp".*|  <auth name="vein" plugin="test-vein"/>|' \
    -e 's|providers="password totp"|providers="password vein"|' \
    -e 's|<option name="face" value="exchange/face"/>|&<option name="settle" value="300"/>|' \
    "$H/emi.xml"
  make_account dr-a physician
}
may_view () {
  answers grant admin:password.password=hajime-no-kanri-1
  made emi account "$@" --by admin
}

about "two hospitals are made"
vein_plugins
small_hospital "$work/other/hospital" "$work/other/known"
small_hospital "$work/own/hospital" "$work/own/known"
make_account desk reception
make_account support support
may_view grant dr-a
answers vein admin:password.password=hajime-no-kanri-1 vein.palm=yes
made emi enrol dr-a vein --by admin
cp -a "$H" "$work/before-revocation"
may_view revoke dr-a
may_view grant dr-a
make_reception 1 --patient 00123
R=$(cat "$T/reception-1")
start_sim
with_vein dr-a
order dr-a
expect 0 - "${ORDER[@]}"
cp -a "$H" "$work/old"
trace_all
# Rows of every kind: one request left open, one whose answer may come late.
start_sim silent
with_vein dr-a
WAIT=1
order dr-a
expect 5 no-answer "${ORDER[@]}"
WAIT=60
with_vein dr-a
order dr-a
"$EMI" -c "$H/emi.xml" --answers "$ANSWERS" "${ORDER[@]}" >/dev/null 2>&1 &
pid=$!
ok "it was asked" until_true 10 asked 2
kill -9 "$pid"
wait "$pid" 2>/dev/null
stop_sim
holds
same "open requests without an owner" "$gone" 1
with_vein dr-a

about "the alterations"
if python3 "$flow_dir/evidence-tamper.py" "$EMI" "$work/own/hospital" \
  "$work/old" "$work/before-revocation" "$work/other/hospital" \
  "$work/tamper" "$ANSWERS" "$R"; then good; else
  bad "something was not found"
fi
finish
