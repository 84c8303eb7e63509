# Everything runs from .venv; each target is one line of what to do.
PYTHON ?= python3.11
BIN = .venv/bin

.PHONY: install developer lock demo test test-fast test-long tests lint benchmark docs wheel screenshots clean

install: .venv/installed

.venv/installed: requirements.lock requirements-install.lock pyproject.toml scripts/install.sh
	sh scripts/install.sh $(PYTHON)
	touch $@

developer: .venv/developer

.venv/developer: requirements-dev.lock .venv/installed scripts/developer.sh
	sh scripts/developer.sh
	touch $@

lock: developer
	sh scripts/lock.sh

demo: install
	$(BIN)/testigo demo

test: developer
	sh scripts/system-packages.sh
	$(MAKE) -j 3 tests lint docs

tests: developer
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: developer
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --ignore tests/browser --ignore tests/verification

test-long: developer
	sh scripts/system-packages.sh
	TESTIGO_LONG=1 $(BIN)/pytest -n 2 --dist worksteal

lint: developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/deptry src

docs: developer
	$(BIN)/sphinx-build -q -W -n -E -b html docs docs/_build/html
	$(BIN)/python scripts/check_links.py

benchmark: developer
	$(BIN)/python -m benchmarks

wheel: developer
	$(BIN)/uv build --wheel --out-dir dist

screenshots: developer
	rm -rf build/screens
	$(BIN)/testigo demo build/screens --no-serve
	$(BIN)/python scripts/screenshots.py build/screens

clean:
	rm -rf .venv dist docs/_build
