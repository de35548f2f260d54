#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The suite has teeth: each deliberately bad plugin fails it, in the test that
# is there for its fault, and the one that keeps a borrowed pointer fails only
# when arguments are poisoned or in a process of its own.
set -u
contract=${top_builddir:-.}/tests/contract/contract
[ -x "$contract" ] || { echo "the suite was not built"; exit 77; }
# A sanitizer's report is what is wanted here and must not count as one.
unset ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
bad=0

# FAILS PLUGIN MODE TEST [WORD]: its TEST fails in MODE, saying WORD.
fails () {
  local out
  out=$("$contract" --plugin "$1" --mode "$2" 2>&1)
  if [ $? -eq 0 ] || ! grep -q "^not ok .* $1 $3" <<< "$out"; then
    echo "$1 ($2) does not fail \"$3\":"
    sed 's/^/  /' <<< "$out"
    bad=1
  elif [ -n "${4:-}" ] && ! grep "^#" <<< "$out" | grep -q "$4"; then
    echo "$1 ($2) fails without saying \"$4\":"
    sed 's/^/  /' <<< "$out"
    bad=1
  fi
}

passes () {
  if ! "$contract" --plugin "$1" --mode "$2" > /dev/null 2>&1; then
    echo "$1 ($2) fails, so its fault is not the one it is there for"
    bad=1
  fi
}

passes bad-keeper plain
fails bad-keeper poison right
fails bad-keeper poison "side by side"
fails bad-verdict plain right verdict
fails bad-two plain right "2 attestations"
fails bad-undeclared plain right methods
fails bad-oldchallenge plain right "not this challenge"
fails bad-asker plain right "does not declare"
fails bad-echo plain right "tells a secret"
fails bad-hang plain right
# In a process of their own as well, where borrowed memory is used anew.
fails bad-keeper separate right
fails bad-verdict separate right verdict
fails bad-two separate right "2 attestations"
fails bad-undeclared separate right methods
fails bad-oldchallenge separate right "not this challenge"
fails bad-asker separate right "does not declare"
fails bad-echo separate right "tells a secret"
fails bad-hang separate right
# And one that is as it should be.
passes test-vein plain
passes test-vein poison
passes test-vein separate
exit $bad
