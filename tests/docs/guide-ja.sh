#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# docs/guide.ja.md shows real commands and what they really say: its console
# blocks are run in a new hospital, and each line shown must be among what came,
# apart from ids, numbers and days.  A block may show a part of the output; it
# says so when a command ends with another status than 0.
set -u
export LC_ALL=C.UTF-8 LANGUAGE=ja
unset EMI_CONFIG
top=${top_srcdir:-$(dirname "$0")/../..}
guide=$top/docs/guide.ja.md
if [ -z "${EMI_PREFIX:-}" ] && [ -f "${top_builddir:-.}/Makefile" ]; then
  EMI_PREFIX=$(sed -n 's/^prefix = //p' "${top_builddir:-.}/Makefile")
fi
bin=${EMI_PREFIX:-/usr/local}/bin
[ -x "$bin/emi" ] || { echo "emi is not installed (make install)"; exit 77; }
for tool in jq oathtool; do
  command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 77; }
done

work=$(mktemp -d) || exit 99
sim=
cleanup () {
  [ -z "$sim" ] || { kill "$sim" && wait "$sim"; } 2>/dev/null
  rm -rf "$work"
}
trap cleanup EXIT
cd "$work" || exit 99
bad=0
fault () { echo "$*"; bad=1; }
secret=

# Everybody's answers; a code counts once, and the first went to the enrolment.
answers () {
  local id code=000000
  [ -z "$secret" ] ||
    code=$(oathtool --totp -b -N "@$(($(date +%s) + 30))" "$secret")
  rm -f answers
  (umask 077; {
    echo admin:password.password=hajime-no-kanri-1
    for id in uketsuke kango soudan hogo dr-sato; do
      echo "$id:password.password=jibun-de-kimeta-$id"
    done
    echo "dr-sato:totp.code=$code"
    echo er-face.photo=match
    echo er-face.person=yes
    printf '%s\n' "$@"; } >answers)
}
emi () { "$bin/emi" --answers answers "$@"; }
made () { emi "$@" >said 2>&1 || { cat said; echo "cannot prepare: $*"; exit 1; }; }
person () {
  [ "$1" = dr-mori ] ||
    made account add "$1" --name "架空　$3" --role "$2" --by admin
  answers password.new=hito-ni-kimerareta-1
  made enrol "$1" password --by admin
  rm -f answers
  (umask 077; printf '%s\n' password.password=hito-ni-kimerareta-1 \
    "password.new=jibun-de-kimeta-$1" >answers)
  made enrol "$1" password --as "$1"
  answers
}

answers password.new=hajime-no-kanri-1
made init hospital
export EMI_CONFIG=$work/hospital/emi.xml
person uketsuke reception 受付
person kango nurse 看護
person soudan support 相談
person hogo privacy 保護
person dr-sato physician 佐藤
made account grant dr-sato --reason 救急当直 --by admin
made --json enrol dr-sato totp --by admin
secret=$(jq -r .otpauth said | sed 's/.*[?&]secret=\([A-Z2-7]*\).*/\1/')
made enrol dr-sato totp --by admin --confirm "$(oathtool --totp -b "$secret")"
"$bin/emi-sim" >sim.log 2>&1 &
sim=$!

# received PERSON OPTION...: one reception, its steps into receive.log.
received () {
  local person=$1 receive
  shift
  answers
  rm -f receive.log
  emi receive er-face --as uketsuke "$@" >receive.log 2>&1 &
  receive=$!
  until grep -qs □ receive.log || ! kill -0 $receive 2>/dev/null; do
    sleep 0.2
  done
  "$bin/emi-sim" --press face --person "$person" >press.log 2>&1
  wait $receive || { cat receive.log; exit 1; }
}
# The guide's first two: one with a chart, one without and checked by another.
received 1 --patient 00123 --pressed-by family --arrival ambulance
received 2 --checked-by kango
number=$(emi --json reception list --as uketsuke |
  jq -r '.receptions[0].number')

# Days, times, ids and numbers as #; blanks at the ends do not count.
plain () {
  sed -E 's/\b[rc]-[a-z0-9]{20,}/ID/g; s/[0-9]+/#/g; s/^ +//; s/ +$//'
}

# The commands of the guide: with its reception's number, each in a shell of
# its own.  The doctor's is run first, so that there is something to find.
run () {
  local command=$1
  command=${command//22-01/$number}
  command=${command//22-0/${number%-*}-0}
  answers
  case $command in
    *"enrol dr-mori password --by"*) answers password.new=hito-ni-kimerareta-1 ;;
    *"enrol dr-mori password --as"*)
      rm -f answers
      (umask 077; printf '%s\n' password.password=hito-ni-kimerareta-1 \
        password.new=jibun-de-kimeta-dr-mori >answers) ;;
  esac
  eval "$command" >said 2>&1 </dev/null
  status=$?
}

n=0 shown=0 asked=
# take_line TEXT: one line of a console block.
take_line () {
  case $1 in
    '$ emi request'*) [ -z "$asked" ] || return 0 ;;&
    '$ '*)
      expect_status
      n=$((n + 1))
      last=${1#\$ }
      run "$last"
      plain <said >lines
      wanted=0 ;;
    '[終了コード '*) wanted=${1//[^0-9]/} ;;
    '') ;;
    *)
      shown=$((shown + 1))
      grep -qxF -e "$(plain <<<"$1")" lines ||
        { fault "$last does not say: $1"; sed 's/^/   /' said | head -n 20; } ;;
  esac
}
last='' status=0 wanted=0
expect_status () {
  [ "$status" = "$wanted" ] ||
    { fault "$last ended with $status, not $wanted"; sed 's/^/   /' said; }
}

blocks () { awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on' "$guide"; }
# First what others look at later.
: >lines
while read -r line; do
  take_line "$line"
done < <(blocks | awk '/^\$ / { on = /^\$ emi request/ } on')
expect_status
asked=yes status=0 wanted=0 skip=
while read -r line; do
  case $line in
    '$ emi request'*) skip=yes ;;
    '$ '*) skip= ;;
  esac
  [ -n "$skip" ] || take_line "$line"
done < <(blocks)
expect_status
[ "$n" -ge 15 ] && [ "$shown" -ge 25 ] ||
  fault "only $n commands and $shown lines"
[ -s shiryou.html ] && grep -q 院内資料 shiryou.html || fault "no paper"
[ "$(head -c 3 ichiran.csv | od -An -tx1 | tr -d ' ')" = efbbbf ] ||
  fault "no sheet"
exit $bad
