#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whoever stands before one of libfprint's virtual readers.

    finger.py SOCKET COMMAND...

The library listens on SOCKET while the reader is open.  Each command ("SCAN
ID", "RETRY N", "ERROR N", "INSERT ID", "UNPLUG") goes over a connection of its
own, and the next only when the library has read it: a later connection would
push an earlier one out.  "REOPENED" waits until the reader was closed and
opened once more.  Gives up after 30 seconds of nobody listening.
"""
import os
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


def opening(path):
    """Which opening of the reader it is: each makes the socket anew."""
    try:
        st = os.stat(path)
        return st.st_ino, st.st_ctime_ns
    except OSError:
        return None


class Person:
    def __init__(self, path):
        self.path = path
        self.seen = None # the opening of the last command

    def give(self, command):
        now = opening(self.path)
        if command == 'REOPENED':
            return now not in (None, self.seen)
        self.seen = now
        return send(self.path, command)

    def do(self, command):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                if self.give(command):
                    return
            except OSError:
                pass
            time.sleep(0.01)
        sys.exit('nobody listens for ' + command)


def main():
    person = Person(sys.argv[1])
    for command in sys.argv[2:]:
        person.do(command)


main()
