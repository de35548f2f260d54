# SPDX-License-Identifier: Apache-2.0
"""Searches files and file names for words in every form in which they could
lie there.

evidence-privacy.py WORDS PLACE...
WORDS: a file of lines KIND TAB WORD; `code` is a number that counts only where
no other digit stands beside it, `file` only inside files (names given by the
terminal carry digits of their own), `hexbytes` is bytes in hex, any other kind
is text.  A PLACE is a file or a folder.  Prints what it finds and ends with 1
when that is anything, with 3 when a form could not be made."""

import base64
import os
import re
import sys

# Shorter ones turn up in what is encrypted, by chance.
SHORTEST = 5


def texts(word):
    for name in ("utf-8", "cp932", "euc-jp", "utf-16-le", "utf-16-be"):
        try:
            yield name, word.encode(name)
        except UnicodeEncodeError:
            if name in ("utf-8", "utf-16-le", "utf-16-be"):
                raise
    escaped = "".join("\\u%04x" % ord(c) if ord(c) > 126 else c for c in word)
    if escaped != word:
        yield "json escape", escaped.encode()
        yield "xml escape", "".join(
            "&#x%X;" % ord(c) if ord(c) > 126 else c for c in word).encode()
        yield "percent", "".join(
            "%%%02X" % b if b > 126 else chr(b)
            for b in word.encode()).encode()


def inner_base64(data, before):
    """What of the base64 does not depend on the bytes around DATA."""
    text = base64.b64encode(bytes(before) + data).rstrip(b"=")
    start = (0, 2, 3)[before]
    if (before + len(data)) % 3:
        text = text[:-1]
    return text[start:]


def forms(word, data_forms):
    for name, data in data_forms:
        if len(data) >= SHORTEST:
            yield name, data
        yield name + " in hex", data.hex().encode()
        yield name + " in HEX", data.hex().upper().encode()
        for before in range(3):
            text = inner_base64(data, before)
            if len(text) >= 7:
                yield "%s in base64, %d" % (name, before), text
                yield ("%s in base64url, %d" % (name, before),
                       text.replace(b"+", b"-").replace(b"/", b"_"))


def needles(path):
    seen = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            kind, word = line.rstrip("\n").split("\t")
            if kind == "code":
                for name in ("utf-8", "utf-16-le", "utf-16-be"):
                    seen[re.compile(b"(?<!" + digit_before(name) + b")"
                                    + re.escape(word.encode(name))
                                    + b"(?!" + digit_after(name) + b")")] = (
                        kind, word, name)
                continue
            made = ([("bytes", bytes.fromhex(word))] if kind == "hexbytes"
                    else texts(word))
            for name, data in forms(word, made):
                seen.setdefault(data, (kind, word, name))
    return seen


def digit_before(name):
    return {"utf-8": b"[0-9]", "utf-16-le": b"[0-9]\\x00",
            "utf-16-be": b"\\x00[0-9]"}[name]


def digit_after(name):
    return digit_before(name)


def files(places):
    for place in places:
        if os.path.isdir(place):
            for folder, folders, names in os.walk(place):
                for name in names + folders:
                    yield os.path.join(folder, name), name
        else:
            yield place, os.path.basename(place)


def main():
    found = 0
    read = 0
    all_needles = needles(sys.argv[1])
    for path, name in files(sys.argv[2:]):
        read += 1
        data = b""
        if os.path.isfile(path):
            with open(path, "rb") as f:
                data = f.read()
        for needle, (kind, word, form) in all_needles.items():
            for where, text in (("", data), (" (its name)", name.encode())):
                if where and kind == "file":
                    continue
                there = (needle.search(text) if isinstance(needle, re.Pattern)
                         else needle in text)
                if there:
                    found += 1
                    print("%s%s\t%s\t%s" % (path, where, word, form))
    print("searched %d files for %d forms" % (read, len(all_needles)),
          file=sys.stderr)
    return 1 if found else 0


sys.exit(main())
