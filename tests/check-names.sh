#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Compares the register of record kinds and field names (core/ledger/names.def)
# with what the source writes and with docs/ledger.md, both ways.
set -uo pipefail
top=${1:-${top_srcdir:-$(dirname "$0")/..}}
register=$top/core/ledger/names.def
bad=0
complain () { echo "check-names: $*"; bad=1; }

names=$(sed -n 's/^NAME ("\([^"]*\)".*/\1/p' "$register")
kinds=$(sed -n 's/^KIND ("\([^"]*\)".*/\1/p' "$register")
[ "$(printf '%s\n' "$names" "$kinds" | wc -l)" -gt 50 ] || complain "register cannot be read"

source=$(find "$top/core" -name '*.c' -exec cat {} + | tr '\n' ' ' | tr -s ' ')
written=$(grep -oE 'draft_(text|number|bytes) \([a-z.>-]+, "[^"]+"' <<<"$source" | sed 's/.*"\(.*\)"/\1/'
          grep -oE 'use_(field|time) \([a-z]+, [a-z]+, "[^"]+"' <<<"$source" | sed 's/.*"\(.*\)"/factor.N.\1/')
written=$(sort -u <<<"$written")
for n in $written; do grep -qxF -- "$n" <<<"$names" || complain "field '$n' is written but not registered"; done
for n in $names; do
  grep -qxF -- "$n" <<<"$written" || grep -qF "\"$n\"" <<<"$source" || complain "field '$n' is registered but never written"
done
started=$(grep -oE '(session_draft \([^,()]+, |draft_new \(|draft_for \([^"()]*)"[a-z-]+"' <<<"$source" | sed 's/.*"\(.*\)"/\1/' | sort -u)
for k in $started; do grep -qxF -- "$k" <<<"$kinds" || complain "kind '$k' is written but not registered"; done
for k in $kinds; do grep -qF "\"$k\"" <<<"$source" || complain "kind '$k' is registered but never written"; done
page=$(cat "$top/docs/ledger.md") || complain "docs/ledger.md cannot be read"
for n in $names $kinds; do
  case $page in *"\`$n\`"*) ;; *) complain "'$n' is not in docs/ledger.md" ;; esac
done
[ "$(sort <<<"$names" | uniq -d)$(sort <<<"$kinds" | uniq -d)" = "" ] || complain "a name stands twice"
exit $bad
