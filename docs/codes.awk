# SPDX-License-Identifier: Apache-2.0
# Prints the list of codes of emi(1) as POD, from core/base/codes.def:
#   awk -f docs/codes.awk core/base/codes.def
# The list stands as text in docs/emi.pod, between the lines that begin with
# "=for comment codes"; tests/docs/codes.sh compares.

{ source = source "\n" $0 }

# S with what pod would take for markup written as an entity.
function pod (s)
{
  gsub (/</, "E<lt>", s)
  return s
}

# The next value of REST: a string, its adjacent parts joined, or a word.
function value (  v, part)
{
  sub (/^[ \n,]+/, "", rest)
  if (rest !~ /^"/) {
    match (rest, /^[A-Za-z0-9_]+/)
    v = substr (rest, 1, RLENGTH)
    rest = substr (rest, RLENGTH + 1)
    return v
  }
  while (match (rest, /^[ \n]*"([^"\\]|\\.)*"/)) {
    part = substr (rest, 1, RLENGTH)
    rest = substr (rest, RLENGTH + 1)
    sub (/^[ \n]*"/, "", part)
    sub (/"$/, "", part)
    gsub (/\\"/, "\"", part)
    v = v part
  }
  return v
}

END {
  # Comments hold no quotes that matter and no comment holds a code.
  while (match (source, /\/\*([^*]|\*[^\/])*\*\//))
    source = substr (source, 1, RSTART - 1) substr (source, RSTART + RLENGTH)
  n = split (source, entry, /CODE \(/)
  print "=over 4\n"
  for (i = 2; i <= n; i++) {
    rest = entry[i]
    id = value()
    word = value()
    status = value()
    state = value()
    ja = value()
    ja_next = value()
    en = value()
    en_next = value()
    if (status == 0)
      continue
    printf "=item B<%s> (exit %s%s)\n\n", word, status,
           state == "" ? "" : "; a request ends as C<" state ">"
    printf "%s: %s.\n\n", pod(en), pod(en_next)
    printf "%s。%s。\n\n", pod(ja), pod(ja_next)
  }
  print "=back\n"
}
