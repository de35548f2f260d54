#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The codes of emi(1) are those of core/base/codes.def, each with its exit
# status, the state a request ends in and the sentences of both languages: no
# more, no fewer, no others.  Mended with the output of docs/codes.awk.
set -u
export LC_ALL=C
top=${top_srcdir:-$(dirname "$0")/../..}
table=$top/core/base/codes.def
page=$top/docs/emi.pod
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
bad=0

awk -f "$top/docs/codes.awk" "$table" >"$work/is"
sed -n '/^=for comment codes begin/,/^=for comment codes end/p' "$page" |
  sed '1,2d;$d' >"$work/said"
if ! diff -u "$work/said" "$work/is"; then
  echo "the codes of docs/emi.pod (-) are not those of codes.def (+)"
  bad=1
fi

# The awk program must not be the one that forgets: counted another way.  The
# row of success is no failure and has no entry.
rows=$(grep -c '^CODE (' "$table")
entries=$(grep -c '^=item B<' "$work/is")
if [ "$entries" -ne $((rows - 1)) ] || [ "$entries" -lt 50 ]; then
  echo "$rows rows in codes.def, $entries entries made of them"
  bad=1
fi
words=$(sed -n 's/^CODE ([A-Z0-9_]*, "\([a-z0-9-]*\)", \([0-9]\),.*/\1 \2/p' \
  "$table")
[ "$(echo "$words" | wc -l)" -eq "$rows" ] || { echo "a row's form"; bad=1; }
while read -r word status; do
  [ "$status" = 0 ] || grep -q "^=item B<$word> (exit $status[;)]" "$page" ||
    { echo "$word (exit $status) is not in emi(1)"; bad=1; }
done <<<"$words"
exit $bad
