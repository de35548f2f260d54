#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a ledger from its files alone, with nothing of emi's: Python's
standard library, its sqlite3 module and the openssl command (Ed25519).

    ledger-independent.py --db FILE --keys DIR --seal FILE

Recomputes the root of the tree, the signatures of the head and of the second
copy, every body's digest, and, with the keys, opens every body (ChaCha20 and
Poly1305 are written out below), recomputes each field commitment and each
token of the index, and the registry's manifest.  Ends with 0 when all of it
agrees; else says what does not."""

import argparse
import base64
import hashlib
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile


def H(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def check(good, what):
    if not good:
        sys.exit("ledger-independent: " + what)


# --- ChaCha20, HChaCha20, Poly1305, XChaCha20-Poly1305 (RFC 8439, draft) ---

def quarter(s, a, b, c, d):
    m = 0xFFFFFFFF
    for x, y, z, r in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8),
                       (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & m
        t = s[z] ^ s[x]
        s[z] = ((t << r) | (t >> (32 - r))) & m


def rounds(state):
    s = list(state)
    for _ in range(10):
        for i in range(4):
            quarter(s, i, i + 4, i + 8, i + 12)
        for i in range(4):
            quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return s


SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def hchacha(key, nonce16):
    s = rounds(SIGMA + struct.unpack("<8I", key)
               + struct.unpack("<4I", nonce16))
    return struct.pack("<8I", *(s[:4] + s[12:]))


def chacha(key, nonce12, counter, length):
    out = b""
    while len(out) < length:
        state = (SIGMA + struct.unpack("<8I", key) + (counter,)
                 + struct.unpack("<3I", nonce12))
        s = rounds(state)
        out += struct.pack("<16I", *((a + b) & 0xFFFFFFFF
                                     for a, b in zip(s, state)))
        counter += 1
    return out[:length]


def poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    acc = 0
    for i in range(0, len(data), 16):
        block = data[i:i + 16] + b"\x01"
        acc = (acc + int.from_bytes(block, "little")) * r % ((1 << 130) - 5)
    acc += int.from_bytes(key[16:], "little")
    return (acc & ((1 << 128) - 1)).to_bytes(16, "little")


def pad16(b):
    return b + b"\0" * (-len(b) % 16)


def xopen(key, nonce24, data, ad):
    """The plain bytes, or None."""
    key = hchacha(key, nonce24[:16])
    nonce = b"\0" * 4 + nonce24[16:]
    cipher, tag = data[:-16], data[-16:]
    mac = poly1305(chacha(key, nonce, 0, 32),
                   pad16(ad) + pad16(cipher)
                   + struct.pack("<QQ", len(ad), len(cipher)))
    if mac != tag:
        return None
    stream = chacha(key, nonce, 1, len(cipher))
    return bytes(a ^ b for a, b in zip(cipher, stream))


# --- keys ---

def derive(key, context):
    return hashlib.blake2b(key=key, digest_size=32,
                           salt=struct.pack("<QQ", 1, 0),
                           person=context.ljust(16, b"\0")).digest()


def token(key, kind, value):
    return hashlib.blake2b(bytes([len(kind)]) + kind + value, key=key,
                           digest_size=16).digest()


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def ed25519(pub, message, signature):
    """Asks openssl."""
    der = bytes.fromhex("302a300506032b6570032100") + pub
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("k", der), ("m", message), ("s", signature)):
            with open(os.path.join(d, name), "wb") as f:
                f.write(data)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER",
             "-inkey", d + "/k", "-rawin", "-in", d + "/m",
             "-sigfile", d + "/s"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode == 0


def public_key(keys):
    line = read(keys, "seal.pub").decode().splitlines()[-1]
    origin, keyid, key = line.split("+", 2)
    key = base64.b64decode(key, validate=True)
    check(len(key) == 33 and key[0] == 1, "seal.pub is no Ed25519 key")
    want = H(origin.encode(), b"\n\x01", key[1:])[:4]
    check(bytes.fromhex(keyid) == want, "seal.pub's key id is wrong")
    return origin, key[1:], want


def note(text, origin, pub, keyid):
    """Size and root of a signed note."""
    body, mark, signature = text.decode().partition("\n\n")
    body += "\n"
    lines = body.split("\n")
    check(len(lines) == 4 and lines[0] == origin and lines[3] == "",
          "a note is not three lines of this origin")
    prefix = "\u2014 " + origin + " "
    check(signature.startswith(prefix) and signature.endswith("\n")
          and signature.count("\n") == 1, "a note's signature line is wrong")
    blob = base64.b64decode(signature[len(prefix):-1], validate=True)
    check(len(blob) == 68 and blob[:4] == keyid, "a note is of another key")
    check(ed25519(pub, body.encode(), blob[4:]), "a signature is wrong")
    return int(lines[1]), base64.b64decode(lines[2], validate=True)


# --- the tree, straight from RFC 6962's definition ---

def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return H(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))


def peaks_of(leaves):
    out, at = [], 0
    for bit in range(63, -1, -1):
        if len(leaves) >> bit & 1:
            out.append(root_of(leaves[at:at + (1 << bit)]))
            at += 1 << bit
    return out


# --- records ---

RECORD = struct.Struct(">4sIQQII16sQ32s32s32s")


def fields_of(plain):
    plain = plain.rstrip(b"\0")
    check(plain[-1:] == b"\x80", "a body's padding is wrong")
    plain = plain[:-1]
    seed, m, at, out = plain[:32], plain[32], 33, []
    for _ in range(m):
        n = plain[at]
        name = plain[at + 1:at + 1 + n]
        at += 1 + n
        (length,) = struct.unpack_from(">I", plain, at)
        out.append((name, plain[at + 4:at + 4 + length]))
        at += 4 + length
    check(at == len(plain), "a body has bytes behind its fields")
    names = [n for n, _ in out]
    check(names == sorted(set(names)), "a body's names are out of order")
    return seed, out


def commitment(seed, fields):
    n = (len(fields) + 7) // 8 * 8
    salts = chacha(seed, b"\0" * 12, 0, 32 * n)
    salt = [salts[32 * i:32 * i + 32] for i in range(n)]
    c = [H(b"\2", salt[i], bytes([len(name)]), name, value)
         for i, (name, value) in enumerate(fields)] + salt[len(fields):]
    return H(b"\3", bytes([n]), *sorted(c))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--db", required=True)
    p.add_argument("--keys", required=True)
    p.add_argument("--seal", required=True)
    a = p.parse_args()

    origin, pub, keyid = public_key(a.keys)
    log = H(origin.encode())[:16]
    data_key = derive(read(a.keys, "epoch-1.key"), b"emi-data")
    token_key = derive(read(a.keys, "epoch-1.key"), b"emi-tokn")
    registry_key = derive(read(a.keys, "root.key"), b"emi-regi")

    db = sqlite3.connect("file:%s?mode=ro" % a.db, uri=True)
    records = db.execute(
        "SELECT seq,bytes,body FROM record ORDER BY seq").fetchall()
    state = {k: bytes(v) for k, v in db.execute("SELECT * FROM state")}
    index = {(bytes(t), time, seq)
             for t, time, seq in db.execute("SELECT * FROM idx")}

    size, root = note(state["head"], origin, pub, keyid)
    check([r[0] for r in records] == list(range(size)),
          "the records are not numbered 0 to %d" % (size - 1))
    leaves = [H(b"\0", r[1]) for r in records]
    check(root_of(leaves) == root, "the root is another one")
    check(state["frontier"] == b"".join(peaks_of(leaves[:-1])),
          "the frontier is another one")
    for n in range((size - 1) // 256):
        check(state["tile/0/%d" % n] == b"".join(leaves[256 * n:256 * n + 256]),
              "a tile is another one")

    copy = read(a.seal)
    newest = 0
    for slot in (copy[:4096], copy[4096:]):
        text = slot.split(b"\0")[0]
        if text:
            s, r = note(text, origin, pub, keyid)
            check(s <= size and root_of(leaves[:s]) == r,
                  "the second copy is of another history")
            newest = max(newest, s)
    check(newest == size, "the second copy is behind")

    want_index, kinds, previous = set(), {}, None
    for seq, raw, body in records:
        (magic, flags, n, time, _, epoch, whose, version, registry, fields,
         digest) = RECORD.unpack(raw)
        check(magic == b"EMR1" and flags < 8 and n == seq and whose == log
              and epoch == 1, "record %d's clear bytes" % seq)
        check(H(b"\4", body) == digest, "record %d's body digest" % seq)
        k = body[4]
        tokens = [body[5 + 16 * i:21 + 16 * i] for i in range(k)]
        check(body[:4] == b"EMB1" and tokens == sorted(set(tokens)),
              "record %d's tokens" % seq)
        at = 5 + 16 * k
        ad = (b"EMB1" + log + struct.pack(">I", epoch) + bytes([k])
              + body[5:at])
        plain = xopen(data_key, body[at:at + 24], body[at + 24:], ad)
        check(plain is not None and len(plain) % 64 == 0,
              "record %d does not open" % seq)
        seed, values = fields_of(plain)
        check(commitment(seed, values) == fields,
              "record %d's field commitments" % seq)
        values = dict(values)
        check(b"kind" in values, "record %d has no kind" % seq)
        kinds[values[b"kind"]] = kinds.get(values[b"kind"], 0) + 1
        if b"request" in values and k:
            check(token(token_key, b"request", values[b"request"]) in tokens,
                  "record %d's request token" % seq)
        want_index |= {(t, time, seq) for t in tokens}
        if previous:
            check(version - previous[0] in (0, 1)
                  and (version == previous[0]) == (registry == previous[1]),
                  "record %d's registry" % seq)
        previous = (version, registry)
    check(index == want_index, "the index is another one")

    manifest = state["manifest"]
    check(H(manifest) == previous[1], "the manifest is another one")
    check(manifest[:20] == b"EMM1" + log, "the manifest is of another log")
    version, count = struct.unpack_from(">QI", manifest, 20)
    check(version == previous[0], "the manifest's version")
    at, docs = 32, {}
    for _ in range(count):
        n = manifest[at]
        docs["doc/" + manifest[at + 1:at + 1 + n].decode()] = (
            manifest[at + 1 + n:at + 33 + n])
        at += 33 + n
    check(at == len(manifest), "the manifest has bytes behind its rows")
    check(docs == {k: H(v) for k, v in state.items() if k.startswith("doc/")},
          "the registry's rows are others")
    for name, value in state.items():
        if name.split("/")[0] in ("doc", "open", "count"):
            check(xopen(registry_key, value[:24], value[24:],
                        b"EMS1" + log + name.encode()) is not None,
                  "a sealed row does not open")

    print("%d records, %d index rows, %d registry rows: all agrees"
          % (size, len(index), count))


if __name__ == "__main__":
    main()
