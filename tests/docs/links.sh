#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the guides point to is there: files they link, files and folders of the
# sources they name in `backquotes`, and commands of emi they show.
set -u
export LC_ALL=C.UTF-8
top=${top_srcdir:-$(dirname "$0")/../..}
bad=0
fault () { echo "$*"; bad=1; }
words=$(sed -n '/^const struct cli_command cli_commands\[\]/,/^};/p' \
  "$top/core/front/cli.c" | sed -n 's/^  { "\([^"]*\)".*/\1/p')
n=0

for guide in "$top"/README.md "$top"/README.ja.md "$top"/SECURITY.md \
  "$top"/HACKING.md "$top"/docs/*.md; do
  folder=${guide%/*}
  while read -r link; do
    n=$((n + 1))
    case $link in
      http*) ;;
      *) [ -e "$folder/${link%%#*}" ] || fault "$guide: no file $link" ;;
    esac
  done < <(grep -o '](\([^)]*\))' "$guide" | sed 's/^](//; s/)$//')
  while read -r path; do
    n=$((n + 1))
    # What the build or emi itself makes is not there.
    case $path in
      *[A-Z][A-Z]* | *'*'* | *'{'* | build/* | docs/*.[157]) continue ;;
    esac
    [ -e "$top/$path" ] || fault "$guide: no $path in the sources"
  done < <(grep -o '`\(core\|conf\|docs\|plugins\|auth-providers\|ehr-adapters\|simulator\|tests\|scripts\)/[^ `]*`' \
    "$guide" | tr -d '`' | sort -u)
  while read -r command; do
    n=$((n + 1))
    grep -qx -e "${command%% *}" -e "$command" <<<"$words" ||
      fault "$guide: no command emi $command"
  done < <(grep -o '^    emi [a-z][a-z ]*\|`emi [a-z][a-z ]*' "$guide" |
    sed 's/^[ `]*emi //; s/ *$//' |
    awk '{ print $1 ($1 ~ /^(account|reception|plugin|factors)$/ && $2 != "" ? " " $2 : "") }' |
    sort -u)
done
[ "$n" -ge 20 ] || fault "only $n things were looked at"
exit $bad
