# SPDX-License-Identifier: Apache-2.0
# What the flows share: the installed program, a prepared hospital to work on
# a copy of, answers files, one-time codes, a simulator, and checks that are
# counted.  A flow sources this file, makes its checks and ends with `finish`;
# whatever it started or wrote is gone when it ends.  All people are invented.
#
# EMI_PREFIX names the installation (default: this build's prefix).  Without
# one the flow is skipped (77).

umask 022
export LC_ALL=C.UTF-8 LANGUAGE=en
unset EMI_CONFIG
flow_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
flow_name=$(basename "$0" .sh)

say () { printf '%s\n' "$*"; }
skip () { say "SKIP $flow_name: $*"; exit 77; }

if [ -z "${EMI_PREFIX:-}" ] && [ -f "${top_builddir:-.}/Makefile" ]; then
  EMI_PREFIX=$(sed -n 's/^prefix = //p' "${top_builddir:-.}/Makefile")
fi
EMI=${EMI_PREFIX:-/usr/local}/bin/emi
SIM=${EMI_PREFIX:-/usr/local}/bin/emi-sim
[ -x "$EMI" ] && [ -x "$SIM" ] || skip "$EMI is not installed (make install)"
for flow_tool in gojq oathtool python3 sqlite3 flock sha256sum prlimit; do
  command -v "$flow_tool" >/dev/null || skip "$flow_tool is missing"
done

# --- the one place where things end ---

work=$(mktemp -d "${TMPDIR:-/tmp}/emi-flow.XXXXXX") || exit 1
started=()
checks=0 failures=0 finished=

# Ends the process PID that this flow started.
stop () {
  kill "$1" 2>/dev/null
  wait "$1" 2>/dev/null
  local p left=()
  for p in ${started[@]+"${started[@]}"}; do
    [ "$p" = "$1" ] || left+=("$p")
  done
  started=(${left[@]+"${left[@]}"})
}

