#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 64 requests at once, each a process of its own, with a verifier beside them
# that looks at everything again and again: all complete, no alarm is given,
# and the ledger has each exactly once.
. "$(dirname "$0")/evidence-lib.sh"

vein_hospital
start_sim
count=64
before=$(records)

ask () {
  local id=${doctors[$(($1 % 8))]}
  FACTORS=(--factors password,vein)
  order "$id"
  ANSWERS=$work/answers-many-$id
  emi --lang en --json "${ORDER[@]}" >"$work/many-$1" 2>"$work/many-$1.err"
  echo $? >"$work/many-$1.status"
}
watch_over () {
  ANSWERS=
  while [ ! -e "$work/all-done" ]; do
    emi --json verify --deep >"$work/beside" 2>/dev/null
    echo "$? $(gojq -c '[.holds, .first_break]' "$work/beside")" \
      >>"$work/verified"
  done
}

about "$count at once"
WAIT=60
for id in "${doctors[@]}"; do
  with_vein "$id"
  cp "$ANSWERS" "$work/answers-many-$id"
  chmod 600 "$work/answers-many-$id"
done
began=$SECONDS
watch_over &
watcher=$!
started+=("$watcher")
pids=()
for ((i = 0; i < count; i++)); do
  ask "$i" &
  pids+=($!)
done
wait "${pids[@]}"
took=$((SECONDS - began))
: >"$work/all-done"
wait "$watcher"
say "   $took s, verified $(wc -l <"$work/verified") times beside"

same "how they ended" "$(cat "$work"/many-*.status | sort | uniq -c \
  | tr -s ' ')" " $count 0"
if grep -qv '^0' "$work"/many-*.status; then
  head -n 3 "$work"/many-*.err | head -n 60
fi
same "their states" "$(for ((i = 0; i < count; i++)); do
  gojq -r .state "$work/many-$i"; done | sort | uniq -c | tr -s ' ')" \
  " $count completed"
same "different requests" "$(for ((i = 0; i < count; i++)); do
  gojq -r .id "$work/many-$i"; done | sort -u | wc -l)" "$count"
ok "there was a verifier beside" test "$(wc -l <"$work/verified")" -ge 3
same "what it found" "$(sort "$work/verified" | uniq -c | sed 's/^ *[0-9]* //')" \
  "0 [true,null]"
ok "it took less than 40 s" test "$took" -lt 40

about "what the ledger has"
: >"$out"
whole
same "accesses" "$(sed 's/.* //' "$work/accesses" | sort | uniq -c \
  | tr -s ' ')" " $count completed"
# Two commits each and the trace; every number is there once.
same "records" "$(sqlite3 -readonly "$H/data/ledger.db" \
  'SELECT count(*), min(seq), max(seq) - count(*) FROM record')" \
  "$((before + 2 * count + 1))|0|-1"
same "requests at the terminal" "$(sim_taken)" "$count"
finish
