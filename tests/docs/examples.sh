#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The example that `emi COMMAND --help` shows is one that emi can read: it fails
# here for want of a hospital or of installed plugins, and never for its options
# or their values.
set -u
export LC_ALL=C.UTF-8 LANGUAGE=ja
top=${top_srcdir:-$(dirname "$0")/../..}
emi=$(cd "${top_builddir:-$top}" && pwd)/emi
[ -x "$emi" ] || { echo "emi is not built"; exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
export EMI_CONFIG=$work/none.xml
bad=0 n=0

while read -r words; do
  n=$((n + 1))
  # shellcheck disable=SC2086 # the words of a command
  example=$("$emi" $words --help | sed -n '/^例$/{n;s/^ *//p}')
  case $example in
    "emi "*) ;;
    *) echo "$words: no example"; bad=1; continue ;;
  esac
  eval "set -- ${example#emi }"
  while [ "$1" = -c ]; do shift 2; done
  code=$("$emi" --json "$@" </dev/null 2>/dev/null | jq -r '.error.code // "-"')
  case "$words $code" in
    "help -" | "plugin "*" -" | *" plugin-missing" | *" prompt-unanswered" | *" config-"*) ;;
    *) echo "$example: $code"; bad=1 ;;
  esac
done < <(sed -n '/^const struct cli_command cli_commands/,/^};/s/^  { "\([^"]*\)".*/\1/p' \
  "$top/core/front/cli.c")
[ "$n" -ge 15 ] || { echo "only $n commands"; bad=1; }
exit $bad
