# SPDX-License-Identifier: Apache-2.0
"""Japanese in the source that no catalogue will see: texts.py FILE...

A text is good when it is marked (N_, said), or when its English stands right
beside it, as in the prompts that the core has like a plugin.  What is no text
of ours is named below with its reason."""
import re
import sys

# Lines of a macro are one.
CONTINUED = re.compile(r"\\\n")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|\s+|\w+|.', re.S)

NOT_TEXTS = {
    "core/base/codes.def": "the table of codes has both languages by law",
    "core/config/config-default.c": "names of drugs, which are data",
    "core/oqs/": "words of the national messages",
    "core/front/cli-help.c": "examples, to be typed as they are",
    "core/report/sheet": "papers that exist in Japanese only",
    "core/report/summary-html.c": "a page that exists in Japanese only",
    "core/report/centre.c": "days of the week, beside their English",
    "simulator/answer": "invented data of invented people",
    "simulator/checks.c": "what the national side says, in Japanese",
    "simulator/dress.c": "invented data",
    "simulator/patients.c": "invented data",
    "simulator/press.c": "invented data",
    "simulator/qualification.c": "invented data",
    "simulator/reply.c": "what the national side says, in Japanese",
    "simulator/twist.c": "invented data",
}


def tokens(source):
    for m in TOKEN.finditer(source):
        t = m.group(0)
        if not t.isspace() and not t.startswith(("/*", "//")):
            yield t, source.count("\n", 0, m.start()) + 1


def strays(path):
    with open(path, encoding="utf-8") as f:
        seen = list(tokens(CONTINUED.sub(" \n", f.read())))
    i = 0
    while i < len(seen):
        text, line = seen[i]
        if not text.startswith('"'):
            i += 1
            continue
        first = i
        while i < len(seen) and seen[i][0].startswith('"'):
            i += 1
        whole = "".join(t[1:-1] for t, _ in seen[first:i])
        if not JAPANESE.search(whole):
            continue
        before = "".join(t for t, _ in seen[max(0, first - 40):first])
        after = "".join(t for t, _ in seen[i:i + 2])
        marked = re.search(r"(N_\(|said\([^\"]*,)$", before)
        paired = re.match(r',"', after)
        if not marked and not paired:
            yield line, whole


bad = 0
for path in sys.argv[1:]:
    if any(path.startswith(p) for p in NOT_TEXTS):
        continue
    for line, whole in strays(path):
        print(f"{path}:{line}: neither marked nor beside its English: {whole}")
        bad = 1
sys.exit(bad)
