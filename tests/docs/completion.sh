#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the completion offers is what the usages of emi(1) say: the commands,
# each one's options and no others, the choices that a usage names; and it
# never offers what would have to be looked up.
set -u
export LC_ALL=C
top=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
bad=0 n=0

case $top in /*) ;; *) top=$OLDPWD/$top ;; esac
sh "$top/completion/make.sh" "$top/core/front/cli.c" >emi || exit 1
load () { . ./emi; } # in a function, as bash-completion does it
load

# offered WORD...: what is offered for the last of the words.
offered () {
  COMP_WORDS=(emi "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _emi
  printf '%s\n' "${COMPREPLY[@]}" | sort
}
is () {
  local what=$1 got wanted
  got=$(tr '\n' ' ' <<<"$2") wanted=$(tr '\n' ' ' <<<"$3")
  [ "$got" = "$wanted" ] || { echo "$what: '$got', not '$wanted'"; bad=1; }
}

# The manual's usages, read without the program that made the completion.
awk '/^=head1 /  { on = $2 == "COMMANDS" }
     /^=head2 /  { if (on) { words = substr ($0, 8); usage = "" } next }
     on && words != "" && /^ / { sub (/^ +/, ""); usage = usage " " $0; next }
     on && words != "" && usage != "" { print words "|" usage; words = "" }' \
  "$top/docs/emi.pod" >usages

while IFS='|' read -r words usage; do
  n=$((n + 1))
  # shellcheck disable=SC2086 # the words of a command
  is "emi $words" "$(offered $words --)" \
    "$({ grep -o -e '--[a-z-]*' <<<"$usage"; echo --help; } | sort -u)"
done <usages
[ "$n" -ge 15 ] || { echo "only $n usages"; bad=1; }

is "a second word" "$(offered plugin d)" describe
is "an option that may repeat" "$(offered plugin check --o)" "--option"
is "after options" "$(offered -c x --lang ja rece)" "$(printf 'receive\nreception')"
is "a choice" "$(offered request --consent '')" "$(printf 'difficult\ngiven')"
is "no account" "$(offered request --as dr)" ""
is "languages" "$(offered --lang '')" "$(printf 'en\nja')"
exit $bad
