#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The scenarios, options and words of emi-sim(1) are those of the source, both
# ways, and every scenario has an example that names it.
set -u
export LC_ALL=C
top=${top_srcdir:-$(dirname "$0")/../..}
page=$top/simulator/emi-sim.pod
bad=0
fault () { echo "$*"; bad=1; }

# section HEADING: the lines of the page below it.
section () {
  awk -v head="=head1 $1" '/^=head1/ { on = $0 == head } on' "$page"
}
# table NAME: the first words of the rows of a C table.
table () {
  awk -v name=" $2[[]]" '$0 ~ name { on = 1 } /^};/ { on = 0 } on' "$1" |
    sed -n 's/^  { "\([a-z0-9-]*\)",.*/\1/p'
}
items () { grep -o 'B<[a-z0-9-]*>' | sed 's/B<\(.*\)>/\1/'; }

compare () {
  diff <(sort "$1") <(sort "$2") >&2 ||
    fault "$3: the source (<) and emi-sim(1) (>) differ"
  [ "$(wc -l <"$1")" -ge "$4" ] || fault "$3: could not be read"
}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# Under each name a line that runs it; the default need not be named.
examples () {
  local heading=$1 rows=$2 run=$3 name wanted
  while read -r name; do
    wanted="$run.* --scenario $name( |=|\$)"
    [ "$name" != success ] || wanted=$run
    section "$heading" | awk -v item="=item B<$name>" '
        /^=item/ { on = $0 == item } on' | tr -d '\\\n' | grep -qE -e "$wanted" ||
      fault "$heading: $name has no example"
  done <"$rows"
}

table "$top/simulator/scenario.c" requests >"$work/requests"
section "SCENARIOS FOR REQUESTS" | grep '^=item' | items >"$work/page"
compare "$work/requests" "$work/page" "scenarios for requests" 30
examples "SCENARIOS FOR REQUESTS" "$work/requests" "emi-sim"

table "$top/simulator/scenario.c" presses >"$work/presses"
section "SCENARIOS FOR CARD READINGS" | grep '^=item' | items >"$work/page"
compare "$work/presses" "$work/page" "scenarios for card readings" 25
examples "SCENARIOS FOR CARD READINGS" "$work/presses" "--press"

table "$top/simulator/script-words.c" words >"$work/words"
section "SCENARIO FILES" | grep '^=item' | items >"$work/page"
compare "$work/words" "$work/page" "words of scenario files" 25

sed -n '/option options\[\]/,/};/s/^ *{ "\([a-z]*\)",.*/--\1/p' \
  "$top/simulator/command.c" >"$work/options"
section OPTIONS | grep '^=item' | items | grep -e '^--' >"$work/page"
compare "$work/options" "$work/page" "options" 10
exit $bad
