#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One one-time code in several processes at the same moment: exactly one of
# them may use it.
. "$(dirname "$0")/evidence-lib.sh"

new_hospital
start_sim
asks=3

once () {
  as "$DR" "$DR:totp.code=$CODE"
  order "$DR"
  local i pids=()
  for ((i = 0; i < asks; i++)); do
    (
      until [ -e "$work/go" ]; do :; done
      "$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --lang en --json \
        "${ORDER[@]}" >"$work/race-$i" 2>"$work/race-$i.err" </dev/null
      echo $? >"$work/race-$i.status"
    ) &
    pids+=($!)
  done
  : >"$work/go"
  wait "${pids[@]}"
  rm "$work/go"
}

for round in 1 2 3 4 5; do
  DR=${doctors[$((round - 1))]}
  about "round $round, $DR"
  take_code "$DR"
  : >"$out"
  taken=$(sim_taken)
  once
  same "how they ended" "$(for ((i = 0; i < asks; i++)); do
    echo "$(cat "$work/race-$i.status") $(gojq -r \
      '"\(.state) \(.error.code // "-")"' "$work/race-$i")"
    done | sort | tr '\n' ',')" \
    "0 completed -,3 refused code-used,3 refused code-used,"
  same "requests at the terminal" "$(($(sim_taken) - taken))" 1
  for ((i = 0; i < asks; i++)); do
    ok "nothing private on stderr" silent_about_people "$work/race-$i.err" \
      stderr
  done
done
whole
same "states of all" "$(sed 's/.* //' "$work/accesses" | sort | uniq -c \
  | tr -s ' ' | tr '\n' ',')" " 5 completed, $((5 * (asks - 1))) refused,"
finish
