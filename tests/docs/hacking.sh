#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The adapter of HACKING.md compiles as it stands there, against the public
# headers only, and the emi that was just built takes it: it describes the
# module, and finds no fault in the configuration shown with it.
set -u
export LC_ALL=C.UTF-8
unset EMI_CONFIG
top=${top_srcdir:-$(dirname "$0")/../..}
build=${top_builddir:-$top}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
fail () { echo "$*"; exit 1; }

# The one block in LANGUAGE.
block () { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$top/HACKING.md" | sed '1d;$d'; }
block c >"$work/pages.c"
[ "$(grep -c '^```c$' "$top/HACKING.md")" -eq 1 ] || fail "not one C block"
mkdir "$work/plugins"
"${CC:-gcc}" -std=gnu17 -Wall -Wextra -Werror -fPIC -shared -Wl,-z,defs \
  -I "$top/core/include" -o "$work/plugins/pages.so" "$work/pages.c" ||
  fail "the adapter does not compile"
if grep '#include "' "$work/pages.c"; then fail "it includes more"; fi
[ "$(nm -D --defined-only "$work/plugins/pages.so" | awk '{ print $3 }')" = \
  pages_LTX_emi_plugin ] || fail "it exports something else"

# A configuration as in a hospital, with the modules of this build.
[ -x "$build/emi" ] || { echo "emi is not built"; exit 77; }
cp "$build"/plugins/*/.libs/*.so "$build"/*-*/*/.libs/*.so "$work/plugins/" ||
  fail "no modules in $build"
cp "$top/conf/profiles/placeholder.xml" "$work/profile.xml"
block xml >"$work/adapter"
sed -e "s|<!-- <plugins folder=.*|<plugins folder=\"plugins\"/>|" \
  -e "/<adapter name=\"outbox\"/,/<\/adapter>/{/<\/adapter>/r $work/adapter
      d}" "$top/conf/emi.xml" >"$work/emi.xml"
grep -q 'plugin="pages"' "$work/emi.xml" || fail "the adapter is not in"
mkdir -m 0700 "$work/keys" "$work/data" "$work/seal" "$work/run" "$work/pages"
chmod -R go-w "$work"

"$build/emi" -c "$work/emi.xml" plugin describe pages >"$work/said" 2>&1 ||
  fail "$(cat "$work/said")"
grep -q '^pages 1 (adapter)' "$work/said" && grep -q 'folder' "$work/said" ||
  fail "$(cat "$work/said")"
"$build/emi" -c "$work/emi.xml" check >"$work/said" 2>&1 ||
  fail "$(cat "$work/said")"

# And a fault in it is found.
sed -i 's/<option name="folder" value="pages"/<option name="folde" value="pages"/' \
  "$work/emi.xml"
if "$build/emi" -c "$work/emi.xml" check >"$work/said" 2>&1; then
  fail "a wrong option was not found"
fi
grep -q 'folde' "$work/said" || fail "$(cat "$work/said")"
