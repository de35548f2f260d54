#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One fuzz target of a build with libFuzzer: run.sh SECONDS PROGRAM.  Silent
# but for one line, unless something was found.
set -u
seconds=$1 program=$2
name=${program##*/fuzz-}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "corpus/$name"
if ! "./$program" -max_total_time="$seconds" -timeout=10 -max_len=8192 \
  -artifact_prefix="crash-$name-" -print_final_stats=1 \
  -dict="$here/messages.dict" "corpus/$name" "$here/seeds/$name" \
  >"fuzz-$name.log" 2>&1; then
  tail -n 60 "fuzz-$name.log"
  echo "FAIL: fuzz-$name"
  exit 1
fi
echo "fuzz-$name: $(grep -o 'number_of_executed_units: .*' "fuzz-$name.log")"
