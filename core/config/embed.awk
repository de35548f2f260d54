# SPDX-License-Identifier: Apache-2.0
# Turns text files into a C file that holds them, so that emi needs no data
# file at run time.  conf/emi.rng becomes builtin_emi_rng (config/builtin.h).
# Run it with LC_ALL=C: bytes, not characters.

function file_end() {
  if (name != "")
    printf ";\nconst struct builtin builtin_%s = { text_%s, %s };\n",
      name, name, "sizeof text_" name " - 1"
}

BEGIN {
  print "/* Made by core/config/embed.awk.  */"
  print "#include \"config/builtin.h\""
}

FNR == 1 {
  file_end()
  name = FILENAME
  sub(/.*\//, "", name)
  gsub(/[^a-z]/, "_", name)
  printf "\nstatic const char text_%s[]\n  = ", name
}

{
  gsub(/\\/, "&&")
  gsub(/"/, "\\\"")
  printf "    \"%s\\n\"\n", $0
}

END {
  file_end()
}
