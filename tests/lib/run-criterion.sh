#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs one Criterion program with TAP output.  Each of its tests is a process
# of its own whose sanitizer report would go unseen and whose leak would count
# as good, so reports go to files and any file is one more failed test.
prog=$1
shift
log=$(pwd)/$prog.sanitizer
case $prog in /*) log=$prog.sanitizer ;; esac
rm -f "$log".*
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}log_path=$log
UBSAN_OPTIONS=${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}log_path=$log:print_stacktrace=1
LSAN_OPTIONS=${LSAN_OPTIONS:+$LSAN_OPTIONS:}log_path=$log
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
# A test of memory is a program to run it under.
${EMI_TEST_UNDER:-} "$prog" --tap -j1 "$@"
rc=$?
for f in "$log".*; do
  [ -e "$f" ] || continue
  sed 's/^/# /' "$f"
  rc=99 # the driver reads 99 as "something is badly wrong"
done
exit $rc
