#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# IC cards made of SoftHSM tokens: soft-card.sh FOLDER COMMAND...
#
#   new LABEL                 a token; its PIN is 2468
#   key LABEL ID KIND USAGE SUBJECT [CA]
#                             a key (ec, rsa) and its certificate for USAGE
#                             (keyUsage as openssl says it; "-" for none), by
#                             itself or by the CA that `ca` made
#   put LABEL ID NAME         the key and the certificate NAME.key, NAME.pem
#   cert LABEL ID FILE        a certificate (PEM) on it, without a key
#   ca NAME SUBJECT           NAME.key and NAME.pem in FOLDER
#
# FOLDER/softhsm2.conf is what SOFTHSM2_CONF has to name.  All people are
# invented, all keys are made here and thrown away.
set -eu
umask 077
dir=$1 command=$2
shift 2
mkdir -p "$dir/tokens"
dir=$(cd "$dir" && pwd)
export SOFTHSM2_CONF=$dir/softhsm2.conf
[ -f "$SOFTHSM2_CONF" ] ||
  printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$dir" >"$SOFTHSM2_CONF"
module=${SOFTHSM2_MODULE:-/usr/lib/softhsm/libsofthsm2.so}
log=$dir/log
pin=2468

quiet () { "$@" >>"$log" 2>&1 || { echo "soft-card: $*" >&2; tail -n 5 "$log" >&2; exit 1; }; }

make_key () {
  case $2 in
    ec) quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" ;;
    p384) quiet openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$1" ;;
    rsa) quiet openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1" ;;
  esac
}

# certify KEY SUBJECT USAGE CA OUT
certify () {
  local ext=(-addext basicConstraints=critical,CA:FALSE) by=()
  [ "$3" = - ] || ext+=(-addext "keyUsage=critical,$3")
  if [ -n "$4" ]; then
    quiet openssl req -new -key "$1" -subj "$2" -utf8 "${ext[@]}" -out "$1.csr"
    quiet openssl x509 -req -in "$1.csr" -copy_extensions copy -days 30 \
      -CA "$dir/$4.pem" -CAkey "$dir/$4.key" -CAcreateserial -out "$5"
  else
    quiet openssl req -x509 -key "$1" -subj "$2" -utf8 -days 30 "${ext[@]}" -out "$5"
  fi
}

put_certificate () {
  quiet openssl x509 -in "$3" -outform DER -out "$3.der"
  quiet pkcs11-tool --module "$module" --token-label "$1" --login --pin "$pin" \
    --write-object "$3.der" --type cert --id "$2" --label "$1 $2"
}

import_key () {
  quiet softhsm2-util --import "$3" --token "$1" --label "$1 $2" --id "$2" --pin "$pin"
}

case $command in
  new)
    quiet softhsm2-util --init-token --free --label "$1" --pin "$pin" --so-pin 13579246
    ;;
  key)
    make_key "$dir/$1-$2.key" "$3"
    certify "$dir/$1-$2.key" "$5" "$4" "${6:-}" "$dir/$1-$2.pem"
    import_key "$1" "$2" "$dir/$1-$2.key"
    put_certificate "$1" "$2" "$dir/$1-$2.pem"
    ;;
  put)
    import_key "$1" "$2" "$3.key"
    cp "$3.pem" "$dir/$1-$2.pem"
    put_certificate "$1" "$2" "$dir/$1-$2.pem"
    ;;
  cert)
    cp "$3" "$dir/$1-$2.pem"
    put_certificate "$1" "$2" "$dir/$1-$2.pem"
    ;;
  ca)
    make_key "$dir/$1.key" ec
    quiet openssl req -x509 -key "$dir/$1.key" -subj "$2" -utf8 -days 60 \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
      -out "$dir/$1.pem"
    ;;
  *) exit 2 ;;
esac
