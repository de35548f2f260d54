#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every fuzz target over its seeds and over all samples: what once crashed one
# of them is kept as a seed and must not do so again.  -runs=0 is for libFuzzer,
# which the targets are linked with where there are sanitizers.
dir=${top_srcdir:-.}/tests/fuzz
n=0 bad=0
for t in card checkpoint eligibility emergency emergency-request err finger-blob \
         hcrole ordinary paper profile record revocation scenario statement \
         vein-blob wire; do
  n=$((n + 1))
  if "${top_builddir:-.}/tests/fuzz/fuzz-$t" -runs=0 "$dir/seeds/$t" \
       "${top_srcdir:-.}/tests/samples"; then
    echo "ok $n - fuzz-$t"
  else
    echo "not ok $n - fuzz-$t"
    bad=1
  fi
done
echo "1..$n"
exit $bad
