#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bash completion for emi, made from the table of commands: make.sh CLI.C.
# Words of commands, their options, and the choices a usage names; never
# accounts, charts or anything else that would have to be looked up.
LC_ALL=C
export LC_ALL
cat <<'HEAD'
# bash completion for emi; made by completion/make.sh.
_emi ()
{
  local cur=${COMP_WORDS[COMP_CWORD]} before= i=1 words= group= options= choices=
  COMPREPLY=()
  [ "$COMP_CWORD" -lt 2 ] || before=${COMP_WORDS[COMP_CWORD-1]}
  while [ "$i" -lt "$COMP_CWORD" ]; do
    case ${COMP_WORDS[i]} in
      -c | --lang | --answers | --terminal) i=$((i + 2)) ;;
      -*) i=$((i + 1)) ;;
      *) break ;;
    esac
  done
  case $before in
    -c | --answers) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --lang) COMPREPLY=($(compgen -W 'ja en' -- "$cur")); return ;;
  esac
  if [ "$i" -ge "$COMP_CWORD" ]; then
    COMPREPLY=($(compgen -W "$_emi_first -c --json --lang --answers --terminal --help --version" -- "$cur"))
    return
  fi
  words=${COMP_WORDS[i]}
  group=${_emi_second[$words]-}
  if [ -n "$group" ]; then
    if [ "$((i + 1))" -ge "$COMP_CWORD" ]; then
      COMPREPLY=($(compgen -W "$group" -- "$cur"))
      return
    fi
    words="$words ${COMP_WORDS[i+1]}"
  fi
  choices=${_emi_choices["$words $before"]-}
  options=${_emi_options[$words]-}
  if [ -n "$choices" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$options --help" -- "$cur"))
  fi
}
HEAD
sed -n '/^const struct cli_command cli_commands\[\]/,/^};/p' "$1" |
  tr -s '\n ' '  ' | sed 's/" "//g' |
  awk '
  {
    while (match ($0, /{ "[^"]*", "[^"]*",/))
      {
        split (substr ($0, RSTART, RLENGTH), part, "\"")
        $0 = substr ($0, RSTART + RLENGTH)
        words = part[2]; usage = part[4]
        n = split (words, w, " ")
        if (!(w[1] in seen)) { first = first " " w[1]; seen[w[1]] = 1 }
        if (n > 1) second[w[1]] = second[w[1]] " " w[2]
        order[++count] = words
        rest = usage
        while (match (rest, /--[a-z-]+( [a-z][a-z-]*(\|[a-z-]+)+)?/))
          {
            opt = substr (rest, RSTART, RLENGTH)
            rest = substr (rest, RSTART + RLENGTH)
            k = split (opt, o, " ")
            if (!((words, o[1]) in had)) options[words] = options[words] " " o[1]
            had[words, o[1]] = 1
            if (k > 1) { gsub (/\|/, " ", o[2]); choice[words " " o[1]] = o[2] }
          }
      }
  }
  END {
    print "_emi_first=\x27" substr (first, 2) "\x27"
    print "declare -gA _emi_second=("; fflush ()
    for (g in second) print "  [" g "]=\x27" substr (second[g], 2) "\x27" | "sort"
    close ("sort")
    print ")\ndeclare -gA _emi_options=("
    for (i = 1; i <= count; i++)
      print "  [\x27" order[i] "\x27]=\x27" substr (options[order[i]], 2) "\x27"
    print ")\ndeclare -gA _emi_choices=("; fflush ()
    for (c in choice) print "  [\x27" c "\x27]=\x27" choice[c] "\x27" | "sort"
    close ("sort")
    print ")\ncomplete -F _emi emi"
  }'
