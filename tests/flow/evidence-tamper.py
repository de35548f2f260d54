# SPDX-License-Identifier: Apache-2.0
"""Alters a ledger's store in every way that its keeper could, on copies, and
sees whether `emi verify` finds it: plainly, or only with --deep.

evidence-tamper.py EMI HOSPITAL OLD BEFORE OTHER WORK ANSWERS RECEPTION
OLD and BEFORE are the same hospital earlier, OTHER is another one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading

EMI, HOSPITAL, OLD, BEFORE, OTHER, WORK, ANSWERS, RECEPTION = sys.argv[1:9]
DB = "data/ledger.db"
WORKERS = 2


def store_of(folder):
    """The store's rows in one file, the log brought into it."""
    path = os.path.join(WORK, "master-%d" % len(os.listdir(WORK)))
    for end in ("", "-wal"):
        shutil.copyfile(os.path.join(folder, DB) + end, path + end)
    with sqlite3.connect(path) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    sql.close()
    with open(path, "rb") as f:
        return f.read()


def rows(store, query, *values):
    # Several threads look at once, each at a file of its own.
    path = os.path.join(WORK, "look-%d" % threading.get_ident())
    with open(path, "wb") as f:
        f.write(store)
    sql = sqlite3.connect(path)
    got = sql.execute(query, values).fetchall()
    sql.close()
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.unlink(path + end)
    return got


class Case:
    """One alteration.  FOUND: "plain" when verify must find it without keys,
    "deep" when only the keys can tell, "no" when it must raise no alarm.
    AT: the first record at fault, None for no record, or "any"."""

    def __init__(self, label, alter=None, found="plain", at="any",
                 base=None, folder=None, request=False):
        self.label, self.alter, self.found = label, alter, found
        self.at, self.base, self.folder = at, base, folder
        self.request = request


