#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each plugin's page against its tables of options and prompts, both ways:
# names, whether an option must be given, and its default.  Every plugin has a
# page, and emi(1) names it.
set -u
export LC_ALL=C
top=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
bad=0
n=0
fault () { echo "$*"; bad=1; }

# The rows of table NAME of folder DIR, one a line.
table ()
{
  cat "$2"/*.c |
    awk -v name="$1" '
      $0 ~ "^static const struct emi_(option|prompt) " name { on = 1; next }
      on && /_END/ { on = 0; printf "\n" }
      on { gsub (/^[ \t]+/, ""); printf "%s ", $0 }' |
    sed 's/} *, *{/},\n{/g' | grep -o '{ *"[^}]*' || :
}

# "NAME required", "NAME DEFAULT" or "NAME" of each option in the C table: the
# fallback is the fourth value.
options_of ()
{
  table 'options' "$1" | awk '{
    split ($0, part, /, */)
    gsub (/[{" ]/, "", part[1]); gsub (/"/, "", part[4])
    how = $0 ~ /EMI_OPT_REQUIRED/ ? "required" : part[4] == "NULL" ? "" : part[4]
    print part[1], how }' | sed 's/ *$//' | sort
}

# The same from the page: =item B<a>=PATH, B<b>=PATH (required|default X).
options_said ()
{
  sed -n '/^=head1 OPTIONS/,/^=head1 [^O]/p' "$1" | sed -n 's/^=item //p' |
    while read -r item; do
      case $item in
        *'(required)') how=required ;;
        *'(default '*) how=${item##*(default }; how=${how%)} ;;
        *) how= ;;
      esac
      grep -o 'B<[a-z0-9-]*>' <<<"$item" | sed "s/^B<//; s/>\$/ $how/; s/ *\$//"
    done | sort
}

# =item B<a>, names only.
prompts_said ()
{
  sed -n '/^=head1 PROMPTS/,/^=head1 [^P]/p' "$1" |
    grep '^=item' | grep -o 'B<[a-z0-9-]*>' | tr -d 'B<>' | sort
}

for make in "$top"/plugins/*/Makefile.inc "$top"/ehr-adapters/*/Makefile.inc \
  "$top"/auth-providers/*/Makefile.inc; do
  grep -q '^plugins_LTLIBRARIES' "$make" || continue
  dir=${make%/*}
  n=$((n + 1))
  name=$(cat "$dir"/*.c | grep -o '\.name = "[a-z0-9-]*"' | cut -d'"' -f2)
  page=$dir/${dir##*/}.pod
  [ -f "$page" ] || page=$dir/$name.pod
  [ -f "$page" ] || { fault "$name has no page"; continue; }
  grep -q "^emi-$name - ." "$page" || fault "$page is not named emi-$name"
  grep -q "emi-$name(7)" "$top/docs/emi.pod" ||
    fault "emi(1) does not name emi-$name(7)"
  grep -q "docs/emi-$name.7:" "$top/docs/Makefile.inc" ||
    fault "$page is not made into a page"
  diff <(options_said "$page") <(options_of "$dir") ||
    fault "$name: options of the page (<) and of the code (>) differ"
  diff <(prompts_said "$page") \
    <(table prompts "$dir" | cut -d'"' -f2 | sort) ||
    fault "$name: prompts of the page (<) and of the code (>) differ"
  table options "$dir" >>"$work/options"
  table prompts "$dir" >>"$work/prompts"
done
# What compares nothing finds nothing.
[ "$n" -ge 6 ] || fault "only $n plugins found"
[ "$(grep -c . "$work/options")" -ge 9 ] || fault "options could not be read"
[ "$(grep -c . "$work/prompts")" -ge 5 ] || fault "prompts could not be read"
exit $bad
