#!/bin/sh
# The browser of the screen tests: Debian's own, from Debian's packages, which only root can install. Who is not root
# is told how; those tests are then skipped with that reason. In CI (TESTIGO_CI=1) nothing is skipped.
set -eu
packages="chromium fonts-noto-core"
if [ "${TESTIGO_CI:-}" = 1 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # The servers of docs/operate/serving.md, on a machine that serves nothing else; without them a test is skipped.
    command -v nginx >/dev/null && command -v caddy >/dev/null || {
        apt-get update -qq && apt-get install -y -qq nginx-light caddy >/dev/null
    } || echo "Not installed: nginx, caddy. The test of the example server files is skipped." >&2
fi
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq $packages >/dev/null
    exit 0
fi
echo "Not installed: chromium. The screen tests are skipped. As root: apt-get install $packages" >&2
[ "${TESTIGO_CI:-}" != 1 ]
