#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The commands of emi(1) against the table in core/front/cli.c, both ways: the
# same commands in the same order, each with exactly its usage; each option of
# a usage has its entry below the command and there are no others; and the
# options that the commands' own tables declare are those of the usages.
set -u
export LC_ALL=C
top=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
bad=0
fault () { echo "$*"; bad=1; }

# The table's rows as "WORDS<tab>USAGE"; adjacent strings are one.
sed -n '/^const struct cli_command cli_commands\[\]/,/^};/p' \
  "$top/core/front/cli.c" | tr -s '\n ' ' ' | sed 's/" "//g' |
  grep -o '{ "[^"]*", "[^"]*", N_' |
  sed 's/{ "\([^"]*\)", "\([^"]*\)", N_/\1\t\2/' >"$work/table"

# The page's: a =head2, then its indented lines.
awk '/^=head1 /  { on = $2 == "COMMANDS" }
     /^=head2 /  { if (on) { words = substr ($0, 8); usage = "" } next }
     on && words != "" && /^ / { sub (/^ +/, ""); usage = usage " " $0; next }
     on && words != "" && usage != "" {
       sub ("^ emi " words, "", usage); sub (/^ /, "", usage)
       print words "\t" usage; words = ""
     }' "$top/docs/emi.pod" >"$work/page"

diff -u "$work/page" "$work/table" ||
  fault "emi(1) (-) and the table of commands (+) differ"
[ "$(wc -l <"$work/table")" -ge 15 ] || fault "the table could not be read"

# The options with an entry below the =head2 of a command.
entries ()
{
  awk -v words="$1" '
    /^=head/ { on = $0 == "=head2 " words }
    on && /^=item / { print }' "$top/docs/emi.pod" |
    grep -o 'B<--[a-z-]*>' | tr -d 'B<>' | sort -u
}
while IFS=$'\t' read -r words usage; do
  diff <(entries "$words") <(grep -o -e '--[a-z-]*' <<<"$usage" | sort -u) ||
    fault "emi $words: entries (<) and usage (>) differ"
done <"$work/table"

cut -f2 "$work/table" | grep -o -e '--[a-z-]*' | sort -u >"$work/usages"
cat "$top"/core/front/cli-*.c |
  grep -o '{ "--[a-z-]*", CLI_' | grep -o -e '--[a-z-]*' | sort -u \
  >"$work/tables"
diff "$work/usages" "$work/tables" ||
  fault "options of the usages (<) and of the commands' tables (>) differ"

# Those before the command.
globals=$(sed -n '/^global_options/,/^}/p' "$top/core/front/main.c" |
  grep -o '"--*[a-z]*"' | tr -d '"' | sort -u)
for option in $globals; do
  sed -n '/^=head1 OPTIONS BEFORE/,/^=head1 COMMANDS/p' "$top/docs/emi.pod" |
    grep -q "^=item.*B<$option>" || fault "$option is not in emi(1)"
done
[ "$(wc -w <<<"$globals")" -ge 6 ] || fault "main.c could not be read"

# The prompts of emi's own.
prompts=$(cat "$top"/core/access/*.c |
  grep -o '{ "[a-z-]*", EMI_PROMPT_\|= { "[a-z-]*",$' |
  grep -o '"[a-z-]*"' | tr -d '"' | sort -u)
[ -n "$prompts" ] || fault "the prompts of core/access could not be read"
for prompt in $prompts; do
  sed -n '/^=head1 PROMPTS/,/^=head1 OUTPUT/p' "$top/docs/emi.pod" |
    grep -q "^=item.*B<[a-z]*\.$prompt>" ||
    fault "prompt $prompt is not in emi(1)"
done
exit $bad
