#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kill -9 at more than 20 points of a request, from before its intent to after
# delivery.  Each point is a system call, counted in a run that was not
# disturbed, so that the points are the same on every machine.  After each the
# evidence is looked at before any other command may put it in order.
. "$(dirname "$0")/evidence-lib.sh"
need_strace

# What changes anything on disk, and the locks.
calls=fsync,fdatasync,?renameat2,?rename,?unlink,unlinkat,mkdirat,flock
calls=$calls,pwrite64

vein_hospital
start_sim

about "a request that is not disturbed"
with_vein dr-a
order dr-a
under -o "$work/calls" -e "trace=$calls" -- "${ORDER[@]}"
judge_text 0 -
whole

# Lines CALL N, N counted for each call.  Of the many writes and locks a few
# are enough, of the syncs every second; the rest all.
sed 's/^[0-9]* *//' "$work/calls" | awk -F'(' '
  $1 ~ /^[a-z0-9]+$/ {
    n[$1]++
    if ($1 == "pwrite64" || $1 == "flock") {
      if (++few % 12 == 4)
        print $1, n[$1]
    }
    else if ($1 != "fsync" || n[$1] % 2)
      print $1, n[$1]
  }' >"$work/points"
ok "there are at least 20 points" test "$(wc -l <"$work/points")" -ge 20

n=0 nothing=0 unknown=0 finished_well=0
while read -r call nth <&3; do
  n=$((n + 1))
  about "killed at $call number $nth"
  before=$(wc -l <"$work/accesses")
  with_vein "${doctors[$((n % 8))]}"
  order "${doctors[$((n % 8))]}"
  under -o /dev/null -e "trace=$call" \
    -e "inject=$call:signal=SIGKILL:when=$nth" -- "${ORDER[@]}"
  cp "$out" "$work/killed"
  holds
  was_open=$gone
  ok "at most one request is open" test "$was_open" -le 1
  cp "$work/killed" "$out"
  whole
  after=$(wc -l <"$work/accesses")
  ok "at most one request began" test "$((after - before))" -le 1
  state=$(comm -13 "$work/accesses.before" "$work/accesses" | cut -d' ' -f2)
  case $state in
    '') nothing=$((nothing + 1)) ;;
    indeterminate) unknown=$((unknown + 1)) ;;
    completed) finished_well=$((finished_well + 1)) ;;
    *) bad "it ended as $state" ;;
  esac
  [ "$was_open" -eq 0 ] || same "an open one is closed as" "$state" \
    indeterminate
  if grep -q "$id_pattern" "$work/killed"; then
    same "what the doctor saw is" "$state" completed
  fi
done 3<"$work/points"

about "all points together"
say "   $n points: $nothing before the intent, $unknown unknown," \
  "$finished_well completed"
ok "some were killed before the intent" test "$nothing" -ge 3
ok "some between intent and outcome" test "$unknown" -ge 3
ok "some after the outcome" test "$finished_well" -ge 3
# Whose answer came after the death of its asker is noted, once.
whole
same "late answers" \
  "$(gojq -r '.accesses[] | select (.late) | .request' "$work/accesses.json" \
    | sort)" \
  "$(find "$H/exchange/res" -name '*res_*' -printf '%f\n' \
    | sed 's/.*res_\(.*\)\.xml/r-\1/' | sort \
    | comm -12 - <(sed -n 's/ indeterminate$//p' "$work/accesses"))"
finish
