#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The checks of `emi plugin check` in emi(1) are those of the table in
# core/inspect/checks.c, in its order, each with its kind.
set -u
export LC_ALL=C.UTF-8
top=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# Rows as "ID KIND"; a row may be broken over lines.
tr -s '\n ' ' ' <"$top/core/inspect/checks.c" |
  grep -o '= { "[a-z-]*", [A-Z_0]*,' |
  sed 's/= { "\(.*\)", \(.*\),/\1 \2/; s/ 0$//; s/EMI_KIND_//' |
  tr '[:upper:]' '[:lower:]' >"$work/table"
sed -n '/^=for comment checks begin/,/^=for comment checks end/p' \
  "$top/docs/emi.pod" | sed -n 's/^=item C<\(.*\)>/\1/p' | tr -d '()' \
  >"$work/page"
diff -u "$work/page" "$work/table" ||
  { echo "emi(1) (-) and the table of checks (+) differ"; exit 1; }
[ "$(wc -l <"$work/table")" -ge 30 ] ||
  { echo "the table could not be read"; exit 1; }
