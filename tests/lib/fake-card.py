#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A card that is only there: fake-card.py PORT.

emi's readers look whether a card is present and never talk to it, so every
command of a terminal is answered with "not supported".
"""
import sys

sys.dont_write_bytecode = True
import vpcd  # noqa: E402

vpcd.serve(int(sys.argv[1]), lambda command: bytes.fromhex("6D00"))
