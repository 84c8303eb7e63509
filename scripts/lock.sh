#!/bin/sh
# Locks every dependency with its hashes; no index address is written, so any mirror serves.
set -eu
common="--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet"
.venv/bin/uv pip compile $common --group install -o requirements-install.lock
.venv/bin/uv pip compile $common pyproject.toml -o requirements.lock
.venv/bin/uv pip compile $common pyproject.toml --group dev -o requirements-dev.lock
