# SPDX-License-Identifier: Apache-2.0
# A PC/SC service of the flow's own, with the virtual reader of vsmartcard and
# the project's fake card.  Sourced after lib.sh.

for pcsc_tool in pcscd unshare python3; do
  command -v "$pcsc_tool" >/dev/null || skip "$pcsc_tool is missing"
done
pcsc_driver=$(find /usr/lib/pcsc/drivers -name 'libifdvpcd.so' 2>/dev/null | head -n 1)
[ -n "$pcsc_driver" ] || skip "vsmartcard-vpcd is missing"

pcsc_dir=$work/pcsc
pcsc_reader="Virtual PCD 00 00"
card_pid= pcsc_pid=

# The socket's place is compiled into pcscd, so it runs where that place is a
# folder of ours; clients are told by their environment.
start_pcscd () {
  local me=()
  pcsc_port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  mkdir -p "$pcsc_dir/run" "$pcsc_dir/conf"
  printf 'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n' \
    "$pcsc_port" "$pcsc_driver" "$pcsc_port" >"$pcsc_dir/conf/vpcd"
  [ "$(id -u)" -eq 0 ] || me=(--map-root-user)
  unshare ${me[@]+"${me[@]}"} --mount sh -c '
    mount -t tmpfs none /run && mkdir /run/pcscd &&
    mount --bind "$1/run" /run/pcscd && exec pcscd -f -e -c "$1/conf"' \
    sh "$pcsc_dir" >"$pcsc_dir/log" 2>&1 &
  pcsc_pid=$!
  started+=("$pcsc_pid")
  export PCSCLITE_CSOCK_NAME=$pcsc_dir/run/pcscd.comm
  until_true 20 test -S "$PCSCLITE_CSOCK_NAME" \
    || { bad "pcscd does not start"; cat "$pcsc_dir/log"; }
}
stop_pcscd () { stop "$pcsc_pid"; }

# card_in [CARD [FOLDER]]: the port of the reader's slot is open once pcscd has
# loaded the driver.
card_in () {
  python3 "$flow_dir/../lib/${1:-fake-card}.py" "$pcsc_port" ${2:+"$2"} 9>&- &
  card_pid=$!
  started+=("$card_pid")
}
card_out () {
  [ -z "$card_pid" ] || stop "$card_pid"
  card_pid=
}
