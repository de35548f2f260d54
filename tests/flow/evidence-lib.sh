# SPDX-License-Identifier: Apache-2.0
# What the evidence flows share beyond lib.sh: requests that are killed or
# starved by strace, a second biometric factor (so that nobody waits for the
# next one-time code), and what must hold after whatever happened.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_strace () {
  command -v strace >/dev/null || skip "strace is missing"
  strace -qq -o /dev/null true 2>/dev/null || skip "strace may not trace"
}

# A folder of plugins, $plugins, with the palm-vein provider that is made for
# tests.
plugins=$work/plugins
vein_plugins () {
  [ ! -d "$plugins" ] || return 0
  mkdir "$plugins"
  cp "${EMI_PREFIX:-/usr/local}"/lib/emi/plugins/*.so "$plugins/"
  ${CC:-cc} -shared -fPIC -O1 -o "$plugins/test-vein.so" \
    -I "$flow_dir/../../core/include" -I "$flow_dir/../plugins" \
    "$flow_dir/../plugins/test-vein.c" || exit 1
}

# new_hospital where every doctor is enrolled with it too: password and vein
# need no time to pass.
vein_hospital () {
  local id
  new_hospital
  vein_plugins
  sed -i -e "s|<!-- <plugins folder=.*|<plugins folder=\"$plugins\"/>|" \
    -e 's|<auth name="totp".*|&\n  <auth name="vein" plugin="test-vein"/>|' \
    -e 's|providers="password totp"|providers="password totp vein"|' \
    "$H/emi.xml"
  for id in "${doctors[@]}"; do
    answers vein admin:password.password=hajime-no-kanri-1 vein.palm=yes
    made emi enrol "$id" vein --by admin
  done
}

# with_vein ID: answers for ID's two factors, and the options for them.
with_vein () {
  as "$1" "$1:vein.palm=yes"
  FACTORS=(--factors password,vein)
}
FACTORS=()

# order ID [OPTION...]: the words of a request into $ORDER.
order () {
  ORDER=(request --as "$1" --reception "$R" "${WHY[@]}"
         ${FACTORS[@]+"${FACTORS[@]}"} --wait "${WAIT:-10}" "${@:2}")
}

# under STRACE-OPTION... -- ARGS...: emi under strace.  Leaves $status, $out,
# $err as run does.
under () {
  local options=()
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  last_command="strace ${options[*]} emi $*"
  { strace -f -qq "${options[@]}" "$EMI" -c "$H/emi.xml" \
      --answers "$ANSWERS" --lang en "$@" >"$out" 2>"$err" </dev/null; } \
    2>/dev/null
  status=$?
}

# asked N: the terminal has taken N requests.
asked () { [ "$(sim_taken)" -ge "$1" ]; }

# --- what was seen outside ---

id_pattern='r-[a-z2-7]\{26\}'
# Every request that anything outside the ledger speaks of: what was printed,
# what the EHR got, what lies in the shared folders, what the terminal took.
seen_outside () {
  {
    grep -o "$id_pattern" "$out"
    find "$H/outbox/" -mindepth 1 -maxdepth 1 -name 'r-*' -printf '%f\n'
    find "$H/exchange/req" "$H/exchange/res" -mindepth 1 ! -name '.*' \
      -printf '%f\n' | sed -n 's/.*re[qs]_\([a-z2-7]\{26\}\)\.xml.*/r-\1/p'
    sed -n 's/.*req_\([a-z2-7]\{26\}\)\.xml:.*/r-\1/p' "$SIM_LOG"
  } | sort -u
}

# As `expect 0 -`, without the search for private words in what it printed
# (evidence-privacy.sh looks there): these are made very often.
quickly () {
  run --json "$@"
  if [ "$status" -eq 0 ]; then good; else
    bad "exit status $status"
    evidence
  fi
}
# holds: a deep verify that alarms nobody; $gone is then how many open
# requests it saw without an owner.
holds () {
  local line
  ANSWERS=
  quickly verify --deep
  line=$(gojq -r '"\(.holds) \(.first_break) " + ([.warnings[]
    | select (test ("open request")) | split (" ")[0]] + ["0"])[0]' "$out")
  same "holds, first break" "${line% *}" "true null"
  gone=${line##* }
}
gone=0

# trace_all: all accesses to the patient, REQUEST STATE a line, into
# $work/accesses (the former into $work/accesses.before).
trace_all () {
  [ ! -f "$work/accesses" ] || mv "$work/accesses" "$work/accesses.before"
  as support
  quickly trace --as support --patient 00123
  json_is .chain.holds true
  gojq -r '.accesses[] | "\(.request) \(.state)"' "$out" | sort \
    >"$work/accesses"
  cp "$out" "$work/accesses.json"
}
state_of () { sed -n "s/^$1 //p" "$work/accesses"; }
delivered () {
  find "$H/outbox/" -mindepth 1 -maxdepth 1 -name 'r-*' -printf '%f\n' | sort
}

# whole: what must hold when no request is under way, after the command that
# closes: each request once and in one end state, nothing outside that is not
# in the trace, what was completed is delivered and nothing else is.
whole () {
  seen_outside >"$work/seen"
  trace_all
  cut -d' ' -f1 "$work/accesses" >"$work/traced"
  same "requests traced twice" "$(uniq -d "$work/traced")" ""
  same "requests in no end state" "$(grep -Ev \
    ' (completed|refused|failed|cancelled|indeterminate)$' \
    "$work/accesses")" ""
  same "seen outside and not in the trace" \
    "$(comm -23 "$work/seen" "$work/traced")" ""
  same "the EHR has exactly what was completed" "$(delivered)" \
    "$(sed -n 's/ completed$//p' "$work/accesses")"
  no_request_file
  same "lock files" "$(find "$H/run" -name '*.lock' -o -name '*.deliver')" ""
  holds
  same "open requests" "$gone" 0
}
