#!/bin/sh
# Adds to .venv what developers need: the tools of `make test`, every package by its hash.
set -eu
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
