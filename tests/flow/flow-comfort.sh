#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What makes the program easy to be with: the line that counts while an answer
# is waited for, commands that were nearly typed, output that cannot be
# written.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
new_hospital

# waits TERM: asks at a terminal of that kind, with nobody to answer, and gives
# up once three seconds were counted.
waits () {
  take_doctor
  to=- TERM=$1 dialogue request --as "$DR" --reception "$R" "${WHY[@]}" \
    --wait 60 <<SCRIPT
expect Password:
send $(password_of "$DR")
expect code
send $CODE
expect asking, $2 s
intr
SCRIPT
}

about "a line that is drawn over itself and taken away"
waits xterm 3
same "exit" "$status" 5
ok "drawn over" grep -qF $'\rasking, 3 s\e[K' "$shown"
ok "one line" test "$(grep -c 'asking' "$shown")" -eq 1
ok "taken away" grep -qF $'\r\e[K' "$shown"

about "plain lines for TERM=dumb"
waits dumb 2
same "exit" "$status" 5
ok "a line" grep -qx $'asking, 2 s\r' "$shown"
not "no colour, nothing drawn over" grep -q $'\e' "$shown"

about "a command that was nearly typed"
run recieve er-face
same "exit" "$status" 2
ok "the right one is told" grep -q '  emi receive READER' "$err"
run reception frobnicate
ok "those of the group are told" grep -q '  emi reception list' "$err"
run --json recieve er-face
same "JSON alone" "$(json .error.code)" usage
run frobnicate
not "nothing is like it" grep -q 'Commands like it' "$err"

about "output that cannot be written is no success"
ok "at the end" sh -c '"$1" help >/dev/full; [ $? -eq 1 ]' sh "$EMI"
finish
