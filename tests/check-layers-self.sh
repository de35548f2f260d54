#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Whether check-layers.sh finds what it is for: a small house that obeys every
# rule must pass, and each deliberate fault put into it must be found and named
# with its file.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
check=${top_srcdir:-$here/..}/tests/check-layers.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

put () # FILE LINE...
{
  mkdir -p "$work/t/$(dirname "$1")"
  printf '%s\n' "${@:2}" >>"$work/t/$1"
}

house ()
{
  rm -rf "$work/t"
  put core/include/emi/types.h '#include <stddef.h>' '#include <stdint.h>'
  put core/include/emi/auth.h '#include <emi/types.h>'
  put core/base/buffer.h '#include <stdbool.h>'
  put core/base/buffer.c '#include "base/buffer.h"' '#include <string.h>' \
    '#include "base/codes.def"'
  put core/base/codes.def ''
  for f in config host ledger oqs access report front; do
    put "core/$f/$f.h" '#include "base/buffer.h"'
  done
  put core/front/front.c '#include "config.h"' '#include "access/access.h"' \
    '  #  include "front/front.h"' '#include <emi/auth.h>'
  put plugins/lib/stable.h '#include <emi/types.h>'
  put auth-providers/totp/seed.h ''
  put auth-providers/totp/totp.c '#include <emi/auth.h>' '#include "seed.h"' \
    '#include "lib/stable.h"' '#include <oath.h>'
  put ehr-adapters/folder/folder.c '#include <emi/types.h>'
}

run ()
{
  top_srcdir='' top_builddir='' bash "$check" "$work/t" >"$work/out" 2>&1
}

# The house with LINE added to FILE must fail, naming FILE.
finds () # FILE LINE
{
  house
  put "$1" "$2"
  local status=0
  run || status=$?
  if [ "$status" -ne 1 ] || ! grep -q "^$1:[0-9]*: " "$work/out"; then
    echo "not found (status $status): $2 in $1"
    cat "$work/out"
    bad=1
  fi
}

house
run || { echo "a house without fault is refused"; cat "$work/out"; bad=1; }

finds core/base/buffer.c '#include "front/front.h"'
finds core/base/buffer.c '#include "config/config.h"'
finds core/config/config.h '#include "host/host.h"'
finds core/ledger/ledger.h '#include "oqs/oqs.h"'
finds core/oqs/oqs.h '#include "ledger/ledger.h"'
finds core/access/access.h '  # include "report/report.h"'
finds core/base/buffer.c '#include "../front/front.h"'
finds core/base/buffer.c '#include "buffer.h"'
finds core/base/buffer.c '#include "base/none.h"'
finds core/base/buffer.c '#include <front/front.h>'
finds core/new/new.c '#include "base/buffer.h"'
finds core/front/front.c '#include "lib/stable.h"'
finds core/include/emi/auth.h '#include "base/buffer.h"'
finds core/include/emi/auth.h '#include <sys/types.h>'
finds core/include/emi/auth.h '#include <sqlite3.h>'
finds core/include/emi/auth.h '#include <emi/none.h>'
finds auth-providers/totp/totp.c '#include "base/buffer.h"'
finds auth-providers/totp/totp.c '#include <base/buffer.h>'
finds auth-providers/totp/totp.c '#include "../../core/base/buffer.h"'
finds auth-providers/totp/totp.c '#include "stable.h"'
finds ehr-adapters/folder/folder.c '#include "seed.h"'
finds plugins/lib/stable.h '#include "base/buffer.h"'

rm -rf "$work/t"
mkdir -p "$work/t"/{core,plugins,ehr-adapters,auth-providers}
! run || { echo "an empty tree passes"; bad=1; }
exit $bad