def emi(place, *args):
    p = subprocess.run([EMI, "-c", place + "/emi.xml", "--lang", "en"]
                       + list(args), stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        said = json.loads(p.stdout.decode())
    except ValueError:
        said = {}
    return p.returncode, said


def count(place):
    """Records, without disturbing anything; -1 where that cannot be told."""
    try:
        sql = sqlite3.connect("file:%s/%s?mode=ro" % (place, DB), uri=True)
        n = sql.execute("SELECT count(*) FROM record").fetchone()[0]
        sql.close()
        return n
    except sqlite3.Error:
        return -1


def prepare(place, case, store):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(HOSPITAL, place, symlinks=True)
    for end in ("-wal", "-shm"):
        if os.path.exists(os.path.join(place, DB + end)):
            os.unlink(os.path.join(place, DB + end))
    put(place, case, store)


def put(place, case, store):
    path = os.path.join(place, DB)
    with open(path, "wb") as f:
        f.write(store if case.base is None else case.base)
    if case.alter is None:
        return
    sql = sqlite3.connect(path, isolation_level=None)
    sql.execute("PRAGMA synchronous=OFF")
    sql.execute("BEGIN")
    case.alter(sql)
    sql.execute("COMMIT")
    sql.close()


def judge(place, case):
    """What is wrong with how emi saw it, or None."""
    status, said = emi(place, "--json", "verify")
    how = "plain"
    if status == 0:
        status, said = emi(place, "--json", "verify", "--deep")
        how = "deep" if status == 4 else "no"
    if status not in (0, 4):
        return "exit status %d (%s)" % (
            status, said.get("error", {}).get("code"))
    if how != case.found:
        return "found: %s, not %s" % (how, case.found)
    if how == "no":
        return None
    if said.get("holds") is not False:
        return "exit status 4 and holds is %s" % said.get("holds")
    at = said.get("first_break")
    if case.at == "any":
        return None
    if case.at is None:
        return None if at is None else "first_break %s without a record" % at
    if at is None or at > case.at:
        return "first_break %s is behind %s" % (at, case.at)
    return None


def ask(place):
    """A request on what was altered: exit 4, nothing written or asked."""
    before = count(place)
    status, said = emi(
        place, "--answers", ANSWERS, "--json", "request", "--as", "dr-a",
        "--reception", RECEPTION, "--consent", "difficult", "--hardship",
        "unconscious", "--effort", "x", "--necessity", "stroke",
        "--factors", "password,vein", "--wait", "1")
    code = said.get("error", {}).get("code")
    if status != 4 or code != "evidence-broken":
        return "a request ended with %d %s" % (status, code)
    if said.get("state") not in (None, "failed"):
        return "a request's state is %s" % said.get("state")
    if count(place) != before:
        return "a request was recorded"
    left = [n for n in os.listdir(place + "/exchange/req") if n[0] != "."]
    if left:
        return "a request lies in req"
    return None


# --- every stored value ---

def flip(value, where):
    b = bytearray(value)
    b[where] ^= 1 << (where % 8)
    return bytes(b)


def places(value):
    return sorted({0, len(value) // 2, len(value) - 1})


def set_value(table, column, value, key):
    where = " AND ".join("%s=?" % k for k in key)

    def alter(sql):
        n = sql.execute("UPDATE %s SET %s=? WHERE %s"
                        % (table, column, where),
                        (value,) + tuple(key.values())).rowcount
        assert n == 1, (table, column)
    return alter


def each_value(store):
    for seq, data, body in rows(store, "SELECT * FROM record"):
        key = {"seq": seq}
        for name, value in (("bytes", data), ("body", body)):
            for i in places(value):
                yield Case("record %d, %s, byte %d" % (seq, name, i),
                           set_value("record", name, flip(value, i), key),
                           at=seq)
        yield Case("record %d, seq" % seq,
                   set_value("record", "seq", seq + 100000, key), at=seq)
        yield Case("record %d, seq below 0" % seq,
                   set_value("record", "seq", -1 - seq, key))
    for token, time, seq in rows(store, "SELECT token,time,seq FROM idx"):
        key = {"token": token, "time": time, "seq": seq}
        yield Case("idx of %d, token" % seq,
                   set_value("idx", "token", flip(token, seq % 16), key),
                   at=None)
        yield Case("idx of %d, time" % seq,
                   set_value("idx", "time", time ^ 1, key), at=None)
        yield Case("idx of %d, seq" % seq,
                   set_value("idx", "seq", seq + 1, key), at=None)
    for name, data in rows(store, "SELECT name,bytes FROM state"):
        sealed = name.split("/")[0] in ("open", "count")
        for i in places(data):
            yield Case("state %s, byte %d" % (name[:12], i),
                       set_value("state", "bytes", flip(data, i),
                                 {"name": name}),
                       found="deep" if sealed else "plain", at=None)
        last = "0" if name[-1] != "0" else "1"
        yield Case("state %s, name" % name[:12],
                   set_value("state", "name", name[:-1] + last,
                             {"name": name}),
                   found="deep" if sealed else "plain", at=None)


# --- whole rows ---

def many(*statements):
    def alter(sql):
        for s in statements:
            if isinstance(s, str):
                s = (s,)
            sql.execute(s[0], s[1:] if len(s) > 1 else ())
    return alter


def swap(table, column, key, a, b):
    def alter(sql):
        get = "SELECT %s FROM %s WHERE %s=?" % (column, table, key)
        one = sql.execute(get, (a,)).fetchone()[0]
        two = sql.execute(get, (b,)).fetchone()[0]
        for k, v in ((a, two), (b, one)):
            sql.execute("UPDATE %s SET %s=? WHERE %s=?"
                        % (table, column, key), (v, k))
    return alter


def state_rows(store, like):
    return rows(store, "SELECT name,bytes FROM state WHERE name GLOB ?", like)


def put_state(sql, pairs):
    for name, data in pairs:
        sql.execute("INSERT INTO state(name,bytes) VALUES(?,?) ON CONFLICT"
                    "(name) DO UPDATE SET bytes=excluded.bytes", (name, data))


def cut(old, n):
    """Records from N on are gone, the old head is put back."""
    def alter(sql):
        sql.execute("DELETE FROM record WHERE seq>=?", (n,))
        sql.execute("DELETE FROM idx WHERE seq>=?", (n,))
        sql.execute("DELETE FROM state")
        put_state(sql, state_rows(old, "*"))
    return alter


def cut_last(n):
    def alter(sql):
        sql.execute("DELETE FROM record WHERE seq>=?", (n,))
        sql.execute("DELETE FROM idx WHERE seq>=?", (n,))
    return alter


def registry_back(old, patch_last=False):
    """Accounts and grants as they were; perhaps the last record's clear
    fields, which name the registry, with them."""
    def alter(sql):
        sql.execute("DELETE FROM state WHERE name GLOB 'doc/*'")
        put_state(sql, state_rows(old, "doc/*") + state_rows(old, "manifest"))
        if not patch_last:
            return
        was = rows(old, "SELECT bytes FROM record ORDER BY seq DESC LIMIT 1")
        seq, data = sql.execute("SELECT seq,bytes FROM record "
                                "ORDER BY seq DESC LIMIT 1").fetchone()
        sql.execute("UPDATE record SET bytes=? WHERE seq=?",
                    (data[:48] + was[0][0][48:88] + data[88:], seq))
    return alter


def one_row_back(name, data):
    return many(("UPDATE state SET bytes=? WHERE name=?", data, name))


def signed_by_other(store, other):
    """The head's text with the signature line of another ledger's head."""
    own = dict(state_rows(store, "head"))["head"]
    theirs = dict(state_rows(other, "head"))["head"]
    text, theirs_text = own.split(b"\n\n")[0], theirs.split(b"\n\n")[1]
    return text + b"\n\n" + theirs_text


def of_rows(store, old, before, other):
    size = rows(store, "SELECT count(*) FROM record")[0][0]
    old_size = rows(old, "SELECT count(*) FROM record")[0][0]
    yield Case("nothing", found="no")
    for a, b in ((0, 1), (3, 7), (size - 2, size - 1)):
        yield Case("records %d and %d change places" % (a, b),
                   many(("UPDATE record SET seq=-5 WHERE seq=?", a),
                        ("UPDATE record SET seq=? WHERE seq=?", a, b),
                        ("UPDATE record SET seq=? WHERE seq=-5", b)), at=a)
        for column in ("bytes", "body"):
            yield Case("%s of records %d and %d swapped" % (column, a, b),
                       swap("record", column, "seq", a, b), at=a)
    for n in (0, size // 2, size - 1):
        yield Case("record %d deleted" % n,
                   many(("DELETE FROM record WHERE seq=?", n)), at=n)
        yield Case("record %d deleted with its index" % n,
                   many(("DELETE FROM record WHERE seq=?", n),
                        ("DELETE FROM idx WHERE seq=?", n)), at=n)
    for token, time, seq in rows(store, "SELECT token,time,seq FROM idx"):
        yield Case("index row of %d deleted" % seq,
                   many(("DELETE FROM idx WHERE token=? AND time=? AND seq=?",
                         token, time, seq)), at=None)
    token, time, seq = rows(store, "SELECT token,time,seq FROM idx "
                            "ORDER BY seq DESC")[0]
    yield Case("an index row more",
               many(("INSERT INTO idx VALUES(?,?,?)", token, time, 0)),
               at=None)
    yield Case("an index row of no record",
               many(("INSERT INTO idx VALUES(?,?,?)", token, time,
                     size + 5)), at=None)
    yield Case("the tail cut", cut_last(size - 1), at=size - 1, request=True)
    yield Case("the tail cut, the old head put back", cut(old, old_size),
               at=old_size, request=True)
    yield Case("a record more", many(
        ("INSERT INTO record SELECT ?,bytes,body FROM record WHERE seq=?",
         size, size - 1)), at=size, request=True)
    yield Case("the old store put back", base=old, at=old_size, request=True)
    yield Case("the old store without its log put back", base=before,
               request=True)
    yield Case("the old head and frontier put back", lambda sql: put_state(
        sql, state_rows(old, "head") + state_rows(old, "frontier")),
        request=True)
    yield Case("the registry put back", registry_back(before), request=True)
    yield Case("the registry put back, the last record patched",
               registry_back(before, True), at=size - 1, request=True)
    now = dict(state_rows(store, "doc/*"))
    was = dict(state_rows(before, "doc/*"))
    for name in sorted(now):
        yield Case("a registry row deleted",
                   many(("DELETE FROM state WHERE name=?", name)), at=None)
        if name in was and was[name] != now[name]:
            yield Case("one registry row put back",
                       one_row_back(name, was[name]), at=None)
    for what in ("doc/*", "count/*"):
        names = [n for n, _ in state_rows(store, what)][:2]
        if len(names) == 2:
            yield Case("two rows of %s swapped" % what,
                       swap("state", "bytes", "name", *names),
                       found="plain" if what == "doc/*" else "deep", at=None)
    for name in ("head", "frontier", "manifest"):
        yield Case("no %s" % name,
                   many(("DELETE FROM state WHERE name=?", name)),
                   request=True)
    for name in ("x", "tile/0/0", "open/" + 32 * "g", "count/12",
                 "doc/" + 32 * "0", "anchor"):
        yield Case("a state row %s" % name[:8],
                   many(("INSERT INTO state VALUES(?,?)", name, 60 * b"x")),
                   at=None)
    yield Case("head signed by another key", many(
        ("UPDATE state SET bytes=? WHERE name='head'",
         signed_by_other(store, other))), at=None, request=True)
    yield Case("another hospital's head", many(
        ("UPDATE state SET bytes=? WHERE name='head'",
         dict(state_rows(other, "head"))["head"])), request=True)
    yield Case("another hospital's store", base=other, request=True)
    for text in ("CREATE TABLE extra(x)", "CREATE VIEW v AS SELECT 1",
                 "CREATE INDEX i ON record(body)",
                 "CREATE TRIGGER t AFTER INSERT ON record BEGIN "
                 "DELETE FROM idx; END", "PRAGMA user_version=7",
                 "ALTER TABLE record ADD COLUMN more",
                 "DROP TABLE idx"):
        yield Case(text[:24], many(text), request=True)
    for text in ("UPDATE record SET bytes=CAST(bytes AS TEXT) WHERE seq=2",
                 "UPDATE record SET body='' WHERE seq=2",
                 "UPDATE state SET bytes=CAST(bytes AS TEXT) "
                 "WHERE name='head'",
                 "INSERT INTO record VALUES(-7, x'00', x'00')"):
        yield Case(text[:40], many(text))


# --- files ---

def of_files(store, other_folder):
    page = int.from_bytes(store[16:18], "big")
    for n in range(0, len(store), page):
        at = n if n else 100
        yield Case("page %d, its kind" % (n // page),
                   base=store[:at] + b"\x07" + store[at + 1:])
    yield Case("the file cut in the middle", base=store[:len(store) // 2])
    yield Case("the file is empty", base=b"")
    yield Case("the file is something else", base=b"x" * 8192)

    def file(name, data):
        def change(place):
            path = os.path.join(place, name)
            if os.path.exists(path):
                os.chmod(path, 0o600)
                os.unlink(path)
            if data is not None:
                with open(path, "wb") as f:
                    f.write(data)
                os.chmod(path, 0o600 if name.startswith("seal/") else 0o400)
        return change

    def read(folder, name):
        with open(os.path.join(folder, name), "rb") as f:
            return f.read()

    copy = read(HOSPITAL, "seal/checkpoint")
    yield Case("no second copy", folder=file("seal/checkpoint", None),
               request=True)
    yield Case("an empty second copy", folder=file("seal/checkpoint", b""),
               request=True)
    yield Case("a spoilt second copy", folder=file(
        "seal/checkpoint", copy.replace(b"emi.", b"eni.")), request=True)
    yield Case("another hospital's second copy", folder=file(
        "seal/checkpoint", read(other_folder, "seal/checkpoint")),
        request=True)
    yield Case("a second copy that is behind", folder=file(
        "seal/checkpoint", read(OLD, "seal/checkpoint")), found="no")
    yield Case("another key of the same name", folder=file(
        "keys/seal.pub", read(other_folder, "keys/seal.pub")))
    # The log of another moment beside the file.
    yield Case("a log that is none", folder=file(
        DB + "-wal", b"\x37\x7f\x06\x82" + os.urandom(5000)), found="no")
    yield Case("a log without a frame", folder=file(
        DB + "-wal", b"x" * 32), found="no")


# --- all of it ---

def run(cases, store, wrong, done, number):
    place = os.path.join(WORK, "copy-%d" % number)
    fresh = False
    while True:
        with LOCK:
            if not cases:
                return
            case = cases.pop()
        # Only what touches other files needs a whole copy again.
        if not fresh or case.folder or case.request:
            prepare(place, case, store)
            fresh = True
        else:
            put(place, case, store)
        if case.folder:
            case.folder(place)
        problem = judge(place, case)
        if not problem and case.request:
            problem = ask(place)
        if case.folder or case.request:
            fresh = False
        with LOCK:
            done[case.found] = done.get(case.found, 0) + 1
            if case.request:
                done["request"] = done.get("request", 0) + 1
            if problem:
                wrong.append("%s: %s" % (case.label, problem))


LOCK = threading.Lock()


def main():
    os.makedirs(WORK)
    store, old = store_of(HOSPITAL), store_of(OLD)
    before, other = store_of(BEFORE), store_of(OTHER)
    kinds = {n.split("/")[0] for n, _ in state_rows(store, "*")}
    wrong, done = [], {}
    for kind in ("head", "frontier", "manifest", "doc", "open", "count"):
        if kind not in kinds:
            wrong.append("the ledger has no row of kind %s" % kind)
    cases = (list(each_value(store)) + list(of_rows(store, old, before, other))
             + list(of_files(store, OTHER)))
    total = len(cases)
    threads = [threading.Thread(target=run,
                                args=(cases, store, wrong, done, n))
               for n in range(WORKERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("   %d alterations: %d found without keys, %d with them only, %d "
          "rightly not; %d times a request was tried"
          % (total, done.get("plain", 0), done.get("deep", 0),
             done.get("no", 0), done.get("request", 0)))
    for line in wrong[:60]:
        print("   WRONG " + line)
    return 1 if wrong or sum(v for k, v in done.items()
                             if k != "request") != total else 0


sys.exit(main())
