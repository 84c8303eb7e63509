#!/bin/sh
# Makes .venv with the command `testigo` in it, from hash-locked packages. Argument: a Python 3.11 or later.
set -eu
python=$(command -v "$1" || command -v python3)
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Testigo needs Python 3.11 or later" >&2; exit 1; }
"$python" -m venv .venv 2>/dev/null || {
    [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && "$python" -m venv .venv
}
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
PATH="$PWD/.venv/bin:$PATH" .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
