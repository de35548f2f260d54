#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A request that waits for its answer is left alone by every other command,
# however long it takes; one whose process is gone is closed by the next.
. "$(dirname "$0")/evidence-lib.sh"

vein_hospital
# waiting ID NAME [OPTION...]: a request in the background; $PID.
waiting () {
  local name=$2
  with_vein "$1"
  order "$1" "${@:3}"
  "$EMI" -c "$H/emi.xml" --answers "$ANSWERS" --lang en --json \
    "${ORDER[@]}" >"$work/$name" 2>"$work/$name.err" </dev/null &
  PID=$!
  started+=("$PID")
}
open_rows () {
  sqlite3 -readonly "$H/data/ledger.db" \
    "SELECT count(*) FROM state WHERE name GLOB 'open/*'"
}

about "two wait, other commands come and go"
start_sim silent
WAIT=60
waiting dr-a first
first=$PID
ok "the first was asked" until_true 10 asked 1
waiting dr-b second
second=$PID
ok "the second was asked" until_true 10 asked 2
same "open rows" "$(open_rows)" 2
for _ in 1 2; do
  trace_all
  same "states" "$(sed 's/.* //' "$work/accesses" | tr '\n' ' ')" "open open "
  as desk
  quickly reception list --as desk
  holds
  same "open requests without an owner" "$gone" 0
done
same "open rows" "$(open_rows)" 2
same "lock files" "$(find "$H/run" -name '*.lock' | wc -l)" 2
ok "the first still waits" kill -0 "$first"
ok "the second still waits" kill -0 "$second"

about "one of them is killed"
kill -9 "$first"
wait "$first" 2>/dev/null
holds
same "open requests without an owner" "$gone" 1
trace_all
same "states" "$(sed 's/.* //' "$work/accesses" | sort | tr '\n' ' ')" \
  "indeterminate open "
same "open rows" "$(open_rows)" 1
ok "the second still waits" kill -0 "$second"
holds
same "open requests without an owner" "$gone" 0

about "the other is stopped for a while and goes on"
# A process that sleeps in a debugger or on a dead share is not dead.
kill -STOP "$second"
trace_all
same "states" "$(sed 's/.* //' "$work/accesses" | sort | tr '\n' ' ')" \
  "indeterminate open "
kill -CONT "$second"
kill -INT "$second"
wait "$second"
status=$?
cp "$work/second" "$out"
cp "$work/second.err" "$err"
judge 5 interrupted
json_is .state indeterminate
whole
same "states" "$(sed 's/.* //' "$work/accesses" | sort | uniq -c \
  | tr -s ' ')" " 2 indeterminate"

about "killed while the terminal had not even fetched it"
start_sim not-fetched
waiting dr-e unfetched
request_lies () { find "$H/exchange/req" -name '*req_*' | grep .; }
ok "its file lies in req" until_true 10 request_lies
kill -9 "$PID"
wait "$PID" 2>/dev/null
ok "its file still lies in req" request_lies
holds
same "open requests without an owner" "$gone" 1
trace_all
not "the next command left the file there" request_lies
whole
same "states" "$(sed 's/.* //' "$work/accesses" | sort | uniq -c \
  | tr -s ' ')" " 3 indeterminate"

about "closing another's does not disturb whoever gets an answer"
start_sim late --delay 2
WAIT=30
waiting dr-c third
third=$PID
ok "it was asked" until_true 10 asked 1
waiting dr-d fourth
kill -9 "$PID"
wait "$PID" 2>/dev/null
trace_all
wait "$third"
status=$?
cp "$work/third" "$out"
cp "$work/third.err" "$err"
judge 0 -
json_is .state completed
whole
same "states" "$(sed 's/.* //' "$work/accesses" | grep -c completed)" 1
finish
