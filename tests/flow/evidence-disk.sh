#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The disk with the evidence fills up: before the query nothing is asked, after
# it nothing is shown, and when there is room again the next command closes
# what is open.  A small file system of its own holds the hospital; the shared
# folders and the EHR's folder lie elsewhere and have room.
. "$(dirname "$0")/evidence-lib.sh"
[ "$(id -u)" -eq 0 ] || skip "only root can mount"
PATH=$PATH:/usr/sbin:/sbin

disk=$work/disk
mkdir "$disk"
mount_disk () {
  # Blocks as of every real disk: with smaller ones than a page, SQLite reserves
  # only a part of its shared memory, and a full disk ends it with SIGBUS.
  truncate -s 6M "$work/image" && mkfs.ext4 -q -m 0 -b 4096 -O ^has_journal \
    "$work/image" && mount -o loop "$work/image" "$disk" && return
  mount -t tmpfs -o size=4m,mode=700 none "$disk"
}
mount_disk 2>/dev/null || skip "a small file system cannot be mounted"
trap '(exit $?); status=$?; umount "$disk" 2>/dev/null \
  || umount -l "$disk"; (exit $status); cleanup' EXIT

new_hospital
rest=$(dirname "$H")
mv "$H/exchange" "$H/outbox" "$rest/"
sed -i -e "s|value=\"exchange/|value=\"$rest/exchange/|" \
  -e "s|value=\"outbox\"|value=\"$rest/outbox\"|" "$H/emi.xml"
cp -a "$H/." "$disk/"
chmod 700 "$disk"
rm -rf "$H"
H=$disk
# lib.sh and evidence-lib.sh look there.
ln -s "$rest/exchange" "$H/exchange"
ln -s "$rest/outbox" "$H/outbox"

reserve () { sed -i "s|reserve=\"[^\"]*\"|reserve=\"$1\"|" "$H/emi.xml"; }

fill () {
  dd if=/dev/zero of="$H/fill" bs=64k oflag=append conv=notrunc status=none
  dd if=/dev/zero of="$H/fill" bs=1k oflag=append conv=notrunc status=none
  sync
} 2>/dev/null
make_room () { rm -f "$H/fill"; }
# The log that SQLite keeps is used again and needs no room; here it is cut, as
# after the last program that used the store has gone.
cut_log () {
  python3 - "$H/data/ledger.db" <<'PY'
import os, sqlite3, sys
sql = sqlite3.connect (sys.argv[1])
sql.execute ("PRAGMA wal_checkpoint(TRUNCATE)").fetchall ()
os._exit (0)
PY
}

start_sim
about "less room than the reserve"
reserve 64M
before=$(records)
request 1 disk-reserve
json_is .state failed
json_is '.sections | length' 0
same "requests at the terminal" "$(sim_taken)" 0
no_request_file
same "records written" "$(($(records) - before))" 1
trace_is "$REQUEST" failed disk-reserve
whole

about "the store alone lies on the small disk"
# The reserve is that of the store's disk, not of the configuration's.
small=$H
new_hospital
mv "$H/data" "$small/apart"
ln -s "$small/apart" "$H/data"
start_sim
request 1 disk-reserve
same "requests at the terminal" "$(sim_taken)" 0
ANSWERS=
expect 0 - verify
same "warnings that store and seal lie on one device" \
  "$(gojq '[.warnings[] | select (test ("device"))] | length' "$out")" 0
rm -rf "$small/apart"
H=$small R=$(cat "$T/reception-1")
T=$rest/known

about "the disk is full before the query"
# So little that it stops nobody.
reserve 0K
start_sim
cut_log
before=$(records)
fill
request 1 ledger-write
json_is .state failed
json_is '.sections | length' 0
json_is '.delivered | length' 0
same "requests at the terminal" "$(sim_taken)" 0
no_request_file
holds
same "records written" "$(($(records) - before))" 0
make_room
whole
same "it is in no trace" "$(state_of "$REQUEST")" ""

about "the store was never opened for writing on the full disk"
rm -f "$H"/data/*-wal "$H"/data/*-shm
before=$(records)
fill
take_doctor
as "$DR" "$DR:totp.code=$CODE"
order "$DR"
run --json "${ORDER[@]}"
same "exit status" "$status" 1
json_is .state failed
same "requests at the terminal" "$(sim_taken)" 0
holds
same "records written" "$(($(records) - before))" 0
make_room
whole

about "the disk is full after the query"
start_sim late --delay 1
cut_log
take_doctor
as "$DR" "$DR:totp.code=$CODE"
order "$DR"
emi --lang en --json "${ORDER[@]}" >"$work/late.out" 2>"$work/late.err" &
pid=$!
until_true 10 test -s "$SIM_LOG"
until_true 10 grep -q 'req_.*:' "$SIM_LOG"
fill
wait "$pid"
status=$?
cp "$work/late.out" "$out"
cp "$work/late.err" "$err"
judge 5 ledger-write-after
json_is .state indeterminate
json_is '.sections | length' 0
json_is '.delivered | length' 0
REQUEST=$(json .id)
not "something of it is in the outbox" test -e "$rest/outbox/$REQUEST"
no_request_file
ok "its answer lies in res" test -e \
  "$rest/exchange/res/EMTESTa01res_${REQUEST#r-}.xml"
holds
same "open requests without an owner" "$gone" 1

about "still full: the next command can close nothing and says so"
# What the request that ended gave back is taken too.
fill
as support
run --json trace --as support --patient 00123
same "exit status" "$status" 1
json_is .accesses null
holds
same "open requests without an owner" "$gone" 1

about "room again"
make_room
whole
same "it ended as" "$(state_of "$REQUEST")" indeterminate
trace_is "$REQUEST" indeterminate interrupted
# The first command closed it, the next one looked for its late answer.
json_is '.accesses[0].late' true
json_is '.accesses[0].delivered | length' 0
request 0 -
whole
finish