cleanup () {
  local status=$? p
  for p in ${started[@]+"${started[@]}"}; do kill "$p" 2>/dev/null; done
  for p in ${started[@]+"${started[@]}"}; do wait "$p" 2>/dev/null; done
  if [ -n "${FLOW_KEEP:-}" ]; then say "kept: $work"; else rm -rf "$work"; fi
  if [ -z "$finished" ] && [ "$status" -ne 77 ]; then
    say "FAIL $flow_name did not get to its end (after $checks checks)"
    exit 1
  fi
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

finish () {
  finished=yes
  say "$flow_name: $checks checks, $failures failed, $SECONDS s"
  [ "$failures" -eq 0 ]
  exit
}

# --- checks ---

# Shown with every failure until the next `about`.
topic=
about () { topic=$*; say "-- $SECONDS s: $*"; }

good () { checks=$((checks + 1)); }
bad () {
  checks=$((checks + 1)) failures=$((failures + 1))
  say "FAIL $flow_name [$topic] $*"
}
# What the last command said, for whoever reads the log.
evidence () {
  say "   command: ${last_command:-}"
  [ ! -s "$out" ] || sed 's/^/   out: /' "$out" | head -n 60
  [ ! -s "$err" ] || sed 's/^/   err: /' "$err" | head -n 40
}

# ok WHAT COMMAND...: the command succeeds.
ok () {
  local what=$1
  shift
  if "$@" >"$work/ok.log" 2>&1; then good; else
    bad "$what"
    sed 's/^/   /' "$work/ok.log" | head -n 20
  fi
}
# not WHAT COMMAND...: the command fails.
not () {
  local what=$1
  shift
  if "$@" >"$work/ok.log" 2>&1; then bad "$what"; else good; fi
}
# same WHAT GOT WANTED
same () {
  if [ "$2" = "$3" ]; then good; else bad "$1: got '$2', not '$3'"; fi
}

# until_true SECONDS COMMAND...: polls; fails when the time is over.
until_true () {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}

# --- running emi ---

H=         # the hospital: its folder
T=         # what the test knows about it: seeds, steps, receptions
ANSWERS=   # answers file for the next commands, or empty
BEFORE=()  # put before emi: another clock, limits
out=$work/out err=$work/err
: >"$out" >"$err"
status=0
last_command=

# Patients' data and secrets: must never stand in a message.  In the forms in
# which files, screens and records have them.
private_words=(
  試験 太郎 次郎 髙子 高子 花子 架空 タロウ ｼｹﾝ ﾀﾛｳ シケン ｶｸｳ カクウ
  1234567 6789012 2345678 3456789 01990019 00990010
  19530503 1953-05-03 19680722 1968-07-22 19790214 19911103 1991-11-03
  右片麻痺 呼びかけに 00123
  jibun-de-kimeta hito-ni-kimerareta hajime-no-kanri otpauth)

# silent_about_people FILE WHAT
silent_about_people () {
  local found
  [ -s "$1" ] || return 0
  found=$(printf '%s\n' "${private_words[@]}" | grep -oFf - -- "$1") || return 0
  say "   ${found//$'\n'/ } in $2"
  return 1
}

# emi ARGS...: the program on $H as the flow stands.
emi () {
  local options=()
  [ -z "$H" ] || options+=(-c "$H/emi.xml")
  [ -z "$ANSWERS" ] || options+=(--answers "$ANSWERS")
  ${BEFORE[@]+"${BEFORE[@]}"} "$EMI" ${options[@]+"${options[@]}"} "$@"
}

# run ARGS...: leaves $status, $out, $err.
run () {
  last_command="emi $*"
  emi "$@" >"$out" 2>"$err" </dev/null
  status=$?
}

# judge STATUS CODE: the last --json run ended so and printed what it owes:
# one object, `error` exactly when it failed, and no patient on stderr.  CODE
# is - when it is to succeed.
judge () {
  local wanted=$1 code=$2 got before=$failures
  got=$(gojq -rs 'if length != 1 or (.[0] | type) != "object"
                then "no single object"
                elif .[0].error == null then "-"
                elif .[0].error | [.code, .message, .next]
                  | all(type == "string") then .[0].error.code
                else "an incomplete error" end' "$out" 2>&1)
  same "exit status" "$status" "$wanted"
  same "error.code" "$got" "$code"
  if [ "$code" != - ]; then
    ok "the message ends with its code" grep -qxF "  [$code]" "$err"
  fi
  ok "nothing private on stderr" silent_about_people "$err" stderr
  [ "$failures" -eq "$before" ] || evidence
}

# expect STATUS CODE ARGS...: runs with --json and judges.
expect () {
  local wanted=$1 code=$2
  shift 2
  run --json "$@"
  judge "$wanted" "$code"
}

# json FILTER: of the last object, as one word or line.
json () { gojq -r "$1" "$out"; }
# json_is FILTER VALUE
json_is () { same "$1" "$(gojq -r "$1" "$out" 2>&1)" "$2"; }
# json_ok FILTER: holds for the last object.
json_ok () {
  if gojq -e "$1" "$out" >/dev/null 2>&1; then good; else
    bad "does not hold: $1"
    evidence
  fi
}

# --- answers ---

# answers NAME LINE...: writes a file as emi wants it and uses it from now on.
answers () {
  ANSWERS=$work/answers-$1
  shift
  rm -f "$ANSWERS"
  (umask 077 && printf '%s\n' "$@" >"$ANSWERS")
}

password_of () {
  [ "$1" = admin ] && echo hajime-no-kanri-1 || echo "jibun-de-kimeta-$1"
}
# as ID [LINE...]: ID's own password, and what else is to be answered.
as () {
  local id=$1
  shift
  answers "$id" "$id:password.password=$(password_of "$id")" "$@"
}

# --- one-time codes ---
# A step is used once, so for each account the newest is kept; with a clock
# that is set forward (clock_shift, seconds) codes are of that time.

clock_shift=0
now () { echo $(($(date +%s) + clock_shift)); }

# The first unused step of ID, or nothing when there is none in the window.
free_step () {
  local t s last
  t=$(now) last=$(cat "$T/step-$1")
  s=$((t / 30))
  # A step early only while it stays one long enough to be typed.
  [ $((t % 30)) -ge 20 ] || s=$((s - 1))
  [ "$s" -gt "$last" ] || s=$((last + 1))
  [ "$s" -gt $((t / 30 + 1)) ] || echo "$s"
}
code_at () { oathtool --totp -b -N "@$(($2 * 30))" "$(cat "$T/seed-$1")"; }

# take_code ID: into $CODE; waits for a step where none is free.
take_code () {
  local step
  until step=$(free_step "$1") && [ -n "$step" ]; do sleep 0.2; done
  CODE=$(code_at "$1" "$step")
  echo "$step" >"$T/step-$1"
}

doctors=(dr-a dr-b dr-c dr-d dr-e dr-f dr-g dr-h dr-i dr-j dr-k dr-l)
turn=0
# take_doctor: the next with a free code into $DR, and that code into $CODE.
take_doctor () {
  local i id
  while :; do
    for ((i = 0; i < ${#doctors[@]}; i++)); do
      id=${doctors[$(((turn + i) % ${#doctors[@]}))]}
      [ -n "$(free_step "$id")" ] || continue
      turn=$((turn + i + 1))
      DR=$id
      take_code "$id"
      return
    done
    sleep 0.5
  done
}

# --- the simulator ---

SIM_PID= SIM_LOG=
# start_sim [SCENARIO [--delay S]]: replaces the one that runs.
start_sim () {
  stop_sim
  SIM_LOG=$work/sim.log
  : >"$SIM_LOG"
  "$SIM" -c "$H/emi.xml" --lang en --scenario "${1:-success}" "${@:2}" \
    >"$SIM_LOG" 2>&1 &
  SIM_PID=$!
  started+=("$SIM_PID")
  until_true 20 grep -q '^watching' "$SIM_LOG" \
    || { bad "emi-sim does not start"; cat "$SIM_LOG"; }
}
stop_sim () {
  [ -z "$SIM_PID" ] || stop "$SIM_PID"
  SIM_PID=
}
# How many requests ever came to the simulator that runs.
sim_taken () { grep -c 'req_.*:' "$SIM_LOG"; }

# press PERSON [SCENARIO]: a card is read.
press () {
  "$SIM" -c "$H/emi.xml" --lang en --press face --person "$1" \
    --scenario "${2:-success}" >"$work/press.log" 2>&1 \
    || { bad "emi-sim --press"; cat "$work/press.log"; }
}

# --- reception ---

RECEPTION=
# receive STATUS CODE PRESS [OPTION...]: one reception by desk at $READER (er-face
# unless set); PRESS is run when the reader watches its folder.  Without --json, whose steps would
# go to a terminal; the error's code is then the last line.
receive () {
  local wanted=$1 code=$2 what=$3 pid
  shift 3
  last_command="emi receive ${READER:-er-face} --as desk $*"
  : >"$out" # or the last one's steps would count
  emi --lang en receive "${READER:-er-face}" --as desk --wait "${WAIT:-10}" "$@" \
    >"$out" 2>"$err" </dev/null &
  pid=$!
  case " $* " in
    # It shows no steps, so it is not seen when it begins to watch.
    *" --refused "*)
      while kill -0 "$pid" 2>/dev/null; do $what; sleep 0.3; done ;;
    *)
      until_true 20 receive_watches "$pid"
      $what ;;
  esac
  wait "$pid"
  status=$?
  judge_text "$wanted" "$code"
  RECEPTION=$(sed -n 's/^Reception \([0-9-]*\) is done.*/\1/p' "$out")
}
receive_watches () { ! kill -0 "$1" 2>/dev/null || grep -q '□' "$out"; }

# judge_text STATUS CODE: as judge, for a run without --json.
judge_text () {
  local got before=$failures
  got=$(sed -n 's/^  \[\(.*\)\]$/\1/p' "$err")
  same "exit status" "$status" "$1"
  same "code" "${got:--}" "$2"
  ok "nothing private on stderr" silent_about_people "$err" stderr
  [ "$failures" -eq "$before" ] || evidence
}

desk_answers () {
  as desk "er-face.photo=${1:-match}" "er-face.person=${2:-yes}" "${@:3}"
}

# --- requests ---

WHY=(--consent difficult --hardship unconscious
     --effort 呼びかけに応答なし --necessity stroke:右片麻痺)
REQUEST=
# request STATUS CODE [OPTION...]: by the next doctor with a code (or by $DR
# with $CODE when `by` was called), for reception $R, with $EXTRA answers.
R= EXTRA=() chosen=
by () { DR=$1; take_code "$1"; chosen=yes; }
# by_idle ID: with no right code, for what ends before one is looked at.
by_idle () { DR=$1 CODE=000000 chosen=yes; }
request () {
  local wanted=$1 code=$2
  shift 2
  [ -n "$chosen" ] || take_doctor
  chosen=
  as "$DR" "$DR:totp.code=$CODE" ${EXTRA[@]+"${EXTRA[@]}"}
  expect "$wanted" "$code" request --as "$DR" --reception "$R" "${WHY[@]}" \
    --wait "${WAIT:-10}" "$@"
  REQUEST=$(json .id)
}

# Whoever may enter req/ finds requests and dot names; after a command there
# is to be no request.
no_request_file () {
  local found
  found=$(find "$H/exchange/req" -mindepth 1 ! -name '.*')
  if [ -z "$found" ]; then good; else bad "left in req/: $found"; fi
}

# trace_of REQUEST: its access, by the support desk, into $out.
trace_of () {
  as support
  expect 0 - trace --as support --request "$1"
}
# trace_is REQUEST STATE CODE
trace_is () {
  trace_of "$1"
  json_is '.accesses | length' 1
  json_is '.accesses[0].state' "$2"
  json_is '.accesses[0].code' "$3"
}

# in_trace REQUEST ACCOUNT STATE CODE: to be found by check_traces, which asks
# for each account once.
to_find=()
in_trace () { to_find+=("$*"); }
check_traces () {
  local id item request account state code
  as privacy
  for id in $(printf '%s\n' "${to_find[@]}" | cut -d' ' -f2 | sort -u); do
    expect 0 - trace --as privacy --account "$id"
    for item in "${to_find[@]}"; do
      read -r request account state code <<<"$item"
      [ "$account" = "$id" ] || continue
      same "trace of $item" "$(gojq -r --arg r "$request" \
        '[.accesses[] | select(.request == $r) | .state, .code] | join(" ")' \
        "$out")" "$state $code"
    done
  done
  to_find=()
}

records () { "$EMI" -c "$H/emi.xml" --json verify | gojq .records; }
verify_ok () {
  ANSWERS=
  expect 0 - verify --deep
  json_is .holds true
}

# refused CODE [OPTION...]: a request that a rule stops.  Exactly one record,
# no query stage, and no request ever came to the terminal.
refused () {
  local code=$1 before taken
  shift
  [ -n "$chosen" ] || by_idle dr-b
  before=$(records)
  taken=$(sim_taken)
  request 3 "$code" "$@"
  json_is .state refused
  json_ok '.id | type == "string"'
  same "records written" "$(($(records) - before))" 1
  no_request_file
  same "requests at the terminal" "$(sim_taken)" "$taken"
}

# --- the prepared hospital ---

# A clock that runs as far ahead as EMI_FLOW_SHIFT says, for what only time
# brings about.
shift_clock () {
  clock_shift=$1
  BEFORE=(env "LD_PRELOAD=$T/shift-clock.so" "EMI_FLOW_SHIFT=$1")
}

# Stops the clock, for what lasts a second; it goes on with BEFORE=().
stop_clock () {
  BEFORE=(env "LD_PRELOAD=$T/shift-clock.so" "EMI_FLOW_AT=$(date +%s)")
}

# made COMMAND...: a step of the preparation.
made () {
  "$@" >"$out" 2>"$err" </dev/null && return
  say "FAIL the hospital cannot be prepared: $*"
  sed 's/^/   /' "$out" "$err"
  exit 1
}

make_account () {
  local id=$1 role=$2
  answers make password.new="hito-ni-kimerareta-$id" \
    admin:password.password=hajime-no-kanri-1
  made emi account add "$id" --name "試験　職員" --role "$role" --by admin
  made emi enrol "$id" password --by admin
  answers make password.password="hito-ni-kimerareta-$id" \
    password.new="jibun-de-kimeta-$id"
  made emi enrol "$id" password --as "$id"
}

make_codes () {
  local id=$1 step
  answers make admin:password.password=hajime-no-kanri-1
  made emi --json enrol "$id" totp --by admin
  json .otpauth | sed -n 's/.*[?&]secret=\([A-Z2-7]*\).*/\1/p' >"$T/seed-$id"
  # The oldest step that is taken, so that the others are left.
  step=$(($(now) / 30))
  [ $(($(now) % 30)) -ge 20 ] || step=$((step - 1))
  made emi enrol "$id" totp --by admin --confirm "$(code_at "$id" "$step")"
  echo "$step" >"$T/step-$id"
}

make_reception () {
  local person=$1 pid
  shift
  desk_answers
  : >"$out"
  emi --lang en receive er-face --as desk --wait 20 "$@" >"$out" 2>"$err" &
  pid=$!
  until_true 20 receive_watches "$pid"
  press "$person"
  made wait "$pid"
  as desk
  made emi --json reception list --fresh --as desk
  json '.receptions[-1].id' >"$T/reception-$person"
}

# Everything that the flows want to find, once a build: it takes seconds.
make_hospital () {
  local id
  H=$1/hospital T=$1/known
  mkdir -p "$T"
  ${CC:-cc} -D_GNU_SOURCE -shared -fPIC -O1 -o "$T/shift-clock.so" "$flow_dir/shift-clock.c" \
    -ldl || exit 1
  # Two days ago: what was just registered is marked in each request.
  shift_clock -172800
  answers init password.new=hajime-no-kanri-1
  made "${BEFORE[@]}" "$EMI" --answers "$ANSWERS" init "$H"
  # Shorter than a person would like; flows about two files set their own.
  sed -i 's|<option name="face" value="exchange/face"/>|&\n    <option name="settle" value="300"/>|
    /plugin="generic"/,/<\/reader>/s|<option name="res" value="exchange/res"/>|&\n    <option name="settle" value="300"/>|' \
    "$H/emi.xml"
  for id in "${doctors[@]}" dr-none; do make_account "$id" physician; done
  make_account desk reception
  make_account nurse nurse
  make_account support support
  make_account privacy privacy
  make_account admin2 admin
  for id in "${doctors[@]}"; do
    answers make admin:password.password=hajime-no-kanri-1
    made emi account grant "$id" --reason 救急当直 --by admin
  done
  for id in "${doctors[@]}" dr-none; do make_codes "$id"; done
  BEFORE=() clock_shift=0
  make_reception 1 --patient 00123 --pressed-by family --arrival ambulance
  make_reception 2
  make_reception 3
  make_reception 4
  ANSWERS=
}

# Prepares it unless this build's lies there already, fresh enough for its
# receptions.
hospital_cache () {
  local cache key
  cache=${top_builddir:-$work}/tests/flow/hospital.dir
  mkdir -p "$cache"
  key=$(cat "$EMI" "$SIM" "${EMI_PREFIX:-/usr/local}"/lib/emi/plugins/* \
    "$flow_dir/lib.sh" "$flow_dir/shift-clock.c" | sha256sum | cut -c1-16)
  exec 9>"$cache/lock"
  flock 9
  cache=$cache/$key
  if [ -z "$(find "$cache/done" -mmin -480 2>/dev/null)" ]; then
    rm -rf "$cache"
    mkdir -p "$cache"
    make_hospital "$cache" 9>&-
    : >"$cache/done"
  fi
  flock -u 9
  exec 9>&-
  prepared=$cache
}

hospitals=0
# new_hospital: a copy of the prepared one into $H, with $T beside it and $R
# its first patient's reception.
prepared=
new_hospital () {
  local own
  stop_sim
  [ -n "$prepared" ] || hospital_cache
  hospitals=$((hospitals + 1))
  own=$work/h$hospitals
  mkdir "$own"
  cp -a "$prepared/hospital" "$prepared/known" "$own/"
  H=$own/hospital T=$own/known
  R=$(cat "$T/reception-1")
  ANSWERS= EXTRA=() BEFORE=() clock_shift=0
}

# --- a person at a terminal ---

# dialogue ARGS...: emi ARGS with a terminal, following the script on standard
# input (dialogue.py); $shown is what the terminal showed.  What goes to $out
# and $err otherwise goes there too when $to is "-".
shown=$work/shown to=
dialogue () {
  last_command="emi $*"
  ${BEFORE[@]+"${BEFORE[@]}"} python3 "$flow_dir/dialogue.py" "$shown" \
    "${to:-$out}" "${to:-$err}" "$EMI" -c "$H/emi.xml" --lang en "$@" \
    2>"$work/dialogue.log"
  status=$?
  [ "$status" -ne 125 ] || { bad "the dialogue broke off"; cat "$work/dialogue.log"; }
}
