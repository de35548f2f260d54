#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every page is sound POD without a warning, is named by what it is about, and
# no line that is set as it stands is wider than a terminal.
set -u
export LC_ALL=C.UTF-8
top=${top_srcdir:-$(dirname "$0")/../..}
bad=0
n=0
command -v podchecker >/dev/null || { echo "podchecker is not here"; exit 77; }

for page in "$top"/docs/*.pod "$top"/simulator/*.pod "$top"/*/*/*.pod; do
  [ -f "$page" ] || continue
  n=$((n + 1))
  # That several commands have an option --as is no fault.
  if ! said=$(podchecker -warnings -warnings "$page" 2>&1) ||
     grep -v 'multiple occurrences' <<<"$said" | grep -q WARNING; then
    echo "$said"
    bad=1
  fi
  grep -A2 '^=head1 NAME' "$page" | grep -q '^emi[a-z.-]* - .' ||
    { echo "$page: its NAME is not one of ours"; bad=1; }
  # Japanese letters are two columns wide: bytes tell well enough (UTF-8
  # takes three for them).
  LC_ALL=C awk -v page="$page" '/^ / {
    wide = $0; n = gsub (/[\340-\357][\200-\277][\200-\277]/, "xx", wide)
    if (length (wide) > 76) { print page ": too wide: " $0; bad = 1 } }
    END { exit bad }' "$page" || bad=1
done
[ "$n" -ge 8 ] || { echo "only $n pages"; bad=1; }
exit $bad
