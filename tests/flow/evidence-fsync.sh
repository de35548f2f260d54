#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A disk that refuses to sync, at the Nth sync of a request or from there on:
# whatever fails, what emi says is what the ledger says, nothing is shown that
# is not recorded, and the evidence holds.
. "$(dirname "$0")/evidence-lib.sh"
need_strace

vein_hospital
start_sim

about "a request that is not disturbed"
with_vein dr-a
order dr-a
under -o "$work/calls" -e trace=fsync,fdatasync -- --json "${ORDER[@]}"
judge 0 -
whole
syncs=$(grep -c 'sync(' "$work/calls")
ok "it syncs at least 8 times" test "$syncs" -ge 8

# told STATE: what was printed is what the trace says of it.  A request that
# the ledger could not take is in no trace, and then nobody was asked.
told () {
  local id=$1 said=$2 code=$3 is
  is=$(state_of "$id")
  case $code in
    ledger-write-after | ledger-write) ;;
    *) same "$id ended in the trace as" "$is" "$said" ;;
  esac
  case $code in
    ledger-write-after)
      same "the state that was said" "$said" indeterminate
      # What could not be synced may have been written all the same; then it
      # is delivered by the command that finds it.
      case $is in
        indeterminate | completed) ;;
        *) bad "after $code it is '$is' in the trace" ;;
      esac ;;
    ledger-write)
      same "the state that was said" "$said" failed
      not "it was asked" grep -q "req_${id#r-}" "$SIM_LOG"
      # Not asked and yet written: closed as what nobody knows.
      case $is in
        '' | indeterminate) ;;
        *) bad "after $code it is '$is' in the trace" ;;
      esac ;;
  esac
}

# N+: the Nth and all after it fail; N: only that one.  What comes after the
# delivery's first file fails as that does.
codes=
n=0
for when in 1+ 2+ 3+ 4+ 5+ 6+ 8+ "$syncs+" 2 3 4 5; do
  n=$((n + 1))
  about "syncs that fail: $when"
  doctor=${doctors[$((n % 8))]}
  with_vein "$doctor"
  order "$doctor"
  under -o /dev/null -e trace=fsync,fdatasync \
    -e "inject=fsync,fdatasync:error=EIO:when=$when" -- --json "${ORDER[@]}"
  id=$(json .id) state=$(json .state) code=$(json '.error.code // "-"')
  shown=$(json '(.sections | length) + (.delivered | length)')
  codes="$codes $when:$code"
  judge "$status" "$code"
  case $code:$status in
    -:0 | ledger-write:1 | request-file:1 | delivery-failed:1 | \
      file-io:1 | unreached:1 | ledger-write-after:5) good ;;
    *) bad "it ended as $code with $status" ;;
  esac
  holds
  delivered >"$work/at-once"
  trace_all
  told "$id" "$state" "$code"
  if [ "$shown" -gt 0 ]; then
    same "what was shown is" "$(state_of "$id")" completed
  fi
  if grep -qxF "$id" "$work/at-once"; then
    same "what was delivered is" "$(state_of "$id")" completed
  fi
  whole
done
say "  $codes"
about "all of them together"
ok "some stopped it before the query" grep -q ':ledger-write ' <<<"$codes "
ok "some stopped the outcome" grep -q ':ledger-write-after ' <<<"$codes "
ok "some stopped the delivery" grep -q ':delivery-failed ' <<<"$codes "
finish
