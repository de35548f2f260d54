#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes configure and the Makefile.in from a checkout; a release tarball has
# them already.
set -e
cd "$(dirname "$0")"
exec autoreconf --force --install
