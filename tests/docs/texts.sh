#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every text for people is in both languages: each Japanese one of the core and
# the simulator is marked for the catalogue, the English catalogue has each of
# them and nothing else, and formats take the same arguments.
set -euo pipefail
export LC_ALL=C.UTF-8
unset LANGUAGE
top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
cd "$top"
bad=0

complain () {
  echo "$1:"
  sed 's/^/  /' "$2"
  bad=1
}

mapfile -t sources < <(find core simulator -name '*.[ch]' | sort)
extract () {
  xgettext --from-code=UTF-8 --language=C --no-location \
    --keyword --keyword=N_:1 --keyword=said:2 --flag=said:2:c-format "$@" "${sources[@]}"
}
extract -o "$work/texts.pot" 2>/dev/null

msgfmt --check -o /dev/null po/en.po || bad=1
msgcmp po/en.po "$work/texts.pot" >"$work/missing" 2>&1 ||
  complain "po/en.po lacks" "$work/missing"
msgcmp --use-untranslated "$work/texts.pot" po/en.po >"$work/gone" 2>&1 ||
  complain "po/en.po has what the source no longer has" "$work/gone"

python3 "$here/texts.py" "${sources[@]}" || bad=1

exit $bad
