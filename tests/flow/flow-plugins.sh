#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plugins as emi finds them, readiness as doctor sees it: what is listed and
# described, which files and folders are trusted, and that what is missing or
# broken is said with its own code.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital
ANSWERS=

about "plugin list: names, kinds, versions, files"
expect 0 - plugin list
for pair in face-device=reader oqs-folder=connector sqlite=store password=auth \
  totp=auth folder=adapter; do
  json_is ".plugins[] | select(.name == \"${pair%=*}\") | .kind" "${pair#*=}"
done
json_ok '[.plugins[] | (.version | type) == "string" and (.file | endswith(".so"))] | all'
kept=$H H=
EMI_CONFIG=$work/nowhere run --json plugin list
judge 0 -
H=$kept

about "plugin describe: options and prompts"
expect 0 - plugin describe oqs-folder
json_is '[.name, .kind] | join(" ")' 'oqs-folder connector'
json_ok '.options[] | select(.name == "req") | .required'
json_ok '.options[] | select(.name == "poll") | .default == "500"'
expect 0 - plugin describe password
json_is .methods 1-01
json_is '[.prompts[].id] | sort | join(" ")' 'new password'
json_ok '[.prompts[].secret] | all'
expect 2 plugin-missing plugin describe nowhere
expect 2 bad-value plugin describe ../../etc/passwd
expect 2 bad-value plugin describe /etc/passwd
run plugin describe face-device
same "text mode" "$status" 0
ok "its options" grep -q 'option face' "$out"

about "plugins of the hospital's own folder"
mkdir "$work/plugins"
cp "$EMI_PREFIX"/lib/emi/plugins/*.so "$work/plugins/"
sed -i "s|<!-- <plugins folder=.*|<plugins folder=\"$work/plugins\"/>|" "$H/emi.xml"
good=$work/good.xml
cp "$H/emi.xml" "$good"
expect 0 - check
json_is '.faults | length' 0
expect 0 - verify
SIM_LOG=/dev/null
ask=(request --as dr-a --reception "$R" "${WHY[@]}" --wait 1)
# refused_plugin CODE: the store's file, for a request, verify and check.
refused_plugin () {
  expect 2 "$1" "${ask[@]}"
  expect 2 "$1" verify
  expect 2 config-faults check
  json_ok '.faults | length > 0'
  no_request_file
}

about "a folder or a file that others may write"
chmod 775 "$work/plugins"
refused_plugin plugin-unsafe
chmod 757 "$work/plugins"
refused_plugin plugin-unsafe
chmod 755 "$work/plugins"
chmod 664 "$work/plugins/sqlite.so"
refused_plugin plugin-unsafe
chmod 644 "$work/plugins/sqlite.so"
mkdir -m 777 "$work/open" && mv "$work/plugins/sqlite.so" "$work/open/"
ln -s "$work/open/sqlite.so" "$work/plugins/sqlite.so"
refused_plugin plugin-unsafe
rm "$work/plugins/sqlite.so" && mv "$work/open/sqlite.so" "$work/plugins/"
if [ "$(id -u)" -eq 0 ]; then
  chown 65534 "$work/plugins/sqlite.so"
  refused_plugin plugin-unsafe
  chown 0 "$work/plugins/sqlite.so"
fi

about "a file that is missing, is no module, is another kind"
mv "$work/plugins/sqlite.so" "$work/kept.so"
refused_plugin plugin-missing
echo 'no module' >"$work/plugins/sqlite.so"
refused_plugin plugin-load
: >"$work/plugins/sqlite.so"
refused_plugin plugin-load
head -c 2000 "$work/kept.so" >"$work/plugins/sqlite.so"
refused_plugin plugin-load
cp "$work/plugins/totp.so" "$work/plugins/sqlite.so"
run --json verify
ok "another plugin under its name: refused" test "$status" -eq 2
cp "$work/kept.so" "$work/plugins/sqlite.so"
sed -i 's|plugin="sqlite"|plugin="totp"|' "$H/emi.xml"
expect 2 plugin-contract verify
cp "$good" "$H/emi.xml"

about "a pinned file"
digest=$(sha256sum "$work/plugins/sqlite.so" | cut -d' ' -f1)
sed -i "s|plugin=\"sqlite\"|plugin=\"sqlite\" sha256=\"$digest\"|" "$H/emi.xml"
expect 0 - verify
printf 'x' >>"$work/plugins/sqlite.so"
refused_plugin plugin-unsafe
cp "$work/kept.so" "$work/plugins/sqlite.so"
expect 0 - verify

about "doctor: ready, and what it says"
# A prepared hospital with its share: nothing that blocks tonight.
cp "$good" "$H/emi.xml"
expect 0 - doctor
json_is .ready true
json_ok '[.items[] | (.id, .state, .owner, .message, .next | type) == "string"] | all'
json_ok '[.items[].state] | all(. == "ok" or . == "warn" or . == "fail")'
json_ok '[.items[].id] | length == (unique | length)'
run doctor
same "text mode" "$status" 0

about "doctor: not ready"
# unready WHAT: exactly as long as it lasts.
unready () {
  expect 1 not-ready doctor
  json_is .ready false
  json_ok '[.items[] | select(.state == "fail")] | length > 0'
  json_ok '[.items[] | select(.state == "fail") | .next | length > 0] | all'
}
for part in exchange/req exchange/res exchange/face outbox data keys; do
  mv "$H/$part" "$work/away"
  unready "$part"
  mv "$work/away" "$H/$part"
done
expect 0 - doctor
mv "$H/seal/checkpoint" "$work/away"
unready "the second copy"
mv "$work/away" "$H/seal/checkpoint"
sqlite3 "$H/data/ledger.db" 'update record set body = zeroblob(length(body)) where seq = 5'
unready "the chain"

finish
