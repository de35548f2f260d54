#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# docs/plugin-guide.md, followed to the letter: its C blocks are written to the
# files they name, its sh blocks run in order in one shell, outside of the tree,
# against the installed headers; and then the page is in the chart's folder and
# the trace knows of it.
set -u
export LC_ALL=C.UTF-8 LANGUAGE=en
unset EMI_CONFIG
top=${top_srcdir:-$(dirname "$0")/../..}
guide=$top/docs/plugin-guide.md
if [ -z "${EMI_PREFIX:-}" ] && [ -f "${top_builddir:-.}/Makefile" ]; then
  EMI_PREFIX=$(sed -n 's/^prefix = //p' "${top_builddir:-.}/Makefile")
fi
prefix=${EMI_PREFIX:-/usr/local}
pc=$(find "$prefix"/lib* -name emi.pc 2>/dev/null | head -n 1)
[ -x "$prefix/bin/emi" ] && [ -n "$pc" ] ||
  { echo "emi is not installed (make install)"; exit 77; }
for tool in jq oathtool pkg-config cc; do
  command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 77; }
done

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/vendor"
cat >"$work/run.sh" <<'RUN'
# A shell that stops at the first thing that fails, and leaves nothing behind.
set -e -o pipefail
trap 'jobs -p | xargs -r kill 2>/dev/null || :' EXIT
RUN
# Each block in turn: C into its file by a here-document, sh as it stands.
awk '
  /^```c / { print "cat >" $2 " <<'"'"'END-OF-BLOCK'"'"'"; on = "c"; n++; next }
  /^```sh$/ { on = "sh"; n++; next }
  /^```$/ && on != "" { if (on == "c") print "END-OF-BLOCK"; on = ""; next }
  on != "" { print }
  END { if (n < 6) exit 1 }' "$guide" >>"$work/run.sh" ||
  { echo "the guide'\''s blocks could not be read"; exit 1; }

cd "$work/vendor" || exit 99
if ! PATH=$prefix/bin:$PATH PKG_CONFIG_PATH=$(dirname "$pc") \
  bash "$work/run.sh" >"$work/said" 2>&1 </dev/null; then
  tail -n 40 "$work/said"
  echo "the guide does not work as it stands"
  exit 1
fi

fail () { cat "$work/said"; echo "$*"; exit 1; }
page=$(find hospital/karte -type f -name 'r-*.html')
[ -n "$page" ] && grep -q '救急時医療情報' "$page" || fail "no page in the chart"
grep -q '^  pass repeats ' "$work/said" || fail "it was not checked"
grep -q '^karte 1 (adapter)' "$work/said" || fail "it was not described"
export EMI_CONFIG=$PWD/hospital/emi.xml
request=$(basename "$page" .html)
"$prefix/bin/emi" --json verify --deep | jq -e .holds >/dev/null ||
  fail "the evidence does not hold"
grep -q "$request" "$work/said" || fail "the request did not name its page"
nm -D --defined-only karte.so | grep -q ' karte_LTX_emi_plugin$' ||
  fail "its symbol"
[ "$(nm -D --defined-only karte.so | wc -l)" -eq 1 ] ||
  fail "it exports something else"
