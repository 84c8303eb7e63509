#!/bin/sh
# The browser of the screen tests: Debian's own, from Debian's packages.
set -eu
command -v chromium >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "Install chromium (apt-get install chromium): the screen tests need it" >&2; exit 1; }
apt-get update -qq
apt-get install -y -qq chromium fonts-noto-core >/dev/null
