#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A card with the JPKI application, as far as OpenSC's driver talks to it:
fake-jpki.py PORT FOLDER.

FOLDER holds auth.key, auth.der (user authentication), sign.key, sign.der
(digital signature) and ca.der, all made for the test, and gets the PINs' tries,
which a card keeps when it is taken out.  With a file `pull` in it, the card is
taken out when it is to sign.  The PINs are 1234 and ABC123.
"""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
import vpcd  # noqa: E402

APPLICATION = bytes.fromhex("D392F000260100000001")
OK = b"\x90\x00"
NOT_FOUND = b"\x6A\x82"
NOT_ALLOWED = b"\x69\x82"
LOCKED = b"\x69\x84"
NO_FILE = b"\x69\x86"
NOT_SUPPORTED = b"\x6D\x00"

# Which file of the application is what.
PINS = {0x0018: ("auth", b"1234", 3), 0x001B: ("sign", b"ABC123", 5)}
KEYS = {0x0017: "auth", 0x001A: "sign"}
CERTIFICATES = {0x000A: "auth", 0x000B: "ca", 0x0001: "sign", 0x0002: "ca"}
SECRET_FILE = 0x0001  # read only with the PIN for signatures


class Card:
    def __init__(self, folder):
        self.folder = folder
        self.file = None
        self.open = set()  # whose PIN was verified

    def path(self, name):
        return os.path.join(self.folder, name)

    def tries(self, who, most):
        try:
            with open(self.path("tries-" + who), encoding="ascii") as f:
                return int(f.read())
        except FileNotFoundError:
            return most

    def set_tries(self, who, n):
        with open(self.path("tries-" + who), "w", encoding="ascii") as f:
            f.write(str(n))

    def select(self, by, body):
        if by == 4:
            self.open.clear()
            return OK if body == APPLICATION else NOT_FOUND
        self.file = int.from_bytes(body, "big")
        known = self.file in PINS or self.file in KEYS or self.file in CERTIFICATES
        return OK if known else NOT_FOUND

    def read(self, offset, most):
        who = CERTIFICATES.get(self.file)
        if who is None:
            return NO_FILE
        if self.file == SECRET_FILE and "sign" not in self.open:
            return NOT_ALLOWED
        with open(self.path(who + ".der"), "rb") as f:
            return f.read()[offset:offset + most] + OK

    def verify(self, pin):
        if self.file not in PINS:
            return NO_FILE
        who, right, most = PINS[self.file]
        left = self.tries(who, most)
        if not pin:
            return bytes([0x63, 0xC0 | left])
        if left == 0:
            return LOCKED
        if pin == right:
            self.open.add(who)
            self.set_tries(who, most)
            return OK
        self.set_tries(who, left - 1)
        return bytes([0x63, 0xC0 | (left - 1)])

    def sign(self, digest_info):
        who = KEYS.get(self.file)
        if who is None:
            return NO_FILE
        if who not in self.open:
            return NOT_ALLOWED
        if os.path.exists(self.path("pull")):
            sys.exit(0)
        made = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-inkey", self.path(who + ".key"),
             "-pkeyopt", "rsa_padding_mode:pkcs1"],
            input=digest_info, capture_output=True, check=True)
        return made.stdout + OK

    def answer(self, command):
        cla, ins, p1, p2 = command[:4]
        length = command[4] if len(command) > 4 else 0
        body = command[5:5 + length] if len(command) > 5 else b""
        if ins == 0xA4:
            return self.select(p1, body)
        if ins == 0xB0:
            return self.read(p1 << 8 | p2, length or 256)
        if ins == 0x20:
            return self.verify(body)
        if cla == 0x80 and ins == 0x2A:
            return self.sign(body)
        return NOT_SUPPORTED


vpcd.serve(int(sys.argv[1]), Card(sys.argv[2]).answer)
