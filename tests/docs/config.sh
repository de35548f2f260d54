#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# emi.xml(5) against its grammar, both ways: the same elements, in each the same
# children and the same attributes, each with its values and whether it must be
# given; and the forms of values are described.
set -u
export LC_ALL=C.UTF-8
top=${top_srcdir:-$(dirname "$0")/../..}
command -v python3 >/dev/null || { echo "python3 is not here"; exit 77; }
python3 - "$top/conf/emi.rng" "$top/docs/emi.xml.pod" <<'PY'
import re
import sys
import xml.etree.ElementTree as ET

RNG = "{http://relaxng.org/ns/structure/1.0}"
grammar, page = sys.argv[1:]
defines = {d.get("name"): d for d in ET.parse(grammar).getroot()
           if d.tag == RNG + "define"}
used = set()


def value_of(node):
    """What an attribute may hold: words, or the name of a form."""
    for child in node:
        kind = child.tag.replace(RNG, "")
        if kind == "choice":
            return "|".join(v.text for v in child)
        if kind == "ref":
            target = defines[child.get("name")]
            if any(c.tag == RNG + "choice" for c in target):
                return value_of(target)
            used.add(child.get("name"))
            return "I<%s>" % child.get("name")
        if kind in ("text", "data"):
            used.add("text")
            return "I<text>"
    sys.exit("cannot read the values of " + str(node.attrib))


def walk(node, mark, attributes, children):
    for child in node:
        kind = child.tag.replace(RNG, "")
        if kind == "attribute":
            attributes[child.get("name")] = (value_of(child), mark == "")
        elif kind == "ref":
            target = defines[child.get("name")]
            inner = target.findall(RNG + "element")
            children.extend(e.get("name") + mark for e in inner)
            if not inner:
                walk(target, mark, attributes, children)
        elif kind == "text":
            children.append("text")
        elif kind in ("optional", "zeroOrMore", "oneOrMore"):
            sign = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
            walk(child, sign[kind], attributes, children)
        elif kind in ("interleave", "group"):
            walk(child, mark, attributes, children)
        elif child.tag.startswith(RNG) and kind not in ("empty", "notAllowed"):
            sys.exit("%s in the grammar is not understood" % kind)


is_ = {}
for name, define in defines.items():
    for element in define.findall(RNG + "element"):
        attributes, children = {}, []
        walk(element, "", attributes, children)
        is_[element.get("name")] = (children, attributes)

# The page: =head2 NAME, one indented paragraph of children, =item lines.
said, forms, section, element = {}, set(), "", None
paragraphs = re.split(r"\n\s*\n", open(page, encoding="utf-8").read())
for text in paragraphs:
    head = re.match(r"=head1 (.*)", text)
    if head:
        section, element = head.group(1), None
    if section == "VALUES":
        forms |= set(re.findall(r"^=item I<([a-z0-9-]+)>", text, re.M))
    if section != "ELEMENTS":
        continue
    head = re.match(r"=head2 (.*)", text)
    if head:
        element = head.group(1)
        said[element] = ([], {})
    elif element and text.startswith(" "):
        said[element][0].extend(text.split())
    elif element and text.startswith("=item "):
        pattern = r"B<([a-z0-9-]+)>=([^ ,]+)( \(required\))?"
        for name, value, required in re.findall(pattern, text):
            said[element][1][name] = (value, bool(required))

bad = False


def fault(text):
    global bad
    bad = True
    print(text)


for name in sorted(set(is_) | set(said)):
    if name not in said:
        fault("<%s> is not in emi.xml(5)" % name)
    elif name not in is_:
        fault("<%s> is in emi.xml(5) and not in the grammar" % name)
    else:
        if sorted(is_[name][0]) != sorted(said[name][0]):
            fault("<%s> holds %s; the page says %s"
                  % (name, " ".join(is_[name][0]), " ".join(said[name][0])))
        for key in sorted(set(is_[name][1]) | set(said[name][1])):
            a, b = is_[name][1].get(key), said[name][1].get(key)
            if a != b:
                fault("<%s %s>: the grammar has %s, the page %s"
                      % (name, key, a, b))
for name in sorted(used ^ forms):
    fault("the form %s is %s" % (name, "not described" if name in used
                                 else "described and used nowhere"))
if len(is_) < 18 or sum(len(v[1]) for v in is_.values()) < 40:
    fault("the grammar could not be read")
sys.exit(bad)
PY
