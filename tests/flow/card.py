# SPDX-License-Identifier: Apache-2.0
"""A card reading with other contents: python3 card.py TEMPLATE FOLDER [NAME=VALUE...]

TEMPLATE is a face file of emi-sim.  Each NAME is an element whose text becomes
VALUE; "flags=" leaves out the consent flags, so that there was no consent step.
The file appears in FOLDER as a whole, under a name of its own."""

import os
import re
import secrets
import sys
import time

template, folder, *changes = sys.argv[1:]
with open(template, encoding="utf-8") as f:
    text = f.read()
for change in changes:
    name, value = change.split("=", 1)
    if name == "flags":
        text = re.sub(r"\s*<(\w+Cons(?:Flg|Time)|\w+AvailableTime)>[^<]*</\1>", "", text)
        continue
    text, n = re.subn(f"(<{name}>)[^<]*(</{name}>)", lambda m: m[1] + value + m[2], text)
    assert n == 1, name
now = time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 9 * 3600))
text = re.sub(r"(<ProcessExecutionTime>)\d+", lambda m: m[1] + now, text)
name = f"OQSsiquc01res_face_1319999999{secrets.token_hex(10)}_{now}.xml"
hidden = os.path.join(folder, "." + name)
with open(hidden, "w", encoding="utf-8") as f:
    f.write(text)
os.rename(hidden, os.path.join(folder, name))
