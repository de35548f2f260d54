# SPDX-License-Identifier: Apache-2.0
"""A card in the virtual reader of vsmartcard: serve (PORT, ANSWER).

The reader sends each message with its length in front.  One byte is power off,
on, reset, or the wish for the ATR; anything else is a command of the card, and
ANSWER gives its reply.  The card is inserted while this runs, taken when it
ends.
"""
import socket
import struct
import sys
import time

ATR = bytes.fromhex("3B80800101")
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
        # The reader sends length and message apart; without this each message
        # waits for a delayed acknowledgement.
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = s.recv(size - len(data))
        if not piece:
            sys.exit(0)
        data += piece
    return data


def serve(port, answer):
    s = connect(port)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        message = read(s, struct.unpack(">H", read(s, 2))[0])
        if len(message) != 1:
            reply = answer(message)
        elif message[0] == GIVE_ATR:
            reply = ATR
        else:  # power off, on, reset: nothing is answered
            continue
        s.sendall(struct.pack(">H", len(reply)) + reply)
