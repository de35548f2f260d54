#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each public header compiles alone, in C11, C17 and C++17, without a warning
# and without anything of ours but its own folder.
set -u
top=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0

# CHECK COMPILER LANGUAGE STANDARD HEADER
check () {
  printf '#include <emi/%s>\n#include <emi/%s>\nextern int emi_unused;\n' \
    "$4" "$4" > "$work/x.$2"
  if ! "$1" -std="$3" -pedantic -Wall -Wextra -Werror -fsyntax-only \
    -I "$top/core/include" "$work/x.$2" 2> "$work/out"; then
    echo "$4 in $3:"
    sed 's/^/  /' "$work/out"
    bad=1
  fi
}

# A plugin in C++: the macros, too.
plugin () {
  cat > "$work/p.cc" << 'END'
#include <emi/auth.h>
static emi_rc make (const struct emi_host *, void *, struct emi_call *, void **)
{ return EMI_OK; }
static const struct emi_auth_ops ops = { sizeof ops, nullptr, nullptr, nullptr };
EMI_ENTRY (a_b) = { sizeof (struct emi_plugin), EMI_PLUGIN_MAJOR,
  EMI_PLUGIN_MINOR, EMI_KIND_AUTH, EMI_THREAD_ONE, "a-b", "1", "s", nullptr,
  nullptr, &ops, make, nullptr, nullptr, "1-01", 0, nullptr, nullptr,
  nullptr };
END
  # Fields are added at the end: older sources stay right, with zeros there.
  "$1" -std=c++17 -Wall -Wextra -Werror -Wno-missing-field-initializers -fsyntax-only -I "$top/core/include" \
    "$work/p.cc" || bad=1
}

n=0
for path in "$top"/core/include/emi/*.h; do
  header=${path##*/}
  n=$((n + 1))
  check "${CC:-gcc}" c c11 "$header"
  check "${CC:-gcc}" c c17 "$header"
  if command -v "${CXX:-g++}" > /dev/null; then
    check "${CXX:-g++}" cc c++17 "$header"
  else
    echo "no C++ compiler: $header was not tried in C++"
    bad=1
  fi
done
plugin "${CXX:-g++}"
# One header per kind and the three they stand on.
[ "$n" -ge 8 ] || { echo "only $n headers found"; bad=1; }
exit $bad
