#!/bin/sh
# Makes .venv with the command `testigo` in it, for those who use it: every package by its hash, none of them built
# here. Argument: a Python 3.11 or later.
set -eu
pip="--quiet --disable-pip-version-check --require-hashes --only-binary :all:"
python=$(command -v "$1" || command -v python3) || { echo "Testigo needs Python 3.11 or later: install python3" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Testigo needs Python 3.11 or later; $python is older. Say which one: make install PYTHON=python3.12" >&2
    exit 1
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    package=$("$python" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        apt-get install -y -qq "$package" >/dev/null || apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python cannot make environments: its module venv is not installed. As root, on Debian or Ubuntu:" >&2
        echo "    apt-get install $package" >&2
        exit 1
    fi
}
"$python" -m venv .venv
.venv/bin/python -m pip install $pip -r requirements-install.lock
.venv/bin/python -m pip install $pip -r requirements.lock
PATH="$PWD/.venv/bin:$PATH" .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
