#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# emi plugin check: each deliberately bad module fails the one check that is
# there for its fault, each module of ours passes or says why a check could not
# be made, and whatever a file does while it is loaded, emi lives.  No hospital,
# no configuration.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ours=$EMI_PREFIX/lib/emi/plugins
bad=$(readlink -f "${top_builddir:-.}/tests/plugins/.libs")
[ -f "$bad/bad-leak.so" ] || skip "the test modules are not built"
export EMI_CONFIG=$work/nowhere.xml TMPDIR=$work/tmp
mkdir "$TMPDIR"
# The folders of a build may be anybody's to write in; these are not.
mkdir "$work/modules"
install -m 0644 "$bad"/*.so "$work/modules/"

states () { gojq -r --arg s "$1" '[.checks[] | select(.state == $s) | .id] | join(" ")' "$out"; }
# fails NAME CHECK [WORD]: fails this and nothing else, saying WORD.
fails () {
  run --json --lang en plugin check "$work/modules/$1.so"
  judge 1 plugin-check
  same "$1 fails" "$(states fail)" "$2"
  ok "$1: what is said" eval "gojq -r '.checks[] | select(.state == \"fail\") | .message' '$out' | grep -qF '${3:-}'"
  ok "$1: every skip has its reason" gojq -e \
    '[.checks[] | select(.state == "skip") | .message | length > 0] | all' "$out"
}
# passes FILE [OPTION...]: nothing fails.
passes () {
  run --json --lang en plugin check "$@"
  judge 0 -
  same "$1 fails" "$(states fail)" ""
  ok "$1: every skip has its reason" gojq -e \
    '[.checks[] | select(.state == "skip") | .message | length > 0] | all' "$out"
}
passed () { ok "$1 passed" gojq -e --arg i "$1" '.checks[] | select(.id == $i) | .state == "pass"' "$out"; }
skipped () { ok "$1 is skipped" gojq -e --arg i "$1" '.checks[] | select(.id == $i) | .state == "skip"' "$out"; }

about "bad ones fail their own check"
fails bad-leak leaks memory
fails bad-files leaks descriptors
fails bad-hang in-time "without asking"
fails bad-sleep in-time killed
fails bad-verdict verdict "without a verdict"
fails bad-two attestation twice
fails bad-undeclared methods declare
fails bad-oldchallenge old-challenge earlier
fails bad-otherrequest other-challenge "another person"
fails bad-refusal refusal
fails bad-asker prompts declare
fails bad-echo secrets sentence
fails bad-evidence secrets result
fails bad-eager unknown-account
fails bad-counter counter twice
fails bad-keeper survives "its own"
fails bad-stdout silent bytes
fails bad-keys keys node.key
fails bad-store stored "cannot be read"

about "what does not load is said, and emi lives"
fails bad-start-crash loads "signal 11"
json_is .kind null
fails bad-start-end loads "ended with status 0"
fails bad-start-loop loads "did not answer in time"
fails bad-undefined loads vendor_library_open
fails bad-symbol loads "no symbol"
fails bad-major contract "contract version 2"
cp "$work/modules/test-vein.so" "$work/modules/test-odd.so.part"
mv "$work/modules/test-odd.so.part" "$work/modules/other.so"
fails other loads "no symbol"
head -c 2000 "$work/modules/test-vein.so" >"$work/modules/short.so"
fails short loads "cut off"
chmod g+w "$work/modules/short.so"
fails short loads "written by others"

about "ours pass; what needs a device or a person is skipped"
for name in face-device face-terminal generic oqs-folder sqlite folder; do
  passes "$ours/$name.so"
  passed leaks
  passed absent
done
passes "$ours/password.so"
for check in round-trip old-challenge wrong-answer unknown-account leaks; do
  passed $check
done
passes "$ours/totp.so"
skipped round-trip
passed unknown-account
passes "$ours/smartcard.so" --option module=nowhere.so
skipped round-trip
skipped secrets
skipped leaks
passed absent
passes "$ours/vein.so" --option library=nowhere.so \
  --option module=73637269-7074-6564-2d62-696f61706931
passes "$work/modules/test-memory2.so"
passes "$work/modules/test-store.so"

about "answers of a file, under the module's name"
answers check test-memory2.pin=2468
passes "$work/modules/test-memory2.so"
passed round-trip
passed secrets
ANSWERS=

about "text, languages, usage"
run --lang en plugin check "$work/modules/bad-stdout.so"
same "exit status" "$status" 1
ok "its line" grep -q '^  FAIL silent ' "$out"
run --lang ja plugin check "$ours/folder.so"
ok "Japanese" grep -q '検査に通りました' "$out"
expect 2 plugin-missing plugin check "$work/modules/none.so"
expect 2 bad-value plugin check "$work/modules/bad-leak.la"
expect 2 bad-value plugin check "$ours/folder.so" --option nothing=1
expect 2 bad-value plugin check "$ours/folder.so" --option folder
expect 2 usage plugin check

about "plugin describe FILE, in a helper"
expect 0 - plugin describe "$work/modules/bad-kind.so"
json_is .kind reader
json_is .file "$work/modules/bad-kind.so"
expect 1 helper-died plugin describe "$work/modules/bad-start-end.so"
expect 1 helper-died plugin describe "$work/modules/bad-start-crash.so"

about "nothing is left"
same "folders" "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0
finish
