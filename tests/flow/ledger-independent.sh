#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A ledger of ours must agree with a check that was written from the layout
# alone (python3, openssl, SHA-256), and the check must notice a change.
set -eu

for tool in python3 openssl; do
  command -v "$tool" >/dev/null || { echo "no $tool here"; exit 77; }
done

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$top_builddir/tests/lib/ledger-make" "$dir"

verify () {
  python3 "$top_srcdir/tests/flow/ledger-independent.py" \
    --db "$dir/data/ledger.db" --keys "$dir/keys" --seal "$dir/seal/checkpoint"
}
alter () {
  python3 - "$dir/data/ledger.db" "$1" <<'EOF'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()
EOF
}

verify
cp -r "$dir" "$dir.keep"
trap 'rm -rf "$dir" "$dir.keep"' EXIT
for change in \
  "UPDATE record SET body=substr(body,1,50)||x'00'||substr(body,52) WHERE seq=7" \
  "UPDATE record SET bytes=substr(bytes,1,20)||x'7f'||substr(bytes,22) WHERE seq=7" \
  "DELETE FROM idx WHERE seq=9" \
  "DELETE FROM record WHERE seq=270"; do
  alter "$change"
  if verify 2>/dev/null; then
    echo "not noticed: $change"
    exit 1
  fi
  rm -rf "$dir/data"
  cp -r "$dir.keep/data" "$dir/data"
done
verify >/dev/null
