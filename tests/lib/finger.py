#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whoever stands before one of libfprint's virtual readers.

    finger.py SOCKET COMMAND...

The library listens on SOCKET while the reader is open.  Each command ("SCAN
ID", "RETRY N", "ERROR N", "INSERT ID", "UNPLUG") goes over a connection of its
own, and the next only when the library has read it: a later connection would
push an earlier one out.  Gives up after 30 seconds of nobody listening.
"""
import socket
import sys
import time

PATIENCE_S = 30


def send(path, command):
    """True when the library has read COMMAND."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(PATIENCE_S)
        s.connect(path)
        s.sendall(command.encode())
        return s.recv(1) == b''


def give(path, command):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            if send(path, command):
                return
        except OSError:
            time.sleep(0.01)
    sys.exit('nobody listens for ' + command)


def main():
    path = sys.argv[1]
    for command in sys.argv[2:]:
        give(path, command)


main()
