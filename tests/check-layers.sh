#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Reads the #include lines of all our sources and fails on one that goes where
# it must not:
#
#   core/F/...       own folder, lower layers, <emi/...>
#   plugins, ehr-adapters, auth-providers
#                    own folder, <emi/...>, "lib/..." of plugins/lib
#   core/include     <emi/...> and the C library's standard headers
#
# Layers, lowest first: 1 base, 2 config and evidence, 3 host, 4 ledger and
# oqs, 5 access, 6 report and inspect, 7 front.  Two folders of one layer do
# not know each other.  Every include of ours must also lead to a file, so that a rule cannot
# be passed by by a misspelling.  Usage: check-layers.sh [TREE]
set -u
export LC_ALL=C

tree=${1:-${top_srcdir:-$(dirname "$0")/..}}
cd "$tree" || exit 99

declare -A layer=(
  [base]=1 [config]=2 [evidence]=2 [host]=3 [ledger]=4 [oqs]=4 [access]=5
  [report]=6 [inspect]=6 [front]=7
)
# C17, chapter 7.
standard=' assert complex ctype errno fenv float inttypes iso646 limits locale
 math setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio
 stdlib stdnoreturn string tgmath threads time uchar wchar wctype '
standard=$(echo "$standard" | tr '\n' ' ')

faults=0
includes=0
fault ()
{
  printf '%s:%s: %s\n' "$file" "$line" "$1"
  faults=$((faults + 1))
}

# In a public header: $1 is < or ", $2 the name.
check_public ()
{
  if [[ $1 == '<' && $2 == emi/* ]]; then
    [[ -f core/include/$2 ]] || fault "no such public header: $2"
  elif [[ $1 != '<' || $standard != *" ${2%.h} "* ]]; then
    fault "a public header includes $2, which plugins may not have"
  fi
}

# In the core; $folder is the including file's.
check_core ()
{
  if [[ $1 == '<' ]]; then
    [[ $2 != emi/* || -f core/include/$2 ]] || fault "no such header: $2"
    # <base/buffer.h> would be found as well as "base/buffer.h".
    [[ $2 == emi/* || ! -f core/$2 ]] || fault "$2 is written with quotes"
    return
  fi
  local to=${2%%/*}
  if [[ $2 == *..* ]]; then
    fault "$2 goes through .."
  elif [[ $2 == config.h ]]; then
    : # what configure found out; of no layer
  elif [[ $2 != */* || -z ${layer[$to]:-} ]]; then
    fault "$2 does not start with a folder of the core"
  elif [[ ! -f core/$2 && ! -f ${top_builddir:-.}/core/$2 ]]; then
    fault "no such header: $2"
  elif [[ $to != "$folder" ]] && ((layer[$to] >= layer[$folder])); then
    fault "$2 is not below $folder"
  fi
}

# In a module; $home is its own folder.
check_module ()
{
  if [[ $1 == '<' ]]; then
    [[ $2 != emi/* || -f core/include/$2 ]] || fault "no such header: $2"
    [[ $2 == emi/* || ! -f core/$2 ]] || fault "$2 belongs to the core"
    return
  fi
  if [[ $2 == *..* ]]; then
    fault "$2 goes through .."
  elif [[ -f $home/$2 || ($2 == lib/* && -f plugins/$2) ]]; then
    :
  else
    fault "$2 is neither of this module nor of plugins/lib"
  fi
}

# Prints "LINE KIND NAME" of each include of $1.
list ()
{
  sed -n -E \
    -e 's/^[[:blank:]]*#[[:blank:]]*include[[:blank:]]*([<"])([^>"]+).*/\1 \2/' \
    -e 'T;=;p' "$1" | paste -d ' ' - -
}

while IFS= read -r -d '' file; do
  case $file in
    core/include/*) check=check_public ;;
    core/*/*)
      check=check_core
      folder=${file#core/}
      folder=${folder%%/*}
      if [[ -z ${layer[$folder]:-} ]]; then
        line=0
        fault "core/$folder has no layer"
        continue
      fi
      ;;
    plugins/*/* | ehr-adapters/*/* | auth-providers/*/*)
      check=check_module
      home=${file%/*}
      ;;
    *)
      line=0
      fault "lies in no layer"
      continue
      ;;
  esac
  while read -r line kind name; do
    includes=$((includes + 1))
    $check "$kind" "$name"
  done < <(list "$file")
done < <(find core plugins ehr-adapters auth-providers -type f \
  \( -name '*.[ch]' -o -name '*.def' \) -print0 | sort -z)

# A check that reads nothing would find nothing.
if ((includes < 10)); then
  echo "only $includes includes read; is $tree the source tree?"
  exit 99
fi
((faults == 0)) || { echo "$faults include(s) go where they must not"; exit 1; }
echo "$includes includes, all of them downward"
