#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A card in the virtual reader of vsmartcard: fake-card.py PORT.

Inserted while it runs, taken when it ends (SIGTERM).  It only is there: emi
looks whether a card is present and never talks to it, so every command of a
terminal is answered with "not supported".
"""
import socket
import struct
import sys
import time

ATR = bytes.fromhex("3B80800101")
NOT_SUPPORTED = bytes.fromhex("6D00")
GIVE_ATR = 4


def connect(port):
    """The reader may still be starting."""
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def read(s, size):
    data = b""
    while len(data) < size:
        piece = s.recv(size - len(data))
        if not piece:
            sys.exit(0)
        data += piece
    return data


def main():
    s = connect(int(sys.argv[1]))
    while True:
        message = read(s, struct.unpack(">H", read(s, 2))[0])
        if len(message) != 1:
            answer = NOT_SUPPORTED
        elif message[0] == GIVE_ATR:
            answer = ATR
        else:  # power off, on, reset: nothing is answered
            continue
        s.sendall(struct.pack(">H", len(answer)) + answer)


main()
